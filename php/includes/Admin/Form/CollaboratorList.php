<?php
/**
 * A list of collaborators in a file.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * A CSV file whose first line names its columns, read from any place on, so that a long one takes several requests and never
 * lies in memory as a whole.
 */
final class CollaboratorList {

	/** Columns a list may have; only the first is needed. Several codes or groups in a cell are separated by spaces or `;`. */
	public const COLUMNS = [ 'name', 'email', 'wp_user', 'status', 'coupons', 'links', 'groups' ];

	/**
	 * The open file.
	 *
	 * @var resource
	 */
	private $file;

	/**
	 * Its columns, in order.
	 *
	 * @var string[]
	 */
	private array $columns;

	/**
	 * Opens a list.
	 *
	 * @param string $path Absolute path.
	 * @throws Refusal When it is no such list.
	 */
	public function __construct( string $path ) {
		$file = \is_link( $path ) ? false : @\fopen( $path, 'rb' );
		if ( false === $file ) {
			throw new Refusal( '', \__( 'The list is no longer available. Upload it again.', 'siren-distributors' ) );
		}
		$this->file = $file;
		if ( "\xEF\xBB\xBF" !== \fread( $file, 3 ) ) {
			\rewind( $file );
		}
		$this->columns = \array_map( 'strtolower', $this->cells() ?? [] );
		if ( [] !== \array_diff( $this->columns, self::COLUMNS ) || ! \in_array( 'name', $this->columns, true ) ) {
			if ( [] === \array_filter( $this->columns ) ) {
				throw new Refusal( '', \__( 'This list is empty.', 'siren-distributors' ) );
			}
			/* translators: %s: names of columns. */
			throw new Refusal( '', \sprintf( \__( 'The first line must contain the column names. Only “name” is required. Available columns: %s', 'siren-distributors' ), \implode( ', ', self::COLUMNS ) ) );
		}
	}

	public function __destruct() {
		\fclose( $this->file );
	}

	/**
	 * Whether nobody else works on this list now, until this object goes.
	 */
	public function claim(): bool {
		return \flock( $this->file, LOCK_EX | LOCK_NB );
	}

	/**
	 * Goes on at a place.
	 *
	 * @param int $place As {@see self::place()} gave it; 0 for the first line behind the columns.
	 */
	public function go_to( int $place ): void {
		if ( $place > 0 ) {
			\fseek( $this->file, $place );
		}
	}

	/**
	 * Where the next line begins, in bytes.
	 */
	public function place(): int {
		return (int) \ftell( $this->file );
	}

	/**
	 * The next line that is not empty, by the names of the columns.
	 *
	 * @return ?array<string,string> Null at the end.
	 */
	public function next(): ?array {
		do {
			$cells = $this->cells();
		} while ( null !== $cells && '' === \implode( '', $cells ) );
		if ( null === $cells ) {
			return null;
		}
		$cells = \array_slice( \array_pad( $cells, \count( $this->columns ), '' ), 0, \count( $this->columns ) );
		return \array_combine( $this->columns, $cells ) + \array_fill_keys( self::COLUMNS, '' );
	}

	/**
	 * The next line.
	 *
	 * @return ?string[] Null at the end.
	 */
	private function cells(): ?array {
		$cells = \fgetcsv( $this->file, null, ',', '"', '' );
		return false === $cells ? null : \array_map( static fn( ?string $cell ): string => \trim( \wp_check_invalid_utf8( (string) $cell ) ), $cells );
	}
}
