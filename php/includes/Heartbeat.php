<?php
/**
 * The heartbeat: the cron job that runs everything that is due.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\Sweep;

\defined( 'ABSPATH' ) || exit;

/**
 * A heartbeat may come late, twice at once, or not for weeks: the engine ends every period at its scheduled instant,
 * closes each once, and catches up in order. This class therefore keeps no state that a distribution depends on.
 */
final class Heartbeat {

	public const HOOK = 'siren_heartbeat';

	/** Option with the last heartbeat's outcome, for the Status screen. */
	public const OPTION = 'siren_last_heartbeat';

	public const INTERVAL = 'siren_five_minutes';

	/** Time budget of one heartbeat, so that a cron request on a shared host ends before its time limit. */
	private const BUDGET_MS = 15_000;

	/**
	 * Folds the log and closes every period that has ended. A follow-up event is scheduled with an argument, only so
	 * that WP-Cron distinguishes it from the recurring event; it is not used. See {@see self::schedule_follow_up()}.
	 */
	public static function run(): void {
		self::run_as( Clock::is_confirmed() );
	}

	/** Runs at a time that somebody has checked and confirmed. WP-Cron never calls this. */
	public static function run_confirmed(): void {
		self::run_as( true );
	}

	/**
	 * Runs everything that is due.
	 *
	 * @param bool $confirmed Whether to act on a doubtful time.
	 */
	private static function run_as( bool $confirmed ): void {
		$now = Clock::now();
		// What happened must be recorded before the period closes.
		ChangedOrders::settle();
		Sweep::run();
		if ( SiteIdentity::is_undecided() ) {
			return; // It is not known whose periods would be closed.
		}
		try {
			KnownLedger::demand( Store::directory() );
			SiteIdentity::bring_in();
			Store::open();
			KeySecret::keep();
			Accounts::check();
			Deferred::take_up();
			$outcome = \siren_run_due(
				$now,
				[
					'budget_ms' => self::BUDGET_MS,
					'confirmed' => $confirmed,
				]
			);
		} catch ( \Throwable $failure ) {
			// Rethrowing would also stop the cron events of other plugins that come after this one.
			Failures::note( 'heartbeat', $failure );
			self::remember( $now, null );
			return;
		}

		self::remember( $now, $outcome );
		Outbox::deliver();
		if ( null !== $outcome['unconfirmed'] ) {
			return; // Visits that only appear to be old must not be rolled up either.
		}
		if ( $outcome['more_due'] ) {
			self::schedule_follow_up();
		}
		Retention::keep( $now );
		Maintenance::keep();
	}

	/**
	 * Adds the heartbeat's interval to WP-Cron's schedules.
	 *
	 * @param array $schedules As passed by WordPress.
	 */
	public static function add_interval( array $schedules ): array {
		$schedules[ self::INTERVAL ] = [
			'interval' => 5 * MINUTE_IN_SECONDS,
			'display'  => \did_action( 'init' ) ? \__( 'Every five minutes', 'siren-distributors' ) : 'Every five minutes',
		];
		return $schedules;
	}

	/**
	 * Schedules the recurring heartbeat if it is not scheduled. Also called on wp-admin requests, because other plugins
	 * sometimes clear WP-Cron's list.
	 */
	public static function schedule(): void {
		if ( false === \wp_next_scheduled( self::HOOK ) ) {
			\wp_schedule_event( \time(), self::INTERVAL, self::HOOK );
		}
	}

	/** Unschedules the heartbeat and its follow-ups. */
	public static function unschedule(): void {
		\wp_unschedule_hook( self::HOOK );
	}

	/**
	 * The last heartbeat.
	 *
	 * @return ?array{at:string,ok:bool,unconfirmed:bool,ran:int,skipped:int,failed:int} `at` is an instant; null before the
	 *                                                                                   first one.
	 */
	public static function last(): ?array {
		$kept = \get_option( self::OPTION );
		if ( ! \is_array( $kept ) || ! Clock::is_instant( $kept['at'] ?? null ) ) {
			return null;
		}
		return [
			'at'          => $kept['at'],
			'ok'          => (bool) ( $kept['ok'] ?? false ),
			'unconfirmed' => (bool) ( $kept['unconfirmed'] ?? false ),
			'ran'         => (int) ( $kept['ran'] ?? 0 ),
			'skipped'     => (int) ( $kept['skipped'] ?? 0 ),
			'failed'      => (int) ( $kept['failed'] ?? 0 ),
		];
	}

	/**
	 * Schedules a follow-up for what the budget left undone. WP-Cron refuses a single event within ten minutes of an
	 * identical one, and the recurring heartbeat is always that close. The argument makes it a different event.
	 */
	private static function schedule_follow_up(): void {
		\wp_schedule_single_event( \time(), self::HOOK, [ 'more due' ] );
	}

	/**
	 * Stores the outcome for the Status screen.
	 *
	 * @param string $now     Instant of this heartbeat.
	 * @param ?array $outcome Answer of `siren_run_due()`; null when it failed.
	 */
	private static function remember( string $now, ?array $outcome ): void {
		\update_option(
			self::OPTION,
			[
				'at'          => $now,
				'ok'          => null !== $outcome,
				'unconfirmed' => isset( $outcome['unconfirmed'] ),
				'ran'         => \count( $outcome['ran'] ?? [] ),
				'skipped'     => \count( $outcome['skipped'] ?? [] ),
				'failed'      => \count( $outcome['failed'] ?? [] ),
			],
			false
		);
	}
}
