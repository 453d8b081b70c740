<?php
/**
 * The list of sales.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;

/**
 * All recorded purchases, newest first: what was paid and refunded, and who referred the customer.
 */
final class SalesTable extends EngineTable {

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'external_id' => \__( 'Sale', 'siren-distributors' ),
			'customer'    => \__( 'Customer', 'siren-distributors' ),
			'referrer'    => \__( 'Referred by', 'siren-distributors' ),
			'amount'      => \__( 'Paid', 'siren-distributors' ),
			'refunded'    => \__( 'Refunded', 'siren-distributors' ),
			'occurred_at' => \__( 'When', 'siren-distributors' ),
			'status'      => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No sales found.', 'siren-distributors' );
	}

	/**
	 * The collaborators who referred the customers.
	 *
	 * @param array[] $rows Transactions.
	 * @return int[] Ids.
	 */
	protected function collaborators_in( array $rows ): array {
		return \array_filter( \array_column( $rows, 'referrer' ) );
	}

	/**
	 * The shop, the order number and the kind of sale.
	 *
	 * @param array $item Transaction.
	 */
	protected function column_external_id( array $item ): string {
		$about = \array_filter(
			[
				$item['renewal'] ? \__( 'renewal', 'siren-distributors' ) : '',
				$item['history'] ? \__( 'history: not counted', 'siren-distributors' ) : '',
			]
		);
		$about = [] === $about ? '' : '<br><span class="description">' . \esc_html( \implode( ', ', $about ) ) . '</span>';
		return '<strong>' . \esc_html( $item['source'] . ' ' . $item['external_id'] ) . '</strong>' . $about;
	}

	/**
	 * Who bought.
	 *
	 * @param array $item Transaction.
	 */
	protected function column_customer( array $item ): string {
		return EventsTable::person( $item['customer'] );
	}

	/**
	 * Who referred the customer.
	 *
	 * @param array $item Transaction.
	 */
	protected function column_referrer( array $item ): string {
		return null === $item['referrer'] ? Format::none() : $this->names->collaborator( $item['referrer'] );
	}

	/**
	 * The refunded amount.
	 *
	 * @param array $item Transaction.
	 */
	protected function column_refunded( array $item ): string {
		return Format::amount( $item['refunded'], $item['currency'] );
	}

	/**
	 * When it was paid.
	 *
	 * @param array $item Transaction.
	 */
	protected function column_occurred_at( array $item ): string {
		return Format::instant( $item['occurred_at'] );
	}
}
