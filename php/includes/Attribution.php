<?php
/**
 * Who brought a visitor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * An affiliate link carries a collaborator's code in a query argument; a cookie remembers it until the purchase. The
 * codes are not looked up here: they are aliases, and whose they are the engine decides.
 */
final class Attribution {

	public const COOKIE = 'siren_ref';

	/** What a link code may look like; anything else in the address or the cookie is not ours. */
	private const CODE = '/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/D';

	/**
	 * The code in this request's address.
	 */
	public static function arriving(): ?string {
		$parameter = Settings::all()['link_parameter'];
		return self::code( $_GET[ $parameter ] ?? null ); // phpcs:ignore WordPress.Security -- a public link carries no nonce; code() validates.
	}

	/**
	 * The code a former visit left in the cookie.
	 */
	public static function remembered(): ?string {
		return self::code( $_COOKIE[ self::COOKIE ] ?? null ); // phpcs:ignore WordPress.Security -- code() validates.
	}

	/**
	 * Remembers a code in the visitor's browser, unless the site keeps the first one or the visitor consents to none.
	 *
	 * @param string $code As {@see self::arriving()} gave it.
	 */
	public static function remember( string $code ): void {
		$settings = Settings::all();
		if ( 'first_click' === $settings['attribution'] && null !== self::remembered() ) {
			return;
		}
		// Only a site with a consent plugin has this function; without one the site's own choice to use links decides.
		// @mago-ignore analysis:non-existent-function
		if ( \function_exists( 'wp_has_consent' ) && ! \wp_has_consent( 'marketing' ) ) {
			return;
		}
		$_COOKIE[ self::COOKIE ] = $code; // For the rest of this request.
		if ( \headers_sent() ) {
			return;
		}
		\setcookie(
			self::COOKIE,
			$code,
			[
				// The browser's clock decides when it expires, not the one events are recorded by.
				'expires'  => \time() + $settings['cookie_days'] * DAY_IN_SECONDS,
				'path'     => COOKIEPATH ? COOKIEPATH : '/',
				'domain'   => (string) COOKIE_DOMAIN,
				'secure'   => \is_ssl(),
				'httponly' => true,
				'samesite' => 'Lax',
			]
		);
	}

	/**
	 * The code to keep on an order that is being made, where it is made by a customer on the site. An order that is typed
	 * in wp-admin was brought by nobody, whatever cookie the administrator has.
	 */
	public static function of_customer(): ?string {
		return \is_admin() && ! \wp_doing_ajax() ? null : self::remembered();
	}

	/**
	 * The aliases to thank for a purchase, the one to be asked first at first: coupons come before a link, for using one
	 * is the later and clearer choice. The engine thanks the first that is somebody's.
	 *
	 * @param string[] $coupons Codes used in the purchase.
	 * @param ?string  $link    Link code remembered when it was made.
	 * @return array<array{type:string,code:string}>
	 */
	public static function referrers( array $coupons, ?string $link ): array {
		$aliases = [];
		foreach ( $coupons as $code ) {
			$aliases[] = [
				'type' => 'coupon',
				'code' => $code,
			];
		}
		if ( null !== $link ) {
			$aliases[] = [
				'type' => 'link',
				'code' => $link,
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
		$code = \is_string( $raw ) ? \wp_unslash( $raw ) : '';
		return 1 === \preg_match( self::CODE, $code ) ? $code : null;
	}
}
