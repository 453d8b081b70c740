<?php
/**
 * A student finished something.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Every school tells of completions in its own way and most of them more than once; what is recorded is the same for
 * all. The key names school, course and student, so a completion that is told again, or undone and done again, counts
 * once. A lesson is credited to the owners of its course: who wrote the lesson is often someone else.
 */
final class Completion {

	/**
	 * Records a completed course.
	 *
	 * @param string $source     The school's plugin.
	 * @param int    $course_id  Course post.
	 * @param int    $student_id WordPress user.
	 * @param int[]  $teachers   WordPress users whom the school names as its owners.
	 */
	public static function course( string $source, int $course_id, int $student_id, array $teachers ): void {
		self::record(
			'course_completed',
			\sprintf( '%s:course:%d:user:%d', $source, $course_id, $student_id ),
			'course:' . $course_id,
			$student_id,
			self::is_editor( $student_id, $course_id, $teachers ),
			Owners::of( $course_id, $teachers, $source )
		);
	}

	/**
	 * Records a completed lesson. A lesson outside any course is nobody's.
	 *
	 * @param string $source     The school's plugin.
	 * @param int    $lesson_id  Lesson post.
	 * @param int    $course_id  The course it was taken in.
	 * @param int    $student_id WordPress user.
	 * @param int[]  $teachers   WordPress users whom the school names as the course's owners.
	 */
	public static function lesson( string $source, int $lesson_id, int $course_id, int $student_id, array $teachers ): void {
		self::record(
			'lesson_completed',
			\sprintf( '%s:lesson:%d:course:%d:user:%d', $source, $lesson_id, $course_id, $student_id ),
			'lesson:' . $lesson_id,
			$student_id,
			self::is_editor( $student_id, $course_id, $teachers ),
			$course_id > 0 ? Owners::of( $course_id, $teachers, $source ) : []
		);
	}

	/**
	 * Records it, where there is anybody to credit. An administrator or editor tries a course out rather than studies it;
	 * that is kept, and does not count.
	 *
	 * @param string  $type       Event type.
	 * @param string  $key        Identity.
	 * @param string  $completed  The event's object.
	 * @param int     $student_id WordPress user.
	 * @param bool    $is_editor  Whether the student edits the course.
	 * @param array[] $owners     As {@see Owners::of()} gives them.
	 */
	private static function record( string $type, string $key, string $completed, int $student_id, bool $is_editor, array $owners ): void {
		if ( [] === $owners || $student_id <= 0 ) {
			return;
		}
		$event = [
			'key'           => $key,
			'collaborators' => $owners,
			'subject'       => Subject::names( $student_id ),
			'object'        => $completed,
		];
		if ( $is_editor ) {
			$event['ignored'] = 'editor';
		}
		Recorder::event( $type, $event );
	}

	/**
	 * Whether a user edits a course without teaching it; who teaches it is compared with its owners by the engine.
	 *
	 * Asked of the very course: schools answer a question about courses in general with yes, for the sake of their screens.
	 *
	 * @param int   $user_id   WordPress user.
	 * @param int   $course_id Course post.
	 * @param int[] $teachers  WordPress users whom the school names.
	 */
	private static function is_editor( int $user_id, int $course_id, array $teachers ): bool {
		return ! \in_array( $user_id, $teachers, true ) && \post_type_exists( (string) \get_post_type( $course_id ) ) && \user_can( $user_id, 'edit_post', $course_id );
	}
}
