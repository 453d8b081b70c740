<?php
/** A fold of a million visits, a tenth of them recorded twice, against SQLite itself inserting the rows that come out. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK  = 'fold of 1,000,000 events, 10 % of them duplicates';
const WIDTH = 1_000_000;

/** A store with an open period and an unfolded journal. */
$waiting = static function ( string $name, int $events ): Store {
	$store = Store::fresh( $name );
	$store->add_people( 1000 );
	siren_save_distributor( Stores::yearly() );
	$visits = new Visits( $events, 1000, mixed: true );
	for ( $number = 0; $number < $events; $number += 1000 ) {
		$facts = [];
		for ( $next = $number; $next < $number + 1000; $next++ ) {
			// Every tenth record repeats an earlier one.
			$facts[] = [ 'type' => 'site_visited' ] + $visits->event( 9 === $next % 10 ? intdiv( $next, 2 ) : $next );
		}
		siren_record_events( $facts );
	}
	Shell::run( 'sync' );
	return $store;
};

$folded = static fn(): array => siren_run_due( Visits::FROM )['folded'];

/** The fold runs in a separate process, so that its memory can be measured. */
$memory = [];
$fold   = static function ( int $events ) use ( $waiting, $folded, &$memory ): float {
	$waiting( 'fold', $events );
	$measured          = Child::measure( $folded );
	$memory[ $events ] = max( $memory[ $events ] ?? 0, $measured['bytes'] );
	return $measured['seconds'];
};

/** The same rows by `INSERT … SELECT`, in one transaction, into the same tables with the same cache and durability. */
$insert = static function ( Store $from ): float {
	$into = Store::fresh( 'fold-into' );
	siren_run_due( Visits::FROM ); // Creates the tables.
	$pdo = $into->pdo();
	$pdo->exec( "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; ATTACH '{$from->directory}/siren.sqlite3' AS source" );
	Shell::run( 'sync' );
	return Race::seconds( static function () use ( $pdo ): void {
		$pdo->exec( 'BEGIN IMMEDIATE' );
		foreach ( [ 'events', 'event_keys', 'credits', 'metrics', 'scores' ] as $table ) {
			// The condition keeps SQLite from copying whole indexes, which no insertion of new rows could do.
			$pdo->exec( "INSERT INTO main.$table SELECT * FROM source.$table WHERE true" );
		}
		$pdo->exec( 'COMMIT' );
	} );
};

// The rows that the rival inserts, folded once before.
$rows = $waiting( 'fold-from', WIDTH );
$folded();

$race    = ( new Race( 3 ) )->enter( 'siren', static fn(): float => $fold( WIDTH ) )->enter( 'insert', static fn(): float => $insert( $rows ) );
$seconds = array_map( Figure::seconds( ... ), $race->run() );
$fold( intdiv( WIDTH, 10 ) );

Table::add(
	Line::within( WORK, $seconds['siren'], "SQLite's own `INSERT … SELECT` of the resulting rows, one transaction", $seconds['insert'], 2 ),
	Line::at_most( 'its memory', Figure::bytes( $memory[ WIDTH ] ), Figure::bytes( 64 << 20 ) ),
	Line::beside( 'its memory', Figure::bytes( $memory[ WIDTH ] ), 'a fold of a tenth of it', Figure::bytes( $memory[ intdiv( WIDTH, 10 ) ] ) ),
);
