<?php
/**
 * Tests of the search for completions.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Backfill;

use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\Compat\LifecycleTestCase;

/**
 * What all LMS plugins have in common; the lifecycle tests cover where each of them stores what.
 */
final class CompletionsTest extends LifecycleTestCase {

	protected function setUp(): void {
		parent::setUp();
		self::empty_lms_and_shop_tables();
		\wp_unschedule_hook( Heartbeat::HOOK );
	}

	public function test_completions_older_than_the_plugin_are_history(): void {
		[ $old, $new ] = [ self::row( $this->course(), '2026-04-30T23:59:59Z' ), self::row( $this->course(), '2026-05-01T00:00:00Z' ) ];
		$told          = [];
		$this->listen(
			'siren_ignore_event',
			static function ( string $reason, string $type, array $event ) use ( &$told ): string {
				$told[] = [ $event['object'], $event['occurred_at'], $event['history'] ?? false ];
				return $reason;
			}
		);
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		self::look_for_missed();
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ [ "course:$old", '2026-04-30T23:59:59Z', true ], [ "course:$new", '2026-05-01T00:00:00Z', false ] ], $told );
	}

	public function test_the_price_of_the_enrollment_is_recorded_as_of_then(): void {
		$paid = $this->course();
		\update_post_meta( $paid, 'pricing_mode', 'paid' );
		self::row( $this->course(), '2026-05-02T00:00:00Z' );
		self::row( $paid, '2026-05-03T00:00:00Z' );
		self::assertSame( [ 2, 0, 0 ], self::look_for_missed() );
		self::assertSame( [ '0', null ], self::costs() );
	}

	public function test_invalid_dates_are_tolerated(): void {
		$course = $this->course();
		self::row( $course, '2031-01-01T00:00:00Z' );
		self::assertSame( [ 1, 0, 0 ], self::look_for_missed() );
		self::assertSame( self::NOW, self::events()[0]['occurred_at'], 'what was done was done by now' );

		\llms_mark_complete( self::user(), $this->school_course(), 'course' );
		self::date_back( 'lifterlms_user_postmeta', 'updated_date', '0000-00-00 00:00:00' );
		$told = [];
		$this->listen(
			'siren_ignore_event',
			static function ( string $reason, string $type, array $event ) use ( &$told ): string {
				$told[] = [ $event['occurred_at'], $event['history'] ?? false ];
				return $reason;
			}
		);
		$GLOBALS['wpdb']->query( "UPDATE {$GLOBALS['wpdb']->prefix}lifterlms_user_postmeta SET user_id = user_id + 1000000" );
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		self::look_for_missed();
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ [ '1970-01-01T00:00:00Z', true ] ], $told, 'a missing date means long ago' );
	}

	public function test_the_owners_of_a_recorded_completion_are_not_determined_again(): void {
		$course  = $this->course();
		$student = self::user();
		self::row( $course, '2026-05-05T12:00:00Z', $student );
		\do_action( 'stm_lms_progress_updated', $course, $student, 100 );
		\wp_update_post(
			[
				'ID'          => $course,
				'post_author' => $this->ben_user,
			]
		);
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'no conflict' );
	}

	public function test_deleted_content_earns_nothing(): void {
		self::row( 987654321, '2026-05-04T12:00:00Z' );
		self::row( 0, '2026-05-04T12:00:00Z' );
		self::row( $this->course(), '2026-05-04T12:00:00Z', 0 );
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed() );
		self::assertSame( [], self::events() );
	}

	public function test_more_than_a_page_of_one_second_and_deleted_rows_lose_nothing(): void {
		global $wpdb;
		$course = $this->course();
		$at     = \strtotime( '2026-05-03T12:00:00Z' );
		$values = \array_map( static fn( int $student ): string => "( $student, $course, 100, 1, $at )", \range( 1_000_001, 1_002_050 ) );
		$wpdb->query( "INSERT INTO {$wpdb->prefix}stm_lms_user_courses ( user_id, course_id, progress_percent, start_time, end_time ) VALUES " . \implode( ', ', $values ) );
		$job = Jobs::past();
		$job->begin();
		self::assertSame( 2050, $job->progress()['total'] );
		while ( 0 === $job->progress()['looked'] ) {
			$job->go_on( 0 ); // One page of each school in turn.
		}
		self::assertSame( 2000, $job->progress()['recorded'] );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}stm_lms_user_courses WHERE user_id BETWEEN 1001990 AND 1002010" );

		// A heartbeat continues it, and another one if that is not enough.
		\do_action( 'siren_heartbeat' );
		self::assertFalse( $job->is_running() );
		self::assertSame( 2000 + 40, $job->progress()['recorded'] );
		$this->assertLedger( '0.00', [ $this->ada => 20400 ], 'all that were left' );
		self::assertFalse( \wp_next_scheduled( Heartbeat::HOOK, [ 'backfill' ] ) );
	}

	public function test_a_failing_database_does_not_end_the_search(): void {
		global $wpdb;
		self::row( $this->course(), '2026-05-03T12:00:00Z' );
		$job = Jobs::past();
		$job->begin();
		$name   = $wpdb->prefix . 'stm_lms_user_courses';
		$broken = static fn( string $query ): string => \str_replace( "FROM $name", 'FROM nowhere_at_all', $query );
		\add_filter( 'query', $broken );
		$wpdb->suppress_errors( true );
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		Jobs::go_on();
		\ini_set( 'error_log', $error_log );
		$wpdb->suppress_errors( false );
		\remove_filter( 'query', $broken );
		self::assertTrue( $job->is_running() );
		self::assertSame( [ 'backfill' ], \array_keys( Failures::latest() ) );

		Failures::forget();
		Jobs::go_on();
		self::assertFalse( $job->is_running() );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'the next heartbeat continues' );
	}

	public function test_a_heartbeat_starts_no_search(): void {
		self::row( $this->course(), '2026-05-03T12:00:00Z' );
		\do_action( 'siren_heartbeat' );
		self::assertNull( Jobs::past()->progress() );
		self::assertSame( [], self::events() );
	}

	public function test_backfilled_completions_count_again_by_their_own_date(): void {
		\update_option( Settings::OPTION, [ 'retake_days' => 10 ] );
		$course  = $this->course();
		$student = self::user();
		self::row( $course, '2026-05-03T12:00:00Z', $student );
		self::look_for_missed();
		self::set_clock( '2026-05-13T11:59:59Z' );
		\do_action( 'stm_lms_progress_updated', $course, $student, 100 );
		$this->assertLedger( '0.00', [ $this->ada => 10 ], 'a second too early' );
		self::set_clock( '2026-05-13T12:00:00Z' );
		\do_action( 'stm_lms_progress_updated', $course, $student, 100 );
		$this->assertLedger( '0.00', [ $this->ada => 20 ], 'taken again' );
		self::assertSame( [ 0, 0, 0 ], self::look_for_missed() );
	}

	public function test_the_installation_date_is_that_of_the_first_set_up(): void {
		\delete_option( Lifecycle::SINCE_OPTION );
		self::assertSame( self::NOW, Lifecycle::since(), 'the date is unknown' );
		foreach ( [ self::NOW, '2026-05-09T12:00:00Z' ] as $moment ) {
			self::set_clock( $moment );
			Lifecycle::deactivate();
			Lifecycle::activate();
			self::assertSame( self::NOW, Lifecycle::since() );
		}
	}

	/**
	 * A course of Ada's.
	 */
	private function course(): int {
		return self::post( $this->ada_user, 'stm-courses' );
	}

	/**
	 * A course of Ada's in LifterLMS.
	 */
	private function school_course(): int {
		$course = self::post( $this->ada_user, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ [ 'id' => $this->ada_user ] ] );
		return $course;
	}

	/**
	 * A school writes down that a course was completed.
	 *
	 * @param int    $course  Course.
	 * @param string $at      Instant.
	 * @param ?int   $student User; null for a new one.
	 * @return int The course.
	 */
	private static function row( int $course, string $at, ?int $student = null ): int {
		global $wpdb;
		$wpdb->insert(
			$wpdb->prefix . 'stm_lms_user_courses',
			[
				'user_id'          => $student ?? self::user(),
				'course_id'        => $course,
				'progress_percent' => 100,
				'start_time'       => 1,
				'end_time'         => \strtotime( $at ),
			]
		);
		return $course;
	}
}
