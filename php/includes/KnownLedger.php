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
 * A disk that is not mounted, a directory that was not moved along, an empty place named by mistake: opened there, the engine
 * would begin an empty ledger, and nobody would notice before the next payout. So a site that had a ledger does not work
 * without it until it is back, or until somebody says that an empty one is wanted.
 */
final class KnownLedger {

	/** Option, autoloaded: absolute path of the directory in which the ledger was seen; '' before there was one. */
	public const OPTION = 'siren_known_ledger';

	/**
	 * Refuses to go on where the ledger is missing, and remembers where it is.
	 *
	 * @param string $here The data directory.
	 * @throws \RuntimeException Where it is missing: a `StorageFailure`, as for any other ledger that cannot be used.
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
	 * Whether this site had a ledger that is not where it looks for it. A site that may be a copy only reads the original's
	 * and can begin nothing in its place.
	 */
	public static function is_missing(): bool {
		$here = Store::directory();
		return '' !== self::directory() && ! SiteIdentity::is_undecided() && ! PrivateFile::is_ledger( $here ) && self::can_be_looked_into( $here );
	}

	/**
	 * The directory in which the ledger was seen; '' before there was one.
	 */
	public static function directory(): string {
		$kept = \get_option( self::OPTION );
		return \is_string( $kept ) ? $kept : '';
	}

	/**
	 * Forgets it, with all that was noted about it: this site begins another ledger.
	 */
	public static function forget(): void {
		foreach ( [ self::OPTION, Heartbeat::OPTION, Retention::OPTION, Verification::OPTION, Rebuilding::OPTION, Failures::OPTION, ...Jobs::options() ] as $option ) {
			\delete_option( $option );
		}
		\add_option( self::OPTION, '', '', true );
	}

	/**
	 * Whether "there is nothing" is true of a place. Where PHP may not even look, the engine says so in its own words, and
	 * can begin nothing.
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
