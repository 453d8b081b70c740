<?php
/**
 * The secret behind the pseudonyms in keys.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * It is generated once and must never change: with another secret, an event that is reported again would get another
 * key and count twice. It is therefore stored twice: in an option, which is autoloaded, and in a file beside the
 * ledger, which moves with the ledger. Each restores the other; if they differ, the file wins.
 */
final class KeySecret {

	public const OPTION = 'siren_key_secret';

	private const NAME    = 'keys.secret';
	private const PATTERN = '/^[0-9a-f]{64}$/D';

	/**
	 * The secret of this site.
	 */
	public static function get(): string {
		return self::good( \get_option( self::OPTION ) ) ?? self::make();
	}

	/** Makes the option and the file agree. */
	public static function keep(): void {
		$kept = self::read();
		if ( null === $kept ) {
			self::write( self::get() );
		} elseif ( \get_option( self::OPTION ) !== $kept ) {
			\update_option( self::OPTION, $kept, true );
		}
	}

	/**
	 * Reads the secret from the ledger's directory, or generates it there, so that two concurrent first requests get
	 * the same one. If the file cannot be written, recording goes on all the same.
	 */
	private static function make(): string {
		$secret = self::read() ?? self::write( \bin2hex( \random_bytes( 32 ) ) );
		\update_option( self::OPTION, $secret, true );
		return $secret;
	}

	/** Contents of the file. */
	private static function read(): ?string {
		$path = self::path();
		return \is_file( $path ) && ! \is_link( $path ) ? self::good( @\file_get_contents( $path ) ) : null;
	}

	/**
	 * Writes the file, unless another request just did.
	 *
	 * @param string $secret Secret to store.
	 * @return string The secret in the file, or the given one if the file cannot be written.
	 */
	private static function write( #[\SensitiveParameter] string $secret ): string {
		$file = KnownLedger::is_missing() ? false : PrivateFile::open( self::path(), 'c+b' );
		if ( false === $file || ! \flock( $file, LOCK_EX ) ) {
			return $secret;
		}
		$kept = self::good( \stream_get_contents( $file ) );
		if ( null === $kept ) {
			\rewind( $file );
			\ftruncate( $file, 0 );
			\fwrite( $file, $secret );
		}
		\fclose( $file );
		return $kept ?? $secret;
	}

	/** Path of the file. */
	private static function path(): string {
		return Store::directory() . '/' . self::NAME;
	}

	/**
	 * Validates a secret; null for anything else.
	 *
	 * @param mixed $kept From the option or the file.
	 */
	private static function good( #[\SensitiveParameter] mixed $kept ): ?string {
		return \is_string( $kept ) && 1 === \preg_match( self::PATTERN, $kept ) ? $kept : null;
	}
}
