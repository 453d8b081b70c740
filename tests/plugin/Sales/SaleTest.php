<?php
/**
 * Tests of Sale.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use Siren\Distributors\Recorder;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Values in the formats of shops reach the ledger in its own format.
 */
final class SaleTest extends SirenTestCase {

	/**
	 * @dataProvider buyers
	 *
	 * @param callable(int,int):array $names   User id and addresses the order knows, of Ada's user and Ada.
	 * @param bool                    $is_self Whether they are Ada's.
	 */
	public function test_nobody_earns_from_their_own_purchase( callable $names, bool $is_self ): void {
		$ada_user    = self::user( 'author' );
		$ada         = self::collaborator( 'Ada', $ada_user );
		$distributor = self::distributor( [ 'product_sold' => 1 ] );
		$sale        = new Sale( 'shop', 7, 'USD' );
		$sale->product(
			'1',
			'10',
			'10',
			[
				[
					'type' => 'wp_user',
					'code' => (string) $ada_user,
				],
			]
		);
		$sale->bought_by( ...$names( $ada_user, $ada ) );
		Recorder::transaction( $sale->transaction() );
		self::assertSame( $is_self ? [] : [ $ada => 1 ], self::scores( $distributor ) );
		self::assertSame( [ $is_self ? 'self' : null ], \array_column( self::events(), 'reason' ) );
	}

	/** @return array<string,array{callable,bool}> */
	public static function buyers(): array {
		return [
			'her user'                                => [ static fn( int $user ): array => [ $user, 'other@example.test' ], true ],
			'a guest with the address of her account' => [ static fn( int $user ): array => [ 0, ' ' . \strtoupper( \get_userdata( $user )->user_email ) ], true ],
			'another user, paid from her address'     => [
				static function ( int $user, int $ada ): array {
					\siren_save_collaborator(
						[
							'id'    => $ada,
							'email' => 'ada@home.test',
							'now'   => self::NOW,
						]
					);
					return [ self::user(), 'Ada@Home.test' ];
				},
				true,
			],
			'another user'                            => [ static fn(): array => [ self::user(), 'other@example.test' ], false ],
			'a guest without an address'              => [ static fn(): array => [ 0, '' ], false ],
		];
	}

	public function test_money_and_text_are_read_in_the_shops_formats(): void {
		$sale = new Sale( 'shop', 7, 'jpy' );
		$sale->product(
			'1',
			1200.4,
			1200.4,
			[],
			[
				'quantity' => 3,
				'name'     => '',
				'sku'      => '',
			]
		);
		$sale->detail( 'shipping', '2', '-100' );
		Recorder::transaction( $sale->transaction() );
		$row = \siren_get( 'transactions', 1 );
		self::assertSame( [ 'JPY', '1100' ], [ $row['currency'], $row['amount'] ] );
		self::assertSame( [ 'line_item', 'discount' ], \array_column( $row['details'], 'kind' ), 'what takes off is a discount' );
	}

	public function test_an_empty_sale_does_not_count(): void {
		$sale = new Sale( 'shop', 7, 'USD' );
		$sale->was_paid( 1 );
		self::assertNull( $sale->paid_at() );
		$sale->detail( 'fee', 'f', '0' );
		self::assertSame( 1, $sale->paid_at() );
	}

	/**
	 * @dataProvider totals
	 *
	 * @param string[]                     $prices   One line each.
	 * @param string|int|float             $total    Total of the order, including a tax of 5.00.
	 * @param array<array<string,string>>  $expected Kind, amount and line of the details that are added.
	 */
	public function test_a_difference_between_lines_and_total_is_recorded( array $prices, string|int|float $total, array $expected ): void {
		$sale = new Sale( 'shop', 7, 'USD' );
		foreach ( $prices as $place => $price ) {
			$sale->product( "l$place", $price, $price, [] );
		}
		$sale->detail( 'tax', 't', '5' );
		$sale->came_to( $total );
		$added = \array_slice( $sale->transaction()['details'], \count( $prices ) + 1 );
		self::assertSame( $expected, \array_map( static fn( array $detail ): array => [ $detail['kind'], $detail['amount'], $detail['line'] ?? '' ], $added ) );
	}

	/** @return array<string,array> */
	public static function totals(): array {
		return [
			'as its lines say'        => [ [ '10', '20' ], 35.0, [] ],
			'less, of several lines'  => [ [ '10', '20' ], '32.50', [ [ 'discount', '-2.50', '' ] ] ],
			'less, of the only line'  => [ [ '10' ], 12, [ [ 'discount', '-3.00', 'l0' ] ] ],
			'more, of the only line'  => [ [ '10' ], '16.01', [ [ 'fee', '1.01', '' ] ] ],
			'nothing at all'          => [ [ '10' ], '0', [ [ 'discount', '-15.00', 'l0' ] ] ],
			'something for no lines'  => [ [], '7', [ [ 'fee', '2.00', '' ] ] ],
		];
	}
}
