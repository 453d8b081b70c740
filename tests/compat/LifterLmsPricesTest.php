<?php
/**
 * What students of LifterLMS paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\LifterLms;

/**
 * Enrollments that were bought, given, or included in a membership.
 */
final class LifterLmsPricesTest extends LifecycleTestCase {

	public function test_a_course_with_free_plans_only_is_free(): void {
		[ $course, $student ] = [ $this->course(), self::user() ];
		$this->plan( $course, 'yes' );
		\do_action( 'lifterlms_course_completed', $student, $course );
		self::assertSame( [ '0' ], self::costs(), 'every plan is free' );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'it counts where the rule does not require payment' );
		$this->plan( $course, 'no' );
		self::assertFalse( LifterLms::is_free( $course, $student ), 'enrolled by staff' );
		$this->order( $course, $student, '0' );
		self::assertTrue( LifterLms::is_free( $course, $student ), 'through the free plan' );
	}

	public function test_a_priced_course_is_free_only_with_a_free_or_refunded_order(): void {
		[ $course, $student ] = [ $this->course(), self::user() ];
		$this->plan( $course, 'no' );
		\do_action( 'lifterlms_course_completed', $student, $course );
		self::assertSame( [ null ], self::costs(), 'enrolled by staff' );
		$order = $this->order( $course, $student, '50.00' );
		$order->record_transaction( [ 'amount' => '0.00' ] );
		self::assertTrue( LifterLms::is_free( $course, $student ), 'a coupon for the whole price, or a free trial' );
		$payment = $order->record_transaction( [ 'amount' => '50.00' ] );
		self::assertFalse( LifterLms::is_free( $course, $student ), 'paid' );
		$payment->set( 'refund_amount', '20.00' );
		$payment->set( 'status', 'llms-txn-refunded' );
		self::assertFalse( LifterLms::is_free( $course, $student ), 'partly refunded' );
		$payment->set( 'refund_amount', '50.00' );
		self::assertTrue( LifterLms::is_free( $course, $student ), 'refunded' );
	}

	public function test_an_unpaid_order_does_not_make_an_enrollment_free(): void {
		[ $course, $student ] = [ $this->course(), self::user() ];
		$this->order( $course, $student, '0', 'llms-pending' );
		self::assertFalse( LifterLms::is_free( $course, $student ) );
	}

	public function test_a_membership_decides_the_price_of_its_courses(): void {
		global $wpdb;
		[ $course, $student ] = [ $this->course(), self::user() ];
		$membership           = self::post( $this->ada_user, 'llms_membership' );
		$this->plan( $course, 'no' );
		$this->plan( $membership, 'yes' );
		$wpdb->insert(
			$wpdb->prefix . 'lifterlms_user_postmeta',
			[
				'user_id'      => $student,
				'post_id'      => $course,
				'meta_key'     => '_enrollment_trigger',
				'meta_value'   => 'membership_' . $membership,
				'updated_date' => '2026-05-05 12:00:00',
			]
		);
		self::assertTrue( LifterLms::is_free( $course, $student ), 'the membership is free' );
		$this->order( $membership, $student, '90.00' );
		self::assertFalse( LifterLms::is_free( $course, $student ), 'the membership was paid for' );
	}

	/** A course that Ada teaches. */
	private function course(): int {
		$course = self::post( self::user( 'administrator' ), 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ [ 'id' => $this->ada_user ] ] );
		return $course;
	}

	/**
	 * Creates an access plan.
	 *
	 * @param int    $product Course or membership.
	 * @param string $is_free `yes` or `no`.
	 */
	private function plan( int $product, string $is_free ): void {
		$plan = self::post( $this->ada_user, 'llms_access_plan' );
		\update_post_meta( $plan, '_llms_product_id', (string) $product );
		\update_post_meta( $plan, '_llms_is_free', $is_free );
	}

	/**
	 * Creates an order without a payment.
	 *
	 * @param int    $product Course or membership.
	 * @param int    $student Customer.
	 * @param string $total   Total.
	 * @param string $status  Status.
	 */
	private function order( int $product, int $student, string $total, string $status = 'llms-completed' ): \LLMS_Order {
		$order = new \LLMS_Order( 'new' );
		foreach ( [ 'user_id' => (string) $student, 'product_id' => (string) $product, 'currency' => 'USD', 'coupon_used' => 'no', 'total' => $total ] as $key => $value ) {
			$order->set( $key, $value );
		}
		$order->set( 'status', $status );
		return $order;
	}
}
