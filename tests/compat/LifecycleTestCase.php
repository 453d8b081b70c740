<?php
/**
 * Base class of the lifecycle tests of shops and LMS plugins.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A lifecycle uses only the public functions of a plugin, so it runs both on the fixture that stands in for the plugin and
 * on the plugin itself. Ada teaches, Ben has the coupon BEN, Cleo the link `cleo`.
 *
 * Each type of event has its own digits in the scores: 1 a lesson, 10 a course, 100 a sold product, 1000 a used
 * coupon, 10000 a referred sale. The pool is a tenth of the line items and discounts.
 */
abstract class LifecycleTestCase extends SirenTestCase {

	protected int $ada;

	protected int $ada_user;

	protected int $ben;

	protected int $ben_user;

	protected int $cleo;

	protected int $distributor;

	/** Whether the real plugin is installed, not the fixture that stands in for it. */
	protected static function is_real(): bool {
		return '' !== (string) \getenv( 'SIREN_COMPAT_PLUGIN' );
	}

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
		$this->cleo        = self::collaborator(
			'Cleo',
			null,
			[
				[
					'type' => 'link',
					'code' => 'cleo',
				],
			]
		);
		$this->distributor = self::distributor(
			[
				'lesson_completed' => 1,
				'course_completed' => 10,
				'product_sold'     => 100,
				'coupon_used'      => 1000,
				'sale_referred'    => 10000,
			],
			[
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items', 'discounts' ],
						],
					],
				],
			]
		);
	}

	/**
	 * Asserts the pool, the scores and the ignored events, and that nothing failed.
	 *
	 * @param string         $pool    Amount in the pool.
	 * @param array<int,int> $scores  By collaborator; collaborators without a score may be left out.
	 * @param string         $moment  What has just happened, for the failure message.
	 * @param string[]       $ignored Types of the ignored events, in their order.
	 */
	protected function assertLedger( string $pool, array $scores, string $moment, array $ignored = [] ): void {
		self::end_request();
		self::assertNoFailures();
		$found = \array_filter( self::scores( $this->distributor ) );
		\ksort( $found );
		\ksort( $scores );
		self::assertSame( [ $pool, $scores ], [ self::pool( $this->distributor ), $found ], $moment );
		$kept = \array_filter( self::events(), static fn( array $event ): bool => 'ignored' === $event['status'] );
		self::assertSame( $ignored, \array_column( $kept, 'type' ), $moment );
		$counts = \siren_status( self::clock() )['counts'];
		self::assertSame( [ 0, 0, 0 ], [ $counts['conflicts'], $counts['waiting_refunds'], $counts['ignored_refunds'] ], $moment );
	}

	/**
	 * What the enrollments behind the recorded completions cost; null if unknown. Asserts that nothing failed.
	 *
	 * @return array<?string>
	 */
	protected static function costs(): array {
		$events = self::events();
		self::assertNoFailures();
		return \array_column( $events, 'value' );
	}

	/**
	 * Advances the clock by an hour, so that a repeated action has a later time.
	 */
	protected static function later(): void {
		self::set_clock( \gmdate( 'Y-m-d\TH:i:s\Z', \strtotime( self::clock() ) + 3600 ) );
	}

	/**
	 * Makes posts look as if they were last saved long ago.
	 *
	 * @param int ...$posts Posts.
	 */
	protected static function age( int ...$posts ): void {
		global $wpdb;
		foreach ( $posts as $post ) {
			$wpdb->update(
				$wpdb->posts,
				[
					'post_modified'     => '2026-01-02 12:00:00',
					'post_modified_gmt' => '2026-01-02 12:00:00',
				],
				[ 'ID' => $post ]
			);
			\clean_post_cache( $post );
		}
	}

	/**
	 * Asserts that a retake counts where the site allows it, not a second too early, and not once the site no longer
	 * allows it.
	 *
	 * @param callable():mixed $complete Completes the course or lesson, the first time or again.
	 * @param array<int,int>   $once     Points of one completion, by collaborator.
	 */
	protected function assertCountsAgain( callable $complete, array $once ): void {
		$takes = static fn( int $number ): array => \array_map( static fn( int $points ): int => $points * $number, $once );
		\update_option( Settings::OPTION, [ 'retake_days' => 2 ] );
		$moments = [
			'2026-05-05T12:00:00Z' => 1,
			'2026-05-05T12:00:01Z' => 1,
			'2026-05-07T11:59:59Z' => 1,
			'2026-05-07T12:00:00Z' => 2,
			'2026-05-09T11:59:59Z' => 2,
			'2026-05-09T12:00:00Z' => 3,
		];
		foreach ( $moments as $moment => $number ) {
			self::set_clock( $moment );
			$complete();
			$this->assertLedger( '0.00', $takes( $number ), $moment );
		}
		\update_option( Settings::OPTION, [ 'retake_days' => 0 ] );
		self::set_clock( '2026-05-19T12:00:00Z' );
		$complete();
		$this->assertLedger( '0.00', $takes( 3 ), 'switched off' );
		\update_option( Settings::OPTION, [ 'retake_days' => 1 ] );
		$complete();
		$this->assertLedger( '0.00', $takes( 4 ), 'switched on again' );
	}

	/**
	 * Completes something without the ledger hearing of it.
	 *
	 * @param callable():mixed $complete Completes it.
	 */
	protected static function unheard( callable $complete ): void {
		\add_filter( 'siren_owners', '__return_empty_array', PHP_INT_MAX );
		try {
			$complete();
		} finally {
			\remove_filter( 'siren_owners', '__return_empty_array', PHP_INT_MAX );
		}
		self::assertSame( [], self::events(), 'nothing was recorded' );
	}

	/**
	 * Empties the tables of the LMS plugins and shops, because other tests leave completions and orders behind.
	 */
	protected static function empty_lms_and_shop_tables(): void {
		global $wpdb;
		foreach ( [ 'fixture_orders', 'tutor_orders', 'lifterlms_user_postmeta', 'learnpress_user_items', 'stm_lms_user_courses', 'stm_lms_user_lessons', 'learndash_user_activity' ] as $table ) {
			if ( null !== $wpdb->get_var( "SHOW TABLES LIKE '{$wpdb->prefix}$table'" ) ) {
				$wpdb->query( "DELETE FROM {$wpdb->prefix}$table" );
			}
		}
		$wpdb->query( "DELETE FROM {$wpdb->comments}" );
		$wpdb->query( "DELETE FROM {$wpdb->posts} WHERE post_type IN ( 'llms_transaction', 'lp_order', 'stm-orders' )" );
		$wpdb->query( "DELETE FROM {$wpdb->usermeta} WHERE SUBSTR( meta_key, 1, 27 ) = '_tutor_completed_lesson_id_'" );
		\wp_cache_flush();
	}

	/**
	 * Does something while the site is set to another time zone.
	 *
	 * @param string          $zone   IANA name.
	 * @param callable():void $happen What to do.
	 */
	protected static function in_zone( string $zone, callable $happen ): void {
		$before = (string) \get_option( 'timezone_string' );
		\update_option( 'timezone_string', $zone );
		try {
			$happen();
		} finally {
			\update_option( 'timezone_string', $before );
		}
	}

	/**
	 * Sets a date on every row of a table of an LMS.
	 *
	 * @param string     $table  Table name without the site's prefix.
	 * @param string     $column Column of the date.
	 * @param string|int $date   Date as the LMS writes it.
	 */
	protected static function date_back( string $table, string $column, string|int $date ): void {
		global $wpdb;
		self::assertGreaterThan( 0, $wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->prefix}$table SET $column = %s", $date ) ) );
	}

	/**
	 * Asserts that missed completions are found with the LMS's date and count once, however often they are searched for or
	 * reported later.
	 *
	 * @param array<int,int>   $points   Their points, by collaborator.
	 * @param int              $events   Number of events.
	 * @param string           $date     When they happened, an instant.
	 * @param callable():mixed $complete Reports the completion again.
	 */
	protected function assertMissedAreFound( array $points, int $events, string $date, callable $complete ): void {
		\update_option( Lifecycle::SINCE_OPTION, $date, false );
		self::assertSame( [ $events, 0, 0 ], self::look_for_missed(), 'found' );
		$this->assertLedger( '0.00', $points, 'found' );
		self::assertSame( \array_fill( 0, $events, $date ), \array_column( self::events(), 'occurred_at' ) );
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed(), 'nothing is missing any more' );
		$complete();
		$this->assertLedger( '0.00', $points, 'reported after all' );
	}

	/**
	 * Looks for missed completions.
	 *
	 * @return int[] Number recorded, number of these that are history, and number that failed.
	 */
	protected static function look_for_missed(): array {
		$job = Jobs::past();
		$job->begin();
		$job->go_on( 60_000 );
		self::assertFalse( $job->is_running() );
		$progress = $job->progress();
		return [ $progress['recorded'], $progress['history'], $progress['failed'] ];
	}

	/**
	 * Seeds of the random walks: `SIREN_WALKS` is their number (20), `SIREN_WALK` the first seed (1). If only `SIREN_WALK`
	 * is set, that one walk runs.
	 *
	 * @return int[]
	 */
	protected static function seeds_of_walks(): array {
		$first = (string) \getenv( 'SIREN_WALK' );
		$walks = (int) ( \getenv( 'SIREN_WALKS' ) ?: ( '' === $first ? 20 : 1 ) );
		return \range( (int) $first ?: 1, ( (int) $first ?: 1 ) + $walks - 1 );
	}
}
