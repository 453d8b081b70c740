<?php
/**
 * How many requests were not counted as visits, and why.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * One counter for each day and reason, for the last thirty days. Bots send any number of requests, so these are only
 * counted and cannot fill the disk.
 */
final class RejectedVisits {

	private const NAME = 'tally';
	private const DAYS = 30;

	/**
	 * Creates the counters of a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Adds one. If that fails, the page or response continues without it.
	 *
	 * @param string $now    Instant.
	 * @param string $reason Reason: `bot`, `prefetch`, `forged`… Never untrusted input.
	 * @return int New count for today; 0 if it cannot be stored.
	 */
	public function add( string $now, string $reason ): int {
		$file = PrivateFile::open( $this->path(), 'c+b', false );
		if ( false === $file ) {
			return 0;
		}
		\flock( $file, LOCK_EX );
		$days  = self::days_in( (string) \stream_get_contents( $file ) );
		$today = \substr( $now, 0, 10 );

		$days[ $today ][ $reason ] = ( $days[ $today ][ $reason ] ?? 0 ) + 1;
		\krsort( $days );
		$text = (string) \json_encode( \array_slice( $days, 0, self::DAYS, true ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- also called where there is no WordPress.
		\rewind( $file );
		\ftruncate( $file, 0 );
		\fwrite( $file, $text );
		\fclose( $file );
		return $days[ $today ][ $reason ];
	}

	/**
	 * The counters.
	 *
	 * @return array<string,array<string,int>> By day, newest first, and reason.
	 */
	public function days(): array {
		return self::days_in( \is_file( $this->path() ) ? (string) @\file_get_contents( $this->path() ) : '' );
	}

	/**
	 * Parses the counters; a file that a crash left incomplete starts anew.
	 *
	 * @param string $text Contents of the file.
	 * @return array<string,array<string,int>>
	 */
	private static function days_in( string $text ): array {
		$days = \json_decode( $text, true );
		return \is_array( $days ) ? \array_filter( $days, 'is_array' ) : [];
	}

	/** Path of the file. */
	private function path(): string {
		return $this->directory . '/' . self::NAME;
	}
}
