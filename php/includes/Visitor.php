<?php
/**
 * Identifies visitors, as far as the ledger may know them.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Salt;
use Siren\Distributors\Visits\Source;
use Siren\Distributors\Visits\Visit;

\defined( 'ABSPATH' ) || exit;

/**
 * Logged-in readers are identified by their user id. All others are identified by a hash of IP address and browser with
 * the day's salt, see {@see Salt}. IP addresses are not stored.
 */
final class Visitor {

	/**
	 * The subject of an event of this request: `user:7` or `visitor:<hash>`.
	 *
	 * @param string $now Instant of the event.
	 * @throws \RuntimeException When the day's salt cannot be stored.
	 */
	public static function subject( string $now ): string {
		$user = \get_current_user_id();
		return $user > 0 ? 'user:' . $user : 'visitor:' . self::source( $now )->visitor;
	}

	/**
	 * This request as a visit, for counting on the server.
	 *
	 * @param Source $source Where it comes from.
	 * @param string $now    Instant.
	 */
	public static function visit( Source $source, string $now ): Visit {
		$settings = Settings::all();
		$user     = \get_current_user_id();
		$visitor  = $user > 0 ? 'user:' . $user : 'visitor:' . $source->visitor;
		return new Visit( KeySecret::get(), $visitor, VisitWindow::of( $settings['visit_window'], $now ), $now, $source->network, $settings['network_visitors'] );
	}

	/**
	 * Where this request comes from.
	 *
	 * @param string $now Instant.
	 * @throws \RuntimeException When the day's salt cannot be stored.
	 */
	public static function source( string $now ): Source {
		$browser = \wp_unslash( $_SERVER['HTTP_USER_AGENT'] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever hashed.
		return new Source( new Salt( Configuration::directory() ), $now, self::address(), $browser );
	}

	/** The IP address of this request. */
	public static function address(): string {
		$address = \sanitize_text_field( \wp_unslash( $_SERVER['REMOTE_ADDR'] ?? '' ) );

		/**
		 * Filters the IP address by which visitors are distinguished. Behind a reverse proxy, every request comes from
		 * the proxy. A site with a proxy returns the address that its own proxy reports; never trust a forwarding
		 * header from an unknown sender. When visits are reported to the file in wp-content, WordPress is not loaded:
		 * see `siren_beacon_prelude`.
		 *
		 * @since 0.1.0
		 *
		 * @param string $address The connection's own.
		 */
		return (string) \apply_filters( 'siren_visitor_address', $address );
	}
}
