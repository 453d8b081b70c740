<?php
/**
 * Who referred a visitor.
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
 * An affiliate link carries a collaborator's code in a query argument, and a cookie remembers it until the purchase.
 * Codes are not looked up here: they are aliases, and the engine knows whose they are.
 */
final class Attribution {

	public const COOKIE = ReferralCookie::NAME;

	/** The code in the URL of this request. */
	public static function arriving(): ?string {
		if ( [] === $_GET ) { // phpcs:ignore WordPress.Security.NonceVerification -- nothing is read.
			return null; // True for most pages: the parameter's name need not be looked up.
		}
		$parameter = Settings::all()['link_parameter'];
		return self::code( $_GET[ $parameter ] ?? null ); // phpcs:ignore WordPress.Security -- a public link carries no nonce; code() validates.
	}

	/** The trail of earlier visits in the cookie, as {@see self::referrers()} takes it. */
	public static function remembered(): ?string {
		$cookie = $_COOKIE[ self::COOKIE ] ?? null; // phpcs:ignore WordPress.Security -- the trail validates.
		return \is_string( $cookie ) ? ReferralTrail::of( \wp_unslash( $cookie ) ) : null;
	}

	/**
	 * Remembers a code in the visitor's browser, unless the site keeps the first code or the visitor has not consented.
	 *
	 * @param string $code As returned by {@see self::arriving()}.
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
		// A page that sets a visitor's cookie must not be cached and served to others.
		\nocache_headers();
		\defined( 'DONOTCACHEPAGE' ) || \define( 'DONOTCACHEPAGE', true );
		ReferralCookie::send( $cookie, $trail );
	}

	/**
	 * The trail to store with a new order, if a customer creates it on the site. An order typed in wp-admin has no
	 * referrer, whatever cookie the administrator has. The same holds for an order created by a background task, which
	 * may run in a request with the cookies of whoever triggered it. If a link leads directly to an address that
	 * creates the order, the code is taken from that request.
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
	 * The aliases that may have referred a purchase, in order of preference. Coupons come before links, because using a
	 * coupon is the later and more deliberate act. The engine credits the first one that belongs to a collaborator.
	 *
	 * @param string[] $coupons Codes used in the purchase.
	 * @param ?string  $trail   Referral trail remembered when the order was created.
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
	 * Extracts a link code from untrusted input.
	 *
	 * @param mixed $raw From the URL or the cookie, slashed.
	 */
	private static function code( $raw ): ?string {
		return Code::of( \is_string( $raw ) ? \wp_unslash( $raw ) : null );
	}
}
