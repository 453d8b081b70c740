<?php
/**
 * Removes secrets from texts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Exceptions of other plugins are shown on the Status screen, which shop managers can read. A failed request may
 * contain its key, a refused database connection its password. Known secrets are removed by value, others by pattern.
 */
final class Secrets {

	private const MARK = '…';

	/** Constants in wp-config.php. */
	private const CONSTANTS = [ 'DB_PASSWORD', 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ];

	/** Shorter values also occur in ordinary words. */
	private const SHORTEST = 6;

	private const PATTERNS = [
		// URL such as https://user:password@host.
		'~(://)[^\s/@:]+:[^\s/@]+@~u'                                                                    => '$1' . self::MARK . '@',
		// Header such as Authorization: Bearer abc.
		'~\b((?:bearer|basic)\s+)[\w.+/=-]{8,}~iu'                                                       => '$1' . self::MARK,
		// Forms such as password=abc, "api_key": "abc" and secret: abc.
		'~((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|auth(?:orization)?|signature)["\']?\s*[=:]\s*["\']?)(?!\s)[^\s"\'&,;]+~iu' => '$1' . self::MARK,
		// Service keys with a telling prefix, such as sk_live_abc.
		'~\b((?:sk|rk|pk|whsec|ghp|xox[abp])[_-])[\w-]{8,}~u'                                            => '$1' . self::MARK,
	];

	/**
	 * Removes secrets from a text.
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
			$text = \preg_replace( $pattern, $replacement, $text ) ?? self::MARK; // Null if the text is not UTF-8.
		}
		return $text;
	}

	/**
	 * Removes the unguessable part of the data directory's name, for readers who do not need it.
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
