<?php
/**
 * Files for the reader to keep.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

\defined( 'ABSPATH' ) || exit;

/**
 * Ends the request with a file.
 */
final class Download {

	/**
	 * Sends a text as a file.
	 *
	 * @param string $name What the file is called.
	 * @param string $type Its media type.
	 * @param string $text What is in it.
	 */
	public static function send( string $name, string $type, string $text ): never {
		self::head( $name, $type );
		echo $text; // phpcs:ignore WordPress.Security.EscapeOutput -- a file, not a page: its type and nosniff keep it from being one.
		exit;
	}

	/**
	 * Sends rows as a file for a spreadsheet.
	 *
	 * @param string             $name    What the file is called.
	 * @param string[]           $columns Heads of the columns.
	 * @param iterable<string[]> $rows    One list of texts each.
	 */
	public static function csv( string $name, array $columns, iterable $rows ): never {
		self::head( $name, 'text/csv; charset=utf-8' );
		echo "\u{FEFF}"; // By this Excel takes it for UTF-8.
		echo self::line( $columns ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
		foreach ( $rows as $row ) {
			echo self::line( $row ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
		}
		exit;
	}

	/**
	 * One row of a CSV file. A spreadsheet runs a cell that begins like a formula, and a name or a reference is typed by
	 * strangers: those get an apostrophe in front. A plain amount below zero is no formula and stays a number.
	 *
	 * @param string[] $cells Texts.
	 */
	public static function line( array $cells ): string {
		$quoted = [];
		foreach ( $cells as $cell ) {
			if ( 1 === \preg_match( '/^\s*[=+\-@\t\r|%]/', $cell ) && 1 !== \preg_match( '/^-\d+(\.\d+)?$/D', $cell ) ) {
				$cell = "'" . $cell;
			}
			$quoted[] = '"' . \str_replace( '"', '""', $cell ) . '"';
		}
		return \implode( ',', $quoted ) . "\r\n";
	}

	/**
	 * Sends the headers of a file.
	 *
	 * @param string $name What the file is called.
	 * @param string $type Its media type.
	 */
	private static function head( string $name, string $type ): void {
		\nocache_headers();
		\header( 'Content-Type: ' . $type );
		\header( 'X-Content-Type-Options: nosniff' );
		\header( 'Content-Disposition: attachment; filename="' . \sanitize_file_name( $name ) . '"' );
	}
}
