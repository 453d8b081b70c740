<?php
/**
 * What the beacon has to know of the site.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\KeySecret;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Made of the settings, for the REST route at once, for the file in wp-content written down beside the ledger.
 */
final class Configuration {

	/** How long a page may stay in a cache, in days. */
	private const TOKEN_DAYS = 30;

	/** How many visits a minute are heard of one visitor, and of all who share a network. */
	private const LIMITS = [
		'visitor' => 30,
		'network' => 120,
	];

	/**
	 * Everything {@see Beacon} asks for.
	 *
	 * @return array<string,mixed>
	 */
	public static function current(): array {
		$settings = Settings::all();
		return [
			'secret'           => self::secret(),
			'keys'             => KeySecret::get(),
			'directory'        => Store::recording_directory(),
			'visits'           => self::directory(),
			'had_ledger'       => ! \in_array( \get_option( 'siren_known_ledger' ), [ false, '' ], true ), // Each page comes by here: no other class is loaded.
			'dsn'              => Store::dsn(),
			'options'          => Store::options(),
			'hosts'            => self::hosts(),
			'window'           => $settings['visit_window'],
			'network_visitors' => $settings['network_visitors'],
			'do_not_track'     => $settings['do_not_track'],
			'cookie'           => self::cookie(),
			'who'              => self::who(),
			'session'          => LOGGED_IN_COOKIE,
			'token_days'       => self::token_days(),
			'limits'           => self::limits(),
			'prelude'          => self::prelude(),
		];
	}

	/**
	 * The secret tokens and cookies are signed with: made of the site's own, so there is nothing to keep and no query to
	 * ask for it.
	 */
	public static function secret(): string {
		static $made = []; // By all that it is made of: a page asks twice.
		$site        = \get_current_blog_id();
		$salt        = \wp_salt( 'auth' );
		return $made[ $site . '|' . $salt ] ??= \hash_hmac( 'sha256', 'siren-visits|' . $site, $salt );
	}

	/**
	 * Where the salt, the rate limits and the numbers of rejected visits lie.
	 */
	public static function directory(): string {
		return Store::recording_directory() . '/visits';
	}

	/**
	 * Name of the cookie that says who is logged in.
	 */
	public static function who(): string {
		return 'siren_who_' . \get_current_blog_id();
	}

	/**
	 * How the referral cookie is set.
	 *
	 * @return array{days:int,first:bool,path:string,domain:string,secure:bool}
	 */
	public static function cookie(): array {
		$settings = Settings::all();
		return [
			'days'   => $settings['cookie_days'],
			'first'  => 'first_click' === $settings['attribution'],
			'path'   => COOKIEPATH ? COOKIEPATH : '/',
			'domain' => (string) COOKIE_DOMAIN,
			// By the site's address, not by this connection, which may end at a proxy.
			'secure' => 'https' === \wp_parse_url( \home_url(), PHP_URL_SCHEME ),
		];
	}

	/**
	 * A file that speaks for the site's filters where there is no WordPress.
	 */
	public static function prelude(): string {
		/**
		 * Filters the path of a PHP file that the beacon in wp-content loads before it works. WordPress is not loaded
		 * then, so the filters of this plugin are not asked; the file returns an array in their place: `address`, the
		 * visitor's, where the site is behind a proxy ({@see 'siren_visitor_address'}), and `now`, the present instant
		 * ({@see 'siren_now'}). Both are optional.
		 *
		 * A site that has one of those filters but no such file is counted through the REST route, where they are asked.
		 *
		 * @since 0.1.0
		 *
		 * @param string $path Absolute path; '' for none.
		 */
		return (string) \apply_filters( 'siren_beacon_prelude', '' );
	}

	/**
	 * How long a page's token is good, in days.
	 */
	public static function token_days(): int {
		/**
		 * Filters for how many days a page may stay in a cache and still be counted. Whoever copies a page can report visits of
		 * it for as long.
		 *
		 * @since 0.1.0
		 *
		 * @param int $days 30.
		 */
		return \max( 1, (int) \apply_filters( 'siren_beacon_token_days', self::TOKEN_DAYS ) );
	}

	/**
	 * How many visits a minute are heard, whichever way they are noticed.
	 *
	 * @return array{visitor:int,network:int}
	 */
	public static function limits(): array {
		/**
		 * Filters how many visits a minute are heard of one visitor, and of one network: an IPv4 address, or an IPv6 /48. A
		 * school whose pupils share an address may want more.
		 *
		 * @since 0.1.0
		 *
		 * @param array $limits `visitor` (30) and `network` (120).
		 */
		$limits = (array) \apply_filters( 'siren_beacon_limits', self::LIMITS );
		return [
			'visitor' => \max( 1, (int) ( $limits['visitor'] ?? self::LIMITS['visitor'] ) ),
			'network' => \max( 1, (int) ( $limits['network'] ?? self::LIMITS['network'] ) ),
		];
	}

	/**
	 * The hosts this site's pages are served by, as a browser names them in `Origin`.
	 *
	 * @return string[]
	 */
	private static function hosts(): array {
		$hosts = [];
		foreach ( [ \home_url(), \site_url() ] as $address ) {
			$part    = (array) \wp_parse_url( $address );
			$hosts[] = \strtolower( ( $part['host'] ?? '' ) . ( isset( $part['port'] ) ? ':' . $part['port'] : '' ) );
		}
		return \array_values( \array_unique( $hosts ) );
	}
}
