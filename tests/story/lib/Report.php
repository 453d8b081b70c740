<?php
/** Prints who earned what and why, from the extension's own answers. */

declare(strict_types=1);

namespace Siren\Story;

use DateTimeImmutable;
use DateTimeZone;

final class Report {

	public function __construct( private readonly Site $site ) {}

	public function print(): void {
		$this->site->open_engine();
		foreach ( $this->all( 'distributions', [ 'status' => 'complete' ] ) as $distribution ) {
			$this->distribution( siren_get( 'distributions', $distribution['id'] ) );
		}
		foreach ( $this->all( 'fulfillments' ) as $fulfillment ) {
			$this->fulfillment( siren_get( 'fulfillments', $fulfillment['id'] ) );
		}
		$this->balances();
		$this->ignored();
		$this->standings();
	}

	/** @param array $distribution With its sources and allocations. */
	private function distribution( array $distribution ): void {
		[ 'start' => $start, 'end' => $end ] = $distribution['period'];
		printf( "\n%s: %s to %s\n", $this->distributor_name( $distribution['distributor'] ), $this->local( $start ), $this->local( $end ) );
		foreach ( $distribution['sources'] as $source ) {
			$how = isset( $source['percent'] ) ? sprintf( '%s %% of sales of %s', $source['percent'], $source['base'] ) : str_replace( '_', ' ', $source['kind'] );
			echo "  $how: {$source['amount']}\n";
		}
		echo "  pool: {$distribution['amount']} {$distribution['currency']}\n\n";
		Table::print(
			[ '#', 'collaborator', 'score', 'share', 'amount', 'because of' ],
			array_map( fn( array $allocation ): array => [
				(string) $allocation['rank'],
				$this->collaborator_name( $allocation['collaborator'] ),
				(string) $allocation['score'],
				$allocation['share'],
				$allocation['amount'],
				$this->because( $allocation ),
			], $distribution['allocations'] ),
			'rlrrrl'
		);
	}

	/** @return string What a score is made of: "7 × lesson completed, 2 × course completed", and why it is paid nothing. */
	private function because( array $allocation ): string {
		$times   = [];
		$metrics = $this->all( 'metrics', [ 'distribution' => $allocation['distribution'], 'collaborator' => $allocation['collaborator'] ] );
		foreach ( $metrics as $metric ) {
			$what           = str_replace( '_', ' ', $metric['type'] ) . ( 'reversed' === $metric['status'] ? ' taken back' : '' );
			$times[ $what ] = ( $times[ $what ] ?? 0 ) + 1;
		}
		$parts = array_map( fn( string $what, int $count ): string => "$count × $what", array_keys( $times ), $times );
		$none  = 'paid' === $allocation['status'] ? '' : '; ' . str_replace( '_', ' ', "{$allocation['status']}: {$allocation['reason']}" );
		return implode( ', ', $parts ) . $none;
	}

	/** @param array $fulfillment With its payouts. */
	private function fulfillment( array $fulfillment ): void {
		$totals = array_map( fn( array $total ): string => "{$total['amount']} {$total['currency']}", $fulfillment['totals'] );
		printf( "\nFulfillment %d, made %s: %s\n\n", $fulfillment['id'], $this->local( $fulfillment['created_at'] ), implode( ', ', $totals ) );
		Table::print(
			[ 'payout to', 'amount', 'status', 'reference', 'obligations' ],
			array_map( fn( array $payout ): array => [
				$this->collaborator_name( $payout['collaborator'] ),
				"{$payout['amount']} {$payout['currency']}",
				$payout['status'],
				(string) $payout['reference'],
				implode( ', ', siren_get( 'payouts', $payout['id'] )['obligations'] ),
			], $fulfillment['payouts'] ),
			'lrlll'
		);
	}

	/** What everyone earned, was paid and is owed, added up in cents. */
	private function balances(): void {
		$earned = [];
		foreach ( $this->all( 'obligations' ) as $obligation ) {
			$earned[ $obligation['collaborator'] ][ $obligation['status'] ][] = (int) str_replace( '.', '', $obligation['amount'] );
		}
		$dollars = fn( array ...$lists ): string => preg_replace( '/(\d\d)$/', '.$1', sprintf( '%03d', array_sum( array_merge( ...$lists ) ) ) );
		$rows    = array_map( fn( array $collaborator ): array => [
			$collaborator['name'],
			$dollars( ...array_values( $earned[ $collaborator['id'] ] ?? [ [] ] ) ),
			$dollars( $earned[ $collaborator['id'] ]['complete'] ?? [] ),
			$dollars( $earned[ $collaborator['id'] ]['pending'] ?? [] ),
		], $this->all( 'collaborators' ) );
		echo "\nTogether\n\n";
		Table::print( [ 'collaborator', 'earned', 'paid', 'still owed' ], $rows, 'lrrr' );
	}

	/** Events that do not count. */
	private function ignored(): void {
		echo "\nRecorded, but not counted\n\n";
		Table::print(
			[ 'when', 'what', 'whose', 'why' ],
			array_map( fn( array $event ): array => [
				$this->local( $event['occurred_at'] ),
				str_replace( '_', ' ', $event['type'] ),
				implode( ', ', array_map( fn( array $credited ): string => $this->collaborator_name( $credited['id'] ), $event['collaborators'] ) ),
				$event['reason'],
			], $this->all( 'events', [ 'status' => 'ignored' ] ) ),
			'llll'
		);
	}

	/** Current standings. */
	private function standings(): void {
		echo "\nStill open, as of {$this->local( $this->site->now() )}\n\n";
		$rows = [];
		foreach ( $this->all( 'distributors' ) as $distributor ) {
			$standings = siren_standings( $distributor['id'], $this->site->now() );
			$leader    = $standings['standings'][0] ?? null;
			$rows[]    = [
				$distributor['name'],
				"{$standings['pool']['amount']} {$standings['pool']['currency']}",
				null === $leader ? 'No one yet' : "{$this->collaborator_name( $leader['collaborator'] )} with {$leader['score']}",
			];
		}
		Table::print( [ 'distributor', 'pool so far', 'leading' ], $rows, 'lrl' );
	}

	/** @return array[] Rows, oldest first. There are never more than a page of them. */
	private function all( string $what, array $query = [] ): array {
		return siren_find( $what, $query + [ 'order_by' => 'id', 'order' => 'asc', 'per_page' => 100 ] )['items'];
	}

	private function collaborator_name( int $id ): string {
		return siren_get( 'collaborators', $id )['name'];
	}

	private function distributor_name( int $id ): string {
		return siren_get( 'distributors', $id )['name'];
	}

	private function local( string $instant ): string {
		return ( new DateTimeImmutable( $instant ) )->setTimezone( new DateTimeZone( Site::ZONE ) )->format( 'j M Y H:i' );
	}
}
