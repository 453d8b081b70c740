<?php
/**
 * What students of LearnDash paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * By what its documentation says of a course's settings.
 */
final class LearnDashLifeOfPlacesTest extends LifeTestCase {

	/**
	 * @dataProvider price_types
	 *
	 * @param string  $type     How a course is sold.
	 * @param ?string $expected What the place cost of who has no order.
	 */
	public function test_without_an_order( string $type, ?string $expected ): void {
		$course  = self::post( $this->ada_user );
		$lesson  = self::post( $this->ada_user );
		$student = self::user();
		\add_post_meta( $course, 'fixture_steps', $lesson );
		\update_post_meta( $course, 'fixture_course_price_type', $type );
		\learndash_process_mark_complete( $student, $lesson, false, $course );
		self::assertSame( [ $expected, $expected ], self::costs() );
		$this->assertLedger( '0.00', [ $this->ada => 11 ], 'it counts where nothing else is asked for' );
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
