<?php
/**
 * Lifecycle of courses in Sensei LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Tests\Stopped;

/**
 * Sensei reports one completion repeatedly; it counts once.
 */
final class SenseiLmsLifecycleTest extends LifecycleTestCase {

	public function test_lessons_and_courses_count_once_when_undone_and_repeated(): void {
		$course  = self::post( $this->ada_user, 'course' );
		$lessons = [ $this->lesson( $course ), $this->lesson( $course ) ];
		$student = self::user();

		\Sensei_Utils::sensei_start_lesson( $lessons[0], $student );
		$this->assertLedger( '0.00', [], 'a lesson that was started is not completed' );
		self::complete( $lessons[0], $student );
		self::complete( $lessons[0], $student );
		$this->assertLedger( '0.00', [ $this->ada => 1 ], 'one lesson, reported twice' );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			self::complete( $lessons[1], $student );
			self::unless_led_away( static fn() => \Sensei_Utils::user_complete_course( (string) $course, $student ) );
			$this->assertLedger( '0.00', [ $this->ada => 12 ], "the last lesson, and the course, for the {$time}th time" );
		}
		\Sensei_Utils::sensei_remove_user_from_lesson( $lessons[1], $student );
		self::later();
		self::complete( $lessons[1], $student );
		$this->assertLedger( '0.00', [ $this->ada => 12 ], 'undone and repeated' );
	}

	public function test_completing_ones_own_course_does_not_count(): void {
		$course = self::post( $this->ada_user, 'course' );
		self::complete( $this->lesson( $course ), $this->ada_user );
		$this->assertLedger( '0.00', [], 'studied by its teacher', [ 'lesson_completed', 'course_completed' ] );
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		$course  = self::post( $this->ada_user, 'course' );
		$lesson  = $this->lesson( $course );
		$student = self::user();
		$this->assertCountsAgain( static fn() => self::complete( $lesson, $student ), [ $this->ada => 11 ] );
		self::assertSame( \Siren\Distributors\Completion::course_key( 'sensei', $course, $student ) . ':take:4', self::events()[7]['key'] );
	}

	public function test_missed_completions_are_found(): void {
		self::empty_lms_and_shop_tables();
		$lesson  = $this->lesson( self::post( $this->ada_user, 'course' ) );
		$student = self::user();
		self::unheard( static fn() => self::complete( $lesson, $student ) );
		self::date_back( 'comments', 'comment_date_gmt', '2026-05-03 12:15:00' );
		$this->assertMissedAreFound( [ $this->ada => 11 ], 2, '2026-05-03T12:15:00Z', static fn() => self::complete( $lesson, $student ) );
	}

	/**
	 * Completes a lesson.
	 *
	 * @param int $lesson  Lesson.
	 * @param int $student User.
	 */
	private static function complete( int $lesson, int $student ): void {
		self::unless_led_away( static fn() => \Sensei_Utils::sensei_start_lesson( $lesson, $student, true ) );
	}

	/**
	 * Runs code that may end the request: completing a course redirects the student to a congratulations page.
	 *
	 * @param callable():mixed $request Code to run.
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
	 * Creates a lesson whose author is another user.
	 *
	 * @param int $course Course.
	 */
	private function lesson( int $course ): int {
		$lesson = self::post( $this->ben_user, 'lesson' );
		\update_post_meta( $lesson, '_lesson_course', (string) $course );
		return $lesson;
	}
}
