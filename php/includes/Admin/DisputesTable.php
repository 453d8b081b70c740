<?php
/**
 * The list of disputes that wait for an answer.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * What collaborators say is wrong, the latest first, with where to put it right and a form for the answer.
 */
final class DisputesTable extends EngineTable {

	/**
	 * Makes the table.
	 *
	 * @param array<string,mixed> $query Which disputes.
	 * @param array<string,mixed> $typed An answer that was refused: `dispute` and `text`.
	 */
	public function __construct( array $query, private readonly array $typed ) {
		parent::__construct( 'disputes', $query );
	}

	/**
	 * Takes the rows, and of each the period that its distributor has open now.
	 *
	 * @param array[] $rows  Disputes.
	 * @param int     $total How many there are on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$open = Disputes::open_periods( \array_filter( \array_column( $rows, 'distribution' ) ) );
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
			'text'       => \__( 'What is said to be wrong', 'siren-distributors' ),
			'created_at' => \__( 'When', 'siren-distributors' ),
			'answer'     => \__( 'Answer', 'siren-distributors' ),
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nothing to look at.', 'siren-distributors' );
	}

	/**
	 * Who says what, about what.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_text( array $item ): string {
		$about = null === $item['reason']
			? \__( 'About an amount', 'siren-distributors' )
			/* translators: %s: why events do not count, such as "too many visitors of one network". */
			: \sprintf( \__( 'About what did not count: %s', 'siren-distributors' ), Label::reason( $item['reason'] ) );
		$links = [];
		foreach ( Disputes::links( $item ) as $url => $label ) {
			$links[] = Format::link( $url, $label );
		}
		return '<strong>' . $this->names->collaborator( $item['collaborator'] ) . '</strong>: <q>' . \esc_html( (string) $item['text'] ) . '</q><br><span class="description">' . \esc_html( $about ) . '. ' . \implode( ', ', $links ) . '</span>';
	}

	/**
	 * When it was said.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_created_at( array $item ): string {
		return Format::instant( $item['created_at'] );
	}

	/**
	 * The first answer, and the form.
	 *
	 * @param array $item Dispute.
	 */
	protected function column_answer( array $item ): string {
		return View::text(
			'dispute-answer',
			[
				'dispute'    => $item,
				'typed'      => ( $this->typed['dispute'] ?? 0 ) === $item['id'] ? (string) $this->typed['text'] : '',
				'can_answer' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
			]
		);
	}
}
