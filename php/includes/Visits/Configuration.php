<?php
/**
 * What the beacon needs to know about the site.
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
 * Derived from the settings. The REST route uses it directly; for the file in wp-content, it is written to a file
 * beside the ledger.
 */
final class Configuration {

	/** Number of days a page may stay in a cache. */
	private const TOKEN_DAYS = 30;

	/** Maximum number of visits counted per minute, for one visitor and for one network. */
	private const LIMITS = [
		'visitor' => 30,
		'network' => 120,
	];

	/**
	 * The complete configuration for {@see Beacon}.
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
			'had_ledger'       => ! \in_array( \get_option( 'siren_known_ledger' ), [ false, '' ], true ), // Every page runs this, so no further class is loaded.
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
	 * The secret that signs tokens and cookies. Derived from the site's own keys, so that it needs no storage and no
	 * query.
	 */
	public static function secret(): string {
		static $made = []; // Cached because a page needs it twice.
		$site        = \get_current_blog_id();
		$salt        = \wp_salt( 'auth' );
		return $made[ $site . '|' . $salt ] ??= \hash_hmac( 'sha256', 'siren-visits|' . $site, $salt );
	}

	/** The directory of the salt, the rate limits and the counters of rejected visits. */
	public static function directory(): string {
		return Store::recording_directory() . '/visits';
	}

	/** Name of the cookie that identifies logged-in users. */
	public static function who(): string {
		return 'siren_who_' . \get_current_blog_id();
	}

	/**
	 * Attributes of the referral cookie.
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
			// Based on the site's URL rather than on this connection, which may end at a proxy.
			'secure' => 'https' === \wp_parse_url( \home_url(), PHP_URL_SCHEME ),
		];
	}

	/** The PHP file that replaces the site's filters when WordPress is not loaded. */
	public static function prelude(): string {
		/**
		 * Filters the path of a PHP file that the beacon in wp-content loads before it works. WordPress is not loaded
		 * then, so this plugin's filters do not run. The file returns an array in their place: `address`, the visitor's
		 * IP address if the site is behind a proxy ({@see 'siren_visitor_address'}), and `now`, the current instant
		 * ({@see 'siren_now'}). Both are optional. If a site has one of those filters but no such file, visits are
		 * reported to the REST route, where the filters run.
		 *
		 * @since 0.1.0
		 *
		 * @param string $path Absolute path; '' for none.
		 */
		return (string) \apply_filters( 'siren_beacon_prelude', '' );
	}

	/** Validity of a page's token, in days. */
	public static function token_days(): int {
		/**
		 * Filters for how many days a page may stay in a cache and still be counted. For that long, somebody who copies
		 * a page can report visits of it.
		 *
		 * @since 0.1.0
		 *
		 * @param int $days 30.
		 */
		return \max( 1, (int) \apply_filters( 'siren_beacon_token_days', self::TOKEN_DAYS ) );
	}

	/**
	 * Maximum number of visits counted per minute, whichever way they are counted.
	 *
	 * @return array{visitor:int,network:int}
	 */
	public static function limits(): array {
		/**
		 * Filters how many visits per minute are counted for one visitor, and for one network: an IPv4 address or an
		 * IPv6 /48. A school whose pupils share an address may need more.
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
	 * The hosts of this site's pages, as browsers send them in `Origin`.
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
