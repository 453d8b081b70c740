<?php
/**
 * What students of Tutor LMS paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\TutorLms;
use Tutor\Ecommerce\OrderController;
use Tutor\Models\CourseModel;
use Tutor\Models\LessonModel;
use Tutor\Models\OrderModel;

/**
 * Courses with and without a price.
 */
final class TutorLmsPricesTest extends LifecycleTestCase {

	public function test_a_course_without_a_price_is_free(): void {
		[ $course, $student ] = [ $this->course( 'free' ), self::user() ];
		LessonModel::mark_lesson_complete( $this->lesson( $course ), $student );
		self::assertSame( [ '0' ], self::costs() );
		CourseModel::mark_course_as_completed( $course, $student );
		self::assertSame( [ '0', '0' ], self::costs() );
		CourseModel::mark_course_as_completed( $course, self::user() );
		$this->assertLedger( '0.00', [ $this->ada => 21 ], 'they count where the rule does not require payment' );
	}

	public function test_a_paid_enrollment_stays_paid_when_the_course_becomes_free(): void {
		[ $course, $student ] = [ $this->course( 'paid' ), self::user() ];
		CourseModel::mark_course_as_completed( $course, $student );
		self::assertSame( [ null ], self::costs(), 'enrolled by staff' );
		$order = $this->order( $course, $student, '50.00' );
		self::assertFalse( TutorLms::is_free( $course, $student ), 'not yet paid' );
		( new OrderModel() )->mark_as_paid( $order );
		self::assertFalse( TutorLms::is_free( $course, $student ), 'paid' );
		\update_post_meta( $course, '_tutor_course_price_type', 'free' );
		self::assertFalse( TutorLms::is_free( $course, $student ), 'was paid when it had a price' );
		self::assertTrue( TutorLms::is_free( $course, self::user() ) );
	}

	public function test_a_coupon_for_the_whole_price_makes_an_enrollment_free(): void {
		[ $course, $student ] = [ $this->course( 'paid' ), self::user() ];
		( new OrderModel() )->mark_as_paid( $this->order( $course, $student, '0.00' ) );
		self::assertTrue( TutorLms::is_free( $course, $student ) );
		( new OrderModel() )->mark_as_paid( $this->order( $course, $student, '5.00' ) );
		self::assertFalse( TutorLms::is_free( $course, $student ), 'another order, which was paid' );
	}

	public function test_a_free_bundle_makes_its_courses_free(): void {
		[ $course, $student ] = [ $this->course( 'paid' ), self::user() ];
		$bundle               = self::post( $this->ada_user, 'course-bundle' );
		\update_post_meta( $bundle, 'bundle-course-ids', (string) $course );
		( new OrderModel() )->mark_as_paid( $this->order( $bundle, $student, '0.00' ) );
		self::assertTrue( TutorLms::is_free( $course, $student ) );
	}

	public function test_a_free_order_by_staff_does_not_make_an_enrollment_free(): void {
		[ $course, $student ] = [ $this->course( 'paid' ), self::user() ];
		$order                = $this->order( $course, $student, '0.00' );
		( new OrderModel() )->mark_as_paid( $order );
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->prefix . 'tutor_orders', [ 'created_by' => self::user( 'administrator' ) ], [ 'id' => $order ] );
		self::assertFalse( TutorLms::is_free( $course, $student ) );
	}

	/**
	 * Creates a course of Ada's.
	 *
	 * @param string $type `free` or `paid`.
	 */
	private function course( string $type ): int {
		$course = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_price_type', $type );
		\update_post_meta( $course, 'tutor_course_price', '50' );
		return $course;
	}

	/**
	 * Creates a lesson of a course.
	 *
	 * @param int $course Course.
	 */
	private function lesson( int $course ): int {
		foreach ( [ 'topics', 'lesson' ] as $type ) {
			$lesson = \wp_insert_post(
				[
					'post_type'   => $type,
					'post_title'  => 'A lesson',
					'post_status' => 'publish',
					'post_parent' => $lesson ?? $course,
					'post_author' => $this->ada_user,
				]
			);
		}
		\update_post_meta( $lesson, '_tutor_course_id_for_lesson', (string) $course );
		return $lesson;
	}

	/**
	 * Creates an unpaid order of an item that costs 50.00.
	 *
	 * @param int    $item    Course or bundle.
	 * @param int    $student Customer.
	 * @param string $price   Price after a coupon.
	 */
	private function order( int $item, int $student, string $price ): int {
		$items = [
			[
				'item_id'        => $item,
				'regular_price'  => '50.00',
				'sale_price'     => null,
				'discount_price' => $price,
				'coupon_code'    => 'GIFT',
			],
		];
		$order = (int) ( new OrderController( false ) )->create_order( $student, $items, OrderModel::PAYMENT_UNPAID, 'single_order', null, [] );
		// A real coupon would have set this price.
		$state = [
			'created_by'  => $student,
			'total_price' => $price,
		];
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->prefix . 'tutor_orders', $state, [ 'id' => $order ] );
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->prefix . 'tutor_order_items', [ 'discount_price' => $price ], [ 'order_id' => $order ] );
		return $order;
	}
}
