<?php
/**
 * How long single visits are kept.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Visits are many and each matters little once it is paid for. Where the site wants it, old ones are rolled up once a
 * day: the engine makes one row of an hour's visits of a post, and what they earned stays as it is.
 */
final class Retention {

	/** Option with the day, `2026-05-01`, on which visits were rolled up last. */
	public const OPTION = 'siren_rolled_up';

	/**
	 * Rolls up, unless it was done today or the site keeps everything. Called by the heartbeat.
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
	 * The first instant that is kept.
	 *
	 * @param string $now    Instant.
	 * @param int    $months How long.
	 */
	private static function before( string $now, int $months ): string {
		// Whole days, by which a month that has no 31st is no trouble: PHP takes the day after for it.
		return \gmdate( 'Y-m-d\T00:00:00\Z', (int) \strtotime( \sprintf( '%s -%d months', $now, $months ) ) );
	}
}
