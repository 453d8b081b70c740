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
		$cookie = Configuration::cookie();
		if ( ! ReferralCookie::is_wanted( $cookie, self::remembered() ) || ! Consent::is_given( Consent::REMEMBER ) ) {
			return;
		}
		$_COOKIE[ self::COOKIE ] = $code; // For the rest of this request.
		if ( \headers_sent() ) {
			return;
		}
		// A page that sets one visitor's cookie is no page for others.
		\nocache_headers();
		\defined( 'DONOTCACHEPAGE' ) || \define( 'DONOTCACHEPAGE', true );
		ReferralCookie::send( $cookie, $code );
	}

	/**
	 * The alias to thank for a purchase: a coupon comes before a link, for using it is the later and clearer choice.
	 *
	 * @param string[] $coupons Codes used in the purchase.
	 * @param ?string  $link    Link code remembered when it was made.
	 * @return ?array{type:string,code:string}
	 */
	public static function credited( array $coupons, ?string $link ): ?array {
		if ( [] !== $coupons ) {
			return [
				'type' => 'coupon',
				'code' => (string) \reset( $coupons ),
			];
		}
		return null === $link ? null : [
			'type' => 'link',
			'code' => $link,
		];
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
