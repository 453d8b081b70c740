<?php
/**
 * Tests of Quantity.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use Siren\Distributors\Sales\Quantity;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Whatever a shop says of how much it sold, the ledger understands.
 */
final class QuantityTest extends SirenTestCase {

	public function test_it_is_whole_or_a_decimal_string(): void {
		foreach ( [ [ 2, 2 ], [ -2, 2 ], [ 2.0, 2 ], [ 2.5, '2.5' ], [ '2.50', '2.5' ], [ '-0.25', '0.25' ], [ '007', 7 ], [ 0.1, '0.1' ], [ 1 / 3, '0.333333' ] ] as [ $given, $expected ] ) {
			self::assertSame( $expected, Quantity::of( $given ) );
		}
		foreach ( [ null, '', 'two', [], '1,5', '1e3', \INF, \NAN ] as $odd ) {
			self::assertSame( 0, Quantity::of( $odd ) );
		}
	}
}
