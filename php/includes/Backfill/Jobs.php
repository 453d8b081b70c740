<?php
/**
 * The backfill jobs.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Failures;
use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Settings;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * A started job continues with every heartbeat until it ends, whether or not somebody keeps the screen open.
 */
final class Jobs {

	/** Option: state of each job. */
	private const PAST_OPTION = 'siren_backfill_past';
	private const RETAKES_OPTION     = 'siren_backfill_retakes';

	/** Time budget of a job within a heartbeat, in addition to the distributions. */
	private const BUDGET_MS = 5_000;

	/** Finds orders and completions that were never recorded. */
	public static function past(): Runner {
		return new Runner(
			self::PAST_OPTION,
			[
				...\array_map( static fn( string $shop ): Orders => new Orders( $shop ), Registry::shops() ),
				...\array_merge( ...\array_map( static fn( string $integration ): array => $integration::past(), Registry::ALL ) ),
			]
		);
	}

	/** Learns which completions counted before retakes did. */
	public static function retakes(): Runner {
		return new Runner( self::RETAKES_OPTION, [ new CountedCompletions() ] );
	}

	/**
	 * The settings were saved. If retakes count from now on, the job that learns the earlier completions is started.
	 *
	 * @param mixed $before Previous value of the option.
	 */
	public static function settings_saved( mixed $before ): void {
		if ( 0 === Settings::sanitize( $before )['retake_days'] && Settings::all()['retake_days'] > 0 ) {
			self::carefully( static fn() => self::retakes()->begin() );
		}
	}

	/** Continues the started jobs. Called by the heartbeat. */
	public static function go_on(): void {
		if ( SiteIdentity::is_undecided() ) {
			return;
		}
		foreach ( [ self::past(), self::retakes() ] as $job ) {
			$done = $job->is_running() && self::carefully( static fn() => $job->go_on( self::BUDGET_MS ) );
			if ( $done && $job->is_running() ) {
				\wp_schedule_single_event( \time(), Heartbeat::HOOK, [ 'backfill' ] );
			}
		}
	}

	/**
	 * Runs something that must not end a heartbeat or a form. Failures are stored for the Status screen; the next
	 * heartbeat tries again.
	 *
	 * @param callable():void $do Callback.
	 * @return bool Whether it succeeded.
	 */
	public static function carefully( callable $do ): bool {
		try {
			Store::open();
			$do();
			return true;
		} catch ( \Throwable $failure ) {
			Failures::note( 'backfill', $failure );
			return false;
		}
	}

	/**
	 * The options that store the state of jobs.
	 *
	 * @return string[]
	 */
	public static function options(): array {
		return [ self::PAST_OPTION, self::RETAKES_OPTION ];
	}
}
