<?php
/**
 * The life of courses and orders in Tutor LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;
use Siren\Distributors\Tests\Stopped;
use Tutor\Ecommerce\OrderController;
use Tutor\Models\CourseModel;
use Tutor\Models\LessonModel;
use Tutor\Models\OrderModel;

/**
 * Tutor guards nothing: what it says twice is counted once here.
 */
final class TutorLmsLifeTest extends LifeTestCase {

	public function test_lessons_and_courses_told_again_and_again(): void {
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

	public function test_paid_and_given_back_in_parts(): void {
		$order = $this->order( [ '50.00', '30.00' ] );
		$this->assertLedger( '0.00', [], 'made' );
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
	 * @dataProvider ways_to_be_called_off
	 *
	 * @param string $status What the hook says.
	 */
	public function test_called_off_and_paid_again( string $status ): void {
		$order = $this->order( [ '50.00' ] );
		\do_action( 'tutor_order_payment_status_changed', $order, '', $status );
		$this->pay( $order );
		$this->assertLedger( '5.00', $this->points( 100 ), 'it had not been paid before' );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			\do_action( 'tutor_order_payment_status_changed', $order, '', $status );
			\do_action( 'tutor_order_payment_status_changed', $order, 'paid', $status );
			$this->assertLedger( '0.00', [], "called off for the {$time}th time" );
			$this->pay( $order );
			$this->assertLedger( '5.00', $this->points( 100 ), "paid again for the {$time}th time" );
		}
	}

	/** @return array<string,array{string}> */
	public static function ways_to_be_called_off(): array {
		return [
			'cancelled by an administrator' => [ 'cancelled' ],
			'set to unpaid in the list'     => [ 'unpaid' ],
			'to the trash'                  => [ 'trash' ],
			'failed at the gateway'         => [ 'failed' ],
		];
	}

	public function test_deleted(): void {
		$order = $this->order( [ '50.00' ] );
		$this->pay( $order );
		self::later();
		\do_action( 'tutor_before_order_bulk_action', 'delete', [ (string) $order ] );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_prices(): void {
		$order = $this->order(
			[
				[
					'regular_price' => '100',
					'sale_price'    => '80',
				],
				[
					'regular_price'  => '100',
					'sale_price'     => '80',
					'discount_price' => '72',
				],
			],
			'BEN'
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
	}

	public function test_who_brought_the_customer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		\wp_set_current_user( self::user() );
		$order = $this->order( [ '50.00' ] );
		\wp_set_current_user( 0 );
		$_COOKIE = [];
		$this->pay( $order );
		$this->assertLedger( '5.00', $this->points( 100 ) + [ $this->cleo => 10000 ], 'paid' );
	}

	public function test_taken_again(): void {
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

	public function test_missed(): void {
		self::empty_schools();
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
	 * The same points for both who teach.
	 *
	 * @param int $points How many.
	 * @return array<int,int>
	 */
	private function points( int $points ): array {
		return [
			$this->ada => $points,
			$this->ben => $points,
		];
	}

	/**
	 * A course of Ada's that Ben teaches as well.
	 */
	private function course(): int {
		$course = self::post( $this->ada_user, 'courses' );
		\add_user_meta( $this->ada_user, '_tutor_instructor_course_id', $course );
		\add_user_meta( $this->ben_user, '_tutor_instructor_course_id', $course );
		return $course;
	}

	/**
	 * A lesson that somebody else wrote.
	 *
	 * @param int $course Its course.
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
	 * An unpaid order for courses, of whoever is signed in, else of somebody.
	 *
	 * @param array<string|array<string,string>> $prices One each.
	 * @param ?string                            $coupon Code.
	 */
	private function order( array $prices, ?string $coupon = null ): int {
		$items = [];
		foreach ( $prices as $price ) {
			$items[] = ( \is_array( $price ) ? $price : [ 'regular_price' => $price ] ) + [
				'item_id'        => $this->course(),
				'sale_price'     => null,
				'discount_price' => null,
				'coupon_code'    => null,
			];
		}
		return (int) ( new OrderController( false ) )->create_order( \get_current_user_id() ?: self::user(), $items, OrderModel::PAYMENT_UNPAID, 'single_order', $coupon, null === $coupon ? [] : [ 'coupon_code' => $coupon ] );
	}

	/**
	 * Pays an order, an hour later.
	 *
	 * @param int $order Order id.
	 */
	private function pay( int $order ): void {
		self::later();
		( new OrderModel() )->mark_as_paid( $order );
	}

	/**
	 * Gives money back as an administrator does, an hour later.
	 *
	 * @param int   $order  Order id.
	 * @param float $amount How much.
	 * @param bool  $whole  Whether it is all that was left.
	 */
	private function refund( int $order, float $amount, bool $whole ): void {
		self::later();
		if ( ! self::is_real() ) {
			\fixture_tutor_refund( $order, $amount, $whole );
			return;
		}
		\wp_set_current_user( 1 );
		$_SERVER['REQUEST_METHOD'] = 'POST';

		$nonce    = \wp_create_nonce( \tutor()->nonce_action );
		$_POST    = [
			'order_id'      => (string) $order,
			'amount'        => (string) $amount,
			'reason'        => 'By hand',
			\tutor()->nonce => $nonce,
		];
		$_REQUEST = $_POST;
		// The answer is printed, and the request ends.
		$end = static fn(): callable => static function (): never {
			throw new Stopped( 200 );
		};
		\add_filter( 'wp_die_ajax_handler', $end );
		\add_filter( 'wp_doing_ajax', '__return_true' );
		\ob_start();
		try {
			( new OrderController( false ) )->make_refund();
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
