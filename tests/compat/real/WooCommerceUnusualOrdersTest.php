<?php
/**
 * Unusual things that shops and other plugins do to WooCommerce orders.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * The ledger matches the shop, however the shop reached its state.
 */
final class WooCommerceUnusualOrdersTest extends LifecycleTestCase {

	protected function tearDown(): void {
		\array_map( [ \WC_Tax::class, '_delete_tax_rate' ], \array_keys( \WC_Tax::get_rates_for_tax_class( '' ) ) );
		\update_option( 'woocommerce_calc_taxes', 'no' );
		\update_option( 'woocommerce_prices_include_tax', 'no' );
		\wp_set_current_user( 0 );
		parent::tearDown();
	}

	/**
	 * @dataProvider ways_out
	 *
	 * @param string[] $ways Statuses, `trash` or `delete`, one after the other.
	 */
	public function test_any_path_out_of_the_paid_statuses_cancels_the_sale( array $ways ): void {
		\WC()->payment_gateways(); // As in every request of a shop; it tells WooCommerce that cash on delivery is paid later.
		$order = $this->order( [ '50.00' ] );
		$order->set_payment_method( 'cod' );
		$order->save();
		self::later();
		$order->update_status( 'processing' );
		$this->assertLedger( '0.00', [], 'cash on delivery is not paid yet' );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid' );
		foreach ( $ways as $way ) {
			self::later();
			$now = \wc_get_order( $order->get_id() );
			match ( $way ) {
				'trash'  => $now->delete(),
				'delete' => $now->delete( true ),
				default  => $now->update_status( $way ),
			};
		}
		$this->assertLedger( '0.00', [], \implode( ' → ', $ways ) );
		self::assertTrue( \siren_verify()['ok'] );
	}

	/** @return array<string,array{string[]}> */
	public static function ways_out(): array {
		return [
			'cancelled'              => [ [ 'cancelled' ] ],
			'put aside and cancelled' => [ [ 'on-hold', 'cancelled' ] ],
			'pending and failed'     => [ [ 'pending', 'failed' ] ],
			'to the trash'           => [ [ 'trash' ] ],
			'processing, trash'      => [ [ 'processing', 'trash' ] ],
			'deleted'                => [ [ 'delete' ] ],
			'trash, deleted'         => [ [ 'trash', 'delete' ] ],
		];
	}

	public function test_an_exception_in_a_status_hook_hides_no_status_change(): void {
		$order = $this->order( [ '50.00' ] );
		$throw = static fn() => throw new \RuntimeException( 'another plugin' );
		$this->listen( 'woocommerce_order_status_processing', $throw );
		self::later();
		$order->update_status( 'processing' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid' );
		$this->listen( 'woocommerce_order_status_cancelled', $throw );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled' );
	}

	public function test_an_order_can_be_cancelled_after_its_coupon_was_deleted(): void {
		$coupon = self::coupon( 'gone', 10 );
		$order  = $this->order( [ '50.00' ] );
		$order->apply_coupon( 'gone' );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '4.50', [ $this->ada => 100 ], 'paid', [ 'sale_referred' ] );
		$coupon->delete( true );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled', [ 'sale_referred' ] );
	}

	public function test_an_order_completed_before_it_has_lines_counts_its_lines(): void {
		$order = \wc_create_order( [ 'status' => 'completed' ] );
		$this->assertLedger( '0.00', [], 'empty' );
		self::later();
		$order->add_product( $this->product( '50.00' ) );
		$order->calculate_totals();
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'with its lines' );
		self::later();
		$item = new \WC_Order_Item_Product();
		$item->set_product( $this->product( '10.00' ) );
		$item->set_total( '10' );
		$item->set_subtotal( '10' );
		$item->set_order_id( $order->get_id() );
		$item->save(); // The order itself is not saved.
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'another line' );
	}

	public function test_an_order_counts_on_its_payment_date_not_its_completion_date(): void {
		$order = $this->order( [ '50.00' ] );
		$order->set_date_paid( '2026-05-02T10:00:00Z' );
		$order->save();
		$order->update_status( 'on-hold' );
		self::set_clock( '2026-05-20T12:00:00Z' );
		$order->update_status( 'completed' );
		self::end_request();
		self::assertSame( '2026-05-02T10:00:00Z', \siren_find( 'transactions' )['items'][0]['occurred_at'] );
	}

	public function test_an_imported_old_order_does_not_fill_todays_pool(): void {
		$order = $this->order( [ '50.00' ] );
		$order->set_date_paid( '2024-05-02T10:00:00Z' );
		$order->update_status( 'completed' );
		$this->assertLedger( '0.00', [], 'imported' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'], 'but recorded, for simulations' );
	}

	public function test_a_pool_can_count_prices_before_coupons(): void {
		self::coupon( 'twenty', 20, 'fixed_cart' );
		$before = self::distributor(
			[ 'product_sold' => 1 ],
			[
				'name' => 'Before coupons',
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '100',
							'include' => [ 'line_items' ],
						],
					],
				],
			]
		);
		$order  = $this->order( [ '120.00' ] );
		$order->apply_coupon( 'twenty' );
		self::later();
		$order->update_status( 'completed' );
		self::assertSame( [ '120.00', '10.00' ], [ self::pool( $before ), self::pool( $this->distributor ) ] );
		self::later();
		\wc_get_order( $order->get_id() )->remove_coupon( 'twenty' );
		self::assertSame( [ '120.00', '12.00' ], [ self::pool( $before ), self::pool( $this->distributor ) ], 'the coupon is taken off' );
		self::later();
		\wc_get_order( $order->get_id() )->apply_coupon( 'twenty' );
		$item = \array_key_first( \wc_get_order( $order->get_id() )->get_items() );
		$this->refund( $order->get_id(), '50.00', [ $item => [ 'refund_total' => '50.00' ] ] );
		self::assertSame( [ '60.00', '5.00' ], [ self::pool( $before ), self::pool( $this->distributor ) ], 'half refunded' );
	}

	public function test_edits_over_rest_and_on_the_order_screen_are_followed(): void {
		\wp_set_current_user( 1 );
		$order = $this->order( [ '50.00', '30.00' ] );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '8.00', [ $this->ada => 200 ], 'paid' );
		[ $first, $second ] = \array_keys( $order->get_items() );

		self::later();
		self::ask(
			'PUT',
			'/wc/v3/orders/' . $order->get_id(),
			[
				'line_items' => [
					[
						'id'       => $first,
						'quantity' => 2,
						'subtotal' => '100.00',
						'total'    => '100.00',
					],
				],
			]
		);
		$this->assertLedger( '13.00', [ $this->ada => 200 ], 'two instead of one, over REST' );

		self::later();
		\wc_save_order_items(
			$order->get_id(),
			[
				'order_item_id'  => [ $second ],
				'order_item_qty' => [ $second => 3 ],
				'line_total'     => [ $second => '90' ],
				'line_subtotal'  => [ $second => '90' ],
			]
		);
		$this->assertLedger( '19.00', [ $this->ada => 200 ], 'three instead of one, on the screen' );

		self::later();
		\wc_delete_order_item( $second );
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'a line removed as the screen does' );
		$this->refund( $order->get_id(), '50.00', [ $first => [ 'qty' => 1, 'refund_total' => '50.00' ] ] );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'then one of two refunded' );
		self::assertTrue( \siren_verify()['ok'] );
	}

	public function test_a_refund_larger_than_its_lines_is_spread_over_the_order(): void {
		\wp_set_current_user( 1 );
		$order = $this->order( [ '60.00', '40.00' ] );
		self::later();
		$order->update_status( 'completed' );
		[ $first ] = \array_keys( $order->get_items() );
		self::later();
		self::ask(
			'POST',
			'/wc/v3/orders/' . $order->get_id() . '/refunds',
			[
				'amount'     => '50.00',
				'api_refund' => false,
				'line_items' => [
					[
						'id'           => $first,
						'quantity'     => 0,
						'refund_total' => 20,
					],
				],
			]
		);
		$this->assertLedger( '5.00', [ $this->ada => 200 ], '50 refunded, 20 of them by line' );
	}

	public function test_a_refund_by_amount_and_then_by_line_takes_the_whole_order(): void {
		$order = $this->order( [ '60.00', '40.00' ] );
		self::later();
		$order->update_status( 'completed' );
		[ $first ] = \array_keys( $order->get_items() );
		$this->refund( $order->get_id(), '10.00' );
		$this->refund( $order->get_id(), '60.00', [ $first => [ 'refund_total' => '60.00' ] ] );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], '70 of 100 refunded' );
		$this->refund( $order->get_id(), '30.00' );
		$this->assertLedger( '0.00', [], 'all of it' );
	}

	public function test_taxes_included_in_prices_do_not_count(): void {
		\update_option( 'woocommerce_calc_taxes', 'yes' );
		\update_option( 'woocommerce_prices_include_tax', 'yes' );
		\update_option( 'woocommerce_tax_based_on', 'base' );
		$rate  = \WC_Tax::_insert_tax_rate(
			[
				'tax_rate_country' => '',
				'tax_rate'         => '21.0000',
				'tax_rate_name'    => 'VAT',
			]
		);
		$order = $this->order( [ '10.00' ], 2 );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '1.65', [ $this->ada => 100 ], 'two of 10.00 including 21% tax' );
		[ $item ] = \array_keys( $order->get_items() );
		$half     = [
			$item => [
				'qty'          => 1,
				'refund_total' => '8.26',
				'refund_tax'   => [ $rate => '1.74' ],
			],
		];
		$this->refund( $order->get_id(), '10.00', $half );
		$this->refund( $order->get_id(), '10.00', $half );
		$this->assertLedger( '0.00', [], 'both refunded, although a cent of the lines is left' );
		self::assertSame( 'refunded', \siren_find( 'transactions' )['items'][0]['status'] );

		$order = $this->order( [ '100.00' ] );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '8.26', [ $this->ada => 100 ], 'another order' );
		[ $item ] = \array_keys( $order->get_items() );
		$this->refund(
			$order->get_id(),
			'17.36',
			[
				$item => [
					'qty'          => 0,
					'refund_total' => '0',
					'refund_tax'   => [ $rate => '17.36' ],
				],
			]
		);
		$this->assertLedger( '8.26', [ $this->ada => 100 ], 'only its tax refunded' );
	}

	public function test_the_money_of_a_gift_card_counts_once(): void {
		$card = $this->product( '30.00' );
		\update_post_meta( $card->get_id(), '_gift_card', 'yes' );
		foreach ( [ 'used' => [ '2.00', '7.00' ], 'sold' => [ '5.00', '7.00' ] ] as $setting => [ $after_selling, $after_using ] ) {
			\update_option( \Siren\Distributors\Settings::OPTION, [ 'gift_cards' => $setting ] );
			$before = self::pool( $this->distributor );
			$sold   = \wc_create_order();
			$sold->add_product( \wc_get_product( $card->get_id() ) );
			$sold->add_product( $this->product( '20.00' ) );
			$sold->calculate_totals();
			self::later();
			$sold->update_status( 'completed' );
			self::assertSame( self::sum( $before, $after_selling ), self::pool( $this->distributor ), "$setting: a card for 30.00 and a book for 20.00" );

			$used = $this->order( [ '50.00' ] );
			$used->update_meta_data( '_ywgc_applied_gift_cards', [ 'ABC' => '30.00' ] );
			$used->set_total( '20.00' );
			self::later();
			$used->update_status( 'completed' );
			self::assertSame( self::sum( $before, $after_using ), self::pool( $this->distributor ), "$setting: a course for 50.00, of which 30.00 by the card" );

			[ $line ] = \array_keys( \wc_get_order( $sold->get_id() )->get_items() );
			$this->refund( $sold->get_id(), '30.00', [ $line => [ 'refund_total' => '30.00' ] ] );
			self::assertSame( self::sum( $before, 'used' === $setting ? '7.00' : '4.00' ), self::pool( $this->distributor ), "$setting: the card is given back" );
		}
	}

	public function test_a_changed_gift_card_setting_applies_to_later_orders(): void {
		$card = $this->product( '30.00' );
		\update_post_meta( $card->get_id(), '_gift_card', 'yes' );
		\update_option( \Siren\Distributors\Settings::OPTION, [ 'gift_cards' => 'used' ] );
		$sell = function () use ( $card ): int {
			$order = \wc_create_order();
			$order->add_product( \wc_get_product( $card->get_id() ) );
			$order->add_product( $this->product( '20.00' ) );
			$order->calculate_totals();
			self::later();
			$order->update_status( 'processing' );
			$order->payment_complete();
			return $order->get_id();
		};
		$old  = $sell();
		self::assertSame( '2.00', self::pool( $this->distributor ), 'its gift card counts when it is used' );
		\update_option( \Siren\Distributors\Settings::OPTION, [ 'gift_cards' => 'sold' ] );
		self::later();
		\wc_get_order( $old )->update_status( 'completed' );
		self::assertSame( '2.00', self::pool( $this->distributor ), 'as it was first recorded' );
		$sell();
		self::assertSame( '7.00', self::pool( $this->distributor ), 'a later order' );
	}

	public function test_fractional_quantities_count(): void {
		\remove_filter( 'woocommerce_stock_amount', 'intval' );
		\add_filter( 'woocommerce_stock_amount', 'floatval' );
		$by_unit = self::distributor(
			[],
			[
				'name'    => 'By the unit',
				'metrics' => [
					[
						'event'  => 'product_sold',
						'points' => 10,
						'per'    => 'unit',
					],
				],
			]
		);
		$order   = \wc_create_order();
		$order->add_product( $this->product( '10.00' ), 2.5 );
		$order->calculate_totals();
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '2.50', [ $this->ada => 100 ], '2.5 of 10.00' );
		self::assertSame( [ $this->ada => 25 ], self::scores( $by_unit ) );
		\remove_filter( 'woocommerce_stock_amount', 'floatval' );
		\add_filter( 'woocommerce_stock_amount', 'intval' );
	}

	public function test_a_refund_during_a_cancellation_applies_on_reinstatement(): void {
		$order = $this->order( [ '50.00' ] );
		self::later();
		$order->update_status( 'completed' );
		self::end_request();
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		$refund = $this->refund( $order->get_id(), '10.00' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'reinstated' );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		self::later();
		$refund->delete( true );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'the refund was deleted in the meantime' );
	}

	public function test_twelve_routine_changes_cause_no_conflict(): void {
		$order   = $this->order( [ '50.00' ] );
		$product = \wc_get_product( \current( $order->get_items() )->get_product_id() );
		self::later();
		$order->update_status( 'processing' );
		self::end_request();
		$acts = [
			static fn() => $product->set_sku( 'NEW-SKU' ) ?? $product->save(),
			static fn() => \wp_set_object_terms( $product->get_id(), 'Another category', 'product_cat' ),
			static fn() => $product->set_name( 'Another name' ) ?? $product->save(),
			fn() => \wp_update_post( [ 'ID' => $product->get_id(), 'post_author' => $this->ben_user ] ),
			static fn() => $order->set_billing_email( 'new@example.test' ) ?? $order->save(),
			static fn() => $order->set_customer_id( self::user() ) ?? $order->save(),
			static fn() => \WC_Privacy_Erasers::remove_order_personal_data( \wc_get_order( $order->get_id() ) ),
			static fn() => \wp_delete_post( $product->get_id(), true ),
		];
		foreach ( $acts as $number => $act ) {
			self::later();
			$act();
			\wc_get_order( $order->get_id() )->update_status( 0 === $number % 2 ? 'completed' : 'processing' );
			$this->assertLedger( '5.00', [ $this->ada => 100 ], "act $number" );
		}
	}

	/**
	 * Creates an unpaid order for products of Ada's.
	 *
	 * @param string[] $prices   Price of each.
	 * @param int      $quantity Quantity of each.
	 */
	private function order( array $prices, int $quantity = 1 ): \WC_Order {
		$order = \wc_create_order();
		$order->set_billing_email( 'buyer@example.test' );
		foreach ( $prices as $price ) {
			$order->add_product( $this->product( $price ), $quantity );
		}
		$order->calculate_totals();
		$order->save();
		return \wc_get_order( $order->get_id() );
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
	 * Adds two amounts.
	 *
	 * @param string $one   Decimal string.
	 * @param string $other Decimal string.
	 */
	private static function sum( string $one, string $other ): string {
		return \Siren\Distributors\Money::plus( $one, $other );
	}

	/**
	 * Creates a coupon.
	 *
	 * @param string $code   Code.
	 * @param int    $amount Discount.
	 * @param string $type   Discount type of WooCommerce.
	 */
	private static function coupon( string $code, int $amount, string $type = 'percent' ): \WC_Coupon {
		$coupon = new \WC_Coupon( \wc_get_coupon_id_by_code( $code ) );
		$coupon->set_code( $code );
		$coupon->set_discount_type( $type );
		$coupon->set_amount( $amount );
		$coupon->save();
		return $coupon;
	}

	/**
	 * Refunds money an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $amount Amount to refund.
	 * @param array  $lines  Lines by item id.
	 */
	private function refund( int $order, string $amount, array $lines = [] ): \WC_Order_Refund {
		self::later();
		$refund = \wc_create_refund(
			[
				'order_id'   => $order,
				'amount'     => $amount,
				'line_items' => \array_map( static fn( array $line ): array => $line + [ 'qty' => 0 ], $lines ),
			]
		);
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		return $refund;
	}

	/**
	 * Calls the shop's API and asserts success.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $route  Route.
	 * @param array<string,mixed> $body   Body of the request.
	 */
	private static function ask( string $method, string $route, array $body ): void {
		$request = new \WP_REST_Request( $method, $route );
		$request->set_body_params( $body );
		$answer = \rest_do_request( $request );
		self::assertLessThan( 300, $answer->get_status(), (string) \wp_json_encode( $answer->get_data() ) );
	}
}
