<?php
/**
 * MasterStudy LMS: completions and referrals.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Backfill\MasterStudyCourses;
use Siren\Distributors\Backfill\MasterStudyLessons;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Progress is reported at every step of a student; a course is completed at one hundred percent. For sales, see {@see
 * MasterStudyLms\Orders}.
 */
final class MasterStudyLms implements Lms {

	public const SOURCE = 'masterstudy';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = '_siren_referral';

	/** Course meta: a teacher besides the author. */
	private const CO_INSTRUCTOR_META = 'co_instructor';

	private const WHOLE = 100;

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'stm-courses' ];
	}

	public static function shop(): ?string {
		return MasterStudyLms\Orders::class;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new MasterStudyCourses(), new MasterStudyLessons() ];
	}

	public static function sold_by(): array {
		return [
			'on_product' => [ 'stm_lms_product_id', 'stm_lms_enterprise_id' ],
			'in_cart'    => [ 'stm-courses', 'stm-course-bundles' ],
			'bundles'    => [ 'stm-course-bundles' => 'stm_lms_bundle_ids' ],
		];
	}

	/**
	 * A student made progress in a course.
	 *
	 * @param mixed $course_id  Course post.
	 * @param mixed $student_id WordPress user.
	 * @param mixed $percent    Progress in percent.
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
	 * @param mixed $course_id  Course in which it was taken.
	 */
	public static function lesson_passed( mixed $student_id, mixed $lesson_id, mixed $course_id ): void {
		Recorder::attempt( static fn() => Completion::lesson( self::SOURCE, (int) $lesson_id, (int) $course_id, (int) $student_id, self::teachers( (int) $course_id ) ) );
	}

	/**
	 * A post was created; it may be a customer's order, for which the referrer is stored.
	 *
	 * @param mixed $post_id Post.
	 * @param mixed $post    Post.
	 * @param mixed $update  Whether it existed before.
	 */
	public static function order_saved( mixed $post_id, mixed $post = null, mixed $update = false ): void {
		$code = $update ? null : Attribution::of_customer();
		if ( null !== $code ) {
			\update_post_meta( (int) $post_id, self::REFERRAL_META, $code );
		}
	}

	/**
	 * Owners of a course: its author and its co-instructor.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return $course_id <= 0 ? [] : \array_merge( Owners::author( $course_id ), [ (int) \get_post_meta( $course_id, self::CO_INSTRUCTOR_META, true ) ] );
	}

	/**
	 * Whether the student got the course for free. A course without pricing settings is free if it has no price.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		$mode            = (string) \get_post_meta( $course_id, 'pricing_mode', true );
		$prices          = [ (string) \get_post_meta( $course_id, 'price', true ), (string) \get_post_meta( $course_id, 'sale_price', true ) ];
		$is_free_for_all = '' === $mode ? Money::is_zero( \implode( '', $prices ) ) : 'free' === $mode;
		return Enrollment::is_free( self::class, $course_id, $student_id, MasterStudyLms\Orders::paid_for( $course_id, $student_id ), $is_free_for_all );
	}
}
