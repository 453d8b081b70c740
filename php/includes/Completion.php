<?php
/**
 * Records completed courses and lessons.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Each LMS reports completions in its own way, and most report them more than once. What is recorded is always the
 * same. The key contains the LMS, the course and a pseudonym of the student, so a completion that is reported again, or
 * undone and repeated, counts once, unless the site counts retakes ({@see Retakes}). A lesson is credited to the owners
 * of its course, because its author is often someone else.
 */
final class Completion {

	/**
	 * Records a completed course.
	 *
	 * @param string      $source     Source name of the LMS.
	 * @param int         $course_id  Course post.
	 * @param int         $student_id WordPress user.
	 * @param int[]       $teachers   WordPress users whom the LMS names as owners of the course.
	 * @param ?PastMoment $past       Set when the completion is recorded later than it happened.
	 * @return bool Whether anybody could be credited.
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
	 * Records a completed lesson. A lesson outside any course has no owner and is not recorded.
	 *
	 * @param string      $source     Source name of the LMS.
	 * @param int         $lesson_id  Lesson post.
	 * @param int         $course_id  Course in which it was taken.
	 * @param int         $student_id WordPress user.
	 * @param int[]       $teachers   WordPress users whom the LMS names as owners of the course.
	 * @param ?PastMoment $past       Set when the completion is recorded later than it happened.
	 * @return bool Whether anybody could be credited.
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
	 * Key of a student's first completion of a course.
	 *
	 * @param string $source     Source name of the LMS.
	 * @param int    $course_id  Course post.
	 * @param int    $student_id WordPress user.
	 */
	public static function course_key( string $source, int $course_id, int $student_id ): string {
		return \sprintf( '%s:course:%d:student:%s', $source, $course_id, self::mark( $student_id ) );
	}

	/**
	 * Key of a student's first completion of a lesson in a course.
	 *
	 * @param string $source     Source name of the LMS.
	 * @param int    $lesson_id  Lesson post.
	 * @param int    $course_id  Course in which it was taken.
	 * @param int    $student_id WordPress user.
	 */
	public static function lesson_key( string $source, int $lesson_id, int $course_id, int $student_id ): string {
		return \sprintf( '%s:lesson:%d:course:%d:student:%s', $source, $lesson_id, $course_id, self::mark( $student_id ) );
	}

	/**
	 * A student's pseudonym in keys.
	 *
	 * @param int $student_id WordPress user.
	 */
	private static function mark( int $student_id ): string {
		return Pseudonym::of( KeySecret::get(), 'user:' . $student_id );
	}

	/**
	 * Records a completion if anybody can be credited. Administrators and editors try a course out rather than study
	 * it: their completions are recorded with that reason and do not count.
	 *
	 * @param string              $type       Event type.
	 * @param string              $completion Key of the first completion.
	 * @param string              $completed  Object of the event.
	 * @param int                 $student_id WordPress user.
	 * @param bool                $is_editor  Whether the student can edit the course.
	 * @param array[]             $owners     As returned by {@see Owners::of()}.
	 * @param \Closure(): ?string $value      What the student's enrollment cost, as returned by {@see
	 *                                        Enrollment::value()}.
	 * @param ?PastMoment         $past       Set when it is recorded later than it happened. Such a completion is
	 *                                        always the first one, because LMSs keep no others.
	 * @return bool Whether anybody could be credited.
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
	 * Whether a user can edit a course without teaching it. The engine itself recognises the owners. The capability is
	 * checked for this very course: some LMSs grant the general capability to everybody so that their screens work.
	 *
	 * @param int   $user_id   WordPress user.
	 * @param int   $course_id Course post.
	 * @param int[] $teachers  WordPress users whom the LMS names as owners.
	 */
	private static function is_editor( int $user_id, int $course_id, array $teachers ): bool {
		return ! \in_array( $user_id, $teachers, true ) && \post_type_exists( (string) \get_post_type( $course_id ) ) && \user_can( $user_id, 'edit_post', $course_id );
	}
}
