<?php
/**
 * Daily maintenance of the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Asks the engine for a snapshot of the database once the newest is a day old. A lost or damaged database is rebuilt
 * from it.
 */
final class Maintenance {

	/**
	 * Runs the maintenance. Called after a successful heartbeat; a failure here does not affect what the heartbeat did.
	 */
	public static function keep(): void {
		if ( SiteIdentity::is_undecided() ) {
			return; // Maintenance is up to the original site.
		}
		try {
			Store::open();
			\siren_maintain();
		} catch ( \Throwable $failure ) {
			Failures::note( 'upkeep', $failure );
		}
	}
}
