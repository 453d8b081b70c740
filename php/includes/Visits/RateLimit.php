<?php
/**
 * How often one visitor is counted within a minute.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;
use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A table of a fixed size. A hash leads from a visitor to a group of a few slots; each slot holds a minute, whose it is, and how
 * often they came in it. So the table never grows, nothing in it has to be cleaned up, and it names nobody. Whoever finds the
 * group full takes over the slot of the least frequent visitor and begins at one: no visitor is refused for what another did, and
 * a frequent one is not forgotten because another shares the group.
 */
final class RateLimit {

	private const NAME   = 'limits';
	private const GROUPS = 2048;
	private const SLOTS  = 8;
	private const WIDTH  = 12;

	/**
	 * The table that is kept in a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Counts a hit of each of these, in their order, as far as the first that had too many.
	 *
	 * @param string            $now  Instant.
	 * @param array<string,int> $most How many a minute, by who it is.
	 * @return bool Whether any of them has had more; also where the table cannot be kept, what is no longer bounded is
	 *              not accepted.
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
	 * Counts one hit.
	 *
	 * @param resource $file   The table.
	 * @param string   $who    Whose.
	 * @param int      $minute Minutes since 1970.
	 * @return int How many there were in this minute.
	 */
	private static function hit( $file, string $who, int $minute ): int {
		// The group and the mark follow from different bits: who shares a group has another mark.
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
	 * @param resource $file   The table.
	 * @param int      $place  Where the slot begins.
	 * @param int      $minute Minutes since 1970.
	 * @param int      $mark   Whose.
	 * @param int      $hits   How many there were in this minute.
	 * @return int The hits.
	 */
	private static function keep( $file, int $place, int $minute, int $mark, int $hits ): int {
		\fseek( $file, $place );
		\fwrite( $file, \pack( 'NNN', $minute, $mark, $hits ) );
		return $hits;
	}
}
