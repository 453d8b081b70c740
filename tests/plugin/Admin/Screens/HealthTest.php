<?php
/**
 * Tests of Health, SiteHealth and Verification.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\SiteHealth;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Admin\Screens\Verification;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Problems are reported with what to do about them.
 */
final class HealthTest extends ScreenTestCase {

	protected function setUp(): void {
		parent::setUp();
		\delete_option( Verification::OPTION );
	}

	public function test_a_healthy_site_has_no_problems(): void {
		self::may_is_over();
		Heartbeat::run();
		self::assertSame( [], Health::problems() );
		self::assertSame( [ 'good', 'good' ], [ SiteHealth::test_health()['status'], SiteHealth::test_requirements()['status'] ] );
	}

	public function test_overdue_distributions_are_listed_before_a_silent_heartbeat(): void {
		self::distributor( [ 'course_completed' => 10 ] );
		Heartbeat::run();
		self::set_clock( '2026-06-05T00:00:00Z' );
		self::assertSame( [ Health::CRITICAL, Health::WARNING ], \array_column( Health::problems(), 'level' ) );
		self::assertStringContainsString( 'wp-cron.php', Health::problems()[1]['action'] );
		self::assertSame( 'critical', SiteHealth::test_health()['status'] );
	}

	public function test_a_failure_is_reported_as_a_problem(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		Failures::note( 'recording', new \RuntimeException( '<b>disk</b> is full' ) );
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ 'failure-recording' ], \array_column( Health::problems(), 'code' ) );
		$test = SiteHealth::test_health();
		self::assertSame( 'recommended', $test['status'] );
		self::assertStringContainsString( '&lt;b&gt;disk', $test['description'] );
	}

	public function test_an_unreadable_ledger_is_reported(): void {
		self::collaborator( 'Ada' );
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/*' ) as $file ) {
			if ( \is_file( $file ) ) {
				\file_put_contents( $file, 'this is no ledger' );
			}
		}
		self::assertSame( [ 'ledger' ], \array_column( Health::problems(), 'code' ) );
	}

	public function test_the_ledger_can_be_verified(): void {
		self::may_is_over();
		self::assertStringContainsString( 'has not been verified yet', $this->show( StatusScreen::class ) );
		$this->done( [ Verification::class, 'run' ], 'siren_verify', [], 'ledger_proved' );
		self::assertTrue( Verification::last()['ok'] );
		self::assertStringContainsString( Verification::last()['head'], $this->show( StatusScreen::class ) );
	}

	public function test_a_ledger_that_fails_verification_is_reported_everywhere(): void {
		\update_option(
			Verification::OPTION,
			[
				'at'       => self::NOW,
				'ok'       => false,
				'total'    => 1,
				'lines'    => 3,
				'head'     => 'abc',
				'problems' => [
					[
						'table'   => 'obligations',
						'id'      => 7,
						'column'  => 'amount',
						'message' => 'is 1.00 and should be 2.00',
					],
				],
			]
		);
		self::assertSame( [ 'verification' ], \array_column( Health::problems(), 'code' ) );
		self::assertStringContainsString( 'is 1.00 and should be 2.00', $this->show( StatusScreen::class ) );
	}

	public function test_site_health_has_both_tests_and_the_debug_information(): void {
		self::assertSame( [ 'siren_requirements', 'siren_health' ], \array_keys( SiteHealth::add_tests( [] )['direct'] ) );
		$fields = SiteHealth::add_information( [] )['siren-distributors']['fields'];
		self::assertContains( PHP_VERSION, \array_column( $fields, 'value' ) );
	}
}
