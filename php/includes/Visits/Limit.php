<?php
/**
 * How often one visitor may be heard.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;
use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A table of a fixed size: a visitor's place in it is found by a hash, and holds a minute and how often it was hit in
 * it. So it never grows, nothing in it has to be cleaned up, and it names nobody. Two visitors who share a place share
 * what they may, which at a thousand visitors a minute happens to one in sixteen and matters to none who reads.
 */
final class Limit {

	private const NAME  = 'limits';
	private const SLOTS = 16_384;
	private const WIDTH = 8;

	/**
	 * The table that is kept in a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Counts a hit of each of these.
	 *
	 * @param string            $now  Instant.
	 * @param array<string,int> $most How many a minute, by a hash of hex digits.
	 * @return bool Whether any of them has had more; also where the table cannot be kept, what is no longer bounded is
	 *              not accepted.
	 */
	public function is_exceeded( string $now, array $most ): bool {
		$file = PrivateFile::open( $this->directory . '/' . self::NAME, 'c+b' );
		if ( false === $file ) {
			return true;
		}
		\flock( $file, LOCK_EX );
		$minute   = \intdiv( Instant::seconds( $now ), 60 );
		$exceeded = false;
		foreach ( $most as $hash => $allowed ) {
			$exceeded = self::hit( $file, (string) $hash, $minute ) > $allowed || $exceeded;
		}
		\fclose( $file );
		return $exceeded;
	}

	/**
	 * Counts one hit.
	 *
	 * @param resource $file   The table.
	 * @param string   $hash   Whose.
	 * @param int      $minute Minutes since 1970.
	 * @return int How many there were in this minute.
	 */
	private static function hit( $file, string $hash, int $minute ): int {
		$place = \crc32( $hash ) % self::SLOTS * self::WIDTH;
		\fseek( $file, $place );
		$slot = \fread( $file, self::WIDTH );
		$held = self::WIDTH === \strlen( (string) $slot ) ? \unpack( 'Nminute/Ncount', $slot ) : false;
		$hits = false !== $held && $held['minute'] === $minute ? $held['count'] + 1 : 1;
		\fseek( $file, $place );
		\fwrite( $file, \pack( 'NN', $minute, $hits ) );
		return $hits;
	}
}
