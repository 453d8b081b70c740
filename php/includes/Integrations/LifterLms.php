<?php
/**
 * LifterLMS: completions, payments, refunds.
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
 * A course is its instructors', who need not contain the author of its post. Each payment of an order is one sale, also
 * the later ones of a subscription.
 */
final class LifterLms implements School {

	public const SOURCE = 'lifterlms';

	/** Meta of an order with the link code that was remembered when it was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Meta of a payment that went through and then did not. */
	private const CALLED_OFF_META = '_siren_called_off';

	/** Statuses of a payment that went through, whatever became of it. */
	private const WENT_THROUGH = [ 'llms-txn-succeeded', 'llms-txn-refunded' ];

	/**
	 * A student completed a course.
	 *
	 * @param mixed $student_id WordPress user.
	 * @param mixed $course_id  Course post.
	 */
	public static function course_completed( mixed $student_id, mixed $course_id ): void {
		Recorder::attempt( static fn() => Completion::course( self::SOURCE, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $student_id WordPress user.
	 * @param mixed $lesson_id  Lesson post.
	 */
	public static function lesson_completed( mixed $student_id, mixed $lesson_id ): void {
		Recorder::attempt(
			static function () use ( $student_id, $lesson_id ): void {
				$course_id = (int) ( new \LLMS_Lesson( (int) $lesson_id ) )->get( 'parent_course' );
				Completion::lesson( self::SOURCE, (int) $lesson_id, $course_id, (int) $student_id, self::teachers( $course_id ) );
			}
		);
	}

	/**
	 * An order was made: by a customer on the site, keep who brought them. An order that an administrator makes was
	 * brought by nobody.
	 *
	 * @param mixed $order_id Order post.
	 * @param mixed $order    The post.
	 * @param mixed $update   Whether it was there before.
	 */
	public static function order_saved( mixed $order_id, mixed $order = null, mixed $update = false ): void {
		$code = $update ? null : Attribution::of_customer();
		if ( null !== $code ) {
			\update_post_meta( (int) $order_id, self::REFERRAL_META, $code );
		}
	}

	/**
	 * A payment, first or recurring, went through.
	 *
	 * @param mixed $payment The LifterLMS transaction.
	 */
	public static function payment_succeeded( mixed $payment ): void {
		Recorder::attempt( static fn() => self::record_payment( $payment ) );
	}

	/**
	 * A payment failed: perhaps one that had gone through, as a bank's debit that is returned.
	 *
	 * @param mixed $payment The LifterLMS transaction.
	 * @param mixed $from    Former status, without prefixes.
	 */
	public static function payment_failed( mixed $payment, mixed $from = '' ): void {
		if ( 'succeeded' === $from && $payment instanceof \LLMS_Transaction ) {
			Recorder::attempt(
				static function () use ( $payment ): void {
					self::reversal( $payment )->cancel();
					\update_post_meta( (int) $payment->get( 'id' ), self::CALLED_OFF_META, 'yes' );
				}
			);
		}
	}

	/**
	 * Money is given back. A filter, because a second partial refund of a payment fires no action.
	 *
	 * @param mixed $refund  `id`, `amount`, `method`, `date`.
	 * @param mixed $payment The LifterLMS transaction it belongs to.
	 * @return mixed The refund as it came.
	 */
	public static function refunding( mixed $refund, mixed $payment ): mixed {
		Recorder::attempt(
			static function () use ( $refund, $payment ): void {
				if ( \is_array( $refund ) && $payment instanceof \LLMS_Transaction ) {
					self::reversal( $payment )->of_amount( (string) $refund['id'], $refund['amount'] );
				}
			}
		);
		return $refund;
	}

	/**
	 * Records a payment as a sale of one line: the course or membership the order is for.
	 *
	 * @param mixed $payment The LifterLMS transaction.
	 */
	private static function record_payment( mixed $payment ): void {
		if ( ! $payment instanceof \LLMS_Transaction ) {
			return;
		}
		$id         = (int) $payment->get( 'id' );
		$order      = new \LLMS_Order( (int) $payment->get( 'order_id' ) );
		$product_id = (int) $order->get( 'product_id' );

		$sale = new Sale( self::SOURCE, $id, (string) $payment->get( 'currency' ) );
		$sale->product(
			(string) $product_id,
			$payment->get( 'amount' ),
			Owners::of( $product_id, self::teachers( $product_id ), self::SOURCE ),
			[
				'name' => (string) $order->get( 'product_title' ),
				'type' => (string) $order->get( 'product_type' ),
				'sku'  => (string) $order->get( 'product_sku' ),
			]
		);
		$sale->used_coupons( 'yes' === $order->get( 'coupon_used' ) ? [ (string) $order->get( 'coupon_code' ) ] : [] );
		$sale->came_by( (string) \get_post_meta( (int) $payment->get( 'order_id' ), self::REFERRAL_META, true ) );
		$sale->bought_by( (int) $order->get( 'user_id' ), (string) $order->get( 'billing_email' ) );
		$sale->is_renewal( self::is_renewal( $payment, $order ) );
		$sale->record();

		if ( \delete_post_meta( $id, self::CALLED_OFF_META ) ) {
			self::reversal( $payment )->undo();
		}
	}

	/**
	 * Whether an order was paid before, by another payment of a subscription. LifterLMS calls the first payment
	 * recurring, too.
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
				'status'   => self::WENT_THROUGH,
				'type'     => [ 'recurring', 'trial' ],
				'per_page' => 2,
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
	 * What takes back of a payment.
	 *
	 * @param \LLMS_Transaction $payment The payment.
	 */
	private static function reversal( \LLMS_Transaction $payment ): Reversal {
		return new Reversal( self::SOURCE, (int) $payment->get( 'id' ), (string) $payment->get( 'currency' ) );
	}

	/**
	 * Whose a course is: every instructor on its list; the author where there is no list, as for a membership,
	 * or nobody who can read it: a shop may still sell courses when LifterLMS is switched off.
	 *
	 * @param int $product_id Course or membership post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $product_id ): array {
		$teachers = [];
		if ( $product_id > 0 && 'course' === \get_post_type( $product_id ) && \class_exists( \LLMS_Course::class ) ) {
			$teachers = \array_map( 'intval', \wp_list_pluck( ( new \LLMS_Course( $product_id ) )->instructors()->get_instructors(), 'id' ) );
		}
		return [] === $teachers ? Owners::author( $product_id ) : $teachers;
	}
}
