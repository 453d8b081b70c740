<?php
/**
 * MasterStudy LMS: completions, and who brought the customer of an order.
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
 * Progress is told at every step of a student; a course is complete at a hundred percent. Its sales are
 * {@see MasterStudyLms\Orders}.
 */
final class MasterStudyLms implements School {

	public const SOURCE = 'masterstudy';

	/** Meta of an order with the link code that was remembered when it was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Meta of a course: one user who teaches it beside its author. */
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
	 * Whose a course is: its author's and its co-instructor's.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return $course_id <= 0 ? [] : \array_merge( Owners::author( $course_id ), [ (int) \get_post_meta( $course_id, self::CO_INSTRUCTOR_META, true ) ] );
	}

	/**
	 * Whether a student got their place in a course for nothing. Where a course says nothing of its pricing, it is
	 * free without a price.
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
