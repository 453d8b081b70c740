<?php
/**
 * The daily salt with which visitors are distinguished.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\PrivateFile;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Generated anew each UTC day and overwritten the next. Within a day, repeated visits of one reader can be recognised;
 * afterwards nobody, including this site, can tell whose they were.
 */
final class Salt {

	private const NAME    = 'salt';
	private const PATTERN = '/^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{64})$/D';

	/**
	 * Salts read or generated, by day.
	 *
	 * @var array<string,string>
	 */
	private array $known = [];

	/**
	 * Creates the salt of a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Hashes an IP address and a browser.
	 *
	 * @param string $day     UTC day, `2026-05-01`.
	 * @param string $address IP address.
	 * @param string $browser User agent.
	 * @return string 32 hex digits.
	 * @throws \RuntimeException When no salt can be stored.
	 */
	public function hash( string $day, string $address, string $browser = '' ): string {
		$this->known[ $day ] ??= $this->of( $day );
		return \substr( \hash_hmac( 'sha256', $address . "\n" . $browser, $this->known[ $day ] ), 0, 32 );
	}

	/**
	 * The salt of a day; the first visitor of the day generates it.
	 *
	 * @param string $day UTC day.
	 * @throws \RuntimeException When it cannot be stored.
	 */
	private function of( string $day ): string {
		$path = $this->directory . '/' . self::NAME;
		$kept = self::salt( \is_file( $path ) ? (string) @\file_get_contents( $path ) : '', $day );
		return $kept ?? $this->draw( $path, $day );
	}

	/**
	 * Generates the day's salt, unless another request just did.
	 *
	 * @param string $path Path of the file.
	 * @param string $day  UTC day.
	 * @throws \RuntimeException When it cannot be stored.
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
	 * Extracts the salt from the file if it is of that day.
	 *
	 * @param string $text Contents of the file.
	 * @param string $day  UTC day.
	 */
	private static function salt( string $text, string $day ): ?string {
		return 1 === \preg_match( self::PATTERN, $text, $part ) && $part[1] === $day ? $part[2] : null;
	}
}
