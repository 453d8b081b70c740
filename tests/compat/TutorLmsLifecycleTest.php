<?php
/**
 * Lifecycle of courses and orders in Tutor LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\TutorLms\Orders;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Tests\Stopped;
use Tutor\Ecommerce\OrderController;
use Tutor\Models\CourseModel;
use Tutor\Models\LessonModel;
use Tutor\Models\OrderModel;

/**
 * Tutor does not filter repeated events, so the plugin has to.
 */
final class TutorLmsLifecycleTest extends LifecycleTestCase {

	public function test_lessons_and_courses_reported_repeatedly_count_once(): void {
		$course  = $this->course();
		$student = self::user();
		$lesson  = $this->lesson( $course );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			LessonModel::mark_lesson_complete( $lesson, $student );
			$this->assertLedger( '0.00', 1 === $time ? $this->points( 1 ) : $this->points( 11 ), "lesson, {$time}th time" );
			CourseModel::mark_course_as_completed( $course, $student );
			$this->assertLedger( '0.00', $this->points( 11 ), "course, {$time}th time" );
		}
	}

	public function test_partial_refunds_add_up(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->assertLedger( '0.00', [], 'created' );
		$this->pay( $order );
		$this->pay( $order );
		$this->assertLedger( '8.00', $this->points( 200 ), 'paid' );
		$this->refund( $order, 20.0, false );
		$this->assertLedger( '6.00', $this->points( 200 ), 'in part' );
		$this->refund( $order, 20.0, false );
		$this->assertLedger( '4.00', $this->points( 200 ), 'another part of the same amount' );
		$this->refund( $order, 40.0, true );
		$this->assertLedger( '0.00', [], 'the rest' );
	}

	/**
	 * @dataProvider cancellations
	 *
	 * @param array<string,string> $state Columns of the order afterwards.
	 * @param string               $told  Status that the hook passes.
	 */
	public function test_a_cancelled_order_counts_again_when_paid_again( array $state, string $told ): void {
		$order = $this->order( [ '50.00' ] );
		$this->set( $order, $state, $told );
		$this->assertLedger( '0.00', [], 'never paid' );
		$this->pay( $order );
		$this->assertLedger( '5.00', $this->points( 100 ), 'paid for the first time' );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			$this->set( $order, $state, $told );
			$this->set( $order, $state, $told );
			$this->assertLedger( '0.00', [], "called off for the {$time}th time" );
			$this->pay( $order );
			$this->assertLedger( '5.00', $this->points( 100 ), "paid again for the {$time}th time" );
		}
		foreach ( [ 1, 2 ] as $time ) {
			$this->set( $order, $state, $told );
			self::end_request();
			( new OrderModel() )->mark_as_paid( $order );
			self::end_request();
		}
		$this->set( $order, $state, $told );
		$this->assertLedger( '0.00', [], 'back and forth within a second' );
	}

	/** @return array<string,array{array<string,string>,string}> */
	public static function cancellations(): array {
		return [
			'cancelled by an administrator' => [ [ 'order_status' => 'cancelled' ], 'cancelled' ],
			'set to unpaid in the list'     => [
				[
					'payment_status' => 'unpaid',
					'order_status'   => 'incomplete',
				],
				'unpaid',
			],
			'to the trash'                  => [ [ 'order_status' => 'trash' ], 'trash' ],
			'failed at the gateway'         => [
				[
					'payment_status' => 'failed',
					'order_status'   => 'cancelled',
				],
				'failed',
			],
			'refunded at the gateway'       => [
				[
					'payment_status' => 'refunded',
					'order_status'   => 'cancelled',
				],
				'refunded',
			],
		];
	}

	public function test_refunded_money_does_not_return_with_the_status(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->pay( $order );
		$this->refund( $order, 20.0, false );
		foreach ( [ 'cancelled', 'trash' ] as $status ) {
			self::later();
			$this->set( $order, [ 'order_status' => $status ], $status );
			$this->assertLedger( '0.00', [], $status );
			$this->pay( $order );
			$this->assertLedger( '6.00', $this->points( 200 ), 'reinstated' );
		}
		$this->refund( $order, 60.0, false );
		$this->assertLedger( '0.00', [], 'the rest' );
		self::later();
		$this->set( $order, [ 'order_status' => 'cancelled' ], 'cancelled' );
		$this->pay( $order );
		$this->assertLedger( '0.00', [], 'no money is left to reinstate, and no points either' );
	}

	public function test_a_refund_that_removes_the_course_keeps_the_rest_of_the_money(): void {
		$order = $this->order( [ '50.00' ] );
		$this->pay( $order );
		$this->refund( $order, 20.0, false, true );
		$this->assertLedger( '3.00', $this->points( 100 ), 'the rest of the money stays' );
		self::later();
		$this->set( $order, [ 'order_status' => 'cancelled' ], 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled afterwards' );
	}

	public function test_a_refund_during_a_cancellation_applies_on_reinstatement(): void {
		$order = $this->order( [ '50.00' ] );
		$this->pay( $order );
		self::later();
		$this->set( $order, [ 'order_status' => 'trash' ], 'trash' );
		$this->assertLedger( '0.00', [], 'in the trash' );
		$this->refund( $order, 20.0, false );
		$this->assertLedger( '0.00', [], 'refunded in the trash' );
		self::later();
		$this->set( $order, [ 'order_status' => 'completed' ], 'paid' );
		$this->assertLedger( '3.00', $this->points( 100 ), 'reinstated' );
	}

	public function test_an_exception_in_another_plugin_hides_no_status_change(): void {
		$order = $this->order( [ '50.00' ] );
		\add_action( 'tutor_order_payment_status_changed', $throw = static fn() => throw new \RuntimeException( 'not ours' ), 0 );
		self::later();
		try {
			( new OrderModel() )->mark_as_paid( $order );
			self::fail( 'It was to throw.' );
		} catch ( \RuntimeException $thrown ) {
			self::assertSame( 'not ours', $thrown->getMessage() );
		} finally {
			\remove_action( 'tutor_order_payment_status_changed', $throw, 0 );
		}
		$this->assertLedger( '5.00', $this->points( 100 ), 'paid' );
	}

	public function test_bulk_actions_on_orders_count(): void {
		$orders = [ $this->order( [ '50.00' ] ), $this->order( [ '30.00' ] ) ];
		foreach ( [ 'paid', 'trash', 'paid', 'unpaid', 'paid', 'delete' ] as $action ) {
			self::later();
			$this->bulk( $action, $orders );
			$this->assertLedger( 'paid' === $action ? '8.00' : '0.00', 'paid' === $action ? $this->points( 200 ) : [], $action );
		}
		self::assertNull( Orders::sale( $orders[0] ) );
	}

	public function test_sale_prices_and_coupons_are_recorded(): void {
		$order = $this->order(
			[
				[
					'regular_price' => '100',
					'sale_price'    => '80',
				],
				[
					'regular_price'  => '100',
					'discount_price' => '72',
				],
			],
			'BEN',
			[
				'coupon_amount'   => 28.0,
				'discount_amount' => 20.0, // As the checkout passes a sale price.
			]
		);
		$this->pay( $order );
		$this->assertLedger(
			'15.20',
			[
				$this->ada => 200,
				$this->ben => 11200,
			],
			'on sale, and with a coupon'
		);
		$details = \siren_get( 'transactions', 1 )['details'];
		self::assertSame( [ '80.00', '100.00', '-28.00' ], \array_column( $details, 'amount' ) );
		self::assertSame( [ null, null, $details[1]['external_id'] ], \array_column( $details, 'line' ) );
	}

	public function test_each_course_credits_its_own_teachers(): void {
		$alone = self::post( $this->ben_user, 'courses' );
		$order = $this->order(
			[
				'50.00',
				[
					'regular_price' => '30.00',
					'item_id'       => $alone,
				],
			]
		);
		$this->pay( $order );
		$this->assertLedger( '8.00', [ $this->ada => 100, $this->ben => 200 ], 'paid' );
	}

	public function test_discounts_count_and_taxes_do_not(): void {
		$order = $this->order( [ '50.00' ] );
		( new OrderModel() )->update_order(
			$order,
			[
				'discount_type'   => 'percentage',
				'discount_amount' => 10,
				'tax_type'        => 'exclusive',
				'tax_amount'      => 9,
				'total_price'     => 54,
			]
		);
		$this->pay( $order );
		$this->assertLedger( '4.50', $this->points( 100 ), '50.00 less 5.00, and 9.00 tax' );
		$details = \siren_get( 'transactions', 1 )['details'];
		self::assertSame(
			[
				'line_item' => '50.00',
				'tax'       => '9.00',
				'discount'  => '-5.00',
			],
			\array_column( $details, 'amount', 'kind' )
		);
		self::assertSame( $details[0]['external_id'], $details[2]['line'] );
	}

	public function test_an_order_keeps_the_date_of_its_first_payment(): void {
		global $wpdb;
		$order = $this->order( [ '50.00' ] );
		( new OrderModel() )->mark_as_paid( $order );
		$wpdb->update( $wpdb->prefix . 'tutor_orders', [ 'created_at_gmt' => '2026-02-01 12:00:00' ], [ 'id' => $order ] );
		$wpdb->update(
			$wpdb->prefix . 'tutor_ordermeta',
			[ 'created_at_gmt' => '2026-03-01 12:00:00' ],
			[
				'order_id' => $order,
				'meta_key' => 'history',
			]
		);
		self::assertSame( '2026-03-01T12:00:00Z', \gmdate( 'Y-m-d\TH:i:s\Z', Orders::sale( $order )->paid_at() ), 'the date on which the transfer was confirmed' );
		$this->set( $order, [ 'payment_status' => 'unpaid' ], 'unpaid' );
		( new OrderModel() )->mark_as_paid( $order );
		self::assertSame( '2026-03-01T12:00:00Z', \gmdate( 'Y-m-d\TH:i:s\Z', Orders::sale( $order )->paid_at() ), 'toggling its status does not change its date' );
		ChangedOrders::gone( Orders::class, $order );
	}

	public function test_orders_are_listed_by_id_and_by_change(): void {
		global $wpdb;
		[ $first, $second ] = [ $this->order( [ '50.00' ] ), $this->order( [ '50.00' ] ) ];
		self::assertSame( [ $first ], Orders::orders_after( $first - 1, 1 ) );
		self::assertSame( [ $second ], Orders::orders_after( $first, 10 ) );
		$old = [
			'created_at_gmt' => '2026-01-02 12:00:00',
			'updated_at_gmt' => '2026-01-02 12:00:00',
		];
		foreach ( [ $first, $second ] as $order ) {
			$wpdb->update( $wpdb->prefix . 'tutor_orders', $old, [ 'id' => $order ] );
			$wpdb->update( $wpdb->prefix . 'tutor_ordermeta', $old, [ 'order_id' => $order ] );
		}
		$changed = static fn(): array => \array_values( \array_intersect( Orders::orders_changed_since( \time() - HOUR_IN_SECONDS, 1000 ), [ $first, $second ] ) );
		self::assertSame( [], $changed() );
		$this->pay( $second );
		self::end_request();
		self::assertSame( [ $second ], $changed() );
	}

	public function test_the_referrer_is_credited(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		\wp_set_current_user( self::user() );
		$order = $this->order( [ '50.00' ] );
		\wp_set_current_user( 0 );
		$_COOKIE = [];
		$this->pay( $order );
		$this->assertLedger( '5.00', $this->points( 100 ) + [ $this->cleo => 10000 ], 'paid' );
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		$course  = $this->course();
		$lesson  = $this->lesson( $course );
		$student = self::user();
		$this->assertCountsAgain(
			static function () use ( $course, $lesson, $student ): void {
				LessonModel::mark_lesson_complete( $lesson, $student );
				LessonModel::mark_lesson_complete( $lesson, $student );
				CourseModel::mark_course_as_completed( $course, $student );
				CourseModel::mark_course_as_completed( $course, $student );
			},
			$this->points( 11 )
		);
	}

	public function test_missed_completions_are_found(): void {
		self::empty_lms_and_shop_tables();
		$course  = $this->course();
		$lesson  = $this->lesson( $course );
		$student = self::user();
		self::unheard(
			static function () use ( $course, $lesson, $student ): void {
				LessonModel::mark_lesson_complete( $lesson, $student );
				CourseModel::mark_course_as_completed( $course, $student );
				CourseModel::mark_course_as_completed( $course, $student );
			}
		);
		self::date_back( 'comments', 'comment_date_gmt', '2026-05-03 12:15:00' );
		\update_user_meta( $student, "_tutor_completed_lesson_id_$lesson", \strtotime( '2026-05-03 17:45:00 UTC' ) );
		self::in_zone(
			'Asia/Kolkata',
			fn() => $this->assertMissedAreFound( $this->points( 11 ), 2, '2026-05-03T12:15:00Z', static fn() => CourseModel::mark_course_as_completed( $course, $student ) )
		);
	}

	/**
	 * The same points for both teachers.
	 *
	 * @param int $points Points of each.
	 * @return array<int,int>
	 */
	private function points( int $points ): array {
		return [
			$this->ada => $points,
			$this->ben => $points,
		];
	}

	/**
	 * Creates a course of Ada's that Ben teaches too.
	 */
	private function course(): int {
		$course = self::post( $this->ada_user, 'courses' );
		\add_user_meta( $this->ada_user, '_tutor_instructor_course_id', $course );
		\add_user_meta( $this->ben_user, '_tutor_instructor_course_id', $course );
		return $course;
	}

	/**
	 * Creates a lesson whose author is another user.
	 *
	 * @param int $course Course.
	 */
	private function lesson( int $course ): int {
		$topic  = \wp_insert_post(
			[
				'post_type'   => 'topics',
				'post_title'  => 'A topic',
				'post_status' => 'publish',
				'post_parent' => $course,
			]
		);
		$lesson = \wp_insert_post(
			[
				'post_type'   => 'lesson',
				'post_title'  => 'A lesson',
				'post_status' => 'publish',
				'post_parent' => $topic,
				'post_author' => self::user( 'administrator' ),
			]
		);
		\update_post_meta( $lesson, '_tutor_course_id_for_lesson', (string) $course );
		return $lesson;
	}

	/**
	 * Creates an unpaid order for courses, for the current user or a new one.
	 *
	 * @param array<string|array<string,string>> $prices Price of each.
	 * @param ?string                            $coupon Coupon code.
	 * @param array<string,float>                $args   Further properties of the order.
	 */
	private function order( array $prices, ?string $coupon = null, array $args = [] ): int {
		$items = [];
		foreach ( $prices as $price ) {
			$items[] = ( \is_array( $price ) ? $price : [ 'regular_price' => $price ] ) + [
				'item_id'        => $this->course(),
				'sale_price'     => null,
				'discount_price' => null,
				'coupon_code'    => null,
			];
		}
		return (int) ( new OrderController( false ) )->create_order( \get_current_user_id() ?: self::user(), $items, OrderModel::PAYMENT_UNPAID, 'single_order', $coupon, $args + ( null === $coupon ? [] : [ 'coupon_code' => $coupon ] ) );
	}

	/**
	 * Pays an order an hour later.
	 *
	 * @param int $order Order id.
	 */
	private function pay( int $order ): void {
		self::later();
		( new OrderModel() )->mark_as_paid( $order );
	}

	/**
	 * Changes the row of an order and fires the hook as Tutor does.
	 *
	 * @param int                  $order Order id.
	 * @param array<string,string> $state Columns.
	 * @param string               $told  Status that the hook passes.
	 */
	private function set( int $order, array $state, string $told ): void {
		( new OrderModel() )->update_order( $order, $state );
		\do_action( 'tutor_order_payment_status_changed', $order, '', $told );
	}

	/**
	 * Refunds money an hour later, as an administrator does.
	 *
	 * @param int   $order            Order id.
	 * @param float $amount           Amount to refund.
	 * @param bool  $whole            Whether nothing is left afterwards.
	 * @param bool  $takes_the_course Whether the student loses the course.
	 */
	private function refund( int $order, float $amount, bool $whole, bool $takes_the_course = false ): void {
		self::later();
		if ( ! self::is_real() ) {
			\fixture_tutor_refund( $order, $amount, $whole, $takes_the_course );
			return;
		}
		self::ask(
			'make_refund',
			[
				'order_id' => (string) $order,
				'amount'   => (string) $amount,
				'reason'   => 'By hand',
			] + ( $takes_the_course ? [ 'is_remove_enrolment' => 'true' ] : [] )
		);
	}

	/**
	 * Applies a bulk action in the list of orders.
	 *
	 * @param string $action Bulk action.
	 * @param int[]  $orders Orders.
	 */
	private function bulk( string $action, array $orders ): void {
		if ( ! self::is_real() ) {
			\fixture_tutor_bulk_action( $action, $orders );
			return;
		}
		self::ask(
			'bulk_action_handler',
			[
				'bulk-action' => $action,
				'bulk-ids'    => \implode( ',', $orders ),
			]
		);
	}

	/**
	 * Calls Tutor as an admin screen does.
	 *
	 * @param string               $method Method that handles the request.
	 * @param array<string,string> $fields Fields of the request.
	 */
	private static function ask( string $method, array $fields ): void {
		\wp_set_current_user( 1 );
		$_SERVER['REQUEST_METHOD'] = 'POST';

		$_POST    = $fields + [ \tutor()->nonce => \wp_create_nonce( \tutor()->nonce_action ) ];
		$_REQUEST = $_POST;
		// Tutor prints the answer and ends the request.
		$end = static fn(): callable => static function (): never {
			throw new Stopped( 200 );
		};
		\add_filter( 'wp_die_ajax_handler', $end );
		\add_filter( 'wp_doing_ajax', '__return_true' );
		\ob_start();
		try {
			( new OrderController( false ) )->$method();
			self::fail( 'It was to answer.' );
		} catch ( Stopped ) {
			self::assertSame( 1, \get_current_user_id() );
		} finally {
			\ob_end_clean();
			\remove_filter( 'wp_die_ajax_handler', $end );
			\remove_filter( 'wp_doing_ajax', '__return_true' );
			\wp_set_current_user( 0 );
			$_POST    = [];
			$_REQUEST = [];
		}
	}
}
