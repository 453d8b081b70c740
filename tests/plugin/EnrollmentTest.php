<?php
/**
 * Tests of Enrollment.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Enrollment;
use Siren\Distributors\Failures;

/**
 * Tests the consequences; how each LMS reports it is tested in its lifecycle tests.
 */
final class EnrollmentTest extends SirenTestCase {

	private int $ada;

	private int $course;

	protected function setUp(): void {
		parent::setUp();
		$author       = self::user( 'author' );
		$this->ada    = self::collaborator( 'Ada', $author );
		$this->course = self::post( $author, 'course' );
	}

	public function test_free_enrollments_earn_nothing_where_only_paying_students_count(): void {
		$asks = static fn( string $students ): int => self::distributor(
			[ 'course_completed' => 10 ],
			[
				'metrics' => [
					[
						'event'    => 'course_completed',
						'points'   => 10,
						'students' => $students,
					],
				],
			]
		);
		[ $paid, $all ] = [ $asks( 'paid' ), $asks( 'all' ) ];
		foreach ( [ 1, 2, 3 ] as $account ) {
			$this->complete( self::user() );
		}
		$product = self::post( self::user( 'administrator' ), 'product' );
		\add_post_meta( $this->course, '_course_woocommerce_product', (string) $product );
		$this->complete( self::user() );
		self::assertSame( [ $this->ada => 10 ], \array_filter( self::scores( $paid ) ), 'whom the staff enrolled' );
		self::assertSame( [ $this->ada => 40 ], self::scores( $all ) );
		self::assertSame( 3, \siren_find( 'metrics', [ 'status' => 'not_paid' ] )['total'] );
		self::assertNoFailures();
	}

	public function test_a_completion_reported_again_at_another_price_is_the_same(): void {
		$student = self::user();
		$this->complete( $student );
		\add_post_meta( $this->course, '_course_woocommerce_product', (string) self::post( self::user( 'administrator' ), 'product' ) );
		$this->complete( $student );
		self::assertSame( [ '0' ], \array_column( self::events(), 'value' ), 'as it was when it was completed' );
		self::assertSame( 0, \siren_status( self::clock() )['counts']['conflicts'] );
	}

	public function test_a_failing_lms_loses_no_completion(): void {
		$fails = static function ( mixed $value, int $post, string $key ): mixed {
			if ( '_course_woocommerce_product' === $key ) {
				throw new \RuntimeException( 'the LMS is broken' );
			}
			return $value;
		};
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		\add_filter( 'get_post_metadata', $fails, 10, 3 );
		try {
			$this->complete( self::user() );
		} finally {
			\remove_filter( 'get_post_metadata', $fails );
			\ini_set( 'error_log', $error_log );
		}
		self::assertSame( [ null ], \array_column( self::events(), 'value' ), 'the price is unknown, so it counts' );
		self::assertStringContainsString( 'the LMS is broken', Failures::latest()['recording']['message'] );
	}

	public function test_a_completion_of_another_plugin_has_no_known_value(): void {
		self::assertNull( Enrollment::value( 'webinars', $this->course, self::user() ) );
		self::assertSame( '0', Enrollment::value( 'sensei', $this->course, self::user() ) );
	}

	/**
	 * Completes the course.
	 *
	 * @param int $student User.
	 */
	private function complete( int $student ): void {
		\do_action( 'sensei_user_course_end', $student, $this->course );
		self::end_request();
	}
}
