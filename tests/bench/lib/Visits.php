<?php
/** Generated visits: the same in every run, spread over 2025 and the collaborators. */

declare(strict_types=1);

namespace Siren\Bench;

final class Visits {

	public const FROM = '2025-01-01T00:00:00Z';
	public const TO   = '2026-01-01T00:00:00Z';

	private const FROM_SECONDS = 1_735_689_600;
	private const YEAR_SECONDS = 31_536_000;

	/**
	 * @param int  $count  How many.
	 * @param int  $people Number of owners of links, who take turns in a scattered order.
	 * @param bool $mixed  Whether keys are unordered, like real ones. Ordered keys fill an index of ten million ten
	 *                     times as fast, for rows that measure something else.
	 */
	public function __construct( public readonly int $count, public readonly int $people, private readonly bool $mixed ) {}

	/** The unique key of a visit. */
	public function key( int $number ): string {
		return $this->mixed ? sprintf( 'ref:p%d:visitor:%s:2025', $this->person( $number ), md5( (string) $number ) ) : sprintf( 'visit:%08d', $number );
	}

	/** The owner of the link, from 1. */
	public function person( int $number ): int {
		// A prime, so that each turn includes everyone once.
		return $number * 7919 % $this->people + 1;
	}

	/** Seconds since 1970. */
	public function time( int $number ): int {
		return self::FROM_SECONDS + intdiv( $number * self::YEAR_SECONDS, $this->count );
	}

	/** The number of visits it represents, so that scores differ. */
	public function quantity( int $number ): int {
		return 1 + intdiv( $number, $this->people ) * $this->person( $number ) % 5;
	}

	/**
	 * As `siren_record_event( 'site_visited', … )` takes it.
	 *
	 * @return array<string,mixed>
	 */
	public function event( int $number ): array {
		return [
			'key'         => $this->key( $number ),
			'alias'       => [ 'type' => 'link', 'code' => 'p' . $this->person( $number ) ],
			'subject'     => 'visitor:' . md5( (string) $number ),
			'occurred_at' => gmdate( 'Y-m-d\TH:i:s\Z', $this->time( $number ) ),
			'quantity'    => $this->quantity( $number ),
		];
	}

	/**
	 * The same visit as columns: key, type, collaborator, subject, quantity, instant as MySQL writes it.
	 *
	 * @return list<string|int>
	 */
	public function row( int $number ): array {
		return [ $this->key( $number ), 'site_visited', $this->person( $number ), 'visitor:' . md5( (string) $number ), $this->quantity( $number ), gmdate( 'Y-m-d H:i:s', $this->time( $number ) ) ];
	}

	/** Records all of them, or the first ones, and folds at intervals, as a heartbeat does. */
	public function record( ?int $only = null ): void {
		$count = $only ?? $this->count;
		for ( $number = 0; $number < $count; ) {
			$events = [];
			for ( $end = min( $number + 2000, $count ); $number < $end; $number++ ) {
				$events[] = [ 'type' => 'site_visited' ] + $this->event( $number );
			}
			siren_record_events( $events );
			if ( 0 === $number % 100_000 || $number === $count ) {
				siren_run_due( self::FROM );
				0 === $number % 1_000_000 && Progress::say( number_format( $number ) . ' visits are in the store' );
			}
		}
	}
}
