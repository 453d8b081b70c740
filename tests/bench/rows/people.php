<?php
/** The heartbeat pays a million collaborators, against itself with ten thousand. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK = '`siren_run_due`, 1,000,000 collaborators';

$memory = [];
$run    = static function ( int $people ) use ( &$memory ): float {
	$copy              = Stores::open( $people, $people )->copy( 'people' );
	$measured          = Child::measure( static fn() => siren_run_due( Stores::DUE, [ 'budget_ms' => 3_600_000, 'confirmed' => true ] ) );
	$memory[ $people ] = max( $memory[ $people ] ?? 0, $measured['bytes'] );
	$copy->remove();
	return $measured['seconds'];
};

$race    = ( new Race( 3 ) )->enter( 'million', static fn(): float => $run( 1_000_000 ) )->enter( 'ten_thousand', static fn(): float => $run( 10_000 ) );
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add(
	Line::within( WORK, $seconds['million'], 'its own time with 10,000', $seconds['ten_thousand'], 120 ),
	Line::at_most( 'its memory', Figure::bytes( $memory[1_000_000] ), Figure::bytes( 512 << 20 ) ),
);
