<?php
/**
 * Tutor LMS: completions and referrals.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Backfill\TutorCourses;
use Siren\Distributors\Backfill\TutorLessons;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Tutor reports the completion of a course or lesson any number of times. For sales, see {@see TutorLms\Orders}. If
 * Tutor sells through WooCommerce or Easy Digital Downloads, it has no orders of its own, and sales are recorded there.
 */
final class TutorLms implements Lms {

	public const SOURCE = 'tutor';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = 'siren_referral';

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'courses' ];
	}

	public static function shop(): ?string {
		return TutorLms\Orders::class;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new TutorCourses(), new TutorLessons() ];
	}

	public static function sold_by(): array {
		return [
			'on_course' => [ '_tutor_course_product_id' ],
			'bundles'   => [ 'course-bundle' => 'bundle-course-ids' ],
		];
	}

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
	 * An order was created and is not paid yet: store who referred the customer, who may be a guest whose account is
	 * created with it. An order created by an administrator has no referrer.
	 *
	 * @param mixed $order Order row with its `id`.
	 */
	public static function order_placed( mixed $order ): void {
		$code = Attribution::of_customer();
		$id   = \is_array( $order ) ? (int) ( $order['id'] ?? 0 ) : 0;
		if ( null !== $code && $id > 0 && \in_array( \get_current_user_id(), [ 0, (int) ( $order['user_id'] ?? 0 ) ], true ) ) {
			Recorder::attempt( static fn() => \Tutor\Models\OrderMetaModel::update_meta( $id, self::REFERRAL_META, $code ) );
		}
	}

	/**
	 * Owners of a course: its author and its instructors.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		$listed = $course_id > 0 && \function_exists( 'tutor_utils' ) ? \tutor_utils()->get_instructors_by_course( $course_id ) : [];
		return \array_merge( Owners::author( $course_id ), \array_map( 'intval', \wp_list_pluck( \is_array( $listed ) ? $listed : [], 'ID' ) ) );
	}

	/**
	 * Whether the student got the course for free. A course that cannot be bought is open to everybody.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		return Enrollment::is_free( self::class, $course_id, $student_id, TutorLms\Orders::paid_for( $course_id, $student_id ), ! \tutor_utils()->is_course_purchasable( $course_id ) );
	}

	/**
	 * The link code remembered when an order was created.
	 *
	 * @param int $order_id Order id.
	 */
	public static function referral( int $order_id ): string {
		$row = \Tutor\Models\OrderMetaModel::get_meta( $order_id, self::REFERRAL_META );
		return \is_object( $row ) ? (string) $row->meta_value : '';
	}

	/** The currency of Tutor's shop; orders do not store one. */
	public static function currency(): string {
		return (string) \tutor_utils()->get_option( 'currency_code', 'USD' );
	}
}
