<?php
/**
 * The heartbeat: WP-Cron's call that runs what is due.
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
 * runs each once, and catches up in order. So this class keeps no state that a distribution depends on.
 */
final class Heartbeat {

	public const HOOK = 'siren_heartbeat';

	/** Option with the last heartbeat's outcome, for the Status screen. */
	public const OPTION = 'siren_last_heartbeat';

	public const INTERVAL = 'siren_five_minutes';

	/** What one heartbeat may take, so that a cron request on a shared host ends before its time limit. */
	private const BUDGET_MS = 15_000;

	/**
	 * Folds what was recorded and runs every distribution whose period has ended.
	 *
	 * Declared without parameters although a follow-up is scheduled with one: the argument only makes WP-Cron take it
	 * for an event other than the recurring one, see {@see self::schedule_follow_up()}.
	 */
	public static function run(): void {
		self::run_as( Clock::is_confirmed() );
	}

	/**
	 * The same, at a time that somebody has looked at and confirmed. WP-Cron never does.
	 */
	public static function run_confirmed(): void {
		self::run_as( true );
	}

	/**
	 * Runs what is due.
	 *
	 * @param bool $confirmed Whether a doubtful time is acted upon.
	 */
	private static function run_as( bool $confirmed ): void {
		$now = Clock::now();
		// What happened comes before the end of a period.
		ChangedOrders::settle();
		Sweep::run();
		if ( SiteIdentity::is_undecided() ) {
			return; // Whose periods would be closed is not known.
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
			// Thrown further it would also end the cron events of other plugins that wait behind this one.
			Failures::note( 'heartbeat', $failure );
			self::remember( $now, null );
			return;
		}

		self::remember( $now, $outcome );
		Outbox::deliver();
		if ( null !== $outcome['unconfirmed'] ) {
			return; // Visits that only seem to be old are not rolled up either.
		}
		if ( $outcome['more_due'] ) {
			self::schedule_follow_up();
		}
		Retention::keep( $now );
		Maintenance::keep();
	}

	/**
	 * Adds the heartbeat's interval to those WP-Cron knows.
	 *
	 * @param array $schedules WordPress's own.
	 */
	public static function add_interval( array $schedules ): array {
		$schedules[ self::INTERVAL ] = [
			'interval' => 5 * MINUTE_IN_SECONDS,
			'display'  => \did_action( 'init' ) ? \__( 'Every five minutes', 'siren-distributors' ) : 'Every five minutes',
		];
		return $schedules;
	}

	/**
	 * Schedules the recurring heartbeat unless it already is. Also called whenever somebody works in wp-admin: other
	 * plugins empty WP-Cron's list.
	 */
	public static function schedule(): void {
		if ( false === \wp_next_scheduled( self::HOOK ) ) {
			\wp_schedule_event( \time(), self::INTERVAL, self::HOOK );
		}
	}

	/**
	 * Ends the heartbeat, follow-ups included.
	 */
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
	 * Goes on with what the budget left undone. WP-Cron refuses a single event within ten minutes of an equal one, and
	 * the recurring heartbeat is always that near; the argument makes it another event.
	 */
	private static function schedule_follow_up(): void {
		\wp_schedule_single_event( \time(), self::HOOK, [ 'more due' ] );
	}

	/**
	 * Keeps the outcome for the Status screen.
	 *
	 * @param string $now     Instant of this heartbeat.
	 * @param ?array $outcome What `siren_run_due()` gave; null when it failed.
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
