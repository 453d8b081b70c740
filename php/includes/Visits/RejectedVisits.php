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
 * One number for each day and reason, for the last thirty days. Bots come in any number, so their requests are only counted:
 * they cannot fill the disk.
 */
final class RejectedVisits {

	private const NAME = 'tally';
	private const DAYS = 30;

	/**
	 * The numbers that are kept in a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Adds one. Where it cannot be kept it is not: the page, or the answer, goes on.
	 *
	 * @param string $now    Instant.
	 * @param string $reason What it was: `bot`, `prefetch`, `forged`… Never a word that came from outside.
	 * @return int How many that makes today; 0 where it cannot be kept.
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
	 * The numbers.
	 *
	 * @return array<string,array<string,int>> By day, the last first, and reason.
	 */
	public function days(): array {
		return self::days_in( \is_file( $this->path() ) ? (string) @\file_get_contents( $this->path() ) : '' );
	}

	/**
	 * The numbers in a file's text; one that a crash left half written starts anew.
	 *
	 * @param string $text The text.
	 * @return array<string,array<string,int>>
	 */
	private static function days_in( string $text ): array {
		$days = \json_decode( $text, true );
		return \is_array( $days ) ? \array_filter( $days, 'is_array' ) : [];
	}

	/**
	 * The file.
	 */
	private function path(): string {
		return $this->directory . '/' . self::NAME;
	}
}
