<?php
/**
 * Lifecycle of courses and orders in MasterStudy LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use MasterStudy\Lms\Repositories\OrderRepository;
use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\MasterStudyLms\Orders;

/**
 * The state of an order is in its post meta, whichever code writes it.
 */
final class MasterStudyLmsLifecycleTest extends LifecycleTestCase {

	public function test_a_course_counts_once_however_often_progress_is_reported(): void {
		$course  = $this->course();
		$student = self::user();
		$lesson  = self::post( self::user( 'administrator' ) );
		foreach ( [ 0, 50.0, 99.9 ] as $percent ) {
			\do_action( 'stm_lms_progress_updated', $course, $student, $percent );
		}
		$this->assertLedger( '0.00', [], 'in progress' );
		foreach ( [ 1, 2 ] as $time ) {
			self::later();
			\do_action( 'stm_lms_progress_updated', (string) $course, $student, 100 );
			\do_action( 'stm_lms_lesson_passed', $student, $lesson, $course );
			$this->assertLedger( '0.00', $this->points( 11 ), "done for the {$time}th time" );
			\do_action( 'stm_lms_progress_updated', $course, $student, 0 );
		}
	}

	/**
	 * @dataProvider ways_out
	 *
	 * @param string ...$ways Statuses, one after the other.
	 */
	public function test_any_path_out_of_the_completed_status_cancels_the_sale( string ...$ways ): void {
		$order = $this->order( [ 50, '30.00' ] );
		$this->move( $order, 'cancelled' );
		$this->assertLedger( '0.00', [], 'never paid' );
		foreach ( [ 1, 2 ] as $time ) {
			$this->move( $order, 'completed' );
			$this->assertLedger( '8.00', $this->points( 200 ), "completed for the {$time}th time" );
			foreach ( $ways as $status ) {
				$this->move( $order, $status );
			}
			$this->assertLedger( '0.00', [], "left for the {$time}th time" );
		}
		foreach ( [ 'completed', ...$ways, 'completed', ...$ways ] as $status ) {
			\update_post_meta( $order, 'status', $status );
			self::end_request();
		}
		$this->assertLedger( '0.00', [], 'back and forth within a second' );
	}

	/** @return array<string,string[]> */
	public static function ways_out(): array {
		return [
			'refunded'                    => [ 'refunded' ],
			'cancelled'                   => [ 'cancelled' ],
			'failed'                      => [ 'failed' ],
			'cancelled by way of pending' => [ 'pending', 'cancelled' ],
			'refunded, then cancelled'    => [ 'refunded', 'cancelled' ],
			'set aside'                   => [ 'on-hold' ],
			'without a status'            => [ '' ],
		];
	}

	public function test_a_status_written_by_a_gateway_counts(): void {
		$order = $this->order( [ 50 ] );
		\update_post_meta( $order, 'status', 'completed' );
		\update_post_meta( $order, 'status', 'completed' );
		$this->assertLedger( '5.00', $this->points( 100 ), 'completed' );
		self::later();
		\delete_post_meta( $order, 'status' );
		$this->assertLedger( '0.00', [], 'its status meta is deleted' );
	}

	public function test_bulk_status_changes_count(): void {
		$orders = [ $this->order( [ 50 ] ), $this->order( [ '30.00' ] ) ];
		\wp_set_current_user( 1 );
		foreach ( [ 'completed' => '8.00', 'on-hold' => '0.00', 'refunded' => '0.00' ] as $status => $left ) {
			self::later();
			( new OrderRepository() )->bulk_update_orders(
				[
					'orders' => \array_map(
						static fn( int $id ): array => [
							'id'     => $id,
							'status' => $status,
							'note'   => '',
						],
						$orders
					),
				]
			);
			$this->assertLedger( $left, '0.00' === $left ? [] : $this->points( 200 ), $status );
		}
	}

	public function test_an_exception_in_another_plugin_hides_no_status_change(): void {
		$order = $this->order( [ 50 ] );
		$this->listen(
			'updated_post_meta',
			static function ( int $row, int $post, string $key ) use ( $order ): void {
				if ( $post === $order && 'status' === $key ) {
					throw new \RuntimeException( 'not ours' );
				}
			}
		);
		foreach ( [ 'completed' => '5.00', 'cancelled' => '0.00' ] as $status => $left ) {
			self::later();
			try {
				\update_post_meta( $order, 'status', $status );
				self::fail( 'It was to throw.' );
			} catch ( \RuntimeException $thrown ) {
				self::assertSame( 'not ours', $thrown->getMessage() );
			}
			$this->assertLedger( $left, '0.00' === $left ? [] : $this->points( 100 ), $status );
		}
	}

	public function test_a_trashed_order_stops_counting_until_it_is_restored(): void {
		$order = $this->order( [ 50 ] );
		$this->move( $order, 'completed' );
		self::later();
		\wp_trash_post( $order );
		$this->assertLedger( '0.00', [], 'in the trash' );
		self::later();
		\wp_untrash_post( $order );
		$this->assertLedger( '5.00', $this->points( 100 ), 'restored' );
		self::later();
		\wp_trash_post( $order );
		\update_post_meta( $order, 'status', 'refunded' );
		\wp_untrash_post( $order );
		$this->assertLedger( '0.00', [], 'refunded while in the trash' );
		self::later();
		\update_post_meta( $order, 'status', 'completed' );
		$this->assertLedger( '5.00', $this->points( 100 ), 'completed again' );
		self::later();
		\wp_delete_post( $order, true );
		$this->assertLedger( '0.00', [], 'deleted' );
	}

	public function test_an_order_completed_before_it_has_items_counts_its_items(): void {
		$order = (int) \wp_insert_post(
			[
				'post_type'   => 'stm-orders',
				'post_status' => 'publish',
				'post_title'  => 'Made by another plugin',
			]
		);
		\update_post_meta( $order, 'status', 'completed' );
		$this->assertLedger( '0.00', [], 'without items' );
		self::later();
		\update_post_meta( $order, 'user_id', self::user() );
		\update_post_meta(
			$order,
			'items',
			[
				[
					'item_id' => $this->course(),
					'price'   => '50.00',
				],
			]
		);
		$this->assertLedger( '5.00', $this->points( 100 ), 'with its items' );
	}

	public function test_each_course_credits_its_own_teachers(): void {
		$order = $this->order( [ 50, 30 ] );
		$items = \get_post_meta( $order, 'items', true );

		$items[1]['item_id'] = (string) self::post( $this->ben_user, 'stm-courses' );
		\update_post_meta( $order, 'items', $items );
		$this->move( $order, 'completed' );
		$this->assertLedger( '8.00', [ $this->ada => 100, $this->ben => 200 ], 'completed' );
	}

	public function test_a_bank_transfer_counts_on_confirmation(): void {
		$order = $this->order( [ 50 ] );
		$made  = \strtotime( '2026-03-01T12:00:00Z' );
		\update_post_meta( $order, 'date', $made );
		$this->move( $order, 'completed' );
		self::assertSame( \strtotime( self::clock() ), Orders::sale( $order )->paid_at() );
		$this->assertLedger( '5.00', $this->points( 100 ), 'confirmed' );

		\delete_post_meta( $order, '_siren_paid' ); // Like an order that was completed before this plugin was installed.
		self::assertSame( $made, Orders::sale( $order )->paid_at() );
		$this->move( $order, 'pending' );
		$this->move( $order, 'completed' );
		self::assertSame( $made, Orders::sale( $order )->paid_at(), 'toggling its status does not change its date' );
	}

	public function test_orders_are_listed_by_id_and_by_change(): void {
		[ $first, $second ] = [ $this->order( [ 50 ] ), $this->order( [ 50 ] ) ];
		self::assertSame( [ $first ], Orders::orders_after( $first - 1, 1 ) );
		self::assertContains( $second, Orders::orders_after( $first, 10 ) );
		self::age( $first, $second );
		$changed = static fn(): array => \array_values( \array_intersect( Orders::orders_changed_since( \time() - HOUR_IN_SECONDS, 1000 ), [ $first, $second ] ) );
		self::assertSame( [], $changed() );
		\wp_trash_post( $second );
		self::assertSame( [ $second ], $changed() );
	}

	public function test_discounts_count_and_taxes_do_not(): void {
		$order = $this->order( [ 50 ], 52.2, 7.2 );
		$this->move( $order, 'completed' );
		$this->assertLedger( '4.50', $this->points( 100 ), '50.00 less 5.00, and 7.20 tax' );
		$sale = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] );
		self::assertSame(
			[
				'line_item' => '50.00',
				'tax'       => '7.20',
				'discount'  => '-5.00',
			],
			\array_column( $sale['details'], 'amount', 'kind' )
		);
		self::assertSame( $sale['details'][0]['external_id'], $sale['details'][2]['line'] );
	}

	public function test_a_subscription_credits_its_course_not_the_plan_with_the_same_id(): void {
		$plan  = self::post( $this->ada_user );
		$order = (int) \STM_LMS_Order::create_order(
			[
				'user_id'         => self::user(),
				'cart_items'      => [
					[
						'item_id'         => $plan,
						'price'           => 10,
						'is_subscription' => 1,
					],
				],
				'payment_code'    => 'cash',
				'_order_total'    => 10,
				'_order_taxes'    => 0,
				'_order_subtotal' => 10,
				'_order_currency' => '$',
			],
			true
		);
		\update_post_meta( $order, 'plan', [ 'items' => [ [ 'object_id' => (string) self::post( $this->ben_user, 'stm-courses' ) ] ] ] );
		\update_post_meta( $order, 'subscription_order_number', 2 );
		\update_post_meta( $order, 'status', 'completed' );
		$this->assertLedger( '1.00', [ $this->ben => 100 ], 'the second payment' );
		self::assertTrue( \siren_find( 'transactions' )['items'][0]['renewal'] );
	}

	public function test_the_referrer_is_credited(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$order                          = $this->order( [ 50 ] );
		$_COOKIE                        = [];
		$this->move( $order, 'completed' );
		$this->assertLedger( '5.00', $this->points( 100 ) + [ $this->cleo => 10000 ], 'completed' );
	}

	public function test_a_retake_counts_where_the_site_allows_it(): void {
		$course  = $this->course();
		$student = self::user();
		$this->assertCountsAgain( static fn() => \do_action( 'stm_lms_progress_updated', (string) $course, $student, 100 ), $this->points( 10 ) );
	}

	public function test_missed_completions_are_found(): void {
		global $wpdb;
		self::empty_lms_and_shop_tables();
		$course  = $this->course();
		$student = self::user();
		$lesson  = self::post( self::user( 'administrator' ) );
		$at      = \strtotime( '2026-05-03T12:15:00Z' );
		$row     = [
			'user_id'    => $student,
			'course_id'  => $course,
			'start_time' => $at,
		];
		// MasterStudy writes the end date only for some ways of completing a course.
		$wpdb->insert( $wpdb->prefix . 'stm_lms_user_courses', $row + [ 'progress_percent' => 100 ] );
		$wpdb->insert( $wpdb->prefix . 'stm_lms_user_courses', [ 'course_id' => $this->course(), 'progress_percent' => 99 ] + $row );
		$wpdb->insert( $wpdb->prefix . 'stm_lms_user_lessons', [ 'start_time' => $at - 600 ] + $row + [ 'lesson_id' => $lesson, 'end_time' => $at ] );
		$this->assertMissedAreFound( $this->points( 11 ), 2, '2026-05-03T12:15:00Z', static fn() => \do_action( 'stm_lms_progress_updated', $course, $student, 100 ) );
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
	 * Creates a course of Ada's with Ben as co-instructor.
	 */
	private function course(): int {
		$course = self::post( $this->ada_user, 'stm-courses' );
		\update_post_meta( $course, 'co_instructor', (string) $this->ben_user );
		return $course;
	}

	/**
	 * Creates an unpaid order for courses.
	 *
	 * @param array<int|string> $prices Price of each.
	 * @param ?float            $total  Total of the order; null for the sum of the prices.
	 * @param float             $taxes  Taxes included in the total.
	 */
	private function order( array $prices, ?float $total = null, float $taxes = 0.0 ): int {
		$items = [];
		foreach ( $prices as $price ) {
			$items[] = [
				'item_id'         => (string) $this->course(),
				'price'           => $price,
				'quantity'        => 1,
				'is_subscription' => 0,
			];
		}
		return (int) \STM_LMS_Order::create_order(
			[
				'user_id'         => self::user(),
				'cart_items'      => $items,
				'payment_code'    => 'cash',
				'_order_total'    => $total ?? \array_sum( $prices ),
				'_order_taxes'    => $taxes,
				'_order_subtotal' => \array_sum( $prices ),
				'_order_currency' => '$',
			],
			true
		);
	}

	/**
	 * Sets an order's status an hour later, as an administrator does.
	 *
	 * @param int    $order  Order id.
	 * @param string $status Status.
	 */
	private function move( int $order, string $status ): void {
		self::later();
		if ( self::is_real() && 'cancelled' === $status ) {
			// MasterStudy writes the status, then ends the request because the course it removes has no curriculum.
			\update_post_meta( $order, 'status', $status );
			return;
		}
		\wp_set_current_user( 1 );
		\STM_LMS_Order::save_order( $order, $status, '' );
		\wp_set_current_user( 0 );
	}
}
