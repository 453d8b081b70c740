<?php
/**
 * Tests of Maintenance.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Store;

/**
 * A heartbeat that went well leaves a snapshot of the day.
 */
final class MaintenanceTest extends SirenTestCase {

	public function test_a_heartbeat_makes_one_snapshot_a_day(): void {
		\do_action( Heartbeat::HOOK );
		self::assertCount( 0, self::snapshots(), 'nothing is in the ledger' );
		self::collaborator( 'Ada' );
		\do_action( Heartbeat::HOOK );
		\do_action( Heartbeat::HOOK );
		self::assertCount( 1, self::snapshots() );
		self::assertNoFailures();
	}

	public function test_no_snapshot_is_made_at_a_doubtful_time(): void {
		$this->listen( 'siren_time_is_confirmed', '__return_false' );
		\siren_run_due( self::NOW );
		self::set_clock( '2026-12-01T00:00:00Z' );
		\do_action( Heartbeat::HOOK );
		self::assertTrue( Heartbeat::last()['unconfirmed'] );
		self::assertCount( 0, self::snapshots() );
	}

	public function test_a_copy_makes_no_snapshot_of_the_originals_ledger(): void {
		$this->listen( 'siren_site_address', static fn(): string => 'https://staging.test' );
		$original = Store::directory();
		\do_action( Heartbeat::HOOK );
		\Siren\Distributors\Maintenance::keep();
		self::assertCount( 0, (array) \glob( $original . '/snapshots/*' ) );
	}

	public function test_a_failed_snapshot_is_noted_and_the_heartbeat_succeeds(): void {
		$log = (string) \ini_set( 'error_log', '/dev/null' );
		self::collaborator( 'Ada' );
		@\rmdir( Store::directory() . '/snapshots' );
		\file_put_contents( Store::directory() . '/snapshots', 'in the way' );
		\do_action( Heartbeat::HOOK );
		\ini_set( 'error_log', $log );
		self::assertTrue( Heartbeat::last()['ok'] );
		self::assertSame( [ 'upkeep' ], \array_keys( Failures::latest() ) );
	}

	/** @return string[] */
	private static function snapshots(): array {
		return (array) \glob( Store::directory() . '/snapshots/*.sqlite3' );
	}
}
