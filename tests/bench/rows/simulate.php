<?php
/** What other rules would have paid in each month of a year of ten million events, against SQL that sums the months. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK   = '`siren_simulate`, 12 months over 10,000,000 events';
const PEOPLE = 10_000;

$wpdb  = WordPress::load();
$rival = new Rival( $wpdb, WordPress::visits_table( $wpdb, new Visits( 10_000_000, PEOPLE, mixed: false ) ) );
Stores::open( 10_000_000, PEOPLE )->open();

$simulate = static function (): void {
	$rules = array_diff_key( Stores::monthly(), [ 'starts_at' => 0, 'now' => 0 ] );
	12 === count( siren_simulate( $rules, Visits::FROM, Visits::TO ) ) || throw new \RuntimeException( 'a year has twelve months' );
};
$sum      = static function () use ( $rival ): void {
	for ( $month = 1; $month <= 12; $month++ ) {
		$from = sprintf( '2025-%02d-01T00:00:00Z', $month );
		Rival::divide( 10_000_000, $rival->scores( $from, gmdate( 'Y-m-d\TH:i:s\Z', strtotime( "$from +1 month" ) ) ) );
	}
};

$race    = ( new Race( 3 ) )->enter( 'siren', static fn(): float => Race::seconds( $simulate ) )->enter( 'rival', static fn(): float => Race::seconds( $sum ) );
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add( Line::better( WORK, $seconds['siren'], 'the same months by `SELECT … SUM … GROUP BY` on MariaDB', $seconds['rival'], 5 ) );
