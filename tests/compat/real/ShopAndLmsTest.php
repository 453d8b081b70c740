<?php
/**
 * WooCommerce and an LMS on one site: Tutor LMS, which sells courses through WooCommerce, or LifterLMS with its add-on.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Tutor\Models\CourseModel;
use Tutor\Models\LessonModel;

/**
 * A product of another user sells a course: the sale counts once, for the teacher, and so does the completion.
 */
final class ShopAndLmsTest extends LifecycleTestCase {

	public function test_a_course_sold_through_a_product_counts_once(): void {
		$student            = self::user();
		$product            = $this->product();
		[ $course, $study ] = 'tutor' === \getenv( 'SIREN_COMPAT_PLUGIN' ) ? $this->course_of_tutor( $product, $student ) : $this->course_of_lifterlms( $product, $student );
		$order              = \wc_create_order( [ 'customer_id' => $student ] );
		$order->add_product( \wc_get_product( $product ) );
		$order->set_billing_email( 'student@example.test' );
		$order->calculate_totals();
		$order->save();
		$this->assertLedger( '0.00', [], 'not paid' );
		self::later();
		\wc_get_order( $order->get_id() )->payment_complete();
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->assertLedger( '5.00', [ $this->ada => 100 ], 'sold, once' );
		self::assertSame( [ 'woocommerce' ], \array_column( \siren_find( 'transactions' )['items'], 'source' ), 'recorded by the shop' );

		self::later();
		$study();
		$this->assertLedger( '5.00', [ $this->ada => 111 ], 'a lesson and the course completed' );
		$study();
		$this->assertLedger( '5.00', [ $this->ada => 111 ], 'and reported again' );
		$value = \array_column( self::events(), 'value', 'type' );
		self::assertNull( $value['course_completed'], 'an enrollment paid in the shop is not free in the LMS' );

		self::later();
		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		$this->assertLedger( '0.00', [ $this->ada => 11 ], 'cancelled: completions stay' );
		self::assertTrue( \siren_verify()['ok'], "of course $course" );
	}

	/** A product for 50.00 that an administrator made. */
	private function product(): int {
		$id = self::post( self::user( 'administrator' ), 'product' );
		foreach ( [ '_price' => '50.00', '_regular_price' => '50.00', '_virtual' => 'yes', '_tutor_product' => 'yes' ] as $key => $value ) {
			\update_post_meta( $id, $key, $value );
		}
		return $id;
	}

	/**
	 * Creates a course of Ada's in Tutor, which enrolls the customer.
	 *
	 * @param int $product Product that sells it.
	 * @param int $student Student.
	 * @return array{int,callable():void} The course, and a function that completes it.
	 */
	private function course_of_tutor( int $product, int $student ): array {
		self::assertSame( 'wc', \tutor_utils()->get_option( 'monetize_by' ), 'Tutor sells through WooCommerce' );
		$course = self::post( $this->ada_user, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $product );
		\update_post_meta( $course, '_tutor_course_price_type', 'paid' );
		// Tutor caches the course of a lesson when it first reads it.
		$post   = [
			'post_status' => 'publish',
			'post_title'  => 'A part of it',
		];
		$topic  = \wp_insert_post( $post + [ 'post_type' => 'topics', 'post_parent' => $course ] );
		$lesson = \wp_insert_post( $post + [ 'post_type' => 'lesson', 'post_parent' => $topic ] );
		return [
			$course,
			static function () use ( $course, $lesson, $student ): void {
				self::assertNotFalse( \tutor_utils()->is_enrolled( $course, $student ), 'the order enrolled the student' );
				LessonModel::mark_lesson_complete( $lesson, $student );
				CourseModel::mark_course_as_completed( $course, $student );
			},
		];
	}

	/**
	 * Creates a course of Ada's in LifterLMS, with an access plan linked to a product as its add-on does.
	 *
	 * @param int $product Product that sells it.
	 * @param int $student Student.
	 * @return array{int,callable():void} The course, and a function that completes it.
	 */
	private function course_of_lifterlms( int $product, int $student ): array {
		$course = self::post( self::user( 'administrator' ), 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ [ 'id' => $this->ada_user ] ] );
		$section = self::post( $this->ada_user, 'section' );
		$lesson  = self::post( $this->ada_user, 'lesson' );
		$plan    = self::post( $this->ada_user, 'llms_access_plan' );
		foreach (
			[
				[ $section, '_llms_parent_course', $course ],
				[ $section, '_llms_order', 1 ],
				[ $lesson, '_llms_parent_course', $course ],
				[ $lesson, '_llms_parent_section', $section ],
				[ $lesson, '_llms_order', 1 ],
				[ $plan, '_llms_product_id', $course ],
				[ $plan, '_llms_wc_pid', $product ],
			] as [ $post, $key, $value ]
		) {
			\update_post_meta( $post, $key, (string) $value );
		}
		return [
			$course,
			static function () use ( $course, $lesson, $student ): void {
				\llms_enroll_student( $student, $course, 'wc_order' ); // As the add-on does, which is not available to us.
				\llms_mark_complete( $student, $lesson, 'lesson' );
			},
		];
	}
}
