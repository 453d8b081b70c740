<?php
/**
 * Tests of Rebuilding.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\Rebuilding;
use Siren\Distributors\Admin\Screens\SiteHealth;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Admin\Screens\Verification;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Recorder;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;
use Siren\Exception\StorageFailure;

/**
 * A damaged or lost database is rebuilt with one click.
 */
final class RebuildingTest extends ScreenTestCase {

	private string $log;

	protected function setUp(): void {
		parent::setUp();
		$this->log = (string) \ini_set( 'error_log', '/dev/null' );
		\delete_option( Verification::OPTION );
		\delete_option( Rebuilding::OPTION );
		self::may_is_over();
		Heartbeat::run();
		self::assertCount( 1, (array) \glob( Store::directory() . '/snapshots/*.sqlite3' ) );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'after the snapshot',
				'collaborator' => 1,
			]
		);
	}

	protected function tearDown(): void {
		\ini_set( 'error_log', $this->log );
		\delete_option( Verification::OPTION );
		\delete_option( Rebuilding::OPTION );
		parent::tearDown();
	}

	public function test_it_is_collapsed_when_there_is_no_problem(): void {
		$page = $this->show( StatusScreen::class );
		self::assertMatchesRegularExpression( '~<details class="siren-panel siren-fold">\s*<summary><h2>Rebuild the database</h2>~', $page );
		self::assertStringNotContainsString( 'name="without_log"', $page );
		self::assertStringNotContainsString( 'siren_begin_ledger', $page );

		$this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [], 'database_rebuilt' );
		self::assertSame( 5, \siren_find( 'events' )['total'] );
		self::assertNoFailures();
	}

	public function test_a_damaged_database_can_be_rebuilt(): void {
		self::damage();
		$problem = Health::problems()[0];
		self::assertSame( [ 'damaged', Health::CRITICAL ], [ $problem['code'], $problem['level'] ] );
		self::assertSame( 'The ledger database is damaged and cannot be read: file is not a database.', $problem['message'] );
		self::assertStringStartsWith( 'Rebuild it under Siren → Status', $problem['action'] );
		self::assertStringContainsString( 'siren-status', $problem['link'] );
		self::assertSame( 'critical', SiteHealth::test_health()['status'] );
		$page = $this->show( StatusScreen::class );
		self::assertMatchesRegularExpression( '~<section class="siren-panel siren-attention">\s*<h2>Rebuild the database</h2>~', $page );
		self::assertStringContainsString( 'class="button button-primary">Rebuild the database', $page );

		$arguments = $this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [], 'database_rebuilt' );
		self::assertSame( 5, \siren_find( 'events' )['total'] );
		self::assertSame( [], Health::problems() );
		self::assertTrue( Verification::last()['ok'] );
		$page = $this->show( StatusScreen::class, $arguments );
		self::assertMatchesRegularExpression( '~notice-success[^>]*><p>The database was rebuilt on .*It used the snapshot from .*The ledger passed verification\. The old database is kept as ~', $page );
		self::assertStringNotContainsString( 'The database was rebuilt', \explode( 'siren-ledger', $this->show( StatusScreen::class ) )[0], 'said once' );
	}

	public function test_a_damaged_database_with_an_incomplete_log_needs_confirmation(): void {
		self::damage();
		\unlink( Store::directory() . '/journal.log' );
		self::next_request();
		self::assertStringNotContainsString( 'name="without_log"', $this->show( StatusScreen::class ) );
		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'run' ], 'siren_rebuild', [] ) );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'the log does not go on where the database stands', $page );
		self::assertStringContainsString( 'name="without_log"', $page, 'now it is known that there is no other way' );

		$arguments = $this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [ 'without_log' => '1' ], 'database_rebuilt' );
		self::assertSame( 4, \siren_find( 'events' )['total'], 'what is in the snapshot' );
		self::assertStringContainsString( 'It used the snapshot from', $this->show( StatusScreen::class, $arguments ) );
	}

	public function test_a_failed_proof_asks_for_a_rebuild(): void {
		\update_option(
			Verification::OPTION,
			[
				'at'       => self::NOW,
				'ok'       => false,
				'total'    => 0,
				'lines'    => 3,
				'head'     => 'abc',
				'problems' => [],
			]
		);
		self::assertStringContainsString( 'rebuild the database there', Health::problems()[0]['action'] );
		self::assertStringContainsString( 'siren-attention', $this->show( StatusScreen::class ) );
		$this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [], 'database_rebuilt' );
		self::assertSame( [], Health::problems(), 'the new database is proved, not the old one' );
	}

	public function test_a_missing_part_of_the_log_is_reported(): void {
		\siren_find( 'events' ); // Folded.
		\unlink( Store::directory() . '/journal.log' );
		self::next_request();
		self::set_clock( '2026-07-02T00:00:00Z' ); // By when June is late.
		$problems = Health::problems();
		self::assertSame( [ 'log_lost', Health::CRITICAL ], [ $problems[0]['code'], $problems[0]['level'] ] );
		self::assertStringContainsString( 'and journal.log no longer exists.', $problems[0]['message'] );
		self::assertStringNotContainsString( 'Put back', $problems[0]['message'] );
		self::assertSame( 'critical', SiteHealth::test_health()['status'] );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'Continue without the missing part. I understand that anything recorded only there is lost.', $page );

		// New activity is kept; an ordinary rebuild is refused and names what is missing.
		Recorder::event(
			'course_completed',
			[
				'key'          => 'meanwhile',
				'collaborator' => 1,
			]
		);
		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'run' ], 'siren_rebuild', [] ) );
		self::assertStringContainsString( 'the log does not go on where the database stands', $this->show( StatusScreen::class ) );

		$arguments = $this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [ 'without_log' => '1' ], 'database_rebuilt' );
		self::assertSame( 6, \siren_find( 'events' )['total'] );
		self::assertNotContains( 'log_lost', \array_column( Health::problems(), 'code' ) );
		$page = $this->show( StatusScreen::class, $arguments );
		self::assertMatchesRegularExpression( '~notice-warning[^>]*><p>The database was rebuilt on .* Part of the log is missing, and anything recorded only there is lost: ~', $page );
	}

	public function test_a_ledger_is_rebuilt_from_snapshots_alone(): void {
		\update_option( KnownLedger::OPTION, Store::directory(), true );
		foreach ( (array) \glob( Store::directory() . '/{siren*,journal*}', GLOB_BRACE ) as $file ) {
			\unlink( (string) $file );
		}
		self::next_request();
		self::assertTrue( KnownLedger::is_missing() );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'There are snapshots in the data directory.', $page );
		self::assertStringContainsString( 'Start an empty ledger', $page );

		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'run' ], 'siren_rebuild', [] ) );
		self::assertTrue( KnownLedger::is_missing(), 'a refusal begins nothing' );
		self::next_request();
		$this->done( [ Rebuilding::class, 'run' ], 'siren_rebuild', [ 'without_log' => '1' ], 'database_rebuilt' );
		self::assertFalse( KnownLedger::is_missing() );
		self::assertSame( [ 4, 2 ], [ \siren_find( 'events' )['total'], \siren_find( 'collaborators' )['total'] ] );
	}

	public function test_only_authorised_users_can_rebuild(): void {
		self::damage();
		$reader = self::user();
		( new \WP_User( $reader ) )->add_cap( Lifecycle::VIEW_REPORTS );
		\wp_set_current_user( $reader );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'Ask an administrator to do this.', $page );
		self::assertStringNotContainsString( 'siren_rebuild"', $page );
		self::send( 'siren_rebuild', [] );
		self::assertSame( 403, $this->ending( [ Rebuilding::class, 'run' ] )->status );
	}

	public function test_a_copy_does_not_rebuild_the_originals(): void {
		$this->listen( 'siren_site_address', static fn(): string => 'https://staging.test' );
		self::assertStringNotContainsString( 'siren_rebuild"', $this->show( StatusScreen::class ) );
		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'run' ], 'siren_rebuild', [] ) );
		self::assertStringContainsString( 'for reading only', $this->show( StatusScreen::class ) );
	}

	public function test_damage_is_distinguished_from_other_errors(): void {
		self::assertNull( Rebuilding::damage( null ) );
		self::assertNull( Rebuilding::damage( [ 'code' => 'busy', 'values' => [] ] ) );
		\siren_find( 'events' ); // Folded.
		( new \PDO( 'sqlite:' . Store::directory() . '/siren.sqlite3' ) )->exec( "PRAGMA ignore_check_constraints = 1; UPDATE collaborators SET status = 'unheard of'" );
		try {
			\siren_find( 'collaborators' );
			self::fail( 'it was read' );
		} catch ( StorageFailure $failure ) {
			self::assertStringStartsWith( 'a row does not read', (string) Rebuilding::damage( $failure->parts() ) );
		}
	}

	/**
	 * Something wrote over the database.
	 */
	private static function damage(): void {
		\siren_find( 'events' ); // Folded.
		$database = Store::directory() . '/siren.sqlite3';
		foreach ( (array) \glob( $database . '-*' ) as $file ) {
			\unlink( (string) $file );
		}
		\file_put_contents( $database, 'this is no database' );
	}
}
