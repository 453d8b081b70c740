<?php
/**
 * The life of courses and orders in LearnPress.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use LearnPress\Models\UserItems\UserCourseModel;
use LearnPress\Models\UserItems\UserLessonModel;
use Siren\Distributors\Attribution;

/**
 * A course counts when it is passed, an order while it is completed.
 */
final class LearnPressLifeTest extends LifeTestCase {

	public function test_lessons(): void {
		[ $course, $lesson, $student ] = [ $this->course( '0' ), self::post( self::user( 'administrator' ), 'lp_lesson' ), self::user() ];
		$this->study( $student, $course, $lesson );
		$points = [
			$this->ada => 1,
			$this->ben => 1,
		];
		$this->assertLedger( '0.00', $points, 'author and co-instructor' );
		self::later();
		\do_action( 'learn-press/user-completed-lesson', (string) $lesson, (string) $course, (string) $student );
		$this->assertLedger( '0.00', $points, 'told again' );
	}

	public function test_a_course_that_is_failed_passed_and_taken_again(): void {
		[ $course, $student ] = [ $this->course( '0' ), self::user() ];
		$this->finish( $student, $course, 'failed' );
		$this->assertLedger( '0.00', [], 'failed' );
		foreach ( [ 'passed', 'passed again' ] as $moment ) {
			self::later();
			$this->finish( $student, $course, 'passed' );
			$this->assertLedger(
				'0.00',
				[
					$this->ada => 10,
					$this->ben => 10,
				],
				$moment
			);
		}
	}

	public function test_completed_again_and_again(): void {
		$order = $this->order( [ '50', '30.00' ] );
		$this->assertLedger( '0.00', [], 'made' );
		foreach ( [ 'processing', 'completed', 'processing', 'completed' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '8.00', $this->sold( 2 ), 'completed' );
	}

	public function test_refunded_cancelled_and_completed_again(): void {
		$order = $this->order( [ '50' ] );
		$this->move( $order, 'completed' );
		\update_post_meta( $order, '_lp_refunded_amount', 20.0 );
		$this->move( $order, 'refunded' );
		$this->assertLedger( '3.00', $this->sold( 1 ), 'refunded in part' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'not refunded after all' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'not cancelled after all' );
		\delete_post_meta( $order, '_lp_refunded_amount' );
		$this->move( $order, 'refunded' );
		$this->assertLedger( '0.00', [], 'an administrator sets it to refunded' );
	}

	public function test_deleted(): void {
		$order = $this->order( [ '50' ] );
		$this->move( $order, 'completed' );
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash' );
		\wp_delete_post( $order, true );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_who_brought_the_customer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$order                          = $this->order( [ '50' ] );
		\do_action( 'learn-press/checkout-order-processed', $order, null );
		$_COOKIE = [];
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ) + [ $this->cleo => 10000 ], 'completed' );
	}

	public function test_an_order_that_was_paid_in_woocommerce_is_its_sale(): void {
		$order = $this->order( [ '50' ] );
		\update_post_meta( $order, '_woo_order_id', '77' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '0.00', [], 'left to WooCommerce' );
	}

	public function test_taken_again(): void {
		[ $course, $student ] = [ $this->course( '0' ), self::user() ];
		$this->assertCountsAgain(
			fn() => $this->finish( $student, $course, 'passed' ),
			[
				$this->ada => 10,
				$this->ben => 10,
			]
		);
		self::later();
		$this->finish( $student, $course, 'failed' );
		self::assertCount( 4, self::events(), 'a re-take that is failed is none' );
	}

	public function test_missed(): void {
		self::empty_schools();
		[ $course, $failed, $lesson, $student ] = [ $this->course( '0' ), $this->course( '0' ), self::post( self::user( 'administrator' ), 'lp_lesson' ), self::user() ];
		self::unheard(
			function () use ( $course, $failed, $lesson, $student ): void {
				$this->study( $student, $course, $lesson );
				$this->finish( $student, $course, 'passed' );
				$this->finish( $student, $failed, 'failed' );
			}
		);
		self::date_back( 'learnpress_user_items', 'end_time', '2026-05-03 12:15:00' );
		$points = [
			$this->ada => 11,
			$this->ben => 11,
		];
		$this->assertMissedAreFound( $points, 2, '2026-05-03T12:15:00Z', fn() => $this->finish( $student, $course, 'passed' ) );
	}

	/**
	 * The points of so many sold courses.
	 *
	 * @param int $courses How many.
	 * @return array<int,int>
	 */
	private function sold( int $courses ): array {
		return [
			$this->ada => 100 * $courses,
			$this->ben => 100 * $courses,
		];
	}

	/**
	 * A course of Ada's, with Ben as co-instructor.
	 *
	 * @param string $price Its price.
	 */
	private function course( string $price ): int {
		$course = self::post( $this->ada_user, 'lp_course' );
		\add_post_meta( $course, '_lp_co_teacher', (string) $this->ben_user );
		\update_post_meta( $course, '_lp_regular_price', $price );
		\update_post_meta( $course, '_lp_price', $price );
		return $course;
	}

	/**
	 * Completes a lesson.
	 *
	 * @param int $student User.
	 * @param int $course  Course.
	 * @param int $lesson  Lesson.
	 */
	private function study( int $student, int $course, int $lesson ): void {
		if ( ! self::is_real() ) {
			( new UserLessonModel( $student, $course, $lesson ) )->set_complete();
			return;
		}
		$taken             = new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'enrolled';
		$taken->graduation = 'in-progress';
		$taken->start_time = \gmdate( 'Y-m-d H:i:s' );
		$taken->save();
		$begun             = new UserLessonModel();
		$begun->user_id    = $student;
		$begun->item_id    = $lesson;
		$begun->ref_id     = $course;
		$begun->parent_id  = $taken->get_user_item_id();
		$begun->status     = 'started';
		$begun->start_time = \gmdate( 'Y-m-d H:i:s' );
		$begun->save();
		$begun->set_complete();
	}

	/**
	 * Ends a course.
	 *
	 * @param int    $student    User.
	 * @param int    $course     Course.
	 * @param string $graduation `passed` or `failed`.
	 */
	private function finish( int $student, int $course, string $graduation ): void {
		if ( ! self::is_real() ) {
			( new UserCourseModel( $student, $course ) )->finish( $graduation );
			return;
		}
		$taken             = UserCourseModel::find( $student, $course, false ) ?: new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'finished';
		$taken->graduation = $graduation;
		$taken->save();
		\do_action( 'learn-press/user-course-finished', $course, $student, $taken->get_user_item_id() );
	}

	/**
	 * An unpaid order for courses.
	 *
	 * @param string[] $prices One each.
	 * @return int Order id.
	 */
	private function order( array $prices ): int {
		$order = new \LP_Order();
		$order->set_user_id( self::user() );
		$order->set_status( 'pending' );
		$order->save();
		foreach ( $prices as $price ) {
			$order->add_item( [ 'item_id' => $this->course( $price ) ] );
		}
		return $order->get_id();
	}

	/**
	 * Sets an order's status, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\learn_press_get_order( $order )->update_status( $status );
	}
}
