<?php
/**
 * Whose the posts are that changed since their pages were made.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;
use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A page in a cache goes on saying whose the post was when it was made, and so does its token, which anybody can keep. The
 * beacon's file cannot ask WordPress who the author is now. So the plugin writes down, for as long as a token is good, whose
 * each post is that was saved, moved to the trash, deleted or given to somebody else.
 *
 * A line for each change, `9 3-7 20578`: since the 20578th day since 1970 post 9 is of the users 3 and 7; `9 - 20578`: of
 * nobody, for it is not published any more. The last line of a post counts.
 */
final class ChangedPosts {

	private const NAME        = 'changed-posts';
	private const NOBODY      = '-';
	private const DAY_SECONDS = 86_400;

	/** So many wait at most until they are written together. */
	private const WAITING = 500;

	/**
	 * What is to be written, by file and post.
	 *
	 * @var array<string,array<int,string>>
	 */
	private static array $waiting = [];

	/**
	 * Those of a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Whose a post is.
	 *
	 * @param int $post The post.
	 * @return ?int[] WordPress users; null for a post that did not change as far as is known.
	 */
	public function owners( int $post ): ?array {
		return self::owners_in( $this->read(), $post );
	}

	/**
	 * Notes whose a post is now. Written with others at the end of the request: an import saves thousands.
	 *
	 * @param int    $post   The post.
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

	/**
	 * Writes what was noted. What says the same as before is left out.
	 */
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
	 * Forgets what is older than any token, and all but the last line of each post.
	 *
	 * @param string $now  Instant.
	 * @param int    $days How long a token is good.
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
				// One day more, as a token is good for: servers' clocks differ.
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
	 * Whose a post is by the last line about it.
	 *
	 * @param string $text Lines, each between two line feeds.
	 * @param int    $post The post.
	 * @return ?int[] Null where no line is about it.
	 */
	private static function owners_in( string $text, int $post ): ?array {
		$start = \strrpos( $text, "\n$post " );
		if ( false === $start ) {
			return null;
		}
		$owners = \explode( ' ', \substr( $text, $start + 1, (int) \strpos( $text . "\n", "\n", $start + 1 ) - $start - 1 ) )[1] ?? self::NOBODY;
		return self::NOBODY === $owners ? [] : \array_map( 'intval', \explode( '-', $owners ) );
	}

	/**
	 * All lines.
	 */
	private function read(): string {
		return \is_file( $this->path() ) ? (string) @\file_get_contents( $this->path() ) : '';
	}

	/**
	 * The file.
	 */
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
