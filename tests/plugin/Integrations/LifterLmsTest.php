<?php
/**
 * Tests of the LifterLMS integration, on the fixture school.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Completion;
use Siren\Distributors\Integrations\LifterLms;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Completions and payments of a course are its instructors'.
 */
final class LifterLmsTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $ben;

	private int $ben_user;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ben_user    = self::user( 'author' );
		$this->ada         = self::collaborator( 'Ada', $this->ada_user );
		$this->ben         = self::collaborator(
			'Ben',
			$this->ben_user,
			[
				[
					'type' => 'coupon',
					'code' => 'BEN',
				],
			]
		);
		$this->distributor = self::distributor(
			[
				'course_completed' => 10,
				'lesson_completed' => 1,
				'product_sold'     => 100,
				'coupon_used'      => 1000,
			],
			[
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items' ],
						],
					],
				],
			]
		);
	}

	public function test_lessons_and_their_completed_course_are_recorded(): void {
		$course  = $this->course( [ $this->ada_user ] );
		$lessons = [ $this->lesson( $course ), $this->lesson( $course ) ];
		$student = self::user();

		\llms_mark_complete( $student, $lessons[0], 'lesson' );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
		\llms_mark_complete( $student, $lessons[1], 'lesson' );
		self::assertSame( [ $this->ada => 12 ], self::scores( $this->distributor ) );
		self::assertNoFailures();

		$first = self::events()[0];
		self::assertSame(
			[ Completion::lesson_key( 'lifterlms', $lessons[0], $course, $student ), "user:$student", "lesson:{$lessons[0]}", self::NOW ],
			[ $first['key'], $first['subject'], $first['object'], $first['occurred_at'] ]
		);
	}

	public function test_every_instructor_is_credited_and_the_author_is_not(): void {
		$course = $this->course( [ $this->ada_user, $this->ben_user ], self::user( 'administrator' ) );
		\llms_mark_complete( self::user(), $course, 'course' );
		self::assertEquals(
			[
				$this->ada => 10,
				$this->ben => 10,
			],
			self::scores( $this->distributor )
		);
	}

	public function test_without_instructors_the_author_is_credited(): void {
		$course = $this->course( [], $this->ben_user );
		\llms_mark_complete( self::user(), $course, 'course' );
		self::assertSame( [ $this->ben => 10 ], self::scores( $this->distributor ) );
	}

	public function test_a_lesson_belongs_to_the_owners_of_its_course_not_to_its_author(): void {
		$course = $this->course( [ $this->ada_user ] );
		$lesson = $this->lesson( $course, $this->ben_user );
		$this->lesson( $course ); // Another, so that the first does not complete the course.
		\llms_mark_complete( self::user(), $lesson, 'lesson' );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
	}

	public function test_a_lesson_outside_any_course_has_no_owner(): void {
		LifterLms::lesson_completed( self::user(), $this->lesson( 0, $this->ada_user ) );
		self::assertSame( [], self::events() );
		self::assertNoFailures();
	}

	public function test_undone_and_repeated_counts_once(): void {
		$course  = $this->course( [ $this->ada_user ] );
		$student = self::user();
		\llms_mark_complete( $student, $course, 'course' );
		\llms_mark_incomplete( $student, $course, 'course' );
		self::set_clock( '2026-05-20T12:00:00Z' );
		\llms_mark_complete( $student, $course, 'course' );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
		self::assertCount( 1, self::events() );
	}

	public function test_the_owner_at_the_time_of_completion_is_credited(): void {
		$course = $this->course( [ $this->ada_user ] );
		\llms_mark_complete( self::user(), $course, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ $this->ben_user ] );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
	}

	public function test_ids_may_be_strings(): void {
		$course = $this->course( [ $this->ada_user ] );
		LifterLms::course_completed( (string) self::user(), (string) $course );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
	}

	public function test_a_payment_with_a_coupon_is_recorded(): void {
		$course  = $this->course( [ $this->ada_user ] );
		$payment = $this->payment( $course, '79.90', 'ben' );
		$payment->set( 'status', 'llms-txn-succeeded' );

		self::assertSame( '7.99', self::pool( $this->distributor ) );
		self::assertEquals(
			[
				$this->ada => 100,
				$this->ben => 1000,
			],
			self::scores( $this->distributor )
		);
		self::assertNoFailures();
		$sale = \siren_find( 'transactions' )['items'][0];
		self::assertSame( [ 'lifterlms', (string) $payment->get( 'id' ), '79.90' ], [ $sale['source'], $sale['external_id'], $sale['amount'] ] );
	}

	public function test_a_payment_reported_twice_counts_once(): void {
		$payment = $this->payment( $this->course( [ $this->ada_user ] ), '79.90' );
		foreach ( [ 'succeeded', 'pending', 'succeeded' ] as $status ) {
			$payment->set( 'status', 'llms-txn-' . $status );
		}
		self::assertSame( '7.99', self::pool( $this->distributor ) );
		self::assertSame( [ $this->ada => 100 ], self::scores( $this->distributor ) );
	}

	public function test_partial_refunds_count_even_without_an_action(): void {
		$payment = $this->payment( $this->course( [ $this->ada_user ] ), '100.00' );
		$payment->set( 'status', 'llms-txn-succeeded' );

		$payment->process_refund( '30.00', 'r1' );
		self::assertSame( '7.00', self::pool( $this->distributor ) );
		$payment->process_refund( '20.00', 'r2' );
		$payment->process_refund( '20.00', 'r2' );
		self::assertSame( '5.00', self::pool( $this->distributor ) );
		self::assertNoFailures();
	}

	/**
	 * A new course.
	 *
	 * @param int[] $instructors Users on its list.
	 * @param ?int  $author      Author of its post; null for Ada's user.
	 * @return int Id.
	 */
	private function course( array $instructors, ?int $author = null ): int {
		$course = self::post( $author ?? $this->ada_user, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( $instructors );
		return $course;
	}

	/**
	 * A new lesson.
	 *
	 * @param int  $course Its course; 0 for none.
	 * @param ?int $author Author of its post; null for an administrator.
	 * @return int Id.
	 */
	private function lesson( int $course, ?int $author = null ): int {
		$lesson = self::post( $author ?? self::user( 'administrator' ), 'lesson' );
		\update_post_meta( $lesson, '_llms_parent_course', (string) $course );
		return $lesson;
	}

	/**
	 * A pending payment of a new order.
	 *
	 * @param int    $course What was bought.
	 * @param string $amount How much is paid.
	 * @param string $coupon Coupon used.
	 */
	private function payment( int $course, string $amount, string $coupon = '' ): \LLMS_Transaction {
		$order   = \fixture_school_insert(
			'llms_order',
			'llms-pending',
			\wp_generate_uuid4(),
			[
				'user_id'       => (string) self::user(),
				'product_id'    => (string) $course,
				'product_title' => 'A course',
				'product_type'  => 'course',
				'currency'      => 'USD',
				'coupon_used'   => '' === $coupon ? 'no' : 'yes',
				'coupon_code'   => $coupon,
			]
		);
		$payment = \fixture_school_insert(
			'llms_transaction',
			'llms-txn-pending',
			\wp_generate_uuid4(),
			[
				'order_id'     => (string) $order,
				'amount'       => $amount,
				'currency'     => 'USD',
				'payment_type' => 'single',
			]
		);
		return new \LLMS_Transaction( $payment );
	}
}
