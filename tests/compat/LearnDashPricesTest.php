<?php
/**
 * What students of LearnDash paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * Follows LearnDash's documentation of the course settings.
 */
final class LearnDashPricesTest extends LifecycleTestCase {

	/**
	 * @dataProvider price_types
	 *
	 * @param string  $type     How the course is sold.
	 * @param ?string $expected Price of an enrollment without an order; null if unknown.
	 */
	public function test_the_price_type_decides_what_an_enrollment_cost( string $type, ?string $expected ): void {
		$course  = self::post( $this->ada_user );
		$lesson  = self::post( $this->ada_user );
		$student = self::user();
		\add_post_meta( $course, 'fixture_steps', $lesson );
		\update_post_meta( $course, 'fixture_course_price_type', $type );
		\learndash_process_mark_complete( $student, $lesson, false, $course );
		self::assertSame( [ $expected, $expected ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 11 ], 'it counts where the rule does not require payment' );
	}

	/** @return array<string,array{string,?string}> */
	public static function price_types(): array {
		return [
			'open'      => [ 'open', '0' ],
			'free'      => [ 'free', '0' ],
			'buy now'   => [ 'paynow', null ],
			'recurring' => [ 'subscribe', null ],
			'closed'    => [ 'closed', null ],
		];
	}
}
