<?php
/**
 * Orders that a marketplace divides among its vendors: Dokan, MultiVendorX, WC Vendors.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * A purchase counts once, however the marketplace stores its parts.
 */
final class DividedOrdersTest extends LifecycleTestCase {

	public function test_an_order_divided_between_two_vendors_counts_once(): void {
		$referred = self::distributor(
			[ 'sale_referred' => 1 ],
			[
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items', 'discounts' ],
							'filter'  => [ 'referred' => true ],
						],
					],
				],
			]
		);
		$order    = $this->bought();
		$this->assertLedger( '0.00', [], 'not paid' );
		self::later();
		\wc_get_order( $order )->payment_complete();
		$scores = [
			$this->ada  => 200,
			$this->ben  => 1000,
			$this->cleo => 0,
		];
		// The coupon takes off 10%: 45 + 27. Ben is credited once, through the coupon.
		$this->assertLedger( '7.20', \array_filter( [ $this->ben => 11000 ] + $scores ), 'paid, through the parent order' );
		self::assertSame( [ '7.20', [ $this->ben => 1 ] ], [ self::pool( $referred ), \array_filter( self::scores( $referred ) ) ], 'Ben referred all of it' );

		self::later();
		$this->each( $order, static fn( \WC_Order $one ) => $one->update_status( 'completed' ) );
		$this->assertLedger( '7.20', \array_filter( [ $this->ben => 11000 ] + $scores ), 'all parts completed' );

		self::later();
		$this->each( $order, static fn( \WC_Order $one ) => $one->update_status( 'cancelled' ) );
		$this->assertLedger( '0.00', [], 'all parts cancelled' );

		self::later();
		$this->each( $order, static fn( \WC_Order $one ) => $one->update_status( 'completed' ) );
		$this->assertLedger( '7.20', \array_filter( [ $this->ben => 11000 ] + $scores ), 'and reinstated' );

		$parts = \wc_get_orders( [ 'parent' => $order, 'type' => 'shop_order', 'orderby' => 'id', 'order' => 'ASC', 'limit' => -1 ] );
		if ( [] !== $parts ) {
			self::later();
			$parts[0]->update_status( 'cancelled' );
			$this->assertLedger( '2.70', [ $this->ada => 100, $this->ben => 11000 ], 'one part cancelled: the coupon was still used' );
			self::assertSame( [ '2.70', [ $this->ben => 1 ] ], [ self::pool( $referred ), \array_filter( self::scores( $referred ) ) ] );
		}
		self::assertTrue( \siren_verify()['ok'] );
	}

	public function test_a_vendor_earns_from_a_product_of_another_author(): void {
		$product = self::post( self::user( 'administrator' ), 'product' );
		foreach ( [ '_price' => '50.00', '_regular_price' => '50.00', '_virtual' => 'yes' ] as $key => $value ) {
			\update_post_meta( $product, $key, $value );
		}
		if ( \class_exists( \MultiVendorX\Store\Store::class ) ) {
			$store = self::store( $this->ada_user );
			\MultiVendorX\Store\StoreUtil::set_primary_owner( $this->ada_user, $store );
			\update_post_meta( $product, 'multivendorx_store_id', $store );
		}
		foreach ( [ 'dokan_get_vendor_by_product', 'wcvendors_product_author' ] as $hook ) {
			$this->listen( $hook, fn(): int => $this->ada_user );
		}
		$order = \wc_create_order();
		$order->add_product( \wc_get_product( $product ) );
		$order->calculate_totals();
		$order->save();
		$order->payment_complete();
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'Ada sells it' );
	}

	/**
	 * Creates an order for products of two vendors as the checkout does: for 50.00 and 30.00, with Ben's coupon of 10%,
	 * referred by Cleo.
	 *
	 * @return int Order id.
	 */
	private function bought(): int {
		$vendors = [ self::vendor(), self::vendor() ];
		$coupon  = new \WC_Coupon();
		if ( 0 === \wc_get_coupon_id_by_code( 'ben' ) ) {
			$coupon->set_code( 'ben' );
			$coupon->set_discount_type( 'percent' );
			$coupon->set_amount( 10 );
			$coupon->save();
		}
		$order = \wc_create_order();
		foreach ( [ '50.00', '30.00' ] as $number => $price ) {
			$order->add_product( \wc_get_product( $this->product( $vendors[ $number ], $price ) ) );
		}
		$order->set_billing_email( 'buyer@example.test' );
		$order->set_created_via( 'checkout' );
		$order->calculate_totals();
		$order->save();
		$order->apply_coupon( 'ben' );
		$order->save();
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		\do_action( 'woocommerce_checkout_update_order_meta', $order->get_id(), [] );
		\do_action( 'woocommerce_checkout_order_processed', $order->get_id(), [], \wc_get_order( $order->get_id() ) );
		if ( \class_exists( \MultiVendorX\Order\OrderManager::class ) && [] === \wc_get_orders( [ 'parent' => $order->get_id() ] ) ) {
			$whole = \wc_get_order( $order->get_id() );
			foreach ( \MultiVendorX\Order\OrderManager::group_item_store_based( $whole ) as $store => $items ) {
				\MultiVendorX\Order\OrderManager::create_sub_order( $whole, $store, $items )->save();
			}
		}
		$_COOKIE = [];
		return $order->get_id();
	}

	/**
	 * Does something to the order and to those of its parts that are separate orders.
	 *
	 * @param int                      $order Parent order.
	 * @param callable(\WC_Order):void $does  What to do.
	 */
	private function each( int $order, callable $does ): void {
		$does( \wc_get_order( $order ) );
		foreach ( \wc_get_orders( [ 'parent' => $order, 'type' => 'shop_order', 'limit' => -1 ] ) as $part ) {
			$does( $part );
		}
	}

	/** A user who sells, in the way of the marketplace. */
	private static function vendor(): int {
		$user = self::user( 'author' );
		foreach ( [ 'seller', 'vendor', 'store_owner' ] as $role ) {
			if ( null !== \get_role( $role ) ) {
				( new \WP_User( $user ) )->add_role( $role );
			}
		}
		\update_user_meta( $user, 'dokan_enable_selling', 'yes' );
		return $user;
	}

	/**
	 * Creates a product in a vendor's store that earns for Ada.
	 *
	 * @param int    $vendor Vendor, a user.
	 * @param string $price  Price.
	 */
	private function product( int $vendor, string $price ): int {
		$id = self::post( $vendor, 'product' );
		foreach ( [ '_price' => $price, '_regular_price' => $price, '_virtual' => 'yes' ] as $key => $value ) {
			\update_post_meta( $id, $key, $value );
		}
		\update_post_meta(
			$id,
			\Siren\Distributors\Owners::META,
			[
				[
					'collaborator' => $this->ada,
					'weight'       => 1,
				],
			]
		);
		if ( \class_exists( \MultiVendorX\Store\Store::class ) ) {
			\update_post_meta( $id, 'multivendorx_store_id', self::store( $vendor ) );
		}
		return $id;
	}

	/**
	 * Creates a MultiVendorX store.
	 *
	 * @param int $vendor Owner, a user.
	 * @return int Store id.
	 */
	private static function store( int $vendor ): int {
		$store = new \MultiVendorX\Store\Store();
		$store->set( 'name', 'Store ' . $vendor );
		$store->set( 'slug', 'store-' . $vendor );
		$store->set( 'status', 'active' );
		$store->set( 'who_created', $vendor );
		$store->save();
		return (int) $store->get_id();
	}
}
