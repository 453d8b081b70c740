<?php
/**
 * The runs that can be begun.
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
 * One that was begun goes on with every heartbeat until it ends, whether or not somebody keeps the screen open.
 */
final class Jobs {

	/** Options with the state of each. */
	private const PAST_OPTION = 'siren_backfill_past';
	private const RETAKES_OPTION     = 'siren_backfill_retakes';

	/** What one may take of a heartbeat, beside the distributions. */
	private const BUDGET_MS = 5_000;

	/**
	 * Looks for orders and completions that were never recorded.
	 */
	public static function past(): Runner {
		return new Runner(
			self::PAST_OPTION,
			[
				...\array_map( static fn( string $shop ): Orders => new Orders( $shop ), Registry::shops() ),
				...\array_merge( ...\array_map( static fn( string $integration ): array => $integration::past(), Registry::ALL ) ),
			]
		);
	}

	/**
	 * Learns what was counted before re-takes were.
	 */
	public static function retakes(): Runner {
		return new Runner( self::RETAKES_OPTION, [ new CountedCompletions() ] );
	}

	/**
	 * The settings were saved: where re-takes are to count from now on, what was counted until now has to be known.
	 *
	 * @param mixed $before The option's former value.
	 */
	public static function settings_saved( mixed $before ): void {
		if ( 0 === Settings::sanitize( $before )['retake_days'] && Settings::all()['retake_days'] > 0 ) {
			self::carefully( static fn() => self::retakes()->begin() );
		}
	}

	/**
	 * Goes on with what was begun; a heartbeat calls it.
	 */
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
	 * Does what must not end a heartbeat or a form. What fails is kept for the Status screen; the next heartbeat tries again.
	 *
	 * @param callable():void $do It.
	 * @return bool Whether it was done.
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
	 * The options in which runs keep their state.
	 *
	 * @return string[]
	 */
	public static function options(): array {
		return [ self::PAST_OPTION, self::RETAKES_OPTION ];
	}
}
