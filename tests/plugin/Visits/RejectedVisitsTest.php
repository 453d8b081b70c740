<?php
/**
 * Tests of RejectedVisits.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\RejectedVisits;

/**
 * Machines are numbers.
 */
final class RejectedVisitsTest extends SirenTestCase {

	private RejectedVisits $rejected;

	protected function setUp(): void {
		parent::setUp();
		$this->rejected = new RejectedVisits( Configuration::directory() );
	}

	public function test_rejected_visits_are_counted_by_day_and_reason(): void {
		self::assertSame( [], $this->rejected->days() );
		$this->rejected->add( '2026-05-04T23:59:59Z', 'bot' );
		$this->rejected->add( '2026-05-05T00:00:00Z', 'bot' );
		$this->rejected->add( '2026-05-05T12:00:00Z', 'forged' );
		self::assertSame( 2, $this->rejected->add( '2026-05-05T12:00:00Z', 'bot' ) );
		self::assertSame(
			[
				'2026-05-05' => [
					'bot'    => 2,
					'forged' => 1,
				],
				'2026-05-04' => [ 'bot' => 1 ],
			],
			$this->rejected->days()
		);
	}

	public function test_counts_are_kept_for_thirty_days(): void {
		for ( $day = 0; $day < 40; $day++ ) {
			$this->rejected->add( \gmdate( 'Y-m-d\TH:i:s\Z', 1_777_982_400 + 86_400 * $day ), 'bot' );
		}
		$days = \array_keys( $this->rejected->days() );
		self::assertSame( [ 30, '2026-06-13', '2026-05-15' ], [ \count( $days ), $days[0], $days[29] ] );
	}

	public function test_a_damaged_file_is_replaced(): void {
		$this->rejected->add( self::NOW, 'bot' );
		\file_put_contents( Configuration::directory() . '/tally', '{"2026-05-05":{"bo' );
		self::assertSame( [], $this->rejected->days() );
		self::assertSame( 1, $this->rejected->add( self::NOW, 'bot' ) );
	}

	public function test_a_counter_that_cannot_be_stored_is_skipped(): void {
		$nowhere = new RejectedVisits( '/proc/nowhere' );
		self::assertSame( 0, $nowhere->add( self::NOW, 'bot' ) );
		self::assertSame( [], $nowhere->days() );
	}

	public function test_the_counts_identify_no_one(): void {
		$this->rejected->add( self::NOW, 'bot' );
		self::assertSame( '{"2026-05-05":{"bot":1}}', \file_get_contents( Configuration::directory() . '/tally' ) );
		self::assertSame( '600', \decoct( (int) \fileperms( Configuration::directory() . '/tally' ) & 0o777 ) );
	}
}
