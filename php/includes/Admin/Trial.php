<?php
/**
 * What a distributor would pay.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

/**
 * A configuration tried on what was recorded: the period that would be open now, and whole ones before it.
 */
final class Trial {

	/** How far back, by rhythm, as PHP's dates understand it. */
	private const BACK = [
		'day'     => '7 days',
		'week'    => '6 weeks',
		'month'   => '6 months',
		'quarter' => '12 months',
		'year'    => '3 years',
	];

	/** How many periods back, where a period is so many days. */
	private const PERIODS = 6;

	/**
	 * Tries a configuration that has no problems.
	 *
	 * @param array  $configuration As the engine saves it.
	 * @param ?array $period        The open period of the distributor it is to change, to count back from.
	 * @return array{now:?array,before:array[]} Periods as `siren_simulate()` gives them: the open one, and those before it,
	 *                                          newest first.
	 * @throws \Siren\Exception\SirenException When the engine refuses.
	 */
	public static function of( array $configuration, ?array $period ): array {
		$now   = Clock::now();
		$start = self::start( $configuration['schedule'], $period['start'] ?? $now );
		$first = self::first_record() ?? self::after( $now, '-1 second' );
		// The period that holds the start began earlier: it is left out, and from its end on all are whole. Where nothing was
		// recorded yet, nothing could have been paid; the periods until then would only fill a pool that rolls over.
		$until   = Clock::timestamp( $first ) > Clock::timestamp( $start ) ? $first : $start;
		$passed  = \siren_simulate( $configuration, $start, self::after( $until, '1 second' ) );
		$from    = $until === $first && \count( $passed ) > 1 ? \end( $passed )['period']['start'] : $passed[0]['period']['end'];
		$periods = Clock::timestamp( $from ) < Clock::timestamp( $now ) ? \siren_simulate( $configuration, $from, $now ) : [];
		$open    = [] !== $periods && 'tracking' === \end( $periods )['status'] ? \array_pop( $periods ) : null;
		return [
			'now'    => $open,
			'before' => \array_reverse( $periods ),
		];
	}

	/**
	 * When the first thing that could count happened; null when nothing did.
	 */
	private static function first_record(): ?string {
		$oldest = [
			'order_by' => 'occurred_at',
			'order'    => 'asc',
			'per_page' => 1,
		];
		$first  = [];
		foreach ( [ 'events', 'transactions' ] as $what ) {
			$first[] = \siren_find( $what, $oldest )['items'][0]['occurred_at'] ?? null;
		}
		$first = \array_filter( $first );
		return [] === $first ? null : \min( $first );
	}

	/**
	 * Where to begin, so that some whole periods fit in before now.
	 *
	 * @param array  $schedule The configuration's.
	 * @param string $anchor   Instant to go back from.
	 */
	private static function start( array $schedule, string $anchor ): string {
		$every = $schedule['every'];
		$back  = \is_array( $every ) ? (int) $every['days'] * self::PERIODS . ' days' : self::BACK[ $every ];
		return self::after( $anchor, '-' . $back, $schedule['timezone'] );
	}

	/**
	 * An instant some time after another, by the calendar of a zone.
	 *
	 * @param string $instant  Instant.
	 * @param string $distance As PHP's dates understand it.
	 * @param string $zone     IANA name, or an offset such as `+05:30`.
	 */
	private static function after( string $instant, string $distance, string $zone = 'UTC' ): string {
		$local = ( new \DateTimeImmutable( $instant ) )->setTimezone( new \DateTimeZone( $zone ) );
		return \gmdate( 'Y-m-d\TH:i:s\Z', $local->modify( $distance )->getTimestamp() );
	}
}
