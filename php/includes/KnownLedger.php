<?php
/**
 * Where this site's ledger was last seen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Admin\Screens\Rebuilding;
use Siren\Distributors\Admin\Screens\Verification;
use Siren\Distributors\Backfill\Jobs;

\defined( 'ABSPATH' ) || exit;

/**
 * If a disk is not mounted, a directory was not moved along or an empty directory was configured by mistake, the engine
 * would start an empty ledger there, and nobody would notice before the next payout. A site that once had a ledger
 * therefore refuses to work without it until it is back, or until somebody confirms that an empty one is wanted.
 */
final class KnownLedger {

	/** Autoloaded option: absolute path of the directory in which the ledger was last seen; '' before there was one. */
	public const OPTION = 'siren_known_ledger';

	/**
	 * Throws if the ledger is missing; otherwise remembers where it is.
	 *
	 * @param string $here The data directory.
	 * @throws \RuntimeException When it is missing: a `StorageFailure`, as for any other unusable ledger.
	 */
	public static function demand( string $here ): void {
		$known = self::directory();
		if ( PrivateFile::is_ledger( $here ) ) {
			if ( $known !== $here ) {
				\update_option( self::OPTION, $here, true );
			}
			return;
		}
		if ( '' !== $known && self::can_be_looked_into( $here ) ) {
			$message = \sprintf( 'the ledger of this site is missing: it was in %s, and there is none in %s. Bring it back, or begin an empty one under Siren → Status; what happens meanwhile is kept, and nothing was changed', $known, $here );
			// The extension may be missing too.
			throw \class_exists( \Siren\Exception\StorageFailure::class, false ) ? new \Siren\Exception\StorageFailure( $message ) : new \RuntimeException( $message );
		}
	}

	/**
	 * Whether this site had a ledger that is not where the site expects it. A site that may be a copy only reads the
	 * original's ledger and cannot start another one in its place.
	 */
	public static function is_missing(): bool {
		$here = Store::directory();
		return '' !== self::directory() && ! SiteIdentity::is_undecided() && ! PrivateFile::is_ledger( $here ) && self::can_be_looked_into( $here );
	}

	/** The directory in which the ledger was last seen; '' before there was one. */
	public static function directory(): string {
		$kept = \get_option( self::OPTION );
		return \is_string( $kept ) ? $kept : '';
	}

	/** Forgets the ledger and everything noted about it, because this site starts another one. */
	public static function forget(): void {
		foreach ( [ self::OPTION, Heartbeat::OPTION, Retention::OPTION, Verification::OPTION, Rebuilding::OPTION, Failures::OPTION, ...Jobs::options() ] as $option ) {
			\delete_option( $option );
		}
		\add_option( self::OPTION, '', '', true );
	}

	/**
	 * Whether PHP can see that a path does not exist. If PHP may not even look there, the engine cannot create anything
	 * either, and reports it in its own words.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function can_be_looked_into( string $directory ): bool {
		for ( $at = $directory; ! @\is_dir( $at ); $at = $above ) {
			$above = \dirname( $at );
			if ( $above === $at ) {
				return false;
			}
		}
		return @\is_executable( $at );
	}
}
