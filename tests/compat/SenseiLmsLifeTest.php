<?php
/**
 * The life of courses in Sensei LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Tests\Stopped;

/**
 * What ended ends again and again, and counts once.
 */
final class SenseiLmsLifeTest extends LifeTestCase {

	public function test_lessons_and_their_course_done_undone_and_done_again(): void {
		$course  = self::post( $this->ada_user, 'course' );
		$lessons = [ $this->lesson( $course ), $this->lesson( $course ) ];
		$student = self::user();

		\Sensei_Utils::sensei_start_lesson( $lessons[0], $student );
		$this->assertLedger( '0.00', [], 'a lesson that began has not ended' );
		self::complete( $lessons[0], $student );
		self::complete( $lessons[0], $student );
		$this->assertLedger( '0.00', [ $this->ada => 1 ], 'one lesson, told twice' );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			self::complete( $lessons[1], $student );
			self::unless_led_away( static fn() => \Sensei_Utils::user_complete_course( (string) $course, $student ) );
			$this->assertLedger( '0.00', [ $this->ada => 12 ], "the last lesson, and the course, for the {$time}th time" );
		}
		\Sensei_Utils::sensei_remove_user_from_lesson( $lessons[1], $student );
		self::later();
		self::complete( $lessons[1], $student );
		$this->assertLedger( '0.00', [ $this->ada => 12 ], 'undone and done again' );
	}

	public function test_ones_own_course(): void {
		$course = self::post( $this->ada_user, 'course' );
		self::complete( $this->lesson( $course ), $this->ada_user );
		$this->assertLedger( '0.00', [], 'studied by its teacher', [ 'lesson_completed', 'course_completed' ] );
	}

	public function test_taken_again(): void {
		$course  = self::post( $this->ada_user, 'course' );
		$lesson  = $this->lesson( $course );
		$student = self::user();
		$this->assertCountsAgain( static fn() => self::complete( $lesson, $student ), [ $this->ada => 11 ] );
		self::assertSame( \Siren\Distributors\Completion::course_key( 'sensei', $course, $student ) . ':take:4', self::events()[7]['key'] );
	}

	public function test_missed(): void {
		self::empty_schools();
		$lesson  = $this->lesson( self::post( $this->ada_user, 'course' ) );
		$student = self::user();
		self::unheard( static fn() => self::complete( $lesson, $student ) );
		self::date_back( 'comments', 'comment_date_gmt', '2026-05-03 12:15:00' );
		$this->assertMissedAreFound( [ $this->ada => 11 ], 2, '2026-05-03T12:15:00Z', static fn() => self::complete( $lesson, $student ) );
	}

	/**
	 * Ends a lesson.
	 *
	 * @param int $lesson  Lesson.
	 * @param int $student User.
	 */
	private static function complete( int $lesson, int $student ): void {
		self::unless_led_away( static fn() => \Sensei_Utils::sensei_start_lesson( $lesson, $student, true ) );
	}

	/**
	 * Does what can end the request: the end of a course leads the student to a page of congratulations.
	 *
	 * @param callable():mixed $request Does it.
	 */
	private static function unless_led_away( callable $request ): void {
		$redirect = static function ( string $location, int $status ): never {
			throw new Stopped( $status, $location );
		};
		\add_filter( 'wp_redirect', $redirect, 10, 2 );
		try {
			$request();
		} catch ( Stopped ) {
			self::assertTrue( self::is_real() );
		} finally {
			\remove_filter( 'wp_redirect', $redirect );
		}
	}

	/**
	 * A lesson that somebody else wrote.
	 *
	 * @param int $course Its course.
	 */
	private function lesson( int $course ): int {
		$lesson = self::post( $this->ben_user, 'lesson' );
		\update_post_meta( $lesson, '_lesson_course', (string) $course );
		return $lesson;
	}
}
