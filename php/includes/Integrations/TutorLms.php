<?php
/**
 * Tutor LMS: completions, orders, refunds.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Completion;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;
use Siren\Distributors\Reversal;
use Siren\Distributors\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * Tutor says that a course or a lesson is complete as often as it is asked to. Its own shop names no refunds: each is
 * told apart by how much was given back up to and with it. Where Tutor sells through WooCommerce or Easy Digital
 * Downloads it has no orders of its own, and the sale is seen there.
 */
final class TutorLms implements School {

	public const SOURCE = 'tutor';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = 'siren_referral';

	/**
	 * Order meta of an order that was paid: `sold`, or the number of the reversal it is under. The hooks alone do not
	 * tell whether an order that is called off had been paid.
	 */
	private const STATE_META = 'siren_state';

	private const SOLD = 'sold';

	/** Number of a refund of everything that only the payment's status tells of. */
	private const REFUND = 'refund';

	/** What the status of a payment, or the action of the list of orders, undoes. */
	private const UNDONE = [ 'failed', 'unpaid', 'cancelled', 'trash' ];

	/**
	 * A student completed a course.
	 *
	 * @param mixed $course_id  Course post.
	 * @param mixed $student_id WordPress user.
	 */
	public static function course_completed( mixed $course_id, mixed $student_id ): void {
		Recorder::attempt( static fn() => Completion::course( self::SOURCE, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $lesson_id  Lesson post.
	 * @param mixed $student_id WordPress user.
	 */
	public static function lesson_completed( mixed $lesson_id, mixed $student_id ): void {
		Recorder::attempt(
			static function () use ( $lesson_id, $student_id ): void {
				$course_id = (int) \tutor_utils()->get_course_id_by( 'lesson', (int) $lesson_id );
				Completion::lesson( self::SOURCE, (int) $lesson_id, $course_id, (int) $student_id, self::teachers( $course_id ) );
			}
		);
	}

	/**
	 * An order was made, not yet paid: keep who brought the customer, who may be a guest and get an account with it. An
	 * order that an administrator makes for somebody was brought by nobody.
	 *
	 * @param mixed $order The order's row, with its `id`.
	 */
	public static function order_placed( mixed $order ): void {
		$code = Attribution::remembered();
		$id   = \is_array( $order ) ? (int) ( $order['id'] ?? 0 ) : 0;
		if ( null !== $code && $id > 0 && \in_array( \get_current_user_id(), [ 0, (int) ( $order['user_id'] ?? 0 ) ], true ) ) {
			Recorder::attempt( static fn() => self::set_meta( $id, self::REFERRAL_META, $code ) );
		}
	}

	/**
	 * The payment of an order went to another status. The former one is not always said; the list of orders passes the
	 * name of its action as the new one.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $from     Former status of the payment, perhaps ''.
	 * @param mixed $to       New status, or action.
	 */
	public static function payment_status_changed( mixed $order_id, mixed $from, mixed $to ): void {
		Recorder::attempt( static fn() => self::record_status( (int) $order_id, (string) $to ) );
	}

	/**
	 * Money was given back by an administrator. The order has by now the sum of all its refunds.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $amount   How much this time.
	 */
	public static function refunded( mixed $order_id, mixed $amount ): void {
		Recorder::attempt(
			static function () use ( $order_id, $amount ): void {
				$order = self::order( (int) $order_id );
				if ( null !== $order ) {
					$sum = Money::from_shop( $order->refund_amount, self::currency() );
					self::reversal( (int) $order_id )->of_amount( 'to-' . $sum, $amount );
				}
			}
		);
	}

	/**
	 * Orders are about to be changed, or deleted, from the list of orders. A deletion has no other hook.
	 *
	 * @param mixed $action Name of the action.
	 * @param mixed $ids    Order ids.
	 */
	public static function bulk_action( mixed $action, mixed $ids ): void {
		if ( 'delete' === $action ) {
			foreach ( (array) $ids as $id ) {
				Recorder::attempt( static fn() => self::record_status( (int) $id, 'trash' ) );
			}
		}
	}

	/**
	 * Records what a change of a payment's status means.
	 *
	 * @param int    $order_id Order id.
	 * @param string $to       New status, or action.
	 */
	private static function record_status( int $order_id, string $to ): void {
		$order = self::order( $order_id );
		if ( null === $order ) {
			return;
		}
		if ( 'paid' === $to ) {
			self::record_sale( $order_id, $order );
			return;
		}
		if ( self::SOLD !== self::meta( $order_id, self::STATE_META ) ) {
			return;
		}
		if ( \in_array( $to, self::UNDONE, true ) ) {
			self::reversal( $order_id )->cancel();
			self::set_meta( $order_id, self::STATE_META, Reversal::CANCELLED );
		} elseif ( 'refunded' === $to && 0 === \did_action( 'tutor_before_initiate_refund' ) ) {
			// The gateway's notice: unlike an administrator's refund it is followed by no amount.
			self::reversal( $order_id )->of_rest( self::REFUND );
			self::set_meta( $order_id, self::STATE_META, self::REFUND );
		}
	}

	/**
	 * Records a paid order.
	 *
	 * @param int    $order_id Order id.
	 * @param object $order    Its row, with its items.
	 */
	private static function record_sale( int $order_id, object $order ): void {
		$sale = new Sale( self::SOURCE, $order_id, self::currency() );
		foreach ( $order->items as $item ) {
			$course_id = (int) $item->id;
			$sale->product(
				(string) (int) $item->primary_id,
				self::price( $item ),
				Owners::of( $course_id, self::teachers( $course_id ), self::SOURCE ),
				[
					'name' => (string) $item->title,
					'type' => (string) $item->type,
				]
			);
		}
		// With a type it is what an administrator takes off; without one, the reductions that the prices have already.
		if ( '' !== (string) $order->discount_type ) {
			$discount = ( new \Tutor\Models\OrderModel() )->calculate_discount_amount( $order->discount_type, $order->discount_amount, $order->subtotal_price );
			$sale->detail( 'discount', 'discount', Money::negate( Money::from_shop( $discount, self::currency() ) ) );
		}
		// A tax that the prices contain stays in them.
		if ( 'exclusive' === $order->tax_type ) {
			$sale->detail( 'tax', 'tax', $order->tax_amount );
		}
		$sale->used_coupons( [ (string) $order->coupon_code ] );
		$sale->came_by( self::meta( $order_id, self::REFERRAL_META ) );
		$sale->bought_by( (int) $order->user_id );
		$sale->is_renewal( 'renewal' === $order->order_type );
		$sale->record();

		$state = self::meta( $order_id, self::STATE_META );
		if ( '' !== $state && self::SOLD !== $state ) {
			self::reversal( $order_id )->undo( $state );
		}
		if ( self::SOLD !== $state ) {
			self::set_meta( $order_id, self::STATE_META, self::SOLD );
		}
	}

	/**
	 * What was paid for an item: after a coupon, else on sale, else the regular price.
	 *
	 * @param object $item Row of an item.
	 */
	private static function price( object $item ): string|float {
		foreach ( [ $item->discount_price, $item->sale_price ] as $price ) {
			if ( null !== $price && '' !== (string) $price ) {
				return $price;
			}
		}
		return $item->regular_price;
	}

	/**
	 * Whose a course is: its author's and its instructors'. A shop may still sell courses when Tutor is switched off.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		$listed = $course_id > 0 && \function_exists( 'tutor_utils' ) ? \tutor_utils()->get_instructors_by_course( $course_id ) : [];
		return \array_merge( Owners::author( $course_id ), \array_map( 'intval', \wp_list_pluck( \is_array( $listed ) ? $listed : [], 'ID' ) ) );
	}

	/**
	 * An order by its id.
	 *
	 * @param int $order_id Order id.
	 * @return ?object Its row, with its items; null where there is none.
	 */
	private static function order( int $order_id ): ?object {
		$found = ( new \Tutor\Models\OrderModel() )->get_order_by_id( $order_id );
		return \is_object( $found ) ? $found : null;
	}

	/**
	 * A meta value of an order.
	 *
	 * @param int    $order_id Order id.
	 * @param string $key      Its key.
	 */
	private static function meta( int $order_id, string $key ): string {
		$row = \Tutor\Models\OrderMetaModel::get_meta( $order_id, $key );
		return \is_object( $row ) ? (string) $row->meta_value : '';
	}

	/**
	 * Keeps a meta value of an order.
	 *
	 * @param int    $order_id Order id.
	 * @param string $key      Its key.
	 * @param string $value    The value.
	 */
	private static function set_meta( int $order_id, string $key, string $value ): void {
		\Tutor\Models\OrderMetaModel::update_meta( $order_id, $key, $value );
	}

	/**
	 * The currency of Tutor's shop; its orders name none.
	 */
	private static function currency(): string {
		return (string) \tutor_utils()->get_option( 'currency_code', 'USD' );
	}

	/**
	 * What takes back of an order.
	 *
	 * @param int $order_id Order id.
	 */
	private static function reversal( int $order_id ): Reversal {
		return new Reversal( self::SOURCE, $order_id, self::currency() );
	}
}
