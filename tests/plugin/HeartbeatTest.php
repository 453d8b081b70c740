<?php
/**
 * Tests of Heartbeat.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Recorder;

/**
 * Due distributions run once and are announced.
 */
final class HeartbeatTest extends SirenTestCase {

	/**
	 * What the listeners received.
	 *
	 * @var array<array<string,mixed>>
	 */
	private array $told = [];

	protected function setUp(): void {
		parent::setUp();
		Heartbeat::unschedule();
		Heartbeat::schedule();
		$this->listen(
			'siren_distribution_completed',
			function ( array $run ): void {
				$this->told[] = $run;
			}
		);
	}

	protected function tearDown(): void {
		Heartbeat::schedule();
		parent::tearDown();
	}

	public function test_nothing_is_due_before_the_period_ends(): void {
		self::distributor( [ 'course_completed' => 10 ] );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [], $this->told );
		self::assertSame(
			[
				'at'          => self::NOW,
				'ok'          => true,
				'unconfirmed' => false,
				'ran'         => 0,
				'skipped'     => 0,
				'failed'      => 0,
			],
			Heartbeat::last()
		);
	}

	public function test_a_completed_distribution_is_announced_once_after_its_money_is_written(): void {
		$ada         = self::collaborator( 'Ada' );
		$distributor = self::distributor( [ 'course_completed' => 10 ] );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'k1',
				'collaborator' => $ada,
			]
		);
		$owed = null;
		$this->listen(
			'siren_distribution_completed',
			static function () use ( &$owed ): void {
				$owed = \array_column( \siren_find( 'obligations' )['items'], 'amount', 'collaborator' );
			}
		);

		self::set_clock( '2026-06-01T00:10:00Z' );
		\do_action( Heartbeat::HOOK );
		\do_action( Heartbeat::HOOK );

		self::assertCount( 1, $this->told );
		self::assertSame( $distributor, $this->told[0]['distributor'] );
		self::assertSame( '100.00', $this->told[0]['pool']['amount'] );
		self::assertSame( [ $ada => '100.00' ], $owed );
	}

	public function test_a_skipped_distribution_is_not_announced(): void {
		self::distributor( [ 'course_completed' => 10 ] );
		self::set_clock( '2026-06-01T00:10:00Z' );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [], $this->told );
		self::assertSame( 1, Heartbeat::last()['skipped'] );
	}

	public function test_a_failing_listener_does_not_affect_the_others(): void {
		$ada = self::collaborator( 'Ada' );
		self::distributor( [ 'course_completed' => 10 ] );
		self::distributor( [ 'course_completed' => 1 ], [ 'name' => 'Another' ] );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'k1',
				'collaborator' => $ada,
			]
		);
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		$this->listen(
			'siren_distribution_completed',
			static function (): void {
				throw new \RuntimeException( 'the listener is broken' );
			}
		);
		self::set_clock( '2026-06-01T00:10:00Z' );
		\do_action( Heartbeat::HOOK );
		\ini_set( 'error_log', $error_log );

		self::assertCount( 2, $this->told );
		self::assertArrayHasKey( 'listener', Failures::latest() );
	}

	public function test_a_heartbeat_that_fails_is_noted_and_ends_quietly(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		self::distributor( [ 'course_completed' => 10 ] );
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/*' ) as $file ) {
			if ( \is_file( $file ) ) {
				\file_put_contents( $file, 'this is no ledger' );
			}
		}
		\do_action( Heartbeat::HOOK );
		\ini_set( 'error_log', $error_log );

		self::assertFalse( Heartbeat::last()['ok'] );
		self::assertArrayHasKey( 'heartbeat', Failures::latest() );
	}

	public function test_the_heartbeat_recurs_every_five_minutes(): void {
		$event = \wp_get_scheduled_event( Heartbeat::HOOK );
		self::assertSame( Heartbeat::INTERVAL, $event->schedule );
		self::assertSame( 300, $event->interval );

		Heartbeat::schedule();
		self::assertSame( 1, \count( \array_filter( \_get_cron_array(), static fn( array $hooks ): bool => isset( $hooks[ Heartbeat::HOOK ] ) ) ) );

		Heartbeat::unschedule();
		self::assertFalse( \wp_next_scheduled( Heartbeat::HOOK ) );
	}
}
