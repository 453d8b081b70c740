<?php
/**
 * Checks whether the web server serves the ledger.
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
 * A data directory in the web root is only safe if the server refuses access to it, which cannot be derived from any
 * configuration. A file with a random word is therefore put into it and requested like a stranger would: by Site
 * Health, and once a day by the heartbeat.
 */
final class Exposure {

	/** Option: `directory` that was checked, `served`, `at` (Unix timestamp). */
	public const OPTION = 'siren_exposure';

	/** Whether the file was served when it was last requested. */
	public static function is_served(): bool {
		$kept = \get_option( self::OPTION );
		return \is_array( $kept ) && true === ( $kept['served'] ?? null ) && Store::directory() === ( $kept['directory'] ?? '' );
	}

	/** Checks once a day. */
	public static function keep(): void {
		$kept = \get_option( self::OPTION );
		$at   = \is_array( $kept ) && Store::directory() === ( $kept['directory'] ?? '' ) ? (int) ( $kept['at'] ?? 0 ) : 0;
		if ( Store::is_in_web_root() && \time() - $at >= DAY_IN_SECONDS ) {
			self::check();
		}
	}

	/**
	 * Checks now.
	 *
	 * @return ?bool Whether the file was served; null if the site could not reach itself or the file could not be
	 *               written.
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

	/** The URL that the data directory would have. */
	private static function address(): string {
		$directory = \wp_normalize_path( Store::recording_directory() );
		$content   = \wp_normalize_path( \untrailingslashit( WP_CONTENT_DIR ) );
		if ( \str_starts_with( $directory . '/', $content . '/' ) ) {
			return \content_url( \substr( $directory, \strlen( $content ) ) );
		}
		return \site_url( \substr( $directory, \strlen( \untrailingslashit( \wp_normalize_path( ABSPATH ) ) ) ) );
	}
}
