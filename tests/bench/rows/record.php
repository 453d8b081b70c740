<?php
/** One process records visits, compared with the minimum that would store them and with what plugins usually do. */

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

// Many short rounds, because the speed of a shared machine varies and should affect all rivals equally. And few records at a
// time, because the single record of a page is still in the processor's cache.
$race = new Race( 301 );
foreach ( [ 'siren' => 300, 'bare_write' => 300, 'synced' => 5, 'pdo_sqlite' => 60, 'wpdb' => 9 ] as $rival => $calls ) {
	$race->enter( $rival, static fn(): float => $round( $rival, $calls ) );
}
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add(
	Line::within( WORK, $seconds['siren'], Recording::NAMES['bare_write'], $seconds['bare_write'], 3 ),
	Line::beside( WORK, $seconds['siren'], Recording::NAMES['synced'], $seconds['synced'] ),
	Line::better( WORK, $seconds['siren'], Recording::NAMES['pdo_sqlite'], $seconds['pdo_sqlite'], 5 ),
	Line::better( WORK, $seconds['siren'], Recording::NAMES['wpdb'], $seconds['wpdb'], 100 ),
);
