<?php
/**
 * Files beside the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * What lies in the data directory only its owner may read, from the first moment on, whatever the server's umask.
 */
final class PrivateFile {

	/**
	 * Whether there is a ledger in a directory. The journal is put away now and then, and the database while it is rebuilt:
	 * one of the two is there at any moment.
	 *
	 * @param string $directory Absolute path.
	 */
	public static function is_ledger( string $directory ): bool {
		return @\file_exists( $directory . '/siren.sqlite3' ) || @\file_exists( $directory . '/journal.log' );
	}

	/**
	 * Opens a file, and makes it and its directory where they are missing. A link, of the file or of its
	 * directory, is not followed.
	 *
	 * @param string $path  Absolute path.
	 * @param string $mode  As for `fopen()`.
	 * @param bool   $above Whether directories above its own are made too: a mere counter must not make a data directory
	 *                      that is missing.
	 * @return resource|false False where that cannot be done; no warning is raised, a page must not show one.
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
	 * Copies a file piece by piece, whatever its size.
	 *
	 * @param string $from Absolute path.
	 * @param string $to   Absolute path; what is there is replaced.
	 * @return bool Whether all of it is there.
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
	 * Puts a file in the place of another in one step: a reader sees the old one or the new one.
	 *
	 * @param string $path    Absolute path.
	 * @param string $content What it holds.
	 * @return bool Whether it is there.
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
