<?php
/**
 * What students of MasterStudy LMS paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\MasterStudyLms;

/**
 * Courses with and without a price.
 */
final class MasterStudyLmsPricesTest extends LifecycleTestCase {

	/**
	 * @dataProvider pricings
	 *
	 * @param ?string              $expected Price of an enrollment without an order; null if unknown.
	 * @param array<string,string> $pricing  Meta of the course.
	 */
	public function test_the_course_settings_decide_what_an_enrollment_without_an_order_cost( ?string $expected, array $pricing ): void {
		\do_action( 'stm_lms_progress_updated', $this->course( $pricing ), self::user(), 100 );
		self::assertSame( [ $expected ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'it counts where the rule does not require payment' );
	}

	/** @return array<string,array{?string,array<string,string>}> */
	public static function pricings(): array {
		return [
			'free'                         => [ '0', [ 'pricing_mode' => 'free' ] ],
			'of an older version'          => [ '0', [ 'price' => '' ] ],
			'paid'                         => [ null, [ 'pricing_mode' => 'paid', 'price' => '50' ] ],
			'of an older version, paid'    => [ null, [ 'price' => '50' ] ],
			'free, with a forgotten price' => [ '0', [ 'pricing_mode' => 'free', 'price' => '50' ] ],
		];
	}

	public function test_orders_decide_what_an_enrollment_cost(): void {
		[ $course, $student ] = [ $this->course( [ 'pricing_mode' => 'paid', 'price' => '50' ] ), self::user() ];
		$order                = $this->order( $course, $student, 0.0 );
		self::assertFalse( MasterStudyLms::is_free( $course, $student ), 'not completed yet' );
		\update_post_meta( $order, 'status', 'completed' );
		self::assertTrue( MasterStudyLms::is_free( $course, $student ), 'a coupon for the whole price' );
		$other = $this->order( $course, $student, 50.0 );
		\update_post_meta( $other, 'status', 'completed' );
		self::assertFalse( MasterStudyLms::is_free( $course, $student ), 'another order, which was paid' );
		\update_post_meta( $other, 'status', 'refunded' );
		self::assertTrue( MasterStudyLms::is_free( $course, $student ), 'refunded' );
	}

	/**
	 * Creates a course of Ada's.
	 *
	 * @param array<string,string> $pricing Meta.
	 */
	private function course( array $pricing ): int {
		$course = self::post( $this->ada_user, 'stm-courses' );
		foreach ( $pricing as $key => $value ) {
			\update_post_meta( $course, $key, $value );
		}
		return $course;
	}

	/**
	 * Creates a pending order.
	 *
	 * @param int   $course  Course.
	 * @param int   $student Customer.
	 * @param float $total   Total.
	 */
	private function order( int $course, int $student, float $total ): int {
		return (int) \STM_LMS_Order::create_order(
			[
				'user_id'         => $student,
				'cart_items'      => [
					[
						'item_id'         => (string) $course,
						'price'           => '50',
						'quantity'        => 1,
						'is_subscription' => 0,
					],
				],
				'payment_code'    => 'cash',
				'_order_total'    => $total,
				'_order_taxes'    => 0.0,
				'_order_subtotal' => 50.0,
				'_order_currency' => '$',
			],
			true
		);
	}
}
