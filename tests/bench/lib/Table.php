<?php
/** The table. The processes of the rows append to a file, which is read at the end. */

declare(strict_types=1);

namespace Siren\Bench;

final class Table {

	private const HEAD = [ 'work', 'Siren', 'against', 'takes', 'ratio', 'to reach', '' ];

	/** Adds lines to the table of this run. */
	public static function add( Line ...$lines ): void {
		foreach ( $lines as $line ) {
			file_put_contents( getenv( 'BENCH_LINES' ), json_encode( $line, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE ) . "\n", FILE_APPEND );
		}
	}

	/** @return Line[] The lines of this run. */
	public static function lines(): array {
		$lines = file( getenv( 'BENCH_LINES' ), FILE_IGNORE_NEW_LINES );
		return array_map( static fn( string $line ): Line => Line::read( json_decode( $line, true, 4, JSON_THROW_ON_ERROR ) ), $lines );
	}

	/**
	 * As Markdown, with aligned columns.
	 *
	 * @param Line[] $lines
	 */
	public static function markdown( array $lines ): string {
		$rows  = [ self::HEAD ];
		$above = null;
		foreach ( $lines as $line ) {
			$rows[] = [
				// Work that is compared with several rivals is named once.
				$line->work === $above ? '' : $line->work,
				$line->ours,
				$line->against,
				$line->theirs,
				$line->ratio,
				$line->goal,
				match ( $line->holds ) { true => 'yes', false => '**no**', null => '' },
			];
			$above = $line->work;
		}
		$widths = array_map( static fn( int $column ): int => max( array_map( mb_strlen( ... ), array_column( $rows, $column ) ) ), array_keys( self::HEAD ) );
		$text   = array_map( static fn( array $row ): string => '| ' . implode( ' | ', array_map( mb_str_pad( ... ), $row, $widths ) ) . " |\n", $rows );
		array_splice( $text, 1, 0, '|' . implode( '|', array_map( static fn( int $width ): string => str_repeat( '-', $width + 2 ), $widths ) ) . "|\n" );
		return implode( '', $text );
	}
}

/** Like str_pad(), but counts characters instead of bytes. */
function mb_str_pad( string $text, int $width ): string {
	return $text . str_repeat( ' ', $width - mb_strlen( $text ) );
}
