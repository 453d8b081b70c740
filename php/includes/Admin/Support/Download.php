<?php
/**
 * File downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Each public method that sends a file ends the request.
 */
final class Download {

	/**
	 * Sends a text as a file.
	 *
	 * @param string $name File name.
	 * @param string $type Media type.
	 * @param string $text Contents.
	 */
	public static function send( string $name, string $type, string $text ): never {
		self::head( $name, $type );
		echo $text; // phpcs:ignore WordPress.Security.EscapeOutput -- a file, not a page: its type and nosniff keep it from being one.
		exit;
	}

	/**
	 * Sends a file from the data directory, whatever its size, and deletes it.
	 *
	 * @param string $name File name for the reader.
	 * @param string $type Media type.
	 * @param string $path Absolute path.
	 */
	public static function file( string $name, string $type, string $path ): never {
		$file = @\fopen( $path, 'rb' );
		// The name is removed before the contents are sent, so that nothing is left behind if the reader cancels or a
		// time limit ends the request.
		\wp_delete_file( $path );
		if ( false === $file ) {
			\wp_die( \esc_html__( 'The file could not be read.', 'siren-distributors' ), '', [ 'response' => 500 ] );
		}
		self::head( $name, $type );
		\header( 'Content-Length: ' . (int) ( \fstat( $file )['size'] ?? 0 ) ); // Lets the browser show its progress.
		while ( ! \feof( $file ) ) {
			echo (string) \fread( $file, self::PIECE ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
			\flush();
		}
		exit;
	}

	/** A path in the data directory for a file to be sent by {@see self::file()}. */
	public static function path(): string {
		$directory = Store::recording_directory();
		\is_dir( $directory ) || \mkdir( $directory, 0o700, true );
		return $directory . '/' . self::LEFT . \bin2hex( \random_bytes( 12 ) );
	}

	/** Deletes files left by requests that were interrupted while writing them. Called by the heartbeat. */
	public static function forget_left(): void {
		foreach ( (array) \glob( Store::recording_directory() . '/' . self::LEFT . '*' ) as $path ) {
			if ( \time() - (int) \filemtime( (string) $path ) > HOUR_IN_SECONDS ) {
				\wp_delete_file( (string) $path );
			}
		}
	}

	/**
	 * Sends a row as JSON with a list of its parts, one per line. However long the list is, it is never in memory as a
	 * whole.
	 *
	 * @param string          $name  File name.
	 * @param array           $row   Row without the list.
	 * @param string          $list  Key of the list.
	 * @param iterable<array> $parts Items of the list.
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
	 * Members of an object, as they appear in indented JSON.
	 *
	 * @param array $members Members.
	 */
	private static function indented( array $members ): string {
		return \substr( self::encoded( $members, JSON_PRETTY_PRINT ), 2, -2 );
	}

	/**
	 * Encodes a value as readable JSON.
	 *
	 * @param array $value Value.
	 * @param int   $how   Further flags for `json_encode()`.
	 */
	private static function encoded( array $value, int $how ): string {
		return (string) \wp_json_encode( $value, $how | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * Sends rows as a CSV file.
	 *
	 * @param string             $name    File name.
	 * @param string[]           $columns Column headings.
	 * @param iterable<string[]> $rows    One list of texts each.
	 */
	public static function csv( string $name, array $columns, iterable $rows ): never {
		self::head( $name, 'text/csv; charset=utf-8' );
		echo "\u{FEFF}"; // Makes Excel recognise UTF-8.
		echo self::line( $columns ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
		foreach ( $rows as $row ) {
			echo self::line( $row ); // phpcs:ignore WordPress.Security.EscapeOutput -- as above.
			\flush();
		}
		exit;
	}

	/** Number of bytes of a file that are read at once. */
	private const PIECE = 262_144;

	/** Prefix of temporary files. */
	private const LEFT = 'export-';

	/** Characters that start a formula, including the full-width and small forms that East Asian spreadsheets accept. */
	private const SIGN = '=+\-@|%\x{2212}\x{FE62}\x{FE63}\x{FE66}\x{FE6B}\x{FF05}\x{FF0B}\x{FF0D}\x{FF1D}\x{FF20}\x{FF5C}';

	/**
	 * Characters that spreadsheets skip before a formula: white space, including no-break and zero-width, and control
	 * characters.
	 */
	private const PASSED_OVER = '\s\p{Z}\p{Cc}\p{Cf}';

	/**
	 * One CSV row. Spreadsheets execute a cell that starts like a formula, and names and references come from
	 * strangers, so such cells are prefixed with an apostrophe. The same applies to parts of a cell after a semicolon,
	 * a tab or a line break, where a spreadsheet with another separator would start a new cell. A plain negative amount
	 * is not a formula and stays a number.
	 *
	 * @param string[] $cells Cells.
	 */
	public static function line( array $cells ): string {
		$quoted = [];
		foreach ( $cells as $cell ) {
			if ( 1 !== \preg_match( '/^-\d+(\.\d+)?$/D', $cell ) ) {
				$first  = '/^(?=[' . self::PASSED_OVER . ']*[' . self::SIGN . '])/u';
				$others = '/([;\t\r\n])(?=["' . self::PASSED_OVER . ']*[' . self::SIGN . '])/u';
				// Text that is not UTF-8 cannot be checked.
				$cell = \preg_replace( [ $first, $others ], [ "'", "$1'" ], $cell ) ?? "'" . $cell;
			}
			$quoted[] = '"' . \str_replace( '"', '""', $cell ) . '"';
		}
		return \implode( ',', $quoted ) . "\r\n";
	}

	/**
	 * Sends the headers of a download.
	 *
	 * @param string $name File name.
	 * @param string $type Media type.
	 */
	private static function head( string $name, string $type ): void {
		// With output buffering, a long file would have to fit into memory.
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
