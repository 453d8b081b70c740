<?php
/**
 * The list of distributions.
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
 * Each run of each distributor, newest first.
 */
final class DistributionsTable extends EngineTable {

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'period'      => \__( 'Period', 'siren-distributors' ),
			'distributor' => \__( 'Distributor', 'siren-distributors' ),
			'amount'      => \__( 'Reward pool', 'siren-distributors' ),
			'obligations' => \__( 'Obligations', 'siren-distributors' ),
			'closed_at'   => \__( 'Closed', 'siren-distributors' ),
			'status'      => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No distributions found.', 'siren-distributors' );
	}

	/**
	 * The period, linked to the distribution.
	 *
	 * @param array $item Distribution.
	 */
	protected function column_period( array $item ): string {
		return '<strong><a href="' . \esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $item['id'] ] ) ) . '">' . Format::period( $item['period'] ) . '</a></strong>';
	}

	/**
	 * Number of obligations.
	 *
	 * @param array $item Distribution.
	 */
	protected function column_obligations( array $item ): string {
		return null === $item['closed_at'] ? Format::none() : \esc_html( \number_format_i18n( $item['obligations'] ) );
	}

	/**
	 * When it was closed.
	 *
	 * @param array $item Distribution.
	 */
	protected function column_closed_at( array $item ): string {
		return Format::instant( $item['closed_at'] );
	}

	/**
	 * The status, with the reason if nothing was paid.
	 *
	 * @param array $item Distribution.
	 */
	protected function column_status( array $item ): string {
		$reason = null === $item['reason'] ? '' : '<br><span class="description">' . \esc_html( Label::reason( $item['reason'] ) ) . '</span>';
		return Format::status( $item['status'] ) . $reason;
	}
}
