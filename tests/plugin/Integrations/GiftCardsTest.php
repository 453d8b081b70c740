<?php
/**
 * Tests of gift cards in WooCommerce.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * The money of a card counts once: when it is used or when it is sold, as the site has it when an order is first recorded.
 */
final class GiftCardsTest extends SirenTestCase {

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->distributor = self::distributor(
			[],
			[
				'metrics' => [
					[
						'event'  => 'product_sold',
						'points' => 1,
					],
				],
				'pool'    => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items', 'discounts' ],
						],
					],
				],
			]
		);
	}

	protected function tearDown(): void {
		\delete_option( Settings::OPTION );
		parent::tearDown();
	}

	public function test_a_changed_setting_applies_to_later_orders(): void {
		\update_option( Settings::OPTION, [ 'gift_cards' => 'used' ] );
		$old = $this->order();
		$old->update_status( 'processing' );
		self::assertSame( '2.00', self::pool( $this->distributor ), 'of a card for 30.00 and a book for 20.00' );

		self::set_clock( '2026-05-06T12:00:00Z' );
		\update_option( Settings::OPTION, [ 'gift_cards' => 'sold' ] );
		\wc_get_order( $old->get_id() )->update_status( 'completed' );
		self::assertSame( '2.00', self::pool( $this->distributor ), 'the order is seen again' );
		$new = $this->order();
		$new->update_status( 'processing' );
		self::assertSame( '7.00', self::pool( $this->distributor ), 'a later order' );

		self::set_clock( '2026-05-07T12:00:00Z' );
		\update_option( Settings::OPTION, [ 'gift_cards' => 'used' ] );
		\wc_get_order( $new->get_id() )->update_status( 'completed' );
		self::assertSame( '7.00', self::pool( $this->distributor ), 'and back again' );
		self::assertNoFailures();
	}

	/** An order of a gift card for 30.00 and a book for 20.00. */
	private function order(): \WC_Order {
		$items = [];
		foreach ( [ 'yes' => 3000, 'no' => 2000 ] as $is_card => $price ) {
			$product = self::post( self::user( 'author' ), 'product' );
			\update_post_meta( $product, '_gift_card', $is_card );
			$items[] = [
				'type'       => 'line_item',
				'name'       => 'A thing',
				'product_id' => $product,
				'quantity'   => 1,
				'subtotal'   => $price,
				'total'      => $price,
				'tax'        => 0,
			];
		}
		$order = new \Automattic\WooCommerce\Admin\Overrides\Order(
			\fixture_shop_order_data(
				[
					'billing_email' => 'buyer@example.test',
					'items'         => $items,
				]
			)
		);
		$order->set_reference( \wp_generate_uuid4() );
		$order->save();
		return $order;
	}
}
