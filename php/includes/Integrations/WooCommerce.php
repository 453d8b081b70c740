<?php
/**
 * WooCommerce: orders, whatever becomes of them.
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
 * Each hook only notes that an order was seen. Several tell of the same thing: what another plugin throws in one of them
 * hides the later ones, and WooCommerce goes on as if nothing had been.
 *
 * Orders are only ever read through WooCommerce's own objects, so it does not matter whether they are kept as posts or
 * in tables of their own. Hook callbacks take whatever they are given and look at it inside the Recorder: a type error
 * of ours must not end a checkout.
 */
final class WooCommerce implements Integration, Shop {

	public const SOURCE = 'woocommerce';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta with what was recorded of it. */
	public const RECEIPT_META = '_siren_receipt';

	/** The type of orders that are sales. Instalments, subscriptions and vendors' copies have types of their own. */
	public const ORDER = 'shop_order';

	/** Whether a receipt is being kept. */
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

	/**
	 * Tells WooCommerce that orders in tables of their own and the block checkout are fine with this plugin.
	 */
	public static function declare_compatibility(): void {
		if ( ! \class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			return;
		}
		foreach ( [ 'custom_order_tables', 'cart_checkout_blocks' ] as $feature ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( $feature, SIREN_DISTRIBUTORS_FILE, true );
		}
	}

	/**
	 * An order was made in the classic checkout, not yet paid: keep who brought the customer.
	 *
	 * Afterwards the customer may pay on a gateway's page, where this site's cookie is out of reach.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $posted   What the checkout form sent.
	 * @param mixed $order    The order.
	 */
	public static function checkout_processed( mixed $order_id, mixed $posted, mixed $order ): void {
		self::block_checkout_processed( $order );
	}

	/**
	 * An order was made in the block checkout, not yet paid.
	 *
	 * @param mixed $order The order.
	 */
	public static function block_checkout_processed( mixed $order ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ) );
	}

	/**
	 * An order came into being. Buttons that pay at once, and checkouts by an API, make theirs without a checkout's hooks.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $order    The order.
	 */
	public static function order_created( mixed $order_id, mixed $order = null ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ?? \wc_get_order( (int) $order_id ) ) );
	}

	/**
	 * A customer is about to pay an order that was made before, perhaps for them in wp-admin.
	 *
	 * @param mixed $order The order.
	 */
	public static function order_paying( mixed $order ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ) );
	}

	/**
	 * An order was made, saved, moved, refunded, or went to the trash or came back.
	 *
	 * @param mixed $order The order or its id.
	 */
	public static function seen( mixed $order ): void {
		if ( $order instanceof \WC_Abstract_Order ) {
			$parent = $order->get_parent_id();
			self::note( $parent ); // A refund's or an instalment's trouble is its order's.
			if ( $parent > 0 && self::ORDER === $order->get_type() ) {
				// When one part goes, another carries the coupons of the whole.
				Recorder::attempt( static fn() => \array_map( static fn( \WC_Order $part ) => self::note( $part->get_id() ), SplitOrders::parts( $parent ) ) );
			}
			$order = $order->get_id();
		}
		self::note( $order );
	}

	/**
	 * An item of an order was written.
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
	 * A refund is about to be deleted. A filter, because with orders in tables of their own no action tells of it.
	 *
	 * @param mixed $forbidden Anything but null keeps the refund.
	 * @param mixed $refund    The refund.
	 * @return mixed What it came with.
	 */
	public static function refund_deleting( mixed $forbidden, mixed $refund ): mixed {
		self::seen( $refund );
		return $forbidden;
	}

	/**
	 * An order is about to be deleted for good.
	 *
	 * @param mixed $order_id Order id.
	 */
	public static function deleting( mixed $order_id ): void {
		if ( \is_numeric( $order_id ) && (int) $order_id > 0 ) {
			ChangedOrders::gone( self::class, (int) $order_id );
		}
	}

	/**
	 * A post went to the trash or came back from it: perhaps an order from the list of posts, of which WooCommerce's own
	 * hooks know nothing.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_seen( mixed $post_id ): void {
		if ( self::is_order_post( $post_id ) ) {
			self::note( $post_id );
		}
	}

	/**
	 * A post is about to be deleted: perhaps an order.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_deleting( mixed $post_id ): void {
		if ( self::is_order_post( $post_id ) ) {
			self::deleting( $post_id );
		}
	}

	/**
	 * WooCommerce Subscriptions made the order of a renewal. It has no checkout, so who once brought the customer is
	 * taken from the order that began the subscription.
	 *
	 * @param mixed $renewal      The renewal's order.
	 * @param mixed $subscription The subscription.
	 * @return mixed The renewal's order.
	 */
	public static function renewal_created( mixed $renewal, mixed $subscription ): mixed {
		Recorder::attempt( static fn() => self::hand_on_referral( $renewal, $subscription ) );
		return $renewal;
	}

	/**
	 * What WooCommerce's books show of an order now.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null for a refund, a subscription, an instalment, a vendor's copy, nothing.
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
	 * What was recorded of an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		return (string) self::order( $id )?->get_meta( self::RECEIPT_META );
	}

	/**
	 * Keeps what was recorded of an order.
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
	 * Whether WooCommerce saves an order whole after something was kept with it. Not after a receipt: that is nothing new
	 * to anybody, and would take twenty queries.
	 *
	 * @param mixed $saves Whether it would.
	 */
	public static function saves_after_keeping( mixed $saves ): mixed {
		return self::$is_keeping_a_receipt ? false : $saves;
	}

	/**
	 * Orders by their ids.
	 *
	 * @param int $after Only those with a higher id.
	 * @param int $limit At most so many.
	 * @return int[]
	 */
	public static function orders_after( int $after, int $limit ): array {
		return OrderIds::after( $after, $limit );
	}

	/**
	 * How many orders there are.
	 */
	public static function how_many_orders(): int {
		return OrderIds::count();
	}

	/**
	 * Orders that changed lately.
	 *
	 * @param int $since Seconds since 1970.
	 * @param int $limit At most so many.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		return OrderIds::changed_since( $since, $limit );
	}

	/**
	 * The link code kept on an order, or on the one it comes from: a subscription from the order that began it, a
	 * vendor's part from the whole.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function referral( \WC_Order $order ): string {
		$code   = (string) $order->get_meta( self::REFERRAL_META );
		$parent = '' === $code && $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		return $parent instanceof \WC_Order ? (string) $parent->get_meta( self::REFERRAL_META ) : $code;
	}

	/**
	 * Notes that an order was seen.
	 *
	 * @param mixed $id Order id.
	 */
	private static function note( mixed $id ): void {
		if ( \is_numeric( $id ) ) {
			ChangedOrders::note( self::class, (int) $id );
		}
	}

	/**
	 * An order that can be a sale.
	 *
	 * @param int $id Order id.
	 * @return ?\WC_Order Null where it is a refund's, a subscription's, another type's or nothing's.
	 */
	private static function order( int $id ): ?\WC_Order {
		$found = \function_exists( 'wc_get_order' ) ? \wc_get_order( $id ) : null;
		return $found instanceof \WC_Order && self::ORDER === $found->get_type() ? $found : null;
	}

	/**
	 * Whether a post is an order. Other orders have a placeholder of another type, or none.
	 *
	 * @param mixed $post_id Post id.
	 */
	private static function is_order_post( mixed $post_id ): bool {
		return \is_numeric( $post_id ) && self::ORDER === \get_post_type( (int) $post_id );
	}

	/**
	 * Keeps the remembered link code on an order. Not where the shop's staff makes an order for somebody else, whose browser
	 * it is not; and a renewal was brought by whoever brought its subscription.
	 *
	 * @param mixed $order What a hook passed.
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
	 * Keeps on a renewal who brought the customer of its subscription, and nobody else.
	 *
	 * @param mixed $renewal      The renewal's order.
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
