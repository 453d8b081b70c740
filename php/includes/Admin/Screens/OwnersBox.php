<?php
/**
 * The owners box on the edit screens of products and courses.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Owners;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Names who earns from a product or a course. Only users who may manage the programs see and save it: being able to
 * edit a course does not include deciding who is paid for it.
 */
final class OwnersBox {

	/** Name and action of the nonce. */
	private const NONCE = 'siren_owners_nonce';

	private const ACTION = 'siren_save_owners';

	/** Number of empty rows below the filled ones; saving adds as many again. */
	private const EMPTY_ROWS = 3;

	/** Number of pages of collaborators to choose from; the engine returns a hundred per page. */
	private const PAGES = 10;

	private const PER_PAGE = 100;

	private const GREATEST_WEIGHT = 1_000_000;

	/**
	 * Adds the box to the edit screens of content that earns.
	 *
	 * @param mixed $type Post type.
	 */
	public static function add( mixed $type ): void {
		if ( \in_array( $type, Registry::post_types(), true ) && \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ) {
			\add_meta_box( 'siren-owners', \__( 'Who earns from this', 'siren-distributors' ), [ self::class, 'show' ], $type, 'side' );
		}
	}

	/**
	 * Prints the box.
	 *
	 * @param \WP_Post $post Post being edited.
	 */
	public static function show( \WP_Post $post ): void {
		$named = Owners::named( $post->ID );
		try {
			Store::open();
			$choices = self::choices( $named ?? [] );
		} catch ( SirenException $failure ) {
			// Without the nonce, nothing is saved and the current owners stay.
			\printf( '<p>%s</p>', \esc_html( Wording::failure( $failure ) ) );
			return;
		}
		View::show(
			'shared/owners-box',
			[
				'nonce'   => \wp_create_nonce( self::ACTION . $post->ID ),
				'field'   => self::NONCE,
				'named'   => null !== $named,
				'rows'    => \array_merge(
					$named ?? [],
					\array_fill(
						0,
						self::EMPTY_ROWS,
						[
							'collaborator' => 0,
							'weight'       => 1,
						]
					)
				),
				'choices' => $choices,
			]
		);
	}

	/**
	 * A post was saved: stores the owners.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function save( mixed $post_id ): void {
		$post_id = (int) $post_id;
		$nonce   = $_POST[ self::NONCE ] ?? null; // phpcs:ignore WordPress.Security -- it is what is verified next.
		if ( ! \is_string( $nonce ) || false === \wp_verify_nonce( \sanitize_key( $nonce ), self::ACTION . $post_id ) ) {
			return; // Saved elsewhere, or the revision that goes with it.
		}
		if ( ! \current_user_can( Lifecycle::MANAGE_PROGRAMS ) || ! \current_user_can( 'edit_post', $post_id ) ) {
			return;
		}
		$sent = \wp_unslash( $_POST );
		$rows = self::rows( $sent['siren_owners'] ?? [] );
		// Somebody who names an owner for the first time means it, even without having changed the choice above.
		$first = [] !== $rows && null === Owners::named( $post_id );
		if ( $first || 'named' === ( $sent['siren_owners_are'] ?? '' ) ) {
			\update_post_meta( $post_id, Owners::META, $rows );
		} else {
			\delete_post_meta( $post_id, Owners::META );
		}
	}

	/**
	 * The submitted rows without empty ones. If a collaborator appears twice, the last row counts.
	 *
	 * @param mixed $sent Unslashed form data.
	 * @return array<array{collaborator:int,weight:int}>
	 */
	private static function rows( mixed $sent ): array {
		$rows = [];
		foreach ( \is_array( $sent ) ? $sent : [] as $row ) {
			$collaborator = self::number( \is_array( $row ) ? $row['collaborator'] ?? null : null );
			$weight       = self::number( \is_array( $row ) ? $row['weight'] ?? null : null );
			if ( $collaborator > 0 ) {
				$rows[ $collaborator ] = [
					'collaborator' => $collaborator,
					'weight'       => \min( self::GREATEST_WEIGHT, \max( 1, $weight ) ),
				];
			}
		}
		return \array_values( $rows );
	}

	/**
	 * A submitted number; 0 for anything else.
	 *
	 * @param mixed $sent Form data.
	 */
	private static function number( mixed $sent ): int {
		return \is_string( $sent ) && \ctype_digit( $sent ) ? (int) $sent : 0;
	}

	/**
	 * The collaborators to choose from: the active ones by name, and those already chosen.
	 *
	 * @param array<array{collaborator:int,weight:int}> $named Owners of the post.
	 * @return array<int,string> Names by id.
	 */
	private static function choices( array $named ): array {
		$choices = [];
		$page    = 1;
		do {
			$found = \siren_find(
				'collaborators',
				[
					'status'   => 'active',
					'order_by' => 'name',
					'order'    => 'asc',
					'page'     => $page,
					'per_page' => self::PER_PAGE,
				]
			);
			foreach ( $found['items'] as $collaborator ) {
				$choices[ $collaborator['id'] ] = (string) $collaborator['name'];
			}
		} while ( $page * self::PER_PAGE < $found['total'] && $page++ < self::PAGES );

		$names = new Names();
		foreach ( $named as $owner ) {
			$choices[ $owner['collaborator'] ] ??= $names->of( 'collaborators', $owner['collaborator'] );
		}
		return $choices;
	}
}
