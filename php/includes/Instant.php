<?php
/**
 * Parses the instants that the plugin itself writes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * They always have the form `2026-05-01T04:00:00Z` in UTC ({@see Clock::now()}). strtotime() accepts any form and takes
 * thirty times as long, which matters on every page and for every beacon. For instants from the engine, use {@see
 * Clock::timestamp()}.
 */
final class Instant {

	/**
	 * Converts an instant to a Unix timestamp.
	 *
	 * @param string $instant In that form.
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
