<?php
/**
 * The payouts of a fulfillment.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Each payout with the form that marks it.
 */
final class PayoutsTable extends EngineTable {

	/** Statuses a payout can still be marked in. */
	private const OPEN = [ 'unpaid', 'processing' ];

	/**
	 * Makes the table.
	 *
	 * @param int $fulfillment Whose.
	 */
	public function __construct( int $fulfillment ) {
		parent::__construct(
			'payouts',
			[
				'fulfillment' => $fulfillment,
				'order'       => 'asc',
			]
		);
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'amount'       => \__( 'Amount', 'siren-distributors' ),
			'status'       => \__( 'Status', 'siren-distributors' ),
			'paid_at'      => \__( 'Paid', 'siren-distributors' ),
			'reference'    => \__( 'Reference', 'siren-distributors' ),
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'This fulfillment has no payouts.', 'siren-distributors' );
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
	 * The payment's reference, or the form that asks for it.
	 *
	 * @param array $item Payout.
	 */
	protected function column_reference( array $item ): string {
		if ( ! \in_array( $item['status'], self::OPEN, true ) || ! \current_user_can( Lifecycle::APPROVE_PAYOUTS ) ) {
			return null === $item['reference'] || '' === $item['reference'] ? Format::none() : '<code>' . \esc_html( $item['reference'] ) . '</code>';
		}
		\ob_start();
		View::show(
			'payout-form',
			[
				'payout' => $item,
				'name'   => $this->names->of( 'collaborators', $item['collaborator'] ),
			]
		);
		return (string) \ob_get_clean();
	}
}
