<?php
/** The stores that several rows use, and their rules. */

declare(strict_types=1);

namespace Siren\Bench;

final class Stores {

	/** The instant at which all periods of 2025 have ended. */
	public const DUE = Visits::TO;

	/** Visits through the links of a number of people, in one open period. */
	public static function open( int $visits, int $people ): Store {
		return Store::kept(
			"open-$visits-$people",
			static function ( Store $store ) use ( $visits, $people ): void {
				$store->add_people( $people );
				siren_save_distributor( self::yearly() );
				( new Visits( $visits, $people, mixed: false ) )->record();
			}
		);
	}

	/** The same with the period closed, an obligation for each person, and as many payouts and sales. */
	public static function closed( int $visits, int $people ): Store {
		return Store::kept(
			"closed-$visits-$people",
			static function ( Store $store ) use ( $visits, $people ): void {
				$store->add_people( $people );
				siren_save_distributor( self::yearly() );
				( new Visits( $visits, $people, mixed: false ) )->record();
				siren_run_due( self::DUE, [ 'confirmed' => true ] );
				$store->add_payouts( $people );
				$store->add_sales( $people );
			}
		);
	}

	/** A million dollars a year, divided by visits. */
	public static function yearly(): array {
		return self::rule( [ 'every' => 'year', 'on' => '01-01', 'at' => '00:00', 'timezone' => 'UTC' ], '1000000.00' );
	}

	/** A hundred thousand dollars a month, divided by visits. */
	public static function monthly(): array {
		return self::rule( [ 'every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'UTC' ], '100000.00' );
	}

	/** A thousand dollars a day, divided by visits. */
	public static function daily(): array {
		return self::rule( [ 'every' => 'day', 'at' => '00:00', 'timezone' => 'UTC' ], '1000.00' );
	}

	private static function rule( array $schedule, string $amount ): array {
		return [
			'name'      => 'Whose links are followed',
			'units'     => 'USD',
			'starts_at' => Visits::FROM,
			'schedule'  => $schedule,
			'metrics'   => [ [ 'event' => 'site_visited', 'points' => 1 ] ],
			'pool'      => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => $amount ] ] ],
			'structure' => [ 'kind' => 'performance_weighted_pool' ],
			'now'       => Visits::FROM,
		];
	}
}
