<?php
/**
 * Reads the instants the plugin itself writes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * `2026-05-01T04:00:00Z`, always of this form and in UTC ({@see Clock::now()}). strtotime() reads any form, which takes it
 * thirty times as long, on every page and for every beacon. What the engine answers is for {@see Clock::timestamp()}.
 */
final class Instant {

	/**
	 * Seconds since 1970.
	 *
	 * @param string $instant Of that form.
	 */
	public static function seconds( string $instant ): int {
		return (int) \gmmktime(
			(int) \substr( $instant, 11, 2 ),
			(int) \substr( $instant, 14, 2 ),
			(int) \substr( $instant, 17, 2 ),
			(int) \substr( $instant, 5, 2 ),
			(int) \substr( $instant, 8, 2 ),
			(int) \substr( $instant, 0, 4 )
		);
	}
}
