<?php
/**
 * The secret by which visitors are told apart for a day.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Drawn anew each UTC day and overwritten the day after: within a day two visits of one reader can be told to be the
 * same, and after it nobody, this site included, can tell whose they were.
 */
final class Salt {

	private const NAME    = 'salt';
	private const PATTERN = '/^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{64})$/D';

	/**
	 * What was read or drawn, by day.
	 *
	 * @var array<string,string>
	 */
	private array $known = [];

	/**
	 * The salt that is kept in a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * An address and a browser, unrecognisable.
	 *
	 * @param string $day     UTC day, `2026-05-01`.
	 * @param string $address Where the visitor comes from.
	 * @param string $browser What the browser calls itself.
	 * @return string 32 hex digits.
	 * @throws \RuntimeException When no salt can be kept.
	 */
	public function hash( string $day, string $address, string $browser = '' ): string {
		$this->known[ $day ] ??= $this->of( $day );
		return \substr( \hash_hmac( 'sha256', $address . "\n" . $browser, $this->known[ $day ] ), 0, 32 );
	}

	/**
	 * The salt of a day; the first visitor of the day draws it.
	 *
	 * @param string $day UTC day.
	 * @throws \RuntimeException When it cannot be kept.
	 */
	private function of( string $day ): string {
		$path = $this->directory . '/' . self::NAME;
		$kept = self::salt( \is_file( $path ) ? (string) @\file_get_contents( $path ) : '', $day );
		return $kept ?? $this->draw( $path, $day );
	}

	/**
	 * Draws the day's salt, unless somebody else just did.
	 *
	 * @param string $path The file.
	 * @param string $day  UTC day.
	 * @throws \RuntimeException When it cannot be kept.
	 */
	private function draw( string $path, string $day ): string {
		$file = PrivateFile::open( $path, 'c+b', false );
		if ( false === $file || ! \flock( $file, LOCK_EX ) ) {
			throw new \RuntimeException( 'the secret that visitors are told apart by cannot be kept' );
		}
		$salt = self::salt( (string) \stream_get_contents( $file ), $day );
		if ( null === $salt ) {
			$salt = \bin2hex( \random_bytes( 32 ) );
			\rewind( $file );
			\ftruncate( $file, 0 );
			\fwrite( $file, $day . ' ' . $salt );
		}
		\fclose( $file );
		return $salt;
	}

	/**
	 * The salt in a file's text, if it is of that day.
	 *
	 * @param string $text The text.
	 * @param string $day  UTC day.
	 */
	private static function salt( string $text, string $day ): ?string {
		return 1 === \preg_match( self::PATTERN, $text, $part ) && $part[1] === $day ? $part[2] : null;
	}
}
