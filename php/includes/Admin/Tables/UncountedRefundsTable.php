<?php
/**
 * The list of refunds that need attention.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

/**
 * Refunds that do not fit their sale or have been waiting for it for long, newest first, each with what to do.
 */
final class UncountedRefundsTable extends EngineTable {

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'refund_id'   => \__( 'Refund', 'siren-distributors' ),
			'occurred_at' => \__( 'When', 'siren-distributors' ),
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
	 * The refund and what to do.
	 *
	 * @param array $item Refund.
	 */
	protected function column_refund_id( array $item ): string {
		$advice = null === $item['reason']
			? \__( 'The sale for this refund was never recorded. If it was paid and should count, import missing records under Siren → Status. Otherwise there is nothing to do.', 'siren-distributors' )
			/* translators: %s: why a refund does not fit, such as "refers to line items that are not in the sale". */
			: \sprintf( \__( 'This refund was not counted: %s. Compare the sale with your store, and correct any difference with an adjustment.', 'siren-distributors' ), Label::reason( $item['reason'] ) );
		return self::of_sale( $item ) . '<br><span class="description">' . \esc_html( $advice ) . '</span>';
	}

	/**
	 * When it was issued.
	 *
	 * @param array $item Refund.
	 */
	protected function column_occurred_at( array $item ): string {
		return Format::instant( $item['occurred_at'] );
	}

	/**
	 * The dismiss button.
	 *
	 * @param array $item Refund.
	 */
	protected function column_looked_at( array $item ): string {
		return DismissButton::markup( 'refund', $item['id'], self::named( $item ) );
	}

	/**
	 * A sale or refund, linked to the sale if it is recorded.
	 *
	 * @param array $item With `source`, `external_id`, `transaction`, and `refund_id` (null for a sale).
	 */
	public static function of_sale( array $item ): string {
		$name = self::named( $item );
		if ( null !== $item['transaction'] ) {
			$sale = Page::url(
				Page::ACTIVITY,
				[
					'part' => 'sales',
					's'    => $item['external_id'],
				]
			);
			return '<strong>' . Format::link( $sale, $name ) . '</strong>';
		}
		return '<strong>' . \esc_html( $name ) . '</strong>';
	}

	/**
	 * The same as {@see self::of_sale()} as plain text.
	 *
	 * @param array $item As in {@see self::of_sale()}.
	 */
	private static function named( array $item ): string {
		$sale = $item['source'] . ' ' . $item['external_id'];
		/* translators: 1: number of a refund, 2: a shop and the number of a sale there. */
		return null === $item['refund_id'] ? $sale : \sprintf( \__( 'Refund %1$s of %2$s', 'siren-distributors' ), $item['refund_id'], $sale );
	}
}
