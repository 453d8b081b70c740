<?php
/**
 * Tests of Limit.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Limit;

/**
 * So many a minute and no more, in a table that never grows.
 */
final class LimitTest extends SirenTestCase {

	private Limit $limit;

	protected function setUp(): void {
		parent::setUp();
		$this->limit = new Limit( Configuration::directory() );
	}

	public function test_so_many_a_minute(): void {
		self::assertSame( [ false, false, false, true, true ], $this->hits( '2026-05-05T12:00:59Z', 'ada', 5 ) );
		self::assertSame( [ false ], $this->hits( '2026-05-05T12:00:59Z', 'ben', 1 ) );
		self::assertSame( [ false ], $this->hits( '2026-05-05T12:01:00Z', 'ada', 1 ), 'the next minute is a new one' );
	}

	public function test_each_of_several_counts(): void {
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

	public function test_however_many_come_the_table_does_not_grow(): void {
		for ( $visitor = 0; $visitor < 30_000; $visitor += 3 ) {
			$this->limit->is_exceeded( self::NOW, [ "a$visitor" => 1, "b$visitor" => 1, "c$visitor" => 1 ] );
		}
		self::assertLessThanOrEqual( 131_072, \filesize( Configuration::directory() . '/limits' ) );
	}

	public function test_a_table_that_cannot_be_kept_lets_nobody_in(): void {
		$nowhere = new Limit( '/proc/nowhere' );
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
