<?php
/**
 * Tests of RateLimit.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\RateLimit;

/**
 * So many a minute and no more, in a table that never grows.
 */
final class RateLimitTest extends SirenTestCase {

	private RateLimit $limit;

	protected function setUp(): void {
		parent::setUp();
		$this->limit = new RateLimit( Configuration::directory() );
	}

	public function test_visits_per_minute_are_limited(): void {
		self::assertSame( [ false, false, false, true, true ], $this->hits( '2026-05-05T12:00:59Z', 'ada', 5 ) );
		self::assertSame( [ false ], $this->hits( '2026-05-05T12:00:59Z', 'ben', 1 ) );
		self::assertSame( [ false ], $this->hits( '2026-05-05T12:01:00Z', 'ada', 1 ), 'the next minute is a new one' );
	}

	public function test_each_of_several_limits_applies(): void {
		foreach ( [ false, false, true ] as $exceeded ) {
			self::assertSame(
				$exceeded,
				$this->limit->is_exceeded(
					self::NOW,
					[
						'a visitor' => 9,
						'a network' => 2,
					]
				)
			);
		}
	}

	public function test_the_table_does_not_grow_however_many_visit(): void {
		for ( $visitor = 0; $visitor < 30_000; $visitor += 3 ) {
			$this->limit->is_exceeded( self::NOW, [ "a$visitor" => 1, "b$visitor" => 1, "c$visitor" => 1 ] );
		}
		self::assertLessThanOrEqual( 196_608, \filesize( Configuration::directory() . '/limits' ) );
	}

	public function test_counting_stops_at_the_first_exceeded_limit(): void {
		$ask = fn( string $network ): bool => $this->limit->is_exceeded(
			self::NOW,
			[
				$network    => 2,
				'a visitor' => 3,
			]
		);
		self::assertSame( [ false, false, true, true ], \array_map( $ask, \array_fill( 0, 4, 'flood' ) ) );
		self::assertFalse( $ask( 'home' ), 'the third of the visitor, whom the flood was not allowed to use up' );
		self::assertTrue( $ask( 'home' ) );
	}

	public function test_a_flood_is_not_forgotten_however_many_visit(): void {
		$this->hits( self::NOW, 'flood', 4 );
		for ( $visitor = 0; $visitor < 30_000; $visitor += 3 ) {
			$this->limit->is_exceeded( self::NOW, [ "a$visitor" => 1, "b$visitor" => 1, "c$visitor" => 1 ] );
		}
		self::assertSame( [ true ], $this->hits( self::NOW, 'flood', 1 ) );
	}

	public function test_a_flood_does_not_affect_other_visitors(): void {
		$refused = 0;
		for ( $request = 0; $request < 30_000; $request++ ) {
			$this->limit->is_exceeded( self::NOW, [ 'flood' => 120, "browser $request" => 30 ] );
			if ( 0 === $request % 50 ) {
				$refused += $this->limit->is_exceeded( self::NOW, [ "home $request" => 120, "reader $request" => 30 ] ) ? 1 : 0;
			}
		}
		self::assertSame( 0, $refused, 'of 600 readers' );
	}

	public function test_many_networks_at_once_do_not_affect_other_visitors(): void {
		$refused = 0;
		for ( $network = 0; $network < 20_000; $network++ ) {
			for ( $time = 0; $time < 2; $time++ ) {
				$this->limit->is_exceeded( self::NOW, [ "bot $network" => 1, "browser $network" => 1 ] );
			}
			if ( 0 === $network % 50 ) {
				$refused += $this->limit->is_exceeded( self::NOW, [ "home $network" => 1, "reader $network" => 1 ] ) ? 1 : 0;
			}
		}
		self::assertSame( 0, $refused, 'of 400 readers, though each slot of the table was used up' );
	}

	public function test_no_visit_is_accepted_if_the_table_cannot_be_written(): void {
		$nowhere = new RateLimit( '/proc/nowhere' );
		self::assertTrue( $nowhere->is_exceeded( self::NOW, [ 'ada' => 9 ] ) );
	}

	/**
	 * Comes several times.
	 *
	 * @param string $now   Instant.
	 * @param string $hash  Who.
	 * @param int    $times How often.
	 * @return bool[] Whether each was one too many.
	 */
	private function hits( string $now, string $hash, int $times ): array {
		return \array_map( fn(): bool => $this->limit->is_exceeded( $now, [ $hash => 3 ] ), \range( 1, $times ) );
	}
}
