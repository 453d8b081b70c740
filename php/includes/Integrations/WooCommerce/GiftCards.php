<?php
/**
 * Gift cards: sold, and used to pay with.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * The money of a gift card counts once: when something is bought with it, so that it goes to whoever made that; or, where
 * the site says so, when the card is sold. The setting is `used` or `sold`; an order keeps the one that it was first
 * recorded with.
 *
 * Known are WooCommerce Gift Cards, PW Gift Cards and YITH's.
 */
final class GiftCards {

	/** Types of products that are gift cards. */
	private const PRODUCTS = [ 'gift-card', 'gift_card', 'pw-gift-card' ];

	/** Types of the items of an order that say what was paid with a card. */
	private const ITEMS = [ 'gift_card', 'pw_gift_card', 'yith_gift_card' ];

	/** Product meta by which WooCommerce Gift Cards marks its products. */
	private const PRODUCT_META = '_gift_card';

	/** Order meta in which YITH keeps what was paid with cards, by their codes. */
	private const PAID_META = '_ywgc_applied_gift_cards';

	/**
	 * Whether an item of an order stays out of the sale: a sold card, where its money counts when it is used.
	 *
	 * @param \WC_Order_Item_Product $item   The item.
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
	 * What of an order was paid with cards whose money has counted already, when they were sold.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $counted When the money of cards counts.
	 * @return array<string,string> Amounts as the shop gives them, by their name in the sale.
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
