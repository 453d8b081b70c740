<?php
/**
 * Looks up names.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine's rows refer to each other by id, and tables show names. To show many, take the names that came with the
 * rows, or load them all at once.
 */
final class Names {

	/** Maximum number of rows the engine returns at once. */
	private const MOST = 100;

	/**
	 * Known names by kind and id.
	 *
	 * @var array<string,array<int,string>>
	 */
	private array $known = [];

	/**
	 * Takes the names that came with rows, so that they need not be loaded.
	 *
	 * @param array[] $rows With `collaborator` and `name`, as `siren_find()` and `siren_standings()` return them with
	 *                      `names`; other rows are skipped.
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
	 * Loads unknown names, with one query for every hundred.
	 *
	 * @param string $what `collaborators` or `distributors`.
	 * @param int[]  $ids  Ids.
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
	 * A collaborator's escaped name, linked if the user may open the collaborator.
	 *
	 * @param int $id Collaborator.
	 */
	public function collaborator( int $id ): string {
		return self::linked( Page::url( Page::COLLABORATORS, [ 'edit' => $id ] ), $this->of( 'collaborators', $id ) );
	}

	/**
	 * A distributor's escaped name, linked if the user may open the distributor.
	 *
	 * @param ?int $id Distributor.
	 */
	public function distributor( ?int $id ): string {
		return null === $id ? Format::none() : self::linked( Page::url( Page::DISTRIBUTORS, [ 'edit' => $id ] ), $this->of( 'distributors', $id ) );
	}

	/**
	 * The plain name of a row.
	 *
	 * @param string $what `collaborators` or `distributors`.
	 * @param int    $id   Id.
	 */
	public function of( string $what, int $id ): string {
		return $this->ask( $what, [ $id ] )->known[ $what ][ $id ];
	}

	/**
	 * A readable name for the object of an event: the title of a course, lesson or post, the name of a distributor.
	 *
	 * @param string $object As stored by the engine: `course:8`, `coupon:ada10`, or a product's name.
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
	 * A name, linked to its form if the user may see it.
	 *
	 * @param string $url  URL of the form.
	 * @param string $name Plain name.
	 */
	private static function linked( string $url, string $name ): string {
		return \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ? Format::link( $url, $name ) : \esc_html( $name );
	}

	/**
	 * The active collaborators to choose from, by name. A site with more than these uses groups or the API for an
	 * audience.
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
