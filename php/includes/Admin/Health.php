<?php
/**
 * Is everything well?
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Failures;
use Siren\Distributors\Store;
use Siren\Distributors\Tick;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Everything that is not as it should be, each with what to do about it. Overview, Status, the dashboard and Site Health all
 * ask here, so they never disagree.
 */
final class Health {

	/** Something is lost or late, or will be. */
	public const CRITICAL = 'critical';

	/** Something should be looked at. */
	public const WARNING = 'warning';

	/** WP-Cron comes every five minutes where a site has visitors; an hour without is no accident. */
	private const SILENCE_SECONDS = HOUR_IN_SECONDS;

	/**
	 * What is wrong, the worst first.
	 *
	 * @return array<array{code:string,level:string,message:string,action:string}> None of it escaped.
	 */
	public static function problems(): array {
		try {
			Store::open();
			$status = \siren_status( Clock::now() );
		} catch ( SirenException $failure ) {
			return [
				self::problem( 'ledger', self::CRITICAL, \__( 'The ledger cannot be read.', 'siren-distributors' ), $failure->getMessage() ),
			];
		}
		$problems = \array_merge( self::of_the_engine( $status ), self::of_the_heartbeat( $status ), self::of_the_site() );
		\usort( $problems, static fn( array $one, array $other ): int => \strcmp( $one['level'], $other['level'] ) );
		return $problems;
	}

	/**
	 * What the engine says itself, and what it was found to say wrong.
	 *
	 * @param array $status As `siren_status()` gives it.
	 */
	private static function of_the_engine( array $status ): array {
		$problems = [];
		foreach ( $status['problems'] as $problem ) {
			if ( 'overdue' === $problem['code'] ) {
				continue; // Said below for each distributor, by name.
			}
			$problems[] = self::problem( $problem['code'], self::CRITICAL, $problem['message'], $problem['action'] );
		}
		$verified = Verification::last();
		if ( null !== $verified && ! $verified['ok'] ) {
			$problems[] = self::problem(
				'verification',
				self::CRITICAL,
				\__( 'The ledger does not prove itself: something was changed or lost.', 'siren-distributors' ),
				\__( 'Make no payouts. Look at what was found under Siren → Status, and restore the last good backup.', 'siren-distributors' )
			);
		}
		return $problems;
	}

	/**
	 * What is late.
	 *
	 * @param array $status As `siren_status()` gives it.
	 */
	private static function of_the_heartbeat( array $status ): array {
		$problems = [];
		$names    = new Names();
		foreach ( $status['overdue'] as $late ) {
			$problems[] = self::problem(
				'overdue-' . $late['distribution'],
				self::CRITICAL,
				/* translators: 1: name of a distributor, 2: a span of time, such as "5 days". */
				\sprintf( \__( '“%1$s” was due %2$s ago and has not run.', 'siren-distributors' ), $names->of( 'distributors', $late['distributor'] ), \human_time_diff( Clock::timestamp( $late['due_at'] ), Clock::timestamp( Clock::now() ) ) ),
				\__( 'Run the heartbeat under Siren → Status. Nothing is lost: late periods run one after the other, each with what belongs to it.', 'siren-distributors' )
			);
		}
		$last   = Tick::last();
		$silent = null === $last ? null : Clock::timestamp( Clock::now() ) - Clock::timestamp( $last['at'] );
		if ( null !== $silent && $silent > self::SILENCE_SECONDS ) {
			$problems[] = self::problem(
				'heartbeat',
				self::WARNING,
				/* translators: %s: a span of time, such as "5 days". */
				\sprintf( \__( 'The last heartbeat was %s ago.', 'siren-distributors' ), \human_time_diff( 0, $silent ) ),
				/* translators: %s: a line for a crontab. */
				\sprintf( \__( 'WP-Cron is not coming. Let the server call it, by this line in a crontab: %s', 'siren-distributors' ), self::crontab() )
			);
		}
		return $problems;
	}

	/**
	 * What is wrong around the ledger.
	 */
	private static function of_the_site(): array {
		$problems = [];
		if ( Store::is_in_web_root() ) {
			$problems[] = self::problem(
				'web_root',
				self::WARNING,
				\__( 'The ledger lies inside the web root.', 'siren-distributors' ),
				\__( 'Name a directory outside it by the constant SIREN_DATA_DIR in wp-config.php, and move the files there while the plugin is switched off.', 'siren-distributors' )
			);
		}
		foreach ( Failures::latest() as $place => $failure ) {
			$problems[] = self::problem(
				'failure-' . $place,
				self::WARNING,
				$failure['message'],
				\__( 'It happened where nobody was looking. See when and where under Siren → Status.', 'siren-distributors' )
			);
		}
		return $problems;
	}

	/**
	 * The line that lets a server call WP-Cron.
	 */
	public static function crontab(): string {
		return '*/5 * * * * wget -q -O /dev/null ' . \site_url( 'wp-cron.php?doing_wp_cron' );
	}

	/**
	 * One problem.
	 *
	 * @param string $code    What it is called.
	 * @param string $level   One of the constants.
	 * @param string $message What is wrong.
	 * @param string $action  What to do.
	 * @return array{code:string,level:string,message:string,action:string}
	 */
	private static function problem( string $code, string $level, string $message, string $action ): array {
		return \compact( 'code', 'level', 'message', 'action' );
	}
}
