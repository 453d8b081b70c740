<?php
/**
 * The cookie that remembers whose link was followed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Set by the site and out of the reach of scripts: browsers forget within days what a script sets.
 */
final class ReferralCookie {

	public const NAME = 'siren_ref';

	private const DAY_SECONDS = 86_400;

	/**
	 * Whether a code is to be remembered beside what is remembered already.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie The site's choices.
	 * @param mixed                                                            $value  What the browser has; untrusted.
	 */
	public static function is_wanted( array $cookie, $value ): bool {
		return ! $cookie['first'] || null === Code::of( $value );
	}

	/**
	 * Sends the cookie.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie The site's choices.
	 * @param string                                                           $code   The link's code.
	 */
	public static function send( array $cookie, string $code ): void {
		\setcookie(
			self::NAME,
			$code,
			[
				// The browser's clock decides when it expires, not the one events are recorded by.
				'expires'  => \time() + $cookie['days'] * self::DAY_SECONDS,
				'path'     => $cookie['path'],
				'domain'   => $cookie['domain'],
				'secure'   => $cookie['secure'],
				'httponly' => true,
				'samesite' => 'Lax',
			]
		);
	}
}
