<?php
/**
 * LearnDash: completions.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Backfill\LearnDashCompletions;
use Siren\Distributors\Completion;
use Siren\Distributors\Enrollment;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * LearnDash passes everything in one array. A lesson can be part of several courses, so the course is taken from that
 * array and not from the lesson.
 */
final class LearnDash implements Lms {

	public const SOURCE = 'learndash';

	/** Course setting: how it is sold. */
	private const PRICE_TYPE = 'course_price_type';

	/** Values for free courses. */
	private const FREE = [ 'open', 'free' ];

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'sfwd-courses' ];
	}

	public static function shop(): ?string {
		return null;
	}

	public static function course_orders(): ?string {
		return null;
	}

	public static function past(): array {
		return [ new LearnDashCompletions() ];
	}

	public static function sold_by(): array {
		return [
			'on_product' => [ '_related_course', '_related_group', '_edd_learndash_course', '_edd_learndash_group' ],
			'on_option'  => [ '_edd_learndash_course_variable', '_edd_learndash_group_variable' ],
		];
	}

	/**
	 * A student completed a course.
	 *
	 * @param mixed $completed `user` (WP_User), `course` (WP_Post), `progress`.
	 */
	public static function course_completed( mixed $completed ): void {
		Recorder::attempt(
			static function () use ( $completed ): void {
				$course_id = self::id( $completed, 'course' );
				Completion::course( self::SOURCE, $course_id, self::id( $completed, 'user' ), self::teachers( $course_id ) );
			}
		);
	}

	/**
	 * A student completed a lesson.
	 *
	 * @param mixed $completed `user` (WP_User), `course` (WP_Post), `lesson` (WP_Post), `progress`.
	 */
	public static function lesson_completed( mixed $completed ): void {
		Recorder::attempt(
			static function () use ( $completed ): void {
				$course_id = self::id( $completed, 'course' );
				Completion::lesson( self::SOURCE, self::id( $completed, 'lesson' ), $course_id, self::id( $completed, 'user' ), self::teachers( $course_id ) );
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
	 * Whether the student got the course for free. LearnDash's own transactions are not read; what was bought there
	 * counts as paid.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool {
		return Enrollment::is_free( self::class, $course_id, $student_id, [], \function_exists( 'learndash_get_setting' ) && \in_array( \learndash_get_setting( $course_id, self::PRICE_TYPE ), self::FREE, true ) );
	}

	/**
	 * The id of an element of the passed array.
	 *
	 * @param mixed  $completed As passed by the hook.
	 * @param string $part      `user`, `course`, `lesson`.
	 * @return int 0 if it is missing.
	 */
	private static function id( mixed $completed, string $part ): int {
		$object = \is_array( $completed ) ? $completed[ $part ] ?? null : null;
		return $object instanceof \WP_Post || $object instanceof \WP_User ? (int) $object->ID : (int) ( \is_scalar( $object ) ? $object : 0 );
	}
}
