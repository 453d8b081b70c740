<?php
/**
 * Features of the real WooCommerce: the block checkout and taxes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * Purchases the way a customer makes them.
 */
final class WooCommerceCheckoutTest extends LifecycleTestCase {

	private const ADDRESS = [
		'first_name' => 'A',
		'last_name'  => 'Buyer',
		'company'    => '',
		'address_1'  => '1 Main Street',
		'address_2'  => '',
		'city'       => 'San Francisco',
		'state'      => 'CA',
		'postcode'   => '94103',
		'country'    => 'US',
		'email'      => 'buyer@example.test',
		'phone'      => '1',
	];

	protected function tearDown(): void {
		\array_map( [ \WC_Tax::class, '_delete_tax_rate' ], \array_keys( \WC_Tax::get_rates_for_tax_class( '' ) ) );
		\update_option( 'woocommerce_calc_taxes', 'no' );
		parent::tearDown();
	}

	public function test_an_order_of_the_block_checkout_credits_its_referrer(): void {
		\update_option( 'woocommerce_cod_settings', [ 'enabled' => 'yes' ] );
		\WC()->payment_gateways()->init();
		$this->listen( 'woocommerce_store_api_disable_nonce_check', '__return_true' );
		\wc_load_cart();
		\WC()->cart->empty_cart();

		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		self::ask(
			'/wc/store/v1/cart/add-item',
			[
				'id'       => $this->product( '50.00' ),
				'quantity' => 1,
			]
		);
		$bought  = self::ask(
			'/wc/store/v1/checkout',
			[
				'billing_address' => self::ADDRESS,
				'payment_method'  => 'cod',
			]
		);
		$_COOKIE = [];
		$order   = \wc_get_order( $bought['order_id'] );
		self::assertSame( 'processing', $order->get_status() );
		$this->assertLedger( '0.00', [], 'ordered, cash on delivery' );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'delivered and paid'
		);
		self::later();
		$order->update_status( 'on-hold' );
		$this->assertLedger(
			'5.00',
			[
				$this->ada  => 100,
				$this->cleo => 10000,
			],
			'set aside'
		);
		self::later();
		$order->update_status( 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled from that status' );
		self::assertSame( 'email:buyer@example.test', \siren_find( 'transactions' )['items'][0]['customer'] );
	}

	public function test_an_add_to_cart_link_keeps_its_code(): void {
		\update_option( 'woocommerce_cart_redirect_after_add', 'yes' );
		\wc_load_cart();
		\WC()->cart->empty_cart();
		$product                = $this->product( '50.00' );
		$_GET                   = [
			'add-to-cart' => (string) $product,
			'ref'         => 'cleo',
		];
		$_REQUEST               = $_GET;
		$_SERVER['REQUEST_URI'] = '/?' . \http_build_query( $_GET );
		try {
			$end = $this->ending( [ \WC_Form_Handler::class, 'add_to_cart_action' ] );
		} finally {
			\update_option( 'woocommerce_cart_redirect_after_add', 'no' );
			$_GET     = [];
			$_REQUEST = [];
		}
		self::assertStringContainsString( 'ref=cleo', $end->location, 'the cart\'s page counts the visit' );
		self::assertSame( 'cleo', Attribution::remembered() );
	}

	public function test_taxes_are_refunded_with_their_lines(): void {
		\update_option( 'woocommerce_calc_taxes', 'yes' );
		\update_option( 'woocommerce_tax_based_on', 'base' );
		\update_option( 'woocommerce_prices_include_tax', 'no' ); // The random walks leave either setting behind.
		\WC_Tax::_insert_tax_rate(
			[
				'tax_rate_country'  => 'US',
				'tax_rate'          => '8.0000',
				'tax_rate_name'     => 'Sales tax',
				'tax_rate_priority' => 1,
				'tax_rate_shipping' => 1,
			]
		);
		$order = \wc_create_order();
		$order->add_product( \wc_get_product( $this->product( '50.00' ) ), 2 );
		$fee = new \WC_Order_Item_Fee();
		$fee->set_total( '10' );
		$order->add_item( $fee );
		$parcel = new \WC_Order_Item_Shipping();
		$parcel->set_total( '5' );
		$order->add_item( $parcel );
		$order->calculate_totals();
		self::later();
		$order->update_status( 'completed' );
		self::end_request();

		$sale = \siren_get( 'transactions', 1 );
		self::assertSame( [ '100.00', '10.00', '5.00', '8.80', '0.40' ], \array_column( $sale['details'], 'amount' ) );
		self::assertSame( '124.20', $sale['amount'] );

		$lines = [];
		foreach ( $order->get_items( [ 'line_item', 'fee', 'shipping' ] ) as $item ) {
			$lines[ $item->get_id() ] = [
				'qty'          => 0,
				'refund_total' => $item->get_total(),
				'refund_tax'   => $item->get_taxes()['total'],
			];
		}
		$first = \array_key_first( $lines );
		$half  = [
			'qty'          => 1,
			'refund_total' => '50',
			'refund_tax'   => \array_map( static fn( string $tax ): string => (string) ( $tax / 2 ), $lines[ $first ]['refund_tax'] ),
		];
		self::give_back( $order, '54.00', [ $first => $half ] );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'one of two, and its tax' );
		self::give_back( $order, '70.20', [ $first => $half ] + $lines );
		$this->assertLedger( '0.00', [], 'the rest, with fee and shipping' );
		$sale = \siren_get( 'transactions', 1 );
		self::assertSame( [ '124.20', 'refunded' ], [ $sale['refunded'], $sale['status'] ] );
	}

	/**
	 * Creates a virtual product of Ada's.
	 *
	 * @param string $price Price.
	 */
	private function product( string $price ): int {
		$id = self::post( $this->ada_user, 'product' );
		foreach ( [ '_price' => $price, '_regular_price' => $price, '_virtual' => 'yes' ] as $key => $value ) {
			\update_post_meta( $id, $key, $value );
		}
		return $id;
	}

	/**
	 * Calls the shop's API and asserts success.
	 *
	 * @param string              $route Route.
	 * @param array<string,mixed> $body  Body of the request.
	 * @return array<string,mixed> Response.
	 */
	private static function ask( string $route, array $body ): array {
		$request = new \WP_REST_Request( 'POST', $route );
		$request->set_body_params( $body );
		$answer = \rest_do_request( $request );
		self::assertLessThan( 300, $answer->get_status(), (string) \wp_json_encode( $answer->get_data() ) );
		return $answer->get_data();
	}

	/**
	 * Refunds lines an hour later.
	 *
	 * @param \WC_Order $order  Order.
	 * @param string    $amount Amount to refund.
	 * @param array     $lines  Lines by item id.
	 */
	private static function give_back( \WC_Order $order, string $amount, array $lines ): void {
		self::later();
		$refund = \wc_create_refund(
			[
				'order_id'   => $order->get_id(),
				'amount'     => $amount,
				'line_items' => $lines,
			]
		);
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
	}
}
