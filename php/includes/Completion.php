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
 * all. The key names school and course and marks the student, so a completion that is told again, or undone and done again, counts
 * once, unless the site counts re-takes ({@see Retakes}). A lesson is credited to the owners of its course: who wrote the
 * lesson is often someone else.
 */
final class Completion {

	/**
	 * Records a completed course.
	 *
	 * @param string      $source     The school's plugin.
	 * @param int         $course_id  Course post.
	 * @param int         $student_id WordPress user.
	 * @param int[]       $teachers   WordPress users whom the school names as its owners.
	 * @param ?PastMoment $past       Where nobody told of it when it happened.
	 * @return bool Whether there was anybody to credit.
	 */
	public static function course( string $source, int $course_id, int $student_id, array $teachers, ?PastMoment $past = null ): bool {
		return self::record(
			'course_completed',
			self::course_key( $source, $course_id, $student_id ),
			'course:' . $course_id,
			$student_id,
			self::is_editor( $student_id, $course_id, $teachers ),
			Owners::of( $course_id, $teachers, $source ),
			static fn(): ?string => Enrollment::value( $source, $course_id, $student_id ),
			$past
		);
	}

	/**
	 * Records a completed lesson. A lesson outside any course is nobody's.
	 *
	 * @param string      $source     The school's plugin.
	 * @param int         $lesson_id  Lesson post.
	 * @param int         $course_id  The course it was taken in.
	 * @param int         $student_id WordPress user.
	 * @param int[]       $teachers   WordPress users whom the school names as the course's owners.
	 * @param ?PastMoment $past       Where nobody told of it when it happened.
	 * @return bool Whether there was anybody to credit.
	 */
	public static function lesson( string $source, int $lesson_id, int $course_id, int $student_id, array $teachers, ?PastMoment $past = null ): bool {
		return self::record(
			'lesson_completed',
			self::lesson_key( $source, $lesson_id, $course_id, $student_id ),
			'lesson:' . $lesson_id,
			$student_id,
			self::is_editor( $student_id, $course_id, $teachers ),
			$course_id > 0 ? Owners::of( $course_id, $teachers, $source ) : [],
			static fn(): ?string => Enrollment::value( $source, $course_id, $student_id ),
			$past
		);
	}

	/**
	 * Identity of a student's first completion of a course.
	 *
	 * @param string $source     The school's plugin.
	 * @param int    $course_id  Course post.
	 * @param int    $student_id WordPress user.
	 */
	public static function course_key( string $source, int $course_id, int $student_id ): string {
		return \sprintf( '%s:course:%d:student:%s', $source, $course_id, self::mark( $student_id ) );
	}

	/**
	 * Identity of a student's first completion of a lesson in a course.
	 *
	 * @param string $source     The school's plugin.
	 * @param int    $lesson_id  Lesson post.
	 * @param int    $course_id  The course it was taken in.
	 * @param int    $student_id WordPress user.
	 */
	public static function lesson_key( string $source, int $lesson_id, int $course_id, int $student_id ): string {
		return \sprintf( '%s:lesson:%d:course:%d:student:%s', $source, $lesson_id, $course_id, self::mark( $student_id ) );
	}

	/**
	 * A student as a key may have them.
	 *
	 * @param int $student_id WordPress user.
	 */
	private static function mark( int $student_id ): string {
		return Pseudonym::of( KeySecret::get(), 'user:' . $student_id );
	}

	/**
	 * Records it, where there is anybody to credit. An administrator or editor tries a course out rather than studies it;
	 * that is kept, and does not count.
	 *
	 * @param string              $type       Event type.
	 * @param string              $completion Identity of the first one.
	 * @param string              $completed  The event's object.
	 * @param int                 $student_id WordPress user.
	 * @param bool                $is_editor  Whether the student edits the course.
	 * @param array[]             $owners     As {@see Owners::of()} gives them.
	 * @param \Closure(): ?string $value      What the student's place in the course cost, as {@see Enrollment::value()} says it.
	 * @param ?PastMoment         $past       Where nobody told of it when it happened: always the first, for a school keeps no more.
	 * @return bool Whether there was anybody to credit.
	 */
	private static function record( string $type, string $completion, string $completed, int $student_id, bool $is_editor, array $owners, \Closure $value, ?PastMoment $past ): bool {
		if ( [] === $owners || $student_id <= 0 ) {
			return false;
		}
		$at     = null === $past ? Clock::timestamp( Clock::now() ) : $past->at;
		$number = null === $past ? Retakes::number( $completion, $student_id, $at ) : 1;
		$event  = [
			'key'           => Retakes::key( $completion, $number ),
			'collaborators' => $owners,
			'subject'       => Subject::names( $student_id ),
			'object'        => $completed,
		];
		if ( null !== $past ) {
			$event += $past->facts();
		}
		if ( $is_editor ) {
			$event['ignored'] = 'editor';
		}
		$cost = $value();
		if ( null !== $cost ) {
			$event['value'] = $cost;
		}
		Recorder::event( $type, $event );
		Retakes::keep( $completion, $student_id, $number, $at );
		return true;
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
