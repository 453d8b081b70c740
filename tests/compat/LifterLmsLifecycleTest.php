<?php
/**
 * Lifecycle of courses and payments in LifterLMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\LifterLms\Payments;
use Siren\Distributors\Sales\ChangedOrders;

/**
 * Instructors earn from their courses; each payment is a separate sale.
 */
final class LifterLmsLifecycleTest extends LifecycleTestCase {

	public function test_lessons_and_courses_count_once_when_undone_and_repeated(): void {
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
		$this->assertLedger( '0.00', $done, 'repeated' );
	}

	public function test_completions_by_staff_do_not_count(): void {
		[ , $lessons ] = $this->course();
		\llms_mark_complete( self::user( 'administrator' ), $lessons[0], 'lesson' );
		\llms_mark_complete( $this->ben_user, $lessons[0], 'lesson' );
		$this->assertLedger( '0.00', [ $this->ada => 1 ], 'Ben is a student of Ada here', [ 'lesson_completed' ] );
		self::assertSame( [ 'editor', null ], \array_column( self::events(), 'reason' ) );
	}

	public function test_partial_refunds_add_up(): void {
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
		$this->assertLedger( '7.99', $paid, 'reported again' );
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

	public function test_a_returned_payment_does_not_count(): void {
		$payment = $this->paid();
		foreach ( [ [ 'failed' ], [ 'pending', 'failed' ] ] as $ways ) {
			foreach ( $ways as $status ) {
				self::later();
				$payment->set( 'status', 'llms-txn-' . $status );
			}
			$this->assertLedger( '0.00', [], 'returned by way of ' . \implode( ', ', $ways ) );
			self::later();
			$payment->set( 'status', 'llms-txn-succeeded' );
			$this->assertLedger( '5.00', $this->sold(), 'paid again' );
		}
	}

	public function test_the_last_status_within_one_second_counts(): void {
		$payment = $this->paid();
		foreach ( [ 'failed', 'succeeded', 'failed' ] as $status ) {
			$payment->set( 'status', 'llms-txn-' . $status );
			self::end_request();
		}
		$this->assertLedger( '0.00', [], 'failed last' );
		$payment->set( 'status', 'llms-txn-succeeded' );
		$this->assertLedger( '5.00', $this->sold(), 'succeeded last' );
	}

	public function test_a_trashed_payment_stops_counting_until_it_is_restored(): void {
		$payment = $this->paid();
		$id      = (int) $payment->get( 'id' );
		self::later();
		\wp_trash_post( $id );
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		\wp_untrash_post( $id );
		( new \LLMS_Transaction( $id ) )->set( 'status', 'llms-txn-succeeded' );
		$this->assertLedger( '5.00', $this->sold(), 'restored' );
		self::later();
		\wp_delete_post( $id, true );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_payments_of_a_trashed_order_stop_counting(): void {
		$payment = $this->paid();
		$order   = (int) $payment->get( 'order_id' );
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		$payment->record_refund( self::given_back( '10.00' ) );
		self::assertSame( 'llms-refunded', \get_post_status( $order ) );
		$this->assertLedger( '4.00', $this->sold(), 'a refund restores it from the trash' );
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash again' );
		self::later();
		$payment->set( 'refund_data', [] );
		$payment->set( 'refund_amount', '0' );
		$payment->set( 'status', 'llms-txn-succeeded' );
		\wp_untrash_post( $order );
		$this->assertLedger( '5.00', $this->sold(), 'restored, with the refund deleted in the meantime' );
		self::later();
		\wp_delete_post( $order, true );
		$this->assertLedger( '0.00', [], 'deleted; its payment remains' );
		self::later();
		\wp_delete_post( (int) $payment->get( 'id' ), true );
		$this->assertLedger( '0.00', [], 'the payment is deleted too' );
	}

	public function test_an_exception_in_another_plugin_hides_no_status_change(): void {
		[ $course ] = $this->course();
		$payment    = $this->order( $course )->record_transaction(
			[
				'amount' => '50.00',
				'status' => 'llms-txn-pending',
			]
		);
		$this->listen(
			'transition_post_status',
			static function ( string $to ): void {
				if ( \str_starts_with( $to, 'llms-txn-' ) ) {
					throw new \RuntimeException( 'not ours' );
				}
			}
		);
		foreach ( [ 'succeeded' => '5.00', 'failed' => '0.00' ] as $status => $left ) {
			self::later();
			try {
				$payment->set( 'status', 'llms-txn-' . $status );
				self::fail( 'It was to throw.' );
			} catch ( \RuntimeException $thrown ) {
				self::assertSame( 'not ours', $thrown->getMessage() );
			}
			$this->assertLedger( $left, '0.00' === $left ? [] : $this->sold(), $status );
		}
	}

	public function test_an_imported_payment_keeps_its_original_date(): void {
		[ $course ] = $this->course();
		$order      = $this->order( $course );
		$id         = (int) \wp_insert_post(
			[
				'post_type'   => 'llms_transaction',
				'post_status' => 'llms-txn-succeeded',
				'post_title'  => 'Imported',
				'post_date'   => '2025-03-01 12:00:00',
				'meta_input'  => [
					'_llms_order_id'     => (string) $order->get( 'id' ),
					'_llms_amount'       => '50.00',
					'_llms_currency'     => 'USD',
					'_llms_payment_type' => 'single',
				],
			]
		);
		$paid = \get_post_timestamp( $id );
		self::assertSame( $paid, Payments::sale( $id )->paid_at() );
		foreach ( [ 'pending', 'succeeded' ] as $status ) {
			( new \LLMS_Transaction( $id ) )->set( 'status', 'llms-txn-' . $status );
		}
		self::assertSame( $paid, Payments::sale( $id )->paid_at(), 'toggling its status does not change its date' );
		ChangedOrders::gone( Payments::class, $id );
	}

	public function test_payments_are_listed_by_id_and_by_change(): void {
		[ $course ] = $this->course();
		$first      = (int) $this->order( $course )->record_transaction( [ 'amount' => '50.00' ] )->get( 'id' );
		$second     = $this->order( $course )->record_transaction( [ 'amount' => '50.00' ] );
		$id         = (int) $second->get( 'id' );
		self::assertSame( [ $first, $id ], Payments::orders_after( $first - 1, 10 ) );
		self::assertSame( [ $first ], Payments::orders_after( $first - 1, 1 ) );
		self::assertSame( [ $id ], Payments::orders_after( $first, 10 ) );

		self::age( $first, (int) $second->get( 'order_id' ), $id, (int) ( new \LLMS_Transaction( $first ) )->get( 'order_id' ) );
		$changed = static fn(): array => \array_values( \array_intersect( Payments::orders_changed_since( \time() - HOUR_IN_SECONDS, 1000 ), [ $first, $id ] ) );
		self::assertSame( [], $changed() );
		\wp_update_post( [ 'ID' => $id ] );
		self::assertSame( [ $id ], $changed() );
		\wp_trash_post( (int) ( new \LLMS_Transaction( $first ) )->get( 'order_id' ) );
		self::assertEqualsCanonicalizing( [ $first, $id ], $changed(), 'the order of the first payment is in the trash' );
	}

	public function test_each_payment_of_a_subscription_counts(): void {
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

	public function test_a_coupon_lowers_its_course_and_credits_its_owner(): void {
		[ $course ] = $this->course();
		$order      = $this->order( $course );
		$order->set( 'coupon_used', 'yes' );
		$order->set( 'coupon_code', 'ben' );
		$order->set( 'total', '45.00' );
		$order->set( 'coupon_value', '5.00' );
		$order->record_transaction( [ 'amount' => '45.00' ] );
		$this->assertLedger(
			'4.50',
			[
				$this->ada => 100,
				$this->ben => 11100,
			],
			'paid with a coupon'
		);
		$details = \siren_get( 'transactions', 1 )['details'];
		self::assertSame( [ '50.00', '-5.00' ], \array_column( $details, 'amount' ) );
		self::assertSame( [ null, (string) $course ], \array_column( $details, 'line' ), 'the coupon lowers the course' );
	}

	/**
	 * Creates a payment of 50.00 for a course.
	 */
	private function paid(): \LLMS_Transaction {
		[ $course ] = $this->course();
		$payment    = $this->order( $course )->record_transaction( [ 'amount' => '50.00' ] );
		$this->assertLedger( '5.00', $this->sold(), 'paid' );
		return $payment;
	}

	/**
	 * Points of a sold course.
	 *
	 * @return array<int,int>
	 */
	private function sold(): array {
		return [
			$this->ada => 100,
			$this->ben => 100,
		];
	}

	/**
	 * A refund as a gateway reports it.
	 *
	 * @param string $amount Amount to refund.
	 * @return array<string,mixed>
	 */
	private static function given_back( string $amount ): array {
		return [
			'amount' => (float) $amount,
			'id'     => 'refund-' . $amount,
			'method' => 'manual',
			'date'   => '2026-05-05 12:00:00',
		];
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		[ , $lessons ] = $this->course();
		$student       = self::user();
		$this->assertCountsAgain(
			static fn() => self::again( $student, $lessons[0] ),
			[ $this->ada => 1, $this->ben => 1 ]
		);
	}

	public function test_missed_completions_are_found(): void {
		self::empty_lms_and_shop_tables();
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

	public function test_a_course_left_open_after_its_last_lesson_is_found(): void {
		self::empty_lms_and_shop_tables();
		[ $course, $lessons ] = $this->course();
		[ $student, $other ]  = [ self::user(), self::user() ];
		\llms_mark_complete( $student, $lessons[0], 'lesson' );
		$this->assertLedger( '0.00', [ $this->ada => 1, $this->ben => 1 ], 'one of two' );
		self::look_for_missed();
		$this->assertLedger( '0.00', [ $this->ada => 1, $this->ben => 1 ], 'one of two is not enough' );

		\wp_delete_post( $lessons[1], true );
		self::assertFalse( \llms_is_complete( $student, $course, 'course' ), 'LifterLMS leaves it open' );
		self::date_back( 'lifterlms_user_postmeta', 'updated_date', '2026-05-04 09:00:00' );
		$done = [ $this->ada => 11, $this->ben => 11 ];
		self::in_zone( 'Asia/Kolkata', static fn() => self::assertSame( [ 1, 0, 0 ], self::look_for_missed() ) );
		$this->assertLedger( '0.00', $done, 'found' );
		self::assertSame( '2026-05-04T03:30:00Z', self::events()[1]['occurred_at'] );
		\llms_mark_complete( $student, $course, 'course' );
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed() );
		$this->assertLedger( '0.00', $done, 'completed after all' );
		self::assertFalse( \llms_is_complete( $other, $course, 'course' ) );
	}

	/**
	 * Completes a lesson again.
	 *
	 * @param int $student User.
	 * @param int $lesson  Lesson.
	 */
	private static function again( int $student, int $lesson ): void {
		\llms_mark_incomplete( $student, $lesson, 'lesson' );
		\llms_mark_complete( $student, $lesson, 'lesson' );
	}

	/**
	 * Creates a course with two lessons that Ada and Ben teach and another user wrote.
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
	 * Creates an unpaid order for a course.
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
