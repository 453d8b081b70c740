<?php
/**
 * LifterLMS: completions, payments, refunds.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Clock;
use Siren\Distributors\Money;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * A completion is credited to every instructor of the course, a lesson's to those of the course it is in: the author of
 * a lesson is often someone else. A completion undone and done again has the same key, so it counts once.
 */
final class LifterLms {

	public const SOURCE = 'lifterlms';

	/**
	 * A student completed a course.
	 *
	 * @param mixed $student_id WordPress user.
	 * @param mixed $course_id  Course post.
	 */
	public static function course_completed( mixed $student_id, mixed $course_id ): void {
		Recorder::attempt( static fn() => self::record_course( (int) $student_id, (int) $course_id ) );
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $student_id WordPress user.
	 * @param mixed $lesson_id  Lesson post.
	 */
	public static function lesson_completed( mixed $student_id, mixed $lesson_id ): void {
		Recorder::attempt( static fn() => self::record_lesson( (int) $student_id, (int) $lesson_id ) );
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
	 * Money is given back. A filter, because a second partial refund of a payment fires no action.
	 *
	 * @param mixed $refund  `id`, `amount`, `method`, `date`.
	 * @param mixed $payment The LifterLMS transaction it belongs to.
	 * @return mixed The refund as it came.
	 */
	public static function refunding( mixed $refund, mixed $payment ): mixed {
		Recorder::attempt( static fn() => self::record_refund( $refund, $payment ) );
		return $refund;
	}

	/**
	 * Records a completed course.
	 *
	 * @param int $student_id WordPress user.
	 * @param int $course_id  Course post.
	 */
	private static function record_course( int $student_id, int $course_id ): void {
		self::record_completion(
			'course_completed',
			\sprintf( 'lifterlms:course:%d:user:%d', $course_id, $student_id ),
			$student_id,
			'course:' . $course_id,
			$course_id
		);
	}

	/**
	 * Records a completed lesson.
	 *
	 * @param int $student_id WordPress user.
	 * @param int $lesson_id  Lesson post.
	 */
	private static function record_lesson( int $student_id, int $lesson_id ): void {
		$course_id = (int) ( new \LLMS_Lesson( $lesson_id ) )->get( 'parent_course' );
		self::record_completion(
			'lesson_completed',
			\sprintf( 'lifterlms:lesson:%d:course:%d:user:%d', $lesson_id, $course_id, $student_id ),
			$student_id,
			'lesson:' . $lesson_id,
			$course_id
		);
	}

	/**
	 * Records a completion for the owners of its course; without a course, or without an owner, there is nobody to
	 * credit.
	 *
	 * @param string $type       Event type.
	 * @param string $key        Identity of the completion.
	 * @param int    $student_id WordPress user.
	 * @param string $completed  What was completed, as the event's object.
	 * @param int    $course_id  Course post, 0 for a lesson outside any course.
	 */
	private static function record_completion( string $type, string $key, int $student_id, string $completed, int $course_id ): void {
		$owners = $course_id > 0 ? self::owners( $course_id ) : [];
		if ( [] === $owners ) {
			return;
		}
		Recorder::event(
			$type,
			[
				'key'           => $key,
				'collaborators' => $owners,
				'subject'       => 'user:' . $student_id,
				'object'        => $completed,
				'occurred_at'   => Clock::now(),
			]
		);
	}

	/**
	 * Records a payment as a transaction of one line: the course or membership the order is for.
	 *
	 * @param mixed $payment The LifterLMS transaction.
	 */
	private static function record_payment( mixed $payment ): void {
		if ( ! $payment instanceof \LLMS_Transaction ) {
			return;
		}
		$order      = new \LLMS_Order( (int) $payment->get( 'order_id' ) );
		$product_id = (int) $order->get( 'product_id' );
		$currency   = (string) $payment->get( 'currency' );
		$coupon     = 'yes' === $order->get( 'coupon_used' ) ? (string) $order->get( 'coupon_code' ) : '';
		$coupons    = '' === $coupon ? [] : [ $coupon ];

		$line        = [
			'kind'        => 'line_item',
			'external_id' => (string) $product_id,
			'amount'      => Money::from_shop( $payment->get( 'amount' ), $currency ),
			'name'        => (string) $order->get( 'product_title' ),
			'owners'      => self::owners( $product_id ),
		] + \array_filter(
			[
				'type' => (string) $order->get( 'product_type' ),
				'sku'  => (string) $order->get( 'product_sku' ),
			]
		);
		$transaction = [
			'source'      => self::SOURCE,
			'external_id' => (string) (int) $payment->get( 'id' ),
			'currency'    => $currency,
			'details'     => [ $line ],
			'coupons'     => $coupons,
		];
		$user_id     = (int) $order->get( 'user_id' );
		if ( $user_id > 0 ) {
			$transaction['customer'] = 'user:' . $user_id;
		}
		Recorder::transaction( $transaction, Attribution::credited( $coupons, null ) );
	}

	/**
	 * Records a refund of an amount.
	 *
	 * @param mixed $refund  As {@see self::refunding()} was given it.
	 * @param mixed $payment The LifterLMS transaction.
	 */
	private static function record_refund( mixed $refund, mixed $payment ): void {
		if ( ! \is_array( $refund ) || ! $payment instanceof \LLMS_Transaction ) {
			return;
		}
		Recorder::refund(
			[
				'source'      => self::SOURCE,
				'external_id' => (string) (int) $payment->get( 'id' ),
				'refund_id'   => (string) $refund['id'],
				'amount'      => Money::from_shop( $refund['amount'], (string) $payment->get( 'currency' ) ),
			]
		);
	}

	/**
	 * Whose a course is: every instructor on its list, which may differ from the author of its post; the author where
	 * there is no list, as for a membership.
	 *
	 * @param int $product_id Course or membership post.
	 * @return array[] Aliases.
	 */
	private static function owners( int $product_id ): array {
		$users = [];
		if ( 'course' === \get_post_type( $product_id ) ) {
			$users = \array_map( 'intval', \wp_list_pluck( ( new \LLMS_Course( $product_id ) )->instructors()->get_instructors(), 'id' ) );
		}
		if ( [] === $users ) {
			$users = [ (int) \get_post_field( 'post_author', $product_id ) ];
		}
		$owners = [];
		foreach ( \array_unique( \array_filter( $users ) ) as $user ) {
			$owners[] = [
				'type' => 'wp_user',
				'code' => (string) $user,
			];
		}
		return $owners;
	}
}
