<?php
/**
 * Tutor LMS: completions, and who brought the customer of an order.
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
 * Tutor says that a course or a lesson is complete as often as it is asked to. Its sales are {@see TutorLms\Orders}. Where
 * it sells through WooCommerce or Easy Digital Downloads it has no orders of its own, and the sale is seen there.
 */
final class TutorLms implements School {

	public const SOURCE = 'tutor';

	/** Order meta with the link code that was remembered when the order was made. */
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
	 * An order was made, not yet paid: keep who brought the customer, who may be a guest and get an account with it. An
	 * order that an administrator makes for somebody was brought by nobody.
	 *
	 * @param mixed $order The order's row, with its `id`.
	 */
	public static function order_placed( mixed $order ): void {
		$code = Attribution::of_customer();
		$id   = \is_array( $order ) ? (int) ( $order['id'] ?? 0 ) : 0;
		if ( null !== $code && $id > 0 && \in_array( \get_current_user_id(), [ 0, (int) ( $order['user_id'] ?? 0 ) ], true ) ) {
			Recorder::attempt( static fn() => \Tutor\Models\OrderMetaModel::update_meta( $id, self::REFERRAL_META, $code ) );
		}
	}

	/**
	 * Whose a course is: its author's and its instructors'.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		$listed = $course_id > 0 && \function_exists( 'tutor_utils' ) ? \tutor_utils()->get_instructors_by_course( $course_id ) : [];
		return \array_merge( Owners::author( $course_id ), \array_map( 'intval', \wp_list_pluck( \is_array( $listed ) ? $listed : [], 'ID' ) ) );
	}

	/**
	 * Whether a student got their place in a course for nothing. A course that cannot be bought is open to
	 * everybody.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		return Enrollment::is_free( self::class, $course_id, $student_id, TutorLms\Orders::paid_for( $course_id, $student_id ), ! \tutor_utils()->is_course_purchasable( $course_id ) );
	}

	/**
	 * The link code that was remembered when an order was made.
	 *
	 * @param int $order_id Order id.
	 */
	public static function referral( int $order_id ): string {
		$row = \Tutor\Models\OrderMetaModel::get_meta( $order_id, self::REFERRAL_META );
		return \is_object( $row ) ? (string) $row->meta_value : '';
	}

	/**
	 * The currency of Tutor's shop; its orders name none.
	 */
	public static function currency(): string {
		return (string) \tutor_utils()->get_option( 'currency_code', 'USD' );
	}
}
