<?php
/**
 * Lifecycle of courses in LearnDash.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\LearnDash;

/**
 * A lesson counts in each course in which it is taken.
 */
final class LearnDashLifecycleTest extends LifecycleTestCase {

	public function test_a_shared_lesson_counts_once_in_each_course(): void {
		$lesson  = self::post( self::user( 'administrator' ) );
		$student = self::user();
		$courses = [];
		foreach ( [ $this->ada_user, $this->ben_user ] as $author ) {
			$course = self::post( $author );
			\add_post_meta( $course, 'fixture_steps', $lesson );
			$courses[] = $course;
		}
		\learndash_process_mark_complete( $student, $lesson, false, $courses[0] );
		$this->assertLedger( '0.00', [ $this->ada => 11 ], 'in the first course' );
		self::later();
		\learndash_process_mark_complete( $student, $lesson, false, $courses[0] );
		\learndash_process_mark_complete( $student, $lesson, false, $courses[1] );
		$this->assertLedger(
			'0.00',
			[
				$this->ada => 11,
				$this->ben => 11,
			],
			'again in the first, and in the second'
		);
	}

	public function test_incomplete_arguments_are_ignored(): void {
		LearnDash::course_completed( 'nothing' );
		LearnDash::course_completed( [ 'course' => \get_post( self::post( $this->ada_user ) ) ] );
		LearnDash::lesson_completed( [ 'user' => \get_userdata( $this->ben_user ) ] );
		$this->assertLedger( '0.00', [], 'nothing was recorded' );
		self::assertSame( [], self::events() );
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		[ $course, $lesson, $student ] = $this->course();
		$this->assertCountsAgain( static fn() => \learndash_process_mark_complete( $student, $lesson, false, $course ), [ $this->ada => 11 ] );
	}

	public function test_missed_completions_are_found(): void {
		self::empty_lms_and_shop_tables();
		[ $course, $lesson, $student ] = $this->course();
		$complete                      = static fn() => \learndash_process_mark_complete( $student, $lesson, false, $course );
		self::unheard( $complete );
		self::date_back( 'learndash_user_activity', 'activity_completed', \strtotime( '2026-05-03T12:15:00Z' ) );
		$this->assertMissedAreFound( [ $this->ada => 11 ], 2, '2026-05-03T12:15:00Z', $complete );
	}

	/**
	 * Creates a course of Ada's with one lesson, and a student.
	 *
	 * @return array{int,int,int} Course, lesson, user.
	 */
	private function course(): array {
		$course = self::post( $this->ada_user );
		$lesson = self::post( self::user( 'administrator' ) );
		\add_post_meta( $course, 'fixture_steps', $lesson );
		return [ $course, $lesson, self::user() ];
	}
}
