<?php
/** One process records visits, against the least that would keep them and against what plugins usually do. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK = '`siren_record_event`, a visit, one process';

$wpdb   = WordPress::load();
$rivals = new Recording( $wpdb );
$visits = new Visits( 1_000_000, 1000, mixed: true );
$from   = 0;

/** The median of single calls: a page records one visit. */
$round = static function ( string $rival, int $calls ) use ( $rivals, $visits, &$from ): float {
	$record = $rivals->$rival( $visits, $from, $calls );
	$from  += $calls;
	return Race::median( Recording::latencies( $record, $calls ) );
};

$race = new Race( 9 );
foreach ( [ 'siren' => 20_000, 'bare_write' => 20_000, 'synced' => 200, 'pdo_sqlite' => 4000, 'wpdb' => 400 ] as $rival => $calls ) {
	$race->enter( $rival, static fn(): float => $round( $rival, $calls ) );
}
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add(
	Line::within( WORK, $seconds['siren'], Recording::NAMES['bare_write'], $seconds['bare_write'], 3 ),
	Line::beside( WORK, $seconds['siren'], Recording::NAMES['synced'], $seconds['synced'] ),
	Line::better( WORK, $seconds['siren'], Recording::NAMES['pdo_sqlite'], $seconds['pdo_sqlite'], 5 ),
	Line::better( WORK, $seconds['siren'], Recording::NAMES['wpdb'], $seconds['wpdb'], 100 ),
);
