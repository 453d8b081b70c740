<?php
/** A table for a terminal. */

declare(strict_types=1);

namespace Siren\Story;

final class Table {

	/**
	 * @param string[]   $head
	 * @param string[][] $rows
	 * @param string     $align One letter for each column: l or r.
	 */
	public static function print( array $head, array $rows, string $align ): void {
		$widths = array_map( fn( int $column ): int => max( array_map( 'mb_strlen', array_column( [ $head, ...$rows ], $column ) ) ), array_keys( $head ) );
		foreach ( [ $head, array_map( fn( int $width ): string => str_repeat( '-', $width ), $widths ), ...$rows ] as $row ) {
			$cells = array_map( fn( string $cell, int $width, string $side ): string => self::pad( $cell, $width, $side ), $row, $widths, str_split( $align ) );
			echo '  ' . rtrim( implode( '  ', $cells ) ) . "\n";
		}
	}

	private static function pad( string $cell, int $width, string $side ): string {
		$space = str_repeat( ' ', $width - mb_strlen( $cell ) );
		return 'r' === $side ? $space . $cell : $cell . $space;
	}
}
