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
			[ '#', 'collaborator', 'score', 'share', 'amount', '' ],
			array_map( fn( array $allocation ): array => [
				(string) $allocation['rank'],
				$this->collaborator_name( $allocation['collaborator'] ),
				(string) $allocation['score'],
				$allocation['share'],
				$allocation['amount'],
				'paid' === $allocation['status'] ? '' : trim( "{$allocation['status']} {$allocation['reason']}" ),
			], $distribution['allocations'] ),
			'rlrrrl'
		);
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

	/** What is running now. */
	private function standings(): void {
		echo "\nStill open, as of {$this->local( $this->site->now() )}\n\n";
		$rows = [];
		foreach ( $this->all( 'distributors' ) as $distributor ) {
			$standings = siren_standings( $distributor['id'], $this->site->now() );
			$leader    = $standings['standings'][0] ?? null;
			$rows[]    = [
				$distributor['name'],
				"{$standings['pool']['amount']} {$standings['pool']['currency']}",
				null === $leader ? 'nobody yet' : "{$this->collaborator_name( $leader['collaborator'] )} with {$leader['score']}",
			];
		}
		Table::print( [ 'distributor', 'pool so far', 'leading' ], $rows, 'lrl' );
	}

	/** @return array[] Rows, oldest first. */
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
