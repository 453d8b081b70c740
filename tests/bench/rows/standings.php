<?php
/** Who would get what, out of ten million events, against the SQL that sums them. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK   = '`siren_standings`, 10,000 collaborators over 10,000,000 events';
const PEOPLE = 10_000;

$wpdb  = WordPress::load();
$rival = new Rival( $wpdb, WordPress::visits_table( $wpdb, new Visits( 10_000_000, PEOPLE, mixed: false ) ) );
Stores::open( 10_000_000, PEOPLE )->open();

/** Both return the same: everyone's score and amount. */
$amounts = static fn(): array => array_column( siren_standings( 1, '2025-12-31T00:00:00Z' )['standings'], 'amount', 'collaborator' );
$divided = array_map( static fn( int $cents ): string => sprintf( '%d.%02d', intdiv( $cents, 100 ), $cents % 100 ), Rival::divide( 100_000_000, $rival->scores( Visits::FROM, Visits::TO ) ) );
$ours    = $amounts();
ksort( $ours );
ksort( $divided );
$ours === $divided || throw new \RuntimeException( 'the rivals do not agree' );

$race = ( new Race( 5 ) )
	->enter( 'siren', static fn(): float => Race::seconds( $amounts ) )
	->enter( 'rival', static fn(): float => Race::seconds( static fn() => Rival::divide( 100_000_000, $rival->scores( Visits::FROM, Visits::TO ) ) ) );
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add( Line::better( WORK, $seconds['siren'], '`SELECT … SUM … GROUP BY` on MariaDB', $seconds['rival'], 100 ) );
