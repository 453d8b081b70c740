<?php
/**
 * Tests of the status screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\StatusScreen;
use Siren\Distributors\Failures;
use Siren\Distributors\Tick;

/**
 * Is everything well, and what to do if not.
 */
final class StatusScreenTest extends ScreenTestCase {

	public function test_what_is_known(): void {
		self::may_is_over();
		$page = $this->show( StatusScreen::class );
		foreach ( [ SIREN_DATA_DIR, \siren_version(), PHP_VERSION, 'The PHP extension “siren” is loaded.', 'Run the heartbeat now' ] as $expected ) {
			self::assertStringContainsString( \esc_html( $expected ), $page );
		}
		self::assertStringNotContainsString( 'notice-error', $page );
	}

	public function test_what_is_overdue(): void {
		self::distributor( [ 'course_completed' => 10 ], [ 'name' => self::HOSTILE ] );
		self::set_clock( '2026-06-05T00:00:00Z' );
		self::assertStringContainsString( 'was due 4 days ago', $this->show( StatusScreen::class ) );
	}

	public function test_failures_are_shown_until_they_are_read(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		Failures::note( 'recording', new \RuntimeException( 'the <script>alert(1)</script> disk is full' ) );
		\ini_set( 'error_log', $error_log );
		self::assertStringContainsString( 'disk is full', $this->show( StatusScreen::class ) );

		$this->done( [ StatusScreen::class, 'forget_failures' ], 'siren_forget_failures', [], 'failures_forgotten' );
		self::assertStringNotContainsString( 'disk is full', $this->show( StatusScreen::class ) );
	}

	public function test_the_heartbeat_can_be_run_by_hand(): void {
		self::distributor( [ 'course_completed' => 10 ] );
		self::set_clock( '2026-06-01T00:10:00Z' );
		$this->done( [ StatusScreen::class, 'run_heartbeat' ], 'siren_run_heartbeat', [], 'heartbeat_ran' );
		self::assertSame( [ '2026-06-01T00:10:00Z', 1 ], [ Tick::last()['at'], Tick::last()['skipped'] ] );
	}

	public function test_it_shows_itself_also_without_a_ledger(): void {
		self::collaborator( 'Ada' );
		foreach ( (array) \glob( SIREN_DATA_DIR . '/*' ) as $file ) {
			if ( \is_file( $file ) ) {
				\file_put_contents( $file, 'this is no ledger' );
			}
		}
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'The ledger cannot be read.', $page );
		self::assertStringContainsString( 'Requirements', $page );
	}
}
