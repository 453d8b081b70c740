<?php
/**
 * LifterLMS: payments and their changes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\LifterLms;

use Siren\Distributors\Integrations\LifterLms;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\OrderPosts;
use Siren\Distributors\Sales\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * Each payment of an order is one sale, including the later payments of a subscription. LifterLMS calls it a
 * transaction and stores it as a post. Payments of a trashed order do not count; otherwise an order's status only
 * concerns access.
 */
final class Payments extends OrderPosts {

	protected const POST = 'llms_transaction';

	/** A payment is "refunded" as soon as a single cent is refunded. */
	protected const PAID = [ 'llms-txn-succeeded', 'llms-txn-refunded' ];

	private const ORDER_POST = 'llms_order';

	/** Statuses of orders that granted access at some time. */
	private const ORDERED = [ 'llms-active', 'llms-cancelled', 'llms-completed', 'llms-expired', 'llms-on-hold', 'llms-pending-cancel', 'llms-refunded' ];

	/** Payment meta: its order. */
	private const ORDER_META = '_llms_order_id';

	/**
	 * A post was saved; it may be a payment, or an order that is trashed or restored.
	 *
	 * @param mixed $to   New status.
	 * @param mixed $from Previous status.
	 * @param mixed $post Post.
	 */
	public static function post_moved( mixed $to, mixed $from, mixed $post ): void {
		parent::post_moved( $to, $from, $post );
		if ( $post instanceof \WP_Post && self::ORDER_POST === $post->post_type && \in_array( 'trash', [ $to, $from ], true ) ) {
			self::note_payments_of( $post->ID );
		}
	}

	/**
	 * A post is about to be deleted; it may be a payment, or an order, whose payments remain.
	 *
	 * @param mixed $post_id Post.
	 */
	public static function post_deleting( mixed $post_id ): void {
		parent::post_deleting( $post_id );
		if ( self::is_its_order( $post_id ) ) {
			self::note_payments_of( (int) $post_id );
		}
	}

	/** Source name of its sales. */
	public static function source(): string {
		return LifterLms::SOURCE;
	}

	/**
	 * Reads the current state of a payment.
	 *
	 * @param int $id Payment post.
	 * @return ?Sale Null if it is not a payment.
	 */
	public static function sale( int $id ): ?Sale {
		if ( ! self::is_order( $id ) || ! \class_exists( \LLMS_Transaction::class ) ) {
			return null;
		}
		$payment  = new \LLMS_Transaction( $id );
		$order_id = (int) $payment->get( 'order_id' );
		$sale     = new Sale( self::source(), $id, (string) $payment->get( 'currency' ) );
		if ( ! \in_array( $payment->get( 'status' ), self::PAID, true ) || ! self::is_its_order( $order_id ) || 'trash' === \get_post_status( $order_id ) ) {
			return $sale;
		}
		$order = new \LLMS_Order( $order_id );
		$sale->was_paid( self::paid_at( $id, self::made_at( $id ) ) );
		self::add_product( $sale, $payment, $order );
		$sale->used_coupons( 'yes' === $order->get( 'coupon_used' ) ? [ (string) $order->get( 'coupon_code' ) ] : [] );
		$sale->came_by( (string) \get_post_meta( $order_id, LifterLms::REFERRAL_META, true ) );
		$sale->bought_by( (int) $order->get( 'user_id' ), (string) $order->get( 'billing_email' ) );
		$sale->is_renewal( self::is_renewal( $payment, $order ) );
		self::add_refunds( $sale, $payment );
		return $sale;
	}

	/**
	 * What a student paid for a course or a membership.
	 *
	 * @param int $product_id Course or membership post.
	 * @param int $student_id WordPress user.
	 * @return string[] One for each payment, 0 if it was refunded; for an order without payments, as with a free plan,
	 *                  its total.
	 */
	public static function paid_for( int $product_id, int $student_id ): array {
		$orders = \get_posts(
			[
				'post_type'   => self::ORDER_POST,
				'post_status' => self::ORDERED,
				'meta_query'  => [
					[
						'key'   => '_llms_user_id',
						'value' => (string) $student_id,
					],
					[
						'key'   => '_llms_product_id',
						'value' => (string) $product_id,
					],
				],
				'fields'      => 'ids',
				'numberposts' => -1,
			]
		);
		$paid   = [];
		foreach ( $orders as $order_id ) {
			$payments = [];
			foreach ( self::payments_of( $order_id ) as $payment_id ) {
				if ( \in_array( \get_post_status( $payment_id ), self::PAID, true ) ) {
					$payments[] = self::kept_of( new \LLMS_Transaction( $payment_id ) );
				}
			}
			$paid = [ ...$paid, ...( [] === $payments ? [ (string) \get_post_meta( $order_id, '_llms_total', true ) ] : $payments ) ];
		}
		return $paid;
	}

	/**
	 * Payments that changed recently, or whose order did.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		global $wpdb;
		$instant = \gmdate( 'Y-m-d H:i:s', $since );
		return \array_map(
			'intval',
			$wpdb->get_col(
				$wpdb->prepare(
					"SELECT id FROM (
						SELECT ID AS id, post_modified_gmt AS changed FROM {$wpdb->posts} WHERE post_type = %s AND post_modified_gmt >= %s
						UNION ALL
						SELECT kept.post_id AS id, orders.post_modified_gmt AS changed FROM {$wpdb->posts} AS orders
						INNER JOIN {$wpdb->postmeta} AS kept ON kept.meta_key = %s AND kept.meta_value = orders.ID
						WHERE orders.post_type = %s AND orders.post_modified_gmt >= %s
					) AS seen GROUP BY id ORDER BY MIN(changed), id LIMIT %d",
					self::POST,
					$instant,
					self::ORDER_META,
					self::ORDER_POST,
					$instant,
					$limit
				)
			)
		);
	}

	/**
	 * Adds the course or membership of the order, at its price before the coupon. If a manual payment has another
	 * amount, LifterLMS does not store why.
	 *
	 * @param Sale              $sale    Sale to add to.
	 * @param \LLMS_Transaction $payment The payment.
	 * @param \LLMS_Order       $order   Its order.
	 */
	private static function add_product( Sale $sale, \LLMS_Transaction $payment, \LLMS_Order $order ): void {
		[ $total, $value ] = 'trial' === $payment->get( 'payment_type' ) ? [ 'trial_total', 'coupon_value_trial' ] : [ 'total', 'coupon_value' ];
		$amount            = Money::from_shop( $payment->get( 'amount' ), $sale->currency );
		$before            = $amount;
		if ( 'yes' === $order->get( 'coupon_used' ) && Money::from_shop( $order->get( $total ), $sale->currency ) === $amount ) {
			$before = Money::plus( $amount, Money::from_shop( $order->get( $value ), $sale->currency ) );
		}
		$product_id = (int) $order->get( 'product_id' );
		$sale->product(
			(string) $product_id,
			$before,
			$amount,
			Owners::of( $product_id, LifterLms::teachers( $product_id ), self::source() ),
			[
				'name' => (string) $order->get( 'product_title' ),
				'type' => (string) $order->get( 'product_type' ),
				'sku'  => (string) $order->get( 'product_sku' ),
			]
		);
	}

	/**
	 * The part of a payment that was not refunded. A refund without an amount is a full refund.
	 *
	 * @param \LLMS_Transaction $payment The payment.
	 */
	private static function kept_of( \LLMS_Transaction $payment ): string {
		$currency = (string) $payment->get( 'currency' );
		$amount   = Money::from_shop( $payment->get( 'amount' ), $currency );
		if ( 'llms-txn-refunded' !== $payment->get( 'status' ) ) {
			return $amount;
		}
		$refunded = Money::from_shop( $payment->get( 'refund_amount' ), $currency );
		return Money::is_zero( $refunded ) ? '0' : Money::minus( $amount, $refunded );
	}

	/**
	 * Adds the refunds of a payment. Older versions stored only the total.
	 *
	 * @param Sale              $sale    Sale to add to.
	 * @param \LLMS_Transaction $payment The payment.
	 */
	private static function add_refunds( Sale $sale, \LLMS_Transaction $payment ): void {
		$refunds = \array_filter( $payment->get_refunds(), static fn( mixed $refund ): bool => \is_array( $refund ) && isset( $refund['amount'] ) );
		foreach ( $refunds as $number => $refund ) {
			$made = (int) \get_gmt_from_date( (string) ( $refund['date'] ?? '' ), 'U' );
			$sale->refund( '' === (string) $number ? 'refund' : (string) $number, $made > 0 ? $made : null, $refund['amount'] );
		}
		if ( [] !== $refunds || 'llms-txn-refunded' !== $payment->get( 'status' ) ) {
			return;
		}
		$sum = Money::from_shop( $payment->get( 'refund_amount' ), $sale->currency );
		if ( Money::is_zero( $sum ) ) {
			$sale->was_given_back();
		} else {
			$sale->refund( 'refund', null, $sum );
		}
	}

	/**
	 * Whether an order had an earlier payment, as in a subscription. LifterLMS calls the first payment recurring too.
	 *
	 * @param \LLMS_Transaction $payment The payment.
	 * @param \LLMS_Order       $order   Its order.
	 */
	private static function is_renewal( \LLMS_Transaction $payment, \LLMS_Order $order ): bool {
		if ( 'recurring' !== $payment->get( 'payment_type' ) ) {
			return false;
		}
		$paid = $order->get_transactions(
			[
				'status'   => self::PAID,
				'type'     => [ 'recurring', 'trial' ],
				'per_page' => 1,
				'orderby'  => 'ID',
				'order'    => 'ASC',
			]
		)['transactions'];
		foreach ( $paid as $earlier ) {
			if ( (int) $earlier->get( 'id' ) < (int) $payment->get( 'id' ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Notes that the payments of an order changed.
	 *
	 * @param int $order_id Order post.
	 */
	private static function note_payments_of( int $order_id ): void {
		foreach ( self::payments_of( $order_id ) as $payment_id ) {
			ChangedOrders::note( self::class, $payment_id );
		}
	}

	/**
	 * The payments of an order.
	 *
	 * @param int $order_id Order post.
	 * @return int[] Posts.
	 */
	private static function payments_of( int $order_id ): array {
		global $wpdb;
		return \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = %s AND meta_value = %s", self::ORDER_META, (string) $order_id ) ) );
	}

	/**
	 * Whether a post is an order with payments.
	 *
	 * @param mixed $post_id Post.
	 */
	private static function is_its_order( mixed $post_id ): bool {
		return \is_numeric( $post_id ) && (int) $post_id > 0 && self::ORDER_POST === \get_post_type( (int) $post_id );
	}
}
