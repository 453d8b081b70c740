<?php
/**
 * LearnPress: completions and referrals.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Backfill\LearnPressCompletions;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * A finished course counts if the student passed it. For sales, see {@see LearnPress\Orders}.
 */
final class LearnPress implements Lms {

	public const SOURCE = 'learnpress';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = '_siren_referral';

	/** Course meta, repeated: a teacher besides the author. */
	private const CO_TEACHER_META = '_lp_co_teacher';

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'lp_course' ];
	}

	public static function shop(): ?string {
		return LearnPress\Orders::class;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new LearnPressCompletions() ];
	}

	public static function sold_by(): array {
		return [
			'on_product' => [ '_lp_woo_courses_assigned' ],
			'in_cart'    => [ 'lp_course' ],
		];
	}

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
	 * @param mixed $course_id  Course in which it was taken.
	 * @param mixed $student_id WordPress user.
	 */
	public static function lesson_completed( mixed $lesson_id, mixed $course_id, mixed $student_id ): void {
		Recorder::attempt( static fn() => Completion::lesson( self::SOURCE, (int) $lesson_id, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * An order was created in the checkout and is not paid yet: store who referred the customer.
	 *
	 * @param mixed $order_id Order post.
	 */
	public static function checkout_processed( mixed $order_id ): void {
		$code = Attribution::of_customer();
		if ( null !== $code ) {
			\update_post_meta( (int) $order_id, self::REFERRAL_META, $code );
		}
	}

	/**
	 * Whether a finished course was passed: a course can also be finished with too few points.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	private static function has_passed( int $course_id, int $student_id ): bool {
		$taken = \LearnPress\Models\UserItems\UserCourseModel::find( $student_id, $course_id, false );
		return false !== $taken && 'passed' === $taken->graduation;
	}

	/**
	 * Owners of a course: its author and its co-instructors.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return $course_id <= 0 ? [] : \array_merge( Owners::author( $course_id ), \array_map( 'intval', (array) \get_post_meta( $course_id, self::CO_TEACHER_META, false ) ) );
	}

	/**
	 * Whether the student got the course for free. A course without a price is taken without an order.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		$course = \LearnPress\Models\CourseModel::find( $course_id, true );
		return Enrollment::is_free( self::class, $course_id, $student_id, LearnPress\Orders::paid_for( $course_id, $student_id ), false !== $course && $course->is_free() );
	}
}
