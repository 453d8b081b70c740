<?php
/**
 * Gift cards, sold or used for payment.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * The money of a gift card counts once: by default when something is bought with it, so that it benefits whoever made
 * that; or, if the site chooses so, when the card is sold. The setting is `used` or `sold`; an order keeps the value
 * with which it was first recorded. Supports WooCommerce Gift Cards, PW Gift Cards and YITH Gift Cards.
 */
final class GiftCards {

	/** Product types of gift cards. */
	private const PRODUCTS = [ 'gift-card', 'gift_card', 'pw-gift-card' ];

	/** Types of order items that represent payment with a card. */
	private const ITEMS = [ 'gift_card', 'pw_gift_card', 'yith_gift_card' ];

	/** Product meta with which WooCommerce Gift Cards marks its products. */
	private const PRODUCT_META = '_gift_card';

	/** Order meta of YITH: amounts paid with cards, by code. */
	private const PAID_META = '_ywgc_applied_gift_cards';

	/**
	 * Whether an order item is left out of the sale: a sold card whose money counts when it is used.
	 *
	 * @param \WC_Order_Item_Product $item   Item.
	 * @param string                 $counted When its money counts.
	 */
	public static function stays_out( \WC_Order_Item_Product $item, string $counted ): bool {
		if ( 'used' !== $counted ) {
			return false;
		}
		$product = $item->get_product();
		return 'yes' === \get_post_meta( (int) $item->get_product_id(), self::PRODUCT_META, true )
			|| ( $product instanceof \WC_Product && \in_array( $product->get_type(), self::PRODUCTS, true ) );
	}

	/**
	 * The amounts of an order that were paid with cards whose money already counted when they were sold.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $counted When the money of cards counts.
	 * @return array<string,string> Amounts as the shop returns them, by id in the sale.
	 */
	public static function counted_before( \WC_Order $order, string $counted ): array {
		if ( 'sold' !== $counted ) {
			return [];
		}
		$paid = [];
		foreach ( $order->get_items( self::ITEMS ) as $item ) {
			if ( \method_exists( $item, 'get_amount' ) ) {
				$paid[ 'gift-card-' . $item->get_id() ] = (string) $item->get_amount();
			}
		}
		$by_code = $order->get_meta( self::PAID_META );
		foreach ( [] === $paid && \is_array( $by_code ) ? $by_code : [] as $code => $amount ) {
			$paid[ 'gift-card-' . \md5( (string) $code ) ] = (string) $amount;
		}
		return $paid;
	}
}
