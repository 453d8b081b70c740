<?php
/**
 * What students of Sensei LMS paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Integrations\SenseiLms;

/**
 * Courses that a product sells, and courses that none sells. The orders are in WooCommerce.
 */
final class SenseiLmsPricesTest extends LifecycleTestCase {

	public function test_a_course_that_no_product_sells_is_free(): void {
		self::empty_lms_and_shop_tables();
		[ $course, $student ] = [ self::post( $this->ada_user, 'course' ), self::user() ];
		\do_action( 'sensei_user_course_end', $student, $course );
		self::assertSame( [ '0' ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'it counts where the rule does not require payment' );
	}

	public function test_a_course_that_a_product_sells_is_not_free(): void {
		[ $course, $student ] = [ self::post( $this->ada_user, 'course' ), self::user() ];
		$product              = self::post( self::user( 'administrator' ), 'product' );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $product );
		\do_action( 'sensei_user_course_end', $student, $course );
		self::assertSame( [ null ], self::costs(), 'enrolled by staff' );
		\wp_trash_post( $product );
		self::assertTrue( SenseiLms::is_free( $course, $student ), 'no product sells it any more' );
	}
}
