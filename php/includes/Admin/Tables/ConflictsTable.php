<?php
/**
 * The list of conflicting records.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * Records that arrived a second time with different content, newest first: what they are, what differs, and what to do.
 */
final class ConflictsTable extends EngineTable {

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'key'         => \__( 'What', 'siren-distributors' ),
			'differences' => \__( 'What differs', 'siren-distributors' ),
			'created_at'  => \__( 'Received again', 'siren-distributors' ),
			'looked_at'   => \__( 'Action', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nothing needs your attention.', 'siren-distributors' );
	}

	/**
	 * What it is, with a link and what to do.
	 *
	 * @param array $item Conflict.
	 */
	protected function column_key( array $item ): string {
		return self::subject( $item ) . '<br><span class="description">' . \esc_html( self::advice( $item ) ) . '</span>';
	}

	/**
	 * What differs, one line each.
	 *
	 * @param array $item Conflict.
	 */
	protected function column_differences( array $item ): string {
		$lines = \array_map( fn( array $difference ): string => '<li>' . ( new RecordDifference( $difference, $item, $this->names ) )->markup() . '</li>', $item['differences'] );
		return [] === $lines ? Format::none() : '<ul class="siren-plain">' . \implode( '', $lines ) . '</ul>';
	}

	/**
	 * The dismiss button.
	 *
	 * @param array $item Conflict.
	 */
	protected function column_looked_at( array $item ): string {
		return DismissButton::markup( 'conflict', $item['id'], $item['key'] );
	}

	/**
	 * The record, linked to the version that counts.
	 *
	 * @param array $item Conflict.
	 */
	private static function subject( array $item ): string {
		if ( 'event' === $item['what'] ) {
			$event = null === $item['event'] ? null : \siren_get( 'events', $item['event'] );
			$name  = null === $event ? $item['key'] : EventTypes::label( $event['type'] );
			return '<strong>' . Format::link( Page::url( Page::ACTIVITY, [ 's' => $item['key'] ] ), $name ) . '</strong> <code>' . \esc_html( $item['key'] ) . '</code>';
		}
		return UncountedRefundsTable::of_sale( $item );
	}

	/**
	 * What it is and what to do, in a sentence or two.
	 *
	 * @param array $item Conflict.
	 */
	private static function advice( array $item ): string {
		if ( [] === $item['differences'] ) {
			return \__( 'This was recorded twice with different contents, but the current version matches. There is nothing to correct.', 'siren-distributors' );
		}
		return match ( $item['what'] ) {
			'transaction' => \__( 'This sale was recorded twice with different contents, and the first one counts. If the second is right, correct the difference with an adjustment.', 'siren-distributors' ),
			'refund'      => \__( 'This refund was recorded twice with different contents, and the first one counts. Compare it with your store, and correct any difference with an adjustment.', 'siren-distributors' ),
			default       => \__( 'This was recorded twice with different contents, and the first one counts. If the second is right, add or subtract the points manually.', 'siren-distributors' ),
		};
	}
}
