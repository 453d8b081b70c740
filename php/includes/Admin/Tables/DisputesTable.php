<?php
/**
 * The list of open disputes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * What collaborators say is wrong, newest first, with links to where it can be corrected and a form for the answer.
 */
final class DisputesTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param array<string,mixed> $query Which disputes.
	 * @param array<string,mixed> $typed A rejected answer: `dispute` and `text`.
	 */
	public function __construct( array $query, private readonly array $typed ) {
		parent::__construct( 'disputes', $query );
	}

	/**
	 * Sets the rows and loads the open period of each distributor.
	 *
	 * @param array[] $rows  Disputes.
	 * @param int     $total Total number of rows on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$open = self::open_periods( \array_filter( \array_column( $rows, 'distribution' ) ) );
		foreach ( $rows as $number => $row ) {
			$rows[ $number ]['open'] = $open[ $row['distribution'] ?? 0 ] ?? null;
		}
		parent::set_rows( $rows, $total );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'text'       => \__( 'Dispute', 'siren-distributors' ),
			'created_at' => \__( 'When', 'siren-distributors' ),
			'answer'     => \__( 'Reply', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nothing needs your attention.', 'siren-distributors' );
	}

	/**
	 * Who disputes what, and why.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_text( array $item ): string {
		$about = null === $item['reason']
			? \__( 'About an amount', 'siren-distributors' )
			/* translators: %s: why events do not count, such as "too many visitors from one network". */
			: \sprintf( \__( 'About what did not count: %s', 'siren-distributors' ), Label::reason( $item['reason'] ) );
		$links = [];
		foreach ( self::links( $item ) as $url => $label ) {
			$links[] = Format::link( $url, $label );
		}
		return '<strong>' . $this->names->collaborator( $item['collaborator'] ) . '</strong>: <q>' . \esc_html( (string) $item['text'] ) . '</q><br><span class="description">' . \esc_html( $about ) . '. ' . \implode( ', ', $links ) . '</span>';
	}

	/**
	 * When the dispute was opened.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_created_at( array $item ): string {
		return Format::instant( $item['created_at'] );
	}

	/**
	 * The first answer and the form.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_answer( array $item ): string {
		return View::text(
			'activity/dispute-answer',
			[
				'dispute'    => $item,
				'typed'      => ( $this->typed['dispute'] ?? 0 ) === $item['id'] ? (string) $this->typed['text'] : '',
				'can_answer' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
			]
		);
	}

	/**
	 * Links to where the subject of a dispute can be inspected and corrected: URL by label.
	 *
	 * @param array $dispute Dispute from the engine, with `open` from {@see self::open_periods()}.
	 * @return array<string,string>
	 */
	private static function links( array $dispute ): array {
		if ( null !== $dispute['obligation'] ) {
			return [ Page::url( Page::DISTRIBUTIONS, [ 'explain' => $dispute['obligation'] ] ) => \__( 'Release or correct the amount', 'siren-distributors' ) ];
		}
		$events = Page::url(
			Page::ACTIVITY,
			[
				'collaborator' => $dispute['collaborator'],
				'status'       => 'ignored',
			]
		);
		$links  = [
			Page::url( Page::DISTRIBUTIONS, [ 'view' => $dispute['distribution'] ] ) => \__( 'View distribution', 'siren-distributors' ),
			$events => \__( 'View uncounted activity', 'siren-distributors' ),
		];
		return null === $dispute['open'] ? $links : $links + [ Page::url( Page::DISTRIBUTIONS, [ 'view' => $dispute['open'] ] ) => \__( 'Add points in the open period', 'siren-distributors' ) ];
	}

	/**
	 * The open distributions of the distributors that other distributions belong to.
	 *
	 * @param int[] $distributions The other distributions, those on one page.
	 * @return array<int,?int> Open distribution by the other one; null if none is open.
	 */
	private static function open_periods( array $distributions ): array {
		$made_by = \array_column( self::rows( 'distributions', $distributions ), 'distributor', 'id' );
		$open    = \array_column( self::rows( 'distributors', $made_by ), 'distribution', 'id' );
		return \array_map( static fn( int $distributor ): ?int => $open[ $distributor ] ?? null, $made_by );
	}

	/**
	 * Loads rows by id.
	 *
	 * @param string $what As `siren_find()` takes it.
	 * @param int[]  $ids  At most a hundred.
	 * @return array[]
	 */
	private static function rows( string $what, array $ids ): array {
		return [] === $ids ? [] : \siren_find(
			$what,
			[
				'id'       => \array_values( \array_unique( $ids ) ),
				'per_page' => 100,
			]
		)['items'];
	}
}
