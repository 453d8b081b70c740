<?php
/** A plugin that stores raw visits in MariaDB: sums them in SQL, divides in PHP, and writes payouts row by row. */

declare(strict_types=1);

namespace Siren\Bench;

use wpdb;

final class Rival {

	public function __construct( private readonly wpdb $wpdb, private readonly string $visits ) {}

	/**
	 * The scores of a time range, by collaborator.
	 *
	 * @return array<int,int>
	 */
	public function scores( string $from, string $to ): array {
		$rows = $this->wpdb->get_results(
			$this->wpdb->prepare(
				"SELECT collaborator_id, SUM(quantity) AS score FROM {$this->visits}
				WHERE type = 'site_visited' AND occurred_at >= %s AND occurred_at < %s
				GROUP BY collaborator_id ORDER BY score DESC, collaborator_id",
				self::as_mysql( $from ),
				self::as_mysql( $to )
			),
			ARRAY_N
		);
		return array_column( array_map( static fn( array $row ): array => [ (int) $row[0], (int) $row[1] ], $rows ), 1, 0 );
	}

	/**
	 * A pool divided by scores, to the cent: the cents left over after rounding down go to the largest remainders.
	 *
	 * @param array<int,int> $scores
	 * @return array<int,int> Cents, by collaborator.
	 */
	public static function divide( int $cents, array $scores ): array {
		$all     = array_sum( $scores );
		$amounts = array_map( static fn( int $score ): int => intdiv( $cents * $score, $all ), $scores );
		$lost    = array_map( static fn( int $score ): int => $cents * $score % $all, $scores );
		arsort( $lost );
		foreach ( array_slice( array_keys( $lost ), 0, $cents - array_sum( $amounts ) ) as $collaborator ) {
			++$amounts[ $collaborator ];
		}
		return $amounts;
	}

	/** Closes a period: sums, divides, writes one payout each. */
	public function pay( string $from, string $to, int $cents ): int {
		$amounts = self::divide( $cents, $this->scores( $from, $to ) );
		foreach ( $amounts as $collaborator => $amount ) {
			$this->wpdb->insert( 'rival_payouts', [
				'collaborator_id' => $collaborator,
				'amount'          => $amount,
				'status'          => 'unpaid',
				'payment_id'      => 0,
			] );
		}
		return count( $amounts );
	}

	/** The table of payouts, empty. */
	public function make_payouts_table(): void {
		WordPress::query( $this->wpdb, 'DROP TABLE IF EXISTS rival_payouts' );
		WordPress::query(
			$this->wpdb,
			'CREATE TABLE rival_payouts (
				id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
				collaborator_id bigint unsigned NOT NULL,
				amount bigint NOT NULL,
				status varchar(20) NOT NULL,
				payment_id bigint unsigned NOT NULL,
				KEY collaborator_id (collaborator_id),
				KEY status (status)
			) ENGINE=InnoDB CHARSET=ascii'
		);
	}

	private static function as_mysql( string $instant ): string {
		return gmdate( 'Y-m-d H:i:s', strtotime( $instant ) );
	}
}
