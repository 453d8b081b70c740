<?php
/**
 * Sensei LMS: completions.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Backfill\SenseiCompletions;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Sensei reports that a course ended each time one of its lessons ends again, and passes ids as numbers or as text;
 * keys treat both alike. It sells courses through WooCommerce, where sales are recorded.
 */
final class SenseiLms implements Lms {

	public const SOURCE = 'sensei';

	/** Lesson meta: its course. */
	private const COURSE_META = '_lesson_course';

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'course' ];
	}

	public static function shop(): ?string {
		return null;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new SenseiCompletions() ];
	}

	public static function sold_by(): array {
		return [ 'on_course' => [ '_course_woocommerce_product' ] ];
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
				$course_id = (int) \get_post_meta( (int) $lesson_id, self::COURSE_META, true );
				Completion::lesson( self::SOURCE, (int) $lesson_id, $course_id, (int) $student_id, self::teachers( $course_id ) );
			}
		);
	}

	/**
	 * Owner of a course: its author.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return Owners::author( $course_id );
	}

	/**
	 * Whether the student got the course for free. A course that no product sells is open to everybody.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		$products = \array_filter( (array) \get_post_meta( $course_id, '_course_woocommerce_product', false ), static fn( mixed $product ): bool => \is_numeric( $product ) && (int) $product > 0 && ! \in_array( \get_post_status( (int) $product ), [ false, 'trash' ], true ) );
		return Enrollment::is_free( self::class, $course_id, $student_id, [], [] === $products );
	}
}
