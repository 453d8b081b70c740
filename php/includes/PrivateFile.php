<?php
/**
 * Private files beside the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Files in the data directory are readable only by their owner from the moment they are created, whatever the server's
 * umask.
 */
final class PrivateFile {

	/**
	 * Whether a directory contains a ledger. The journal is missing during rotation and the database while it is
	 * rebuilt, but one of the two always exists.
	 *
	 * @param string $directory Absolute path.
	 */
	public static function is_ledger( string $directory ): bool {
		return @\file_exists( $directory . '/siren.sqlite3' ) || @\file_exists( $directory . '/journal.log' );
	}

	/**
	 * Opens a file; creates it and its directory if they are missing. Does not follow symbolic links, neither for the
	 * file nor for its directory.
	 *
	 * @param string $path  Absolute path.
	 * @param string $mode  As for `fopen()`.
	 * @param bool   $above Whether to create parent directories as well: a mere counter must not create a missing data
	 *                      directory.
	 * @return resource|false False on failure. No warning is raised, because it could appear on a page.
	 */
	public static function open( string $path, string $mode, bool $above = true ) {
		$directory = \dirname( $path );
		$before    = \umask( 0o077 );
		try {
			$there = \is_dir( $directory ) || @\mkdir( $directory, 0o700, $above ) || \is_dir( $directory );
			return $there && ! \is_link( $directory ) && ! \is_link( $path ) ? @\fopen( $path, $mode ) : false;
		} finally {
			\umask( $before );
		}
	}

	/**
	 * Copies a file piece by piece, so that its size does not matter.
	 *
	 * @param string $from Absolute path.
	 * @param string $to   Absolute path; an existing file is replaced.
	 * @return bool Whether it was copied completely.
	 */
	public static function copy( string $from, string $to ): bool {
		$source = @\fopen( $from, 'rb' );
		$target = false === $source ? false : self::open( $to, 'wb' );
		if ( false === $source || false === $target ) {
			return false;
		}
		$copied = @\stream_copy_to_stream( $source, $target );
		\fclose( $source );
		\fclose( $target );
		return false !== $copied && $copied === @\filesize( $from );
	}

	/**
	 * Replaces a file atomically: readers see either the old or the new content.
	 *
	 * @param string $path    Absolute path.
	 * @param string $content New content.
	 * @return bool Whether it succeeded.
	 */
	public static function replace( string $path, string $content ): bool {
		$fresh = $path . '.' . \bin2hex( \random_bytes( 6 ) );
		$file  = self::open( $fresh, 'xb' );
		if ( false === $file ) {
			return false;
		}
		$whole = @\fwrite( $file, $content ) === \strlen( $content );
		\fclose( $file );
		if ( $whole && @\rename( $fresh, $path ) ) {
			return true;
		}
		@\unlink( $fresh );
		return false;
	}
}
