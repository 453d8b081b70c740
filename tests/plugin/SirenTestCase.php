<?php
/**
 * Base class of all tests.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use PHPUnit\Framework\TestCase;
use Siren\Distributors\Accounts;
use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Distributors\Visits\Endpoint;

/**
 * Each test starts with an empty ledger, no one logged in, an ordinary visitor with a browser, at noon on 5 May 2026;
 * the plugin was installed on the first. Posts and users of earlier tests stay in the site, so a test creates its own
 * and never counts all of them.
 */
abstract class SirenTestCase extends TestCase {

	protected const NOW = '2026-05-05T12:00:00Z';

	private const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

	/**
	 * Callbacks added by the test; see {@see self::listen()}.
	 *
	 * @var array<array{string,callable}>
	 */
	private array $listeners = [];

	protected function setUp(): void {
		self::set_clock( self::NOW );
		self::empty_ledger();
		foreach ( [ KnownLedger::OPTION, \Siren\Distributors\Admin\Screens\ImportJob::OPTION, Failures::OPTION, Settings::OPTION, Heartbeat::OPTION, Endpoint::OPTION, Accounts::KNOWN_OPTION, Accounts::GONE_OPTION, Accounts::RETIRED_OPTION, ...Jobs::options() ] as $option ) {
			\delete_option( $option );
		}
		foreach ( [ Settings::OPTION, Endpoint::OPTION ] as $option ) {
			\add_option( $option, [], '', true ); // As Lifecycle::ensure() leaves a site.
		}
		\update_option( Lifecycle::SINCE_OPTION, '2026-05-01T00:00:00Z', false );
		// A process trusts for a moment that the journal it wrote to is still there. Here it was deleted, so the ledger
		// is opened again.
		\siren_open( 'sqlite:' . SIREN_DATA_DIR . '/none' );
		\siren_open( Store::dsn(), Store::options() );
		Store::open();
		\wp_set_current_user( 0 );
		$_GET    = [];
		$_POST   = [];
		$_COOKIE = [];
		foreach ( [ 'SEC_PURPOSE', 'PURPOSE', 'DNT', 'SEC_GPC', 'ORIGIN', 'SEC_FETCH_SITE', 'SEC_FETCH_DEST', 'SEC_FETCH_MODE' ] as $header ) {
			unset( $_SERVER[ 'HTTP_' . $header ] );
		}
		$_SERVER['REQUEST_METHOD']  = 'GET';
		$_SERVER['REMOTE_ADDR']     = '203.0.113.9';
		$_SERVER['HTTP_USER_AGENT'] = self::BROWSER;
	}

	protected function tearDown(): void {
		self::end_request();
		foreach ( $this->listeners as [ $hook, $listener ] ) {
			\remove_filter( $hook, $listener );
		}
		$this->listeners = [];
	}

	/** Ends a request in which a shop changed its orders. */
	protected static function end_request(): void {
		ChangedOrders::settle();
	}

	/** Starts another request, which opens the ledger again. */
	protected static function next_request(): void {
		\clearstatcache();
		( new \ReflectionProperty( Store::class, 'opened' ) )->setValue( null, null );
		\siren_open( 'sqlite:' . SIREN_DATA_DIR . '/none' ); // A new process has no open journal.
	}

	/**
	 * Moves the plugin's clock. Orders that changed before are settled first.
	 *
	 * @param string $now Instant.
	 */
	protected static function set_clock( string $now ): void {
		self::end_request();
		\file_put_contents( SIREN_SITE_DIR . '/clock', $now );
	}

	/**
	 * Adds a callback to an action or a filter until the test ends.
	 *
	 * @param string   $hook     Hook name.
	 * @param callable $listener Called with all its arguments.
	 */
	protected function listen( string $hook, callable $listener ): void {
		\add_filter( $hook, $listener, 10, 10 );
		$this->listeners[] = [ $hook, $listener ];
	}

	/**
	 * Translates texts of the plugin until the test ends, as a language pack would.
	 *
	 * @param array<string,string> $translations Translations by English text.
	 */
	protected function translate( array $translations ): void {
		$this->listen( 'gettext_siren-distributors', static fn( string $translation, string $text ): string => $translations[ $text ] ?? $translation );
	}

	/**
	 * Creates a WordPress user.
	 *
	 * @param string $role Role.
	 * @return int Id.
	 */
	protected static function user( string $role = 'subscriber' ): int {
		$login = 'user-' . \wp_generate_password( 12, false );
		return (int) \wp_insert_user(
			[
				'user_login' => $login,
				'user_email' => $login . '@academy.test',
				'user_pass'  => \wp_generate_password(),
				'role'       => $role,
			]
		);
	}

	/**
	 * Creates a published post.
	 *
	 * @param int    $author Author.
	 * @param string $type   Post type.
	 * @return int Id.
	 */
	protected static function post( int $author, string $type = 'post' ): int {
		return (int) \wp_insert_post(
			[
				'post_author' => $author,
				'post_status' => 'publish',
				'post_title'  => 'Something of ' . $author,
				'post_type'   => $type,
			]
		);
	}

	/**
	 * Creates an order of 50.00 in the fixture shop that no hook reports.
	 *
	 * @param int    $owner  Author of the product.
	 * @param string $status Status.
	 * @param string $paid   Instant of the payment.
	 * @return int Id.
	 */
	protected static function untold_order( int $owner, string $status, string $paid ): int {
		return \fixture_shop_insert_order(
			0,
			\wp_generate_uuid4(),
			\fixture_shop_order_data(
				[
					'status'    => $status,
					'date_paid' => $paid,
					'items'     => [
						[
							'type'       => 'line_item',
							'name'       => 'A course',
							'product_id' => self::post( $owner, 'product' ),
							'quantity'   => 1,
							'subtotal'   => 5000,
							'total'      => 5000,
							'tax'        => 0,
						],
					],
				]
			)
		);
	}

	/**
	 * Creates an active collaborator.
	 *
	 * @param string                      $name    Name.
	 * @param ?int                        $user    WordPress user.
	 * @param array<array<string,string>> $aliases `type` and `code` each.
	 * @return int Id.
	 */
	protected static function collaborator( string $name, ?int $user = null, array $aliases = [] ): int {
		$row = \siren_save_collaborator(
			[
				'name'       => $name,
				'wp_user_id' => $user,
				'aliases'    => $aliases,
				'now'        => '2026-05-01T00:00:00Z',
			]
		);
		return $row['id'];
	}

	/**
	 * Creates a running distributor for May 2026 in UTC: 100.00 USD and a tenth of the line items, divided by points.
	 *
	 * @param array<string,int>   $points By event.
	 * @param array<string,mixed> $other  Other parts of its configuration.
	 * @return int Id.
	 */
	protected static function distributor( array $points, array $other = [] ): int {
		$metrics = [];
		foreach ( $points as $event => $worth ) {
			$metrics[] = [
				'event'  => $event,
				'points' => $worth,
			];
		}
		$row = \siren_save_distributor(
			$other + [
				'name'      => 'May',
				'status'    => 'active',
				'units'     => 'USD',
				'starts_at' => '2026-05-01T00:00:00Z',
				'schedule'  => [
					'every'    => 'month',
					'on'       => 1,
					'at'       => '00:00',
					'timezone' => 'UTC',
				],
				'metrics'   => $metrics,
				'pool'      => [
					'sources' => [
						[
							'kind'   => 'fixed',
							'amount' => '100.00',
						],
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items' ],
						],
					],
				],
				'structure' => [ 'kind' => 'performance_weighted_pool' ],
				'now'       => '2026-05-01T00:00:00Z',
			]
		);
		return $row['id'];
	}

	/**
	 * Creates many active collaborators with points: the first completed one course, the second two, and so on.
	 *
	 * @param int $count Number of collaborators.
	 * @return int[] Ids, in this order.
	 */
	protected static function many( int $count ): array {
		$ids    = [];
		$events = [];
		for ( $number = 1; $number <= $count; $number++ ) {
			$id    = self::collaborator( \sprintf( 'Person %03d', $number ) );
			$ids[] = $id;
			for ( $course = 1; $course <= $number; $course++ ) {
				$events[] = [
					'type'         => 'course_completed',
					'key'          => "course-$number-$course",
					'collaborator' => $id,
					'occurred_at'  => '2026-05-02T12:00:00Z',
				];
			}
		}
		foreach ( \array_chunk( $events, 500 ) as $some ) {
			\siren_record_events( $some );
		}
		\siren_run_due( self::clock() );
		return $ids;
	}

	/**
	 * The scores of an open period.
	 *
	 * @param int $distributor Distributor.
	 * @return array<int,int|string> By collaborator.
	 */
	protected static function scores( int $distributor ): array {
		self::end_request();
		return \array_column( \siren_standings( $distributor, self::clock() )['standings'], 'score', 'collaborator' );
	}

	/**
	 * The pool of an open period.
	 *
	 * @param int $distributor Distributor.
	 */
	protected static function pool( int $distributor ): string {
		self::end_request();
		return \siren_standings( $distributor, self::clock() )['pool']['amount'];
	}

	/**
	 * All recorded events, oldest first.
	 *
	 * @return array<array<string,mixed>> Rows from the engine.
	 */
	protected static function events(): array {
		self::end_request();
		return \siren_find(
			'events',
			[
				'order_by' => 'id',
				'order'    => 'asc',
				'per_page' => 100,
			]
		)['items'];
	}

	/**
	 * Runs code that may end the request.
	 *
	 * @param callable():void $request Ends in a redirect or a refusal.
	 * @return Stopped How it ended.
	 */
	protected function ending( callable $request ): Stopped {
		$redirect = static function ( string $location, int $status ): never {
			throw new Stopped( $status, $location );
		};
		$refusal  = static fn(): callable => static function ( mixed $message, mixed $title, mixed $options ): never {
			throw new Stopped( (int) ( \is_array( $options ) ? $options['response'] ?? 403 : 403 ) );
		};
		\add_filter( 'wp_redirect', $redirect, PHP_INT_MAX, 2 );
		\add_filter( 'wp_die_handler', $refusal );
		try {
			$request();
		} catch ( Stopped $end ) {
			return $end;
		} finally {
			\remove_filter( 'wp_redirect', $redirect, PHP_INT_MAX );
			\remove_filter( 'wp_die_handler', $refusal );
		}
		self::fail( 'The request went on.' );
	}

	/**
	 * Fills the request with what one of our forms submits, including its nonce.
	 *
	 * @param string              $action Action.
	 * @param array<string,mixed> $fields Submitted fields, unslashed.
	 */
	protected static function send( string $action, array $fields ): void {
		$_SERVER['REQUEST_METHOD'] = 'POST';
		$_POST                     = \wp_slash( $fields );
		$_REQUEST['_wpnonce']      = \wp_create_nonce( $action );
	}

	/**
	 * The output of a screen.
	 *
	 * @param callable():void $screen Prints it.
	 */
	protected static function printed( callable $screen ): string {
		\ob_start();
		try {
			$screen();
		} finally {
			$markup = (string) \ob_get_clean();
		}
		return $markup;
	}

	/** Asserts that no failure was noted. */
	protected static function assertNoFailures(): void {
		self::assertSame( [], Failures::latest() );
	}

	/** The instant of the moved clock. */
	protected static function clock(): string {
		return (string) \file_get_contents( SIREN_SITE_DIR . '/clock' );
	}

	/** Deletes all files of the ledger, as for a new site. */
	private static function empty_ledger(): void {
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/{*,.[!.]*,visits/*,segments/*,snapshots/*}', GLOB_BRACE ) as $file ) {
			if ( \is_file( $file ) ) {
				\unlink( $file );
			}
		}
	}
}
