<?php
/**
 * MasterStudy LMS: completions, orders, refunds.
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
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * MasterStudy has no action that names an order which is paid, called off or refunded: an order's status is a meta value
 * of its post, and the writing of it is what can be seen. Progress is told at every step of a student; a course is
 * complete at a hundred percent. Where it sells through WooCommerce it has no orders of its own.
 */
final class MasterStudyLms implements School {

	public const SOURCE = 'masterstudy';

	/** Meta of an order with the link code that was remembered when it was made. */
	public const REFERRAL_META = '_siren_referral';

	/**
	 * Meta of an order that was paid: `sold`, or the number of the reversal it is under. The former status is not told.
	 */
	private const STATE_META = '_siren_state';

	private const SOLD = 'sold';

	/** Number of the one refund an order can have at a time. */
	private const REFUND = 'refund';

	private const ORDER_POST = 'stm-orders';

	/** Meta of an order with its status, and the statuses it can have. */
	private const STATUS_META = 'status';
	private const PAID        = 'completed';
	private const REFUNDED    = 'refunded';
	private const UNDONE      = [ 'cancelled', 'failed' ];

	/** Meta of a course: one user who teaches it beside its author. */
	private const CO_INSTRUCTOR_META = 'co_instructor';

	private const WHOLE = 100;

	/**
	 * A student got further in a course.
	 *
	 * @param mixed $course_id  Course post.
	 * @param mixed $student_id WordPress user.
	 * @param mixed $percent    How far.
	 */
	public static function progressed( mixed $course_id, mixed $student_id, mixed $percent ): void {
		if ( (int) $percent >= self::WHOLE ) {
			Recorder::attempt( static fn() => Completion::course( self::SOURCE, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
		}
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $student_id WordPress user.
	 * @param mixed $lesson_id  Lesson post.
	 * @param mixed $course_id  The course it was taken in.
	 */
	public static function lesson_passed( mixed $student_id, mixed $lesson_id, mixed $course_id ): void {
		Recorder::attempt( static fn() => Completion::lesson( self::SOURCE, (int) $lesson_id, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * A meta value of a post was written: perhaps the status of an order.
	 *
	 * @param mixed $meta_id Id of the row.
	 * @param mixed $post_id Post.
	 * @param mixed $key     Key.
	 * @param mixed $value   New value.
	 */
	public static function meta_written( mixed $meta_id, mixed $post_id, mixed $key, mixed $value ): void {
		if ( self::STATUS_META === $key && self::ORDER_POST === \get_post_type( (int) $post_id ) ) {
			Recorder::attempt( static fn() => self::record_status( (int) $post_id, \is_string( $value ) ? $value : '' ) );
		}
	}

	/**
	 * A post came into being: perhaps an order that a customer makes, of whom is kept who brought them.
	 *
	 * @param mixed $post_id Post.
	 * @param mixed $post    The post.
	 * @param mixed $update  Whether it was there before.
	 */
	public static function order_saved( mixed $post_id, mixed $post = null, mixed $update = false ): void {
		$code = $update ? null : Attribution::of_customer();
		if ( null !== $code ) {
			\update_post_meta( (int) $post_id, self::REFERRAL_META, $code );
		}
	}

	/**
	 * A post went to the trash, or is about to be deleted: perhaps an order.
	 *
	 * @param mixed $post_id Post.
	 */
	public static function post_removed( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) ) {
			Recorder::attempt( static fn() => self::call_off( (int) $post_id, Reversal::CANCELLED ) );
		}
	}

	/**
	 * A post came back from the trash: perhaps an order, with the status it had.
	 *
	 * @param mixed $post_id Post.
	 */
	public static function post_restored( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) ) {
			Recorder::attempt( static fn() => self::record_status( (int) $post_id, (string) \get_post_meta( (int) $post_id, self::STATUS_META, true ) ) );
		}
	}

	/**
	 * Records what a status means.
	 *
	 * @param int    $order_id Order post.
	 * @param string $status   The status.
	 */
	private static function record_status( int $order_id, string $status ): void {
		if ( self::PAID === $status ) {
			self::record_sale( $order_id );
		} elseif ( self::REFUNDED === $status ) {
			self::call_off( $order_id, self::REFUND );
		} elseif ( \in_array( $status, self::UNDONE, true ) ) {
			self::call_off( $order_id, Reversal::CANCELLED );
		}
	}

	/**
	 * Records that a sold order is undone, whole: MasterStudy knows no parts.
	 *
	 * @param int    $order_id    Order post.
	 * @param string $reversed_by Number of the reversal.
	 */
	private static function call_off( int $order_id, string $reversed_by ): void {
		if ( self::SOLD !== (string) \get_post_meta( $order_id, self::STATE_META, true ) ) {
			return;
		}
		if ( self::REFUND === $reversed_by ) {
			self::reversal( $order_id )->of_rest( self::REFUND );
		} else {
			self::reversal( $order_id )->cancel();
		}
		\update_post_meta( $order_id, self::STATE_META, $reversed_by );
	}

	/**
	 * Records a paid order.
	 *
	 * @param int $order_id Order post.
	 */
	private static function record_sale( int $order_id ): void {
		$currency = self::currency();
		$items    = \get_post_meta( $order_id, 'items', true );
		$sale     = new Sale( self::SOURCE, $order_id, $currency );
		$taxes    = Money::from_shop( (string) \get_post_meta( $order_id, '_order_taxes', true ), $currency );
		$rest     = Money::minus( Money::from_shop( (string) \get_post_meta( $order_id, '_order_total', true ), $currency ), $taxes );
		foreach ( \is_array( $items ) ? \array_values( $items ) : [] as $place => $item ) {
			$course_id = ! ( $item['is_subscription'] ?? false ) ? (int) ( $item['item_id'] ?? 0 ) : self::planned( $order_id );
			$price     = Money::from_shop( $item['price'] ?? '0', $currency );
			$rest      = Money::minus( $rest, $price );
			$sale->product(
				// Items have no numbers, and an order may have one course twice: for oneself and for a group.
				$course_id . '-' . ( $place + 1 ),
				$price,
				Owners::of( $course_id, self::teachers( $course_id ), self::SOURCE ),
				[
					'quantity' => \max( 1, (int) ( $item['quantity'] ?? 1 ) ),
					'name'     => $course_id > 0 ? (string) \get_the_title( $course_id ) : '',
					'type'     => $course_id > 0 ? (string) \get_post_type( $course_id ) : '',
				]
			);
		}
		// The items carry prices before coupons, and with the tax where prices contain it: what is left of the total when
		// they are taken from it is what the order was reduced by.
		if ( ! Money::is_zero( $rest ) ) {
			$sale->detail( Money::is_negative( $rest ) ? 'discount' : 'fee', 'rest', $rest );
		}
		if ( ! Money::is_zero( $taxes ) ) {
			$sale->detail( 'tax', 'tax', $taxes );
		}
		$coupon_id = (int) \get_post_meta( $order_id, 'coupon_id', true );
		$sale->used_coupons( $coupon_id > 0 ? [ self::coupon( $coupon_id ) ] : [] );
		$sale->came_by( (string) \get_post_meta( $order_id, self::REFERRAL_META, true ) );
		$sale->bought_by( (int) \get_post_meta( $order_id, 'user_id', true ) );
		$sale->is_renewal( (int) \get_post_meta( $order_id, 'subscription_order_number', true ) > 1 );
		$sale->record();

		$state = (string) \get_post_meta( $order_id, self::STATE_META, true );
		if ( '' !== $state && self::SOLD !== $state ) {
			self::reversal( $order_id )->undo( $state );
		}
		\update_post_meta( $order_id, self::STATE_META, self::SOLD );
	}

	/**
	 * What a subscription is to; its item names a plan, which is no post.
	 *
	 * @param int $order_id Order post.
	 * @return int Course post, 0 where the plan is of no one course.
	 */
	private static function planned( int $order_id ): int {
		$plan = \get_post_meta( $order_id, 'plan', true );
		return \is_array( $plan ) ? (int) ( $plan['items'][0]['object_id'] ?? 0 ) : 0;
	}

	/**
	 * Whose a course is: its author's and its co-instructor's.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return $course_id <= 0 ? [] : \array_merge( Owners::author( $course_id ), [ (int) \get_post_meta( $course_id, self::CO_INSTRUCTOR_META, true ) ] );
	}

	/**
	 * The code of a coupon; '' where the add-on that has coupons is gone.
	 *
	 * @param int $coupon_id The add-on's number of it.
	 */
	private static function coupon( int $coupon_id ): string {
		$coupons = \MasterStudy\Lms\Pro\RestApi\Repositories\CouponRepository::class;
		$coupon  = \class_exists( $coupons ) ? ( new $coupons() )->get( $coupon_id ) : null;
		return \is_array( $coupon ) ? (string) ( $coupon['code'] ?? '' ) : '';
	}

	/**
	 * The currency of MasterStudy's shop: the one its gateways charge in. Its orders name none, only a symbol, and a
	 * site without such a gateway has only that; then it is the site's own choice.
	 */
	private static function currency(): string {
		$charged = \strtoupper( (string) \STM_LMS_Options::get_option( 'transactions_currency', '' ) );
		return 1 === \preg_match( '/^[A-Z]{3}$/D', $charged ) ? $charged : Settings::currency();
	}

	/**
	 * What takes back of an order.
	 *
	 * @param int $order_id Order post.
	 */
	private static function reversal( int $order_id ): Reversal {
		return new Reversal( self::SOURCE, $order_id, self::currency() );
	}
}
