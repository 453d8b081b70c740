<?php
/** Sixty-four processes record at once, without a pause: the 99th percentile of a call, and whether any record is lost. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const PROCESSES = 64;
const WORK      = '`siren_record_event`, 64 processes at once, 99th percentile';

$wpdb   = WordPress::load();
$rivals = new Recording( $wpdb );
$visits = new Visits( 10_000_000, 1000, mixed: true );
$from   = 0;
$calls  = [ 'siren' => 2000, 'bare_write' => 2000, 'pdo_sqlite' => 60, 'wpdb' => 60 ];
$rounds = 5;

/** All processes prepare their records, then start together. */
$crowd = static function ( string $rival, int $calls ) use ( $rivals, $wpdb, $visits, &$from ): float {
	$begin    = microtime( true ) + 1.0;
	$children = [];
	for ( $process = 0; $process < PROCESSES; $process++, $from += $calls ) {
		$children[] = Child::start( static function () use ( $rivals, $wpdb, $visits, $rival, $from, $calls, $begin ): array {
			// A connection cannot be shared with the parent.
			'wpdb' !== $rival || $wpdb->db_connect();
			$record = $rivals->$rival( $visits, $from, $calls );
			time_sleep_until( max( $begin, microtime( true ) + 0.01 ) );
			return Recording::latencies( $record, $calls );
		} );
	}
	return Race::percentile( array_merge( ...array_map( static fn( Child $child ): array => $child->answer(), $children ) ), 99 );
};

// For comparison: a call when no other process records.
$alone = Child::start( static fn(): float => Race::median( Recording::latencies( $rivals->siren( $visits, 9_000_000, 20_000 ), 20_000 ) ) )->answer();

$race = new Race( $rounds );
foreach ( $calls as $rival => $each ) {
	$race->enter( $rival, static fn(): float => $crowd( $rival, $each ) );
}
$seconds = array_map( Figure::seconds( ... ), $race->run() );

$kept     = $rivals->kept();
$recorded = $rounds * PROCESSES * $calls['siren'] + 20_000;
$lost     = $recorded - $kept['siren'];

Table::add(
	Line::within( WORK, $seconds['siren'], 'its own median in one process', Figure::seconds( $alone ), 20 ),
	Line::beside( WORK, $seconds['siren'], Recording::NAMES['bare_write'], $seconds['bare_write'] ),
	Line::beside( WORK, $seconds['siren'], Recording::NAMES['pdo_sqlite'], $seconds['pdo_sqlite'] ),
	Line::beside( WORK, $seconds['siren'], Recording::NAMES['wpdb'], $seconds['wpdb'] ),
	Line::must( WORK, sprintf( '%s of %s lost', number_format( $lost ), number_format( $recorded ) ), 'nothing lost', 0 === $lost ),
);
