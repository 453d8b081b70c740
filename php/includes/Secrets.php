<?php
/**
 * What no screen and no log may show.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * What other plugins throw ends on the Status screen, which a shop's manager reads: a failed request names its key, a refused
 * database its password. Known secrets are taken out by their value, others by how they are written.
 */
final class Secrets {

	private const MARK = '…';

	/** Constants of wp-config.php. */
	private const CONSTANTS = [ 'DB_PASSWORD', 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ];

	/** A shorter value stands in ordinary words too. */
	private const SHORTEST = 6;

	private const PATTERNS = [
		// https://user:password@host.
		'~(://)[^\s/@:]+:[^\s/@]+@~u'                                                                    => '$1' . self::MARK . '@',
		// Authorization: Bearer abc.
		'~\b((?:bearer|basic)\s+)[\w.+/=-]{8,}~iu'                                                       => '$1' . self::MARK,
		// password=abc, "api_key": "abc", secret: abc.
		'~((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|auth(?:orization)?|signature)["\']?\s*[=:]\s*["\']?)(?!\s)[^\s"\'&,;]+~iu' => '$1' . self::MARK,
		// Keys of services that say so: sk_live_abc.
		'~\b((?:sk|rk|pk|whsec|ghp|xox[abp])[_-])[\w-]{8,}~u'                                            => '$1' . self::MARK,
	];

	/**
	 * A text without secrets.
	 *
	 * @param string $text Anything.
	 */
	public static function hidden( string $text ): string {
		foreach ( self::CONSTANTS as $name ) {
			$value = \defined( $name ) ? \constant( $name ) : '';
			if ( \is_string( $value ) && \strlen( $value ) >= self::SHORTEST ) {
				$text = \str_replace( $value, self::MARK, $text );
			}
		}
		foreach ( self::PATTERNS as $pattern => $replacement ) {
			$text = \preg_replace( $pattern, $replacement, $text ) ?? self::MARK; // Null for what is not UTF-8.
		}
		return $text;
	}

	/**
	 * A text without the part of the data directory's name that keeps strangers out of it, for those who need not find it.
	 *
	 * @param string $text Anything.
	 */
	public static function without_place( string $text ): string {
		if ( ! Store::is_in_web_root() || \current_user_can( 'manage_options' ) ) {
			return $text;
		}
		return \str_replace( \basename( Store::directory() ), self::MARK, $text );
	}
}
