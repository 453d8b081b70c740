<?php
/** The first page of the list screens where there are a million obligations. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const PEOPLE = 1_000_000;
const LISTS  = [
	'obligations, as the screen opens'     => [ 'obligations', [] ],
	'obligations of one status'            => [ 'obligations', [ 'status' => 'pending' ] ],
	'obligations of one status, by amount' => [ 'obligations', [ 'status' => 'pending', 'order_by' => 'amount', 'order' => 'desc' ] ],
	'obligations of one collaborator'      => [ 'obligations', [ 'collaborator' => 4711 ] ],
	'allocations of one distribution'      => [ 'allocations', [ 'distribution' => 1 ] ],
	'collaborators, by name'               => [ 'collaborators', [ 'order_by' => 'name', 'order' => 'asc' ] ],
	'collaborators, searched'              => [ 'collaborators', [ 'search' => 'Person 4711' ] ],
	'events'                               => [ 'events', [] ],
];

Stores::closed( PEOPLE, PEOPLE )->open();

$race = new Race( 7 );
foreach ( LISTS as $name => [ $what, $query ] ) {
	$race->enter( $name, static fn(): float => Race::seconds( static fn() => siren_find( $what, $query + [ 'per_page' => 20 ] ) ) );
}
foreach ( $race->run() as $name => $seconds ) {
	Table::add( Line::at_most( "first page of 1,000,000 rows: $name", Figure::seconds( $seconds ), Figure::seconds( 0.05 ) ) );
}
