<?php
/**
 * Courses that WooCommerce sells.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\SenseiLms;
use Siren\Distributors\Integrations\WooCommerce\CourseOrders;
use Siren\Distributors\Owners;

/**
 * An administrator created the product; Ada and Ben teach. Each LMS links course and product in its own way, and the LMS
 * itself does not have to be installed.
 */
final class WooCommerceCoursesTest extends LifecycleTestCase {

	/**
	 * @dataProvider links
	 *
	 * @param string                       $type Post type of the course.
	 * @param callable(int,int):(int|void) $link Links course and product.
	 */
	public function test_the_teacher_of_the_course_earns( string $type, callable $link ): void {
		$course  = self::post( $this->ada_user, $type );
		$product = $this->product( '50.00' );
		$link( $course, $product );
		$order = $this->order( [ $product ] );
		$this->move( $order, 'processing' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled' );
	}

	/** @return array<string,array{string,callable}> */
	public static function links(): array {
		return [
			'Tutor'       => [ 'courses', static fn( int $course, int $product ) => \update_post_meta( $course, '_tutor_course_product_id', (string) $product ) ],
			'Sensei'      => [ 'course', static fn( int $course, int $product ) => \add_post_meta( $course, '_course_woocommerce_product', (string) $product ) ],
			'LifterLMS'   => [
				'course',
				static function ( int $course, int $product ): void {
					$plan = self::post( 0, 'llms_access_plan' );
					\update_post_meta( $plan, '_llms_product_id', (string) $course );
					\update_post_meta( $plan, '_llms_wc_pid', (string) $product );
				},
			],
			'LearnPress'  => [ 'lp_course', static fn( int $course, int $product ) => \update_post_meta( $product, '_lp_woo_courses_assigned', [ (string) $course ] ) ],
			'MasterStudy' => [ 'stm-courses', static fn( int $course, int $product ) => \update_post_meta( $product, 'stm_lms_product_id', (string) $course ) ],
			'LearnDash'   => [ 'sfwd-courses', static fn( int $course, int $product ) => \update_post_meta( $product, '_related_course', [ (string) $course ] ) ],
		];
	}

	public function test_each_line_of_an_order_credits_the_teacher_of_its_course(): void {
		$order = $this->order( [ $this->sells( '50.00', $this->ada_user ), $this->sells( '30.00', $this->ben_user ), $this->product( '20.00' ) ] );
		$this->move( $order, 'completed' );
		$this->assertLedger( '10.00', [ $this->ada => 100, $this->ben => 100 ], 'and nobody for what is no course', [ 'product_sold' ] );
		$this->refund_line( $order, 0, '50.00' );
		$this->assertLedger( '5.00', [ $this->ben => 100 ], 'the first is given back', [ 'product_sold' ] );
	}

	public function test_a_product_that_sells_two_courses_credits_both_teachers(): void {
		$product = $this->sells( '50.00', $this->ada_user );
		foreach ( [ $this->ben_user, $this->ada_user ] as $teacher ) {
			\update_post_meta( self::post( $teacher, 'courses' ), '_tutor_course_product_id', (string) $product );
		}
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100, $this->ben => 100 ], 'both, Ada only once' );
	}

	public function test_owners_chosen_on_the_product_take_precedence(): void {
		$product = $this->sells( '50.00', $this->ada_user );
		\update_post_meta( $product, Owners::META, [ [ 'collaborator' => $this->cleo, 'weight' => 1 ] ] );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->cleo => 100 ], 'named on the product' );
	}

	public function test_owners_chosen_on_the_course_take_precedence(): void {
		$product = $this->product( '50.00' );
		$course  = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $product );
		\update_post_meta( $course, Owners::META, [ [ 'collaborator' => $this->cleo, 'weight' => 1 ] ] );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->cleo => 100 ], 'named on the course' );
	}

	public function test_a_trashed_course_credits_no_teacher(): void {
		$product = $this->product( '50.00', $this->ben_user );
		$course  = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $product );
		\wp_trash_post( $course );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->ben => 100 ], 'credits the author of the product' );
	}

	public function test_the_price_a_student_paid_for_a_course_is_known(): void {
		$student = self::user();
		$product = $this->product( '50.00' );
		$course  = self::post( $this->ada_user, 'course' );
		$paid    = static fn(): array => \array_map( 'floatval', CourseOrders::paid_for( SenseiLms::class, $course, $student ) );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $product );
		$this->move( $this->order( [ $product ] ), 'completed' );
		self::assertSame( [], $paid(), 'someone else bought it' );
		$order = $this->order( [ $this->product( '9.00' ), $product ], $student );
		self::assertSame( [], $paid(), 'not paid yet' );
		$this->move( $order, 'processing' );
		self::assertSame( [ 50.0 ], $paid() );
		$free = $this->product( '0.00' );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $free );
		$this->move( $this->order( [ $free ], $student ), 'completed' );
		$amounts = $paid();
		\sort( $amounts );
		self::assertSame( [ 0.0, 50.0 ], $amounts, 'through another product, for free' );
		$this->move( $order, 'refunded' );
		self::assertSame( [ 0.0, 0.0 ], $paid(), 'refunded' );
		self::assertTrue( SenseiLms::is_free( $course, $student ) );
		self::assertFalse( SenseiLms::is_free( $course, self::user() ), 'without an order' );
	}

	/**
	 * Creates a product that sells a course.
	 *
	 * @param string $price   Price.
	 * @param int    $teacher Teacher of the course, a user.
	 */
	private function sells( string $price, int $teacher ): int {
		$product = $this->product( $price );
		\update_post_meta( self::post( $teacher, 'courses' ), '_tutor_course_product_id', (string) $product );
		return $product;
	}

	/**
	 * Creates a product.
	 *
	 * @param string $price  Price.
	 * @param ?int   $author Author; null for an administrator.
	 */
	private function product( string $price, ?int $author = null ): int {
		$id = self::post( $author ?? self::user( 'administrator' ), 'product' );
		\update_post_meta( $id, '_price', $price );
		\update_post_meta( $id, '_regular_price', $price );
		return $id;
	}

	/**
	 * Creates an unpaid order.
	 *
	 * @param int[] $products Products, one of each.
	 * @param int   $customer Customer, a user; 0 for a guest.
	 * @return int Order id.
	 */
	private function order( array $products, int $customer = 0 ): int {
		$order = \wc_create_order( [ 'customer_id' => $customer ] );
		$order->set_billing_email( 'buyer@example.test' );
		foreach ( $products as $product ) {
			$order->add_product( \wc_get_product( $product ) );
		}
		$order->calculate_totals();
		$order->save();
		return $order->get_id();
	}

	/**
	 * Sets an order's status an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\wc_get_order( $order )->update_status( $status );
	}

	/**
	 * Refunds a line an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param int    $place  Position of the line, from 0.
	 * @param string $amount Amount to refund.
	 */
	private function refund_line( int $order, int $place, string $amount ): void {
		self::later();
		$item = \array_keys( \wc_get_order( $order )->get_items() )[ $place ];
		\wc_create_refund(
			[
				'order_id'   => $order,
				'amount'     => $amount,
				'line_items' => [
					$item => [
						'qty'          => 1,
						'refund_total' => $amount,
						'refund_tax'   => [],
					],
				],
				'reference'  => \wp_generate_uuid4(),
			]
		);
	}
}
