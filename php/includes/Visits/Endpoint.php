<?php
/**
 * Where the pages' script sends its beacon.
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
 * Two places do the same. A small file in wp-content, beside `advanced-cache.php` and the like, answers without loading
 * WordPress; some hosts forbid such a file. So the plugin writes it, asks it once whether it works, and remembers the
 * answer; until it has answered, and wherever it does not, pages send their beacons to a REST route.
 *
 * The file holds two paths and no secret: what it must know lies beside the ledger, where no URL leads.
 */
final class Endpoint {

	/**
	 * Option, autoloaded: `made_for` (fingerprint of the configuration that was written down), `works`, `recorder`,
	 * `problem`, `checked` (seconds since 1970).
	 */
	public const OPTION = 'siren_beacon';

	public const REST_NAMESPACE = 'siren/v1';
	public const REST_ROUTE     = '/visit';

	private const CONFIGURATION = 'beacon.php';

	/** The server may be another user than PHP and has to read the file; nobody but PHP writes it, whatever the mode of WordPress's own files. */
	private const MODE = 0o644;

	/** How long a check is believed, in seconds. */
	private const BELIEVED = 86_400;

	/**
	 * What a page's script calls, as a path: the browser adds the page's own host, whichever it is.
	 */
	public static function path(): string {
		return self::path_of( self::uses_file() ? self::url() : \rest_url( self::REST_NAMESPACE . self::REST_ROUTE ) );
	}

	/**
	 * Whether the file is in use; else the REST route is.
	 */
	public static function uses_file(): bool {
		$state = self::state();
		return $state['works'] && ! SiteIdentity::is_undecided() && ! self::needs_wordpress() && self::fingerprint() === $state['made_for'];
	}

	/**
	 * Whether the site has something to say about visits that the file could not know.
	 */
	public static function needs_wordpress(): bool {
		/**
		 * Filters whether visits are to be reported to WordPress's REST API although the file in wp-content works. That
		 * takes a server many times as long, but other plugins are heard: the file knows nothing of their filters, and
		 * does not fire `siren_event_recorded`.
		 *
		 * @since 0.1.0
		 *
		 * @param bool $needed Whether another plugin filters which events count (`siren_ignore_event`), the visitor's
		 *                     address or the time, and nothing speaks for these filters (`siren_beacon_prelude`).
		 */
		return (bool) \apply_filters(
			'siren_beacon_needs_wordpress',
			\has_filter( 'siren_ignore_event' ) || ( '' === Configuration::prelude() && ( \has_filter( 'siren_visitor_address' ) || \has_filter( 'siren_now' ) ) )
		);
	}

	/**
	 * What was found out.
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

	/**
	 * Keeps the file as it must be, and asks it now and then. Called by WP-Cron, and when a setting changed.
	 */
	public static function keep(): void {
		if ( SiteIdentity::is_undecided() ) {
			return; // The file of a copy would tell the original's ledger; the REST route knows better.
		}
		if ( 'beacon' !== Settings::all()['visits'] ) {
			self::remove();
			return;
		}
		$state = self::state();
		if ( KnownLedger::is_missing() ) {
			// Without WordPress nothing could be kept for later: pages report to the REST route until the ledger is back.
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

	/**
	 * Writes the file anew and asks it.
	 */
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

	/**
	 * Takes the file away.
	 */
	public static function remove(): void {
		if ( false === \get_option( self::OPTION ) ) {
			return; // Nothing was ever written, perhaps not even where to.
		}
		foreach ( [ self::file(), self::configuration() ] as $file ) {
			if ( \is_file( $file ) ) {
				\wp_delete_file( $file );
			}
		}
		\delete_option( self::OPTION );
	}

	/**
	 * The file. Each site of a network has its own.
	 */
	public static function file(): string {
		return WP_CONTENT_DIR . '/' . self::name();
	}

	/**
	 * The file's name.
	 */
	private static function name(): string {
		return \get_current_blog_id() > 1 ? 'siren-beacon-' . \get_current_blog_id() . '.php' : 'siren-beacon.php';
	}

	/**
	 * The file's address.
	 */
	private static function url(): string {
		return \content_url( self::name() );
	}

	/**
	 * What the file must know, written down.
	 */
	private static function configuration(): string {
		return Configuration::directory() . '/' . self::CONFIGURATION;
	}

	/**
	 * Tells one configuration, and one version of the plugin in one place, from another.
	 */
	private static function fingerprint(): string {
		return \md5( \serialize( [ SIREN_DISTRIBUTORS_VERSION, __DIR__, Configuration::current() ] ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- only ever compared, never read back.
	}

	/**
	 * Writes the file and what it must know.
	 *
	 * @return ?string Why that could not be done: `forbidden`, `data_unwritable`, `content_unwritable`; null when it was.
	 */
	private static function write(): ?string {
		// A site that lets nobody install plugins by WordPress wants no new PHP files from one either.
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
		// A server that does not look for changed files would go on with the old ones.
		foreach ( [ self::configuration(), self::file() ] as $written ) {
			if ( \function_exists( 'opcache_invalidate' ) ) {
				\opcache_invalidate( $written, true );
			}
		}
		return null;
	}

	/**
	 * Asks the file whether it works, as a browser would: by a request to this site.
	 *
	 * @return array{recorder:string,problem:string} `problem` is '' when it does, else `unreachable`, or `refused`.
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
	 * A path on the host the site's pages are on: the content's address may name another one.
	 *
	 * @param string $path Path and query.
	 */
	private static function own_address( string $path ): string {
		$home = (array) \wp_parse_url( \home_url() );
		return ( $home['scheme'] ?? 'http' ) . '://' . ( $home['host'] ?? '' ) . ( isset( $home['port'] ) ? ':' . $home['port'] : '' ) . $path;
	}

	/**
	 * Path and query of an address.
	 *
	 * @param string $address Absolute.
	 */
	private static function path_of( string $address ): string {
		$part = (array) \wp_parse_url( $address );
		return ( $part['path'] ?? '/' ) . ( isset( $part['query'] ) ? '?' . $part['query'] : '' );
	}
}
