<?php
/**
 * The standings of an open period.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

\defined( 'ABSPATH' ) || exit;

/**
 * Who would get what if the period ended now, the best first.
 */
final class StandingsTable extends EngineTable {

	protected const PER_PAGE = 50;

	/**
	 * The page asked for, as `siren_standings()` gives it.
	 *
	 * @var array<string,mixed>
	 */
	private array $standings;

	/**
	 * Makes the table.
	 *
	 * @param int    $distributor Whose.
	 * @param string $now         Instant.
	 */
	public function __construct( private readonly int $distributor, private readonly string $now ) {
		parent::__construct( 'standings' );
	}

	/**
	 * The period and its pool, how many have points, and the rows of this page.
	 *
	 * @return array<string,mixed> As `siren_standings()` gives them.
	 */
	public function standings(): array {
		return $this->standings;
	}

	/**
	 * Finds the rows of the page asked for.
	 */
	public function prepare_items(): void {
		$this->standings = \siren_standings(
			$this->distributor,
			$this->now,
			[
				'names'    => true,
				'page'     => $this->get_pagenum(),
				'per_page' => self::PER_PAGE,
			]
		);

		$currency = [ 'currency' => $this->standings['pool']['currency'] ];
		$this->set_rows( \array_map( static fn( array $row ): array => $row + $currency, $this->standings['standings'] ), $this->standings['total'] );
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
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No one has earned points in this period yet.', 'siren-distributors' );
	}

	/**
	 * The amount, and why it is not more.
	 *
	 * @param array $item Row.
	 */
	protected function column_amount( array $item ): string {
		return parent::column_amount( $item ) . $this->reason( $item );
	}
}
