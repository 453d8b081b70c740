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
 * A table of a fixed size: a visitor's slot in it is found by a hash, and holds a minute, whose it is, and how often they
 * came in it. So the table never grows, nothing in it has to be cleaned up, and it names nobody. Of two who share a slot the
 * later one takes it over and begins at one: nobody is ever refused for what another did.
 */
final class Limit {

	private const NAME  = 'limits';
	private const SLOTS = 16_384;
	private const WIDTH = 12;

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
		// The slot and the mark follow from different bits: who shares a slot has another mark.
		[ $slot, $mark ] = \array_values( (array) \unpack( 'N2', \md5( $who, true ) ) );
		$place           = $slot % self::SLOTS * self::WIDTH;
		\fseek( $file, $place );
		$kept = \fread( $file, self::WIDTH );
		$held = self::WIDTH === \strlen( (string) $kept ) ? \unpack( 'Nminute/Nmark/Ncount', $kept ) : false;
		$hits = false !== $held && $held['minute'] === $minute && $held['mark'] === $mark ? $held['count'] + 1 : 1;
		\fseek( $file, $place );
		\fwrite( $file, \pack( 'NNN', $minute, $mark, $hits ) );
		return $hits;
	}
}
