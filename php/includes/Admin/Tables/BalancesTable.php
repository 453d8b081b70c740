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
 * One row for each collaborator and currency with something that can be paid, or that corrections outweigh. The engine plans a
 * fulfillment of all of it at once, so the pages are cut here.
 */
final class BalancesTable extends EngineTable {

	/**
	 * Makes the table.
	 *
	 * @param array $plan What a fulfillment of all that is pending would come to, as `siren_create_fulfillment()` rehearses it.
	 */
	public function __construct( private readonly array $plan ) {
		parent::__construct( 'balances' );
	}

	/**
	 * Finds the rows of the page asked for.
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
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nothing is ready to pay. When a period ends, what collaborators earned appears here.', 'siren-distributors' );
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
		return Money::is_zero( $item[ $column_name ] ) ? Format::none() : Format::amount( $item[ $column_name ], $item['currency'] );
	}
}
