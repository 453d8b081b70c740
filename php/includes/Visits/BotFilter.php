<?php
/**
 * Requests that no person made.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Recognised by the headers of a request.
 */
final class BotFilter {

	/** Words by which programs give themselves away in the browser's name. Cubot is a maker of telephones. */
	private const PROGRAMS = '~(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|archiver|preview|facebookexternalhit|headless|lighthouse|pingdom|monitor|uptime|curl/|wget/|python|java/|go-http|okhttp|libwww|http-?client|scrap~i';

	/**
	 * Why a request is no person's view of a page.
	 *
	 * @param array<string,mixed> $server `$_SERVER`, without slashes.
	 * @return ?string `prefetch`, `bot`, or null for a person's.
	 */
	public static function noise( array $server ): ?string {
		// A page fetched or rendered ahead of time may never be seen.
		$purpose = (string) ( $server['HTTP_SEC_PURPOSE'] ?? $server['HTTP_PURPOSE'] ?? $server['HTTP_X_MOZ'] ?? '' );
		if ( 1 === \preg_match( '/prefetch|prerender/i', $purpose ) ) {
			return 'prefetch';
		}
		// A browser always says what it is.
		$browser = (string) ( $server['HTTP_USER_AGENT'] ?? '' );
		return '' === $browser || 1 === \preg_match( self::PROGRAMS, $browser ) ? 'bot' : null;
	}
}
