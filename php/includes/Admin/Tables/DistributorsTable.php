<?php
/**
 * The list of distributors.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Wording;

\defined( 'ABSPATH' ) || exit;

/**
 * Each distributor with its rule in a few words and the state of its open period.
 */
final class DistributorsTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param string $status Status to show; '' for all.
	 */
	public function __construct( string $status ) {
		parent::__construct( 'distributors', '' === $status ? [] : [ 'status' => $status ] );
	}

	/**
	 * Sets the rows and loads each rule in a sentence and the standings of the open period.
	 *
	 * @param array[] $rows  Distributors.
	 * @param int     $total Total number of rows on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$now    = Clock::now();
		$leader = [
			'names'    => true,
			'per_page' => 1,
		];
		foreach ( $rows as $number => $row ) {
			$rows[ $number ] += [
				'sentence'  => Wording::rule( \siren_check_distributor( DistributorForm::rules( $row ) ) ),
				'standings' => null === $row['distribution'] ? null : \siren_standings( $row['id'], $now, $leader ),
			];
			$this->names->know( $rows[ $number ]['standings']['standings'] ?? [] );
		}
		parent::set_rows( $rows, $total );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'name'   => \__( 'Distributor', 'siren-distributors' ),
			'next'   => \__( 'Period ends', 'siren-distributors' ),
			'pool'   => \__( 'Pool so far', 'siren-distributors' ),
			'leader' => \__( 'In the lead', 'siren-distributors' ),
			'status' => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No distributors found.', 'siren-distributors' );
	}

	/**
	 * The name, the rule and the available actions.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_name( array $item ): string {
		$can_manage = \current_user_can( Lifecycle::MANAGE_PROGRAMS );
		$edit       = Page::url( Page::DISTRIBUTORS, [ 'edit' => $item['id'] ] );
		$list       = Page::url( Page::DISTRIBUTIONS, [ 'distributor' => $item['id'] ] );
		$actions    = $can_manage ? [ 'edit' => Format::link( $edit, \__( 'Edit', 'siren-distributors' ) ) ] : [];

		$actions['distributions'] = Format::link( $list, \__( 'Distributions', 'siren-distributors' ) );
		if ( $can_manage ) {
			$actions += $this->moves( $item );
		}
		if ( \current_user_can( Lifecycle::EXPORT ) ) {
			$actions['export'] = Format::link( self::export_url( $item['id'] ), \__( 'Export', 'siren-distributors' ) );
		}
		return '<strong class="siren-name">' . Format::link( $can_manage ? $edit : $list, $item['name'] ) . '</strong>'
			. '<span class="siren-rule">' . \esc_html( (string) $item['sentence'] ) . '</span>'
			. $this->row_actions( $actions );
	}

	/**
	 * When the open period ends.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_next( array $item ): string {
		return null === $item['distribution'] ? Format::none() : Format::due( $item['period']['end'] );
	}

	/**
	 * The pool of the open period, linked to the open distribution.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_pool( array $item ): string {
		$standings = $item['standings'];
		return null === $standings ? Format::none() : \sprintf(
			'<a href="%s">%s</a>',
			\esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $item['distribution'] ] ) ),
			Format::amount( $standings['pool']['amount'], $standings['pool']['currency'] )
		);
	}

	/**
	 * The leader and their score.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_leader( array $item ): string {
		$first = $item['standings']['standings'][0] ?? null;
		if ( null === $first ) {
			return null === $item['distribution'] ? Format::none() : '<span class="description">' . \esc_html__( 'no one yet', 'siren-distributors' ) . '</span>';
		}
		return $this->names->collaborator( $first['collaborator'] ) . '<br><span class="description">' . Format::points( $first['score'] ) . '</span>';
	}

	/**
	 * URL of a distributor's file.
	 *
	 * @param int $id Distributor.
	 */
	public static function export_url( int $id ): string {
		return \wp_nonce_url(
			\add_query_arg(
				[
					'action'      => 'siren_export_distributor',
					'distributor' => $id,
				],
				\admin_url( 'admin-post.php' )
			),
			'siren_export_distributor'
		);
	}

	/**
	 * The available actions.
	 *
	 * @param array $item Distributor.
	 * @return array<string,string> Markup by name.
	 */
	private function moves( array $item ): array {
		$texts = [
			'active' => [ 'paused', \__( 'Pause', 'siren-distributors' ) ],
			'draft'  => [ 'active', \__( 'Activate', 'siren-distributors' ) ],
			'paused' => [ 'active', \__( 'Resume', 'siren-distributors' ) ],
		];
		$moves = [];
		if ( isset( $texts[ $item['status'] ] ) ) {
			[ $status, $text ] = $texts[ $item['status'] ];
			$moves['move']     = $this->button( 'siren_set_distributor_status', $item, $text, [ 'status' => $status ] );
		}
		$moves['duplicate'] = $this->button( 'siren_duplicate_distributor', $item, \__( 'Duplicate', 'siren-distributors' ), [] );
		return $moves;
	}

	/**
	 * A button that looks like the links beside it. It changes something, so it is a form that posts.
	 *
	 * @param string               $action Name of the action.
	 * @param array                $item   Distributor.
	 * @param string               $text   What the button says.
	 * @param array<string,string> $fields Further fields to submit.
	 */
	private function button( string $action, array $item, string $text, array $fields ): string {
		return View::text(
			'distributors/link-button',
			[
				'action' => $action,
				'fields' => [ 'id' => (string) $item['id'] ] + $fields,
				'text'   => $text,
				'about'  => $item['name'],
			]
		);
	}
}
