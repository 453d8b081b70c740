<?php
/**
 * Tables of the engine's rows.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Names;

\defined( 'ABSPATH' ) || exit;

require_once ABSPATH . 'wp-admin/includes/class-wp-list-table.php';

/**
 * A WordPress list table whose rows come a page at a time from `siren_find()`. A table of one kind says which rows, which
 * columns, and how a cell is shown; cells are escaped where they are made.
 */
abstract class EngineTable extends \WP_List_Table {

	protected const PER_PAGE = 20;

	/** The lists that have the collaborator's name in each row, when asked. */
	private const NAMED = [ 'allocations', 'disputes', 'metrics', 'obligations', 'payouts' ];

	/**
	 * Names of what the rows point at.
	 *
	 * @var Names
	 */
	protected Names $names;

	/**
	 * What to find, besides what the address asks for.
	 *
	 * @var array<string,mixed>
	 */
	private array $query;

	/**
	 * Makes the table and finds its rows.
	 *
	 * @param string              $what  As `siren_find()` takes it; also the singular of CSS classes.
	 * @param array<string,mixed> $query Filters and order.
	 */
	public function __construct( private readonly string $what, array $query = [] ) {
		parent::__construct(
			[
				'singular' => 'siren-row',
				'plural'   => 'siren-' . $what,
				'ajax'     => false,
				'screen'   => 'siren-' . $what,
			]
		);
		$this->query = $query;
		$this->names = new Names();
		$this->prepare_items();
	}

	/**
	 * Finds the rows of the page asked for.
	 */
	public function prepare_items(): void {
		$found = \siren_find(
			$this->what,
			$this->query + [
				'order_by' => 'id',
				'order'    => 'desc',
				'page'     => $this->get_pagenum(),
				'per_page' => static::PER_PAGE,
			] + ( \in_array( $this->what, self::NAMED, true ) ? [ 'names' => true ] : [] )
		);
		$this->set_rows( $found['items'], $found['total'] );
	}

	/**
	 * Takes the rows of one page.
	 *
	 * @param array[] $rows  Rows.
	 * @param int     $total How many there are on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$this->_column_headers = [ $this->get_columns(), [], [], $this->get_default_primary_column_name() ];
		$this->items           = $rows;
		$this->names->know( $rows )
			->ask( 'collaborators', $this->collaborators_in( $rows ) )
			->ask( 'distributors', isset( $this->get_columns()['distributor'] ) ? \array_filter( \array_column( $rows, 'distributor' ) ) : [] );
		$this->set_pagination_args(
			[
				'total_items' => $total,
				'per_page'    => static::PER_PAGE,
			]
		);
	}

	/**
	 * The collaborators whom the rows show, so that all the names are asked for at once.
	 *
	 * @param array[] $rows Rows of one page.
	 * @return int[] Ids.
	 */
	protected function collaborators_in( array $rows ): array {
		return \array_column( $rows, 'collaborator' );
	}

	/**
	 * The bar above or below the rows. WordPress's own carries a nonce for bulk actions; these tables have none, and
	 * several tables on one screen would repeat its id.
	 *
	 * @param string $which `top` or `bottom`.
	 */
	protected function display_tablenav( $which ): void {
		if ( 'bottom' === $which || $this->get_pagination_arg( 'total_pages' ) > 1 ) {
			\printf( '<div class="tablenav %s">', \esc_attr( $which ) );
			$this->pagination( $which );
			echo '<br class="clear"></div>';
		}
	}

	/**
	 * A cell for which there is no method of its own.
	 *
	 * @param array  $item        Row.
	 * @param string $column_name Column.
	 */
	protected function column_default( $item, $column_name ): string {
		$value = $item[ $column_name ] ?? null;
		return null === $value ? Format::none() : \esc_html( (string) $value );
	}

	/**
	 * The row's status.
	 *
	 * @param array $item Row.
	 */
	protected function column_status( array $item ): string {
		return Format::status( $item['status'] );
	}

	/**
	 * The row's amount.
	 *
	 * @param array $item Row.
	 */
	protected function column_amount( array $item ): string {
		return Format::amount( $item['amount'], $item['currency'] );
	}

	/**
	 * The row's score.
	 *
	 * @param array $item Row.
	 */
	protected function column_score( array $item ): string {
		return Format::score( $item['score'] );
	}

	/**
	 * The row's share of the pool, with a bar.
	 *
	 * @param array $item Row.
	 */
	protected function column_share( array $item ): string {
		return Format::share( $item['share'] );
	}

	/**
	 * Why the row is not paid more, as a line below the cell's text; nothing where there is no reason.
	 *
	 * @param array $item Row.
	 */
	protected function reason( array $item ): string {
		return null === $item['reason'] ? '' : '<br><span class="description">' . \esc_html( Label::reason( $item['reason'] ) ) . '</span>';
	}

	/**
	 * When the row was made.
	 *
	 * @param array $item Row.
	 */
	protected function column_created_at( array $item ): string {
		return Format::instant( $item['created_at'] );
	}

	/**
	 * Whose row it is.
	 *
	 * @param array $item Row.
	 */
	protected function column_collaborator( array $item ): string {
		return $this->names->collaborator( $item['collaborator'] );
	}

	/**
	 * Which distributor it is of.
	 *
	 * @param array $item Row.
	 */
	protected function column_distributor( array $item ): string {
		return $this->names->distributor( $item['distributor'] );
	}
}
