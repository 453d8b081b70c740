<?php
/**
 * Tests of Settlement.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use PHPUnit\Framework\TestCase;
use Siren\Distributors\Sales\Receipt;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Settlement;

/**
 * What is recorded follows from what the books show and what was recorded before. Each test tells what the books show at
 * one look after the other; the receipt goes through its text between them, as in a shop.
 */
final class SettlementTest extends TestCase {

	private const ORDER = 'shop:7';

	/** 5 May 2026, noon. */
	private const NOW = 1777982400;

	private string $receipt = '';

	public function test_paid_is_recorded_once(): void {
		self::assertSame( [ 'transaction 2026-05-05T11:59:00Z' ], $this->look( self::paid() ) );
		self::assertSame( [], $this->look( self::paid() ) );
	}

	public function test_never_paid_is_nothing_to_call_off(): void {
		self::assertSame( [], $this->look( new Sale( 'shop', 7, 'USD' ) ) );
		self::assertSame( '', $this->receipt );
	}

	public function test_called_off_and_taken_up_within_one_second(): void {
		$unpaid = new Sale( 'shop', 7, 'USD' );
		self::assertSame( [ 'transaction 2026-05-05T11:59:00Z' ], $this->look( self::paid() ) );
		self::assertSame( [ 'cancelled-1 cancelled 2026-05-05T12:00:00Z' ], $this->look( $unpaid ) );
		self::assertSame( [], $this->look( $unpaid ) );
		self::assertSame( [ 'cancelled-1 undo 2026-05-05T12:00:00.000001Z' ], $this->look( self::paid() ) );
		self::assertSame( [ 'cancelled-2 cancelled 2026-05-05T12:00:00.000002Z' ], $this->look( $unpaid ), 'each has a number of its own' );
	}

	public function test_a_refund_comes_changes_and_goes(): void {
		$this->look( self::paid() );
		self::assertSame( [ 'r1 4.00 2026-05-05T11:59:30Z' ], $this->look( self::paid( [ 'r1' => -4.0 ] ) ) );
		self::assertSame( [], $this->look( self::paid( [ 'r1' => '4' ] ) ) );
		self::assertSame( [ 'r1 undo 2026-05-05T12:00:00Z', 'r1 3.00 2026-05-05T12:00:00.000001Z' ], $this->look( self::paid( [ 'r1' => '3' ] ) ) );
		self::assertSame( [ 'r1 undo 2026-05-05T12:00:00.000002Z' ], $this->look( self::paid( [ 'nothing' => '0.00' ] ) ), 'nothing given back is no refund' );
	}

	public function test_a_refund_while_it_is_called_off(): void {
		$this->look( self::paid() );
		$this->look( new Sale( 'shop', 7, 'USD' ) );
		self::assertSame(
			[ 'cancelled-1 undo 2026-05-05T12:00:00.000001Z', 'r1 4.00 2026-05-05T12:00:00.000002Z' ],
			$this->look( self::paid( [ 'r1' => '4' ] ) )
		);
	}

	public function test_the_shop_calls_all_of_it_given_back(): void {
		$this->look( self::paid() );
		$whole = self::paid( [ 'r1' => '4' ] );
		$whole->was_given_back();
		self::assertSame( [ 'r1 4.00 2026-05-05T11:59:30Z', 'rest-1 rest 2026-05-05T12:00:00Z' ], $this->look( $whole ) );
		self::assertSame( [], $this->look( $whole ) );
		self::assertSame( [ 'rest-1 undo 2026-05-05T12:00:00.000001Z' ], $this->look( self::paid( [ 'r1' => '4' ] ) ) );

		$whole = self::paid( [ 'r1' => '4', 'r2' => '6' ] );
		$whole->was_given_back();
		self::assertSame( [ 'r2 6.00 2026-05-05T12:00:00.000002Z' ], $this->look( $whole ), 'nothing is left beyond its refunds' );
	}

	public function test_what_is_edited_is_recorded_again(): void {
		$this->look( self::paid() );
		$edited = self::paid();
		$edited->detail( 'fee', 'f', '2' );
		self::assertSame( [ 'transaction 2026-05-05T12:00:00Z' ], $this->look( $edited ) );
	}

	public function test_owners_stay_who_they_were(): void {
		$this->look( self::paid() );
		$edited = new Sale( 'shop', 7, 'USD' );
		$edited->was_paid( self::NOW - 60 );
		foreach ( [ '1', '2' ] as $line ) {
			$edited->product( $line, '10', '10', [ [ 'id' => 2 ] ] );
		}
		$settlement = new Settlement( $edited, Receipt::of( $this->receipt, self::ORDER ), self::NOW, 0 );
		self::assertSame( [ [ [ 'id' => 1 ] ], [ [ 'id' => 2 ] ] ], \array_column( $settlement->calls[0][1]['details'], 'owners' ) );
	}

	public function test_what_was_paid_before_is_history_and_so_is_all_that_becomes_of_it(): void {
		foreach ( [ self::paid(), self::paid( [ 'r1' => '4' ] ), new Sale( 'shop', 7, 'USD' ) ] as $sale ) {
			$settlement    = new Settlement( $sale, Receipt::of( $this->receipt, self::ORDER ), self::NOW, self::NOW - 30 );
			$this->receipt = $settlement->receipt->text();
			self::assertSame( [ true ], \array_column( \array_column( $settlement->calls, 1 ), 'history' ) );
		}
	}

	public function test_a_receipt_that_was_copied_from_another_order_is_none(): void {
		$this->look( self::paid() );
		self::assertTrue( Receipt::of( $this->receipt, 'shop:8' )->is_empty() );
		self::assertFalse( Receipt::of( $this->receipt, self::ORDER )->is_empty() );
	}

	/**
	 * Looks at the order.
	 *
	 * @param Sale $sale What the books show.
	 * @return string[] What is recorded: a refund's number and what it takes, and when.
	 */
	private function look( Sale $sale ): array {
		$settlement = new Settlement( $sale, Receipt::of( $this->receipt, self::ORDER ), self::NOW, 0 );
		if ( [] !== $settlement->calls ) {
			$this->receipt = $settlement->receipt->text();
		}
		return \array_map(
			static function ( array $call ): string {
				[ $what, $fact ] = $call;
				if ( 'transaction' === $what ) {
					return 'transaction ' . $fact['occurred_at'];
				}
				$takes = $fact['amount'] ?? ( isset( $fact['undo'] ) ? 'undo' : ( isset( $fact['cancelled'] ) ? 'cancelled' : 'rest' ) );
				return $fact['refund_id'] . ' ' . $takes . ' ' . $fact['occurred_at'];
			},
			$settlement->calls
		);
	}

	/**
	 * A sale of 10.00 that was paid a minute ago.
	 *
	 * @param array<string,string|float> $refunds Amounts by number, half a minute ago.
	 */
	private static function paid( array $refunds = [] ): Sale {
		$sale = new Sale( 'shop', 7, 'USD' );
		$sale->was_paid( self::NOW - 60 );
		$sale->product( '1', '10', '10', [ [ 'id' => 1 ] ] );
		foreach ( $refunds as $id => $amount ) {
			$sale->refund( $id, self::NOW - 30, $amount );
		}
		return $sale;
	}
}
