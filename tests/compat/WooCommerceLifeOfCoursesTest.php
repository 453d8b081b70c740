<?php
/**
 * The life of courses that WooCommerce sells.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\SenseiLms;
use Siren\Distributors\Integrations\WooCommerce\CourseOrders;
use Siren\Distributors\Owners;

/**
 * An administrator made the product, Ada and Ben teach. How schools tie course and product is in their own words; the
 * schools themselves need not be there.
 */
final class WooCommerceLifeOfCoursesTest extends LifeTestCase {

	/**
	 * @dataProvider ties
	 *
	 * @param string                      $type Type of the course's post.
	 * @param callable(int,int):(int|void) $tie  Ties course and product; may answer what is sold instead.
	 */
	public function test_the_teacher_of_the_course_earns( string $type, callable $tie ): void {
		$course  = self::post( $this->ada_user, $type );
		$product = $this->product( '50.00' );
		$tie( $course, $product );
		$order = $this->order( [ $product ] );
		$this->move( $order, 'processing' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'paid' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'called off' );
	}

	/** @return array<string,array{string,callable}> */
	public static function ties(): array {
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

	public function test_several_courses_in_one_order_each_line_to_its_own(): void {
		$order = $this->order( [ $this->sells( '50.00', $this->ada_user ), $this->sells( '30.00', $this->ben_user ), $this->product( '20.00' ) ] );
		$this->move( $order, 'completed' );
		$this->assertLedger( '10.00', [ $this->ada => 100, $this->ben => 100 ], 'and nobody for what is no course', [ 'product_sold' ] );
		$this->refund_line( $order, 0, '50.00' );
		$this->assertLedger( '5.00', [ $this->ben => 100 ], 'the first is given back', [ 'product_sold' ] );
	}

	public function test_two_courses_in_one_product(): void {
		$product = $this->sells( '50.00', $this->ada_user );
		foreach ( [ $this->ben_user, $this->ada_user ] as $teacher ) {
			\update_post_meta( self::post( $teacher, 'courses' ), '_tutor_course_product_id', (string) $product );
		}
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100, $this->ben => 100 ], 'both, and Ada once' );
	}

	public function test_an_administrator_has_the_last_word(): void {
		$product = $this->sells( '50.00', $this->ada_user );
		\update_post_meta( $product, Owners::META, [ [ 'collaborator' => $this->cleo, 'weight' => 1 ] ] );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->cleo => 100 ], 'named on the product' );
	}

	public function test_whom_an_administrator_named_on_the_course(): void {
		$product = $this->product( '50.00' );
		$course  = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $product );
		\update_post_meta( $course, Owners::META, [ [ 'collaborator' => $this->cleo, 'weight' => 1 ] ] );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->cleo => 100 ], 'named on the course' );
	}

	public function test_a_course_in_the_trash_is_sold_by_nobody(): void {
		$product = $this->product( '50.00', $this->ben_user );
		$course  = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $product );
		\wp_trash_post( $course );
		$this->move( $this->order( [ $product ] ), 'completed' );
		$this->assertLedger( '5.00', [ $this->ben => 100 ], 'the author of the product' );
	}

	public function test_what_a_student_paid_for_a_course(): void {
		$student = self::user();
		$product = $this->product( '50.00' );
		$course  = self::post( $this->ada_user, 'course' );
		$paid    = static fn(): array => \array_map( 'floatval', CourseOrders::paid_for( SenseiLms::class, $course, $student ) );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $product );
		$this->move( $this->order( [ $product ] ), 'completed' );
		self::assertSame( [], $paid(), 'somebody else' );
		$order = $this->order( [ $this->product( '9.00' ), $product ], $student );
		self::assertSame( [], $paid(), 'not yet' );
		$this->move( $order, 'processing' );
		self::assertSame( [ 50.0 ], $paid() );
		$free = $this->product( '0.00' );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $free );
		$this->move( $this->order( [ $free ], $student ), 'completed' );
		$amounts = $paid();
		\sort( $amounts );
		self::assertSame( [ 0.0, 50.0 ], $amounts, 'by another product, for nothing' );
		$this->move( $order, 'refunded' );
		self::assertSame( [ 0.0, 0.0 ], $paid(), 'given back' );
		self::assertTrue( SenseiLms::is_free( $course, $student ) );
		self::assertFalse( SenseiLms::is_free( $course, self::user() ), 'without an order' );
	}

	/**
	 * A product that sells a course of somebody's.
	 *
	 * @param string $price   Its price.
	 * @param int    $teacher User.
	 */
	private function sells( string $price, int $teacher ): int {
		$product = $this->product( $price );
		\update_post_meta( self::post( $teacher, 'courses' ), '_tutor_course_product_id', (string) $product );
		return $product;
	}

	/**
	 * A product.
	 *
	 * @param string $price  Its price.
	 * @param ?int   $author Who made it; null for an administrator.
	 */
	private function product( string $price, ?int $author = null ): int {
		$id = self::post( $author ?? self::user( 'administrator' ), 'product' );
		\update_post_meta( $id, '_price', $price );
		\update_post_meta( $id, '_regular_price', $price );
		return $id;
	}

	/**
	 * An unpaid order.
	 *
	 * @param int[] $products One each.
	 * @param int   $customer User, 0 for a guest.
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
	 * Sets an order's status, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\wc_get_order( $order )->update_status( $status );
	}

	/**
	 * Gives a line's money back, an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param int    $place  Which line, from 0.
	 * @param string $amount How much.
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
