<?php
/**
 * The life of courses and payments in LifterLMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * Instructors earn from their courses; each payment is a sale of its own.
 */
final class LifterLmsLifeTest extends LifeTestCase {

	public function test_lessons_and_their_course_done_undone_and_done_again(): void {
		[ $course, $lessons ] = $this->course();
		$student              = self::user();
		\llms_mark_complete( $student, $lessons[0], 'lesson' );
		\llms_mark_complete( $student, $lessons[0], 'lesson' );
		$this->assertLedger( '0.00', [ $this->ada => 1, $this->ben => 1 ], 'one lesson' );
		self::later();
		\llms_mark_complete( $student, $lessons[1], 'lesson' );
		$done = [
			$this->ada => 12,
			$this->ben => 12,
		];
		$this->assertLedger( '0.00', $done, 'the last lesson completes the course' );
		foreach ( [ 'lesson' => $lessons[1], 'course' => $course ] as $type => $object ) {
			self::later();
			\llms_mark_incomplete( $student, $object, $type );
			\llms_mark_complete( $student, $object, $type );
		}
		$this->assertLedger( '0.00', $done, 'done again' );
	}

	public function test_who_looks_after_the_school_does_not_study(): void {
		[ , $lessons ] = $this->course();
		\llms_mark_complete( self::user( 'administrator' ), $lessons[0], 'lesson' );
		\llms_mark_complete( $this->ben_user, $lessons[0], 'lesson' );
		$this->assertLedger( '0.00', [ $this->ada => 1 ], 'Ben is a student of Ada here', [ 'lesson_completed' ] );
		self::assertSame( [ 'editor', null ], \array_column( self::events(), 'reason' ) );
	}

	public function test_paid_and_given_back_in_parts(): void {
		[ $course ] = $this->course();
		$payment    = $this->order( $course )->record_transaction( [ 'amount' => '79.90' ] );
		$paid       = [
			$this->ada => 100,
			$this->ben => 100,
		];
		$this->assertLedger( '7.99', $paid, 'paid' );
		foreach ( [ 'pending', 'succeeded' ] as $status ) {
			self::later();
			$payment->set( 'status', 'llms-txn-' . $status );
		}
		$this->assertLedger( '7.99', $paid, 'told again' );
		foreach ( [ '29.90' => '5.00', '20.00' => '3.00' ] as $amount => $left ) {
			self::later();
			$refund = [
				'amount' => (float) $amount,
				'id'     => 'refund-' . $amount,
				'method' => 'manual',
				'date'   => '2026-05-05 12:00:00',
			];
			$payment->record_refund( $refund );
			$this->assertLedger( $left, $paid, "$amount back" );
		}
		self::later();
		$payment->record_refund( [ 'amount' => 30.0, 'id' => 'the-rest', 'method' => 'manual', 'date' => '2026-05-05 12:00:00' ] );
		$this->assertLedger( '0.00', [], 'all of it' );
	}

	public function test_a_payment_that_is_returned(): void {
		[ $course ] = $this->course();
		$payment    = $this->order( $course )->record_transaction( [ 'amount' => '50.00' ] );
		self::later();
		$payment->set( 'status', 'llms-txn-failed' );
		$this->assertLedger( '0.00', [], 'returned' );
		self::later();
		$payment->set( 'status', 'llms-txn-succeeded' );
		$this->assertLedger( '5.00', [ $this->ada => 100, $this->ben => 100 ], 'paid after all' );
	}

	public function test_the_payments_of_a_subscription(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		[ $course ]                     = $this->course();
		$order                          = $this->order( $course, 'recurring' );
		$_COOKIE                        = [];
		foreach ( [ 1, 2, 3 ] as $payment ) {
			self::later();
			$order->record_transaction(
				[
					'amount'       => '10.00',
					'payment_type' => 'recurring',
				]
			);
		}
		$this->assertLedger(
			'3.00',
			[
				$this->ada  => 300,
				$this->ben  => 300,
				$this->cleo => 30000,
			],
			'three payments'
		);
		$sales = \siren_find(
			'transactions',
			[
				'order_by' => 'id',
				'order'    => 'asc',
			]
		)['items'];
		self::assertSame( [ false, true, true ], \array_column( $sales, 'renewal' ) );
	}

	public function test_a_coupon(): void {
		[ $course ] = $this->course();
		$order      = $this->order( $course );
		$order->set( 'coupon_used', 'yes' );
		$order->set( 'coupon_code', 'ben' );
		$order->record_transaction( [ 'amount' => '45.00' ] );
		$this->assertLedger(
			'4.50',
			[
				$this->ada => 100,
				$this->ben => 11100,
			],
			'paid with a coupon'
		);
	}

	public function test_taken_again(): void {
		[ , $lessons ] = $this->course();
		$student       = self::user();
		$this->assertCountsAgain(
			static fn() => self::again( $student, $lessons[0] ),
			[ $this->ada => 1, $this->ben => 1 ]
		);
	}

	public function test_missed(): void {
		self::empty_schools();
		[ , $lessons ] = $this->course();
		$student       = self::user();
		self::unheard(
			static function () use ( $lessons, $student ): void {
				\llms_mark_complete( $student, $lessons[0], 'lesson' );
				\llms_mark_complete( $student, $lessons[1], 'lesson' );
			}
		);
		self::date_back( 'lifterlms_user_postmeta', 'updated_date', '2026-05-03 08:15:00' );
		self::in_zone(
			'America/New_York',
			fn() => $this->assertMissedAreFound( [ $this->ada => 12, $this->ben => 12 ], 3, '2026-05-03T12:15:00Z', static fn() => self::again( $student, $lessons[1] ) )
		);
	}

	public function test_all_lessons_done_and_the_course_left_open(): void {
		self::empty_schools();
		[ $course, $lessons ] = $this->course();
		[ $student, $other ]  = [ self::user(), self::user() ];
		\llms_mark_complete( $student, $lessons[0], 'lesson' );
		$this->assertLedger( '0.00', [ $this->ada => 1, $this->ben => 1 ], 'one of two' );
		self::look_for_missed();
		$this->assertLedger( '0.00', [ $this->ada => 1, $this->ben => 1 ], 'one of two is not all' );

		\wp_delete_post( $lessons[1], true );
		self::assertFalse( \llms_is_complete( $student, $course, 'course' ), 'LifterLMS leaves it open' );
		self::date_back( 'lifterlms_user_postmeta', 'updated_date', '2026-05-04 09:00:00' );
		$done = [ $this->ada => 11, $this->ben => 11 ];
		self::in_zone( 'Asia/Kolkata', static fn() => self::assertSame( [ 1, 0, 0 ], self::look_for_missed() ) );
		$this->assertLedger( '0.00', $done, 'found' );
		self::assertSame( '2026-05-04T03:30:00Z', self::events()[1]['occurred_at'] );
		\llms_mark_complete( $student, $course, 'course' );
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed() );
		$this->assertLedger( '0.00', $done, 'closed after all' );
		self::assertFalse( \llms_is_complete( $other, $course, 'course' ) );
	}

	/**
	 * Completes a lesson once more.
	 *
	 * @param int $student User.
	 * @param int $lesson  Lesson.
	 */
	private static function again( int $student, int $lesson ): void {
		\llms_mark_incomplete( $student, $lesson, 'lesson' );
		\llms_mark_complete( $student, $lesson, 'lesson' );
	}

	/**
	 * A course that Ada and Ben teach, written by somebody else, with two lessons.
	 *
	 * @return array{int,int[]} Course and lessons.
	 */
	private function course(): array {
		$admin  = self::user( 'administrator' );
		$course = self::post( $admin, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ [ 'id' => $this->ada_user ], [ 'id' => $this->ben_user ] ] );
		$section = self::post( $admin, 'section' );
		\update_post_meta( $section, '_llms_parent_course', (string) $course );
		\update_post_meta( $section, '_llms_order', '1' );
		$lessons = [];
		foreach ( [ 1, 2 ] as $place ) {
			$lesson = self::post( $admin, 'lesson' );
			\update_post_meta( $lesson, '_llms_parent_course', (string) $course );
			\update_post_meta( $lesson, '_llms_parent_section', (string) $section );
			\update_post_meta( $lesson, '_llms_order', (string) $place );
			$lessons[] = $lesson;
		}
		return [ $course, $lessons ];
	}

	/**
	 * An unpaid order for a course.
	 *
	 * @param int    $course Course.
	 * @param string $type   `single` or `recurring`.
	 */
	private function order( int $course, string $type = 'single' ): \LLMS_Order {
		$order = new \LLMS_Order( 'new' );
		$about = [
			'user_id'       => (string) self::user(),
			'billing_email' => 'buyer@example.test',
			'product_id'    => (string) $course,
			'product_title' => 'A course',
			'product_type'  => 'course',
			'order_type'    => $type,
			'currency'      => 'USD',
			'coupon_used'   => 'no',
		];
		foreach ( $about as $key => $value ) {
			$order->set( $key, $value );
		}
		return $order;
	}
}
