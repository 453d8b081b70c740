<?php
/**
 * LearnPress: orders and their changes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\LearnPress;

use Siren\Distributors\Integrations\LearnPress;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\OrderPosts;
use Siren\Distributors\Sales\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * An order counts while it is completed; if it is refunded, it counts less the refund. An order paid through
 * WooCommerce is a WooCommerce sale.
 */
final class Orders extends OrderPosts {

	protected const POST = 'lp_order';

	protected const PAID = [ 'lp-completed', self::REFUNDED ];

	private const REFUNDED = 'lp-refunded';

	/** Statuses without a prefix. */
	private const PLAIN = [ '', 'trash', 'auto-draft' ];

	/** Post meta with which the WooCommerce add-on links a LearnPress order to the paid order. */
	private const WOOCOMMERCE_META = '_woo_order_id';

	/** Post meta: the last refund and its date, in UTC. Each refund overwrites the previous one. */
	private const REFUND_META    = '_lp_refunded_amount';
	private const REFUND_AT_META = '_lp_refunded_at';

	/** Post meta: all refunds seen so far, amounts by date. */
	private const REFUNDS_META = '_siren_refunds';

	/**
	 * An order changed its status. LearnPress's order screen writes to the posts table directly, and this is the only
	 * hook it fires.
	 *
	 * @param mixed $order_id Order post.
	 * @param mixed $from     Previous status, without prefix.
	 * @param mixed $to       New status.
	 */
	public static function status_changed( mixed $order_id, mixed $from, mixed $to ): void {
		if ( self::is_order( $order_id ) && \is_string( $from ) && \is_string( $to ) ) {
			self::moved( (int) $order_id, self::prefixed( $from ), self::prefixed( $to ) );
		}
	}

	/**
	 * An item was added to an order.
	 *
	 * @param mixed $item_id  Item id.
	 * @param mixed $item     The item.
	 * @param mixed $order_id Order post.
	 */
	public static function item_added( mixed $item_id, mixed $item = null, mixed $order_id = 0 ): void {
		self::item_deleted( $item_id, $order_id );
	}

	/**
	 * An item of an order was deleted.
	 *
	 * @param mixed $item_id  Item id.
	 * @param mixed $order_id Order post.
	 */
	public static function item_deleted( mixed $item_id, mixed $order_id = 0 ): void {
		if ( self::is_order( $order_id ) ) {
			ChangedOrders::note( self::class, (int) $order_id );
		}
	}

	/** Source name of its sales. */
	public static function source(): string {
		return LearnPress::SOURCE;
	}

	/**
	 * Reads the current state of an order.
	 *
	 * @param int $id Order post.
	 * @return ?Sale Null if it is not an order.
	 */
	public static function sale( int $id ): ?Sale {
		$order = self::is_order( $id ) && \function_exists( 'learn_press_get_order' ) ? \learn_press_get_order( $id ) : false;
		if ( ! $order instanceof \LP_Order ) {
			return null;
		}
		$sale = new Sale( self::source(), $id, (string) $order->get_currency() );
		if ( ! \in_array( \get_post_status( $id ), self::PAID, true ) || '' !== (string) \get_post_meta( $id, self::WOOCOMMERCE_META, true ) ) {
			return $sale;
		}
		$sale->was_paid( self::paid_at( $id, self::made_at( $id ) ) );
		self::add_items( $sale, $order );
		$buyers = $order->get_users();
		$sale->came_by( (string) \get_post_meta( $id, LearnPress::REFERRAL_META, true ) );
		// An order that an administrator creates for several students has no single buyer.
		$sale->bought_by( 1 === \count( $buyers ) ? (int) \reset( $buyers ) : 0, (string) $order->get_checkout_email() );
		$sale->is_renewal( 'subscription' === $order->get_created_via() );
		self::add_refunds( $sale, $id );
		return $sale;
	}

	/**
	 * What a student paid for a course. For orders paid through WooCommerce, see there.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 * @return string[] One for each item that is the course, 0 if the whole order was free or refunded. Free orders
	 *                  created by staff are left out.
	 */
	public static function paid_for( int $course_id, int $student_id ): array {
		global $wpdb;
		$ids  = $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT ref_id FROM {$wpdb->prefix}learnpress_user_items WHERE user_id = %d AND item_id = %d AND item_type = 'lp_course'", $student_id, $course_id ) );
		$paid = [];
		foreach ( \array_map( 'intval', $ids ) as $id ) {
			$order = self::is_order( $id ) ? \learn_press_get_order( $id ) : false;
			if ( ! $order instanceof \LP_Order || ! \in_array( \get_post_status( $id ), self::PAID, true ) || '' !== (string) \get_post_meta( $id, self::WOOCOMMERCE_META, true ) ) {
				continue;
			}
			$by_staff = 'manual' === $order->get_created_via();
			$is_free  = self::is_given_back( $id, (string) $order->get_currency() ) || ( ! $by_staff && Money::is_zero( (string) \get_post_meta( $id, '_order_total', true ) ) );
			foreach ( (array) $order->get_all_items() as $item ) {
				$amount = (string) \learn_press_get_order_item_meta( (int) $item['order_item_id'], '_total' );
				if ( (int) $item['item_id'] === $course_id && ! ( $by_staff && Money::is_zero( $amount ) ) ) {
					$paid[] = $is_free ? '0' : $amount;
				}
			}
		}
		return $paid;
	}

	/**
	 * An order changed its status, or was saved without changing it.
	 *
	 * @param int    $id   Order post.
	 * @param string $from Previous status.
	 * @param string $to   Current status.
	 */
	protected static function moved( int $id, string $from, string $to ): void {
		parent::moved( $id, $from, $to );
		if ( self::REFUNDED === $to ) {
			$refunds = self::refunds( $id );
			if ( [] !== $refunds ) {
				\update_post_meta( $id, self::REFUNDS_META, $refunds );
			}
		}
	}

	/**
	 * Adds the items of an order with their current owners. A manually created order may have no total.
	 *
	 * @param Sale      $sale  Sale to add to.
	 * @param \LP_Order $order The order.
	 */
	private static function add_items( Sale $sale, \LP_Order $order ): void {
		$items = (array) $order->get_all_items();
		foreach ( $items as $item ) {
			$item_id   = (int) $item['order_item_id'];
			$course_id = (int) $item['item_id'];
			$total     = (string) \learn_press_get_order_item_meta( $item_id, '_total' );
			$subtotal  = (string) \learn_press_get_order_item_meta( $item_id, '_subtotal' );
			$sale->product(
				(string) $item_id,
				'' === $subtotal ? $total : $subtotal,
				$total,
				Owners::of( $course_id, LearnPress::teachers( $course_id ), self::source() ),
				[
					'quantity' => \max( 1, (int) \learn_press_get_order_item_meta( $item_id, '_quantity' ) ),
					'name'     => (string) $item['order_item_name'],
					'type'     => (string) $item['item_type'],
				]
			);
		}
		$total = (string) \get_post_meta( (int) $order->get_id(), '_order_total', true );
		if ( [] !== $items && ! Money::is_zero( Money::from_shop( $total, $sale->currency ) ) ) {
			$sale->came_to( $total );
		}
	}

	/**
	 * Adds the refunds of an order. An administrator who only changes the status enters no amount, which means a full
	 * refund.
	 *
	 * @param Sale $sale Sale to add to.
	 * @param int  $id   Order post.
	 */
	private static function add_refunds( Sale $sale, int $id ): void {
		$refunds = self::refunds( $id );
		foreach ( $refunds as $date => $amount ) {
			$made = \strtotime( $date . ' UTC' );
			$sale->refund( '' === $date ? 'refund' : 'refund-' . $date, '' === $date || false === $made ? null : $made, $amount );
		}
		if ( [] === $refunds && self::REFUNDED === \get_post_status( $id ) ) {
			$sale->was_given_back();
		}
	}

	/**
	 * Whether an order was refunded completely.
	 *
	 * @param int    $id       Order post.
	 * @param string $currency ISO 4217 code.
	 */
	private static function is_given_back( int $id, string $currency ): bool {
		$given = (string) \get_post_meta( $id, self::REFUND_META, true );
		$total = (string) \get_post_meta( $id, '_order_total', true );
		return self::REFUNDED === \get_post_status( $id ) && ( '' === $given || ! Money::is_negative( Money::minus( Money::from_shop( $given, $currency ), Money::from_shop( $total, $currency ) ) ) );
	}

	/**
	 * The refunds of an order: the one that LearnPress shows, and earlier ones that were seen. If LearnPress shows
	 * none, there are none.
	 *
	 * @param int $id Order post.
	 * @return array<string,string> Amounts by date; '' for an unknown date.
	 */
	private static function refunds( int $id ): array {
		$amount = (string) \get_post_meta( $id, self::REFUND_META, true );
		if ( '' === $amount ) {
			return [];
		}
		$seen = \get_post_meta( $id, self::REFUNDS_META, true );
		return [ (string) \get_post_meta( $id, self::REFUND_AT_META, true ) => $amount ] + ( \is_array( $seen ) ? $seen : [] );
	}

	/**
	 * A status as stored in the database.
	 *
	 * @param string $status Status without prefix.
	 */
	private static function prefixed( string $status ): string {
		return \in_array( $status, self::PLAIN, true ) ? $status : 'lp-' . $status;
	}
}
