<?php
/**
 * Who is asking for this page, as far as the ledger may know.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A logged-in reader is known by the user id. Anybody else is a hash of address and browser under a salt that is drawn
 * anew each UTC day and overwritten the day after: within a day two visits of one reader can be told to be the same,
 * and after it nobody, this site included, can tell whose they were. No address is kept.
 */
final class Visitor {

	/** Option with the day's salt: `day` (`2026-05-01`) and `salt`. Autoloaded, so a visit costs no query. */
	public const OPTION = 'siren_visitor_salt';

	private const HASH_LENGTH = 32;

	/**
	 * The subject of an event of this request: `user:7` or `visitor:<hash>`.
	 *
	 * @param string $now Instant of the event.
	 */
	public static function subject( string $now ): string {
		$user = \get_current_user_id();
		return $user > 0 ? 'user:' . $user : 'visitor:' . self::hash( $now );
	}

	/**
	 * Address and browser of this request, unrecognisable.
	 *
	 * @param string $now Instant that chooses the salt.
	 */
	private static function hash( string $now ): string {
		$address = \sanitize_text_field( \wp_unslash( $_SERVER['REMOTE_ADDR'] ?? '' ) );
		$browser = \wp_unslash( $_SERVER['HTTP_USER_AGENT'] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever hashed.

		/**
		 * Filters the address a visitor is told apart by.
		 *
		 * Behind a reverse proxy every request comes from the proxy. A site that has one returns the address its own
		 * proxy vouches for; a forwarding header of an unknown sender must not be believed.
		 *
		 * @since 0.1.0
		 *
		 * @param string $address The connection's own.
		 */
		$address = (string) \apply_filters( 'siren_visitor_address', $address );

		return \substr( \hash_hmac( 'sha256', $address . "\n" . $browser, self::salt( \substr( $now, 0, 10 ) ) ), 0, self::HASH_LENGTH );
	}

	/**
	 * The salt of a day; the first visitor of the day draws it.
	 *
	 * @param string $day UTC day, `2026-05-01`.
	 */
	private static function salt( string $day ): string {
		$kept = \get_option( self::OPTION );
		if ( \is_array( $kept ) && ( $kept['day'] ?? '' ) === $day ) {
			return (string) $kept['salt'];
		}
		$salt = \bin2hex( \random_bytes( 32 ) );
		\update_option(
			self::OPTION,
			[
				'day'  => $day,
				'salt' => $salt,
			],
			true
		);
		return $salt;
	}
}
