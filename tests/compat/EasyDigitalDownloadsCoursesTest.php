<?php
/**
 * Courses that Easy Digital Downloads sells.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\EasyDigitalDownloads\CourseOrders;
use Siren\Distributors\Integrations\TutorLms;

/**
 * An administrator created the download; Ada and Ben teach. The LMS plugins do not have to be installed.
 */
final class EasyDigitalDownloadsCoursesTest extends LifecycleTestCase {

	public function test_the_teacher_of_the_course_earns(): void {
		$tutor     = $this->download();
		$learndash = $this->download();
		\update_post_meta( self::post( $this->ada_user, 'courses' ), '_tutor_course_product_id', (string) $tutor );
		\update_post_meta( $learndash, '_edd_learndash_course', [ (string) self::post( $this->ben_user, 'sfwd-courses' ) ] );
		$order = $this->order( [ $tutor, $learndash ] );
		$this->move( $order, 'complete' );
		$this->assertLedger( '10.00', [ $this->ada => 100, $this->ben => 100 ], 'each line credits its own teacher' );
	}

	public function test_a_bundle_credits_the_teachers_of_all_its_courses(): void {
		[ $first, $second, $book ] = [ $this->download(), $this->download(), $this->download() ];
		\update_post_meta( self::post( $this->ada_user, 'courses' ), '_tutor_course_product_id', (string) $first );
		\update_post_meta( self::post( $this->ben_user, 'courses' ), '_tutor_course_product_id', (string) $second );
		$bundle = $this->download();
		\update_post_meta( $bundle, '_edd_product_type', 'bundle' );
		\update_post_meta( $bundle, '_edd_bundled_products', [ (string) $first, $second . '_1', (string) $book, (string) $bundle ] );
		$this->move( $this->order( [ $bundle ] ), 'complete' );
		$this->assertLedger( '5.00', [ $this->ada => 100, $this->ben => 100 ], 'both' );
	}

	public function test_price_options_can_sell_different_courses(): void {
		$download = $this->download();
		\update_post_meta( $download, '_variable_pricing', '1' );
		\update_post_meta( $download, 'edd_variable_prices', [ 1 => [ 'index' => '1', 'name' => 'One', 'amount' => '50.00' ], 2 => [ 'index' => '2', 'name' => 'Two', 'amount' => '50.00' ] ] );
		$courses = [
			1 => [ (string) self::post( $this->ada_user, 'sfwd-courses' ) ],
			2 => [ (string) self::post( $this->ben_user, 'sfwd-courses' ) ],
		];
		\update_post_meta( $download, '_edd_learndash_course_variable', $courses );
		$this->move( $this->order( [ $download ], 2 ), 'complete' );
		$this->assertLedger( '5.00', [ $this->ben => 100 ], 'the second option' );
	}

	public function test_the_price_a_student_paid_for_a_course_is_known(): void {
		$student  = self::user();
		$download = $this->download();
		$course   = self::post( $this->ada_user, 'courses' );
		$paid     = static fn(): array => \array_map( 'floatval', CourseOrders::paid_for( TutorLms::class, $course, $student ) );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $download );
		$this->move( $this->order( [ $download ] ), 'complete' );
		self::assertSame( [], $paid(), 'someone else bought it' );
		$order = $this->order( [ $this->download(), $download ], null, $student );
		self::assertSame( [], $paid(), 'not paid yet' );
		$this->move( $order, 'complete' );
		self::assertSame( [ 50.0 ], $paid() );
		\edd_update_order_item( (int) \edd_get_order_items( [ 'order_id' => $order, 'product_id' => $download ] )[0]->id, [ 'total' => 0 ] );
		self::assertSame( [ 0.0 ], $paid(), 'a discount of 100%' );
	}

	/** Creates a download whose author is an administrator. */
	private function download(): int {
		return self::post( self::user( 'administrator' ), 'download' );
	}

	/**
	 * Creates an unpaid order of 50.00 for each download.
	 *
	 * @param int[] $downloads Downloads, one of each.
	 * @param ?int  $option    Price option of all of them; null for none.
	 * @param ?int  $customer  Customer; null for anyone.
	 * @return int Order id.
	 */
	private function order( array $downloads, ?int $option = null, ?int $customer = null ): int {
		$user = \get_userdata( $customer ?? self::user() );
		$cart = [];
		foreach ( $downloads as $id ) {
			$cart[] = [
				'name'        => 'A download',
				'id'          => $id,
				'item_number' => [
					'id'       => $id,
					'quantity' => 1,
					'options'  => null === $option ? [] : [ 'price_id' => $option ],
				],
				'item_price'  => 50.0,
				'quantity'    => 1,
				'discount'    => 0.0,
				'subtotal'    => 50.0,
				'tax'         => 0.0,
				'fees'        => [],
				'price'       => 50.0,
			];
		}
		return (int) \edd_build_order(
			[
				'price'        => 50.0 * \count( $cart ),
				'date'         => '2026-05-05 12:00:00',
				'user_email'   => $user->user_email,
				'purchase_key' => \wp_generate_uuid4(),
				'currency'     => 'USD',
				'downloads'    => \array_column( $cart, 'item_number' ),
				'cart_details' => $cart,
				'user_info'    => [
					'id'         => $user->ID,
					'email'      => $user->user_email,
					'first_name' => 'A',
					'last_name'  => 'Buyer',
					'discount'   => 'none',
				],
				'status'       => 'pending',
				'gateway'      => 'manual',
			]
		);
	}

	/**
	 * Sets an order's status an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\edd_update_order_status( $order, $status );
	}
}
