<?php
/**
 * Lifecycle of orders in WooCommerce.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * However an order is paid, refunded, cancelled and reinstated, the pool counts the money that the shop kept.
 */
final class WooCommerceLifecycleTest extends LifecycleTestCase {

	public function test_an_order_paid_repeatedly_counts_once(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->assertLedger( '0.00', [], 'created' );
		foreach ( [ 'on-hold', 'processing', 'completed', 'processing', 'completed' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'paid' );
	}

	public function test_partial_refunds_add_up(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'processing' );
		[ $first, $second ] = \array_keys( \wc_get_order( $order )->get_items() );

		$this->refund( $order, '20.00', [ $first => '20.00' ] );
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'part of a line' );
		$this->refund( $order, '30.00', [ $first => '30.00' ] );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'the rest of it' );
		$this->refund( $order, '10.00' );
		$this->assertLedger( '2.00', [ $this->ada => 100 ], 'an amount' );
		$this->move( $order, 'refunded' );
		$this->assertLedger( '0.00', [], 'set to refunded' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '0.00', [], 'the money does not return with the status' );
	}

	public function test_a_deleted_refund_does_not_count(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->move( $order, 'completed' );
		$first  = \array_key_first( \wc_get_order( $order )->get_items() );
		$refund = $this->refund( $order, '50.00', [ $first => '50.00' ] );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'refunded' );

		self::later();
		\wc_get_order( $refund )->delete( true );
		\do_action( 'woocommerce_refund_deleted', $refund, $order ); // As the button on the order screen does.
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'refund deleted' );
		$this->refund( $order, '50.00', [ $first => '50.00' ] );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'refunded again' );
	}

	public function test_a_refund_whose_deletion_another_plugin_prevents_still_counts(): void {
		$order  = $this->order( [ '50.00' ] );
		$this->move( $order, 'completed' );
		$refund = $this->refund( $order, '20.00' );
		$this->listen( 'woocommerce_pre_delete_order_refund', static fn(): bool => false );
		self::later();
		\wc_get_order( $refund )->delete( true );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], 'kept' );
	}

	public function test_a_cancelled_order_counts_again_when_reinstated(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'processing' );
		$this->refund( $order, '10.00' );
		foreach ( [ 'first', 'second' ] as $time ) {
			$this->move( $order, 'cancelled' );
			$this->assertLedger( '0.00', [], "$time cancellation" );
			self::assertSame( 'cancelled', \siren_find( 'transactions' )['items'][0]['status'] );
			$this->move( $order, 'processing' );
			$this->assertLedger( '4.00', [ $this->ada => 100 ], "$time time again" );
		}
		$this->move( $order, 'failed' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'failed, then cancelled' );
	}

	public function test_cancelling_an_unpaid_order_records_nothing(): void {
		$order = $this->order( [ '50.00' ] );
		foreach ( [ 'failed', 'cancelled' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '0.00', [], 'never paid' );
		$this->move( $order, 'processing' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid at the third attempt' );
	}

	public function test_a_trashed_order_stops_counting_until_it_is_restored(): void {
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'completed' );
		$this->refund( $order, '10.00' );
		self::later();
		\wc_get_order( $order )->delete();
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		\wc_get_order( $order )->untrash();
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'restored' );
		self::later();
		\wc_get_order( $order )->delete( true );
		$this->assertLedger( '0.00', [], 'deleted together with its refund' );
	}

	public function test_orders_stored_as_posts_follow_their_posts(): void {
		if ( self::is_real() ) {
			self::assertSame( 'posts' !== \getenv( 'SIREN_COMPAT_ORDERS' ), \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled() );
		}
		$order = $this->order( [ '50.00' ] );
		$this->move( $order, 'completed' );
		$this->refund( $order, '10.00' );
		if ( 'shop_order' !== \get_post_type( $order ) ) {
			\wp_trash_post( $order );
			$this->assertLedger( '4.00', [ $this->ada => 100 ], 'its placeholder post is not the order' );
			return;
		}
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		\wp_untrash_post( $order );
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'restored' );
		self::later();
		\wp_delete_post( $order, true );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_a_coupon_credits_its_owner_and_lowers_the_pool(): void {
		$order = $this->order( [ '50.00' ], 'BEN' );
		$this->assertLedger( '0.00', [], 'in the cart' );
		$this->move( $order, 'processing' );
		$this->assertLedger(
			'4.50',
			[
				$this->ada => 100,
				$this->ben => 11000,
			],
			'used, and credited with the sale'
		);
		$this->move( $order, 'refunded' );
		$this->assertLedger( '0.00', [], 'refunded' );
	}

	/**
	 * @dataProvider checkouts
	 *
	 * @param string $hook  Action of the checkout.
	 * @param bool   $block Whether the order is its only argument.
	 */
	public function test_the_referrer_is_credited( string $hook, bool $block ): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$order                          = \wc_get_order( $this->order( [ '50.00' ] ) );
		if ( $block ) {
			\do_action( $hook, $order );
		} else {
			\do_action( $hook, $order->get_id(), [], $order );
		}
		$_COOKIE = [];
		$this->move( $order->get_id(), 'processing' );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'paid'
		);
		$this->move( $order->get_id(), 'refunded' );
		$this->assertLedger( '0.00', [], 'refunded' );
	}

	/** @return array<string,array{string,bool}> */
	public static function checkouts(): array {
		return [
			'classic' => [ 'woocommerce_checkout_order_processed', false ],
			'blocks'  => [ 'woocommerce_store_api_checkout_order_processed', true ],
		];
	}

	public function test_the_referrer_of_an_order_without_a_checkout_is_credited(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$order                          = $this->order( [ '50.00' ] );
		$_COOKIE                        = [];
		$this->move( $order, 'processing' );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'paid'
		);
	}

	public function test_buying_ones_own_product_earns_no_points(): void {
		$order = \wc_create_order( [ 'customer_id' => $this->ada_user ] );
		$order->add_product( $this->product( '50.00' ) );
		$order->calculate_totals();
		$order->save();
		$this->move( $order->get_id(), 'processing' );
		$this->assertLedger( '5.00', [], 'the money counts, the points do not', [ 'product_sold' ] );
	}

	public function test_renewals_credit_the_first_referrer(): void {
		if ( ! \function_exists( 'wcs_create_renewal_order' ) ) {
			self::markTestSkipped( 'WooCommerce Subscriptions is not here.' );
		}
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$first                          = \wc_get_order( $this->order( [ '50.00' ] ) );
		\do_action( 'woocommerce_store_api_checkout_order_processed', $first );
		$_COOKIE      = [];
		$subscription = \wcs_create_subscription(
			[
				'order_id'         => $first->get_id(),
				'customer_id'      => self::user(),
				'billing_period'   => 'month',
				'billing_interval' => 1,
			]
		);

		$_COOKIE[ Attribution::COOKIE ] = 'nobody'; // The cookie of a customer who renews early.
		$renewal                        = \wcs_create_renewal_order( $subscription );
		\do_action( 'woocommerce_before_pay_action', $renewal );
		$_COOKIE = [];
		$renewal->add_product( $this->product( '40.00' ) );
		$renewal->calculate_totals();
		$renewal->save();
		$this->move( $first->get_id(), 'processing' );
		$this->move( $renewal->get_id(), 'processing' );
		$this->assertLedger(
			'9.00',
			[
				$this->ada  => 200,
				$this->cleo => 20000,
			],
			'paid, and paid again'
		);
		self::assertSame( [ false, true ], \array_column( \array_reverse( \siren_find( 'transactions', [ 'order_by' => 'id' ] )['items'] ), 'renewal' ) );
	}

	/**
	 * Creates an unpaid order for products of Ada's.
	 *
	 * @param string[] $prices Price of each.
	 * @param string   $coupon Code of a coupon of 10%; '' for none.
	 * @return int Order id.
	 */
	private function order( array $prices, string $coupon = '' ): int {
		$order = \wc_create_order();
		$order->set_billing_email( 'buyer@example.test' );
		foreach ( $prices as $price ) {
			$order->add_product( $this->product( $price ) );
		}
		$order->calculate_totals();
		$order->save();
		if ( '' !== $coupon ) {
			$this->coupon( $coupon );
			$order->apply_coupon( $coupon );
			$order->save();
		}
		return $order->get_id();
	}

	/**
	 * Creates a product of Ada's.
	 *
	 * @param string $price Price.
	 */
	private function product( string $price ): \WC_Product {
		$id = self::post( $this->ada_user, 'product' );
		\update_post_meta( $id, '_price', $price );
		\update_post_meta( $id, '_regular_price', $price );
		return \wc_get_product( $id );
	}

	/**
	 * Creates a coupon of 10%, unless it exists.
	 *
	 * @param string $code Code.
	 */
	private function coupon( string $code ): void {
		if ( \wc_get_coupon_id_by_code( $code ) > 0 ) {
			return;
		}
		$id = (int) \wp_insert_post(
			[
				'post_type'   => 'shop_coupon',
				'post_status' => 'publish',
				'post_title'  => \strtolower( $code ),
			]
		);
		\update_post_meta( $id, 'discount_type', 'percent' );
		\update_post_meta( $id, 'coupon_amount', '10' );
	}

	/**
	 * Sets an order's status an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\wc_get_order( $order )->update_status( $status );
	}

	/**
	 * Refunds money an hour later.
	 *
	 * @param int                  $order  Order id.
	 * @param string               $amount Amount to refund.
	 * @param array<int,string>    $lines  Amounts by item id; empty for an amount without lines.
	 * @return int Refund id.
	 */
	private function refund( int $order, string $amount, array $lines = [] ): int {
		self::later();
		$refund = \wc_create_refund(
			[
				'order_id'   => $order,
				'amount'     => $amount,
				'line_items' => \array_map(
					static fn( string $total ): array => [
						'qty'          => 0,
						'refund_total' => $total,
					],
					$lines
				),
			]
		);
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		return $refund->get_id();
	}
}
