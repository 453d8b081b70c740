<?php
/**
 * The engine's journal, as PHP appends to it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Knows how lines get into the file without a lock while others append and the engine rotates it; not what is in them. The
 * head of src/journal/file.rs describes it.
 */
final class JournalFile {

	public const NAME = 'journal.log';

	/** As the engine's: only a directory that is replaced without end comes to it. */
	private const ATTEMPTS = 16;

	/** How much of another journal is read at once, in bytes. */
	private const PIECE = 1_048_576;

	/**
	 * The journal of a data directory, which need not be there yet.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Appends the whole lines of another journal as they are.
	 *
	 * @param string $path That journal.
	 * @throws \RuntimeException When it cannot be read, or its lines cannot be kept.
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
	 * Appends whole lines. Acknowledged, like the engine's own, when they were written whole into the file that still has the
	 * journal's name, and are on the disk if they bear money; a rotation in between means to write them once more.
	 *
	 * @param string $lines   They.
	 * @param bool   $durable Whether to wait for the disk.
	 * @throws \RuntimeException When they cannot be kept.
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
	 * Writes into the file that has the journal's name now.
	 *
	 * @param string $line    The line.
	 * @param bool   $durable Whether to wait for the disk.
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
			// One write, because only one is atomic among those who append.
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
