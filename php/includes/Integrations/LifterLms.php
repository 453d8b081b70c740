<?php
/**
 * LifterLMS: completions and referrals.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Backfill\LifterLmsCompletions;
use Siren\Distributors\Backfill\LifterLmsOpenCourses;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * A course belongs to its instructors, who need not include the author of its post. For sales, see {@see
 * LifterLms\Payments}.
 */
final class LifterLms implements Lms {

	public const SOURCE = 'lifterlms';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = '_siren_referral';

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'course', 'llms_membership' ];
	}

	public static function shop(): ?string {
		return LifterLms\Payments::class;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new LifterLmsCompletions(), new LifterLmsOpenCourses() ];
	}

	public static function sold_by(): array {
		return [ 'on_course' => [ '_llms_wc_pid' ] ];
	}

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
	 * An order was created. If a customer created it on the site, store who referred them; an order created by an
	 * administrator has no referrer.
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
	 * Owners of a course: all listed instructors; the author if there is no list, as for a membership.
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

	/**
	 * Whether the student got the course for free. A course that came with a membership cost what the membership cost.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		$membership = self::membership( $course_id, $student_id );
		$product    = $membership ?? $course_id;
		$paid       = null === $membership ? [] : LifterLms\Payments::paid_for( $membership, $student_id );
		return Enrollment::is_free( self::class, $course_id, $student_id, [ ...$paid, ...LifterLms\Payments::paid_for( $course_id, $student_id ) ], self::has_only_free_plans( $product ) );
	}

	/**
	 * The membership through which a student enrolled in a course.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 * @return ?int Post; null if the student enrolled in another way.
	 */
	private static function membership( int $course_id, int $student_id ): ?int {
		global $wpdb;
		$trigger = (string) $wpdb->get_var(
			$wpdb->prepare(
				"SELECT meta_value FROM {$wpdb->prefix}lifterlms_user_postmeta WHERE user_id = %d AND post_id = %d AND meta_key = '_enrollment_trigger' ORDER BY meta_id DESC LIMIT 1",
				$student_id,
				$course_id
			)
		);
		return 1 === \preg_match( '/^membership_(\d+)$/D', $trigger, $part ) ? (int) $part[1] : null;
	}

	/**
	 * Whether a course or membership has access plans and all of them are free.
	 *
	 * @param int $product_id Course or membership post.
	 */
	private static function has_only_free_plans( int $product_id ): bool {
		$plans = \get_posts(
			[
				'post_type'   => 'llms_access_plan',
				'post_status' => 'publish',
				'meta_key'    => '_llms_product_id',
				'meta_value'  => (string) $product_id,
				'fields'      => 'ids',
				'numberposts' => -1,
			]
		);
		$priced = \array_filter( $plans, static fn( int $plan ): bool => 'yes' !== \get_post_meta( $plan, '_llms_is_free', true ) );
		return [] !== $plans && [] === $priced;
	}
}
