<?php
/**
 * What each collaborator is owed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each collaborator and currency with something open. The engine sums all of them at once, so the pages are cut
 * here.
 */
final class BalancesTable extends EngineTable {

	/**
	 * Makes the table.
	 */
	public function __construct() {
		parent::__construct( 'balances' );
	}

	/**
	 * Finds the rows of the page asked for.
	 */
	public function prepare_items(): void {
		$open = \array_filter( \siren_balances(), static fn( array $row ): bool => ! Money::is_zero( $row['pending'] ) || ! Money::is_zero( $row['held'] ) || ! Money::is_zero( $row['draft'] ) );
		$this->set_rows( \array_slice( $open, ( $this->get_pagenum() - 1 ) * self::PER_PAGE, self::PER_PAGE ), \count( $open ) );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'payable'      => \__( 'Can be paid', 'siren-distributors' ),
			'held'         => \__( 'Held back', 'siren-distributors' ),
			'draft'        => \__( 'Waiting for approval', 'siren-distributors' ),
			'paid'         => \__( 'Paid so far', 'siren-distributors' ),
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nobody is owed anything now. When a period ends, what collaborators earned in it shows up here.', 'siren-distributors' );
	}

	/**
	 * Whose it is, with a way to the obligations.
	 *
	 * @param array $item Balance.
	 */
	protected function column_collaborator( array $item ): string {
		$url = Page::url(
			Page::PAYOUTS,
			[
				'part'         => 'obligations',
				'collaborator' => $item['collaborator'],
				'currency'     => $item['currency'],
			]
		);
		return '<strong>' . parent::column_collaborator( $item ) . '</strong> ' . $this->row_actions( [ 'obligations' => Format::link( $url, \__( 'Obligations', 'siren-distributors' ) ) ] );
	}

	/**
	 * A sum; all other columns are.
	 *
	 * @param array  $item        Balance.
	 * @param string $column_name Column.
	 */
	protected function column_default( $item, $column_name ): string {
		// WordPress has styles of its own for what is called `pending`.
		$column_name = 'payable' === $column_name ? 'pending' : $column_name;
		return Money::is_zero( $item[ $column_name ] ) ? Format::none() : Format::amount( $item[ $column_name ], $item['currency'] );
	}
}
