<?php
/**
 * Detects requests that no person made.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Decides by the request headers.
 */
final class BotFilter {

	/** Words that identify programs in the user agent. Cubot is a phone manufacturer. */
	private const PROGRAMS = '~(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|archiver|preview|facebookexternalhit|headless|lighthouse|pingdom|monitor|uptime|curl/|wget/|python|java/|go-http|okhttp|libwww|http-?client|scrap~i';

	/**
	 * Why a request is not a person's page view.
	 *
	 * @param array<string,mixed> $server `$_SERVER`, unslashed.
	 * @return ?string `prefetch`, `bot`, or null for a person.
	 */
	public static function noise( array $server ): ?string {
		// A prefetched or prerendered page may never be seen.
		$purpose = (string) ( $server['HTTP_SEC_PURPOSE'] ?? $server['HTTP_PURPOSE'] ?? $server['HTTP_X_MOZ'] ?? '' );
		if ( 1 === \preg_match( '/prefetch|prerender/i', $purpose ) ) {
			return 'prefetch';
		}
		// Browsers always send a user agent.
		$browser = (string) ( $server['HTTP_USER_AGENT'] ?? '' );
		return '' === $browser || 1 === \preg_match( self::PROGRAMS, $browser ) ? 'bot' : null;
	}
}
