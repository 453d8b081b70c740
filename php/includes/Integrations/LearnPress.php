<?php
/**
 * LearnPress: completions, orders, refunds.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Completion;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;
use Siren\Distributors\Reversal;
use Siren\Distributors\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * A finished course counts when the student passed it. An order is one sale, by whatever way it came to be completed,
 * and leaves that status by at most one reversal at a time: a refund, or a cancellation. Which it was is kept on the
 * order, so that completing it again takes back the right one.
 *
 * An order that was paid in WooCommerce is WooCommerce's sale.
 */
final class LearnPress implements School {

	public const SOURCE = 'learnpress';

	/** Meta of an order with the link code that was remembered when it was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Meta of an order with the number of the reversal it is under. */
	private const REVERSED_META = '_siren_reversed_by';

	/** Number of the one refund an order can have at a time. */
	private const REFUND = 'refund';

	/** Post meta with what was given back; each refund writes over the one before. */
	private const REFUNDED_META = '_lp_refunded_amount';

	/** Repeated post meta of a course: who teaches it beside its author. */
	private const CO_TEACHER_META = '_lp_co_teacher';

	/** Post meta by which the bridge to WooCommerce ties an order of LearnPress to the one that was paid. */
	private const WOOCOMMERCE_META = '_woo_order_id';

	private const ORDER_POST = 'lp_order';

	private const PAID   = 'completed';
	private const UNDONE = [ 'cancelled', 'failed', 'trash' ];

	/**
	 * A student finished a course.
	 *
	 * @param mixed $course_id  Course post.
	 * @param mixed $student_id WordPress user.
	 */
	public static function course_finished( mixed $course_id, mixed $student_id ): void {
		Recorder::attempt(
			static function () use ( $course_id, $student_id ): void {
				if ( self::has_passed( (int) $course_id, (int) $student_id ) ) {
					Completion::course( self::SOURCE, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) );
				}
			}
		);
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $lesson_id  Lesson post.
	 * @param mixed $course_id  The course it was taken in.
	 * @param mixed $student_id WordPress user.
	 */
	public static function lesson_completed( mixed $lesson_id, mixed $course_id, mixed $student_id ): void {
		Recorder::attempt( static fn() => Completion::lesson( self::SOURCE, (int) $lesson_id, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * An order was made in the checkout, not yet paid: keep who brought the customer.
	 *
	 * @param mixed $order_id Order post.
	 */
	public static function checkout_processed( mixed $order_id ): void {
		$code = Attribution::remembered();
		if ( null !== $code ) {
			\update_post_meta( (int) $order_id, self::REFERRAL_META, $code );
		}
	}

	/**
	 * An order went from one status to another.
	 *
	 * @param mixed $order_id Order post.
	 * @param mixed $from     Former status, without `lp-`.
	 * @param mixed $to       New status.
	 */
	public static function status_changed( mixed $order_id, mixed $from, mixed $to ): void {
		Recorder::attempt( static fn() => self::record_status( (int) $order_id, (string) $from, (string) $to ) );
	}

	/**
	 * A post is about to go to the trash, or to be deleted: perhaps an order. LearnPress tells of neither.
	 *
	 * @param mixed $post_id Any post.
	 */
	public static function post_removed( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) ) {
			Recorder::attempt( static fn() => self::record_status( (int) $post_id, self::status_of( (int) $post_id ), 'trash' ) );
		}
	}

	/**
	 * A post came back from the trash: perhaps an order, with the status it had.
	 *
	 * @param mixed $post_id Any post.
	 */
	public static function post_restored( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) ) {
			Recorder::attempt( static fn() => self::record_status( (int) $post_id, 'trash', self::status_of( (int) $post_id ) ) );
		}
	}

	/**
	 * The status of an order, without `lp-`.
	 *
	 * @param int $order_id Order post.
	 */
	private static function status_of( int $order_id ): string {
		return \str_replace( 'lp-', '', (string) \get_post_status( $order_id ) );
	}

	/**
	 * Records what a change of status means.
	 *
	 * @param int    $order_id Order post.
	 * @param string $from     Former status.
	 * @param string $to       New status.
	 */
	private static function record_status( int $order_id, string $from, string $to ): void {
		$order = \learn_press_get_order( $order_id );
		if ( ! $order instanceof \LP_Order || '' !== (string) \get_post_meta( $order_id, self::WOOCOMMERCE_META, true ) ) {
			return;
		}
		if ( self::PAID === $to ) {
			self::record_sale( $order_id, $order );
		} elseif ( self::PAID === $from && 'refunded' === $to ) {
			$amount = (string) \get_post_meta( $order_id, self::REFUNDED_META, true );
			// An administrator who only sets the status names no amount: all of it goes back.
			if ( '' === $amount ) {
				self::reversal( $order_id, $order )->of_rest( self::REFUND );
			} else {
				self::reversal( $order_id, $order )->of_amount( self::REFUND, $amount );
			}
			\update_post_meta( $order_id, self::REVERSED_META, self::REFUND );
		} elseif ( self::PAID === $from && \in_array( $to, self::UNDONE, true ) ) {
			self::reversal( $order_id, $order )->cancel();
			\update_post_meta( $order_id, self::REVERSED_META, Reversal::CANCELLED );
		}
	}

	/**
	 * Records a completed order.
	 *
	 * @param int       $order_id Order post.
	 * @param \LP_Order $order    The order.
	 */
	private static function record_sale( int $order_id, \LP_Order $order ): void {
		$sale = new Sale( self::SOURCE, $order_id, (string) $order->get_currency() );
		foreach ( $order->get_items() as $item ) {
			$course_id = (int) ( $item['course_id'] ?? $item['item_id'] ?? 0 );
			$sale->product(
				(string) (int) $item['id'],
				$item['total'] ?? '0',
				Owners::of( $course_id, self::teachers( $course_id ), self::SOURCE ),
				[
					'quantity' => \max( 1, (int) ( $item['quantity'] ?? 1 ) ),
					'name'     => (string) ( $item['name'] ?? '' ),
					'type'     => $course_id > 0 ? (string) \get_post_type( $course_id ) : '',
				]
			);
		}
		$buyers = $order->get_users();
		$sale->came_by( (string) \get_post_meta( $order_id, self::REFERRAL_META, true ) );
		// An order that an administrator makes for several students has no one buyer.
		$sale->bought_by( 1 === \count( $buyers ) ? (int) \reset( $buyers ) : 0, (string) $order->get_checkout_email() );
		$sale->record();

		$reversed_by = (string) \get_post_meta( $order_id, self::REVERSED_META, true );
		if ( '' !== $reversed_by ) {
			self::reversal( $order_id, $order )->undo( $reversed_by );
			\delete_post_meta( $order_id, self::REVERSED_META );
		}
	}

	/**
	 * Whether a finished course was passed: finishing it is possible with too few points as well.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	private static function has_passed( int $course_id, int $student_id ): bool {
		$taken = \LearnPress\Models\UserItems\UserCourseModel::find( $student_id, $course_id, false );
		return false !== $taken && 'passed' === $taken->graduation;
	}

	/**
	 * Whose a course is: its author's and its co-instructors'.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return $course_id <= 0 ? [] : \array_merge( Owners::author( $course_id ), \array_map( 'intval', (array) \get_post_meta( $course_id, self::CO_TEACHER_META, false ) ) );
	}

	/**
	 * What takes back of an order.
	 *
	 * @param int       $order_id Order post.
	 * @param \LP_Order $order    The order.
	 */
	private static function reversal( int $order_id, \LP_Order $order ): Reversal {
		return new Reversal( self::SOURCE, $order_id, (string) $order->get_currency() );
	}
}
