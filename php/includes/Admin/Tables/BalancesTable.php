<?php
/**
 * What each collaborator is owed.
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
 * One row for each collaborator and currency with a payable amount, or with corrections that exceed it. The engine
 * plans a fulfillment of everything at once, so paging happens here.
 */
final class BalancesTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param array $plan A dry run of `siren_create_fulfillment()` for everything that is pending.
	 */
	public function __construct( private readonly array $plan ) {
		parent::__construct( 'balances' );
	}

	/**
	 * Loads the rows of the requested page.
	 */
	public function prepare_items(): void {
		$pending = \array_merge( $this->plan['payouts'], $this->plan['left_out'] );
		$page    = \array_slice( $pending, ( $this->get_pagenum() - 1 ) * self::PER_PAGE, self::PER_PAGE );
		$sums    = [];
		if ( [] !== $page ) {
			$balances = \siren_balances(
				[
					'collaborator' => \array_values( \array_unique( \array_column( $page, 'collaborator' ) ) ),
					'names'        => true,
				]
			);
			foreach ( $balances as $balance ) {
				$sums[ $balance['collaborator'] . $balance['currency'] ] = $balance;
			}
		}
		$this->set_rows( \array_map( static fn( array $row ): array => $sums[ $row['collaborator'] . $row['currency'] ], $page ), \count( $pending ) );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'collaborator' => \__( 'Collaborator', 'siren-distributors' ),
			'payable'      => \__( 'Ready to pay', 'siren-distributors' ),
			'waiting'      => \__( 'Owed to inactive collaborators', 'siren-distributors' ),
			'held'         => \__( 'Held', 'siren-distributors' ),
			'draft'        => \__( 'Waiting for approval', 'siren-distributors' ),
			'fulfilled'    => \__( 'In a fulfillment', 'siren-distributors' ),
			'paid'         => \__( 'Paid so far', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nothing is ready to pay. When a period ends, what collaborators earned appears here.', 'siren-distributors' );
	}

	/**
	 * The collaborator, linked to their obligations.
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
	 * An amount; all other columns are amounts.
	 *
	 * @param array  $item        Balance.
	 * @param string $column_name Column.
	 */
	protected function column_default( $item, $column_name ): string {
		return Money::is_zero( $item[ $column_name ] ) ? Format::none() : Format::amount( $item[ $column_name ], $item['currency'] );
	}
}
