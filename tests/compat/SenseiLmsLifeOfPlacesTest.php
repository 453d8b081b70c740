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
 * A course that a product sells, and one that nothing sells. Orders are WooCommerce's.
 */
final class SenseiLmsLifeOfPlacesTest extends LifeTestCase {

	public function test_a_course_that_nothing_sells(): void {
		self::empty_schools();
		[ $course, $student ] = [ self::post( $this->ada_user, 'course' ), self::user() ];
		\do_action( 'sensei_user_course_end', $student, $course );
		self::assertSame( [ '0' ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'it counts where nothing else is asked for' );
	}

	public function test_a_course_that_a_product_sells(): void {
		[ $course, $student ] = [ self::post( $this->ada_user, 'course' ), self::user() ];
		$product              = self::post( self::user( 'administrator' ), 'product' );
		\add_post_meta( $course, '_course_woocommerce_product', (string) $product );
		\do_action( 'sensei_user_course_end', $student, $course );
		self::assertSame( [ null ], self::costs(), 'enrolled by the staff' );
		\wp_trash_post( $product );
		self::assertTrue( SenseiLms::is_free( $course, $student ), 'nothing sells it any more' );
	}
}
