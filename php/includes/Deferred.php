<?php
/**
 * Facts that could not be written to the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * If the data directory cannot be written, for example because the server names a wrong directory or the disk is full,
 * events must not be lost. They are stored in the site's database, one option each, with the time they happened. The
 * next heartbeat that can open the ledger records them. The ledger takes each of them once, however often it is sent.
 */
final class Deferred {

	private const PREFIX = 'siren_deferred_';

	/** Maximum number of facts that one heartbeat records. */
	private const BATCH = 500;

	/**
	 * Stores one fact.
	 *
	 * @param string       $function Function of the extension that records it.
	 * @param array<mixed> $said     Its arguments.
	 * @throws \RuntimeException When the site's database cannot store it either.
	 */
	public static function keep( string $function, array $said ): void {
		$fact = (string) \wp_json_encode( [ $function, $said ] );
		$name = self::PREFIX . \md5( self::identity( $said ) ?? $fact );
		if ( ! \add_option( $name, $fact, '', false ) && false === \get_option( $name ) ) {
			throw new \RuntimeException( 'neither the ledger nor the site\'s database can keep it' );
		}
	}

	/**
	 * Records the stored facts in the order in which they were stored. Stops as soon as the ledger cannot be written.
	 *
	 * @throws \Siren\Exception\SirenException When the ledger cannot be written.
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
				Failures::note( 'recording', $refused ); // It would be refused again and block all others.
			}
			\delete_option( $row->option_name );
		}
	}

	/**
	 * Records all stored facts, however many there are.
	 *
	 * @throws \Siren\Exception\SirenException When the ledger cannot be written.
	 */
	public static function take_up_all(): void {
		do {
			$before = self::count();
			self::take_up();
			$left = self::count();
		} while ( $left > 0 && $left < $before );
	}

	/** Number of stored facts. */
	public static function count(): int {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- as above.
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE %s AND option_value <> %s", self::pattern(), '' ) );
	}

	/** Deletes all stored facts, when the plugin is removed with its data. */
	public static function forget(): void {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- as above.
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s ORDER BY option_id", self::pattern() ) ) as $name ) {
			\delete_option( $name );
		}
	}

	/**
	 * Identity of an event, so that an event sent twice, such as the same reader of the same post, is stored once.
	 *
	 * @param array<mixed> $said As {@see self::keep()} takes it.
	 * @return ?string Null for a sale or a refund, because a second one may differ.
	 */
	private static function identity( array $said ): ?string {
		return \is_string( $said[0] ?? null ) && \is_string( $said[1]['key'] ?? null ) ? $said[0] . '|' . $said[1]['key'] : null;
	}

	/** SQL LIKE pattern for the option names. */
	private static function pattern(): string {
		global $wpdb;
		return $wpdb->esc_like( self::PREFIX ) . '%';
	}
}
