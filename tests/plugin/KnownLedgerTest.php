<?php
/**
 * Tests of KnownLedger: a ledger that was there and is missing.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Screens\CollaboratorsScreen;
use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\Rebuilding;
use Siren\Distributors\Admin\Screens\SiteHealth;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Deferred;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\KeySecret;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Placement;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;
use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;
use Siren\Distributors\Visits\RejectedVisits;

/**
 * No empty ledger is started in place of a missing one, and nothing is lost in the meantime.
 */
final class KnownLedgerTest extends ScreenTestCase {

	private string $directory;

	private string $elsewhere;

	private int $ada;

	private int $distributor;

	private string $log;

	protected function setUp(): void {
		parent::setUp();
		$this->log         = (string) \ini_set( 'error_log', '/dev/null' );
		$this->directory   = Store::directory();
		$this->elsewhere   = $this->directory . '.elsewhere';
		$this->ada         = self::collaborator( 'Ada' );
		$this->distributor = self::distributor( [ 'course_completed' => 10 ] );
		self::complete( 'before', $this->ada );
		Heartbeat::run();
		self::next_request();
	}

	protected function tearDown(): void {
		if ( \is_dir( $this->elsewhere ) ) {
			\shell_exec( 'rm -rf ' . \escapeshellarg( $this->directory ) );
			\rename( $this->elsewhere, $this->directory );
		}
		Deferred::forget();
		\delete_option( KnownLedger::OPTION );
		\ini_set( 'error_log', $this->log );
		parent::tearDown();
	}

	public function test_a_site_starts_its_first_ledger_and_remembers_where(): void {
		\delete_option( KnownLedger::OPTION );
		self::assertSame( '', KnownLedger::directory() );
		\shell_exec( 'rm -rf ' . \escapeshellarg( $this->directory ) );
		self::assertFalse( KnownLedger::is_missing() );
		self::next_request();
		self::complete( 'first', 1 );
		self::assertFileExists( $this->directory . '/journal.log' );
		self::next_request();
		Heartbeat::run();
		self::assertSame( $this->directory, KnownLedger::directory() );
		self::assertContains( 'siren_known_ledger', \array_keys( \wp_load_alloptions( true ) ), 'read with all others, by the name that Store spells out' );
	}

	public function test_a_missing_directory_stops_everything_and_loses_nothing(): void {
		self::assertTrue( \rename( $this->directory, $this->elsewhere ) );
		self::next_request();
		self::complete( 'meanwhile', $this->ada );
		self::complete( 'meanwhile', $this->ada );
		self::complete( 'and more', $this->ada );
		self::assertSame( 2, Deferred::count() );
		self::assertStringContainsString( 'the ledger of this site is missing', Failures::latest()['recording']['message'] );
		( new RejectedVisits( Configuration::directory() ) )->add( self::NOW, 'bot' );
		\delete_option( KeySecret::OPTION );
		self::assertNotSame( '', KeySecret::get() );

		Failures::forget();
		\do_action( Heartbeat::HOOK );
		self::assertFalse( Heartbeat::last()['ok'] );
		self::assertStringContainsString( 'the ledger of this site is missing', Failures::latest()['heartbeat']['message'] );
		$this->says_so( 'the data directory ' . $this->directory . ' is gone' );
		self::assertDirectoryDoesNotExist( $this->directory, 'or the owner would move the ledger into it instead of to its place' );

		self::assertTrue( \rename( $this->elsewhere, $this->directory ) );
		self::next_request();
		\do_action( Heartbeat::HOOK );
		\do_action( Heartbeat::HOOK );
		self::assertSame( 0, Deferred::count() );
		self::assertSame( [ 'before', 'meanwhile', 'and more' ], \array_column( self::events(), 'key' ) );
		self::assertSame( [ $this->ada => 30 ], self::scores( $this->distributor ) );
		self::assertNotContains( 'missing', \array_column( Health::problems(), 'code' ) );
	}

	public function test_a_directory_without_its_files_counts_as_missing(): void {
		\mkdir( $this->elsewhere );
		foreach ( (array) \glob( $this->directory . '/*' ) as $file ) {
			\rename( (string) $file, $this->elsewhere . '/' . \basename( (string) $file ) );
		}
		self::next_request();
		self::complete( 'meanwhile', $this->ada );
		\do_action( Heartbeat::HOOK );
		$this->says_so( 'contains neither the database nor the log' );
		self::assertSame( [], \glob( $this->directory . '/{siren*,journal*}', GLOB_BRACE ) );
		self::assertSame( 1, Deferred::count() );
	}

	public function test_the_spool_does_not_start_an_empty_ledger_either(): void {
		\rename( $this->directory, $this->elsewhere );
		$answer = (string) \shell_exec(
			\implode( ' ', \array_map( 'escapeshellarg', [ PHP_BINARY, __DIR__ . '/without-extension.php', (string) \getenv( 'SIREN_TEST_SITE' ), (string) \json_encode( [ 'orders' => [], 'refunds' => [], 'completions' => [ [ self::user(), self::post( self::user( 'author' ), 'course' ) ] ], 'readers' => [] ] ) ] ) ) . ' 2>&1'
		);
		self::assertStringContainsString( 'the ledger of this site is missing', $answer );
		self::assertDirectoryDoesNotExist( $this->directory );
	}

	public function test_the_beacon_does_not_start_an_empty_ledger_either(): void {
		$site = Configuration::current();
		self::assertTrue( $site['had_ledger'] );
		\mkdir( $this->elsewhere );
		foreach ( (array) \glob( $this->directory . '/*' ) as $file ) {
			\rename( (string) $file, $this->elsewhere . '/' . \basename( (string) $file ) );
		}
		$record = new \ReflectionMethod( Beacon::class, 'record' );
		try {
			$record->invoke( new Beacon( $site ), 'site_visited', [ 'key' => 'k' ] );
			self::fail( 'it was recorded' );
		} catch ( \RuntimeException $failure ) {
			self::assertStringContainsString( 'is missing', $failure->getMessage() );
		}
		self::assertSame( [], \glob( $this->directory . '/*' ) );

		// Meanwhile, pages report to WordPress, which stores what it receives.
		\update_option( Endpoint::OPTION, [ 'works' => true ] + Endpoint::state() );
		Endpoint::keep();
		self::assertFalse( Endpoint::state()['works'] );
		self::assertSame( '', Endpoint::state()['made_for'], 'so that the file is asked again later' );
	}

	public function test_an_empty_ledger_is_started_on_confirmation(): void {
		\rename( $this->directory, $this->elsewhere );
		self::next_request();
		self::complete( 'meanwhile', $this->ada );
		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'begin_anew' ], 'siren_begin_ledger', [] ) );
		self::assertStringContainsString( 'Check the box first', $this->show( StatusScreen::class ) );
		self::assertDirectoryDoesNotExist( $this->directory );

		$this->done( [ Rebuilding::class, 'begin_anew' ], 'siren_begin_ledger', [ 'agreed' => '1' ], 'ledger_begun' );
		self::next_request();
		\do_action( Heartbeat::HOOK );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
		self::assertSame( 0, Deferred::count() );
		self::assertSame( $this->directory, KnownLedger::directory() );
		self::assertNotContains( 'missing', \array_column( Health::problems(), 'code' ) );

		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ Rebuilding::class, 'begin_anew' ], 'siren_begin_ledger', [ 'agreed' => '1' ] ) );
		self::assertStringContainsString( 'is no longer missing', $this->show( StatusScreen::class ) );
	}

	public function test_only_authorised_users_can_start_one(): void {
		\rename( $this->directory, $this->elsewhere );
		self::next_request();
		$reader = self::user();
		( new \WP_User( $reader ) )->add_cap( Lifecycle::VIEW_REPORTS );
		\wp_set_current_user( $reader );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'Ask an administrator to do this.', $page );
		self::assertStringNotContainsString( 'siren_begin_ledger', $page );
		self::send( 'siren_begin_ledger', [ 'agreed' => '1' ] );
		self::assertSame( 403, $this->ending( [ Rebuilding::class, 'begin_anew' ] )->status );
		self::assertDirectoryDoesNotExist( $this->directory );
	}

	public function test_a_ledger_that_was_moved_to_another_directory_is_found_there(): void {
		\update_option( KnownLedger::OPTION, '/srv/where/it/was', true );
		self::next_request();
		Store::open();
		self::assertSame( $this->directory, KnownLedger::directory() );
		self::assertSame( 1, \siren_find( 'events' )['total'] );
	}

	public function test_another_directory_without_a_ledger_is_refused(): void {
		\rename( $this->directory, $this->elsewhere );
		\update_option( KnownLedger::OPTION, $this->elsewhere, true );
		self::next_request();
		self::complete( 'meanwhile', $this->ada );
		$this->says_so( 'it was in ' . $this->elsewhere . ', but the data directory is now ' . $this->directory );
		self::assertDirectoryDoesNotExist( $this->directory );
	}

	public function test_a_copy_starts_its_own(): void {
		$kept = \get_option( Placement::OPTION );
		$this->listen( 'siren_site_address', static fn(): string => 'https://staging.test' );
		\rename( $this->directory, $this->elsewhere );
		self::assertFalse( KnownLedger::is_missing(), 'it is another question' );
		self::complete( 'meanwhile', $this->ada );
		SiteIdentity::copied();
		self::assertSame( '', KnownLedger::directory() );
		self::next_request();
		Heartbeat::run();
		self::assertSame( [ 'meanwhile' ], \array_column( self::events(), 'key' ) );
		self::next_request();
		Store::open();
		self::assertSame( Store::directory(), KnownLedger::directory() );
		\shell_exec( 'rm -rf ' . \escapeshellarg( Store::directory() ) );
		\update_option( Placement::OPTION, $kept, true );
	}

	public function test_a_site_that_moved_without_its_ledger_waits_for_it(): void {
		$kept = \get_option( Placement::OPTION );
		$this->listen( 'siren_site_address', static fn(): string => 'https://moved.test' );
		$own = Placement::path_of( Placement::derived_token() );
		\rename( $this->directory, $this->elsewhere );
		self::next_request();
		self::complete( 'meanwhile', $this->ada );
		try {
			SiteIdentity::moved();
			self::fail( 'an empty ledger was started' );
		} catch ( \Siren\Exception\StorageFailure $failure ) {
			self::assertStringContainsString( 'the ledger of this site is missing', $failure->getMessage() );
		}
		self::assertFileExists( $own . '/journal.log' );
		\rename( $this->elsewhere, $this->directory );
		Heartbeat::run();
		self::assertSame( [ 'before', 'meanwhile' ], \array_column( self::events(), 'key' ) );
		\update_option( Placement::OPTION, $kept, true );
		\shell_exec( 'rm -rf ' . \escapeshellarg( $own ) );
	}

	public function test_a_directory_php_cannot_access_is_not_called_missing(): void {
		$look = new \ReflectionMethod( KnownLedger::class, 'can_be_looked_into' );
		self::assertTrue( $look->invoke( null, $this->directory . '/not/there' ) );
		$code = 'define("ABSPATH", "/"); require $argv[1]; $m = new ReflectionMethod("Siren\Distributors\KnownLedger", "can_be_looked_into"); var_dump($m->invoke(null, $argv[2]));';
		$file = \dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) ) . '/includes/KnownLedger.php';
		$said = (string) \shell_exec( \implode( ' ', \array_map( 'escapeshellarg', [ PHP_BINARY, '-d', 'open_basedir=' . \dirname( $file ), '-r', $code, $file, $this->directory ] ) ) . ' 2>&1' );
		self::assertSame( 'bool(false)', \trim( $said ) );
	}

	public function test_it_is_deleted_with_the_plugin(): void {
		\update_option( Settings::OPTION, [ 'delete_on_uninstall' => true ] );
		Lifecycle::uninstall();
		self::assertFalse( \get_option( KnownLedger::OPTION ) );
		Lifecycle::activate();
		self::assertSame( '', \get_option( KnownLedger::OPTION ) );
	}

	/**
	 * Asserts that Health, Site Health, Status and another screen report the missing ledger.
	 *
	 * @param string $how Expected explanation.
	 */
	private function says_so( string $how ): void {
		self::next_request();
		$problem = Health::problems()[0];
		self::assertSame( [ 'missing', Health::CRITICAL ], [ $problem['code'], $problem['level'] ] );
		self::assertStringContainsString( $how, $problem['message'] );
		self::assertSame( 'critical', SiteHealth::test_health()['status'] );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( \esc_html( $how ), $page );
		self::assertStringContainsString( 'Start an empty ledger', $page );
		self::assertStringNotContainsString( 'name="without_log"', $page );
		self::assertStringContainsString( 'the ledger of this site is missing', $this->show( CollaboratorsScreen::class ) );
	}

	/**
	 * Completes a course.
	 *
	 * @param string $key          Key.
	 * @param int    $collaborator Owner of the course.
	 */
	private static function complete( string $key, int $collaborator ): void {
		Recorder::attempt(
			static fn() => Recorder::event(
				'course_completed',
				[
					'key'          => $key,
					'collaborator' => $collaborator,
				]
			)
		);
	}
}
