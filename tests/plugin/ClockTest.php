<?php
/**
 * Tests of Clock.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Clock;

/**
 * Time comes from one place.
 */
final class ClockTest extends SirenTestCase {

	public function test_the_filter_sets_the_current_time(): void {
		self::set_clock( '2026-07-01T04:05:06Z' );
		self::assertSame( '2026-07-01T04:05:06Z', Clock::now() );
	}

	/**
	 * @dataProvider no_instants
	 */
	public function test_invalid_instants_are_ignored( mixed $filtered ): void {
		$this->listen( 'siren_now', static fn(): mixed => $filtered );
		$now = Clock::now();
		self::assertLessThan( 5, \abs( \time() - Clock::timestamp( $now ) ) );
		self::assertMatchesRegularExpression( '/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/', $now );
	}

	/** @return array<array{mixed}> */
	public static function no_instants(): array {
		return [ [ null ], [ 1780000000 ], [ 'tomorrow' ], [ '2026-05-01' ], [ "2026-05-01T00:00:00Z\n" ], [ '2026-05-01T00:00:00+02:00' ] ];
	}

	public function test_instants_convert_to_timestamps(): void {
		self::assertSame( 1777608000, Clock::timestamp( '2026-05-01T04:00:00Z' ) );
		self::assertSame( 1777608000, Clock::timestamp( '2026-05-01T00:00:00-04:00' ) );
		$this->expectException( \UnexpectedValueException::class );
		Clock::timestamp( 'no instant' );
	}

	public function test_wall_clock_times_are_read_in_their_zone(): void {
		self::assertSame( '2026-05-01T04:00:00Z', Clock::from_local( '2026-05-01T00:00', 'America/New_York' ) );
		self::assertSame( '2026-12-01T05:00:00Z', Clock::from_local( '2026-12-01 00:00', 'America/New_York' ) );
		self::assertNull( Clock::from_local( 'whenever', 'America/New_York' ) );
		self::assertNull( Clock::from_local( '2026-05-01T00:00', 'Middle/Earth' ) );
	}
}
