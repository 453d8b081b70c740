<?php
/**
 * The life of courses in LearnDash.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\LearnDash;

/**
 * A lesson counts in each course it is taken in.
 */
final class LearnDashLifeTest extends LifeTestCase {

	public function test_a_lesson_of_two_courses(): void {
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

	public function test_what_lacks_a_part_is_nothing(): void {
		LearnDash::course_completed( 'nothing' );
		LearnDash::course_completed( [ 'course' => \get_post( self::post( $this->ada_user ) ) ] );
		LearnDash::lesson_completed( [ 'user' => \get_userdata( $this->ben_user ) ] );
		$this->assertLedger( '0.00', [], 'nobody did anything' );
		self::assertSame( [], self::events() );
	}
}
