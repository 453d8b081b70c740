<?php
/**
 * A feature of the real LearnPress: it decides whether a course was passed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use LearnPress\Models\UserItems\UserCourseModel;
use Siren\Distributors\Settings;

/**
 * A student finishes a course with too few points, retakes it and passes.
 */
final class LearnPressRetakesTest extends LifecycleTestCase {

	public function test_only_passed_attempts_count(): void {
		\update_option( Settings::OPTION, [ 'retake_days' => 2 ] );
		$this->listen( 'learn-press/user-course/can-finish', static fn(): bool => true );
		$course = self::post( $this->ada_user, 'lp_course' );
		\update_post_meta( $course, '_lp_retake_count', '5' );
		$student           = self::user();
		$taken             = new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'enrolled';
		$taken->graduation = 'in-progress';
		$taken->start_time = \gmdate( 'Y-m-d H:i:s' );
		$taken->save();

		$this->finish( $student, $course, false );
		$this->assertLedger( '0.00', [], 'finished, not passed' );
		self::set_clock( '2026-05-06T12:00:00Z' );
		$this->retake( $student, $course );
		$this->finish( $student, $course, true );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'passed at the second attempt' );
		self::set_clock( '2026-05-08T12:00:00Z' );
		$this->retake( $student, $course );
		$this->finish( $student, $course, false );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'a retake that fails' );
		$this->retake( $student, $course );
		$this->finish( $student, $course, true );
		$this->assertLedger( '0.00', [ $this->ada => 20 ], 'a retake that passes' );
	}

	/**
	 * Finishes the course through LearnPress.
	 *
	 * @param int  $student User.
	 * @param int  $course  Course.
	 * @param bool $passes  Whether LearnPress finds the points sufficient.
	 */
	private function finish( int $student, int $course, bool $passes ): void {
		$results = [
			'count_items'     => 1,
			'completed_items' => 1,
			'items'           => [],
			'evaluate_type'   => 'evaluate_lesson',
			'pass'            => $passes ? 1 : 0,
			'result'          => $passes ? 100 : 10,
		];
		\LP_Cache::cache_load_first( 'set', "calculate_course/$student/$course", $results );
		UserCourseModel::find( $student, $course )->handle_finish();
		self::assertSame( $passes ? 'passed' : 'failed', UserCourseModel::find( $student, $course )->graduation );
	}

	/**
	 * Retakes the course.
	 *
	 * @param int $student User.
	 * @param int $course  Course.
	 */
	private function retake( int $student, int $course ): void {
		UserCourseModel::find( $student, $course )->handle_retake();
		self::assertSame( 'in-progress', UserCourseModel::find( $student, $course )->graduation );
	}
}
