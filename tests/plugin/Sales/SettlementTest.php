<?php
/**
 * Tests of Settlement.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use Siren\Distributors\Sales\Receipt;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Settlement;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * The difference between the shop's books and what was recorded before is recorded.
 */
final class SettlementTest extends SirenTestCase {

	private const NOON = 1_777_982_400; // 5 May 2026, 12:00 UTC.

	/** The receipt as it was kept last. */
	private string $kept = '';

	public function test_an_order_that_was_never_paid_is_not_recorded(): void {
		self::assertSame( [], $this->settle( new Sale( 'shop', 7, 'USD' ) ) );
		self::assertSame( '', $this->kept );
	}

	public function test_an_order_without_lines_waits_for_them(): void {
		$sale = new Sale( 'shop', 7, 'USD' );
		$sale->was_paid( self::NOON );
		self::assertSame( [], $this->settle( $sale ) );
		self::assertSame( [ 'transaction' ], $this->settle( self::sale() ) );
	}

	public function test_unchanged_books_are_recorded_once(): void {
		self::assertSame( [ 'transaction' ], $this->settle( self::sale() ) );
		self::assertSame( [], $this->settle( self::sale(), 60 ) );
	}

	public function test_a_sale_counts_when_it_was_paid(): void {
		$settlement = new Settlement( self::sale( [ 'a' => '50.00' ], self::NOON - 3600 ), new Receipt( 'shop:7' ), self::NOON, 0 );
		self::assertSame( '2026-05-05T11:00:00Z', $settlement->calls[0][1]['occurred_at'] );
		$settlement = new Settlement( self::sale( [ 'a' => '50.00' ], self::NOON + 3600 ), new Receipt( 'shop:7' ), self::NOON, 0 );
		self::assertSame( '2026-05-05T12:00:00Z', $settlement->calls[0][1]['occurred_at'], 'a shop whose clock is ahead' );
	}

	public function test_an_order_paid_before_the_plugin_is_and_stays_history(): void {
		self::assertSame( [ 'transaction history' ], $this->settle( self::sale(), 0, self::NOON + 1 ) );
		$sale = self::sale();
		$sale->refund( '3', self::NOON + 60, '5' );
		self::assertSame( [ 'refund 3 amount 5.00 history' ], $this->settle( $sale, 60 ) );
		self::assertSame( [ 'refund cancelled-1 cancelled history' ], $this->settle( new Sale( 'shop', 7, 'USD' ), 120 ) );
	}

	public function test_each_change_increases_the_revision(): void {
		$this->settle( self::sale() );
		$first  = Receipt::of( $this->kept, 'shop:7' )->revision;
		$edited = self::sale( [ 'a' => '40.00' ] );
		self::assertSame( [ 'transaction' ], $this->settle( $edited ) );
		self::assertGreaterThan( $first, Receipt::of( $this->kept, 'shop:7' )->revision, 'within the same second' );
	}

	public function test_renaming_a_product_records_nothing(): void {
		$this->settle( self::sale( [ 'a' => '50.00' ], self::NOON, [ 'name' => 'Old', 'sku' => 'A', 'categories' => [ 'x' ] ] ) );
		self::assertSame( [], $this->settle( self::sale( [ 'a' => '50.00' ], self::NOON, [ 'name' => 'New' ] ), 60 ) );
	}

	public function test_the_owner_of_a_sold_line_item_keeps_it(): void {
		$owner = static fn( int $id ): array => [ [ 'id' => $id ] ];
		$this->settle( self::sale( [ 'a' => '50.00' ], self::NOON, [ 'owners' => $owner( 1 ) ] ) );
		self::assertSame( [], $this->settle( self::sale( [ 'a' => '50.00' ], self::NOON, [ 'owners' => $owner( 2 ) ] ), 60 ), 'taken over later' );

		$sale       = self::sale( [ 'a' => '50.00', 'b' => '9.00' ], self::NOON, [ 'owners' => $owner( 2 ) ] );
		$settlement = new Settlement( $sale, Receipt::of( $this->kept, 'shop:7' ), self::NOON + 120, 0 );
		self::assertSame( [ $owner( 1 ), $owner( 2 ) ], \array_column( $settlement->calls[0][1]['details'], 'owners' ), 'a line that came later has the owner of then' );
	}

	public function test_a_cancelled_order_can_be_reinstated(): void {
		$this->settle( self::sale() );
		$off = new Sale( 'shop', 7, 'USD' );
		self::assertSame( [ 'refund cancelled-1 cancelled' ], $this->settle( $off ) );
		self::assertSame( [], $this->settle( $off ), 'once' );
		self::assertSame( [ 'refund cancelled-1 undo' ], $this->settle( self::sale() ) );
		self::assertSame( [ 'refund cancelled-2 cancelled' ], $this->settle( $off ) );
	}

	public function test_changes_within_one_second_are_ordered(): void {
		$instants = [];
		foreach ( [ self::sale(), new Sale( 'shop', 7, 'USD' ), self::sale(), new Sale( 'shop', 7, 'USD' ) ] as $sale ) {
			$settlement = new Settlement( $sale, Receipt::of( $this->kept, 'shop:7' ), self::NOON, 0 );
			$this->kept = $settlement->receipt->text();
			$instants   = \array_merge( $instants, \array_column( \array_column( $settlement->calls, 1 ), 'occurred_at' ) );
		}
		self::assertSame( [ '2026-05-05T12:00:00Z', '2026-05-05T12:00:00.000001Z', '2026-05-05T12:00:00.000002Z', '2026-05-05T12:00:00.000003Z' ], $instants );
	}

	public function test_changes_of_refunds_during_a_cancellation_are_recorded_afterwards(): void {
		$sale = self::sale();
		$sale->refund( '3', self::NOON, '5' );
		self::assertSame( [ 'transaction', 'refund 3 amount 5.00' ], $this->settle( $sale ) );
		self::assertSame( [ 'refund cancelled-1 cancelled' ], $this->settle( new Sale( 'shop', 7, 'USD' ), 60 ) );

		$sale = self::sale();
		$sale->refund( '4', self::NOON + 90, '9' );
		self::assertSame( [ 'refund cancelled-1 undo', 'refund 3 undo', 'refund 4 amount 9.00' ], $this->settle( $sale, 120 ) );
	}

	public function test_a_changed_refund_is_recorded_again(): void {
		$sale = self::sale();
		$sale->refund( '3', self::NOON, '5' );
		$this->settle( $sale );
		$sale = self::sale();
		$sale->refund( '3', self::NOON, '6' );
		self::assertSame( [ 'refund 3 undo', 'refund 3 amount 6.00' ], $this->settle( $sale, 60 ) );
	}

	public function test_refunds_after_a_deleted_one_are_recorded_again(): void {
		$given = static function ( string ...$ids ): Sale {
			$sale = self::sale();
			foreach ( $ids as $id ) {
				$sale->refund( $id, self::NOON, $id . '0' );
			}
			return $sale;
		};
		$this->settle( $given( '2', '3', '4' ) );
		self::assertSame( [ 'refund 4 undo' ], $this->settle( $given( '2', '3' ), 60 ), 'the last one' );
		self::assertSame( [ 'refund 2 undo', 'refund 3 undo', 'refund 3 amount 30.00' ], $this->settle( $given( '3' ), 120 ), 'the first one, beside which the other had only 30 left' );
		self::assertSame( [ 'refund 4 amount 40.00' ], $this->settle( $given( '3', '4' ), 180 ), 'one more' );
	}

	public function test_the_remainder_of_a_completely_refunded_sale_is_refunded_too(): void {
		$sale = self::sale( [ 'a' => '16.53' ] );
		$sale->refund( '3', self::NOON, '16.52' );
		$sale->was_given_back();
		self::assertSame( [ 'transaction', 'refund 3 amount 16.52', 'refund rest-1 rest' ], $this->settle( $sale ) );
		$sale = self::sale( [ 'a' => '16.53' ] );
		$sale->refund( '3', self::NOON, '16.52' );
		self::assertSame( [ 'refund rest-1 undo' ], $this->settle( $sale, 60 ), 'the shop thinks better of it' );

		$sale = self::sale( [ 'a' => '20.00' ] );
		$sale->was_given_back();
		self::assertSame( [ 'transaction', 'refund 3 undo', 'refund rest-2 rest' ], $this->settle( $sale, 120 ), 'all of what it is now' );
		$sale = self::sale( [ 'a' => '21.00' ] );
		$sale->was_given_back();
		self::assertSame( [ 'refund rest-2 undo', 'transaction', 'refund rest-3 rest' ], $this->settle( $sale, 180 ), 'and of what it is then' );
		$sale = self::sale( [ 'a' => '21.00' ] );
		$sale->refund( '4', self::NOON + 240, '20.99' );
		$sale->was_given_back();
		self::assertSame( [ 'refund rest-3 undo', 'refund 4 amount 20.99', 'refund rest-4 rest' ], $this->settle( $sale, 240 ), 'a refund comes before what it leaves' );

		$this->kept = '';
		$sale       = self::sale( [ 'a' => '16.53' ] );
		$sale->refund( '3', self::NOON, '16.53' );
		$sale->was_given_back();
		self::assertSame( [ 'transaction', 'refund 3 amount 16.53' ], $this->settle( $sale ), 'nothing is left' );
	}

	public function test_a_receipt_copied_to_another_order_is_ignored(): void {
		$this->settle( self::sale() );
		self::assertTrue( Receipt::of( $this->kept, 'shop:8' )->is_empty() );
		self::assertTrue( Receipt::of( 'garbage', 'shop:7' )->is_empty() );
		self::assertFalse( Receipt::of( $this->kept, 'shop:7' )->is_empty() );
	}

	public function test_a_refund_is_exactly_what_the_shop_refunded(): void {
		$lines = static fn( string ...$amounts ): array => \array_map( static fn( string $amount ): array => [ 'external_id' => 'a', 'amount' => $amount ], $amounts );
		$given = static function ( string $amount, array $lines ): array {
			$sale = self::sale();
			$sale->refund( '3', null, $amount, $lines );
			return \array_map( static fn( array $refund ): string => $refund['takes']['amount'] ?? \implode( '+', \array_column( $refund['takes']['lines'], 'amount' ) ), $sale->refunds() );
		};
		self::assertEquals( [ 3 => '20.00' ], $given( '-20', $lines( '20' ) ) );
		self::assertEquals( [ 3 => '20.00', '3-beyond' => '30.00' ], $given( '50', $lines( '20' ) ) );
		self::assertEquals( [ 3 => '15.00+5.00' ], $given( '20', $lines( '15', '10' ) ) );
		self::assertEquals( [ 3 => '8.26+1.74' ], $given( '10', $lines( '8.26', '1.74' ) ) );
		self::assertEquals( [], $given( '0', $lines( '0' ) ) );
		self::assertEquals( [ 3 => '20.00' ], $given( '20', [ [ 'external_id' => 'removed', 'amount' => '20' ] ] ) );
	}

	public function test_instalments_are_a_share_of_every_line(): void {
		$sale = self::sale( [ 'a' => '60.00', 'b' => '40.01' ] );
		$sale->detail( 'tax', 't', '0.01' );
		$sale->paid_only( [ '20.00', '10.00' ] );
		self::assertSame( [ '18.00', '12.00', '0.00' ], \array_column( $sale->transaction()['details'], 'amount' ) );
		$sale = self::sale();
		$sale->paid_only( [ '30.00', '20.00' ] );
		self::assertSame( [ '50.00' ], \array_column( $sale->transaction()['details'], 'amount' ), 'all of it' );
	}

	/**
	 * A paid sale with two lines.
	 *
	 * @param array<string,string> $lines Amounts.
	 * @param int                  $paid  When.
	 * @param array<string,mixed>  $about Of each line.
	 */
	private static function sale( array $lines = [ 'a' => '50.00' ], int $paid = self::NOON, array $about = [] ): Sale {
		$sale = new Sale( 'shop', 7, 'USD' );
		$sale->was_paid( $paid );
		foreach ( $lines as $id => $amount ) {
			$sale->product( $id, $amount, $amount, $about['owners'] ?? [], \array_diff_key( $about, [ 'owners' => 0 ] ) );
		}
		return $sale;
	}

	/**
	 * Settles, and keeps the receipt.
	 *
	 * @param Sale $sale   What the books show.
	 * @param int  $later  Seconds after noon.
	 * @param int  $counts From when on sales count.
	 * @return string[] What is to be recorded, in short.
	 */
	private function settle( Sale $sale, int $later = 0, int $counts = 0 ): array {
		$settlement = new Settlement( $sale, Receipt::of( $this->kept, 'shop:7' ), self::NOON + $later, $counts );
		if ( [] !== $settlement->calls ) {
			$this->kept = $settlement->receipt->text();
		}
		return \array_map(
			static function ( array $call ): string {
				[ $what, $fact ] = $call;
				$words           = [ $what ];
				if ( 'refund' === $what ) {
					$words[] = $fact['refund_id'];
					$words[] = match ( true ) {
						isset( $fact['cancelled'] ) => 'cancelled',
						isset( $fact['undo'] )      => 'undo',
						isset( $fact['amount'] )    => 'amount ' . $fact['amount'],
						isset( $fact['lines'] )     => 'lines',
						default                     => 'rest',
					};
				}
				return \implode( ' ', [ ...$words, ...( isset( $fact['history'] ) ? [ 'history' ] : [] ) ] );
			},
			$settlement->calls
		);
	}
}
