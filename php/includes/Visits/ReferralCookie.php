<?php
/**
 * The referral cookie, which remembers whose link was followed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Set by the server and not accessible to scripts, because browsers delete cookies set by scripts within days.
 */
final class ReferralCookie {

	public const NAME = 'siren_ref';

	private const DAY_SECONDS = 86_400;

	/**
	 * The new value of the cookie after a link was followed.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie Attributes from the
	 *                                                                                 configuration.
	 * @param mixed                                                            $value  Current value; untrusted.
	 * @param string                                                           $code   Code of the link.
	 * @return ?string For {@see self::send()}; null if the first link counts and this one changes nothing.
	 */
	public static function next( array $cookie, $value, string $code ): ?string {
		$trail = ReferralTrail::with( $value, $code, $cookie['first'] );
		return $cookie['first'] && $trail === $value ? null : $trail;
	}

	/**
	 * Sends the cookie.
	 *
	 * @param array{days:int,first:bool,path:string,domain:string,secure:bool} $cookie Attributes from the
	 *                                                                                 configuration.
	 * @param string                                                           $trail  As returned by {@see
	 *                                                                                 self::next()}.
	 */
	public static function send( array $cookie, string $trail ): void {
		\setcookie(
			self::NAME,
			$trail,
			[
				// The browser's own clock decides when the cookie expires, not the clock of recorded events.
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
