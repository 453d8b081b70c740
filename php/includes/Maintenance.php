<?php
/**
 * The ledger's daily maintenance.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Asks the engine for a snapshot of the database where the newest is a day old: a lost or damaged database is rebuilt from it.
 */
final class Maintenance {

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
