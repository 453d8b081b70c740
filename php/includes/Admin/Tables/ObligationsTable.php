<?php
/**
 * The list of obligations.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each collaborator and amount.
 */
final class ObligationsTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param array<string,mixed> $filters Filters for `siren_find()`.
	 */
	public function __construct( private readonly array $filters ) {
		parent::__construct( 'obligations', $filters );
	}

	/** The columns, without those that would have the same value in every row. */
	public function get_columns(): array {
		$columns = [
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'amount'       => \__( 'Amount', 'siren-distributors' ),
			'kind'         => \__( 'For', 'siren-distributors' ),
			'distributor'  => \__( 'Distributor', 'siren-distributors' ),
			'created_at'   => \__( 'Since', 'siren-distributors' ),
			'status'       => \__( 'Status', 'siren-distributors' ),
		];
		return \array_diff_key( $columns, \array_intersect_key( $this->filters, [ 'collaborator' => 0 ] ) );
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No obligations found.', 'siren-distributors' );
	}

	/**
	 * The kind, linked to the distribution it came from.
	 *
	 * @param array $item Obligation.
	 */
	protected function column_kind( array $item ): string {
		$label = Label::obligation( $item['kind'] );
		return null === $item['distribution'] ? \esc_html( $label ) : Format::link( Page::url( Page::DISTRIBUTIONS, [ 'view' => $item['distribution'] ] ), $label );
	}

	/**
	 * The amount, linked to its explanation.
	 *
	 * @param array $item Obligation.
	 */
	protected function column_amount( array $item ): string {
		return Format::why( parent::column_amount( $item ), $item['id'] );
	}

	/**
	 * The status with its reason, linked to the fulfillment.
	 *
	 * @param array $item Obligation.
	 */
	protected function column_status( array $item ): string {
		$badge  = Format::status( $item['status'] );
		$reason = null === $item['reason'] ? '' : '<br><span class="description">' . \esc_html( Label::reason( $item['reason'] ) ) . '</span>';
		if ( null !== $item['fulfillment'] ) {
			$badge = '<a href="' . \esc_url( Page::url( Page::PAYOUTS, [ 'fulfillment' => $item['fulfillment'] ] ) ) . '">' . $badge . '</a>';
		}
		return $badge . $reason;
	}
}
