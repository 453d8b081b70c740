<?php
/**
 * Orders that are paid in instalments: Deposits & Partial Payments for WooCommerce.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * An instalment adds money to its sale on its own date; it is not a separate sale.
 */
final class InstalmentsTest extends LifecycleTestCase {

	public function test_a_deposit_and_the_balance_count_on_their_own_dates(): void {
		$order = \wc_create_order();
		foreach ( [ '60.00', '40.00' ] as $price ) {
			$id = self::post( $this->ada_user, 'product' );
			\update_post_meta( $id, '_price', $price );
			\update_post_meta( $id, '_regular_price', $price );
			$order->add_product( \wc_get_product( $id ) );
		}
		$order->set_billing_email( 'buyer@example.test' );
		$order->calculate_totals();
		$order->add_meta_data( '_awcdp_deposits_order_has_deposit', 'yes', true );
		$order->save();
		$deposit = self::instalment( $order->get_id(), '30.00' );
		$rest    = self::instalment( $order->get_id(), '70.00' );
		$this->assertLedger( '0.00', [], 'ordered' );

		self::later();
		$deposit->set_date_paid( \time() );
		$deposit->set_status( 'completed' );
		$deposit->save();
		\wc_get_order( $order->get_id() )->update_status( 'partially-paid' );
		$this->assertLedger( '3.00', [ $this->ada => 200 ], 'the deposit' );

		self::set_clock( '2026-06-10T12:00:00Z' );
		\do_action( 'siren_heartbeat' );
		$rest->set_date_paid( \time() );
		$rest->set_status( 'completed' );
		$rest->save();
		\wc_get_order( $order->get_id() )->update_status( 'processing' );
		self::end_request();
		self::assertSame( '7.00', self::pool( $this->distributor ), 'the rest, in June' );
		self::assertSame( [], \array_filter( self::scores( $this->distributor ) ), 'it earns no points' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'] );
		self::assertNoFailures();

		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		self::end_request();
		$sources = \siren_standings( $this->distributor, self::clock() )['pool']['sources'];
		self::assertSame( [ '0.00', '-3.00' ], \array_column( $sources, 'amount' ), 'all of it is taken back, the part of May as a correction' );
		self::assertTrue( \siren_verify()['ok'] );
	}

	/**
	 * Creates an instalment as the plugin stores it.
	 *
	 * @param int    $order Parent order.
	 * @param string $total Amount.
	 */
	private static function instalment( int $order, string $total ): \WC_Order {
		$class      = \wc_get_order_type( 'awcdp_payment' )['class_name'];
		$instalment = new $class();
		$instalment->set_parent_id( $order );
		$fee = new \WC_Order_Item_Fee();
		$fee->set_total( $total );
		$instalment->add_item( $fee );
		$instalment->set_total( $total );
		$instalment->save();
		return $instalment;
	}
}
