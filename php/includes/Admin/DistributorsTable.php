<?php
/**
 * The list of distributors.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Each distributor with its rule in a few words and what its open period has collected so far.
 */
final class DistributorsTable extends EngineTable {

	/**
	 * Makes the table.
	 *
	 * @param string $status Only those of one status; '' for all.
	 */
	public function __construct( string $status ) {
		parent::__construct( 'distributors', '' === $status ? [] : [ 'status' => $status ] );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'name'     => \__( 'Distributor', 'siren-distributors' ),
			'rule'     => \__( 'Rule', 'siren-distributors' ),
			'period'   => \__( 'Open period', 'siren-distributors' ),
			'pool'     => \__( 'Pool so far', 'siren-distributors' ),
			'status'   => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'There is no distributor yet. A distributor says what is measured, what fills the reward pool, how it is divided, and when.', 'siren-distributors' );
	}

	/**
	 * The name, with what can be done.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_name( array $item ): string {
		$edit    = Page::url( Page::DISTRIBUTORS, [ 'edit' => $item['id'] ] );
		$actions = [
			'distributions' => Format::link( Page::url( Page::DISTRIBUTIONS, [ 'distributor' => $item['id'] ] ), \__( 'Distributions', 'siren-distributors' ) ),
		];
		if ( \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ) {
			$actions = [ 'edit' => Format::link( $edit, \__( 'Edit', 'siren-distributors' ) ) ] + $actions;
			if ( 'active' === $item['status'] ) {
				$actions['pause'] = $this->status_button( $item['id'], 'paused', \__( 'Pause', 'siren-distributors' ) );
			}
			if ( 'draft' === $item['status'] ) {
				$actions['activate'] = $this->status_button( $item['id'], 'active', \__( 'Activate', 'siren-distributors' ) );
			}
			if ( 'paused' === $item['status'] ) {
				$actions['resume'] = $this->status_button( $item['id'], 'active', \__( 'Resume', 'siren-distributors' ) );
			}
		}
		return '<strong>' . Format::link( $edit, $item['name'] ) . '</strong>' . $this->row_actions( $actions );
	}

	/**
	 * The rule in a few words.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_rule( array $item ): string {
		$structure = (string) $item['structure']['kind'];
		return \esc_html( Label::schedule( $item['schedule'] ) ) . '<br><span class="description">'
			. \esc_html( Label::structures()[ $structure ] ?? $structure ) . '</span>';
	}

	/**
	 * The period that is open.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_period( array $item ): string {
		return null === $item['distribution']
			? Format::none()
			: '<a href="' . \esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $item['distribution'] ] ) ) . '">' . Format::period( $item['period'] ) . '</a>';
	}

	/**
	 * What the open period's pool holds now.
	 *
	 * @param array $item Distributor.
	 */
	protected function column_pool( array $item ): string {
		if ( null === $item['distribution'] ) {
			return Format::none();
		}
		$pool = \siren_standings( $item['id'], Clock::now() )['pool'];
		return Format::amount( $pool['amount'], $pool['currency'] );
	}

	/**
	 * A button that looks like the links beside it; it changes something, so it is a form that posts.
	 *
	 * @param int    $id     Distributor.
	 * @param string $status The status it shall have.
	 * @param string $text   What the button says.
	 */
	private function status_button( int $id, string $status, string $text ): string {
		\ob_start();
		View::show(
			'status-button',
			[
				'id'     => $id,
				'status' => $status,
				'text'   => $text,
			]
		);
		return (string) \ob_get_clean();
	}
}
