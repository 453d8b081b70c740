<?php
/** The heartbeat closes a period of ten million events, against SQL that sums them and a loop that writes the payouts. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK   = '`siren_run_due`, 10,000 collaborators, 10,000,000 events recorded';
const PEOPLE = 10_000;

$wpdb  = WordPress::load();
$rival = new Rival( $wpdb, WordPress::visits_table( $wpdb, new Visits( 10_000_000, PEOPLE, mixed: false ) ) );
$large = Stores::open( 10_000_000, PEOPLE );
$small = Stores::open( 100_000, PEOPLE );

/** Closes a copy, because a period closes only once. */
$run = static function ( Store $store ): float {
	$copy    = $store->copy( 'run' );
	$seconds = Race::seconds( static function (): void {
		PEOPLE === siren_run_due( Stores::DUE, [ 'confirmed' => true ] )['ran'][0]['obligations'] || throw new \RuntimeException( 'not everybody is owed something' );
	} );
	$copy->remove();
	return $seconds;
};
$pay = static function () use ( $rival ): float {
	$rival->make_payouts_table();
	return Race::seconds( static function () use ( $rival ): void {
		PEOPLE === $rival->pay( Visits::FROM, Visits::TO, 100_000_000 ) || throw new \RuntimeException( 'not everybody is paid' );
	} );
};

$race = ( new Race( 3 ) )
	->enter( 'large', static fn(): float => $run( $large ) )
	->enter( 'small', static fn(): float => $run( $small ) )
	->enter( 'rival', $pay );
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add(
	Line::better( WORK, $seconds['large'], '`SELECT … SUM … GROUP BY` on MariaDB and a PHP loop that writes the payouts', $seconds['rival'], 50 ),
	Line::within( WORK, $seconds['large'], 'its own time with 100,000 events', $seconds['small'], 1.2 ),
);
