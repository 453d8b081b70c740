<?php
/**
 * Tests of the status screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\BackfillPanel;
use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\SiteHealth;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Admin\Screens\VisitsPanel;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\Admin\ScreenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\RejectedVisits;

/**
 * Is everything well, and what to do if not.
 */
final class StatusScreenTest extends ScreenTestCase {

	public function test_the_screen_shows_the_state_of_the_ledger(): void {
		self::may_is_over();
		$page = $this->show( StatusScreen::class );
		foreach ( [ \Siren\Distributors\Store::directory(), \siren_version(), PHP_VERSION, 'The PHP extension “siren” is loaded.', 'Run the heartbeat now' ] as $expected ) {
			self::assertStringContainsString( \esc_html( $expected ), $page );
		}
		self::assertStringNotContainsString( 'notice-error', $page );
	}

	public function test_overdue_distributions_are_shown(): void {
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

	public function test_the_heartbeat_can_be_run_manually(): void {
		self::distributor( [ 'course_completed' => 10 ] );
		self::set_clock( '2026-06-01T00:10:00Z' );
		$this->done( [ StatusScreen::class, 'run_heartbeat' ], 'siren_run_heartbeat', [], 'heartbeat_ran' );
		self::assertSame( [ '2026-06-01T00:10:00Z', 1 ], [ Heartbeat::last()['at'], Heartbeat::last()['skipped'] ] );
	}

	public function test_a_button_searches_for_missed_completions(): void {
		self::assertStringContainsString( 'Import missing records', $this->show( StatusScreen::class ) );
		self::assertStringNotContainsString( 'Checked', $this->show( StatusScreen::class ) );
		$this->done( [ BackfillPanel::class, 'begin' ], 'siren_backfill_past', [], 'backfill_done' );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'Checked', $page );
		self::assertStringContainsString( 'Import missing records', $page, 'again, if wanted' );

		$job = Jobs::past();
		$job->begin();
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'Checked so far', $page );
		self::assertStringContainsString( 'Continue now', $page );
		self::assertStringNotContainsString( 'Import missing records', $page );
		$this->done( [ BackfillPanel::class, 'begin' ], 'siren_backfill_past', [], 'backfill_done' );
		self::assertFalse( $job->is_running() );

		\update_option( 'siren_backfill_past', [ 'failed' => 3 ] + (array) \get_option( 'siren_backfill_past' ), false );
		self::assertStringContainsString( '3 could not be recorded', $this->show( StatusScreen::class ) );
	}

	public function test_an_unfinished_search_is_reported(): void {
		global $wpdb;
		$broken = static fn( string $query ): string => \str_replace( 'SELECT COUNT(*) AS total', 'SELECT nothing_at_all', $query );
		\add_filter( 'query', $broken );
		$wpdb->suppress_errors( true );
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		self::assertArrayNotHasKey( Notice::ARGUMENT, $this->sent( [ BackfillPanel::class, 'begin' ], 'siren_backfill_past', [] ) );
		\ini_set( 'error_log', $error_log );
		$wpdb->suppress_errors( false );
		\remove_filter( 'query', $broken );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'The import stopped.', $page );
		self::assertStringContainsString( 'the database did not answer', $page );
	}

	public function test_a_doubtful_time_must_be_confirmed(): void {
		$this->listen( 'siren_time_is_confirmed', '__return_false' );
		self::distributor( [ 'course_completed' => 10 ] );
		Heartbeat::run();
		self::assertFalse( Heartbeat::last()['unconfirmed'] );
		self::set_clock( '2026-10-01T00:10:00Z' );
		Heartbeat::run();
		self::assertSame( [ true, 0, 0 ], [ Heartbeat::last()['unconfirmed'], Heartbeat::last()['ran'], Heartbeat::last()['skipped'] ] );
		self::assertSame( [ 'unconfirmed' ], \array_column( Health::problems(), 'code' ) );
		self::assertSame( 'critical', SiteHealth::test_health()['status'] );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'the last recorded activity is from', $page );
		self::assertStringContainsString( 'siren_confirm_time', $page );
		self::assertStringNotContainsString( 'Run the heartbeat now', $page );

		// Neither the other button nor a confirmation of another time does it.
		self::assertArrayNotHasKey( Notice::ARGUMENT, $this->sent( [ StatusScreen::class, 'run_heartbeat' ], 'siren_run_heartbeat', [] ) );
		self::assertArrayNotHasKey( Notice::ARGUMENT, $this->sent( [ StatusScreen::class, 'confirm_time' ], 'siren_confirm_time', [ 'now' => '2026-09-30T00:10:00Z' ] ) );
		self::assertTrue( Heartbeat::last()['unconfirmed'] );

		$this->done( [ StatusScreen::class, 'confirm_time' ], 'siren_confirm_time', [ 'now' => '2026-10-01T00:10:00Z' ], 'time_confirmed' );
		self::assertSame( [ false, 5 ], [ Heartbeat::last()['unconfirmed'], Heartbeat::last()['skipped'] ] );
		self::assertSame( [], Health::problems() );
		Heartbeat::run();
		self::assertFalse( Heartbeat::last()['unconfirmed'] );
	}

	public function test_the_screen_shows_how_visits_are_counted_and_which_were_rejected(): void {
		$rejected = new RejectedVisits( Configuration::directory() );
		$rejected->add( '2026-05-04T12:00:00Z', 'bot' );
		$rejected->add( self::NOW, 'bot' );
		$rejected->add( self::NOW, '<script>alert(1)</script>' );
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'the WordPress REST API', $page );
		self::assertMatchesRegularExpression( '~Bots and other programs</th>\s*<td>1</td>\s*<td>2</td>~', $page );

		$this->listen( 'pre_http_request', static fn(): \WP_Error => new \WP_Error( 'http_request_failed', 'no way' ) );
		$this->done( [ VisitsPanel::class, 'check' ], 'siren_check_beacon', [], 'beacon_checked' );
		self::assertStringContainsString( 'The site could not send a request to itself', $this->show( StatusScreen::class ) );

		\update_option( Settings::OPTION, [ 'visits' => 'off' ] );
		self::assertStringContainsString( 'turned off in the settings', $this->show( StatusScreen::class ) );
	}

	public function test_an_unconfigured_proxy_is_reported(): void {
		$this->listen( 'siren_beacon_prelude', static fn(): string => '' );
		self::assertStringNotContainsString( 'behind a proxy', $this->show( StatusScreen::class ) );
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.7';
		self::assertStringContainsString( 'behind a proxy', $this->show( StatusScreen::class ) );
		$this->listen( 'siren_visitor_address', static fn(): string => '198.51.100.7' );
		self::assertStringNotContainsString( 'behind a proxy', $this->show( StatusScreen::class ) );
		unset( $_SERVER['HTTP_X_FORWARDED_FOR'] );
	}

	public function test_unknown_codes_are_counted_and_shown(): void {
		foreach ( [ 'misspelt', 'misspelt', 'other' ] as $number => $code ) {
			Recorder::event(
				'site_visited',
				[
					'key'   => 'visit-' . $number,
					'alias' => [
						'type' => 'link',
						'code' => $code,
					],
				]
			);
		}
		\siren_find( 'events' ); // Folds.
		$page = $this->show( StatusScreen::class );
		self::assertMatchesRegularExpression( '~<td>misspelt</td>\s*<td>Link</td>\s*<td class="num">2</td>~', $page );
		self::assertSame( 0, \siren_find( 'events' )['total'] );
	}

	public function test_the_screen_works_without_a_ledger(): void {
		self::collaborator( 'Ada' );
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/*' ) as $file ) {
			if ( \is_file( $file ) ) {
				\file_put_contents( $file, 'this is no ledger' );
			}
		}
		$page = $this->show( StatusScreen::class );
		self::assertStringContainsString( 'The ledger cannot be read.', $page );
		self::assertStringContainsString( 'Requirements', $page );
	}
}
