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
	 * What the browser is to remember when a link was followed.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie The site's choices.
	 * @param mixed                                                            $value  What it has; untrusted.
	 * @param string                                                           $code   The link's code.
	 * @return ?string For {@see self::send()}; null where the first link counts and this one changes nothing.
	 */
	public static function next( array $cookie, $value, string $code ): ?string {
		$trail = ReferralTrail::with( $value, $code, $cookie['first'] );
		return $cookie['first'] && $trail === $value ? null : $trail;
	}

	/**
	 * Sends the cookie.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie The site's choices.
	 * @param string                                                           $trail  As {@see self::next()} made it.
	 */
	public static function send( array $cookie, string $trail ): void {
		\setcookie(
			self::NAME,
			$trail,
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
