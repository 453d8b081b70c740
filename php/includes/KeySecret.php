<?php
/**
 * The secret by which people are marked in keys.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Drawn once and kept for good: with another one, what was counted would be counted again when it is told again. So there
 * are two of it, an option, which a page has read already, and a file beside the ledger, which goes where the ledger goes.
 * Each is mended from the other; where they differ, the ledger's own is right.
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

	/**
	 * Sees to it that both say the same.
	 */
	public static function keep(): void {
		$kept = self::read();
		if ( null === $kept ) {
			self::write( self::get() );
		} elseif ( \get_option( self::OPTION ) !== $kept ) {
			\update_option( self::OPTION, $kept, true );
		}
	}

	/**
	 * Takes it from the ledger's directory, or draws it there: of two first requests at once both get the same. Where no
	 * file can be kept, no fact is lost for that.
	 */
	private static function make(): string {
		$secret = self::read() ?? self::write( \bin2hex( \random_bytes( 32 ) ) );
		\update_option( self::OPTION, $secret, true );
		return $secret;
	}

	/**
	 * What the file holds.
	 */
	private static function read(): ?string {
		$path = self::path();
		return \is_file( $path ) && ! \is_link( $path ) ? self::good( @\file_get_contents( $path ) ) : null;
	}

	/**
	 * Writes the file, unless somebody else just did.
	 *
	 * @param string $secret What it is to hold.
	 * @return string What it holds, or would.
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

	/**
	 * Where the file lies.
	 */
	private static function path(): string {
		return Store::directory() . '/' . self::NAME;
	}

	/**
	 * A secret as it is drawn; null for anything else.
	 *
	 * @param mixed $kept From wherever it was kept.
	 */
	private static function good( #[\SensitiveParameter] mixed $kept ): ?string {
		return \is_string( $kept ) && 1 === \preg_match( self::PATTERN, $kept ) ? $kept : null;
	}
}
