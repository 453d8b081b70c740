<?php
/**
 * Lifecycle of courses and orders in LearnPress.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use LearnPress\Models\UserItems\UserCourseModel;
use LearnPress\Models\UserItems\UserLessonModel;
use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\LearnPress\Orders;

/**
 * A course counts when it is passed; an order counts while it is completed.
 */
final class LearnPressLifecycleTest extends LifecycleTestCase {

	public function test_a_lesson_counts_once_for_author_and_co_instructor(): void {
		[ $course, $lesson, $student ] = [ $this->course( '0' ), self::post( self::user( 'administrator' ), 'lp_lesson' ), self::user() ];
		$this->study( $student, $course, $lesson );
		$points = [
			$this->ada => 1,
			$this->ben => 1,
		];
		$this->assertLedger( '0.00', $points, 'author and co-instructor' );
		self::later();
		\do_action( 'learn-press/user-completed-lesson', (string) $lesson, (string) $course, (string) $student );
		$this->assertLedger( '0.00', $points, 'reported again' );
	}

	public function test_a_course_counts_once_when_it_is_passed(): void {
		[ $course, $student ] = [ $this->course( '0' ), self::user() ];
		$this->finish( $student, $course, 'failed' );
		$this->assertLedger( '0.00', [], 'failed' );
		foreach ( [ 'passed', 'passed again' ] as $moment ) {
			self::later();
			$this->finish( $student, $course, 'passed' );
			$this->assertLedger(
				'0.00',
				[
					$this->ada => 10,
					$this->ben => 10,
				],
				$moment
			);
		}
	}

	public function test_an_order_completed_repeatedly_counts_once(): void {
		$order = $this->order( [ '50', '30.00' ] );
		$this->assertLedger( '0.00', [], 'created' );
		foreach ( [ 'processing', 'completed', 'processing', 'completed' ] as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '8.00', $this->sold( 2 ), 'completed' );
	}

	/**
	 * @dataProvider ways_out
	 *
	 * @param string ...$ways Statuses, one after the other.
	 */
	public function test_any_path_out_of_the_completed_status_cancels_the_sale( string ...$ways ): void {
		$order = $this->completed();
		foreach ( $ways as $status ) {
			$this->move( $order, $status );
		}
		$this->assertLedger( '0.00', [], 'left the status' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'completed again' );
		foreach ( [ ...$ways, 'completed', ...$ways ] as $status ) {
			\learn_press_get_order( $order )->update_status( $status );
			self::end_request();
		}
		$this->assertLedger( '0.00', [], 'back and forth within a second' );
	}

	/** @return array<string,string[]> */
	public static function ways_out(): array {
		return [
			'cancelled'                    => [ 'cancelled' ],
			'failed'                       => [ 'failed' ],
			'cancelled by way of pending'  => [ 'pending', 'cancelled' ],
			'trashed by way of processing' => [ 'processing', 'trash' ],
			'set to the trash'             => [ 'trash' ],
		];
	}

	public function test_partial_refunds_add_up(): void {
		$order = $this->completed();
		$this->refund( $order, '20' );
		$this->assertLedger( '3.00', $this->sold( 1 ), 'in part' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '3.00', $this->sold( 1 ), 'the money does not return with the status' );
		$this->refund( $order, '10' );
		$this->assertLedger( '2.00', $this->sold( 1 ), 'another part, which overwrites the first' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '2.00', $this->sold( 1 ), 'reinstated' );
		$this->refund( $order, '20' );
		$this->assertLedger( '0.00', [], 'the rest' );
	}

	public function test_refund_changes_during_a_cancellation_apply_on_reinstatement(): void {
		$order = $this->completed();
		$this->move( $order, 'cancelled' );
		\update_post_meta( $order, '_lp_refunded_amount', 20.0 );
		$this->move( $order, 'completed' );
		$this->assertLedger( '3.00', $this->sold( 1 ), 'refunded in the meantime' );
		$this->move( $order, 'cancelled' );
		\delete_post_meta( $order, '_lp_refunded_amount' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'refund deleted in the meantime' );
		$this->move( $order, 'refunded' );
		$this->assertLedger( '0.00', [], 'an administrator sets it to refunded' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'and to completed' );
	}

	public function test_a_deleted_order_does_not_count(): void {
		$order = $this->completed();
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		\wp_untrash_post( $order );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'restored with its former status' );
		self::later();
		\wp_delete_post( $order, true );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_a_status_written_by_the_order_screen_counts(): void {
		$order = $this->order( [ '50' ] );
		$move  = static function ( int $id ) use ( $order ): void {
			if ( $id === $order ) {
				\learn_press_get_order( $order )->update_status( 'completed' );
			}
		};
		$this->listen( 'save_post', $move );
		self::later();
		\wp_update_post( [ 'ID' => $order ] );
		\remove_filter( 'save_post', $move );
		self::assertSame( 'lp-completed', \get_post_status( $order ) );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'written directly to the posts table' );
	}

	public function test_an_order_completed_before_it_has_items_counts_its_items(): void {
		$order = new \LP_Order();
		$order->set_user_id( self::user() );
		$order->set_status( 'completed' );
		$order->save();
		$this->assertLedger( '0.00', [], 'without items' );
		self::later();
		$first = $order->add_item( [ 'item_id' => $this->course( '50' ) ] );
		$order->add_item( [ 'item_id' => $this->course( '30' ) ] );
		$this->assertLedger( '8.00', $this->sold( 2 ), 'with its items' );
		self::later();
		$order->remove_item( $first );
		$this->assertLedger( '3.00', $this->sold( 1 ), 'one item removed' );
	}

	public function test_each_course_credits_its_own_teachers(): void {
		$order = \learn_press_get_order( $this->order( [ '50' ] ) );
		$alone = self::post( $this->ben_user, 'lp_course' );
		\update_post_meta( $alone, '_lp_regular_price', '30' );
		\update_post_meta( $alone, '_lp_price', '30' );
		$order->add_item( [ 'item_id' => $alone ] );
		$order->set_total( 80 );
		$order->save();
		$this->move( $order->get_id(), 'completed' );
		$this->assertLedger( '8.00', [ $this->ada => 100, $this->ben => 200 ], 'completed' );
		$owners = \array_column( \siren_get( 'transactions', 1 )['details'], 'owners', 'amount' );
		self::assertCount( 2, $owners['50.00'] );
		self::assertCount( 1, $owners['30.00'] );
	}

	public function test_discounts_are_recorded_separately_from_their_lines(): void {
		$order = \learn_press_get_order( $this->order( [ '50', '30' ] ) );
		$first = (int) $order->get_all_items()[0]['order_item_id'];
		\learn_press_update_order_item_meta( $first, '_total', '45' );
		$order = \learn_press_get_order( $order->get_id() );
		$order->set_total( 70 );
		$order->save();
		$this->move( $order->get_id(), 'completed' );
		$this->assertLedger( '7.00', $this->sold( 2 ), 'completed' );
		$details = \siren_get( 'transactions', 1 )['details'];
		self::assertSame( [ '50.00', '-5.00', '30.00', '-5.00' ], \array_column( $details, 'amount' ) );
		self::assertSame( [ null, (string) $first, null, null ], \array_column( $details, 'line' ), 'of a line, and of the whole order' );
	}

	public function test_an_exception_in_another_plugin_hides_no_status_change(): void {
		$order = $this->order( [ '50' ] );
		foreach ( [ 'transition_post_status', 'learn-press/order/status-changed' ] as $hook ) {
			$this->listen( $hook, static fn() => throw new \RuntimeException( 'not ours' ) );
		}
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'completed' );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'cancelled' );
	}

	public function test_a_bank_transfer_counts_on_confirmation(): void {
		$order = $this->order( [ '50' ] );
		$made  = \strtotime( '2026-03-01T12:00:00Z' );
		\wp_update_post(
			[
				'ID'            => $order,
				'post_date'     => \get_date_from_gmt( \gmdate( 'Y-m-d H:i:s', $made ) ),
				'post_date_gmt' => \gmdate( 'Y-m-d H:i:s', $made ),
				'edit_date'     => true,
			]
		);
		$this->move( $order, 'processing' );
		$this->assertLedger( '0.00', [], 'waiting for the transfer' );
		$this->move( $order, 'completed' );
		self::assertSame( \strtotime( self::clock() ), Orders::sale( $order )->paid_at() );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'confirmed' );

		\delete_post_meta( $order, '_siren_paid' ); // Like an order that was completed before this plugin was installed.
		self::assertSame( $made, Orders::sale( $order )->paid_at() );
		$this->move( $order, 'processing' );
		$this->move( $order, 'completed' );
		self::assertSame( $made, Orders::sale( $order )->paid_at(), 'toggling its status does not change its date' );
	}

	public function test_orders_are_listed_by_id_and_by_change(): void {
		[ $first, $second ] = [ $this->order( [ '50' ] ), $this->order( [ '50' ] ) ];
		self::assertSame( [ $first ], Orders::orders_after( $first - 1, 1 ) );
		self::assertSame( [ $second ], Orders::orders_after( $first, 10 ) );
		self::age( $first, $second );
		$changed = static fn(): array => \array_values( \array_intersect( Orders::orders_changed_since( \time() - HOUR_IN_SECONDS, 1000 ), [ $first, $second ] ) );
		self::assertSame( [], $changed() );
		$this->move( $second, 'completed' );
		self::assertSame( [ $second ], $changed() );
	}

	public function test_the_referrer_is_credited(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$order                          = $this->order( [ '50' ] );
		\do_action( 'learn-press/checkout-order-processed', $order, null );
		$_COOKIE = [];
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ) + [ $this->cleo => 10000 ], 'completed' );
	}

	public function test_an_order_paid_through_woocommerce_is_left_to_woocommerce(): void {
		$order = $this->order( [ '50' ] );
		\update_post_meta( $order, '_woo_order_id', '77' );
		$this->move( $order, 'completed' );
		$this->assertLedger( '0.00', [], 'left to WooCommerce' );
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		[ $course, $student ] = [ $this->course( '0' ), self::user() ];
		$this->assertCountsAgain(
			fn() => $this->finish( $student, $course, 'passed' ),
			[
				$this->ada => 10,
				$this->ben => 10,
			]
		);
		self::later();
		$this->finish( $student, $course, 'failed' );
		self::assertCount( 4, self::events(), 'a failed retake does not count' );
	}

	public function test_missed_completions_are_found(): void {
		self::empty_lms_and_shop_tables();
		[ $course, $failed, $lesson, $student ] = [ $this->course( '0' ), $this->course( '0' ), self::post( self::user( 'administrator' ), 'lp_lesson' ), self::user() ];
		self::unheard(
			function () use ( $course, $failed, $lesson, $student ): void {
				$this->study( $student, $course, $lesson );
				$this->finish( $student, $course, 'passed' );
				$this->finish( $student, $failed, 'failed' );
			}
		);
		self::date_back( 'learnpress_user_items', 'end_time', '2026-05-03 12:15:00' );
		$points = [
			$this->ada => 11,
			$this->ben => 11,
		];
		$this->assertMissedAreFound( $points, 2, '2026-05-03T12:15:00Z', fn() => $this->finish( $student, $course, 'passed' ) );
	}

	/**
	 * Points of a number of sold courses.
	 *
	 * @param int $courses How many.
	 * @return array<int,int>
	 */
	private function sold( int $courses ): array {
		return [
			$this->ada => 100 * $courses,
			$this->ben => 100 * $courses,
		];
	}

	/**
	 * Creates a course of Ada's with Ben as co-instructor.
	 *
	 * @param string $price Price.
	 */
	private function course( string $price ): int {
		$course = self::post( $this->ada_user, 'lp_course' );
		\add_post_meta( $course, '_lp_co_teacher', (string) $this->ben_user );
		\update_post_meta( $course, '_lp_regular_price', $price );
		\update_post_meta( $course, '_lp_price', $price );
		return $course;
	}

	/**
	 * Completes a lesson.
	 *
	 * @param int $student User.
	 * @param int $course  Course.
	 * @param int $lesson  Lesson.
	 */
	private function study( int $student, int $course, int $lesson ): void {
		if ( ! self::is_real() ) {
			( new UserLessonModel( $student, $course, $lesson ) )->set_complete();
			return;
		}
		$taken             = new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'enrolled';
		$taken->graduation = 'in-progress';
		$taken->start_time = \gmdate( 'Y-m-d H:i:s' );
		$taken->save();
		$begun             = new UserLessonModel();
		$begun->user_id    = $student;
		$begun->item_id    = $lesson;
		$begun->ref_id     = $course;
		$begun->parent_id  = $taken->get_user_item_id();
		$begun->status     = 'started';
		$begun->start_time = \gmdate( 'Y-m-d H:i:s' );
		$begun->save();
		$begun->set_complete();
	}

	/**
	 * Finishes a course.
	 *
	 * @param int    $student    User.
	 * @param int    $course     Course.
	 * @param string $graduation `passed` or `failed`.
	 */
	private function finish( int $student, int $course, string $graduation ): void {
		if ( ! self::is_real() ) {
			( new UserCourseModel( $student, $course ) )->finish( $graduation );
			return;
		}
		$taken             = UserCourseModel::find( $student, $course, false ) ?: new UserCourseModel();
		$taken->user_id    = $student;
		$taken->item_id    = $course;
		$taken->status     = 'finished';
		$taken->graduation = $graduation;
		$taken->save();
		\do_action( 'learn-press/user-course-finished', $course, $student, $taken->get_user_item_id() );
	}

	/**
	 * Creates an unpaid order for courses.
	 *
	 * @param string[] $prices Price of each.
	 * @return int Order id.
	 */
	private function order( array $prices ): int {
		$order = new \LP_Order();
		$order->set_user_id( self::user() );
		$order->set_status( 'pending' );
		$order->save();
		foreach ( $prices as $price ) {
			$order->add_item( [ 'item_id' => $this->course( $price ) ] );
		}
		$order->set_total( \array_sum( $prices ) );
		$order->save();
		return $order->get_id();
	}

	/**
	 * Creates a completed order for a course of 50.00.
	 */
	private function completed(): int {
		$order = $this->order( [ '50' ] );
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->sold( 1 ), 'completed' );
		return $order;
	}

	/**
	 * Refunds money an hour later, as a gateway does.
	 *
	 * @param int    $order  Order id.
	 * @param string $amount Amount to refund.
	 */
	private function refund( int $order, string $amount ): void {
		self::later();
		\update_post_meta( $order, '_lp_refunded_amount', (float) $amount );
		\update_post_meta( $order, '_lp_refunded_at', \gmdate( 'Y-m-d H:i:s', \strtotime( self::clock() ) ) );
		\learn_press_get_order( $order )->update_status( 'refunded' );
	}

	/**
	 * Sets an order's status an hour later.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		\learn_press_get_order( $order )->update_status( $status );
	}
}
