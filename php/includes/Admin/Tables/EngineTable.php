<?php
/**
 * Base class of tables with rows from the engine.
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
 * A WordPress list table that loads its rows from `siren_find()`, one page at a time. A subclass defines the query, the
 * columns and how cells are shown. Cells are escaped where they are produced.
 */
abstract class EngineTable extends \WP_List_Table {

	protected const PER_PAGE = 20;

	/** The lists that can include each row's collaborator name. */
	private const NAMED = [ 'allocations', 'disputes', 'metrics', 'obligations', 'payouts' ];

	/**
	 * Names of referenced rows.
	 *
	 * @var Names
	 */
	protected Names $names;

	/**
	 * What to find, in addition to what the URL requests.
	 *
	 * @var array<string,mixed>
	 */
	private array $query;

	/**
	 * Creates the table.
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

	/** Loads the rows of the requested page. */
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
	 * Sets the rows of one page.
	 *
	 * @param array[] $rows  Rows.
	 * @param int     $total Total number of rows on all pages.
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
	 * The collaborators shown in the rows, so that all names are loaded at once.
	 *
	 * @param array[] $rows Rows of one page.
	 * @return int[] Ids.
	 */
	protected function collaborators_in( array $rows ): array {
		return \array_column( $rows, 'collaborator' );
	}

	/**
	 * The bar above or below the rows. WordPress's own contains a nonce for bulk actions; these tables have none, and
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
	 * A cell without a method of its own.
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
	 * The row's share of the pool with a bar.
	 *
	 * @param array $item Row.
	 */
	protected function column_share( array $item ): string {
		return Format::share( $item['share'] );
	}

	/**
	 * The reason why the amount is not higher, on a line below the cell's text; empty if there is none.
	 *
	 * @param array $item Row.
	 */
	protected function reason( array $item ): string {
		return null === $item['reason'] ? '' : '<br><span class="description">' . \esc_html( Label::reason( $item['reason'] ) ) . '</span>';
	}

	/**
	 * When the row was created.
	 *
	 * @param array $item Row.
	 */
	protected function column_created_at( array $item ): string {
		return Format::instant( $item['created_at'] );
	}

	/**
	 * The row's collaborator.
	 *
	 * @param array $item Row.
	 */
	protected function column_collaborator( array $item ): string {
		return $this->names->collaborator( $item['collaborator'] );
	}

	/**
	 * The row's distributor.
	 *
	 * @param array $item Row.
	 */
	protected function column_distributor( array $item ): string {
		return $this->names->distributor( $item['distributor'] );
	}
}
