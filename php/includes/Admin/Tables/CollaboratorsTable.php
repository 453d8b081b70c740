<?php
/**
 * The list of collaborators.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Everybody who can earn.
 */
final class CollaboratorsTable extends EngineTable {

	/**
	 * Creates the table.
	 *
	 * @param string $status Status to show; '' for all.
	 * @param string $search Part of a name, e-mail or code; '' for all.
	 */
	public function __construct( string $status, string $search ) {
		$filters = \array_filter(
			[
				'status' => $status,
				'search' => $search,
			],
			static fn( string $text ): bool => '' !== $text
		);
		parent::__construct( 'collaborators', $filters );
	}

	/**
	 * Sets the rows and loads what each collaborator is owed, with a single query.
	 *
	 * @param array[] $rows  Collaborators.
	 * @param int     $total Total number of rows on all pages.
	 */
	protected function set_rows( array $rows, int $total ): void {
		$balances = [] === $rows ? [] : \siren_balances( [ 'collaborator' => \array_column( $rows, 'id' ) ] );
		foreach ( $rows as $number => $row ) {
			$rows[ $number ] += [
				'collaborator' => $row['id'],
				'balances'     => \array_filter( $balances, static fn( array $balance ): bool => $balance['collaborator'] === $row['id'] ),
			];
		}
		parent::set_rows( $rows, $total );
	}

	/**
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'name'    => \__( 'Collaborator', 'siren-distributors' ),
			'balance' => \__( 'Ready to pay', 'siren-distributors' ),
			'email'   => \__( 'Email', 'siren-distributors' ),
			'wp_user' => \__( 'WordPress user', 'siren-distributors' ),
			'aliases' => \__( 'Codes', 'siren-distributors' ),
			'status'  => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the text shown when the table is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'No collaborators found. Try a different name, email address or status.', 'siren-distributors' );
	}

	/**
	 * The name, linked to the form.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_name( array $item ): string {
		$groups = \implode( ', ', $item['groups'] );
		return '<strong>' . $this->names->collaborator( $item['id'] ) . '</strong>' . ( '' === $groups ? '' : '<br><span class="description">' . \esc_html( $groups ) . '</span>' );
	}

	/**
	 * The payable amount in each currency, and what waits until the collaborator is active.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_balance( array $item ): string {
		$sums = [];
		foreach ( $item['balances'] as $balance ) {
			if ( ! Money::is_zero( $balance['payable'] ) ) {
				$sums[] = Format::amount( $balance['payable'], $balance['currency'] );
			}
			if ( ! Money::is_zero( $balance['waiting'] ) ) {
				/* translators: %s: an amount of money. */
				$sums[] = \sprintf( \esc_html__( '%s, once they are active', 'siren-distributors' ), Format::amount( $balance['waiting'], $balance['currency'] ) );
			}
		}
		return [] === $sums ? Format::none() : \implode( '<br>', $sums );
	}

	/**
	 * The user, linked to the profile if the current user may see it.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_wp_user( array $item ): string {
		$user = null === $item['wp_user_id'] ? false : \get_userdata( $item['wp_user_id'] );
		if ( false === $user ) {
			return Format::none();
		}
		$url = \get_edit_user_link( $user->ID );
		return '' === $url ? \esc_html( $user->user_login ) : Format::link( $url, $user->user_login );
	}

	/**
	 * Coupon and link codes.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_aliases( array $item ): string {
		$codes = [];
		foreach ( $item['aliases'] as $alias ) {
			if ( 'wp_user' !== $alias['type'] ) {
				$codes[] = '<span class="siren-code siren-code-' . \esc_attr( \sanitize_html_class( $alias['type'] ) ) . '">' . \esc_html( $alias['code'] ) . '</span>';
			}
		}
		return [] === $codes ? Format::none() : \implode( ' ', $codes );
	}
}
