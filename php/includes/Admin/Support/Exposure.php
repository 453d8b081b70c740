<?php
/**
 * Does the web server hand the ledger out?
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\KnownLedger;
use Siren\Distributors\PrivateFile;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * A data directory in the web root is only safe where the server refuses it, and no configuration says so for sure. So a file
 * with a random word is put into it and fetched as a stranger would: by Site Health, and once a day by the heartbeat.
 */
final class Exposure {

	/** Option: `directory` that was looked at, `served`, `at` (seconds since 1970). */
	public const OPTION = 'siren_exposure';

	/**
	 * Whether the file was handed out when it was last fetched.
	 */
	public static function is_served(): bool {
		$kept = \get_option( self::OPTION );
		return \is_array( $kept ) && true === ( $kept['served'] ?? null ) && Store::directory() === ( $kept['directory'] ?? '' );
	}

	/**
	 * Fetches it once a day.
	 */
	public static function keep(): void {
		$kept = \get_option( self::OPTION );
		$at   = \is_array( $kept ) && Store::directory() === ( $kept['directory'] ?? '' ) ? (int) ( $kept['at'] ?? 0 ) : 0;
		if ( Store::is_in_web_root() && \time() - $at >= DAY_IN_SECONDS ) {
			self::check();
		}
	}

	/**
	 * Fetches it now.
	 *
	 * @return ?bool Whether it was handed out; null where the site could not reach itself, or no file could be put there.
	 */
	public static function check(): ?bool {
		$name = 'probe-' . \bin2hex( \random_bytes( 12 ) ) . '.txt';
		$word = \bin2hex( \random_bytes( 16 ) );
		$path = Store::recording_directory() . '/' . $name;
		if ( KnownLedger::is_missing() || ! PrivateFile::replace( $path, $word ) ) {
			return null;
		}
		$answer = \wp_remote_get(
			self::address() . '/' . $name,
			[
				'timeout'     => 5,
				'redirection' => 2,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => \apply_filters( 'https_local_ssl_verify', false ),
			]
		);
		\wp_delete_file( $path );
		if ( \is_wp_error( $answer ) ) {
			return null;
		}
		$served = \str_contains( \wp_remote_retrieve_body( $answer ), $word );
		\update_option(
			self::OPTION,
			[
				'directory' => Store::directory(),
				'served'    => $served,
				'at'        => \time(),
			],
			false
		);
		return $served;
	}

	/**
	 * What the address of the data directory would be.
	 */
	private static function address(): string {
		$directory = \wp_normalize_path( Store::recording_directory() );
		$content   = \wp_normalize_path( \untrailingslashit( WP_CONTENT_DIR ) );
		if ( \str_starts_with( $directory . '/', $content . '/' ) ) {
			return \content_url( \substr( $directory, \strlen( $content ) ) );
		}
		return \site_url( \substr( $directory, \strlen( \untrailingslashit( \wp_normalize_path( ABSPATH ) ) ) ) );
	}
}
