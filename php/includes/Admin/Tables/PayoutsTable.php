<?php
/**
 * The list of payouts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

/**
 * Each payout with the form that marks it.
 */
final class PayoutsTable extends EngineTable {

	/** Statuses in which a payout can still be marked. */
	private const OPEN = [ 'unpaid', 'processing' ];

	/**
	 * Creates the table.
	 *
	 * @param array<string,mixed> $filters  Filters for `siren_find()`.
	 * @param bool                $can_mark Whether the user may mark them.
	 * @param bool                $can_tick Whether there is a form above the table for selected payouts.
	 */
	public function __construct( private readonly array $filters, private readonly bool $can_mark, private readonly bool $can_tick = false ) {
		parent::__construct( 'payouts', $filters + ( isset( $filters['fulfillment'] ) ? [ 'order' => 'asc' ] : [] ) );
	}

	/** The columns, without those that would have the same value in every row. */
	public function get_columns(): array {
		$columns = [
			'cb'           => '<span class="screen-reader-text">' . \esc_html__( 'Select', 'siren-distributors' ) . '</span>',
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'amount'       => \__( 'Amount', 'siren-distributors' ),
			'fulfillment'  => \__( 'Fulfillment', 'siren-distributors' ),
			'status'       => \__( 'Status', 'siren-distributors' ),
			'paid_at'      => \__( 'Paid', 'siren-distributors' ),
			'reference'    => \__( 'Reference', 'siren-distributors' ),
		];
		return \array_diff_key( $columns, $this->filters, $this->can_tick ? [] : [ 'cb' => 0 ] );
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No payouts found. Payouts are created with each fulfillment.', 'siren-distributors' );
	}

	/**
	 * The checkbox that selects it for the form above the table.
	 *
	 * @param array $item Payout.
	 */
	protected function column_cb( $item ): string {
		return \in_array( $item['status'], self::OPEN, true ) ? \sprintf(
			'<input type="checkbox" form="siren-bulk" name="ids[]" value="%d" aria-label="%s">',
			$item['id'],
			\esc_attr( $this->names->of( 'collaborators', $item['collaborator'] ) )
		) : '';
	}

	/**
	 * Its fulfillment.
	 *
	 * @param array $item Payout.
	 */
	protected function column_fulfillment( array $item ): string {
		return Format::link(
			Page::url( Page::PAYOUTS, [ 'fulfillment' => $item['fulfillment'] ] ),
			/* translators: %s: number of a fulfillment. */
			\sprintf( \__( 'No. %s', 'siren-distributors' ), \number_format_i18n( $item['fulfillment'] ) )
		);
	}

	/**
	 * When it was paid.
	 *
	 * @param array $item Payout.
	 */
	protected function column_paid_at( array $item ): string {
		return Format::instant( $item['paid_at'] );
	}

	/**
	 * The payment reference, or the form that asks for it; for a paid payout also the form that marks it as returned.
	 *
	 * @param array $item Payout.
	 */
	protected function column_reference( array $item ): string {
		$view = [
			'payout' => $item,
			'name'   => $this->names->of( 'collaborators', $item['collaborator'] ),
		];
		if ( $this->can_mark && \in_array( $item['status'], self::OPEN, true ) ) {
			return View::text( 'payouts/payout-form', $view );
		}
		$note = (string) $item['note'];
		return ( '' === (string) $item['reference'] ? Format::none() : '<code>' . \esc_html( $item['reference'] ) . '</code>' )
			. ( '' === $note ? '' : '<br><span class="description">' . \esc_html( $note ) . '</span>' )
			. ( $this->can_mark && 'paid' === $item['status'] ? View::text( 'payouts/payout-return', $view ) : '' );
	}
}
