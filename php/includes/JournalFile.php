<?php
/**
 * Appends to the engine's journal from PHP.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Knows how to append lines without a lock while others append and the engine rotates the file, but not what the lines
 * contain. The head of src/journal/file.rs describes the protocol.
 */
final class JournalFile {

	public const NAME = 'journal.log';

	/** Same as in the engine. Only reached if the directory is replaced over and over. */
	private const ATTEMPTS = 16;

	/** Number of bytes of another journal that are read at once. */
	private const PIECE = 1_048_576;

	/**
	 * The journal of a data directory, which need not exist yet.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Appends the complete lines of another journal unchanged.
	 *
	 * @param string $path Path of that journal.
	 * @throws \RuntimeException When it cannot be read or its lines cannot be written.
	 */
	public function take_over( string $path ): void {
		$file = \is_link( $path ) ? false : @\fopen( $path, 'rb' );
		if ( false === $file ) {
			throw new \RuntimeException( 'the journal that waits cannot be read' );
		}
		try {
			$rest = '';
			while ( ! \feof( $file ) ) {
				$read = \fread( $file, self::PIECE );
				if ( false === $read ) {
					throw new \RuntimeException( 'the journal that waits cannot be read' );
				}
				$rest .= $read;
				$end   = \strrpos( $rest, "\n" );
				if ( false !== $end ) {
					$this->append( \substr( $rest, 0, $end + 1 ), true );
					$rest = \substr( $rest, $end + 1 );
				}
			}
		} finally {
			\fclose( $file );
		}
	}

	/**
	 * Appends complete lines. They count as written once they are in the file that still has the journal's name and, if
	 * they concern money, on the disk. If the file was rotated in between, they are written again.
	 *
	 * @param string $lines   Complete lines.
	 * @param bool   $durable Whether to sync to the disk.
	 * @throws \RuntimeException When they cannot be written.
	 */
	public function append( string $lines, bool $durable ): void {
		for ( $attempt = 0; $attempt < self::ATTEMPTS; $attempt++ ) {
			if ( $this->write( $lines, $durable ) ) {
				return;
			}
		}
		throw new \RuntimeException( 'the journal is replaced faster than it can be written' );
	}

	/**
	 * Writes into the file that currently has the journal's name.
	 *
	 * @param string $line    The line.
	 * @param bool   $durable Whether to sync to the disk.
	 * @return bool Whether the file still had that name afterwards.
	 * @throws \RuntimeException When it cannot be written.
	 */
	private function write( string $line, bool $durable ): bool {
		$path = $this->directory . '/' . self::NAME;
		$file = PrivateFile::open( $path, 'ab' );
		if ( false === $file ) {
			throw new \RuntimeException( 'the journal cannot be opened for writing' );
		}
		try {
			// A single write: only that is atomic among concurrent appenders.
			if ( \strlen( $line ) !== @\fwrite( $file, $line ) || ( $durable && ! \fdatasync( $file ) ) ) {
				throw new \RuntimeException( 'the journal cannot be written: is the disk full?' );
			}
			$written = \fstat( $file );
		} finally {
			\fclose( $file );
		}
		\clearstatcache( true, $path );
		$named = @\lstat( $path );
		return false !== $named && false !== $written && [ $named['dev'], $named['ino'] ] === [ $written['dev'], $written['ino'] ];
	}
}
