<?php
/** The result of the story, read from the extension and in the format of expected.php. */

declare(strict_types=1);

namespace Siren\Story;

final class Outcome {

	public function __construct( private readonly Site $site ) {
		$site->open_engine();
	}

	/** @return array[] The closed distributions by distributor and the start of their period. */
	public function distributions(): array {
		$found = [];
		foreach ( $this->all( 'distributions' ) as $distribution ) {
			if ( 'tracking' !== $distribution['status'] && 'scheduled' !== $distribution['status'] ) {
				$name = $this->site->name( 'distributors', $distribution['distributor'] );
				$found[ $name ][ $distribution['period']['start'] ][] = siren_get( 'distributions', $distribution['id'] );
			}
		}
		return $found;
	}

	/**
	 * @param array $distribution With its allocations.
	 * @return array{0: array<string, array{0: int, 1: string}>, 1: array<string, int>}
	 *         Paid collaborators with amount and score, and the scores of those who are paid nothing; by name, sorted.
	 */
	public function allocations( array $distribution ): array {
		$paid = [];
		$out  = [];
		foreach ( $distribution['allocations'] as $allocation ) {
			$name = $this->site->name( 'collaborators', $allocation['collaborator'] );
			if ( 'paid' === $allocation['status'] ) {
				$paid[ $name ] = [ $allocation['score'], $allocation['amount'] ];
			} elseif ( 0 !== $allocation['score'] ) {
				$out[ $name ] = $allocation['score'];
			}
		}
		ksort( $paid );
		ksort( $out );
		return [ $paid, $out ];
	}

	/** @return array[] Fulfillments with their payouts, oldest first. */
	public function fulfillments(): array {
		return array_map( fn( array $row ): array => siren_get( 'fulfillments', $row['id'] ), $this->all( 'fulfillments' ) );
	}

	/** @return array<string, string> Amounts of a fulfillment's payouts by name, sorted. */
	public function payouts( array $fulfillment ): array {
		$amounts = [];
		foreach ( $fulfillment['payouts'] as $payout ) {
			$amounts[ $this->site->name( 'collaborators', $payout['collaborator'] ) ] = $payout['amount'];
		}
		ksort( $amounts );
		return $amounts;
	}

	/** @return array<string, string> Amounts of the obligations in a status by name: one each, or the test is wrong. */
	public function obligations( string $status ): array {
		$amounts = [];
		foreach ( $this->all( 'obligations', [ 'status' => $status ] ) as $obligation ) {
			$amounts[ $this->site->name( 'collaborators', $obligation['collaborator'] ) ][] = $obligation['amount'];
		}
		return array_map( fn( array $each ): string => implode( ' + ', $each ), $amounts );
	}

	/** @return array[] All rows of a kind, oldest first. */
	public function all( string $what, array $query = [] ): array {
		$rows = [];
		$page = 1;
		do {
			$found = siren_find( $what, $query + [ 'order_by' => 'id', 'order' => 'asc', 'per_page' => 100, 'page' => $page++ ] );
			array_push( $rows, ...$found['items'] );
		} while ( count( $rows ) < $found['total'] );
		return $rows;
	}
}
