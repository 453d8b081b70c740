<?php
/**
 * Random orders in WooCommerce: the ledger always matches WooCommerce's own totals.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * Number of walks: {@see LifecycleTestCase::seeds_of_walks()}.
 */
final class WooCommerceRandomOrdersTest extends LifecycleTestCase {

	private const STEPS = 12;

	private const STATUSES = [ 'pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed' ];

	/** What has been done in this walk. */
	private array $done = [];

	/** A distributor of all the money there is. */
	private int $all;

	/** Products of Ada's. @var \WC_Product[] */
	private array $products = [];

	protected function setUp(): void {
		parent::setUp();
		$this->all = self::distributor(
			[ 'product_sold' => 1 ],
			[
				'name' => 'Everything',
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '100',
							'include' => [ 'line_items', 'discounts', 'fees', 'shipping', 'taxes' ],
						],
					],
				],
			]
		);
		\update_option( 'woocommerce_calc_taxes', 'yes' );
		\update_option( 'woocommerce_tax_based_on', 'base' );
		\update_option( 'woocommerce_manage_stock', 'no' );
		\WC_Tax::_insert_tax_rate(
			[
				'tax_rate_country' => '',
				'tax_rate'         => '21.0000',
				'tax_rate_name'    => 'VAT',
			]
		);
		foreach ( [ '10.00', '33.33', '50.00', '0.99' ] as $price ) {
			$id = self::post( $this->ada_user, 'product' );
			\update_post_meta( $id, '_price', $price );
			\update_post_meta( $id, '_regular_price', $price );
			\update_post_meta( $id, '_virtual', 'yes' );
			$this->products[] = \wc_get_product( $id );
		}
		if ( 0 === \wc_get_coupon_id_by_code( 'walk' ) ) {
			$coupon = new \WC_Coupon();
			$coupon->set_code( 'walk' );
			$coupon->set_discount_type( 'percent' );
			$coupon->set_amount( 15 );
			$coupon->save();
		}
	}

	protected function tearDown(): void {
		\array_map( [ \WC_Tax::class, '_delete_tax_rate' ], \array_keys( \WC_Tax::get_rates_for_tax_class( '' ) ) );
		\update_option( 'woocommerce_calc_taxes', 'no' );
		parent::tearDown();
	}

	public function test_the_ledger_matches_the_shop_after_every_step(): void {
		$walks = self::seeds_of_walks();
		$kept  = 0; // Cents that the orders of earlier walks left in the pool.
		foreach ( $walks as $walk ) {
			$kept += $this->walk( $walk, $kept );
		}
		$verified = \siren_verify();
		self::assertTrue( $verified['ok'], (string) \wp_json_encode( $verified['problems'] ) );
	}

	/**
	 * Does random things to one order.
	 *
	 * @param int $seed   Seed of the random numbers.
	 * @param int $before Cents that earlier orders left in the pool.
	 * @return int Cents that this order leaves.
	 */
	private function walk( int $seed, int $before ): int {
		\mt_srand( $seed );
		\update_option( 'woocommerce_prices_include_tax', self::one_in( 2 ) ? 'yes' : 'no' );
		$this->done = [];
		$order      = \wc_create_order();
		$order->set_billing_email( 'walker@example.test' );
		if ( self::one_in( 4 ) ) {
			$order->set_payment_method( 'cod' );
		}
		$order->add_product( $this->products[ \mt_rand( 0, 3 ) ], \mt_rand( 1, 3 ) );
		$order->calculate_totals();
		$order->save();
		$id   = $order->get_id();
		$left   = 0;
		$scored = self::scores( $this->all )[ $this->ada ] ?? 0;
		for ( $step = 0; $step < self::STEPS; $step++ ) {
			self::set_clock( \gmdate( 'Y-m-d\TH:i:s\Z', \strtotime( self::clock() ) + 30 ) );
			$this->step( $id );
			$pool = self::pool( $this->all );
			\wp_cache_flush(); // The next request has an empty cache.
			$left  = $this->kept( $id );
			$told  = \sprintf( 'walk %d: %s', $seed, \implode( ', ', $this->done ) );
			$found = (int) \str_replace( '.', '', $pool );
			self::assertNoFailures();
			self::assertSame( $before + $left, $found, $told );
			$points = $this->points( $id, $left );
			if ( null !== $points ) {
				self::assertSame( $scored + $points, self::scores( $this->all )[ $this->ada ] ?? 0, $told );
			}
			$counts = \siren_status( self::clock() )['counts'];
			self::assertSame( [ 0, 0, 0 ], [ $counts['conflicts'], $counts['waiting_refunds'], $counts['ignored_refunds'] ], $told );
		}
		return $left;
	}

	/**
	 * Cents of an order that WooCommerce says were kept.
	 *
	 * @param int $id Order.
	 */
	private function kept( int $id ): int {
		$order = \wc_get_order( $id );
		if ( ! $order instanceof \WC_Order || \in_array( $order->get_status(), [ 'pending', 'cancelled', 'failed', 'trash' ], true ) ) {
			return 0;
		}
		if ( null === $order->get_date_paid() && 'completed' !== $order->get_status() ) {
			return 0;
		}
		$cents = static fn( mixed $amount ): int => (int) \str_replace( '.', '', \number_format( (float) $amount, 2, '.', '' ) );
		if ( 'refunded' === $order->get_status() && [] !== $order->get_refunds() ) {
			return 0;
		}
		return \max( 0, $cents( $order->get_total() ) - $cents( $order->get_total_refunded() ) );
	}

	/**
	 * Number of an order's lines that earn, where it is certain: all if nothing was refunded, none if everything was.
	 *
	 * @param int $id   Order.
	 * @param int $left Cents that were kept.
	 */
	private function points( int $id, int $left ): ?int {
		$order = \wc_get_order( $id );
		if ( 0 === $left ) {
			return 0;
		}
		// WooCommerce does not list refunds trashed together with an order that is a post, but they still apply.
		$is_plain = [] === $order->get_refunds() && 0.0 === (float) $order->get_total_refunded();
		return $is_plain ? \count( $order->get_items( 'line_item' ) ) : null;
	}

	/**
	 * Does something random to an order.
	 *
	 * @param int $id Order.
	 */
	private function step( int $id ): void {
		$order = \wc_get_order( $id );
		if ( ! $order instanceof \WC_Order ) {
			$this->done[] = 'gone';
			return;
		}
		$deeds = [ 'pay', 'move', 'move', 'move', 'refund_lines', 'refund_lines', 'refund_amount', 'refund_tax', 'refund_all', 'delete_refund', 'add_line', 'quantity', 'coupon', 'remove_line', 'total', 'trash', 'resave', 'storm', 'delete' ];
		$deed  = $deeds[ \mt_rand( 0, \count( $deeds ) - ( self::one_in( 10 ) ? 1 : 2 ) ) ];
		$said  = $this->$deed( $order );
		$this->done[] = \trim( $deed . ' ' . $said );
	}

	private function pay( \WC_Order $order ): string {
		$order->payment_complete();
		return '';
	}

	private function move( \WC_Order $order ): string {
		$status = self::STATUSES[ \mt_rand( 0, 6 ) ];
		if ( 'trash' === $order->get_status() ) {
			$order->untrash();
			return 'back from the trash';
		}
		$order->update_status( $status );
		return $status;
	}

	private function storm( \WC_Order $order ): string {
		foreach ( [ 'cancelled', 'processing', 'cancelled', 'completed' ] as $status ) {
			\wc_get_order( $order->get_id() )->update_status( $status );
			if ( self::one_in( 2 ) ) {
				self::end_request();
			}
		}
		return '';
	}

	private function refund_lines( \WC_Order $order ): string {
		$lines = [];
		$sum   = 0.0;
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			if ( self::one_in( 2 ) ) {
				continue;
			}
			$quantity = \mt_rand( 0, (int) $item->get_quantity() );
			$left     = (float) $item->get_total() - (float) $order->get_total_refunded_for_item( $item->get_id() );
			$amount   = \round( self::one_in( 2 ) ? $left : $left / 3, 2 );
			$tax      = [];
			foreach ( $item->get_taxes()['total'] as $rate => $total ) {
				$tax[ $rate ] = \round( self::one_in( 2 ) ? ( (float) $total ) / 2 : 0, 2 );
				$sum         += $tax[ $rate ];
			}
			if ( $amount < 0 ) {
				continue;
			}
			$lines[ $item->get_id() ] = [
				'qty'          => $quantity,
				'refund_total' => $amount,
				'refund_tax'   => $tax,
			];
			$sum                     += $amount;
		}
		return $this->give( $order, $sum + ( self::one_in( 5 ) ? 1.5 : 0 ), $lines );
	}

	private function refund_amount( \WC_Order $order ): string {
		return $this->give( $order, \mt_rand( 1, 2000 ) / 100, [] );
	}

	private function refund_tax( \WC_Order $order ): string {
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			foreach ( $item->get_taxes()['total'] as $rate => $total ) {
				$tax = \round( (float) $total / 2, 2 );
				return $this->give(
					$order,
					$tax,
					[
						$item->get_id() => [
							'qty'          => 0,
							'refund_total' => 0,
							'refund_tax'   => [ $rate => $tax ],
						],
					]
				);
			}
		}
		return 'no tax';
	}

	private function refund_all( \WC_Order $order ): string {
		return $this->give( $order, (float) $order->get_remaining_refund_amount(), [] );
	}

	private function give( \WC_Order $order, float $amount, array $lines ): string {
		$amount = \min( \round( $amount, 2 ), (float) $order->get_remaining_refund_amount() );
		if ( $amount <= 0 ) {
			return 'nothing';
		}
		$refund = \wc_create_refund(
			[
				'order_id'   => $order->get_id(),
				'amount'     => \wc_format_decimal( $amount, 2 ),
				'line_items' => $lines,
			]
		);
		return $refund instanceof \WC_Order_Refund ? \wc_format_decimal( $amount, 2 ) : 'refused';
	}

	private function delete_refund( \WC_Order $order ): string {
		$refunds = $order->get_refunds();
		if ( [] === $refunds ) {
			return 'none';
		}
		$refund = $refunds[ \mt_rand( 0, \count( $refunds ) - 1 ) ];
		$refund->delete( true );
		\do_action( 'woocommerce_refund_deleted', $refund->get_id(), $order->get_id() );
		return '';
	}

	private function add_line( \WC_Order $order ): string {
		$order->add_product( $this->products[ \mt_rand( 0, 3 ) ], \mt_rand( 1, 2 ) );
		$order->calculate_totals();
		return '';
	}

	private function remove_line( \WC_Order $order ): string {
		$items = $order->get_items( 'line_item' );
		if ( \count( $items ) < 2 ) {
			return 'the only one';
		}
		$order->remove_item( \array_keys( $items )[ \mt_rand( 0, \count( $items ) - 1 ) ] );
		$order->calculate_totals();
		$order->save();
		return '';
	}

	private function quantity( \WC_Order $order ): string {
		$items = $order->get_items( 'line_item' );
		if ( [] === $items ) {
			return 'none';
		}
		$item     = \array_values( $items )[ \mt_rand( 0, \count( $items ) - 1 ) ];
		$quantity = \mt_rand( 1, 4 );
		$price    = (float) $item->get_subtotal() / \max( 1, $item->get_quantity() );
		$item->set_quantity( $quantity );
		$item->set_subtotal( (string) \round( $price * $quantity, 2 ) );
		$item->set_total( (string) \round( $price * $quantity, 2 ) );
		$item->save();
		\wc_get_order( $order->get_id() )->calculate_totals();
		return (string) $quantity;
	}

	private function coupon( \WC_Order $order ): string {
		if ( \in_array( 'walk', $order->get_coupon_codes(), true ) ) {
			$order->remove_coupon( 'walk' );
			return 'off';
		}
		return \is_wp_error( $order->apply_coupon( 'walk' ) ) ? 'refused' : 'on';
	}

	private function total( \WC_Order $order ): string {
		$fee = new \WC_Order_Item_Fee();
		$fee->set_name( 'By hand' );
		$fee->set_total( (string) ( \mt_rand( 1, 500 ) / 100 ) );
		$order->add_item( $fee );
		$order->calculate_totals();
		return 'fee';
	}

	private function trash( \WC_Order $order ): string {
		if ( 'trash' !== $order->get_status() ) {
			$order->delete();
		}
		return '';
	}

	private function resave( \WC_Order $order ): string {
		$order->update_meta_data( 'note', (string) \mt_rand() );
		$order->save();
		return '';
	}

	private function delete( \WC_Order $order ): string {
		$order->delete( true );
		return '';
	}

	/**
	 * Whether a random event happens.
	 *
	 * @param int $times Once in this many times on average.
	 */
	private static function one_in( int $times ): bool {
		return 1 === \mt_rand( 1, $times );
	}
}
