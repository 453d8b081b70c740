<?php
/**
 * Tests of SiteIdentity and of the question about it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\SiteQuestion;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Placement;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;
use Siren\Distributors\Visits\Configuration;

/**
 * The database of a site with a ledger is at another address now.
 */
final class SiteIdentityTest extends ScreenTestCase {

	/**
	 * Where the original's ledger is, and its files.
	 *
	 * @var array{string,array<string,string>}
	 */
	private array $original;

	private int $distributor;

	/**
	 * What was decided before this test.
	 *
	 * @var mixed
	 */
	private $kept;

	protected function setUp(): void {
		parent::setUp();
		$this->kept        = \get_option( Placement::OPTION );
		$ada               = self::collaborator( 'Ada' );
		$this->distributor = self::distributor( [ 'course_completed' => 10 ] );
		self::complete( 'before', $ada );
		\siren_standings( $this->distributor ); // Folded.
		$this->original = [ Store::directory(), self::files( Store::directory() ) ];
		$this->listen( 'siren_site_address', static fn(): string => 'https://staging.test' );
	}

	protected function tearDown(): void {
		$own = Store::recording_directory();
		\update_option( Placement::OPTION, $this->kept, true );
		if ( $own !== $this->original[0] ) {
			\shell_exec( 'rm -rf ' . \escapeshellarg( $own ) );
		}
		parent::tearDown();
		self::assertFalse( SiteIdentity::is_undecided(), 'for the next test' );
	}

	public function test_a_copy_reads_the_ledger_and_changes_nothing_in_it(): void {
		self::assertTrue( SiteIdentity::is_undecided() );
		Store::open();
		self::assertSame( 1, \siren_find( 'events' )['total'] );
		self::complete( 'meanwhile', 1 );
		\do_action( 'siren_heartbeat' );
		self::set_clock( '2026-06-02T00:00:00Z' );
		\do_action( 'siren_heartbeat' );
		try {
			\siren_save_collaborator( [ 'name' => 'Eve' ] );
			self::fail( 'the original’s ledger was written to' );
		} catch ( \Siren\Exception\StorageFailure $failure ) {
			self::assertStringContainsString( 'for reading only', $failure->getMessage() );
		}
		\update_option( Settings::OPTION, [ 'delete_on_uninstall' => true ] );
		Lifecycle::uninstall();
		\update_option( Placement::OPTION, $this->kept, true );
		self::assertSame( $this->original[1], self::files( $this->original[0] ) );
		self::assertStringNotContainsString( $this->original[0], Configuration::directory() );
		Lifecycle::activate();
	}

	public function test_the_question_is_on_every_screen_and_in_site_health(): void {
		self::assertContains( 'undecided', \array_column( Health::problems(), 'code' ) );
		foreach ( [ 'toplevel_page_siren-overview', 'siren_page_siren-payouts' ] as $screen ) {
			\set_current_screen( $screen );
			$question = self::printed( [ SiteQuestion::class, 'ask' ] );
			foreach ( [ 'academy.test', 'staging.test', 'This site moved here', 'This is a copy' ] as $expected ) {
				self::assertStringContainsString( $expected, $question );
			}
		}
		\set_current_screen( 'edit-post' );
		self::assertSame( '', self::printed( [ SiteQuestion::class, 'ask' ] ) );
		\set_current_screen( 'siren_page_siren-payouts' );
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertStringNotContainsString( '<button', self::printed( [ SiteQuestion::class, 'ask' ] ) );
	}

	public function test_a_moved_site_continues_with_everything_recorded_in_the_meantime(): void {
		self::complete( 'meanwhile', 1 );
		$this->done( [ SiteQuestion::class, 'moved' ], 'siren_site_moved', [ 'here' => 'staging.test' ], 'site_moved' );
		self::assertFalse( SiteIdentity::is_undecided() );
		self::assertSame( $this->original[0], Store::directory() );
		// A request that was under way wrote once more into the old place.
		( new \Siren\Distributors\Spool( Placement::path_of( Placement::derived_token() ) ) )->event(
			'course_completed',
			[
				'key'          => 'late',
				'collaborator' => 1,
				'occurred_at'  => self::NOW,
			]
		);
		Heartbeat::run();
		Store::open();
		self::assertSame( [ 'before', 'late', 'meanwhile' ], self::keys() );
		self::complete( 'after', 1 );
		self::assertSame( [ 1 => 40 ], self::scores( $this->distributor ) );
		self::assertNoFailures();
		\shell_exec( 'rm -rf ' . \escapeshellarg( Placement::path_of( Placement::derived_token() ) ) );
	}

	public function test_a_copy_starts_its_own_ledger(): void {
		self::complete( 'meanwhile', 1 );
		$this->done( [ SiteQuestion::class, 'copied' ], 'siren_site_copied', [ 'here' => 'staging.test' ], 'site_copied' );
		self::assertFalse( SiteIdentity::is_undecided() );
		self::assertNotSame( $this->original[0], Store::directory() );
		Store::open();
		self::assertSame( [ 'meanwhile' ], self::keys() );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
		self::assertSame( $this->original[1], self::files( $this->original[0] ) );
	}

	public function test_an_answer_applies_only_to_the_question_that_was_shown(): void {
		self::assertArrayNotHasKey( 'siren_done', $this->sent( [ SiteQuestion::class, 'moved' ], 'siren_site_moved', [ 'here' => 'elsewhere.test' ] ) );
		self::assertTrue( SiteIdentity::is_undecided() );
		self::assertStringContainsString( 'has changed since you were asked', $this->show( StatusScreen::class ) );
	}

	public function test_the_address_is_stored_so_that_staging_tools_do_not_replace_it(): void {
		$kept = \get_option( Placement::OPTION );
		self::assertStringNotContainsString( 'academy.test', (string) \json_encode( $kept ) );
		self::assertSame( 'academy.test', SiteIdentity::address_before() );
	}

	/**
	 * @dataProvider same_sites
	 */
	public function test_some_differences_of_the_address_do_not_make_another_site( string $address ): void {
		$this->listen( 'siren_site_address', static fn(): string => $address );
		self::assertFalse( SiteIdentity::is_undecided() );
	}

	/** @return array<string,array{string}> */
	public static function same_sites(): array {
		return [
			'https'                                        => [ 'https://academy.test' ],
			'www, a slash, capitals'                       => [ 'http://WWW.Academy.test/' ],
			'the usual port'                               => [ 'https://academy.test:443' ],
			'a command line that does not know the address' => [ 'http://' ],
		];
	}

	/**
	 * A course is completed.
	 *
	 * @param string $key          The event's.
	 * @param int    $collaborator Owner.
	 */
	private static function complete( string $key, int $collaborator ): void {
		Recorder::event(
			'course_completed',
			[
				'key'          => $key,
				'collaborator' => $collaborator,
			]
		);
	}

	/**
	 * Keys of all events.
	 *
	 * @return string[]
	 */
	private static function keys(): array {
		$keys = \array_column( \siren_find( 'events' )['items'], 'key' );
		\sort( $keys );
		return $keys;
	}

	/**
	 * What lies in a directory, without the shared memory that readers mark.
	 *
	 * @param string $directory Absolute path.
	 * @return array<string,string> Hashes by name.
	 */
	private static function files( string $directory ): array {
		$files = [];
		foreach ( [ 'journal.log', 'siren.sqlite3', 'siren.sqlite3-wal', 'site' ] as $name ) {
			$files[ $name ] = \is_file( $directory . '/' . $name ) ? (string) \hash_file( 'sha256', $directory . '/' . $name ) : '';
		}
		return $files;
	}
}
