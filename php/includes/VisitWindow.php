<?php
/**
 * The time in which repeated visits of one reader count once.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The window is the last part of a visit's key, and visits with equal keys count once. Nothing is remembered between
 * requests, so windows start at fixed times instead of with the first visit. With `session`, visits at 10:29 and 10:31
 * count twice, visits at 10:31 and 10:59 once. `period` means once and never again. Anonymous readers get a new
 * identity every day ({@see Visitor}), so for them `period` works like `day`: recognising them for longer would need an
 * identity that outlives the day.
 */
final class VisitWindow {

	private const SESSION_SECONDS = 1800;

	/**
	 * The last part of the key of a visit at this time.
	 *
	 * @param string $choice Value of the setting `visit_window`.
	 * @param string $now    Instant of the visit.
	 */
	public static function of( string $choice, string $now ): string {
		switch ( $choice ) {
			case 'every':
				return \bin2hex( \random_bytes( 12 ) );
			case 'day':
				return \substr( $now, 0, 10 );
			case 'period':
				return 'once';
			default:
				return 's' . \intdiv( Instant::seconds( $now ), self::SESSION_SECONDS );
		}
	}
}
