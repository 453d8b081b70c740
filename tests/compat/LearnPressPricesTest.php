<?php
/**
 * What students of LearnPress paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use LearnPress\Models\UserItems\UserCourseModel;
use Siren\Distributors\Integrations\LearnPress;

/**
 * Courses with and without a price.
 */
final class LearnPressPricesTest extends LifecycleTestCase {

	public function test_a_course_without_a_price_is_free(): void {
		[ $course, $student ] = [ $this->course( '0' ), self::user() ];
		$this->finish( $student, $course );
		self::assertSame( [ '0' ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'it counts where the rule does not require payment' );
	}

	public function test_a_priced_course_is_free_only_after_a_full_refund(): void {
		[ $course, $student ] = [ $this->course( '50' ), self::user() ];
		$this->finish( $student, $course );
		self::assertSame( [ null ], self::costs(), 'enrolled by staff' );
		$order = $this->order( $course, $student, '50.00' );
		self::assertFalse( LearnPress::is_free( $course, $student ), 'paid' );
		\update_post_meta( $order, '_lp_refunded_amount', '20.00' );
		$this->move( $order, 'refunded' );
		self::assertFalse( LearnPress::is_free( $course, $student ), 'partly refunded' );
		\update_post_meta( $order, '_lp_refunded_amount', '50.00' );
		self::assertTrue( LearnPress::is_free( $course, $student ), 'refunded' );
		\update_post_meta( $order, '_woo_order_id', '7' );
		self::assertFalse( LearnPress::is_free( $course, $student ), 'WooCommerce has to say so' );
	}

	public function test_an_order_with_a_total_of_zero_is_free(): void {
		[ $course, $student, $other ] = [ $this->course( '50' ), self::user(), self::user() ];
		$this->order( $course, $student, '0' );
		self::assertTrue( LearnPress::is_free( $course, $student ) );
		$this->order( $course, $other, '0', 'manual' );
		self::assertFalse( LearnPress::is_free( $course, $other ), 'staff entered no total' );
	}

	/**
	 * Creates a course of Ada's.
	 *
	 * @param string $price Price.
	 */
	private function course( string $price ): int {
		$course = self::post( $this->ada_user, 'lp_course' );
		\update_post_meta( $course, '_lp_regular_price', $price );
		\update_post_meta( $course, '_lp_price', $price );
		return $course;
	}

	/**
	 * Creates a completed order for a course.
	 *
	 * @param int    $course  Course.
	 * @param int    $student User.
	 * @param string $total   Total.
	 * @param string $via     Origin: `checkout`, or `manual` for staff.
	 */
	private function order( int $course, int $student, string $total, string $via = 'checkout' ): int {
		global $wpdb;
		$order = new \LP_Order();
		$order->set_user_id( $student );
		$order->set_status( 'pending' );
		$order->set_created_via( $via );
		$order->save();
		$order->add_item( [ 'item_id' => $course ] );
		$order->set_total( (float) $total );
		$order->save();
		$this->move( $order->get_id(), 'completed' );
		$wpdb->insert(
			$wpdb->prefix . 'learnpress_user_items',
			[
				'user_id'   => $student,
				'item_id'   => $course,
				'item_type' => 'lp_course',
				'ref_id'    => $order->get_id(),
				'status'    => 'enrolled',
			]
		);
		return $order->get_id();
	}

	/**
	 * Sets an order's status.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::assertTrue( ( new \LP_Order( $order ) )->update_status( $status ) );
	}

	/**
	 * Passes a course.
	 *
	 * @param int $student User.
	 * @param int $course  Course.
	 */
	private function finish( int $student, int $course ): void {
		if ( ! self::is_real() ) {
			( new UserCourseModel( $student, $course ) )->finish( 'passed' );
			return;
		}
		$taken             = new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'finished';
		$taken->graduation = 'passed';
		$taken->save();
		\do_action( 'learn-press/user-course-finished', $course, $student, $taken->get_user_item_id() );
	}
}
