<?php
/**
 * Who brought a visitor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Visits\Code;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Consent;
use Siren\Distributors\Visits\ReferralCookie;
use Siren\Distributors\Visits\ReferralTrail;

\defined( 'ABSPATH' ) || exit;

/**
 * An affiliate link carries a collaborator's code in a query argument; a cookie remembers it until the purchase. The
 * codes are not looked up here: they are aliases, and whose they are the engine decides.
 */
final class Attribution {

	public const COOKIE = ReferralCookie::NAME;

	/**
	 * The code in this request's address.
	 */
	public static function arriving(): ?string {
		if ( [] === $_GET ) { // phpcs:ignore WordPress.Security.NonceVerification -- nothing is read.
			return null; // As with most pages; they need not know how a link is called.
		}
		$parameter = Settings::all()['link_parameter'];
		return self::code( $_GET[ $parameter ] ?? null ); // phpcs:ignore WordPress.Security -- a public link carries no nonce; code() validates.
	}

	/**
	 * The trail that former visits left in the cookie, as {@see self::referrers()} takes it.
	 */
	public static function remembered(): ?string {
		$cookie = $_COOKIE[ self::COOKIE ] ?? null; // phpcs:ignore WordPress.Security -- the trail validates.
		return \is_string( $cookie ) ? ReferralTrail::of( \wp_unslash( $cookie ) ) : null;
	}

	/**
	 * Remembers a code in the visitor's browser, unless the site keeps the first one or the visitor consents to none.
	 *
	 * @param string $code As {@see self::arriving()} gave it.
	 */
	public static function remember( string $code ): void {
		$cookie = Configuration::cookie();
		$trail  = ReferralCookie::next( $cookie, self::remembered(), $code );
		if ( null === $trail || ! Consent::is_given( Consent::REMEMBER ) ) {
			return;
		}
		$_COOKIE[ self::COOKIE ] = $trail; // For the rest of this request.
		if ( \headers_sent() ) {
			return;
		}
		// A page that sets one visitor's cookie is no page for others.
		\nocache_headers();
		\defined( 'DONOTCACHEPAGE' ) || \define( 'DONOTCACHEPAGE', true );
		ReferralCookie::send( $cookie, $trail );
	}

	/**
	 * The trail to keep on an order that is being made, where it is made by a customer on the site. An order that is typed
	 * in wp-admin was brought by nobody, whatever cookie the administrator has; nor was one that is made by a task, which may
	 * run in a request with the cookies of whoever happened to start it.
	 *
	 * A link can lead to an address that makes the order itself, before anything could be remembered in the browser.
	 */
	public static function of_customer(): ?string {
		if ( ( \is_admin() && ! \wp_doing_ajax() ) || \wp_doing_cron() || \doing_action( 'action_scheduler_run_queue' ) ) {
			return null;
		}
		$trail = self::remembered();
		$code  = self::arriving();
		if ( null === $code || PageView::is_embedded_elsewhere() || ! Consent::is_given( Consent::REMEMBER ) ) {
			return $trail;
		}
		return ReferralCookie::next( Configuration::cookie(), $trail, $code ) ?? $trail;
	}

	/**
	 * The aliases to thank for a purchase, the one to be asked first at first: coupons come before links, for using one
	 * is the later and clearer choice. The engine thanks the first that is somebody's.
	 *
	 * @param string[] $coupons Codes used in the purchase.
	 * @param ?string  $trail   ReferralTrail remembered when it was made.
	 * @return array<array{type:string,code:string}>
	 */
	public static function referrers( array $coupons, ?string $trail ): array {
		$aliases = [];
		foreach ( $coupons as $code ) {
			$aliases[] = [
				'type' => 'coupon',
				'code' => $code,
			];
		}
		foreach ( ReferralTrail::codes( $trail ) as $code ) {
			$aliases[] = [
				'type' => 'link',
				'code' => $code,
			];
		}
		return $aliases;
	}

	/**
	 * A link code from untrusted input.
	 *
	 * @param mixed $raw From the address or the cookie, slashed.
	 */
	private static function code( $raw ): ?string {
		return Code::of( \is_string( $raw ) ? \wp_unslash( $raw ) : null );
	}
}
