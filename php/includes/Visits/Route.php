<?php
/**
 * The beacon where its file cannot be.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Clock;
use Siren\Distributors\Integrations\BlogPosts;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Visitor;

\defined( 'ABSPATH' ) || exit;

/**
 * A REST route that does what the file does, by the same class; other plugins' filters are asked, and told what was
 * recorded.
 */
final class Route {

	/**
	 * Makes the route known, where pages report their visits to it. Elsewhere there is none.
	 */
	public static function register(): void {
		if ( 'beacon' !== Settings::all()['visits'] ) {
			return;
		}
		\register_rest_route(
			Endpoint::REST_NAMESPACE,
			Endpoint::REST_ROUTE,
			[
				'methods'             => 'POST',
				'callback'            => [ self::class, 'answer' ],
				'permission_callback' => [ self::class, 'anybody' ],
				'show_in_index'       => false,
			]
		);
	}

	/**
	 * Any visitor may be counted. Whether a request is one, the token in it says: a cached page has no nonce.
	 */
	public static function anybody(): bool {
		return true;
	}

	/**
	 * Hears one beacon.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	public static function answer( \WP_REST_Request $request ): \WP_REST_Response {
		$site   = Configuration::current();
		$answer = ( new Beacon( $site, \Closure::fromCallable( [ Recorder::class, 'event' ] ), \Closure::fromCallable( [ BlogPosts::class, 'owners' ] ) ) )->answer(
			new Request( \wp_unslash( $_SERVER ), $request->get_body_params(), \wp_unslash( $_COOKIE ), Visitor::address() ),
			Clock::now()
		);
		if ( null !== $answer['remember'] && ! \headers_sent() ) {
			ReferralCookie::send( $site['cookie'], $answer['remember'] );
		}
		return new \WP_REST_Response( null, $answer['status'], $answer['headers'] );
	}
}
