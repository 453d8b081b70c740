<?php
/**
 * Failures that happened out of sight.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A failure during a visitor's request or a cron run has no screen of its own. The last failure of each place is kept
 * for the Status screen and written to PHP's error log. If the same failure repeats within an hour, it is neither kept
 * nor logged, so that a full disk does not also fill the log.
 */
final class Failures {

	public const OPTION = 'siren_failures';

	private const QUIET_SECONDS = 3600;

	/**
	 * Stores and logs a failure.
	 *
	 * @param string     $place   What was being done: `recording`, `heartbeat`, `upkeep`, `outbox`, `listener`.
	 * @param \Throwable $failure What was thrown.
	 */
	public static function note( string $place, \Throwable $failure ): void {
		$message = Secrets::hidden( \get_class( $failure ) . ': ' . $failure->getMessage() );
		$known   = self::latest();
		$before  = $known[ $place ] ?? null;
		if ( null !== $before && $before['message'] === $message && \time() - $before['time'] < self::QUIET_SECONDS ) {
			return;
		}

		$facts = Wording::facts( $failure );
		\array_walk_recursive(
			$facts,
			static function ( mixed &$value ): void {
				$value = \is_string( $value ) ? Secrets::hidden( $value ) : $value;
			}
		);
		$known[ $place ] = [
			'message' => $message,
			'class'   => \get_class( $failure ),
			'facts'   => $facts,
			// The extension's own exceptions have no file.
			'where'   => '' === $failure->getFile() ? 'siren' : \basename( $failure->getFile() ) . ':' . $failure->getLine(),
			'time'    => \time(),
		];
		\update_option( self::OPTION, $known, false );
		\error_log( \sprintf( 'Siren Distributors: %s failed: %s (%s)', $place, $message, $known[ $place ]['where'] ) ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- the only trace where there is no screen.
	}

	/**
	 * The last failure of each place.
	 *
	 * @return array<string,array{message:string,class?:string,facts?:array[],where:string,time:int}> By place; `time` As a Unix timestamp, by the
	 *                                                                  machine's own clock, as the error log has it.
	 */
	public static function latest(): array {
		$kept = \get_option( self::OPTION, [] );
		// Noting a failure must never fail, even if the option is corrupt.
		return \is_array( $kept ) ? \array_filter( $kept, [ self::class, 'is_one' ] ) : [];
	}

	/**
	 * A failure in the language of whoever reads it. What was kept by an older version has its English only.
	 *
	 * @param array $failure One of {@see self::latest()}.
	 */
	public static function worded( array $failure ): string {
		return isset( $failure['class'], $failure['facts'] ) ? Secrets::hidden( $failure['class'] . ': ' . Wording::reasons( $failure['facts'] ) ) : $failure['message'];
	}

	/**
	 * Whether a value has the form that {@see self::note()} stores.
	 *
	 * @param mixed $value From the option.
	 */
	private static function is_one( mixed $value ): bool {
		return \is_array( $value ) && \is_string( $value['message'] ?? null ) && \is_string( $value['where'] ?? null ) && \is_int( $value['time'] ?? null );
	}

	/**
	 * Deletes the failures that contain one of these texts: messages quote the rejected input.
	 *
	 * @param string[] $texts Names of a person.
	 */
	public static function forget_about( array $texts ): void {
		$known = self::latest();
		$kept  = \array_filter(
			$known,
			static function ( array $failure ) use ( $texts ): bool {
				foreach ( $texts as $text ) {
					if ( false !== \stripos( $failure['message'], $text ) ) {
						return false;
					}
				}
				return true;
			}
		);
		if ( $kept !== $known ) {
			\update_option( self::OPTION, $kept, false );
		}
	}

	/** Deletes all failures, once an administrator has read them. */
	public static function forget(): void {
		\delete_option( self::OPTION );
	}
}
