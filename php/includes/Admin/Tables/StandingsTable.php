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
 * Who would get what if the period ended now, best first.
 */
final class StandingsTable extends EngineTable {

	protected const PER_PAGE = 50;

	/**
	 * The requested page, as returned by `siren_standings()`.
	 *
	 * @var array<string,mixed>
	 */
	private array $standings;

	/**
	 * Creates the table.
	 *
	 * @param int    $distributor Distributor.
	 * @param string $now         Instant.
	 */
	public function __construct( private readonly int $distributor, private readonly string $now ) {
		parent::__construct( 'standings' );
	}

	/**
	 * The period and its pool, the number of collaborators with points, and the rows of this page.
	 *
	 * @return array<string,mixed> As `siren_standings()` gives them.
	 */
	public function standings(): array {
		return $this->standings;
	}

	/**
	 * Loads the rows of the requested page.
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
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No one has earned points in this period yet.', 'siren-distributors' );
	}

	/**
	 * The amount, and the reason why it is not higher.
	 *
	 * @param array $item Row.
	 */
	protected function column_amount( array $item ): string {
		return parent::column_amount( $item ) . $this->reason( $item );
	}
}
