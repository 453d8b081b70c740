<?php
/**
 * The beacon's REST route.
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
 * Does the same as the file, with the same class. Other plugins' filters run here, and they are told what was recorded.
 */
final class Route {

	/** Registers the route if pages report to it. */
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
	 * Permission callback: any visitor may report. The token in the request is checked instead of a nonce, because
	 * cached pages have no nonce.
	 */
	public static function anybody(): bool {
		return true;
	}

	/**
	 * Handles one request.
	 *
	 * @param \WP_REST_Request $request Request.
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
