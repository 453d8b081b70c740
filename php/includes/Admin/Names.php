<?php
/**
 * Names for ids.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine's rows point at each other by id; a table shows names. Each id is asked for once a table.
 */
final class Names {

	/**
	 * Known names by kind and id.
	 *
	 * @var array<string,array<int,string>>
	 */
	private array $known = [];

	/**
	 * A collaborator's name, linked to the collaborator. Escaped.
	 *
	 * @param int $id Collaborator.
	 */
	public function collaborator( int $id ): string {
		return Format::link( Page::url( Page::COLLABORATORS, [ 'edit' => $id ] ), $this->of( 'collaborators', $id ) );
	}

	/**
	 * A distributor's name, linked to the distributor. Escaped.
	 *
	 * @param ?int $id Distributor.
	 */
	public function distributor( ?int $id ): string {
		return null === $id ? Format::none() : Format::link( Page::url( Page::DISTRIBUTORS, [ 'edit' => $id ] ), $this->of( 'distributors', $id ) );
	}

	/**
	 * The plain name of something.
	 *
	 * @param string $what `collaborators` or `distributors`.
	 * @param int    $id   Which.
	 */
	public function of( string $what, int $id ): string {
		if ( ! isset( $this->known[ $what ][ $id ] ) ) {
			$row                         = \siren_get( $what, $id );
			$this->known[ $what ][ $id ] = null === $row ? '#' . $id : (string) $row['name'];
		}
		return $this->known[ $what ][ $id ];
	}

	/**
	 * The active collaborators to choose from, by name. A site with more has groups for an audience, and the API for the rest.
	 *
	 * @return array<int,string> By id.
	 */
	public static function active(): array {
		return \array_column(
			\siren_find(
				'collaborators',
				[
					'status'   => 'active',
					'order_by' => 'name',
					'order'    => 'asc',
					'per_page' => 100,
				]
			)['items'],
			'name',
			'id'
		);
	}
}
