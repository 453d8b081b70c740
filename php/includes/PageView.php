<?php
/**
 * Whether this request is a person viewing a page.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Visits\BotFilter;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Consent;
use Siren\Distributors\Visits\RateLimit;
use Siren\Distributors\Visits\RejectedVisits;
use Siren\Distributors\Visits\Visit;

\defined( 'ABSPATH' ) || exit;

/**
 * WordPress renders templates for much that no person sees: feeds, robots.txt, HEAD requests, previews, and pages that
 * a browser prefetches in case its user follows a link. Unless noted otherwise, call these methods at
 * `template_redirect` or later, when WordPress knows what was requested.
 */
final class PageView {

	/** Whether this front-end request is a person's view of a page. */
	public static function is_personal(): bool {
		return self::is_page() && null === self::noise();
	}

	/**
	 * Whether a person arrives at the site through a link, at a page or at an address that does something and then
	 * redirects. Can be called at any time.
	 */
	public static function is_arrival(): bool {
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() ) && null === self::noise();
	}

	/** Whether something with a template was requested, by anyone. */
	public static function is_page(): bool {
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() || \is_feed() || \is_embed() || \is_trackback()
			|| \is_robots() || \is_favicon() || \is_preview() || \is_customize_preview() || \is_404() );
	}

	/**
	 * This page view as a visit, for counting on the server. It must be a person's, the person must have consented, and
	 * neither the person nor their whole network may exceed the rate limits. Everything else is counted as rejected.
	 *
	 * @param string $now Instant.
	 * @return ?Visit Null if it does not count.
	 * @throws \RuntimeException When the day's salt cannot be stored.
	 */
	public static function visit( string $now ): ?Visit {
		if ( ! Consent::is_given( Consent::COUNT ) ) {
			return null;
		}
		$noise  = self::noise();
		$source = null === $noise ? Visitor::source( $now ) : null;
		if ( null !== $source && $source->is_too_often( new RateLimit( Configuration::directory() ), Configuration::limits() ) ) {
			$noise = 'limit';
		}
		if ( null !== $noise ) {
			( new RejectedVisits( Configuration::directory() ) )->add( $now, $noise );
		}
		return null === $noise && null !== $source ? Visitor::visit( $source, $now ) : null;
	}

	/**
	 * Whether a page of another site triggered this request, as an image or a frame that its visitor never asked for.
	 */
	public static function is_embedded_elsewhere(): bool {
		return 'cross-site' === ( $_SERVER['HTTP_SEC_FETCH_SITE'] ?? '' ) && ! self::is_navigation( $_SERVER );
	}

	/**
	 * Why a page request does not come from a person.
	 *
	 * @return ?string A reason for {@see RejectedVisits}; null if it comes from a person.
	 */
	private static function noise(): ?string {
		$server = \wp_unslash( $_SERVER );
		if ( 'GET' !== ( $server['REQUEST_METHOD'] ?? '' ) ) {
			return 'method';
		}
		return BotFilter::noise( $server ) ?? ( self::is_navigation( $server ) ? null : 'embedded' );
	}

	/**
	 * Whether somebody navigated to a page rather than loaded it as part of another one. Older browsers do not tell,
	 * and count as navigating.
	 *
	 * @param array<string,mixed> $server `$_SERVER`.
	 */
	private static function is_navigation( array $server ): bool {
		return \in_array( $server['HTTP_SEC_FETCH_DEST'] ?? '', [ '', 'document' ], true )
			&& \in_array( $server['HTTP_SEC_FETCH_MODE'] ?? '', [ '', 'navigate' ], true );
	}
}
