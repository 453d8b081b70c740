<?php
/**
 * WooCommerce: orders and their changes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\WooCommerce\Order;
use Siren\Distributors\Integrations\WooCommerce\OrderIds;
use Siren\Distributors\Integrations\WooCommerce\SplitOrders;
use Siren\Distributors\Recorder;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\Receipt;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Shop;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Hooks only note that an order changed. Several hooks cover the same change, because an exception in another plugin's
 * callback suppresses later ones while WooCommerce carries on. Orders are only read through WooCommerce's own objects,
 * so it does not matter whether they are stored as posts or in their own tables. Callbacks accept any arguments and
 * check them inside the Recorder: a type error here must not break a checkout.
 */
final class WooCommerce implements Integration, Shop {

	public const SOURCE = 'woocommerce';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta: what was recorded about the order. */
	public const RECEIPT_META = '_siren_receipt';

	/** Type of the orders that are sales. Instalments, subscriptions and vendors' copies have types of their own. */
	public const ORDER = 'shop_order';

	/** Whether a receipt is being stored. */
	private static bool $is_keeping_a_receipt = false;

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'product' ];
	}

	public static function shop(): ?string {
		return self::class;
	}

	public static function course_orders(): ?string {
		return WooCommerce\CourseOrders::class;
	}

	public static function past(): array {
		return [];
	}

	/** Declares compatibility with high-performance order storage and the block checkout. */
	public static function declare_compatibility(): void {
		if ( ! \class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			return;
		}
		foreach ( [ 'custom_order_tables', 'cart_checkout_blocks' ] as $feature ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( $feature, SIREN_DISTRIBUTORS_FILE, true );
		}
	}

	/**
	 * An order was created in the classic checkout and is not paid yet: store who referred the customer. The customer
	 * may then pay on a gateway's page, where this site's cookie is not available.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $posted   Submitted checkout data.
	 * @param mixed $order    Order.
	 */
	public static function checkout_processed( mixed $order_id, mixed $posted, mixed $order ): void {
		self::block_checkout_processed( $order );
	}

	/**
	 * An order was created in the block checkout and is not paid yet.
	 *
	 * @param mixed $order The order.
	 */
	public static function block_checkout_processed( mixed $order ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ) );
	}

	/**
	 * An order was created. Express payment buttons and API checkouts create orders without the checkout hooks.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $order    The order.
	 */
	public static function order_created( mixed $order_id, mixed $order = null ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ?? \wc_get_order( (int) $order_id ) ) );
	}

	/**
	 * A customer is about to pay an existing order, which may have been created for them in wp-admin.
	 *
	 * @param mixed $order The order.
	 */
	public static function order_paying( mixed $order ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ) );
	}

	/**
	 * An order was created, saved, refunded, trashed or restored, or its status changed.
	 *
	 * @param mixed $order Order or its id.
	 */
	public static function seen( mixed $order ): void {
		if ( $order instanceof \WC_Abstract_Order ) {
			$parent = $order->get_parent_id();
			self::note( $parent ); // A change of a refund or an instalment is a change of its order.
			if ( $parent > 0 && self::ORDER === $order->get_type() ) {
				// When one part is removed, another one carries the coupons of the whole order.
				Recorder::attempt( static fn() => \array_map( static fn( \WC_Order $part ) => self::note( $part->get_id() ), SplitOrders::parts( $parent ) ) );
			}
			$order = $order->get_id();
		}
		self::note( $order );
	}

	/**
	 * An item of an order was saved.
	 *
	 * @param mixed $item_id  Item id.
	 * @param mixed $item     The item.
	 * @param mixed $order_id Order id.
	 */
	public static function item_written( mixed $item_id, mixed $item = null, mixed $order_id = 0 ): void {
		self::note( $order_id );
	}

	/**
	 * An item of an order is about to be deleted.
	 *
	 * @param mixed $item_id Item id.
	 */
	public static function item_deleting( mixed $item_id ): void {
		if ( \is_numeric( $item_id ) ) {
			self::note( \wc_get_order_id_by_order_item_id( (int) $item_id ) );
		}
	}

	/**
	 * A refund was deleted.
	 *
	 * @param mixed $refund_id Refund id.
	 * @param mixed $order_id  Order id.
	 */
	public static function refund_deleted( mixed $refund_id, mixed $order_id ): void {
		self::note( $order_id );
	}

	/**
	 * A refund is about to be deleted. Uses a filter, because with high-performance order storage no action is fired.
	 *
	 * @param mixed $forbidden Anything but null prevents the deletion.
	 * @param mixed $refund    The refund.
	 * @return mixed Unchanged value.
	 */
	public static function refund_deleting( mixed $forbidden, mixed $refund ): mixed {
		self::seen( $refund );
		return $forbidden;
	}

	/**
	 * An order is about to be deleted permanently.
	 *
	 * @param mixed $order_id Order id.
	 */
	public static function deleting( mixed $order_id ): void {
		if ( \is_numeric( $order_id ) && (int) $order_id > 0 ) {
			ChangedOrders::gone( self::class, (int) $order_id );
		}
	}

	/**
	 * A post was trashed or restored; it may be an order in the list of posts, for which WooCommerce fires no hook of
	 * its own.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_seen( mixed $post_id ): void {
		if ( self::is_order_post( $post_id ) ) {
			self::note( $post_id );
		}
	}

	/**
	 * A post is about to be deleted; it may be an order.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_deleting( mixed $post_id ): void {
		if ( self::is_order_post( $post_id ) ) {
			self::deleting( $post_id );
		}
	}

	/**
	 * WooCommerce Subscriptions created a renewal order. It has no checkout, so the referral is copied from the order
	 * that started the subscription.
	 *
	 * @param mixed $renewal      Renewal order.
	 * @param mixed $subscription The subscription.
	 * @return mixed Renewal order.
	 */
	public static function renewal_created( mixed $renewal, mixed $subscription ): mixed {
		Recorder::attempt( static fn() => self::hand_on_referral( $renewal, $subscription ) );
		return $renewal;
	}

	/**
	 * Reads the current state of an order.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null for a refund, a subscription, an instalment, a vendor's copy, or if it does not exist.
	 */
	public static function sale( int $id ): ?Sale {
		$order = self::order( $id );
		if ( null === $order ) {
			return null;
		}
		$receipt = Receipt::of( (string) $order->get_meta( self::RECEIPT_META ), self::SOURCE . ':' . $id );
		return ( new Order( $order, $receipt->gift_cards ?: Settings::all()['gift_cards'] ) )->sale();
	}

	/**
	 * What was recorded about an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		return (string) self::order( $id )?->get_meta( self::RECEIPT_META );
	}

	/**
	 * Stores what was recorded about an order.
	 *
	 * @param int    $id      Order id.
	 * @param string $receipt Text.
	 */
	public static function keep_receipt( int $id, string $receipt ): void {
		$order = self::order( $id );
		if ( null !== $order ) {
			$order->update_meta_data( self::RECEIPT_META, $receipt );
			self::$is_keeping_a_receipt = true;
			try {
				$order->save_meta_data();
			} finally {
				self::$is_keeping_a_receipt = false;
			}
		}
	}

	/**
	 * Whether WooCommerce saves the whole order after its metadata changed. Not after a receipt: nothing else changed,
	 * and saving takes twenty queries.
	 *
	 * @param mixed $saves Whether it would.
	 */
	public static function saves_after_keeping( mixed $saves ): mixed {
		return self::$is_keeping_a_receipt ? false : $saves;
	}

	/**
	 * Orders in ascending order of id.
	 *
	 * @param int $after Only orders with a higher id.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_after( int $after, int $limit ): array {
		return OrderIds::after( $after, $limit );
	}

	/** Number of orders. */
	public static function how_many_orders(): int {
		return OrderIds::count();
	}

	/**
	 * Orders that changed recently.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		return OrderIds::changed_since( $since, $limit );
	}

	/**
	 * The link code stored with an order or with the one it comes from: for a subscription the order that started it,
	 * for a vendor's part the whole order.
	 *
	 * @param \WC_Order $order Order.
	 */
	public static function referral( \WC_Order $order ): string {
		$code   = (string) $order->get_meta( self::REFERRAL_META );
		$parent = '' === $code && $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		return $parent instanceof \WC_Order ? (string) $parent->get_meta( self::REFERRAL_META ) : $code;
	}

	/**
	 * Notes that an order changed.
	 *
	 * @param mixed $id Order id.
	 */
	private static function note( mixed $id ): void {
		if ( \is_numeric( $id ) ) {
			ChangedOrders::note( self::class, (int) $id );
		}
	}

	/**
	 * Loads an order that can be a sale.
	 *
	 * @param int $id Order id.
	 * @return ?\WC_Order Null for a refund, a subscription or another type, or if it does not exist.
	 */
	private static function order( int $id ): ?\WC_Order {
		$found = \function_exists( 'wc_get_order' ) ? \wc_get_order( $id ) : null;
		return $found instanceof \WC_Order && self::ORDER === $found->get_type() ? $found : null;
	}

	/**
	 * Whether a post is an order. Orders in their own tables have a placeholder post of another type, or none.
	 *
	 * @param mixed $post_id Post id.
	 */
	private static function is_order_post( mixed $post_id ): bool {
		return \is_numeric( $post_id ) && self::ORDER === \get_post_type( (int) $post_id );
	}

	/**
	 * Stores the remembered link code with an order. Not if shop staff create the order for a customer, because the
	 * cookie is theirs, and not for a renewal, which has the referrer of its subscription.
	 *
	 * @param mixed $order As passed by the hook.
	 */
	private static function stamp_referral( mixed $order ): void {
		if ( ! $order instanceof \WC_Order || self::ORDER !== $order->get_type() ) {
			return;
		}
		// @mago-ignore analysis:non-existent-function -- of WooCommerce Subscriptions.
		$renewed = \function_exists( 'wcs_get_subscriptions_for_renewal_order' ) ? \wcs_get_subscriptions_for_renewal_order( $order ) : [];
		if ( [] !== $renewed ) {
			self::hand_on_referral( $order, \reset( $renewed ) );
			return;
		}
		$code    = Attribution::of_customer();
		$is_own  = \get_current_user_id() === (int) $order->get_customer_id();
		$is_kept = null !== $code && $code !== $order->get_meta( self::REFERRAL_META );
		if ( $is_kept && ( $is_own || ! \current_user_can( 'edit_others_shop_orders' ) ) ) {
			$order->update_meta_data( self::REFERRAL_META, $code );
			$order->save_meta_data();
		}
	}

	/**
	 * Stores the referrer of the subscription with a renewal, and no other.
	 *
	 * @param mixed $renewal      Renewal order.
	 * @param mixed $subscription The subscription.
	 */
	private static function hand_on_referral( mixed $renewal, mixed $subscription ): void {
		if ( ! $renewal instanceof \WC_Order || ! $subscription instanceof \WC_Order ) {
			return;
		}
		$code = self::referral( $subscription );
		if ( '' === $code ) {
			$renewal->delete_meta_data( self::REFERRAL_META );
		} else {
			$renewal->update_meta_data( self::REFERRAL_META, $code );
		}
		$renewal->save_meta_data();
	}
}
