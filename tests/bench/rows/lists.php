<?php
/** The first page of the list screens where there are a million of everything. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const PEOPLE = 1_000_000;
const LISTS  = [
	'obligations, as the screen opens'       => [ 'obligations', [] ],
	'obligations of one status'              => [ 'obligations', [ 'status' => 'pending' ] ],
	'obligations of one currency'            => [ 'obligations', [ 'currency' => 'USD' ] ],
	'obligations of one status, by amount'   => [ 'obligations', [ 'status' => 'pending', 'order_by' => 'amount', 'order' => 'desc' ] ],
	'obligations of one status, last page'   => [ 'obligations', [ 'status' => 'pending', 'page' => PEOPLE / 20 ] ],
	'obligations of one collaborator'        => [ 'obligations', [ 'collaborator' => 4711 ] ],
	'obligations of one distribution'        => [ 'obligations', [ 'distribution' => 1 ] ],
	'allocations of one distribution'        => [ 'allocations', [ 'distribution' => 1 ] ],
	'allocations of one, by place'           => [ 'allocations', [ 'distribution' => 1, 'order_by' => 'rank', 'order' => 'asc' ] ],
	'payouts, as the screen opens'           => [ 'payouts', [] ],
	'payouts of one status'                  => [ 'payouts', [ 'status' => 'paid' ] ],
	'payouts of one fulfillment'             => [ 'payouts', [ 'fulfillment' => 1, 'order' => 'asc' ] ],
	'collaborators, by name'                 => [ 'collaborators', [ 'order_by' => 'name', 'order' => 'asc' ] ],
	'collaborators of one status'            => [ 'collaborators', [ 'status' => 'active' ] ],
	'collaborators of one status, by name'   => [ 'collaborators', [ 'status' => 'active', 'order_by' => 'name', 'order' => 'asc' ] ],
	'collaborators, searched'                => [ 'collaborators', [ 'search' => 'Person 4711' ] ],
	'sales, as the screen opens'             => [ 'transactions', [] ],
	'sales of one status'                    => [ 'transactions', [ 'status' => 'complete' ] ],
	'sales that one collaborator brought'    => [ 'transactions', [ 'referrer' => 711 ] ],
	'events'                                 => [ 'events', [] ],
	'events of one status'                   => [ 'events', [ 'status' => 'counted' ] ],
	'events that credit one collaborator'    => [ 'events', [ 'collaborator' => 4711 ] ],
];

Stores::closed( PEOPLE, PEOPLE )->open();

$race = new Race( 7 );
foreach ( LISTS as $name => [ $what, $query ] ) {
	$race->enter( $name, static fn(): float => Race::seconds( static fn() => siren_find( $what, $query + [ 'per_page' => 20 ] ) ) );
}
foreach ( $race->run() as $name => $seconds ) {
	Table::add( Line::at_most( "first page of 1,000,000 rows: $name", Figure::seconds( $seconds ), Figure::seconds( 0.05 ) ) );
}
