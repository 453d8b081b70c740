<?php
/**
 * The allocations of a distribution.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;

\defined( 'ABSPATH' ) || exit;

/**
 * Every collaborator considered when the period ended, in order of rank: score, amount, and the reason for getting
 * nothing.
 */
final class AllocationsTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param int $distribution Distribution.
	 */
	public function __construct( private readonly int $distribution ) {
		parent::__construct(
			'allocations',
			[
				'distribution' => $distribution,
				'order_by'     => 'rank',
				'order'        => 'asc',
			]
		);
	}

	/**
	 * Sets the rows and loads the obligation made from each.
	 *
	 * @param array[] $rows  Allocations.
	 * @param int     $total Total number of rows on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$obligations = [] === $rows ? [] : \siren_find(
			'obligations',
			[
				'distribution' => $this->distribution,
				'collaborator' => \array_column( $rows, 'collaborator' ),
				'kind'         => 'distribution',
				'per_page'     => 100,
			]
		)['items'];
		$by_row      = \array_column( $obligations, 'id', 'allocation' );
		foreach ( $rows as $number => $row ) {
			$rows[ $number ]['obligation'] = $by_row[ $row['id'] ] ?? null;
		}
		parent::set_rows( $rows, $total );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'rank'         => \__( 'Rank', 'siren-distributors' ),
			'score'        => \__( 'Score', 'siren-distributors' ),
			'share'        => \__( 'Share of the pool', 'siren-distributors' ),
			'amount'       => \__( 'Amount', 'siren-distributors' ),
			'status'       => \__( 'Outcome', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No one had points in this period.', 'siren-distributors' );
	}

	/**
	 * The outcome with its reason.
	 *
	 * @param array $item Allocation.
	 */
	protected function column_status( array $item ): string {
		return Format::status( $item['status'], Label::outcome( $item['status'] ) ) . $this->reason( $item );
	}

	/**
	 * The amount, linked to its explanation if there is an obligation.
	 *
	 * @param array $item Allocation.
	 */
	protected function column_amount( array $item ): string {
		$amount = parent::column_amount( $item );
		return null === $item['obligation'] ? $amount : Format::why( $amount, $item['obligation'] );
	}
}
