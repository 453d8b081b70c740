<?php
/**
 * Tests of Outbox.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Outbox;
use Siren\Distributors\Placement;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Listeners receive every message, in order, at least once.
 */
final class OutboxTest extends ScreenTestCase {

	private const ACTIONS = [ 'siren_distribution_completed', 'siren_needs_approval', 'siren_obligation_ready', 'siren_obligation_held', 'siren_payout_paid', 'siren_payout_failed', 'siren_payout_returned' ];

	private const LATER = '2026-06-02T00:00:00Z';

	/**
	 * What listeners received: action and arguments.
	 *
	 * @var array<array{string,array}>
	 */
	private array $told = [];

	/** A file through which processes communicate. */
	private string $file;

	protected function setUp(): void {
		parent::setUp();
		$this->file = (string) \tempnam( \sys_get_temp_dir(), 'siren-outbox-' );
		foreach ( self::ACTIONS as $action ) {
			$this->listen(
				$action,
				function ( mixed ...$given ) use ( $action ): void {
					$this->told[] = [ $action, $given ];
				}
			);
		}
	}

	protected function tearDown(): void {
		foreach ( [ $this->file, $this->file . '.go' ] as $file ) {
			if ( \is_file( $file ) ) {
				\unlink( $file );
			}
		}
		parent::tearDown();
	}

	public function test_each_kind_of_message_is_delivered_in_order_with_its_row(): void {
		self::distributor(
			[ 'course_completed' => 1 ],
			[
				'name'   => 'Reviewed',
				'review' => true,
			]
		);
		[ 'first' => $first ] = self::may_is_over();
		$reviewed             = (int) \array_column( \siren_find( 'distributions', [ 'status' => 'review' ] )['items'], 'id' )[0];
		\siren_approve_distribution( $reviewed, [ 'now' => self::LATER ] );
		$held = \siren_hold_obligation( 1, 'Wait', [ 'now' => self::LATER ] )['id'];
		\siren_release_obligation( $held, [ 'now' => self::LATER ] );
		$payouts = \siren_create_fulfillment( [ 'now' => self::LATER ] )['payouts'];
		\siren_set_payout( $payouts[0]['id'], 'paid', [ 'now' => self::LATER ] );
		\siren_set_payout( $payouts[0]['id'], 'returned', [ 'now' => self::LATER ] );
		\siren_set_payout( $payouts[1]['id'], 'failed', [ 'now' => self::LATER ] );
		$expected = \array_map(
			static fn( array $message ): array => [ 'siren_' . $message['kind'], $message['id'] ],
			\siren_outbox()
		);
		self::assertSame( [], \array_diff( self::ACTIONS, \array_column( $expected, 0 ) ), 'each kind' );

		Outbox::deliver();
		self::assertNoFailures();
		self::assertSame( $expected, self::named( $this->told ) );
		self::assertSame( [], \siren_outbox() );
		foreach ( $this->told as [ $action, $given ] ) {
			$row = match ( $action ) {
				'siren_needs_approval' => \siren_get( 'distributions', $reviewed, [ 'lists' => false ] ),
				'siren_obligation_ready', 'siren_obligation_held' => \siren_get( 'obligations', $given[2]['obligation'] ),
				'siren_payout_paid', 'siren_payout_returned' => \siren_get( 'payouts', $payouts[0]['id'] ),
				'siren_payout_failed' => \siren_get( 'payouts', $payouts[1]['id'] ),
				default => self::run_of( \siren_get( 'distributions', $given[0]['distribution'] ) ),
			};
			self::assertSame( $row, $given[0], $action );
		}
		self::assertGreaterThan( 0, $first );

		$this->told = [];
		Outbox::deliver();
		self::assertSame( [], $this->told );
	}

	public function test_an_exception_in_a_listener_does_not_affect_the_others(): void {
		self::may_is_over();
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		$this->listen(
			'siren_distribution_completed',
			static function (): never {
				throw new \Error( 'the listener is broken' );
			}
		);
		Outbox::deliver();
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ 'siren_distribution_completed', 'siren_obligation_ready' ], \array_column( $this->told, 0 ) );
		self::assertStringContainsString( 'the listener is broken', Failures::latest()['listener']['message'] );
		self::assertSame( [], \siren_outbox() );
	}

	public function test_more_than_a_batch_is_delivered_including_changes_by_listeners(): void {
		self::may_is_over();
		for ( $number = 1; $number <= 50; $number++ ) {
			self::owe( "more $number" );
		}
		$this->listen(
			'siren_distribution_completed',
			static function (): void {
				self::owe( 'by a listener' );
				Outbox::deliver(); // As at the end of a request: the process that is already delivering continues.
			}
		);
		Outbox::deliver();
		$ids = \array_column( self::named( $this->told ), 1 );
		self::assertSame( \range( 1, 53 ), $ids );
	}

	public function test_a_killed_delivery_is_repeated_with_the_same_ids(): void {
		self::may_is_over();
		self::owe( 'more' );
		$child = $this->deliver_elsewhere( 'if ("siren_obligation_ready" === $action) { posix_kill(getmypid(), SIGKILL); }' );
		\proc_close( $child );
		self::assertSame( [ 'siren_distribution_completed 1', 'siren_obligation_ready 2' ], $this->told_elsewhere() );
		Outbox::deliver();
		self::assertSame(
			[
				[ 'siren_distribution_completed', 1 ],
				[ 'siren_obligation_ready', 2 ],
				[ 'siren_obligation_ready', 3 ],
			],
			self::named( $this->told )
		);
		self::assertNoFailures();
	}

	public function test_only_one_process_delivers_at_a_time(): void {
		self::may_is_over();
		$child = $this->deliver_elsewhere( '$until = microtime(true) + 30; while (!file_exists($argv[1] . ".go") && microtime(true) < $until) { usleep(10000); clearstatcache(); }' );
		for ( $until = \microtime( true ) + 30; [] === $this->told_elsewhere() && \microtime( true ) < $until; ) {
			\usleep( 10_000 );
		}
		Outbox::deliver();
		Outbox::deliver();
		self::assertSame( [], $this->told, 'the other is at it' );
		\touch( $this->file . '.go' );
		\proc_close( $child );
		Outbox::deliver();
		self::assertSame( [], $this->told );
		self::assertSame( [ 'siren_distribution_completed 1', 'siren_obligation_ready 2' ], $this->told_elsewhere() );
		self::assertNoFailures();
	}

	public function test_a_copy_of_the_site_delivers_nothing(): void {
		self::may_is_over();
		$kept = \get_option( Placement::OPTION );
		$copy = static fn(): string => 'https://staging.test';
		\add_filter( 'siren_site_address', $copy );
		try {
			self::assertTrue( SiteIdentity::is_undecided() );
			Outbox::deliver();
			Heartbeat::run();
		} finally {
			\remove_filter( 'siren_site_address', $copy );
			\update_option( Placement::OPTION, $kept, true );
		}
		self::assertSame( [], $this->told );
		Store::open();
		self::assertCount( 2, \siren_outbox() );
		Outbox::deliver();
		self::assertCount( 2, $this->told );
	}

	public function test_changes_by_a_form_are_announced_at_the_end_of_its_request(): void {
		self::may_is_over();
		Outbox::deliver();
		$this->told = [];
		Outbox::end_of_request();
		$payout = \siren_create_fulfillment( [ 'now' => self::LATER ] )['payouts'][0]['id'];
		$this->sent(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'id'     => (string) $payout,
				'status' => 'paid',
			]
		);
		self::assertSame( 'paid', \siren_get( 'payouts', $payout )['status'] );
		self::assertSame( [], $this->told, 'the answer comes first' );
		Outbox::end_of_request();
		self::assertSame( [ 'siren_payout_paid' ], \array_column( $this->told, 0 ) );
	}

	public function test_messages_undelivered_for_a_day_are_a_problem(): void {
		self::may_is_over();
		self::set_clock( '2026-06-03T00:00:00Z' );
		$problems = \array_column( Health::problems(), null, 'code' );
		self::assertArrayHasKey( 'outbox', $problems );
		self::assertStringContainsString( '2 notifications', $problems['outbox']['message'] );
		self::assertSame( '', $problems['outbox']['link'] ?? '' );
		Outbox::deliver();
		self::assertNotContains( 'outbox', \array_column( Health::problems(), 'code' ) );
	}

	/**
	 * Creates another obligation manually.
	 *
	 * @param string $key Key.
	 */
	private static function owe( string $key ): void {
		\siren_adjust(
			[
				'key'          => $key,
				'collaborator' => 1,
				'amount'       => '1.00',
				'currency'     => 'USD',
				'reason'       => 'A slip',
				'now'          => self::LATER,
			]
		);
	}

	/**
	 * A distribution as listeners receive it.
	 *
	 * @param array $row As returned by `siren_get()`.
	 */
	private static function run_of( array $row ): array {
		return [
			'distributor'  => $row['distributor'],
			'distribution' => $row['id'],
			'period'       => $row['period'],
			'pool'         => [
				'amount'   => $row['amount'],
				'currency' => $row['currency'],
			],
			'obligations'  => $row['obligations'],
		];
	}

	/**
	 * The received actions with their message ids.
	 *
	 * @param array<array{string,array}> $told Actions and arguments.
	 * @return array<array{string,int}>
	 */
	private static function named( array $told ): array {
		return \array_map( static fn( array $one ): array => [ $one[0], $one[1][1] ], $told );
	}

	/**
	 * Delivers in a separate process, which logs each message before it continues.
	 *
	 * @param string $listener PHP code of its listeners; receives `$action`.
	 * @return resource The process.
	 */
	private function deliver_elsewhere( string $listener ) {
		$script  = '$_SERVER += ["HTTP_HOST" => "academy.test", "REQUEST_METHOD" => "GET", "REQUEST_URI" => "/"]; require getenv("SIREN_TEST_SITE") . "/wp-load.php";'
			. 'foreach (["siren_distribution_completed", "siren_obligation_ready"] as $action) {'
			. ' add_action($action, function ($row, $id) use ($action, $argv) { file_put_contents($argv[1], "$action $id\n", FILE_APPEND); ' . $listener . ' }, 10, 2); }'
			. 'Siren\Distributors\Outbox::deliver();';
		$command = 'source ' . \escapeshellarg( \dirname( __DIR__ ) . '/setup/common.sh' ) . ' && site_php -r ' . \escapeshellarg( $script ) . ' -- ' . \escapeshellarg( $this->file );
		return \proc_open( [ 'bash', '-c', $command ], [ 1 => [ 'file', '/dev/null', 'w' ], 2 => [ 'file', '/dev/null', 'w' ] ], $pipes );
	}

	/**
	 * What that process received.
	 *
	 * @return string[]
	 */
	private function told_elsewhere(): array {
		return (array) \file( $this->file, FILE_IGNORE_NEW_LINES );
	}
}
