<?php
/**
 * Reads one WooCommerce order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Integrations\WooCommerce;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\Quantity;
use Siren\Distributors\Sales\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * Converts WooCommerce's objects to a sale.
 */
final class Order {

	/**
	 * Creates a reader.
	 *
	 * @param \WC_Order $order      The order.
	 * @param string    $gift_cards When the money of gift cards counts: `used` or `sold`.
	 */
	public function __construct( private readonly \WC_Order $order, private readonly string $gift_cards ) {}

	/** The current state of the order. If it does not count, only its identity is read. */
	public function sale(): Sale {
		$order = $this->order;
		$sale  = new Sale( WooCommerce::SOURCE, $order->get_id(), $order->get_currency() );
		$paid  = Payment::date( $order );
		if ( null === $paid || SplitOrders::is_whole( $order ) ) {
			return $sale;
		}
		$sale->was_paid( $paid );
		$sale->counts_gift_cards_when( $this->gift_cards );
		$this->add_products( $sale );
		$this->add_charges( $sale );
		foreach ( Taxes::of( $order ) as $id => $total ) {
			$sale->detail( 'tax', (string) $id, $total );
		}
		foreach ( GiftCards::counted_before( $order, $this->gift_cards ) as $id => $amount ) {
			$sale->detail( 'discount', $id, Money::negate( $amount ) );
		}
		$instalments = Payment::instalments_paid( $order );
		if ( null !== $instalments ) {
			$sale->paid_only( $instalments );
		}
		$whole = SplitOrders::whole_of( $order );
		$sale->used_coupons( $whole->get_coupon_codes() );
		$sale->came_by( WooCommerce::referral( $whole ) );
		$sale->credits( SplitOrders::credits( $order ) );
		$sale->bought_by( (int) $order->get_customer_id(), (string) $order->get_billing_email() );
		// @mago-ignore analysis:non-existent-function -- of WooCommerce Subscriptions.
		$sale->is_renewal( \function_exists( 'wcs_order_contains_renewal' ) && \wcs_order_contains_renewal( $order ) );
		$this->add_refunds( $sale );
		return $sale;
	}

	/**
	 * Adds the products of an order with their current owners.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_products( Sale $sale ): void {
		foreach ( $this->order->get_items( 'line_item' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Product || GiftCards::stays_out( $item, $this->gift_cards ) ) {
				continue;
			}
			// Always the parent product: the author of a variation is whoever saved it last.
			$product_id = (int) $item->get_product_id();
			$product    = $item->get_product();
			$terms      = $product_id > 0 ? \get_the_terms( $product_id, 'product_cat' ) : [];
			$sale->product(
				(string) $item->get_id(),
				$item->get_subtotal(),
				$item->get_total(),
				Owners::of_product( $product_id, WooCommerce::SOURCE, (int) $item->get_variation_id() ),
				[
					'quantity'   => Quantity::of( $item->get_quantity() ) ?: 1,
					'name'       => (string) $item->get_name(),
					'categories' => \is_array( $terms ) ? \array_values( \wp_list_pluck( $terms, 'slug' ) ) : [],
					'type'       => $product ? (string) $product->get_type() : '',
					'sku'        => $product ? (string) $product->get_sku() : '',
				]
			);
		}
	}

	/**
	 * Adds the fees and shipping of an order.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_charges( Sale $sale ): void {
		foreach ( [ 'fee', 'shipping' ] as $kind ) {
			foreach ( $this->order->get_items( $kind ) as $item ) {
				if ( $item instanceof \WC_Order_Item_Fee || $item instanceof \WC_Order_Item_Shipping ) {
					$sale->detail( $kind, (string) $item->get_id(), $item->get_total(), [ 'name' => (string) $item->get_name() ] );
				}
			}
		}
	}

	/**
	 * Adds the refunds of an order, oldest first.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_refunds( Sale $sale ): void {
		$refunds = \wc_get_orders(
			[
				'type'    => 'shop_order_refund',
				'parent'  => $this->order->get_id(),
				// Orders stored as posts trash their refunds with them, and WooCommerce still counts those.
				'status'  => [ ...\array_keys( \wc_get_order_statuses() ), 'trash' ],
				'orderby' => 'id',
				'order'   => 'ASC',
				'limit'   => -1,
			]
		);
		$foreign = [] === $refunds ? [] : $this->lines_that_stay_out();
		foreach ( $refunds as $refund ) {
			$sale->refund( (string) $refund->get_id(), $refund->get_date_created()?->getTimestamp(), $refund->get_amount(), $this->refunded_lines( $refund ), $foreign );
		}
		if ( [] !== $refunds && 'refunded' === $this->order->get_status() ) {
			$sale->was_given_back();
		}
	}

	/**
	 * Lines of the order that are left out of the sale.
	 *
	 * @return string[]
	 */
	private function lines_that_stay_out(): array {
		$out = [];
		foreach ( $this->order->get_items( 'line_item' ) as $item ) {
			if ( $item instanceof \WC_Order_Item_Product && GiftCards::stays_out( $item, $this->gift_cards ) ) {
				$out[] = (string) $item->get_id();
			}
		}
		return $out;
	}

	/**
	 * The lines of a refund. WooCommerce returns negative amounts and quantities; the ledger takes positive ones.
	 *
	 * @param \WC_Order_Refund $refund The refund.
	 * @return array[]
	 */
	private function refunded_lines( \WC_Order_Refund $refund ): array {
		$lines = [];
		foreach ( $refund->get_items( [ 'line_item', 'fee', 'shipping' ] ) as $item ) {
			$original = (int) $item->get_meta( '_refunded_item_id' );
			if ( $original > 0 && \method_exists( $item, 'get_total' ) ) {
				$lines[] = [
					'external_id' => (string) $original,
					'amount'      => Money::negate( (string) $item->get_total() ),
					'quantity'    => Quantity::of( $item->get_quantity() ),
				];
			}
		}
		foreach ( Taxes::of( $refund ) as $id => $total ) {
			$lines[] = [
				'external_id' => (string) $id,
				'amount'      => Money::negate( $total ),
			];
		}
		return $lines;
	}
}
