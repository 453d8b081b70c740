<?php
/**
 * Tests of the refunds of a Sale.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * What a shop says that it gave back.
 */
final class SaleRefundsTest extends SirenTestCase {

	/**
	 * @dataProvider refunds
	 *
	 * @param string                  $amount What was given back in all.
	 * @param array<string,string>    $lines  By the line's name.
	 * @param array<array<string,string>> $takes  By the refund's name, what is taken.
	 */
	public function test_a_refund_never_exceeds_its_amount( string $amount, array $lines, array $takes ): void {
		$sale  = new Sale( 'shop', 1, 'usd' );
		$named = [];
		foreach ( $lines as $name => $back ) {
			$named[] = [
				'external_id' => $name,
				'amount'      => $back,
			];
		}
		foreach ( [ 'goods' => '100', 'tax' => '21', 'credit' => '-20' ] as $name => $sold ) {
			$sale->detail( 'credit' === $name ? 'discount' : 'fee', $name, $sold );
		}
		$sale->refund( '7', null, $amount, $named );
		$found = [];
		foreach ( $sale->refunds() as $id => $refund ) {
			$found[ $id ] = \array_column( $refund['takes']['lines'] ?? [ $refund['takes'] ], 'amount', 'external_id' );
		}
		self::assertSame( $takes, $found );
	}

	/** @return array<string,array{string,array<string,string>,array}> */
	public static function refunds(): array {
		$goods_and_tax = [
			'goods' => '50.00',
			'tax'   => '10.50',
		];
		return [
			'its lines'                                  => [ '60.50', $goods_and_tax, [ 7 => $goods_and_tax ] ],
			'less than its lines'                        => [
				'55.00',
				$goods_and_tax,
				[
					7 => [
						'goods' => '50.00',
						'tax'   => '5.00',
					],
				],
			],
			'a reduction that is taken again, said last' => [
				'40.00',
				[
					'goods'  => '50.00',
					'credit' => '-10.00',
				],
				[
					7 => [
						'credit' => '-10.00',
						'goods'  => '50.00',
					],
				],
			],
			'less than its lines and a reduction'        => [
				'-35.00',
				[
					'goods'  => '50',
					'credit' => '-10',
				],
				[
					7 => [
						'credit' => '-10.00',
						'goods'  => '45.00',
					],
				],
			],
			'more than its lines'                        => [
				'70.00',
				[ 'goods' => '50.00' ],
				[
					7          => [ 'goods' => '50.00' ],
					'7-beyond' => [ '20.00' ],
				],
			],
			'no lines'                                   => [ '70.00', [], [ 7 => [ '70.00' ] ] ],
		];
	}
}
