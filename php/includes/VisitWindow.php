<?php
/**
 * How long visits of one reader are one visit.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The window is the last part of a visit's key: visits whose keys are equal count once. It is found without remembering
 * anything between requests, so windows stand at fixed times instead of beginning with the first visit: with
 * `session`, visits at 10:29 and 10:31 are two, at 10:31 and 10:59 one.
 *
 * `period` means once and never again. An anonymous reader is somebody else the day after ({@see Visitor}), so for them
 * it works like `day`; that a visit can be recognised for longer would need an identity that outlives the day.
 */
final class VisitWindow {

	private const SESSION_SECONDS = 1800;

	/**
	 * The key's last part for a visit now.
	 *
	 * @param string $choice The site's setting `visit_window`.
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
