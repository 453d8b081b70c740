<?php
/**
 * Lifecycle of orders in Easy Digital Downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\EasyDigitalDownloads;

/**
 * An order is one sale. EDD stores refunds as orders too, but they are not sales.
 */
final class EasyDigitalDownloadsLifecycleTest extends LifecycleTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->listen( 'edd_is_order_refundable_by_override', '__return_true' );
	}

	protected function tearDown(): void {
		parent::tearDown();
		if ( ! self::is_real() ) {
			// Otherwise the heartbeats of other tests would find the orders of this one.
			\array_map( static fn( string $table ) => \delete_option( 'fixture_edd_' . $table ), [ 'orders', 'items', 'adjustments', 'meta' ] );
		}
	}

	public function test_an_order_completed_repeatedly_counts_once(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->assertLedger( '0.00', [], 'created' );
		foreach ( [ 'processing', 'complete', 'processing', 'complete', 'revoked' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'completed; a revoked order keeps its money' );
	}

	public function test_every_kind_of_detail_is_recorded(): void {
		$this->listen( 'edd_item_quantities_enabled', '__return_true' );
		$order = $this->order( [ '50.00' ], '', 2, '6.40', '2.50' );
		$this->move( $order, 'complete' );
		self::end_request();
		$sale = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] );
		self::assertSame(
			[
				'line_item' => '100.00',
				'tax'       => '6.40',
				'fee'       => '2.50',
			],
			\array_column( $sale['details'], 'amount', 'kind' )
		);
		self::assertSame( [ 'edd', (string) $order, '108.90', 2 ], [ $sale['source'], $sale['external_id'], $sale['amount'], $sale['details'][0]['quantity'] ] );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'points are per line, however many units' );

		self::later();
		\edd_refund_order( $order );
		$this->assertLedger( '0.00', [], 'refunded' );
		self::assertSame( [ '108.90', 'refunded' ], [ \siren_find( 'transactions' )['items'][0]['refunded'], \siren_find( 'transactions' )['items'][0]['status'] ] );
	}

	public function test_partial_refunds_add_up(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();

		$this->refund( $order, (int) $first->id, '20.00' );
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'part of an item' );
		$this->refund( $order, (int) $first->id, '30.00' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'the rest of it' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'], 'a refund is no sale' );
	}

	public function test_a_trashed_order_stops_counting_until_it_is_restored(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->refund( $order, (int) $first->id, '20.00' );
		self::later();
		\edd_trash_order( $order );
		$this->assertLedger( '0.00', [], 'in the trash together with its refund' );
		self::later();
		\edd_restore_order( $order );
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'restored' );
		self::later();
		\edd_destroy_order( $order );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_a_trashed_refund_does_not_count(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$refund    = $this->refund( $order, (int) $first->id, '20.00' );
		self::later();
		\edd_trash_order( $refund );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'in the trash' );
		self::later();
		\edd_restore_order( $refund );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'restored' );
	}

	public function test_an_order_that_fails_after_payment_does_not_count(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'never paid' );
		$this->move( $order, 'complete' );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		$this->move( $order, 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid again' );
	}

	/**
	 * @dataProvider ways_out
	 *
	 * @param string[] $statuses Statuses, one after the other; `trash` through its own function.
	 */
	public function test_any_path_out_of_the_completed_status_cancels_the_sale( array $statuses ): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'paid' );
		foreach ( $statuses as $status ) {
			$this->move( $order, $status );
			$this->assertLedger( '0.00', [], $status );
		}
		$this->move( $order, 'complete' );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'paid again' );
	}

	/** @return array<string,array{string[]}> */
	public static function ways_out(): array {
		return [
			'processing and the trash'     => [ [ 'processing', 'trash' ] ],
			'pending, then failed'         => [ [ 'pending', 'failed' ] ],
			'processing, then abandoned'   => [ [ 'processing', 'abandoned' ] ],
			'a status of another plugin'   => [ [ 'preapproval', 'cancelled' ] ],
			'the trash'                    => [ [ 'trash' ] ],
			'failed, pending and the trash' => [ [ 'failed', 'pending', 'trash' ] ],
		];
	}

	public function test_the_last_status_within_one_second_counts(): void {
		$order = $this->order( [ '50.00' ] );
		foreach ( [ 'complete', 'failed', 'complete', 'failed' ] as $status ) {
			\edd_update_order_status( $order, $status );
			self::end_request();
		}
		$this->assertLedger( '0.00', [], 'cancelled last' );
		\edd_update_order_status( $order, 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid last' );
	}

	public function test_a_fully_refunded_order_stays_refunded_in_the_trash(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		self::later();
		\edd_refund_order( $order );
		$this->assertLedger( '0.00', [], 'refunded' );
		self::assertSame( 'refunded', \edd_get_order( $order )->status );
		self::later();
		\edd_trash_order( $order );
		$this->assertLedger( '0.00', [], 'in the trash together with its refund' );
		self::later();
		\edd_restore_order( $order );
		$this->assertLedger( '0.00', [], 'restored together with its refund' );
	}

	/**
	 * @dataProvider deletions
	 *
	 * @param callable $delete Function that deletes an order.
	 * @param string[] $before Statuses before the deletion.
	 */
	public function test_a_deleted_order_does_not_count( callable $delete, array $before ): void {
		$kept = $this->order( [ '20.00' ] );
		$this->move( $kept, 'complete' );
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->refund( $order, (int) $first->id, '20.00' );
		foreach ( $before as $status ) {
			$this->move( $order, $status );
		}
		self::later();
		$delete( $order );
		$this->assertLedger( '2.00', [ $this->ada => 100 ], 'deleted' );
		self::assertFalse( (bool) \edd_get_order( $order ) );
		self::assertSame( '', (string) \edd_get_order_meta( $order, '_siren_receipt', true ), 'no meta of ours is left behind' );
	}

	/** @return array<string,array{string,string[]}> */
	public static function deletions(): array {
		return [
			'destroyed'                    => [ 'edd_destroy_order', [] ],
			'destroyed while unpaid'       => [ 'edd_destroy_order', [ 'processing' ] ],
			'destroyed from the trash'     => [ 'edd_destroy_order', [ 'processing', 'trash' ] ],
			'destroyed while revoked'      => [ 'edd_destroy_order', [ 'revoked' ] ],
			'refunded and deleted'         => [ 'edd_delete_purchase', [] ],
			'refunded before'              => [ 'edd_delete_purchase', [ 'refunded' ] ],
			'only its row'                 => [ 'edd_delete_order', [] ],
			'only its row, from the trash' => [ 'edd_delete_order', [ 'trash' ] ],
		];
	}

	public function test_an_order_paid_and_deleted_in_one_request_is_not_recorded(): void {
		$order = $this->order( [ '50.00' ] );
		self::later();
		\edd_update_order_status( $order, 'complete' );
		\edd_destroy_order( $order );
		$this->assertLedger( '0.00', [], 'never recorded' );
		self::assertSame( 0, \siren_find( 'transactions' )['total'] );
	}

	public function test_refund_changes_during_a_cancellation_apply_on_reinstatement(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first, $second ] = \edd_get_order( $order )->get_items();
		$gone               = $this->refund( $order, (int) $second->id, '30.00' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'one line is refunded' );

		$this->move( $order, 'on_hold' );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		self::later();
		\edd_destroy_order( $gone );
		$this->amount_back( $order, '0.00' );
		$this->assertLedger( '0.00', [], 'one refund fewer; the order is still cancelled' );
		$kept = $this->rows_back( $order, (int) $first->id, '50.00' );
		$this->assertLedger( '0.00', [], 'another refund' );
		$this->move( $order, 'complete' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'reinstated: the other line is refunded' );
		self::later();
		\edd_trash_order( $kept );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'no refund is left' );
	}

	public function test_reinstating_an_order_gives_no_points_for_refunded_lines(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->refund( $order, (int) $first->id, '50.00' );
		$this->move( $order, 'processing' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		$this->move( $order, 'complete' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'reinstated' );
	}

	public function test_a_refund_of_more_than_is_left_of_its_line_takes_the_rest_elsewhere(): void {
		$order = $this->order( [ '60.00', '40.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->amount_back( $order, '10.00' );
		$this->assertLedger( '9.00', [ $this->ada => 200 ], 'an amount without lines' );
		$this->rows_back( $order, (int) $first->id, '60.00' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'the line, of which less is left' );
	}

	public function test_a_refund_larger_than_its_lines_is_spread_over_the_order(): void {
		$order = $this->order( [ '60.00', '40.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->rows_back( $order, (int) $first->id, '20.00', '50.00' );
		$this->assertLedger( '5.00', [ $this->ada => 200 ], '20 of a line and 30 of the rest' );
	}

	public function test_a_refund_of_tax_alone_leaves_the_pool_unchanged(): void {
		$order = $this->order( [ '100.00' ], '', 1, '21.00' );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		self::later();
		$refund = \edd_refund_order(
			$order,
			[
				[
					'order_item_id' => (int) $first->id,
					'quantity'      => 1,
					'subtotal'      => 0.0,
					'tax'           => 21.0,
				],
			],
			[]
		);
		self::assertIsInt( $refund );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'the goods are kept' );
		self::assertSame( '21.00', \siren_find( 'transactions' )['items'][0]['refunded'] );
	}

	/**
	 * @dataProvider edits
	 *
	 * @param callable(self,int,object[]):void $edit   Edits an order of 50 and 30.
	 * @param string                           $pool   Amount in the pool afterwards.
	 * @param int                              $points Ada's points afterwards.
	 */
	public function test_an_edit_of_a_paid_order_is_followed( callable $edit, string $pool, int $points ): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'paid' );
		self::later();
		$edit( $this, $order, \edd_get_order( $order )->get_items() );
		$this->assertLedger( $pool, [ $this->ada => $points ], 'edited' );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		$this->move( $order, 'complete' );
		$this->assertLedger( $pool, [ $this->ada => $points ], 'reinstated' );
		self::later();
		\edd_destroy_order( $order );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	/** @return array<string,array{callable,string,int}> */
	public static function edits(): array {
		$update = static fn( array $columns ): callable => static fn( self $test, int $order, array $items ) => \edd_update_order_item( $items[0]->id, $columns );
		return [
			'a line added'                         => [ static fn( self $test, int $order ) => $test->add_item( $order, '20.00' ), '10.00', 300 ],
			'a line deleted, nothing else written' => [ static fn( self $test, int $order, array $items ) => \edd_delete_order_item( $items[0]->id ), '3.00', 100 ],
			'a line destroyed'                     => [ static fn( self $test, int $order, array $items ) => \edd_destroy_order_item( $items[1]->id ), '5.00', 100 ],
			'two instead of one'                   => [
				$update(
					[
						'quantity' => 2,
						'subtotal' => 100,
						'total'    => 100,
					]
				),
				'13.00',
				200,
			],
			'cheaper'                              => [ $update( [ 'subtotal' => '12.345' ] ), '4.24', 200 ],
			'a discount'                           => [ $update( [ 'discount' => 10 ] ), '7.00', 200 ],
			'taxed'                                => [ $update( [ 'tax' => 10.5 ] ), '8.00', 200 ],
			'renamed'                              => [ $update( [ 'product_name' => 'Another name' ] ), '8.00', 200 ],
			'by EDD_Payment'                       => [
				static fn( self $test, int $order ) => ( new \EDD_Payment( $order ) )->modify_cart_item( 0, [ 'item_price' => 70 ] ),
				'10.00',
				200,
			],
			'a line removed by EDD_Payment'        => [
				static function ( self $test, int $order, array $items ): void {
					$payment = new \EDD_Payment( $order );
					$payment->remove_download( (int) $items[0]->product_id );
					$payment->save();
				},
				'3.00',
				100,
			],
			'a credit'                             => [
				static fn( self $test, int $order ) => \edd_add_order_adjustment(
					[
						'object_id'   => $order,
						'object_type' => 'order',
						'type'        => 'credit',
						'description' => 'For your trouble',
						'subtotal'    => 10,
						'total'       => 10,
					]
				),
				'7.00',
				200,
			],
		];
	}

	public function test_deleting_a_credit_is_noticed(): void {
		$order  = $this->order( [ '50.00' ] );
		$credit = (int) \edd_add_order_adjustment(
			[
				'object_id'   => $order,
				'object_type' => 'order',
				'type'        => 'credit',
				'description' => 'For your trouble',
				'subtotal'    => 10,
				'total'       => 10,
			]
		);
		$this->move( $order, 'complete' );
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'paid' );
		self::later();
		\edd_delete_order_adjustment( $credit );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'deleted' );
	}

	public function test_removing_a_refunded_line_takes_nothing_twice(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$refund    = $this->refund( $order, (int) $first->id, '50.00' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'refunded' );
		self::later();
		\edd_destroy_order_item( $first->id );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'removed: its money is taken out once' );
		self::later();
		\edd_destroy_order( $refund );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'and stays out when the refund is deleted' );
	}

	public function test_removing_a_refunded_tax_changes_nothing(): void {
		$order = $this->order( [ '100.00' ], '', 1, '21.00' );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		self::later();
		$line = [
			'order_item_id' => (int) $first->id,
			'quantity'      => 1,
			'subtotal'      => 0.0,
			'tax'           => 21.0,
		];
		\edd_refund_order( $order, [ $line ], [] );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'refunded' );
		self::later();
		\edd_update_order_item( $first->id, [ 'tax' => 0 ] );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'removed' );
	}

	public function test_a_full_refund_includes_credits_and_fees(): void {
		$order = $this->order( [ '50.00' ], '', 1, '0', '2.50' );
		\edd_add_order_adjustment(
			[
				'object_id'   => $order,
				'object_type' => 'order',
				'type'        => 'credit',
				'description' => 'For your trouble',
				'subtotal'    => 10,
				'total'       => 10,
			]
		);
		\edd_update_order( $order, [ 'total' => 42.5 ] );
		$this->move( $order, 'complete' );
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'paid' );
		if ( self::is_real() ) {
			self::later();
			\edd_refund_order( $order );
			$this->assertLedger( '0.00', [], 'refunded' );
			self::assertSame( 'refunded', \siren_find( 'transactions' )['items'][0]['status'] );
		}
	}

	/**
	 * @dataProvider ways_in
	 *
	 * @param callable(self):int $make Creates an order of 50 that is complete from the start.
	 */
	public function test_an_order_completed_before_it_has_items_counts_its_items( callable $make ): void {
		self::later();
		$order = $make( $this );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'created as complete' );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'cancelled' );
	}

	/** @return array<string,array{callable}> */
	public static function ways_in(): array {
		return [
			'edd_insert_payment'         => [ static fn( self $test ): int => $test->order( [ '50.00' ], '', 1, '0', '0', [ 'status' => 'complete' ] ) ],
			'EDD_Payment'                => [
				static function ( self $test ): int {
					$payment = new \EDD_Payment();
					$payment->add_download( self::post( $test->ada_user, 'download' ), [ 'item_price' => 50 ] );
					$payment->email  = 'buyer@example.test';
					$payment->status = 'complete';
					$payment->save();
					return (int) $payment->ID;
				},
			],
			'edd_add_order'              => [
				static function ( self $test ): int {
					$order = $test->rows( 'complete' );
					$test->add_item( $order, '50.00' );
					return $order;
				},
			],
			'items in a later request'   => [
				static function ( self $test ): int {
					$order = $test->rows( 'complete' );
					self::later();
					$test->add_item( $order, '50.00' );
					return $order;
				},
			],
			'items in several requests'  => [
				static function ( self $test ): int {
					$order = $test->rows( 'complete' );
					self::later();
					$item = $test->add_item( $order, '20.00' );
					self::later();
					\edd_update_order_item( $item, [ 'subtotal' => 50 ] );
					return $order;
				},
			],
		];
	}

	public function test_an_order_counts_on_the_date_of_its_first_payment(): void {
		$order = $this->order( [ '50.00' ], '', 1, '0', '0', [ 'date_created' => '2026-03-01 10:00:00' ] );
		self::later();
		\edd_update_order_status( $order, 'complete' );
		\edd_update_order( $order, [ 'date_completed' => '2026-05-03 10:00:00' ] );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'ordered in March, paid in May' );
		self::assertSame( '2026-05-03T10:00:00Z', \siren_find( 'transactions' )['items'][0]['occurred_at'] );

		$this->move( $order, 'processing' );
		self::assertEmpty( \edd_get_order( $order )->date_completed, 'EDD clears the date' );
		$this->move( $order, 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'completed again' );
		self::assertSame( '2026-05-03T10:00:00Z', \siren_find( 'transactions' )['items'][0]['occurred_at'], 'the first payment date counts' );
	}

	public function test_orders_paid_before_the_plugin_was_installed_are_history(): void {
		$told = [];
		$this->listen(
			'siren_skip_transaction',
			static function ( bool $skip, array $sale ) use ( &$told ): bool {
				$told[] = [ $sale['occurred_at'], $sale['history'] ?? false ];
				return true;
			}
		);
		$imported = [
			'status'       => 'complete',
			'date_created' => '2024-03-01 10:00:00',
		];
		$orders   = [ $this->order( [ '50.00' ], '', 1, '0', '0', $imported ), $this->order( [ '30.00' ] ), $this->order( [ '30.00' ] ) ];
		self::later();
		\edd_update_order_status( $orders[1], 'complete' );
		\edd_update_order( $orders[1], [ 'date_completed' => '2025-12-24 10:00:00' ] );
		self::later();
		\edd_update_order_status( $orders[2], 'complete' );
		\edd_update_order( $orders[2], [ 'date_completed' => '2026-05-05 10:00:00' ] );
		self::end_request();
		self::assertSame( [ '2024-03-01T10:00:00Z', true ], $told[0], 'EDD says that an import was completed today' );
		self::assertSame( [ '2025-12-24T10:00:00Z', true ], $told[1], 'paid before the plugin was installed' );
		self::assertSame( [ '2026-05-05T10:00:00Z', false ], $told[2] );
		\array_map( 'edd_destroy_order', $orders );
	}

	public function test_a_discount_is_recorded_separately_from_its_line(): void {
		$this->listen( 'edd_item_quantities_enabled', '__return_true' );
		$order = $this->order( [ '50.00' ], 'BEN', 2 );
		$this->move( $order, 'complete' );
		self::end_request();
		[ $item ] = \edd_get_order( $order )->get_items();
		$details  = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] )['details'];
		self::assertSame( [ '100.00', '-10.00' ], \array_column( $details, 'amount' ) );
		self::assertSame( (string) (int) $item->id, $details[1]['line'] );
	}

	public function test_an_exception_in_another_plugin_hides_no_status_change(): void {
		$order = $this->order( [ '50.00' ] );
		self::later();
		$throw = static function (): never {
			throw new \DomainException( 'of another plugin' );
		};
		foreach ( [
			[ 'complete', '5.00', [ $this->ada => 100 ] ],
			[ 'failed', '0.00', [] ],
		] as [ $status, $pool, $scores ] ) {
			\add_action( 'edd_transition_order_status', $throw, 5 );
			try {
				\edd_update_order_status( $order, $status );
				self::fail( 'nothing was thrown' );
			} catch ( \DomainException ) {
				\remove_action( 'edd_transition_order_status', $throw, 5 );
			}
			$this->assertLedger( $pool, $scores, $status );
			self::later();
		}
	}

	public function test_a_deleted_refund_does_not_count(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		foreach ( [ 'edd_destroy_order', 'edd_delete_order' ] as $delete ) {
			$refund = $this->refund( $order, (int) $first->id, '20.00' );
			$this->assertLedger( '6.00', [ $this->ada => 200 ], 'refunded' );
			self::later();
			$delete( $refund );
			$this->assertLedger( '8.00', [ $this->ada => 200 ], $delete );
			\array_map( 'edd_delete_order_item', \edd_get_order_items( [ 'order_id' => $refund, 'fields' => 'ids' ] ) ); // phpcs:ignore WordPress.Arrays
		}
		self::later();
		\edd_update_order_status( $order, 'refunded' );
		$this->assertLedger( '0.00', [], 'fully refunded' );
		self::later();
		\array_map( 'edd_destroy_order', \edd_get_orders( [ 'type' => 'refund', 'parent' => $order, 'fields' => 'ids' ] ) ); // phpcs:ignore WordPress.Arrays
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'as in EDD’s own reports' );
	}

	public function test_a_bundle_is_one_line(): void {
		$order = $this->order( [ '50.00' ] );
		[ $item ] = \edd_get_order( $order )->get_items();
		\update_post_meta( (int) $item->product_id, '_edd_product_type', 'bundle' );
		\update_post_meta( (int) $item->product_id, '_edd_bundled_products', [ self::post( $this->ben_user, 'download' ), self::post( $this->ben_user, 'download' ) ] );
		$this->move( $order, 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'credits the author of the bundle' );
	}

	public function test_a_renewal_is_a_sale_of_its_own(): void {
		$first = $this->order( [ '50.00' ] );
		$this->move( $first, 'complete' );
		$renewal = $this->order( [ '50.00' ], '', 1, '0', '0', [ 'parent' => $first ] );
		$this->move( $renewal, 'edd_subscription' );
		$this->assertLedger( '10.00', [ $this->ada => 200 ], 'renewed' );
		[ $item ] = \edd_get_order( $renewal )->get_items();
		$this->rows_back( $renewal, (int) $item->id, '20.00' );
		\edd_update_order( $renewal, [ 'status' => 'partially_refunded' ] );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'partly refunded' );
		$found = \siren_find( 'transactions', [ 'order_by' => 'id', 'order' => 'asc' ] )['items']; // phpcs:ignore WordPress.Arrays
		self::assertSame( [ false, true ], \array_column( $found, 'renewal' ) );
	}

	public function test_revoked_and_on_hold_orders_keep_counting(): void {
		foreach ( [ 'revoked', 'on_hold' ] as $status ) {
			$order = $this->order( [ '50.00' ] );
			$this->move( $order, $status );
			$this->assertLedger( '0.00', [], "$status, never paid" );
			$this->move( $order, 'complete' );
			$this->move( $order, $status );
			$this->assertLedger( '5.00', [ $this->ada => 100 ], "$status, once paid" );
			self::later();
			\edd_destroy_order( $order );
		}
		$renewal = $this->order( [ '50.00' ] );
		$this->move( $renewal, 'edd_subscription' );
		$this->move( $renewal, 'on_hold' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'a disputed renewal without a date in EDD' );
	}

	public function test_orders_are_listed_by_id_and_by_change(): void {
		$before = \max( [ 0, ...EasyDigitalDownloads::orders_after( 0, 1000000 ) ] );
		$orders = [ $this->order( [ '50.00' ] ), $this->order( [ '30.00' ] ), $this->order( [ '20.00' ] ) ];
		\edd_update_order_status( $orders[0], 'complete' );
		\edd_update_order_status( $orders[1], 'trash' );
		$refund = (int) \edd_refund_order( $orders[0] );
		self::assertSame( $orders, EasyDigitalDownloads::orders_after( $before, 100 ), 'without their refunds' );
		self::assertSame( [ $orders[0], $orders[1] ], EasyDigitalDownloads::orders_after( $before, 2 ) );
		self::assertSame( [ $orders[2] ], EasyDigitalDownloads::orders_after( $orders[1], 2 ) );

		$now = \time(); // EDD uses the machine's clock.
		self::assertSame( [], \array_diff( $orders, EasyDigitalDownloads::orders_changed_since( $now - 60, 1000 ) ) );
		self::assertNotContains( $refund, EasyDigitalDownloads::orders_changed_since( $now - 60, 1000 ) );
		self::assertSame( [], EasyDigitalDownloads::orders_changed_since( $now + 60, 1000 ) );
		self::assertCount( 1, EasyDigitalDownloads::orders_changed_since( $now - 60, 1 ) );
	}

	public function test_a_buy_now_link_with_a_code_credits_its_owner(): void {
		$_GET  = [
			'edd_action' => 'straight_to_gateway',
			'ref'        => 'cleo',
		];
		$order = $this->order( [ '50.00' ] );
		$_GET  = [];
		$this->move( $order, 'complete' );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'paid'
		);
	}

	public function test_a_coupon_takes_precedence_over_a_link(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$linked                         = $this->order( [ '50.00' ] );
		$order                          = $this->order( [ '50.00' ], 'BEN' );
		$_COOKIE                        = [];
		$this->move( $linked, 'complete' );
		$this->move( $order, 'complete' );
		$this->assertLedger(
			'9.50',
			[
				$this->ada  => 200,
				$this->ben  => 11000,
				$this->cleo => 10000,
			],
			'a coupon comes before the link'
		);
		self::later();
		\edd_refund_order( $order );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'refunded'
		);
	}

	/**
	 * Creates an unpaid order for downloads of Ada's.
	 *
	 * @param string[] $prices   Price of each.
	 * @param string   $coupon   Code of a discount of 10%; '' for none.
	 * @param int      $quantity Quantity of each.
	 * @param string   $tax      Tax on each line.
	 * @param string   $fee      Fee on each line.
	 * @param array    $more     Further columns of the order: `status`, `date_created`, `parent`.
	 * @return int Order id.
	 */
	private function order( array $prices, string $coupon = '', int $quantity = 1, string $tax = '0', string $fee = '0', array $more = [] ): int {
		$user = \get_userdata( self::user() );
		$cart = [];
		if ( '' !== $coupon ) {
			$this->discount( $coupon );
		}
		foreach ( $prices as $price ) {
			$subtotal = (float) $price * $quantity;
			$discount = '' === $coupon ? 0.0 : $subtotal / 10;
			$id       = self::post( $this->ada_user, 'download' );
			$cart[]   = [
				'name'        => 'A download',
				'id'          => $id,
				'item_number' => [
					'id'       => $id,
					'quantity' => $quantity,
					'options'  => [],
				],
				'item_price'  => (float) $price,
				'quantity'    => $quantity,
				'discount'    => $discount,
				'subtotal'    => $subtotal,
				'tax'         => (float) $tax,
				'fees'        => '0' === $fee ? [] : [
					'packing' => [
						'amount' => $fee,
						'label'  => 'Packing',
						'no_tax' => true,
					],
				],
				'price'       => $subtotal - $discount + (float) $tax,
			];
		}
		return (int) \edd_insert_payment(
			$more + [
				'price'        => \array_sum( \array_column( $cart, 'price' ) ),
				'date'         => '2026-05-05 12:00:00',
				'user_email'   => $user->user_email,
				'purchase_key' => \wp_generate_uuid4(),
				'currency'     => 'USD',
				'downloads'    => \array_column( $cart, 'item_number' ),
				'cart_details' => $cart,
				'user_info'    => [
					'id'         => $user->ID,
					'email'      => $user->user_email,
					'first_name' => 'A',
					'last_name'  => 'Buyer',
					'discount'   => '' === $coupon ? 'none' : $coupon,
				],
				'status'       => 'pending',
				'gateway'      => 'manual',
			]
		);
	}

	/**
	 * Creates a discount of 10%, unless it exists.
	 *
	 * @param string $code Code.
	 */
	private function discount( string $code ): void {
		if ( self::is_real() && false === \edd_get_discount_by( 'code', $code ) ) {
			\edd_add_discount(
				[
					'name'        => $code,
					'code'        => $code,
					'amount'      => '10',
					'amount_type' => 'percent',
					'status'      => 'active',
				]
			);
		}
	}

	/**
	 * Sets an order's status an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		'trash' === $status ? \edd_trash_order( $order ) : \edd_update_order_status( $order, $status );
	}

	/**
	 * Creates an order without items.
	 *
	 * @param string $status Status.
	 * @return int Order id.
	 */
	private function rows( string $status ): int {
		return (int) \edd_add_order(
			[
				'status'   => $status,
				'email'    => 'buyer@example.test',
				'currency' => 'USD',
			]
		);
	}

	/**
	 * Adds a line for a download of Ada's to an order.
	 *
	 * @param int    $order Order id.
	 * @param string $price Price.
	 * @return int Item id.
	 */
	private function add_item( int $order, string $price ): int {
		return (int) \edd_add_order_item(
			[
				'order_id'     => $order,
				'product_id'   => self::post( $this->ada_user, 'download' ),
				'product_name' => 'A download',
				'cart_index'   => 9,
				'status'       => 'complete',
				'quantity'     => 1,
				'amount'       => $price,
				'subtotal'     => $price,
				'total'        => $price,
			]
		);
	}

	/**
	 * Refunds an amount without naming lines, an hour later, as gateway plugins do.
	 *
	 * @param int    $order  Order id.
	 * @param string $amount Amount to refund.
	 * @return int Refund id.
	 */
	private function amount_back( int $order, string $amount ): int {
		self::later();
		return (int) \edd_add_order(
			[
				'type'     => 'refund',
				'parent'   => $order,
				'status'   => 'complete',
				'email'    => 'buyer@example.test',
				'currency' => 'USD',
				'total'    => '-' . $amount,
			]
		);
	}

	/**
	 * Refunds part of an item by writing the rows, without EDD's own checks.
	 *
	 * @param int     $order  Order id.
	 * @param int     $item   Item id.
	 * @param string  $amount Amount to refund.
	 * @param ?string $total  Total of the refund; null for the same amount.
	 * @return int Refund id.
	 */
	private function rows_back( int $order, int $item, string $amount, ?string $total = null ): int {
		$refund = $this->amount_back( $order, $total ?? $amount );
		\edd_add_order_item(
			[
				'order_id'     => $refund,
				'parent'       => $item,
				'product_id'   => 1,
				'product_name' => 'A download',
				'status'       => 'complete',
				'quantity'     => -1,
				'subtotal'     => '-' . $amount,
				'total'        => '-' . $amount,
			]
		);
		return $refund;
	}

	/**
	 * Refunds part of an item an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param int    $item   Item id.
	 * @param string $amount Amount to refund.
	 * @return int Refund id.
	 */
	private function refund( int $order, int $item, string $amount ): int {
		self::later();
		$refund = \edd_refund_order(
			$order,
			[
				[
					'order_item_id' => $item,
					'quantity'      => 1,
					'subtotal'      => (float) $amount,
					'tax'           => 0.0,
				],
			],
			[]
		);
		self::assertIsInt( $refund );
		return $refund;
	}
}
