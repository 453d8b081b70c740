<?php
/**
 * The Collaborators screen: list and form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\OwnedContent;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Tables\CollaboratorsTable;
use Siren\Distributors\Admin\Tables\ObligationsTable;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments the list, which `status` and `s` filter; with `edit`, the form; with `edit=import`, the import
 * form.
 */
final class CollaboratorsScreen implements Screen {

	/** Alias types for which the form has a field. */
	private const CODES = [
		'coupons' => 'coupon',
		'links'   => 'link',
	];

	/** Names of the form's fields, next to which problems are shown. */
	private const FIELDS = [ 'name', 'email', 'wp_user_id', 'status', 'groups', 'aliases' ];

	/** Number of past allocations on the form. */
	private const SHARES = 12;

	public static function slug(): string {
		return Page::COLLABORATORS;
	}

	public static function title(): string {
		return \__( 'Collaborators', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'Everyone who can earn. Link a collaborator to a WordPress user, and they earn from what that user teaches, writes and sells. Coupons and affiliate links do the same for sales.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'collaborator_saved' => \__( 'Collaborator saved.', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		if ( '' === Page::argument( 'edit' ) ) {
			Page::show( self::capability(), [ self::class, 'show_list' ] );
		} else {
			Page::show( Lifecycle::MANAGE_PROGRAMS, 'import' === Page::argument( 'edit' ) ? [ CollaboratorImport::class, 'show' ] : [ self::class, 'show_form' ] );
		}
	}

	/**
	 * Prints the list.
	 */
	public static function show_list(): void {
		$status = Page::argument( 'status' );
		View::show(
			'collaborators/collaborators',
			[
				'table'      => new CollaboratorsTable( $status, Page::argument( 's' ) ),
				'status'     => $status,
				'statuses'   => [ 'active', 'pending', 'inactive', 'rejected' ],
				'search'     => Page::argument( 's' ),
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
			]
		);
	}

	/**
	 * Prints the form.
	 */
	public static function show_form(): void {
		$id      = Page::id( 'edit' );
		$row     = $id > 0 ? \siren_get( 'collaborators', $id ) : null;
		$refused = Submission::refused();
		if ( $id > 0 && null === $row ) {
			Notice::refusal( \__( 'Collaborator not found.', 'siren-distributors' ) );
			return;
		}
		$problems = new Problems(
			$refused['problems'] ?? [],
			[
				'aliases' => 'aliases',
				'groups'  => 'groups',
			]
		);
		$history  = self::history( $row['id'] ?? 0 );
		View::show(
			'collaborators/form',
			[
				'row'      => $row,
				'fields'   => $refused['typed'] ?? self::stored( $row ),
				'problems' => $problems,
				'beyond'   => $problems->beyond( self::FIELDS ),
				'message'  => $refused['message'] ?? '',
				'balances' => null === $row ? [] : \siren_balances( [ 'collaborator' => $row['id'] ] ),
				'owned'    => null === $row ? [] : OwnedContent::of( $row['id'], $row['wp_user_id'] ),
				'history'  => $history,
				'names'    => ( new Names() )->ask( 'distributors', \array_column( $history, 'distributor' ) ),
				'table'    => null === $row ? null : new ObligationsTable( [ 'collaborator' => $row['id'] ] ),
			]
		);
	}

	/** Saves the submitted form. */
	public static function save(): never {
		$form   = new Submission( 'siren_save_collaborator', Lifecycle::MANAGE_PROGRAMS );
		$id     = $form->id( 'id' );
		$fields = [
			'id'      => $id,
			'name'    => $form->text( 'name' ),
			'email'   => $form->text( 'email' ),
			'wp_user' => $form->text( 'wp_user' ),
			'status'  => $form->text( 'status' ),
			'groups'  => $form->text( 'groups' ),
			'coupons' => $form->lines( 'coupons' ),
			'links'   => $form->lines( 'links' ),
			'forget'  => \array_values( $form->group( 'forget' ) ),
			'move'    => $form->ticked( 'move' ),
		];
		$form->carry_out(
			Page::url( Page::COLLABORATORS, [ 'edit' => $id > 0 ? $id : 'new' ] ),
			static function () use ( $fields, $id ): string {
				$row = $id > 0 ? \siren_get( 'collaborators', $id ) : null;
				\siren_save_collaborator( self::configuration( $fields, $row ) + [ 'now' => Clock::now() ] );
				return Page::url( Page::COLLABORATORS, [ Notice::ARGUMENT => 'collaborator_saved' ] );
			},
			$fields
		);
	}

	/**
	 * A collaborator's newest allocations.
	 *
	 * @param int $id Collaborator; 0 for a new one.
	 * @return array[] Allocations.
	 */
	private static function history( int $id ): array {
		return 0 === $id ? [] : \siren_find(
			'allocations',
			[
				'collaborator' => $id,
				'per_page'     => self::SHARES,
			]
		)['items'];
	}

	/**
	 * Field values of a stored collaborator, or of a new one.
	 *
	 * @param ?array $row Collaborator.
	 */
	private static function stored( ?array $row ): array {
		$user   = isset( $row['wp_user_id'] ) ? \get_userdata( $row['wp_user_id'] ) : false;
		$fields = [
			'id'      => $row['id'] ?? 0,
			'name'    => $row['name'] ?? '',
			'email'   => $row['email'] ?? '',
			'wp_user' => false === $user ? (string) ( $row['wp_user_id'] ?? '' ) : $user->user_login,
			'status'  => $row['status'] ?? 'active',
			'groups'  => \implode( ', ', $row['groups'] ?? [] ),
		];
		foreach ( self::CODES as $field => $type ) {
			$fields[ $field ] = [];
			foreach ( $row['aliases'] ?? [] as $alias ) {
				if ( $alias['type'] === $type ) {
					$fields[ $field ][] = $alias['code'];
				}
			}
		}
		return $fields;
	}

	/**
	 * The configuration to save.
	 *
	 * @param array  $fields Field values.
	 * @param ?array $row    The stored collaborator; null for a new one.
	 * @throws Refusal When the WordPress user does not exist.
	 */
	public static function configuration( array $fields, ?array $row ): array {
		// Aliases without a field are kept.
		$aliases = \array_values(
			\array_filter( $row['aliases'] ?? [], static fn( array $alias ): bool => ! \in_array( $alias['type'], self::CODES, true ) )
		);
		foreach ( self::CODES as $field => $type ) {
			foreach ( $fields[ $field ] as $code ) {
				$aliases[] = [
					'type' => $type,
					'code' => $code,
				];
			}
		}
		$configuration = [
			'name'       => $fields['name'],
			'email'      => '' === $fields['email'] ? null : $fields['email'],
			'wp_user_id' => self::user_id( $fields['wp_user'] ),
			'status'     => $fields['status'],
			'groups'     => \array_values( \array_filter( \array_map( 'trim', \explode( ',', $fields['groups'] ) ), static fn( string $group ): bool => '' !== $group ) ),
			'aliases'    => $aliases,
		];
		if ( $fields['move'] ?? false ) {
			$configuration['move_aliases'] = true;
		}
		foreach ( $fields['forget'] ?? [] as $old ) {
			[ $type, $code ]                   = \explode( ' ', $old, 2 ) + [ '', '' ];
			$configuration['forget_aliases'][] = [
				'type' => $type,
				'code' => $code,
			];
		}
		return $fields['id'] > 0 ? [ 'id' => $fields['id'] ] + $configuration : $configuration;
	}

	/**
	 * Finds a user by login name, e-mail or id.
	 *
	 * @param string $text As submitted.
	 * @return ?int Null if the field is empty.
	 * @throws Refusal When there is no such user.
	 */
	public static function user_id( string $text ): ?int {
		if ( '' === $text ) {
			return null;
		}
		$user = \get_user_by( 'login', $text );
		if ( false === $user ) {
			$user = \get_user_by( 'email', $text );
		}
		if ( false === $user && \ctype_digit( $text ) ) {
			$user = \get_user_by( 'id', (int) $text );
		}
		if ( false === $user ) {
			/* translators: %s: what was typed as a user. */
			throw new Refusal( 'wp_user_id', \sprintf( \__( 'This site has no user “%s”.', 'siren-distributors' ), $text ) );
		}
		return $user->ID;
	}
}
