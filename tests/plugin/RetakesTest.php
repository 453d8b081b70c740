<?php
/**
 * Tests of Retakes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Completion;
use Siren\Distributors\Privacy;
use Siren\Distributors\Retakes;
use Siren\Distributors\Settings;

/**
 * What counts again and what does not; the boundaries are tested in the lifecycle tests of the LMSs.
 */
final class RetakesTest extends SirenTestCase {

	private int $ben;

	private int $ben_user;

	private int $course;

	private int $student;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ben_user    = self::user( 'author' );
		$this->ben         = self::collaborator( 'Ben', $this->ben_user );
		$this->course      = self::post( $this->ben_user );
		$this->student     = self::user();
		$this->distributor = self::distributor( [ 'course_completed' => 10 ] );
	}

	public function test_nothing_is_stored_where_retakes_do_not_count(): void {
		$this->complete( '2026-05-05T12:00:00Z' );
		$this->complete( '2026-05-25T12:00:00Z' );
		self::assertSame( [ $this->key() ], $this->keys() );
		self::assertSame( [], $this->kept() );
	}

	public function test_a_completion_from_before_the_setting_counts_again_after_its_days(): void {
		$this->complete( '2026-05-05T12:00:00Z' );
		self::count_again_after( 10 );
		$this->complete( '2026-05-06T12:00:00Z' );
		self::assertSame( [ $this->key() ], $this->keys(), 'reported again, it is the first completion' );
		$this->complete( '2026-05-16T11:59:59Z' );
		self::assertSame( [ $this->key() ], $this->keys() );
		$this->complete( '2026-05-16T12:00:00Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
	}

	public function test_the_heartbeat_loads_earlier_completions_when_retakes_are_switched_on(): void {
		$others = [];
		foreach ( \range( 1, 150 ) as $number ) {
			$others[] = self::post( $this->ben_user );
			self::set_clock( $number <= 120 ? '2026-05-03T12:00:00Z' : '2026-05-05T12:00:00Z' );
			Completion::course( 'school', \end( $others ), $this->student, [ $this->ben_user ] );
		}
		$this->complete( '2026-05-05T12:00:00Z' );
		self::assertSame( [], $this->kept() );
		self::count_again_after( 10 );
		\do_action( 'siren_heartbeat' );
		self::assertCount( 151, $this->kept() );

		$this->complete( '2026-05-15T11:59:59Z' );
		self::assertSame( [ $this->ben => 1510 ], self::scores( $this->distributor ) );
		$this->complete( '2026-05-15T12:00:00Z' );
		Completion::course( 'school', $others[0], $this->student, [ $this->ben_user ] );
		self::assertSame( [ $this->ben => 1530 ], self::scores( $this->distributor ) );

		// Switched off and on again: completions from the meantime are learned too, and nothing is forgotten.
		self::count_again_after( 0 );
		$this->complete( '2026-05-16T12:00:00Z' );
		self::count_again_after( 10 );
		\do_action( 'siren_heartbeat' );
		self::assertCount( 151, $this->kept() );
		$this->complete( '2026-05-25T11:59:59Z' );
		self::assertSame( [ $this->ben => 1530 ], self::scores( $this->distributor ) );
		$this->complete( '2026-05-25T12:00:00Z' );
		self::assertSame( [ $this->ben => 1540 ], self::scores( $this->distributor ) );
		self::assertNoFailures();
	}

	public function test_a_repeat_before_the_backfill_does_not_change_the_first_completion(): void {
		$this->complete( '2026-05-05T12:00:00Z' );
		self::count_again_after( 10 );
		$this->complete( '2026-05-06T12:00:00Z' );
		\do_action( 'siren_heartbeat' );
		$this->complete( '2026-05-15T12:00:00Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
	}

	public function test_a_changed_number_of_days_applies_to_later_completions(): void {
		self::count_again_after( 10 );
		$this->complete( '2026-05-05T12:00:00Z' );
		self::count_again_after( 20 );
		$this->complete( '2026-05-16T12:00:00Z' );
		self::assertSame( [ $this->key() ], $this->keys() );
		self::count_again_after( 5 );
		$this->complete( '2026-05-17T12:00:00Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
	}

	public function test_concurrent_requests_count_a_retake_once(): void {
		self::count_again_after( 2 );
		$this->complete( '2026-05-05T12:00:00Z' );
		$before = $this->kept();
		$this->complete( '2026-05-08T12:00:00Z' );
		// The other request read the stored completions before this one wrote.
		\update_user_meta( $this->student, self::meta(), $before[0], $this->kept()[0] );
		$this->complete( '2026-05-08T12:00:01Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
		self::assertSame( [ $this->ben => 20 ], self::scores( $this->distributor ) );

		// Two requests that report the first completion concurrently leave two rows.
		\add_user_meta( $this->student, self::meta(), $before[0] );
		$this->complete( '2026-05-09T12:00:00Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
		self::assertNoFailures();
	}

	public function test_a_retake_that_could_not_be_recorded_is_recorded_later(): void {
		self::count_again_after( 2 );
		$this->complete( '2026-05-05T12:00:00Z' );
		self::set_clock( '2026-05-08T12:00:00Z' );
		$this->listen( 'siren_owners', $refuse = static fn(): array => [ [ 'no' => 'owner' ] ] );
		try {
			Completion::course( 'school', $this->course, $this->student, [ $this->ben_user ] );
			self::fail( 'It was recorded.' );
		} catch ( \Siren\Exception\InvalidInput ) {
			\remove_filter( 'siren_owners', $refuse );
		}
		$this->complete( '2026-05-09T12:00:00Z' );
		self::assertSame( [ $this->key(), $this->key( 2 ) ], $this->keys() );
		$this->complete( '2026-05-10T12:00:00Z' );
		self::assertCount( 2, self::events() );
	}

	public function test_retakes_are_separate_for_each_course_and_student(): void {
		self::count_again_after( 2 );
		$other = self::post( $this->ben_user );
		$this->complete( '2026-05-05T12:00:00Z' );
		self::set_clock( '2026-05-08T12:00:00Z' );
		Completion::course( 'school', $other, $this->student, [ $this->ben_user ] );
		Completion::course( 'school', $this->course, self::user(), [ $this->ben_user ] );
		Completion::lesson( 'school', $this->course, $this->course, $this->student, [ $this->ben_user ] );
		foreach ( self::events() as $event ) {
			self::assertStringNotContainsString( ':take:', $event['key'] );
		}
	}

	public function test_nothing_is_left_of_a_deleted_user(): void {
		self::count_again_after( 2 );
		$this->complete( '2026-05-05T12:00:00Z' );
		self::assertCount( 1, $this->kept() );
		\wp_delete_user( $this->student );
		self::assertSame( [], $this->kept(), 'WordPress deletes it with the user' );
		$this->complete( '2026-05-09T12:00:00Z' );
		self::assertSame( [], $this->kept(), 'and nothing is stored without a student' );
		self::assertSame( [ $this->key() ], $this->keys() );
	}

	public function test_the_stored_completions_can_be_deleted(): void {
		self::count_again_after( 2 );
		$this->complete( '2026-05-05T12:00:00Z' );
		self::assertTrue( Retakes::forget( $this->student ) );
		self::assertFalse( Retakes::forget( $this->student ) );
		$this->complete( '2026-05-09T12:00:00Z' );
		self::assertSame( [ $this->key() ], $this->keys(), 'the ledger knows the first' );
		Retakes::forget_all();
		self::assertSame( [], $this->kept() );

		$this->complete( '2026-05-10T12:00:00Z' );
		self::assertCount( 1, $this->kept() );
		self::assertTrue( Privacy::erase( \get_userdata( $this->student )->user_email )['items_removed'] );
		self::assertSame( [], $this->kept(), 'a privacy erase' );
	}

	/**
	 * Completes the course.
	 *
	 * @param string $moment Instant.
	 */
	private function complete( string $moment ): void {
		self::set_clock( $moment );
		Completion::course( 'school', $this->course, $this->student, [ $this->ben_user ] );
	}

	/**
	 * Sets the number of days after which retakes count.
	 *
	 * @param int $days Number of days.
	 */
	private static function count_again_after( int $days ): void {
		\update_option( Settings::OPTION, [ 'retake_days' => $days ] );
	}

	/**
	 * The key of a completion.
	 *
	 * @param int $number Number of the completion.
	 */
	private function key( int $number = 1 ): string {
		$first = Completion::course_key( 'school', $this->course, $this->student );
		return 1 === $number ? $first : "$first:take:$number";
	}

	/**
	 * The keys of the recorded events.
	 *
	 * @return string[]
	 */
	private function keys(): array {
		return \array_column( self::events(), 'key' );
	}

	/**
	 * What is stored with the student.
	 *
	 * @return string[]
	 */
	private function kept(): array {
		return \get_user_meta( $this->student, self::meta(), false );
	}

	/** Name of the user meta. */
	private static function meta(): string {
		return $GLOBALS['wpdb']->get_blog_prefix() . 'siren_completions';
	}
}
