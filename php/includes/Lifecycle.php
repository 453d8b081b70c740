<?php
/**
 * Activation, deactivation and uninstallation.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Sales\Sweep;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;

\defined( 'ABSPATH' ) || exit;

/**
 * Setting up a site does not rely on the activation hook: WordPress does not fire it for a site that is later added to
 * a network, nor when the extension is installed after the plugin. {@see Lifecycle::ensure()} does the same on the
 * first request that finds it undone.
 */
final class Lifecycle {

	/** Option: the plugin version for which this site was set up. */
	public const OPTION = 'siren_set_up';

	/** Option: the instant at which the plugin was first set up on this site. Kept when the plugin is deactivated. */
	public const SINCE_OPTION = 'siren_since';

	public const VIEW_REPORTS    = 'siren_view_reports';
	public const MANAGE_PROGRAMS = 'siren_manage_programs';
	public const APPROVE_PAYOUTS = 'siren_approve_payouts';
	public const EXPORT          = 'siren_export';

	public const CAPABILITIES = [ self::VIEW_REPORTS, self::MANAGE_PROGRAMS, self::APPROVE_PAYOUTS, self::EXPORT ];

	private const ROLES = [ 'administrator', 'shop_manager' ];

	/** The plugin was activated. */
	public static function activate(): void {
		self::grant_capabilities();
		if ( Requirements::can_record() ) {
			self::ensure();
			Endpoint::keep();
		}
	}

	/**
	 * The plugin was deactivated: stops heartbeats and removes the beacon. Settings, capabilities and the ledger stay.
	 */
	public static function deactivate(): void {
		Heartbeat::unschedule();
		Endpoint::remove();
		\delete_option( self::OPTION );
	}

	/** Sets this site up if that has not been done for this version. */
	public static function ensure(): void {
		if ( SIREN_DISTRIBUTORS_VERSION === \get_option( self::OPTION ) ) {
			return;
		}
		self::grant_capabilities();
		Heartbeat::schedule();
		Store::directory(); // Decides where the ledger is stored.
		KeySecret::get();
		// For an option that does not exist, WordPress queries the database on every request.
		\add_option( Settings::OPTION, [], '', true );
		\add_option( Endpoint::OPTION, [], '', true );
		\add_option( KnownLedger::OPTION, '', '', true );
		\add_option( self::SINCE_OPTION, Clock::now(), '', false );
		\update_option( self::OPTION, SIREN_DISTRIBUTORS_VERSION, true );
	}

	/**
	 * The instant at which the plugin was installed on this site. Anything older is history: recorded to try rules on,
	 * never paid.
	 *
	 * @return string Instant; the current one if none was stored.
	 */
	public static function since(): string {
		$kept = \get_option( self::SINCE_OPTION );
		return \is_string( $kept ) && '' !== $kept ? $kept : Clock::now();
	}

	/**
	 * Grants the plugin's capabilities to the roles that run a shop. Also called when another plugin is activated,
	 * which may have added such a role.
	 */
	public static function grant_capabilities(): void {
		foreach ( self::ROLES as $name ) {
			$role = \get_role( $name );
			if ( null === $role ) {
				continue;
			}
			foreach ( self::CAPABILITIES as $capability ) {
				if ( ! $role->has_cap( $capability ) ) {
					$role->add_cap( $capability );
				}
			}
		}
	}

	/** The plugin is deleted. Removes what this site chose to have removed; by default nothing. */
	public static function uninstall(): void {
		Endpoint::remove();
		if ( ! Settings::all()['delete_on_uninstall'] ) {
			return;
		}
		// The ledger of a site that may be a copy belongs to the original, and a directory named in the server's
		// configuration may be kept on purpose. Neither may be deleted here.
		if ( null !== Placement::kept() ) {
			self::delete_directory( Configuration::directory() );
			if ( ! Store::is_configured() && ! SiteIdentity::is_undecided() ) {
				self::delete_ledger( Store::directory() );
			}
		}
		foreach ( \array_keys( \wp_roles()->roles ) as $name ) {
			foreach ( self::CAPABILITIES as $capability ) {
				\get_role( (string) $name )->remove_cap( $capability );
			}
		}
		foreach ( [ Settings::OPTION, Placement::OPTION, Admin\Support\Exposure::OPTION, KeySecret::OPTION, Accounts::KNOWN_OPTION, Accounts::GONE_OPTION, Accounts::RETIRED_OPTION, Failures::OPTION, Heartbeat::OPTION, Retention::OPTION, Admin\Screens\Verification::OPTION, Admin\Screens\Rebuilding::OPTION, KnownLedger::OPTION, ...Backfill\Jobs::options(), Sweep::OPTION, self::SINCE_OPTION, self::OPTION ] as $option ) {
			\delete_option( $option );
		}
		Deferred::forget();
		Admin\Form\Submission::forget_all();
		\delete_option( Admin\Screens\ImportJob::OPTION );
		\delete_post_meta_by_key( Owners::META );
		Retakes::forget_all();
	}

	/**
	 * Deletes a ledger with its log and snapshots.
	 *
	 * @param string $directory Absolute path of its data directory.
	 */
	private static function delete_ledger( string $directory ): void {
		foreach ( [ '/segments', '/snapshots', '' ] as $part ) {
			self::delete_directory( $directory . $part );
		}
	}

	/**
	 * Deletes a directory and the files in it. Sub-directories must be deleted first, by name. A symbolic link is
	 * removed, not followed.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function delete_directory( string $directory ): void {
		if ( ! \is_dir( $directory ) || \is_link( $directory ) ) {
			return;
		}
		$names = \scandir( $directory );
		foreach ( false === $names ? [] : $names as $name ) {
			$path = $directory . '/' . $name;
			if ( \is_link( $path ) || \is_file( $path ) ) {
				\unlink( $path );
			}
		}
		\rmdir( $directory );
	}
}
