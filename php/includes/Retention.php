<?php
/**
 * How long individual visits are stored.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * There are many visits, and each matters little once it is paid for. If the site wants it, old ones are rolled up once
 * a day: the engine merges the visits of a post within an hour into one row. What they earned does not change.
 */
final class Retention {

	/** Option: the day, such as `2026-05-01`, on which visits were last rolled up. */
	public const OPTION = 'siren_rolled_up';

	/**
	 * Rolls up old visits, unless that was done today or the site keeps everything. Called by the heartbeat.
	 *
	 * @param string $now Instant.
	 */
	public static function keep( string $now ): void {
		$months = Settings::all()['visit_months'];
		$today  = \substr( $now, 0, 10 );
		if ( 0 === $months || SiteIdentity::is_undecided() || \get_option( self::OPTION ) === $today ) {
			return;
		}
		try {
			Store::open();
			\siren_roll_up( self::before( $now, $months ) );
			\update_option( self::OPTION, $today, false );
		} catch ( \Throwable $failure ) {
			Failures::note( 'retention', $failure );
		}
	}

	/**
	 * The earliest instant whose visits are kept.
	 *
	 * @param string $now    Instant.
	 * @param int    $months Number of months to keep.
	 */
	private static function before( string $now, int $months ): string {
		// Rounded to a day. The 31st of a shorter month overflows into the next month, which is harmless.
		return \gmdate( 'Y-m-d\T00:00:00\Z', (int) \strtotime( \sprintf( '%s -%d months', $now, $months ) ) );
	}
}
