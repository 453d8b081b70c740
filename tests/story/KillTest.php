<?php
/**
 * The same two months with the web server killed at a random time within every request, restarted, and asked again.
 * SIREN_SEED repeats a run, as far as the machine's own timing allows; SIREN_KILLS sets how often each moment is killed,
 * and the heartbeats and fulfillments five times as often.
 */

declare(strict_types=1);

namespace Siren\Story;

use Random\Engine\Mt19937;
use Random\Randomizer;

final class KillTest extends StoryCase {

	private static int $cuts = 0;

	protected static function site_name(): string {
		return 'kill';
	}

	protected static function workers(): int {
		return 1;
	}

	protected static function play( Site $site, Server $server ): void {
		$seed  = (int) ( getenv( 'SIREN_SEED' ) ?: random_int( 1, PHP_INT_MAX >> 32 ) );
		$kills = (int) ( getenv( 'SIREN_KILLS' ) ?: 1 );
		fwrite( STDERR, "  killing the server at every moment, SIREN_SEED=$seed\n" );
		$connection = new CutConnection( $server, new Randomizer( new Mt19937( $seed ) ) );
		( new Chronicle( $site, new Actions( $site, $connection ) ) )->play( static function ( Moment $moment ) use ( $connection, $kills ): void {
			$connection->arm( str_contains( $moment->text, 'WP-Cron' ) || str_contains( $moment->text, 'fulfillment' ) ? 5 * $kills : $kills );
			$do = $moment->act;
			while ( true ) {
				try {
					$do();
					break;
				} catch ( Cut ) {
					$do = $moment->again();
				}
			}
			$connection->arm( 0 );
		} );
		self::$cuts = $connection->cuts;
	}

	public function test_enough_requests_were_killed(): void {
		$this->assertGreaterThan( 50, self::$cuts, 'requests that died without an answer' );
	}
}
