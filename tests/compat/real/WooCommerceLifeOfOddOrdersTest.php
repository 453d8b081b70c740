<?php
/**
 * What shops and other plugins do to orders of WooCommerce, beyond paying and refunding them plainly.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * The ledger has what the shop has, whichever way it came to it.
 */
final class WooCommerceLifeOfOddOrdersTest extends LifeTestCase {

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
	 * @param string[] $ways Statuses, `trash` or `delete`.
	 */
	public function test_an_order_that_was_paid_leaves_by_any_way( array $ways ): void {
		\WC()->payment_gateways(); // As in every request of a shop; it knows that a courier is paid later.
		$order = $this->order( [ '50.00' ] );
		$order->set_payment_method( 'cod' );
		$order->save();
		self::later();
		$order->update_status( 'processing' );
		$this->assertLedger( '0.00', [], 'nobody has paid the courier' );
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

	public function test_who_throws_in_a_status_hook_hides_nothing(): void {
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

	public function test_a_used_coupon_that_was_deleted_for_good(): void {
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

	public function test_an_order_is_made_complete_before_it_has_lines(): void {
		$order = \wc_create_order( [ 'status' => 'completed' ] );
		$this->assertLedger( '0.00', [], 'empty' );
		self::later();
		$order->add_product( $this->product( '50.00' ) );
		$order->calculate_totals();
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'its lines' );
		self::later();
		$item = new \WC_Order_Item_Product();
		$item->set_product( $this->product( '10.00' ) );
		$item->set_total( '10' );
		$item->set_subtotal( '10' );
		$item->set_order_id( $order->get_id() );
		$item->save(); // Nobody saves the order.
		$this->assertLedger( '6.00', [ $this->ada => 200 ], 'another line' );
	}

	public function test_it_counts_when_it_was_paid_not_when_it_was_completed(): void {
		$order = $this->order( [ '50.00' ] );
		$order->set_date_paid( '2026-05-02T10:00:00Z' );
		$order->save();
		$order->update_status( 'on-hold' );
		self::set_clock( '2026-05-20T12:00:00Z' );
		$order->update_status( 'completed' );
		self::end_request();
		self::assertSame( '2026-05-02T10:00:00Z', \siren_find( 'transactions' )['items'][0]['occurred_at'] );
	}

	public function test_an_old_order_that_is_imported_does_not_fill_the_pool_of_today(): void {
		$order = $this->order( [ '50.00' ] );
		$order->set_date_paid( '2024-05-02T10:00:00Z' );
		$order->update_status( 'completed' );
		$this->assertLedger( '0.00', [], 'imported' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'], 'and yet there, for simulations' );
	}

	public function test_prices_before_coupons_can_be_had(): void {
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
		self::assertSame( [ '60.00', '5.00' ], [ self::pool( $before ), self::pool( $this->distributor ) ], 'half of it given back' );
	}

	public function test_a_paid_order_is_edited_over_rest_and_on_its_screen(): void {
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
		$this->assertLedger( '10.00', [ $this->ada => 100 ], 'a line removed, as the screen does it' );
		$this->refund( $order->get_id(), '50.00', [ $first => [ 'qty' => 1, 'refund_total' => '50.00' ] ] );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'then one of two given back' );
		self::assertTrue( \siren_verify()['ok'] );
	}

	public function test_a_refund_of_more_than_its_lines(): void {
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
		$this->assertLedger( '5.00', [ $this->ada => 200 ], '50 given back, 20 of them named' );
	}

	public function test_an_amount_and_then_a_line(): void {
		$order = $this->order( [ '60.00', '40.00' ] );
		self::later();
		$order->update_status( 'completed' );
		[ $first ] = \array_keys( $order->get_items() );
		$this->refund( $order->get_id(), '10.00' );
		$this->refund( $order->get_id(), '60.00', [ $first => [ 'refund_total' => '60.00' ] ] );
		$this->assertLedger( '3.00', [ $this->ada => 100 ], '70 of 100 given back' );
		$this->refund( $order->get_id(), '30.00' );
		$this->assertLedger( '0.00', [], 'all of it' );
	}

	public function test_taxes_inside_the_prices(): void {
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
		$this->assertLedger( '1.65', [ $this->ada => 100 ], 'two of 10.00 with 21 % inside' );
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
		$this->assertLedger( '0.00', [], 'both given back, although a cent of the lines is left' );
		self::assertSame( 'refunded', \siren_find( 'transactions' )['items'][0]['status'] );

		$order = $this->order( [ '100.00' ] );
		self::later();
		$order->update_status( 'completed' );
		$this->assertLedger( '8.26', [ $this->ada => 100 ], 'another' );
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
		$this->assertLedger( '8.26', [ $this->ada => 100 ], 'its tax alone given back' );
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

	public function test_another_setting_of_gift_cards_is_for_later_orders(): void {
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
		self::assertSame( '2.00', self::pool( $this->distributor ), 'its card counts when it is used' );
		\update_option( \Siren\Distributors\Settings::OPTION, [ 'gift_cards' => 'sold' ] );
		self::later();
		\wc_get_order( $old )->update_status( 'completed' );
		self::assertSame( '2.00', self::pool( $this->distributor ), 'as it was first recorded' );
		$sell();
		self::assertSame( '7.00', self::pool( $this->distributor ), 'a later order' );
	}

	public function test_two_and_a_half_of_something(): void {
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

	public function test_a_refund_while_it_is_cancelled(): void {
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
		$this->assertLedger( '4.00', [ $this->ada => 100 ], 'taken up again' );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		self::later();
		$refund->delete( true );
		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'the refund was deleted meanwhile' );
	}

	public function test_twelve_ordinary_acts_are_no_conflict(): void {
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
	 * An unpaid order for products of Ada's.
	 *
	 * @param string[] $prices   One each.
	 * @param int      $quantity How many of each.
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
	 * A product of Ada's.
	 *
	 * @param string $price Its price.
	 */
	private function product( string $price ): \WC_Product {
		$id = self::post( $this->ada_user, 'product' );
		\update_post_meta( $id, '_price', $price );
		\update_post_meta( $id, '_regular_price', $price );
		return \wc_get_product( $id );
	}

	/**
	 * Two amounts together.
	 *
	 * @param string $one   Decimal string.
	 * @param string $other Decimal string.
	 */
	private static function sum( string $one, string $other ): string {
		return \Siren\Distributors\Money::plus( $one, $other );
	}

	/**
	 * A coupon.
	 *
	 * @param string $code   Its code.
	 * @param int    $amount What it takes off.
	 * @param string $type   How.
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
	 * Gives money back, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $amount How much.
	 * @param array  $lines  By item id.
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
	 * Asks the shop's API for something, which it does.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $route  Route.
	 * @param array<string,mixed> $body   What is sent.
	 */
	private static function ask( string $method, string $route, array $body ): void {
		$request = new \WP_REST_Request( $method, $route );
		$request->set_body_params( $body );
		$answer = \rest_do_request( $request );
		self::assertLessThan( 300, $answer->get_status(), (string) \wp_json_encode( $answer->get_data() ) );
	}
}
