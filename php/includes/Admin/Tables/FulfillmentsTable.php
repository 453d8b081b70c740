<?php
/**
 * The list of fulfillments.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Each batch of payouts, newest first.
 */
final class FulfillmentsTable extends EngineTable {

	/**
	 * Creates the table.
	 */
	public function __construct() {
		parent::__construct( 'fulfillments' );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'name'       => \__( 'Fulfillment', 'siren-distributors' ),
			'created_at' => \__( 'Created', 'siren-distributors' ),
			'payouts'    => \__( 'Payouts', 'siren-distributors' ),
			'totals'     => \__( 'Amount', 'siren-distributors' ),
			'status'     => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No fulfillments yet. Create one from the amounts you owe.', 'siren-distributors' );
	}

	/**
	 * The number, linked to the payouts.
	 *
	 * @param array $item Fulfillment.
	 */
	protected function column_name( array $item ): string {
		return '<strong>' . Format::link(
			Page::url( Page::PAYOUTS, [ 'fulfillment' => $item['id'] ] ),
			/* translators: %s: number of a fulfillment. */
			\sprintf( \__( 'No. %s', 'siren-distributors' ), \number_format_i18n( $item['id'] ) )
		) . '</strong>';
	}

	/**
	 * Number of payouts.
	 *
	 * @param array $item Fulfillment.
	 */
	protected function column_payouts( array $item ): string {
		return \esc_html( \number_format_i18n( \array_sum( \array_column( $item['totals'], 'payouts' ) ) ) );
	}

	/**
	 * Totals by currency, which are never added up.
	 *
	 * @param array $item Fulfillment.
	 */
	protected function column_totals( array $item ): string {
		$sums = \array_map( static fn( array $total ): string => Money::display( $total['amount'], $total['currency'] ), $item['totals'] );
		return \implode( '<br>', \array_map( 'esc_html', $sums ) );
	}
}
