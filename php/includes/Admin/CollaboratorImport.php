<?php
/**
 * Importing collaborators from a list.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Exception\InvalidInput;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * A CSV file whose first line names its columns. Each line becomes a new collaborator; whoever is here already, by e-mail or
 * user, is left as they are, so that importing a list twice changes nothing. Tried first, then done.
 */
final class CollaboratorImport {

	/** Columns a list may have; only the first is needed. Several codes or groups in a cell are separated by spaces or `;`. */
	private const COLUMNS = [ 'name', 'email', 'wp_user', 'status', 'coupons', 'links', 'groups' ];

	private const LARGEST_FILE = 524288;

	/**
	 * Prints the form, with what the last list came to.
	 */
	public static function show(): void {
		$refused = Submission::refused();
		View::show(
			'collaborator-import',
			[
				'refused' => $refused,
				'text'    => (string) ( $refused['typed']['text'] ?? '' ),
				'tried'   => (bool) ( $refused['typed']['tried'] ?? false ),
				'lines'   => $refused['typed']['lines'] ?? [],
				'columns' => self::COLUMNS,
			]
		);
	}

	/**
	 * Tries a list, or imports it.
	 */
	public static function import(): never {
		$form  = new Submission( 'siren_import_collaborators', Lifecycle::MANAGE_PROGRAMS );
		$text  = $form->file( 'file', self::LARGEST_FILE ) ?? $form->raw( 'text' );
		$tried = ! $form->ticked( 'import' );
		$back  = Page::url( Page::COLLABORATORS, [ 'edit' => 'import' ] );
		$form->carry_out(
			$back,
			static function () use ( $text, $tried, $back ): string {
				$lines = self::run( self::read( $text ), $tried );
				Submission::keep(
					[
						'text'  => $tried ? $text : '',
						'tried' => $tried,
						'lines' => $lines,
					],
					[],
					''
				);
				return $back;
			},
			[ 'text' => $text ]
		);
	}

	/**
	 * Looks at each line and, unless it is only tried, makes a collaborator of it.
	 *
	 * @param array[] $rows  Lines, by the names of the columns.
	 * @param bool    $tried Whether nothing is to be made.
	 * @return array<array{name:string,status:string,text:string}> What became of each: `new`, `known` or `wrong`, and why.
	 */
	public static function run( array $rows, bool $tried ): array {
		$lines = [];
		$seen  = [];
		foreach ( $rows as $row ) {
			$outcome = self::outcome( $row, $seen );
			if ( 'new' === $outcome[0] && ! $tried ) {
				$outcome = self::make( $row );
			}
			$seen[]  = \strtolower( $row['email'] );
			$lines[] = [
				'name'   => $row['name'],
				'status' => $outcome[0],
				'text'   => $outcome[1],
			];
		}
		return $lines;
	}

	/**
	 * The lines of a list.
	 *
	 * @param string $text CSV, its first line the names of the columns.
	 * @return array<array<string,string>>
	 * @throws Refusal When it is no such list.
	 */
	public static function read( string $text ): array {
		$text    = (string) \preg_replace( '/^\xEF\xBB\xBF/', '', $text );
		$stream  = \fopen( 'php://memory', 'r+' );
		\fwrite( $stream, $text );
		\rewind( $stream );
		$columns = null;
		$rows    = [];
		while ( false !== ( $cells = \fgetcsv( $stream, null, ',', '"', '' ) ) ) { // phpcs:ignore WordPress.CodeAnalysis.AssignmentInCondition -- how one reads a stream.
			$cells = \array_map( static fn( ?string $cell ): string => \trim( (string) $cell ), $cells );
			if ( null === $columns ) {
				$columns = \array_map( 'strtolower', $cells );
				$unknown = \array_diff( $columns, self::COLUMNS );
				if ( [] !== $unknown || ! \in_array( 'name', $columns, true ) ) {
					/* translators: %s: names of columns. */
					throw new Refusal( '', \sprintf( \__( 'The first line must name the columns. These can be used, and name is needed: %s', 'siren-distributors' ), \implode( ', ', self::COLUMNS ) ) );
				}
			} elseif ( '' !== \implode( '', $cells ) ) {
				$cells  = \array_slice( \array_pad( $cells, \count( $columns ), '' ), 0, \count( $columns ) );
				$rows[] = \array_combine( $columns, $cells ) + \array_fill_keys( self::COLUMNS, '' );
			}
		}
		\fclose( $stream );
		if ( [] === $rows ) {
			throw new Refusal( '', \__( 'There is nobody in this list.', 'siren-distributors' ) );
		}
		return $rows;
	}

	/**
	 * What a line would come to, as far as can be told before.
	 *
	 * @param array<string,string> $row  Line.
	 * @param string[]             $seen E-mails of the lines before.
	 * @return array{string,string}
	 */
	private static function outcome( array $row, array $seen ): array {
		if ( '' === $row['name'] ) {
			return [ 'wrong', \__( 'has no name', 'siren-distributors' ) ];
		}
		$email = \strtolower( $row['email'] );
		if ( '' !== $email && ! \is_email( $email ) ) {
			return [ 'wrong', \__( 'the e-mail is none', 'siren-distributors' ) ];
		}
		if ( '' !== $email && \in_array( $email, $seen, true ) ) {
			return [ 'known', \__( 'the same e-mail stands in the list before', 'siren-distributors' ) ];
		}
		if ( '' !== $email && \siren_find( 'collaborators', [ 'email' => $email ] )['total'] > 0 ) {
			return [ 'known', \__( 'is here already, by e-mail', 'siren-distributors' ) ];
		}
		try {
			$user = CollaboratorsScreen::user_id( $row['wp_user'] );
		} catch ( Refusal $refusal ) {
			return [ 'wrong', $refusal->problems()[0]['message'] ];
		}
		if ( null !== $user && \siren_find( 'collaborators', [ 'wp_user_id' => $user ] )['total'] > 0 ) {
			return [ 'known', \__( 'is here already, by user', 'siren-distributors' ) ];
		}
		return [ 'new', '' ];
	}

	/**
	 * Makes a collaborator of a line.
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
		} catch ( SirenException | Refusal $refusal ) {
			return [ 'wrong', $refusal->getMessage() ];
		}
		return [ 'new', '' ];
	}
}
