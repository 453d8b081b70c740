<?php
/**
 * Names for ids.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine's rows point at each other by id; a table shows names. Whoever shows many takes those that came with the rows, or
 * asks for all of them at once.
 */
final class Names {

	/** How many rows the engine gives at once. */
	private const MOST = 100;

	/**
	 * Known names by kind and id.
	 *
	 * @var array<string,array<int,string>>
	 */
	private array $known = [];

	/**
	 * Takes the names that came with rows, so that they need not be asked for one by one.
	 *
	 * @param array[] $rows With `collaborator` and `name`, as `siren_find()` and `siren_standings()` give them with `names`; others
	 *                      are passed over.
	 */
	public function know( array $rows ): self {
		foreach ( $rows as $row ) {
			if ( isset( $row['collaborator'] ) && \array_key_exists( 'name', $row ) ) {
				$this->known['collaborators'][ $row['collaborator'] ] = $row['name'] ?? '#' . $row['collaborator'];
			}
		}
		return $this;
	}

	/**
	 * Asks for the names that are not known yet: one question for every hundred of them.
	 *
	 * @param string $what `collaborators` or `distributors`.
	 * @param int[]  $ids  Which.
	 */
	public function ask( string $what, array $ids ): self {
		$unknown = \array_diff_key( \array_flip( $ids ), $this->known[ $what ] ?? [] );
		foreach ( \array_chunk( \array_keys( $unknown ), self::MOST ) as $some ) {
			$found = \siren_find(
				$what,
				[
					'id'       => $some,
					'per_page' => self::MOST,
				]
			)['items'];
			$names = \array_column( $found, 'name', 'id' );
			foreach ( $some as $id ) {
				$this->known[ $what ][ $id ] = (string) ( $names[ $id ] ?? '#' . $id );
			}
		}
		return $this;
	}

	/**
	 * A collaborator's name, linked to the collaborator for those who may open it. Escaped.
	 *
	 * @param int $id Collaborator.
	 */
	public function collaborator( int $id ): string {
		return self::linked( Page::url( Page::COLLABORATORS, [ 'edit' => $id ] ), $this->of( 'collaborators', $id ) );
	}

	/**
	 * A distributor's name, linked to the distributor for those who may open it. Escaped.
	 *
	 * @param ?int $id Distributor.
	 */
	public function distributor( ?int $id ): string {
		return null === $id ? Format::none() : self::linked( Page::url( Page::DISTRIBUTORS, [ 'edit' => $id ] ), $this->of( 'distributors', $id ) );
	}

	/**
	 * The plain name of something.
	 *
	 * @param string $what `collaborators` or `distributors`.
	 * @param int    $id   Which.
	 */
	public function of( string $what, int $id ): string {
		return $this->ask( $what, [ $id ] )->known[ $what ][ $id ];
	}

	/**
	 * What something was done to, as people call it: a course, a lesson or a post by its title, a distributor by its name.
	 *
	 * @param string $object As the engine keeps it: `course:8`, `coupon:ada10`, or a product's name.
	 */
	public function thing( string $object ): string {
		if ( 1 !== \preg_match( '/^([a-z]+):(\d{1,18})$/D', $object, $part ) ) {
			return $object;
		}
		if ( 'distributor' === $part[1] ) {
			return $this->of( 'distributors', (int) $part[2] );
		}
		$title = \get_the_title( (int) $part[2] );
		return '' === $title ? $object : \wp_specialchars_decode( $title, ENT_QUOTES );
	}

	/**
	 * A name, leading to a form where the reader may see it.
	 *
	 * @param string $url  Of the form.
	 * @param string $name Plain.
	 */
	private static function linked( string $url, string $name ): string {
		return \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ? Format::link( $url, $name ) : \esc_html( $name );
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
					'per_page' => self::MOST,
				]
			)['items'],
			'name',
			'id'
		);
	}
}
