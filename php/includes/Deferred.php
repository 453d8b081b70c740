<?php
/**
 * Facts that the ledger could not take.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A data directory that cannot be written, because a setting of the server names a wrong one or the disk is full, must not
 * lose what happens meanwhile. Such facts are kept in the site's own database, one option each, and the next heartbeat that
 * can open the ledger records them, with the time they happened at. The ledger takes each once, however often it is told.
 */
final class Deferred {

	private const PREFIX = 'siren_deferred_';

	/** How many are taken up in one heartbeat. */
	private const BATCH = 500;

	/**
	 * Keeps one fact.
	 *
	 * @param string       $function Of the extension, which records it.
	 * @param array<mixed> $said     What it is to be called with.
	 * @throws \RuntimeException When the site's database does not take it either.
	 */
	public static function keep( string $function, array $said ): void {
		$fact = (string) \wp_json_encode( [ $function, $said ] );
		$name = self::PREFIX . \md5( self::identity( $said ) ?? $fact );
		if ( ! \add_option( $name, $fact, '', false ) && false === \get_option( $name ) ) {
			throw new \RuntimeException( 'neither the ledger nor the site\'s database can keep it' );
		}
	}

	/**
	 * Records what was kept, in the order in which it was. Stops where the ledger cannot take any more.
	 *
	 * @throws \Siren\Exception\SirenException Then.
	 */
	public static function take_up(): void {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- options are read by their exact names only; rows are numbered in the order they were kept in.
		$rows = $wpdb->get_results( $wpdb->prepare( "SELECT option_name, option_value FROM {$wpdb->options} WHERE option_name LIKE %s ORDER BY option_id LIMIT %d", self::pattern(), self::BATCH ) );
		foreach ( $rows as $row ) {
			$fact = \json_decode( (string) $row->option_value, true );
			try {
				if ( \is_array( $fact ) && isset( Recorder::METHODS[ $fact[0] ?? '' ] ) && \is_array( $fact[1] ?? null ) ) {
					$fact[0]( ...$fact[1] );
				}
			} catch ( \Siren\Exception\InvalidInput $refused ) {
				Failures::note( 'recording', $refused ); // It would be refused again and hold up all others.
			}
			\delete_option( $row->option_name );
		}
	}

	/**
	 * Records all that was kept, however much it is.
	 *
	 * @throws \Siren\Exception\SirenException Where the ledger cannot take it.
	 */
	public static function take_up_all(): void {
		do {
			$before = self::count();
			self::take_up();
			$left = self::count();
		} while ( $left > 0 && $left < $before );
	}

	/**
	 * How many facts wait.
	 */
	public static function count(): int {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- as above.
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE %s AND option_value <> %s", self::pattern(), '' ) );
	}

	/**
	 * Forgets all of them: the plugin is removed with its data.
	 */
	public static function forget(): void {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- as above.
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s ORDER BY option_id", self::pattern() ) ) as $name ) {
			\delete_option( $name );
		}
	}

	/**
	 * What tells an event from another: one that is told again, such as the same reader of the same post, is kept once.
	 *
	 * @param array<mixed> $said As {@see self::keep()} takes it.
	 * @return ?string Null for a sale or a refund, of which a second one may say something else.
	 */
	private static function identity( array $said ): ?string {
		return \is_string( $said[0] ?? null ) && \is_string( $said[1]['key'] ?? null ) ? $said[0] . '|' . $said[1]['key'] : null;
	}

	/**
	 * The names of all of them, as SQL compares.
	 */
	private static function pattern(): string {
		global $wpdb;
		return $wpdb->esc_like( self::PREFIX ) . '%';
	}
}
