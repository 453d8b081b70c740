<?php
/**
 * The endpoint to which the script in the page reports.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Clock;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\PrivateFile;
use Siren\Distributors\Settings;
use Siren\Distributors\SiteIdentity;

\defined( 'ABSPATH' ) || exit;

/**
 * There are two equivalent endpoints. A small file in wp-content, beside `advanced-cache.php` and the like, answers
 * without loading WordPress, but some hosts forbid it. The plugin writes the file, checks whether it works and
 * remembers the result. Until the check succeeds, or if it fails, pages report to a REST route.
 *
 * The file contains two paths and no secret: its configuration is stored beside the ledger, where no URL leads.
 */
final class Endpoint {

	/**
	 * Autoloaded option: `made_for` (fingerprint of the written configuration), `works`, `recorder`, `problem`,
	 * `checked` (Unix timestamp).
	 */
	public const OPTION = 'siren_beacon';

	public const REST_NAMESPACE = 'siren/v1';
	public const REST_ROUTE     = '/visit';

	private const CONFIGURATION = 'beacon.php';

	/**
	 * File mode. The server may run as another user than PHP and must be able to read the file; only PHP may write it,
	 * whatever WordPress's own file mode.
	 */
	private const MODE = 0o644;

	/** How long the result of a check is valid, in seconds. */
	private const BELIEVED = 86_400;

	/** The path the page's script calls. The browser adds the host of the page. */
	public static function path(): string {
		return self::path_of( self::uses_file() ? self::url() : \rest_url( self::REST_NAMESPACE . self::REST_ROUTE ) );
	}

	/** Whether the file is used; otherwise the REST route is. */
	public static function uses_file(): bool {
		$state = self::state();
		return $state['works'] && ! SiteIdentity::is_undecided() && ! self::needs_wordpress() && self::fingerprint() === $state['made_for'];
	}

	/** Whether the site uses filters that the file cannot run. */
	public static function needs_wordpress(): bool {
		/**
		 * Filters whether visits are reported to the REST API although the file in wp-content works. That takes a
		 * server many times as long, but lets other plugins take part: the file does not run their filters and does not
		 * fire `siren_event_recorded`.
		 *
		 * @since 0.1.0
		 *
		 * @param bool $needed Whether another plugin filters which events count (`siren_ignore_event`), the visitor's
		 *                     address or the time, and no prelude file (`siren_beacon_prelude`) replaces these filters.
		 */
		return (bool) \apply_filters(
			'siren_beacon_needs_wordpress',
			\has_filter( 'siren_ignore_event' ) || ( '' === Configuration::prelude() && ( \has_filter( 'siren_visitor_address' ) || \has_filter( 'siren_now' ) ) )
		);
	}

	/**
	 * The result of the last check.
	 *
	 * @return array{made_for:string,works:bool,recorder:string,problem:string,checked:int}
	 */
	public static function state(): array {
		$kept = \get_option( self::OPTION );
		$kept = \is_array( $kept ) ? \array_filter( $kept, 'is_scalar' ) : [];
		return [
			'made_for' => (string) ( $kept['made_for'] ?? '' ),
			'works'    => (bool) ( $kept['works'] ?? false ),
			'recorder' => (string) ( $kept['recorder'] ?? '' ),
			'problem'  => (string) ( $kept['problem'] ?? '' ),
			'checked'  => (int) ( $kept['checked'] ?? 0 ),
		];
	}

	/** Keeps the file up to date and checks it from time to time. Called by WP-Cron and when a setting changes. */
	public static function keep(): void {
		if ( SiteIdentity::is_undecided() ) {
			return; // The file of a copy would record into the original's ledger; the REST route does not.
		}
		if ( 'beacon' !== Settings::all()['visits'] ) {
			self::remove();
			return;
		}
		$state = self::state();
		if ( KnownLedger::is_missing() ) {
			// Without WordPress, nothing could be stored for later, so pages report to the REST route until the ledger
			// is back.
			$unknown = [
				'made_for' => '',
				'works'    => false,
			];
			\update_option( self::OPTION, $unknown + $state, true );
			return;
		}
		if ( self::fingerprint() !== $state['made_for'] || ! \is_file( self::file() ) || ! \is_file( self::configuration() ) || \time() - $state['checked'] >= self::BELIEVED ) {
			self::renew();
		}
	}

	/** Rewrites the file and checks it. */
	public static function renew(): void {
		( new ChangedPosts( Configuration::directory() ) )->forget( Clock::now(), Configuration::token_days() );
		$problem = self::write();
		$answer  = null === $problem ? self::ask() : [
			'recorder' => '',
			'problem'  => $problem,
		];
		\update_option(
			self::OPTION,
			[
				'made_for' => self::fingerprint(),
				'works'    => '' === $answer['problem'],
				'recorder' => $answer['recorder'],
				'problem'  => $answer['problem'],
				'checked'  => \time(),
			],
			true
		);
	}

	/** Deletes the file. */
	public static function remove(): void {
		if ( false === \get_option( self::OPTION ) ) {
			return; // Nothing was ever written, and perhaps its location was never decided.
		}
		foreach ( [ self::file(), self::configuration() ] as $file ) {
			if ( \is_file( $file ) ) {
				\wp_delete_file( $file );
			}
		}
		\delete_option( self::OPTION );
	}

	/** Path of the file. Each site of a network has its own. */
	public static function file(): string {
		return WP_CONTENT_DIR . '/' . self::name();
	}

	/** Name of the file. */
	private static function name(): string {
		return \get_current_blog_id() > 1 ? 'siren-beacon-' . \get_current_blog_id() . '.php' : 'siren-beacon.php';
	}

	/** URL of the file. */
	private static function url(): string {
		return \content_url( self::name() );
	}

	/** Path of the configuration for the file. */
	private static function configuration(): string {
		return Configuration::directory() . '/' . self::CONFIGURATION;
	}

	/** Fingerprint of the configuration, the plugin's version and its location. */
	private static function fingerprint(): string {
		return \md5( \serialize( [ SIREN_DISTRIBUTORS_VERSION, __DIR__, Configuration::current() ] ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- only ever compared, never read back.
	}

	/**
	 * Writes the file and its configuration.
	 *
	 * @return ?string Why that failed: `forbidden`, `data_unwritable`, `content_unwritable`; null on success.
	 */
	private static function write(): ?string {
		// A site that forbids installing plugins does not want plugins to write PHP files either.
		if ( ! \wp_is_file_mod_allowed( 'siren_beacon' ) ) {
			return 'forbidden';
		}
		$configuration = "<?php\n// Written by the plugin Siren Distributors. Secret.\nreturn " . \var_export( Configuration::current(), true ) . ";\n"; // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- this is how PHP is written.
		$beacon        = "<?php\n"
			. "/**\n * Written by the plugin Siren Distributors, which removes it when it is switched off. Counts the visits that the\n"
			. " * site's pages report, without loading WordPress.\n */\n\n"
			. "define( 'SIREN_BEACON', true );\n"
			. '$siren_beacon_site = ' . \var_export( self::configuration(), true ) . ";\n" // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- this is how PHP is written.
			. '$siren_beacon_code = ' . \var_export( __DIR__ . '/without-wordpress.php', true ) . ";\n" // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- this is how PHP is written.
			. "if ( is_file( \$siren_beacon_code ) ) {\n\trequire \$siren_beacon_code;\n} else {\n\thttp_response_code( 204 ); // The plugin is gone.\n}\n";

		if ( ! PrivateFile::replace( self::configuration(), $configuration ) ) {
			return 'data_unwritable';
		}
		if ( ! PrivateFile::replace( self::file(), $beacon ) || ! \chmod( self::file(), self::MODE ) ) {
			return 'content_unwritable';
		}
		// A server whose opcode cache does not check for changed files would keep running the old ones.
		foreach ( [ self::configuration(), self::file() ] as $written ) {
			if ( \function_exists( 'opcache_invalidate' ) ) {
				\opcache_invalidate( $written, true );
			}
		}
		return null;
	}

	/**
	 * Checks whether the file works by requesting it from this site, as a browser would.
	 *
	 * @return array{recorder:string,problem:string} `problem` is '' on success, otherwise `unreachable` or `refused`.
	 */
	private static function ask(): array {
		$secret = Configuration::secret();
		$word   = \bin2hex( \random_bytes( 16 ) );
		$answer = \wp_remote_post(
			self::own_address( self::path_of( self::url() ) ),
			[
				'timeout'     => 5,
				'redirection' => 0,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => \apply_filters( 'https_local_ssl_verify', false ),
				'body'        => [
					't' => Token::make( $secret, Clock::now(), Token::CHECK ),
					'x' => $word,
				],
			]
		);
		$said   = \is_wp_error( $answer ) ? '' : (string) \wp_remote_retrieve_header( $answer, Beacon::CHECK_HEADER );
		foreach ( [ 'extension', 'spool' ] as $recorder ) {
			if ( \hash_equals( Beacon::signature( $secret, $word, $recorder ), $said ) ) {
				return [
					'recorder' => $recorder,
					'problem'  => '',
				];
			}
		}
		return [
			'recorder' => '',
			'problem'  => \is_wp_error( $answer ) ? 'unreachable' : 'refused',
		];
	}

	/**
	 * Moves a path to the host of the site's pages, because the content URL may have another host.
	 *
	 * @param string $path Path and query.
	 */
	private static function own_address( string $path ): string {
		$home = (array) \wp_parse_url( \home_url() );
		return ( $home['scheme'] ?? 'http' ) . '://' . ( $home['host'] ?? '' ) . ( isset( $home['port'] ) ? ':' . $home['port'] : '' ) . $path;
	}

	/**
	 * Path and query of a URL.
	 *
	 * @param string $address Absolute URL.
	 */
	private static function path_of( string $address ): string {
		$part = (array) \wp_parse_url( $address );
		return ( $part['path'] ?? '/' ) . ( isset( $part['query'] ) ? '?' . $part['query'] : '' );
	}
}
