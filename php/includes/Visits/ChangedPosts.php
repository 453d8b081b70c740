<?php
/**
 * The current owners of recently changed posts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;
use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A cached page keeps naming the owners from the time it was rendered, and so does its token, which anybody can save.
 * The beacon's file cannot ask WordPress for the current author. Whenever a post is saved, trashed, deleted or given to
 * another author, the plugin therefore writes down its owners, for as long as a token is valid.
 *
 * Each change is a line. `9 3-7 20578` means that since day 20578 after 1970-01-01, post 9 belongs to the users 3 and
 * 7; `9 - 20578` means that it belongs to nobody because it is no longer published. The last line about a post counts.
 */
final class ChangedPosts {

	private const NAME        = 'changed-posts';
	private const NOBODY      = '-';
	private const DAY_SECONDS = 86_400;

	/** Maximum number of changes that wait to be written together. */
	private const WAITING = 500;

	/**
	 * Changes to be written, by file and post.
	 *
	 * @var array<string,array<int,string>>
	 */
	private static array $waiting = [];

	/**
	 * Creates the list for a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * The owners of a post.
	 *
	 * @param int $post Post id.
	 * @return ?int[] WordPress users; null if the post is not known to have changed.
	 */
	public function owners( int $post ): ?array {
		return self::owners_in( $this->read(), $post );
	}

	/**
	 * Notes the current owners of a post. Written together at the end of the request, because an import saves thousands
	 * of posts.
	 *
	 * @param int    $post   Post id.
	 * @param int[]  $owners WordPress users.
	 * @param string $now    Instant.
	 */
	public function note( int $post, array $owners, string $now ): void {
		if ( [] === self::$waiting ) {
			\register_shutdown_function( [ self::class, 'write' ] );
		}
		self::$waiting[ $this->directory ][ $post ] = \sprintf( '%s %d', [] === $owners ? self::NOBODY : \implode( '-', $owners ), self::day( $now ) );
		if ( \count( self::$waiting[ $this->directory ] ) >= self::WAITING ) {
			self::write();
		}
	}

	/** Writes the noted changes, except those that repeat the previous line. */
	public static function write(): void {
		foreach ( self::$waiting as $directory => $posts ) {
			$changed = new self( $directory );
			$text    = $changed->read();
			$lines   = '';
			foreach ( $posts as $post => $line ) {
				if ( self::owners_in( $text, $post ) !== self::owners_in( "\n$post $line\n", $post ) ) {
					$lines .= "\n$post $line";
				}
			}
			$file = '' === $lines ? false : PrivateFile::open( $changed->path(), 'ab', false );
			if ( false !== $file ) {
				\flock( $file, LOCK_EX );
				\fwrite( $file, $lines . "\n" );
				\fclose( $file );
			}
		}
		self::$waiting = [];
	}

	/**
	 * Deletes lines that are older than any valid token, and all but the last line about each post.
	 *
	 * @param string $now  Instant.
	 * @param int    $days Validity of a token, in days.
	 */
	public function forget( string $now, int $days ): void {
		self::write();
		$file = \is_file( $this->path() ) ? PrivateFile::open( $this->path(), 'c+b' ) : false;
		if ( false === $file ) {
			return;
		}
		\flock( $file, LOCK_EX );
		$kept = [];
		foreach ( \explode( "\n", (string) \stream_get_contents( $file ) ) as $line ) {
			$part = \explode( ' ', $line );
			if ( 3 === \count( $part ) ) {
				unset( $kept[ $part[0] ] );
				// One extra day, as for tokens, because servers' clocks differ.
				if ( (int) $part[2] + $days + 1 >= self::day( $now ) ) {
					$kept[ $part[0] ] = $line;
				}
			}
		}
		\rewind( $file );
		\ftruncate( $file, 0 );
		\fwrite( $file, [] === $kept ? '' : "\n" . \implode( "\n", $kept ) . "\n" );
		\fclose( $file );
	}

	/**
	 * The owners of a post according to the last line about it.
	 *
	 * @param string $text Lines, each between two line feeds.
	 * @param int    $post Post id.
	 * @return ?int[] Null if there is no line about it.
	 */
	private static function owners_in( string $text, int $post ): ?array {
		$start = \strrpos( $text, "\n$post " );
		if ( false === $start ) {
			return null;
		}
		$owners = \explode( ' ', \substr( $text, $start + 1, (int) \strpos( $text . "\n", "\n", $start + 1 ) - $start - 1 ) )[1] ?? self::NOBODY;
		return self::NOBODY === $owners ? [] : \array_map( 'intval', \explode( '-', $owners ) );
	}

	/** Reads all lines. */
	private function read(): string {
		return \is_file( $this->path() ) ? (string) @\file_get_contents( $this->path() ) : '';
	}

	/** Path of the file. */
	private function path(): string {
		return $this->directory . '/' . self::NAME;
	}

	/**
	 * Days since 1970.
	 *
	 * @param string $now Instant.
	 */
	private static function day( string $now ): int {
		return \intdiv( Instant::seconds( $now ), self::DAY_SECONDS );
	}
}
