<?php
/**
 * LearnDash: completions.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Completion;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * LearnDash hands everything over in one array. A lesson can be a step of several courses, so the course is the one in
 * that array, not the one the lesson was written for.
 */
final class LearnDash implements School {

	public const SOURCE = 'learndash';

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
	 * Whose a course is: its author's.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users.
	 */
	public static function teachers( int $course_id ): array {
		return Owners::author( $course_id );
	}

	/**
	 * The id of a part of what was handed over.
	 *
	 * @param mixed  $completed As a hook passed it.
	 * @param string $part      `user`, `course`, `lesson`.
	 * @return int 0 where it is not there.
	 */
	private static function id( mixed $completed, string $part ): int {
		$object = \is_array( $completed ) ? $completed[ $part ] ?? null : null;
		return $object instanceof \WP_Post || $object instanceof \WP_User ? (int) $object->ID : (int) ( \is_scalar( $object ) ? $object : 0 );
	}
}
