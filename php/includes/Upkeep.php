<?php
/**
 * The ledger's daily upkeep.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Has the engine make a snapshot of the database where the newest is a day old: what a lost or damaged one is rebuilt from.
 */
final class Upkeep {

	/**
	 * Sees to it. Called by a heartbeat that went well; a failure leaves what it did as it is.
	 */
	public static function keep(): void {
		if ( SiteIdentity::is_undecided() ) {
			return; // The ledger is the original's to look after.
		}
		try {
			Store::open();
			\siren_maintain();
		} catch ( \Throwable $failure ) {
			Failures::note( 'upkeep', $failure );
		}
	}
}
