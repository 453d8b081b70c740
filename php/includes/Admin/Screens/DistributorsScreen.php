<?php
/**
 * Distributors: list and editor.
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
 * Without arguments the list; with `edit`, the editor of one distributor or, with `edit=new`, the recipes for one to be made;
 * with `recipe` the editor that starts from it.
 */
final class DistributorsScreen implements Screen {

	/** What a distributor can be made to do, and the notice that says so. */
	private const MOVES = [
		'active'   => 'distributor_active',
		'paused'   => 'distributor_paused',
		'archived' => 'distributor_archived',
	];

	/** How many shares of a period that is tried are shown. */
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
		return \__( 'A distributor is a rule. Write it as a sentence; beside it you see what it would pay now, and what it would have paid. A changed rule takes effect with the next period.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'distributor_saved'    => \__( 'The distributor is saved.', 'siren-distributors' ),
			'distributor_paused'   => \__( 'The distributor is paused: it counts nothing until it is resumed.', 'siren-distributors' ),
			'distributor_active'   => \__( 'The distributor is active: a new period has begun.', 'siren-distributors' ),
			'distributor_archived' => \__( 'The distributor is archived. Its history stays.', 'siren-distributors' ),
			'distributor_drafted'  => \__( 'This is a draft: it counts nothing yet. Look it over, then activate it.', 'siren-distributors' ),
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

	/**
	 * Prints the editor, or what a new distributor can start from.
	 */
	public static function show_editor(): void {
		$id      = Page::id( 'edit' );
		$row     = $id > 0 ? \siren_get( 'distributors', $id ) : null;
		$refused = Submission::refused();
		if ( $id > 0 && null === $row ) {
			Notice::refusal( \__( 'There is no such distributor.', 'siren-distributors' ) );
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

	/**
	 * Saves what the form sent, or with `preview`, shows it again with what it would pay.
	 */
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
	 * Answers the editor's script: the rule in a sentence, what is wrong with which control, and what it would pay. Writes
	 * nothing.
	 */
	public static function preview(): never {
		$form   = new Submission( 'siren_preview_distributor', Lifecycle::MANAGE_PROGRAMS );
		$fields = DistributorFields::typed( $form );
		try {
			Store::open();
			\wp_send_json_success( self::previewed( $fields ) );
		} catch ( SirenException $failure ) {
			\wp_send_json_error( $failure->getMessage(), 503 );
		}
		exit;
	}

	/**
	 * What the editor's script is told.
	 *
	 * @param array $fields Typed.
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
	 * The fields to begin with: of what is stored, of a recipe, or none.
	 *
	 * @param ?array $row The distributor as it is stored.
	 */
	private static function fields( ?array $row ): array {
		$source = $row ?? Recipes::named( Page::argument( 'recipe' ) );
		return null === $source ? DistributorFields::blank() : DistributorFields::stored( $source );
	}

	/**
	 * What a configuration would pay, as markup.
	 *
	 * @param array $configuration Without problems.
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
	 * The collaborators a distributor can be made for: the active ones by name, and those it is for already.
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
