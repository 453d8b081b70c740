<?php
/**
 * A CSV file with collaborators.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * The first line of the file names its columns. Reading can start at any position, so a long file can be spread over
 * several requests and is never in memory as a whole.
 */
final class CollaboratorList {

	/**
	 * Columns a file may have; only the first is required. Several codes or groups in a cell are separated by spaces or
	 * `;`.
	 */
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
	 * Opens a file.
	 *
	 * @param string $path Absolute path.
	 * @throws Refusal When it is not a valid list.
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

	/** Locks the file for this object; false if another process has it. */
	public function claim(): bool {
		return \flock( $this->file, LOCK_EX | LOCK_NB );
	}

	/**
	 * Continues at a position.
	 *
	 * @param int $place As returned by {@see self::place()}; 0 for the first line after the header.
	 */
	public function go_to( int $place ): void {
		if ( $place > 0 ) {
			\fseek( $this->file, $place );
		}
	}

	/** Position of the next line, in bytes. */
	public function place(): int {
		return (int) \ftell( $this->file );
	}

	/**
	 * Reads the next non-empty line, by column name.
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
	 * Reads the next line.
	 *
	 * @return ?string[] Null at the end.
	 */
	private function cells(): ?array {
		$cells = \fgetcsv( $this->file, null, ',', '"', '' );
		return false === $cells ? null : \array_map( static fn( ?string $cell ): string => \trim( \wp_check_invalid_utf8( (string) $cell ) ), $cells );
	}
}
