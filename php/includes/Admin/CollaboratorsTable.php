<?php
/**
 * The list of collaborators.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Everybody who can earn.
 */
final class CollaboratorsTable extends EngineTable {

	/**
	 * Balances of those on this page, once they were asked for.
	 *
	 * @var ?array
	 */
	private ?array $balances = null;

	/**
	 * Makes the table.
	 *
	 * @param string $status Only those of one status; '' for all.
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
	 * The columns.
	 */
	public function get_columns(): array {
		return [
			'name'    => \__( 'Collaborator', 'siren-distributors' ),
			'balance' => \__( 'Can be paid', 'siren-distributors' ),
			'email'   => \__( 'E-mail', 'siren-distributors' ),
			'wp_user' => \__( 'WordPress user', 'siren-distributors' ),
			'aliases' => \__( 'Codes', 'siren-distributors' ),
			'status'  => \__( 'Status', 'siren-distributors' ),
		];
	}

	/**
	 * What the table says when it is empty.
	 */
	public function no_items(): void {
		\esc_html_e( 'Nobody fits. Look for another name, e-mail or status.', 'siren-distributors' );
	}

	/**
	 * The name, which leads to the form.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_name( array $item ): string {
		$groups = \implode( ', ', $item['groups'] );
		return '<strong>' . $this->names->collaborator( $item['id'] ) . '</strong>' . ( '' === $groups ? '' : '<br><span class="description">' . \esc_html( $groups ) . '</span>' );
	}

	/**
	 * What can be paid to them, in each currency.
	 *
	 * @param array $item Collaborator.
	 */
	protected function column_balance( array $item ): string {
		// Those of the whole page at once.
		$this->balances ??= \siren_balances( [ 'collaborator' => \array_column( $this->items, 'id' ) ] );

		$sums = [];
		foreach ( $this->balances as $balance ) {
			if ( $balance['collaborator'] === $item['id'] && ! Money::is_zero( $balance['pending'] ) ) {
				$sums[] = Format::amount( $balance['pending'], $balance['currency'] );
			}
		}
		return [] === $sums ? Format::none() : \implode( '<br>', $sums );
	}

	/**
	 * The user, which leads to the profile where the reader may see it.
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
