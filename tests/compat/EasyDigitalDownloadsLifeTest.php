<?php
/**
 * The life of orders in Easy Digital Downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * An order is one sale, its refunds are records of the same kind and none.
 */
final class EasyDigitalDownloadsLifeTest extends LifeTestCase {

	public function test_completed_again_and_again(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->assertLedger( '0.00', [], 'made' );
		foreach ( [ 'processing', 'complete', 'processing', 'complete', 'revoked' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'completed; a revoked order keeps its money' );
	}

	public function test_every_kind_of_detail(): void {
		$this->listen( 'edd_item_quantities_enabled', '__return_true' );
		$order = $this->order( [ '50.00' ], '', 2, '6.40', '2.50' );
		$this->move( $order, 'complete' );
		$sale = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] );
		self::assertSame(
			[
				'line_item' => '100.00',
				'fee'       => '2.50',
				'tax'       => '6.40',
			],
			\array_column( $sale['details'], 'amount', 'kind' )
		);
		self::assertSame( [ 'edd', (string) $order, '108.90', 2 ], [ $sale['source'], $sale['external_id'], $sale['amount'], $sale['details'][0]['quantity'] ] );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'points are per line, however many units' );

		self::later();
		\edd_refund_order( $order );
		$this->assertLedger( '0.00', [], 'given back' );
		self::assertSame( [ '108.90', 'refunded' ], [ \siren_find( 'transactions' )['items'][0]['refunded'], \siren_find( 'transactions' )['items'][0]['status'] ] );
	}

	public function test_refunded_in_parts_and_the_rest(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();

		$this->refund( $order, (int) $first->id, '20.00' );
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'part of an item' );
		$this->refund( $order, (int) $first->id, '30.00' );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'the rest of it' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'], 'a refund is no sale' );
	}

	public function test_the_trash_and_back(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$this->refund( $order, (int) $first->id, '20.00' );
		self::later();
		\edd_trash_order( $order );
		$this->assertLedger( '0.00', [], 'in the trash, its refund with it' );
		self::later();
		\edd_restore_order( $order );
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'back' );
		self::later();
		\edd_destroy_order( $order );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_a_refund_in_the_trash(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'complete' );
		[ $first ] = \edd_get_order( $order )->get_items();
		$refund    = $this->refund( $order, (int) $first->id, '20.00' );
		self::later();
		\edd_trash_order( $refund );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'in the trash' );
		self::later();
		\edd_restore_order( $refund );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'back' );
	}

	public function test_failed_after_it_was_paid(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'never paid' );
		$this->move( $order, 'complete' );
		$this->move( $order, 'failed' );
		$this->assertLedger( '0.00', [], 'called off' );
		$this->move( $order, 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid again' );
	}

	public function test_a_link_that_buys_at_once(): void {
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

	public function test_coupons_and_who_brought_the_customer(): void {
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
			'given back'
		);
	}

	/**
	 * An unpaid order for downloads of Ada's.
	 *
	 * @param string[] $prices   One each.
	 * @param string   $coupon   Code of a discount over ten percent.
	 * @param int      $quantity Of each.
	 * @param string   $tax      On each line.
	 * @param string   $fee      On each line.
	 * @return int Order id.
	 */
	private function order( array $prices, string $coupon = '', int $quantity = 1, string $tax = '0', string $fee = '0' ): int {
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
		return (int) \edd_build_order(
			[
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
	 * A discount over ten percent, where it is not there yet.
	 *
	 * @param string $code Its code.
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
	 * Sets an order's status, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\edd_update_order_status( $order, $status );
	}

	/**
	 * Gives back of one item, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param int    $item   Item id.
	 * @param string $amount How much of it.
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
