<?php
/**
 * Tests of Sale and Reversal.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Reversal;
use Siren\Distributors\Sale;

/**
 * What shops say in their forms reaches the ledger in its own.
 */
final class SaleTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ada         = self::collaborator( 'Ada', $this->ada_user );
		$this->distributor = self::distributor( [ 'product_sold' => 1 ] );
	}

	/**
	 * @dataProvider buyers
	 *
	 * @param callable(self):array $names   User id and addresses the order knows.
	 * @param bool                 $is_self Whether they are Ada's.
	 */
	public function test_whoever_earns_is_not_who_buys( callable $names, bool $is_self ): void {
		$sale = $this->sale();
		$sale->bought_by( ...$names( $this ) );
		$sale->record();
		self::assertSame( $is_self ? [] : [ $this->ada => 1 ], self::scores( $this->distributor ) );
		self::assertSame( [ $is_self ? 'self' : null ], \array_column( self::events(), 'reason' ) );
	}

	/** @return array<string,array{callable,bool}> */
	public static function buyers(): array {
		return [
			'her user'                                   => [ static fn( self $test ): array => [ $test->ada_user, 'other@example.test' ], true ],
			'a guest with the address of her account'    => [ static fn( self $test ): array => [ 0, ' ' . \strtoupper( \get_userdata( $test->ada_user )->user_email ) ], true ],
			'another user, paid from her address'        => [
				static function ( self $test ): array {
					\siren_save_collaborator(
						[
							'id'    => $test->ada,
							'email' => 'ada@home.test',
							'now'   => self::NOW,
						]
					);
					return [ self::user(), 'Ada@Home.test' ];
				},
				true,
			],
			'another user'                               => [ static fn(): array => [ self::user(), 'other@example.test' ], false ],
			'a guest without an address'                 => [ static fn(): array => [ 0, '' ], false ],
		];
	}

	public function test_money_and_text_in_the_shops_own_forms(): void {
		$sale = new Sale( 'shop', 7, 'jpy' );
		$sale->product( '1', 1200.4, [], [ 'quantity' => 3, 'name' => '', 'sku' => '' ] );
		$sale->detail( 'shipping', '2', '-100' );
		$sale->record();
		$row = \siren_get( 'transactions', 1 );
		self::assertSame( [ 'JPY', '1100' ], [ $row['currency'], $row['amount'] ] );
		self::assertSame( [ 'line_item', 'discount' ], \array_column( $row['details'], 'kind' ), 'what takes off is a discount' );
	}

	public function test_a_sale_of_nothing_is_none(): void {
		( new Sale( 'shop', 7, 'USD' ) )->record();
		self::assertSame( 0, \siren_find( 'transactions' )['total'] );
	}

	public function test_given_back_and_not_after_all(): void {
		$this->sale()->record();
		$reversal = new Reversal( 'shop', 7, 'usd' );
		$reversal->of_amount( 'nothing', '0.00' );
		$reversal->of_amount( 'r1', -4.0 );
		self::assertSame( '100.60', self::pool( $this->distributor ) );
		self::set_clock( '2026-05-06T12:00:00Z' );
		$reversal->undo( 'r1' );
		self::assertSame( '101.00', self::pool( $this->distributor ) );
		self::set_clock( '2026-05-07T12:00:00Z' );
		$reversal->of_rest( 'r2' );
		self::assertSame( '100.00', self::pool( $this->distributor ) );
		self::assertSame( 0, \siren_status( self::NOW )['counts']['ignored_refunds'] );
	}

	/**
	 * A sale of ten dollars of Ada's.
	 */
	private function sale(): Sale {
		$sale = new Sale( 'shop', 7, 'USD' );
		$sale->product(
			'1',
			'10',
			[
				[
					'type' => 'wp_user',
					'code' => (string) $this->ada_user,
				],
			]
		);
		return $sale;
	}
}
