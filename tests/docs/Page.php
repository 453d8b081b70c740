<?php
/**
 * A page in Markdown.
 */

declare(strict_types=1);

require_once __DIR__ . '/Block.php';

final class Page {

	/** @var list<Block> */
	public array $blocks = [];

	/**
	 * The lines outside the blocks, by their numbers on the page.
	 *
	 * @var array<int,string>
	 */
	public array $prose = [];

	/**
	 * @param string $path From the top of the repository.
	 */
	public function __construct( public readonly string $path, string $text ) {
		$open = null;
		foreach ( explode( "\n", $text ) as $index => $line ) {
			$is_fence = 1 === preg_match( '/^( *)```(\w*)$/', $line, $fence );
			if ( null !== $open && $is_fence ) {
				$this->blocks[] = new Block( ...$open );
				$open           = null;
			} elseif ( null !== $open ) {
				$open[2][] = preg_replace( "/^ {0,$indentation}/", '', $line );
			} elseif ( $is_fence ) {
				$indentation = strlen( $fence[1] );
				$open        = [ $fence[2], $index + 2, [] ];
			} else {
				$this->prose[ $index + 1 ] = $line;
			}
		}
	}

	/**
	 * The anchors of the headings, as GitHub makes them.
	 *
	 * @return list<string>
	 */
	public function anchors(): array {
		$anchors = [];
		foreach ( $this->prose as $line ) {
			if ( 1 === preg_match( '/^#+ (.+)$/', $line, $heading ) ) {
				$anchors[] = str_replace( ' ', '-', preg_replace( '/[^\p{L}\p{N} _-]/u', '', mb_strtolower( trim( $heading[1] ) ) ) );
			}
		}
		return $anchors;
	}

	/**
	 * Lines of code that are only indented: whether they are commands, nothing says.
	 *
	 * @return list<int> Their numbers.
	 */
	public function indented_code(): array {
		$found   = [];
		$before  = '';
		$in_list = false;
		foreach ( $this->prose as $number => $line ) {
			if ( 1 === preg_match( '/^\S/', $line ) ) {
				$in_list = 1 === preg_match( '/^([-*]|\d+\.) /', $line );
			} elseif ( ! $in_list && '' === trim( $before ) && str_starts_with( $line, '    ' ) ) {
				$found[] = $number;
			}
			$before = $line;
		}
		return $found;
	}

	/**
	 * What a pattern's first group finds in the prose, also across the end of a line.
	 *
	 * @return list<array{int,string}> Number of the line, and what was found, on one line.
	 */
	public function find( string $pattern ): array {
		// Lines of blocks are empty here, so that the number of a line is that on the page.
		$lines = $this->prose + array_fill( 1, max( array_keys( $this->prose ) ), '' );
		ksort( $lines );
		$text = implode( "\n", $lines );
		preg_match_all( $pattern, $text, $matches, PREG_OFFSET_CAPTURE );
		$found = [];
		foreach ( $matches[1] as [ $match, $offset ] ) {
			$found[] = [ 1 + substr_count( $text, "\n", 0, $offset ), preg_replace( '/\s+/', ' ', $match ) ];
		}
		return $found;
	}
}
