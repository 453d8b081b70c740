<?php
/**
 * Who is asking for this page, as far as the ledger may know.
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
 * A logged-in reader is known by the user id. Anybody else is a hash of address and browser under the day's salt, see
 * {@see Salt}. No address is kept.
 */
final class Visitor {

	/**
	 * The subject of an event of this request: `user:7` or `visitor:<hash>`.
	 *
	 * @param string $now Instant of the event.
	 * @throws \RuntimeException When the day's salt cannot be kept.
	 */
	public static function subject( string $now ): string {
		$user = \get_current_user_id();
		return $user > 0 ? 'user:' . $user : 'visitor:' . self::source( $now )->visitor;
	}

	/**
	 * The visit that this request is, where the server counts.
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
	 * @throws \RuntimeException When the day's salt cannot be kept.
	 */
	public static function source( string $now ): Source {
		$browser = \wp_unslash( $_SERVER['HTTP_USER_AGENT'] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever hashed.
		return new Source( new Salt( Configuration::directory() ), $now, self::address(), $browser );
	}

	/**
	 * The address of this request.
	 */
	public static function address(): string {
		$address = \sanitize_text_field( \wp_unslash( $_SERVER['REMOTE_ADDR'] ?? '' ) );

		/**
		 * Filters the address a visitor is told apart by.
		 *
		 * Behind a reverse proxy every request comes from the proxy. A site that has one returns the address its own
		 * proxy vouches for; a forwarding header of an unknown sender must not be believed. Where visits are reported to
		 * the file in wp-content, WordPress is not there to be asked: see `siren_beacon_prelude`.
		 *
		 * @since 0.1.0
		 *
		 * @param string $address The connection's own.
		 */
		return (string) \apply_filters( 'siren_visitor_address', $address );
	}
}
