<?php
/**
 * Limits how often a visitor counts within a minute.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;
use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A hash table of fixed size. A visitor's hash selects a group of a few slots; each slot stores a minute, a visitor's
 * fingerprint and a count for that minute. The table never grows, needs no cleaning up and identifies nobody. If a
 * group is full, a new visitor replaces the least frequent one and starts at one: nobody is refused because of somebody
 * else, and a frequent visitor is not forgotten because others share the group.
 */
final class RateLimit {

	private const NAME   = 'limits';
	private const GROUPS = 2048;
	private const SLOTS  = 8;
	private const WIDTH  = 12;

	/**
	 * Creates the rate limit of a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Counts a request for each of the given identities, in order, until one exceeds its limit.
	 *
	 * @param string            $now  Instant.
	 * @param array<string,int> $most Maximum per minute, by identity.
	 * @return bool Whether a limit is exceeded; also true if the table cannot be written, because requests that cannot
	 *              be limited are not accepted.
	 */
	public function is_exceeded( string $now, array $most ): bool {
		$file = PrivateFile::open( $this->directory . '/' . self::NAME, 'c+b', false );
		if ( false === $file ) {
			return true;
		}
		\flock( $file, LOCK_EX );
		$minute   = \intdiv( Instant::seconds( $now ), 60 );
		$exceeded = false;
		foreach ( $most as $who => $allowed ) {
			if ( self::hit( $file, (string) $who, $minute ) > $allowed ) {
				$exceeded = true;
				break;
			}
		}
		\fclose( $file );
		return $exceeded;
	}

	/**
	 * Counts one request.
	 *
	 * @param resource $file   Table.
	 * @param string   $who    Identity.
	 * @param int      $minute Minutes since 1970.
	 * @return int Number of requests in this minute.
	 */
	private static function hit( $file, string $who, int $minute ): int {
		// Group and fingerprint are taken from different bits, so that visitors in the same group have different
		// fingerprints.
		[ $group, $mark ] = \array_values( (array) \unpack( 'N2', \md5( $who, true ) ) );
		$size             = self::SLOTS * self::WIDTH;
		$place            = $group % self::GROUPS * $size;
		\fseek( $file, $place );
		$kept = \str_pad( (string) \fread( $file, $size ), $size, "\0" );
		$came = [];
		for ( $slot = 0; $slot < self::SLOTS; $slot++ ) {
			$held          = (array) \unpack( 'Nminute/Nmark/Ncount', $kept, $slot * self::WIDTH );
			$came[ $slot ] = $held['minute'] === $minute ? $held['count'] : 0;
			if ( $came[ $slot ] > 0 && $held['mark'] === $mark ) {
				return self::keep( $file, $place + $slot * self::WIDTH, $minute, $mark, $came[ $slot ] + 1 );
			}
		}
		$least = (int) \array_search( \min( $came ), $came, true );
		return self::keep( $file, $place + $least * self::WIDTH, $minute, $mark, 1 );
	}

	/**
	 * Writes one slot.
	 *
	 * @param resource $file   Table.
	 * @param int      $place  Offset of the slot.
	 * @param int      $minute Minutes since 1970.
	 * @param int      $mark   Fingerprint.
	 * @param int      $hits   Number of requests in this minute.
	 * @return int Number of requests.
	 */
	private static function keep( $file, int $place, int $minute, int $mark, int $hits ): int {
		\fseek( $file, $place );
		\fwrite( $file, \pack( 'NNN', $minute, $mark, $hits ) );
		return $hits;
	}
}
