<?php
/**
 * Imports collaborators from a file.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\CollaboratorList;
use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\PrivateFile;
use Siren\Distributors\Wording;
use Siren\Exception\InvalidInput;
use Siren\Exception\SirenException;
use Siren\Exception\StorageFailure;

\defined( 'ABSPATH' ) || exit;

/**
 * Each line of a {@see CollaboratorList} becomes a new collaborator. Collaborators who already exist, by e-mail or
 * user, are not changed, so importing a file twice has no effect. An import is first tried out and then carried out, by
 * an {@see ImportJob}.
 */
final class CollaboratorImport {

	/** 20,000 lines take two megabytes. */
	private const LARGEST_FILE = 20_971_520;

	/** Maximum size of a typed list, in bytes. */
	private const TYPED = 10_000;

	/** Time budget of one request before it shows its progress. */
	private const BUDGET_MS = 8_000;

	/** Prints the form with the result of the last import. */
	public static function show(): void {
		$state = ImportJob::state();
		$mine  = null !== $state && \get_current_user_id() === $state['user'] ? $state : null;
		View::show(
			'collaborators/import',
			[
				'refused' => Submission::refused(),
				'import'  => $mine,
				'columns' => CollaboratorList::COLUMNS,
			]
		);
	}

	/** Tries out, carries out or continues an import. */
	public static function import(): never {
		$form = new Submission( 'siren_import_collaborators', Lifecycle::MANAGE_PROGRAMS );
		$back = Page::url( Page::COLLABORATORS, [ 'edit' => 'import' ] );
		$form->carry_out(
			$back,
			static function () use ( $form, $back ): string {
				if ( ! $form->ticked( 'go_on' ) ) {
					self::begin( $form );
				}
				ImportJob::go_on( self::BUDGET_MS );
				return $back;
			},
			// What was typed is shown again for correction. A long list is in a file that the user still has.
			[ 'text' => \strlen( $form->raw( 'text' ) ) <= self::TYPED ? $form->raw( 'text' ) : '' ]
		);
	}

	/**
	 * Starts with the submitted list.
	 *
	 * @param Submission $form The form.
	 * @throws Refusal When it is not a valid list.
	 */
	private static function begin( Submission $form ): void {
		$tried  = ! $form->ticked( 'import' );
		$upload = $form->upload( 'file', self::LARGEST_FILE );
		$text   = $form->raw( 'text' );
		if ( null === $upload && '' === $text && ! $tried && null !== ImportJob::state() ) {
			ImportJob::begin_tried();
			return;
		}
		ImportJob::begin(
			static fn( string $path ): bool => null === $upload ? PrivateFile::replace( $path, $text ) : PrivateFile::copy( $upload, $path ),
			$tried
		);
	}

	/**
	 * Checks a line and, unless it is only a trial, creates a collaborator from it.
	 *
	 * @param array<string,string> $row   Line.
	 * @param array<string,true>   $seen  E-mail addresses of the lines before.
	 * @param bool                 $tried Whether this is only a trial.
	 * @return array{string,string} Outcome `new`, `known` or `wrong`, and the reason.
	 */
	public static function outcome_of( array $row, array $seen, bool $tried ): array {
		$outcome = self::outcome( $row, $seen );
		return 'new' === $outcome[0] && ! $tried ? self::make( $row ) : $outcome;
	}

	/**
	 * The expected outcome of a line.
	 *
	 * @param array<string,string> $row  Line.
	 * @param array<string,true>   $seen E-mail addresses of the lines before.
	 * @return array{string,string}
	 */
	private static function outcome( array $row, array $seen ): array {
		if ( '' === $row['name'] ) {
			return [ 'wrong', \__( 'has no name', 'siren-distributors' ) ];
		}
		$email = \strtolower( $row['email'] );
		if ( '' !== $email && ! \is_email( $email ) ) {
			return [ 'wrong', \__( 'the email address is not valid', 'siren-distributors' ) ];
		}
		if ( '' !== $email && isset( $seen[ $email ] ) ) {
			return [ 'known', \__( 'the email address appears earlier in this list', 'siren-distributors' ) ];
		}
		if ( '' !== $email && \siren_find( 'collaborators', [ 'email' => $email ] )['total'] > 0 ) {
			return [ 'known', \__( 'already exists (same email address)', 'siren-distributors' ) ];
		}
		try {
			$user = CollaboratorsScreen::user_id( $row['wp_user'] );
		} catch ( Refusal $refusal ) {
			return [ 'wrong', $refusal->problems()[0]['message'] ];
		}
		if ( null !== $user && \siren_find( 'collaborators', [ 'wp_user_id' => $user ] )['total'] > 0 ) {
			return [ 'known', \__( 'already exists (same user)', 'siren-distributors' ) ];
		}
		return [ 'new', '' ];
	}

	/**
	 * Creates a collaborator from a line.
	 *
	 * @param array<string,string> $row Line.
	 * @return array{string,string}
	 */
	private static function make( array $row ): array {
		$codes  = static fn( string $cell ): array => (array) \preg_split( '/[\s;]+/', $cell, -1, PREG_SPLIT_NO_EMPTY );
		$fields = [
			'id'      => 0,
			'email'   => \strtolower( $row['email'] ),
			'status'  => '' === $row['status'] ? 'active' : $row['status'],
			'coupons' => $codes( $row['coupons'] ),
			'links'   => $codes( $row['links'] ),
			'groups'  => \str_replace( ';', ',', $row['groups'] ),
		] + $row;
		try {
			\siren_save_collaborator( CollaboratorsScreen::configuration( $fields, null ) + [ 'now' => Clock::now() ] );
		} catch ( InvalidInput $refusal ) {
			return [ 'wrong', \implode( ' ', ( new Problems( $refusal->problems() ) )->beyond( [] ) ) ];
		} catch ( StorageFailure $failure ) {
			throw $failure; // Not the fault of this line; the import continues with it later.
		} catch ( SirenException | Refusal $refusal ) {
			return [ 'wrong', Wording::failure( $refusal ) ];
		}
		return [ 'new', '' ];
	}
}
