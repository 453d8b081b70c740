<?php
/**
 * The list of events.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * Recorded events, newest first: who is credited, who triggered them, and why an event does not count.
 */
final class EventsTable extends EngineTable {

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'type'          => \__( 'What happened', 'siren-distributors' ),
			'collaborators' => \__( 'Credits', 'siren-distributors' ),
			'subject'       => \__( 'By', 'siren-distributors' ),
			'occurred_at'   => \__( 'When', 'siren-distributors' ),
			'status'        => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No events found.', 'siren-distributors' );
	}

	/**
	 * The credited collaborators.
	 *
	 * @param array[] $rows Events.
	 * @return int[] Ids.
	 */
	protected function collaborators_in( array $rows ): array {
		return \array_filter( \array_column( \array_merge( ...\array_column( $rows, 'collaborators' ) ), 'id' ) );
	}

	/**
	 * The event type, its object and its value.
	 *
	 * @param array $item Event.
	 */
	protected function column_type( array $item ): string {
		$details = [];
		if ( $item['times'] > 1 ) {
			/* translators: %s: number of visits. */
			$details[] = \sprintf( \_n( '%s visit in one hour', '%s visits in one hour', $item['times'], 'siren-distributors' ), \number_format_i18n( $item['times'] ) );
		} elseif ( \is_string( $item['quantity'] ) ) {
			/* translators: %s: number of units with a fraction, such as 2.5. */
			$details[] = \sprintf( \__( '%s units', 'siren-distributors' ), $item['quantity'] );
		} elseif ( $item['quantity'] > 1 ) {
			/* translators: %s: number of times. */
			$details[] = \sprintf( \_n( '%s time', '%s times', $item['quantity'], 'siren-distributors' ), \number_format_i18n( $item['quantity'] ) );
		}
		if ( null !== $item['object'] ) {
			$details[] = $this->names->thing( $item['object'] );
		}
		$text = '<strong>' . \esc_html( EventTypes::label( $item['type'] ) ) . '</strong><br><span class="description">' . \esc_html( \implode( ', ', $details ) ) . '</span>';
		return null === $item['value'] || null === $item['currency'] ? $text : $text . ' <span class="description">' . Format::amount( $item['value'], $item['currency'] ) . '</span>';
	}

	/**
	 * The credited collaborators, with the reason if the event does not count for them.
	 *
	 * @param array $item Event.
	 */
	protected function column_collaborators( array $item ): string {
		$names = [];
		foreach ( $item['collaborators'] as $credit ) {
			$name    = null === $credit['id'] ? '<code>' . \esc_html( (string) $credit['named'] ) . '</code>' : $this->names->collaborator( $credit['id'] );
			$names[] = null === $credit['reason'] || $credit['reason'] === $item['reason'] ? $name : $name . ' <span class="description">' . \esc_html( Label::reason( $credit['reason'] ) ) . '</span>';
		}
		return \implode( '<br>', $names );
	}

	/**
	 * Who triggered it; a WordPress user by name.
	 *
	 * @param array $item Event.
	 */
	protected function column_subject( array $item ): string {
		return self::person( $item['subject'] );
	}

	/**
	 * A readable name for a subject.
	 *
	 * @param ?string $subject `user:7`, `email:ann@example.org`, `visitor:…`; `erased:…` or `former:…` after erasure or
	 *                         deletion of the account.
	 */
	public static function person( ?string $subject ): string {
		[ $kind, $who ] = \explode( ':', (string) $subject, 2 ) + [ '', '' ];
		$user           = 'user' === $kind ? \get_userdata( (int) $who ) : false;
		return match ( true ) {
			false !== $user     => \esc_html( $user->display_name ),
			'visitor' === $kind => \esc_html__( 'a visitor', 'siren-distributors' ),
			'erased' === $kind  => \esc_html__( 'an erased person', 'siren-distributors' ),
			'former' === $kind  => \esc_html__( 'a deleted user', 'siren-distributors' ),
			'email' === $kind   => \esc_html( $who ),
			'' === $kind        => Format::none(),
			default             => \esc_html( (string) $subject ),
		};
	}

	/**
	 * When it happened.
	 *
	 * @param array $item Event.
	 */
	protected function column_occurred_at( array $item ): string {
		return Format::instant( $item['occurred_at'] );
	}

	/**
	 * Whether it counts, and if not, why.
	 *
	 * @param array $item Event.
	 */
	protected function column_status( array $item ): string {
		$reason = null === $item['reason'] ? '' : '<br><span class="description">' . \esc_html( Label::reason( $item['reason'] ) ) . '</span>';
		return Format::status( $item['status'] ) . $reason;
	}
}
