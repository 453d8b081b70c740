<?php
/**
 * Tests of reading instants.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Clock;
use Siren\Distributors\Instant;

/**
 * The quick way and the long way come to the same.
 */
final class InstantTest extends SirenTestCase {

	public function test_instants_parse_as_strtotime_does(): void {
		foreach ( [ '1970-01-01T00:00:00Z', '2024-02-29T23:59:59Z', '2026-12-31T12:34:56Z', '2100-03-01T00:00:00Z', Clock::now() ] as $instant ) {
			self::assertSame( \strtotime( $instant ), Instant::seconds( $instant ), $instant );
		}
	}
}
