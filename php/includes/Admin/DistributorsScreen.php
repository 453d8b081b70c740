<?php
/**
 * Distributors: list, form, pause and resume.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments the list; with `edit`, the form of one distributor or, with `edit=new`, of one to be made.
 */
final class DistributorsScreen {

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		if ( '' === Page::argument( 'edit' ) ) {
			Page::show( Lifecycle::VIEW_REPORTS, [ self::class, 'show_list' ] );
		} else {
			Page::show( Lifecycle::MANAGE_PROGRAMS, [ self::class, 'show_form' ] );
		}
	}

	/**
	 * Prints the list.
	 */
	public static function show_list(): void {
		$status = Page::argument( 'status' );
		View::show(
			'distributors',
			[
				'table'      => new DistributorsTable( $status ),
				'status'     => $status,
				'statuses'   => [ 'active', 'paused', 'draft', 'archived' ],
				'new_url'    => Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new' ] ),
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
				'refused'    => Submission::refused(),
			]
		);
	}

	/**
	 * Prints the form.
	 */
	public static function show_form(): void {
		$id      = Page::id( 'edit' );
		$row     = $id > 0 ? \siren_get( 'distributors', $id ) : null;
		$refused = Submission::refused();
		if ( $id > 0 && null === $row ) {
			Notice::refusal( \__( 'There is no such distributor.', 'siren-distributors' ) );
			return;
		}

		if ( null === $refused ) {
			$fields   = null === $row ? DistributorForm::blank() : DistributorForm::stored( $row );
			$problems = new Problems( [] );
		} else {
			$fields   = $refused['typed'];
			$problems = new Problems( $refused['problems'], DistributorForm::paths( DistributorForm::configuration( $fields, $row ) ) );
		}
		View::show(
			'distributor-form',
			[
				'row'       => $row,
				'fields'    => $fields,
				'problems'  => $problems,
				'beyond'    => $problems->beyond( DistributorForm::FIELDS ),
				'message'   => $refused['message'] ?? '',
				'zones'     => \timezone_identifiers_list(),
				'sentence'  => null === $row ? '' : \siren_check_distributor( DistributorForm::of( $row ) )['sentence'],
				'back_url'  => Page::url( Page::DISTRIBUTORS ),
				'standings' => null === $row || null === $row['distribution'] ? null : \siren_standings( $row['id'], Clock::now() ),
				'names'     => new Names(),
			]
		);
	}

	/**
	 * Saves what the form sent.
	 */
	public static function save(): never {
		$form   = new Submission( 'siren_save_distributor', Lifecycle::MANAGE_PROGRAMS );
		$fields = DistributorForm::typed( $form );
		$id     = $fields['id'];
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS, [ 'edit' => $id > 0 ? $id : 'new' ] ),
			static function () use ( $fields, $id ): string {
				$row = $id > 0 ? \siren_get( 'distributors', $id ) : null;
				\siren_save_distributor( DistributorForm::configuration( $fields, $row ) + [ 'now' => Clock::now() ] );
				return Page::url( Page::DISTRIBUTORS, [ Notice::ARGUMENT => 'distributor_saved' ] );
			},
			$fields
		);
	}

	/**
	 * Pauses or resumes a distributor.
	 */
	public static function set_status(): never {
		$form   = new Submission( 'siren_set_distributor_status', Lifecycle::MANAGE_PROGRAMS );
		$id     = $form->id( 'id' );
		$status = 'paused' === $form->text( 'status' ) ? 'paused' : 'active';
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS ),
			static function () use ( $id, $status ): string {
				$row = \siren_get( 'distributors', $id ) ?? [ 'id' => $id ];
				\siren_save_distributor( [ 'status' => $status ] + DistributorForm::of( $row ) + [ 'now' => Clock::now() ] );
				return Page::url( Page::DISTRIBUTORS, [ Notice::ARGUMENT => 'paused' === $status ? 'distributor_paused' : 'distributor_resumed' ] );
			}
		);
	}
}
