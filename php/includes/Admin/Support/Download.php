<?php
/**
 * Files for the reader to keep.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Store;

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
	 * Sends a file of the data directory, whatever its size, and deletes it.
	 *
	 * @param string $name What the file is called.
	 * @param string $type Its media type.
	 * @param string $path Absolute path.
	 */
	public static function file( string $name, string $type, string $path ): never {
		$file = @\fopen( $path, 'rb' );
		// Its name goes before its content does: whatever ends this request, a reader who goes away or a limit of time,
		// nothing is left behind.
		\wp_delete_file( $path );
		if ( false === $file ) {
			\wp_die( \esc_html__( 'The file could not be read.', 'siren-distributors' ), '', [ 'response' => 500 ] );
		}
		self::head( $name, $type );
		\header( 'Content-Length: ' . (int) ( \fstat( $file )['size'] ?? 0 ) ); // By this a browser shows how far it is.
		while ( ! \feof( $file ) ) {
			echo (string) \fread( $file, self::PIECE ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
			\flush();
		}
		exit;
	}

	/**
	 * A path in the data directory for a file that {@see self::file()} sends.
	 */
	public static function path(): string {
		$directory = Store::recording_directory();
		\is_dir( $directory ) || \mkdir( $directory, 0o700, true );
		return $directory . '/' . self::LEFT . \bin2hex( \random_bytes( 12 ) );
	}

	/**
	 * Deletes what a request left that was ended while it wrote its file. Called by the heartbeat.
	 */
	public static function forget_left(): void {
		foreach ( (array) \glob( Store::recording_directory() . '/' . self::LEFT . '*' ) as $path ) {
			if ( \time() - (int) \filemtime( (string) $path ) > HOUR_IN_SECONDS ) {
				\wp_delete_file( (string) $path );
			}
		}
	}

	/**
	 * Sends a row as JSON with a list of its parts, one part a line: as long as it is, it is never in the memory whole.
	 *
	 * @param string          $name  What the file is called.
	 * @param array           $row   Without the list.
	 * @param string          $list  What the list is called in it.
	 * @param iterable<array> $parts What is in the list.
	 */
	public static function json( string $name, array $row, string $list, iterable $parts ): never {
		self::head( $name, 'application/json' );
		// phpcs:disable WordPress.Security.EscapeOutput -- as above.
		$begin = '{';
		foreach ( $row as $key => $value ) {
			echo $begin . "\n" . self::indented( [ $key => $value ] );
			$begin = ',';
		}
		echo $begin . "\n" . '    "' . $list . '": [';
		$begin = '';
		foreach ( $parts as $part ) {
			echo $begin . "\n" . '        ' . self::encoded( $part, 0 );
			\flush();
			$begin = ',';
		}
		echo '' === $begin ? "]\n}\n" : "\n    ]\n}\n";
		// phpcs:enable WordPress.Security.EscapeOutput
		exit;
	}

	/**
	 * Members of an object, as they stand in one that is written with an indent.
	 *
	 * @param array $members Members.
	 */
	private static function indented( array $members ): string {
		return \substr( self::encoded( $members, JSON_PRETTY_PRINT ), 2, -2 );
	}

	/**
	 * A value as JSON for a person to read.
	 *
	 * @param array $value Value.
	 * @param int   $how   More of `json_encode()`'s flags.
	 */
	private static function encoded( array $value, int $how ): string {
		return (string) \wp_json_encode( $value, $how | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
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
			\flush();
		}
		exit;
	}

	/** How much of a file is read at once, in bytes. */
	private const PIECE = 262_144;

	/** Begins the names of files that are made to be sent. */
	private const LEFT = 'export-';

	/** Begins a formula, also written in full width or small, as spreadsheets of East Asia read it. */
	private const SIGN = '=+\-@|%\x{2212}\x{FE62}\x{FE63}\x{FE66}\x{FE6B}\x{FF05}\x{FF0B}\x{FF0D}\x{FF1D}\x{FF20}\x{FF5C}';

	/** What spreadsheets pass over in front of it: white space, also without a break or without a width, and control characters. */
	private const PASSED_OVER = '\s\p{Z}\p{Cc}\p{Cf}';

	/**
	 * One row of a CSV file. A spreadsheet runs a cell that begins like a formula, and a name or a reference is typed by
	 * strangers: those get an apostrophe in front. So does a part of a cell behind a semicolon, a tab or a line break, where a
	 * spreadsheet that separates cells by those begins another one. A plain amount below zero is no formula and stays a
	 * number.
	 *
	 * @param string[] $cells Texts.
	 */
	public static function line( array $cells ): string {
		$quoted = [];
		foreach ( $cells as $cell ) {
			if ( 1 !== \preg_match( '/^-\d+(\.\d+)?$/D', $cell ) ) {
				$first  = '/^(?=[' . self::PASSED_OVER . ']*[' . self::SIGN . '])/u';
				$others = '/([;\t\r\n])(?=["' . self::PASSED_OVER . ']*[' . self::SIGN . '])/u';
				// What is not UTF-8 cannot be looked at.
				$cell = \preg_replace( [ $first, $others ], [ "'", "$1'" ], $cell ) ?? "'" . $cell;
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
		// Kept back until its end, a long file would have to fit into the memory.
		while ( \ob_get_level() > 0 && \ob_end_clean() ) {
			continue;
		}
		if ( \function_exists( 'set_time_limit' ) ) {
			\set_time_limit( 0 );
		}
		\nocache_headers();
		\header( 'Content-Type: ' . $type );
		\header( 'X-Content-Type-Options: nosniff' );
		\header( 'Content-Disposition: attachment; filename="' . \sanitize_file_name( $name ) . '"' );
	}
}
