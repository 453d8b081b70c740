<?php
/**
 * The Distributors screen: list and editor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\DistributorFields;
use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Admin\Form\DistributorSchema;
use Siren\Distributors\Admin\Form\Recipes;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Tables\DistributorsTable;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments the list; with `edit`, the editor of a distributor; with `edit=new`, the recipes; with `recipe`,
 * the editor filled in from that recipe.
 */
final class DistributorsScreen implements Screen {

	/** Status changes of a distributor and their notices. */
	private const MOVES = [
		'active'   => 'distributor_active',
		'paused'   => 'distributor_paused',
		'archived' => 'distributor_archived',
	];

	/** Maximum number of shares shown in a preview. */
	private const TRIED = 20;

	public static function slug(): string {
		return Page::DISTRIBUTORS;
	}

	public static function title(): string {
		return \__( 'Distributors', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'A distributor is a rule for sharing money. Fill in its sentences, and the preview shows what it would pay now and what it would have paid in the past. Changes take effect from the next period.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'distributor_saved'    => \__( 'Distributor saved.', 'siren-distributors' ),
			'distributor_paused'   => \__( 'Distributor paused. It counts nothing until you resume it.', 'siren-distributors' ),
			'distributor_active'   => \__( 'Distributor activated. A new period has begun.', 'siren-distributors' ),
			'distributor_archived' => \__( 'Distributor archived. Its history is kept.', 'siren-distributors' ),
			'distributor_drafted'  => \__( 'This is a draft and counts nothing yet. Review it, then activate it.', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		if ( '' === Page::argument( 'edit' ) ) {
			Page::show( self::capability(), [ self::class, 'show_list' ] );
		} else {
			Page::show( Lifecycle::MANAGE_PROGRAMS, [ self::class, 'show_editor' ] );
		}
	}

	/**
	 * Prints the list.
	 */
	public static function show_list(): void {
		$status = Page::argument( 'status' );
		View::show(
			'distributors/distributors',
			[
				'table'      => new DistributorsTable( $status ),
				'status'     => $status,
				'statuses'   => [ 'active', 'paused', 'draft', 'archived' ],
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
				'refused'    => Submission::refused(),
			]
		);
	}

	/** Prints the editor, or the recipes for a new distributor. */
	public static function show_editor(): void {
		$id      = Page::id( 'edit' );
		$row     = $id > 0 ? \siren_get( 'distributors', $id ) : null;
		$refused = Submission::refused();
		if ( $id > 0 && null === $row ) {
			Notice::refusal( \__( 'Distributor not found.', 'siren-distributors' ) );
			return;
		}
		$typed = $refused['typed'] ?? [];
		if ( null === $row && [] === $typed && '' === Page::argument( 'recipe' ) ) {
			View::show( 'distributors/new', [ 'refused' => $refused ] );
			return;
		}

		$fields        = [] === $typed ? self::fields( $row ) : $typed;
		$configuration = DistributorForm::configuration( $fields, $row );
		$checked       = \siren_check_distributor( $configuration );
		$problems      = DistributorForm::problems( $refused['problems'] ?? [], $configuration );
		View::show(
			'distributors/editor',
			[
				'row'           => $row,
				'fields'        => $fields,
				'schema'        => DistributorSchema::current(),
				'problems'      => $problems,
				'beyond'        => $problems->beyond( DistributorForm::controls( $configuration ) ),
				'message'       => $refused['message'] ?? '',
				'sentence'      => (string) Wording::rule( $checked ),
				'trial'         => isset( $typed['preview'] ) && [] === $checked['problems'] ? self::trial( $configuration ) : '',
				'collaborators' => self::offered( $fields['audience_ids'] ),
				'precautions'   => null === $row && [] === $checked['problems'] ? Recipes::precautions( $configuration ) : [],
				'nonce'         => \wp_create_nonce( 'siren_preview_distributor' ),
			]
		);
	}

	/** Saves the submitted form or, with `preview`, shows it again with what it would pay. */
	public static function save(): never {
		$form   = new Submission( 'siren_save_distributor', Lifecycle::MANAGE_PROGRAMS );
		$fields = DistributorFields::typed( $form );
		$id     = $fields['id'];
		$back   = Page::url( Page::DISTRIBUTORS, [ 'edit' => $id > 0 ? $id : 'new' ] );
		if ( $form->ticked( 'preview' ) ) {
			$form->carry_out(
				$back,
				static function () use ( $back, $fields, $id ): string {
					$row     = $id > 0 ? \siren_get( 'distributors', $id ) : null;
					$checked = \siren_check_distributor( DistributorForm::configuration( $fields, $row ) );
					Submission::keep( $fields + [ 'preview' => true ], $checked['problems'], '' );
					return $back;
				}
			);
		}
		$form->carry_out(
			$back,
			static function () use ( $fields, $id ): string {
				$row   = $id > 0 ? \siren_get( 'distributors', $id ) : null;
				$saved = \siren_save_distributor( DistributorForm::configuration( $fields, $row ) + [ 'now' => Clock::now() ] );
				return Page::url(
					Page::DISTRIBUTORS,
					[
						'edit'           => $saved['id'],
						Notice::ARGUMENT => 'distributor_saved',
					]
				);
			},
			$fields
		);
	}

	/**
	 * Answers the editor's script: the rule in a sentence, the problems of each control, and what the rule would pay.
	 * Writes nothing.
	 */
	public static function preview(): never {
		$form   = new Submission( 'siren_preview_distributor', Lifecycle::MANAGE_PROGRAMS );
		$fields = DistributorFields::typed( $form );
		try {
			Store::open();
			\wp_send_json_success( self::previewed( $fields ) );
		} catch ( SirenException $failure ) {
			\wp_send_json_error( Wording::failure( $failure ), 503 );
		}
		exit;
	}

	/**
	 * The data for the editor's script.
	 *
	 * @param array $fields As submitted.
	 * @return array{sentence:?string,problems:array<string,string[]>,beyond:string[],trial:string}
	 */
	public static function previewed( array $fields ): array {
		$row           = $fields['id'] > 0 ? \siren_get( 'distributors', $fields['id'] ) : null;
		$configuration = DistributorForm::configuration( $fields, $row );
		$checked       = \siren_check_distributor( $configuration );
		$problems      = DistributorForm::problems( $checked['problems'], $configuration );
		$beside        = [];
		foreach ( DistributorForm::controls( $configuration ) as $control ) {
			$beside[ $control ] = $problems->at( $control );
		}
		return [
			'sentence' => Wording::rule( $checked ),
			'problems' => \array_filter( $beside ),
			'beyond'   => $problems->beyond( \array_keys( $beside ) ),
			'trial'    => [] === $checked['problems'] ? self::trial( $configuration ) : '',
		];
	}

	/**
	 * Activates, pauses, resumes or archives a distributor.
	 */
	public static function set_status(): never {
		$form   = new Submission( 'siren_set_distributor_status', Lifecycle::MANAGE_PROGRAMS );
		$id     = $form->id( 'id' );
		$status = $form->text( 'status' );
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS ),
			static function () use ( $id, $status ): string {
				\siren_save_distributor(
					[
						'id'     => $id,
						'status' => $status,
						'now'    => Clock::now(),
					]
				);
				return Page::url( Page::DISTRIBUTORS, [ Notice::ARGUMENT => self::MOVES[ $status ] ?? '' ] );
			}
		);
	}

	/**
	 * Initial field values: from the stored distributor, a recipe or nothing.
	 *
	 * @param ?array $row Stored distributor.
	 */
	private static function fields( ?array $row ): array {
		$source = $row ?? Recipes::named( Page::argument( 'recipe' ) );
		return null === $source ? DistributorFields::blank() : DistributorFields::stored( $source );
	}

	/**
	 * Markup of what a configuration would pay.
	 *
	 * @param array $configuration A valid configuration.
	 */
	private static function trial( array $configuration ): string {
		$trial = \siren_try_distributor( $configuration, Clock::now() );
		$shown = [];
		foreach ( \array_filter( [ $trial['open'], ...$trial['before'] ] ) as $period ) {
			$shown[] = \array_slice( $period['allocations'], 0, self::TRIED );
		}
		return View::text(
			'distributors/trial',
			$trial + [
				'names' => ( new Names() )->ask( 'collaborators', \array_column( \array_merge( ...$shown ), 'collaborator' ) ),
				'most'  => self::TRIED,
			]
		);
	}

	/**
	 * The collaborators to choose from: the active ones by name, and those already chosen.
	 *
	 * @param string[] $chosen Ids.
	 * @return array<int,string> Names by id.
	 */
	private static function offered( array $chosen ): array {
		$by_id = Names::active();
		$ids   = \array_map( 'intval', $chosen );
		$names = ( new Names() )->ask( 'collaborators', \array_diff( $ids, \array_keys( $by_id ) ) );
		foreach ( $ids as $id ) {
			$by_id[ $id ] ??= $names->of( 'collaborators', $id );
		}
		return $by_id;
	}
}
