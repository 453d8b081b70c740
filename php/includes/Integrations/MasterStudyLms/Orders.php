<?php
/**
 * MasterStudy LMS: orders and their changes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\MasterStudyLms;

use Siren\Distributors\Integrations\MasterStudyLms;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\OrderPosts;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Settings;
use Siren\Distributors\SoldCourses;

\defined( 'ABSPATH' ) || exit;

/**
 * MasterStudy fires no action when an order is paid, cancelled or refunded. Everything about an order, including its
 * status, is post meta, so this class watches changes of that meta. If MasterStudy sells through WooCommerce, it has no
 * orders of its own.
 */
final class Orders extends OrderPosts {

	protected const POST = 'stm-orders';

	protected const PAID = [ 'completed', self::REFUNDED ];

	/** MasterStudy has no partial refunds. */
	private const REFUNDED = 'refunded';

	/** Order meta: its status. */
	private const STATUS_META = 'status';

	/**
	 * Post meta is about to be overwritten; it may be an order's status, whose previous value is not available
	 * afterwards.
	 *
	 * @param mixed $meta_id Row id.
	 * @param mixed $post_id Post.
	 * @param mixed $key     Key.
	 * @param mixed $value   New value.
	 */
	public static function meta_writing( mixed $meta_id, mixed $post_id, mixed $key, mixed $value ): void {
		if ( self::STATUS_META === $key && \is_string( $value ) && self::is_order( $post_id ) ) {
			self::moved( (int) $post_id, (string) \get_post_meta( (int) $post_id, self::STATUS_META, true ), $value );
		}
	}

	/**
	 * Post meta was changed or deleted; it may belong to an order.
	 *
	 * @param mixed $meta_id Row id, or ids.
	 * @param mixed $post_id Post.
	 */
	public static function meta_written( mixed $meta_id, mixed $post_id ): void {
		if ( self::is_order( $post_id ) ) {
			ChangedOrders::note( self::class, (int) $post_id );
		}
	}

	/** Source name of its sales. */
	public static function source(): string {
		return MasterStudyLms::SOURCE;
	}

	/**
	 * Reads the current state of an order.
	 *
	 * @param int $id Order post.
	 * @return ?Sale Null if it is not an order.
	 */
	public static function sale( int $id ): ?Sale {
		if ( ! self::is_order( $id ) || ! \class_exists( \STM_LMS_Options::class ) ) {
			return null;
		}
		$sale   = new Sale( self::source(), $id, self::currency() );
		$status = self::meta( $id, self::STATUS_META );
		if ( ! \in_array( $status, self::PAID, true ) || 'trash' === \get_post_status( $id ) ) {
			return $sale;
		}
		$sale->was_paid( self::paid_at( $id, self::made_at( $id ) ) );
		self::add_items( $sale, $id );
		$coupon_id = (int) self::meta( $id, 'coupon_id' );
		$sale->used_coupons( $coupon_id > 0 ? [ self::coupon( $coupon_id ) ] : [] );
		$sale->came_by( self::meta( $id, MasterStudyLms::REFERRAL_META ) );
		$sale->bought_by( (int) self::meta( $id, 'user_id' ) );
		$sale->is_renewal( (int) self::meta( $id, 'subscription_order_number' ) > 1 );
		if ( self::REFUNDED === $status ) {
			$sale->was_given_back();
		}
		return $sale;
	}

	/**
	 * What a student paid for a course.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 * @return string[] One for each item that is the course, a bundle with it, or a plan for all courses; 0 if the
	 *                  whole order was free or refunded.
	 */
	public static function paid_for( int $course_id, int $student_id ): array {
		$orders = \get_posts(
			[
				'post_type'   => self::POST,
				'post_status' => 'any',
				'meta_key'    => 'user_id',
				'meta_value'  => (string) $student_id,
				'fields'      => 'ids',
				'numberposts' => -1,
			]
		);
		$paid   = [];
		foreach ( $orders as $id ) {
			$status = self::meta( $id, self::STATUS_META );
			if ( ! \in_array( $status, self::PAID, true ) ) {
				continue;
			}
			$is_free = self::REFUNDED === $status || Money::is_zero( self::meta( $id, '_order_total' ) );
			$items   = \get_post_meta( $id, 'items', true );
			foreach ( \is_array( $items ) ? $items : [] as $item ) {
				$sold = self::sold( $id, $item );
				if ( 0 === $sold || SoldCourses::holds( $sold, MasterStudyLms::class, $course_id ) ) {
					$paid[] = $is_free ? '0' : (string) ( $item['price'] ?? '0' );
				}
			}
		}
		return $paid;
	}

	/**
	 * When an order was created.
	 *
	 * @param int $id Order post.
	 * @return int Unix timestamp.
	 */
	protected static function made_at( int $id ): int {
		$date = (int) self::meta( $id, 'date' );
		return $date > 0 ? $date : parent::made_at( $id );
	}

	/**
	 * Adds the items of an order with their current owners. Items have prices before coupons, including tax if the
	 * shop's prices do; a coupon is one discount on the whole order.
	 *
	 * @param Sale $sale Sale to add to.
	 * @param int  $id   Order post.
	 */
	private static function add_items( Sale $sale, int $id ): void {
		$items = \get_post_meta( $id, 'items', true );
		foreach ( \is_array( $items ) ? \array_values( $items ) : [] as $place => $item ) {
			$course_id = self::sold( $id, $item );
			$price     = $item['price'] ?? '0';
			$sale->product(
				// Items have no ids, and an order may contain a course twice: for the buyer and for a group.
				$course_id . '-' . ( $place + 1 ),
				$price,
				$price,
				Owners::of( $course_id, MasterStudyLms::teachers( $course_id ), self::source() ),
				[
					'quantity' => \max( 1, (int) ( $item['quantity'] ?? 1 ) ),
					'name'     => $course_id > 0 ? (string) \get_the_title( $course_id ) : '',
					'type'     => $course_id > 0 ? (string) \get_post_type( $course_id ) : '',
				]
			);
		}
		$taxes = self::meta( $id, '_order_taxes' );
		if ( ! Money::is_zero( Money::from_shop( $taxes, $sale->currency ) ) ) {
			$sale->detail( 'tax', 'tax', $taxes );
		}
		$total = self::meta( $id, '_order_total' );
		if ( \is_array( $items ) && '' !== $total ) {
			$sale->came_to( $total );
		}
	}

	/**
	 * The post that an item sells.
	 *
	 * @param int   $id   Order post.
	 * @param array $item As stored in the order.
	 * @return int Course or bundle post; 0 for none.
	 */
	private static function sold( int $id, array $item ): int {
		return ( $item['is_subscription'] ?? false ) ? self::planned( $id ) : (int) ( $item['item_id'] ?? 0 );
	}

	/**
	 * The course of a subscription; its item names a plan, which is not a post.
	 *
	 * @param int $id Order post.
	 * @return int Course post; 0 if the plan is not for a single course.
	 */
	private static function planned( int $id ): int {
		$plan = \get_post_meta( $id, 'plan', true );
		return \is_array( $plan ) ? (int) ( $plan['items'][0]['object_id'] ?? 0 ) : 0;
	}

	/**
	 * The code of a coupon; '' if the coupon add-on is not active.
	 *
	 * @param int $coupon_id Coupon id in the add-on.
	 */
	private static function coupon( int $coupon_id ): string {
		$coupons = \MasterStudy\Lms\Pro\RestApi\Repositories\CouponRepository::class;
		$coupon  = \class_exists( $coupons ) ? ( new $coupons() )->get( $coupon_id ) : null;
		return \is_array( $coupon ) ? (string) ( $coupon['code'] ?? '' ) : '';
	}

	/**
	 * The currency of MasterStudy's shop, which is the currency of its payment gateways. Orders store only a symbol.
	 * Without such a gateway, the currency configured for this site is used.
	 */
	private static function currency(): string {
		$charged = \strtoupper( (string) \STM_LMS_Options::get_option( 'transactions_currency', '' ) );
		return 1 === \preg_match( '/^[A-Z]{3}$/D', $charged ) ? $charged : Settings::currency();
	}

	/**
	 * Reads order meta.
	 *
	 * @param int    $id  Order post.
	 * @param string $key Meta key.
	 */
	private static function meta( int $id, string $key ): string {
		$value = \get_post_meta( $id, $key, true );
		return \is_scalar( $value ) ? (string) $value : '';
	}
}
