<?php
/**
 * Whether this request is somebody looking at a page.
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
 * WordPress renders templates for much that no person looks at: feeds, robots.txt, HEAD requests, previews, and pages a
 * browser fetches ahead in case its user should follow a link. Unless it says otherwise, a method is asked once WordPress
 * knows what was asked for, at `template_redirect` or later.
 */
final class PageView {

	/**
	 * Whether the present front-end request is a person's view of a page.
	 */
	public static function is_personal(): bool {
		return self::is_page() && null === self::noise();
	}

	/**
	 * Whether a person follows a link to the site, whatever it leads to: a page, or an address that does something and goes
	 * on to one. Can be asked at any time.
	 */
	public static function is_arrival(): bool {
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() ) && null === self::noise();
	}

	/**
	 * Whether something with a template was asked for, by whomever.
	 */
	public static function is_page(): bool {
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() || \is_feed() || \is_embed() || \is_trackback()
			|| \is_robots() || \is_favicon() || \is_preview() || \is_customize_preview() || \is_404() );
	}

	/**
	 * The present view of a page as a visit, where the server counts: it is a person's, the person agreed, and neither they
	 * nor all of their network come more often than people read. What is no visit is counted as rejected.
	 *
	 * @param string $now Instant.
	 * @return ?Visit Null where it does not count.
	 * @throws \RuntimeException When the day's salt cannot be kept.
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
	 * Whether another site had the present request made by its own page: it is an image there, or a frame, which nobody who
	 * looks at that page asked for.
	 */
	public static function is_embedded_elsewhere(): bool {
		return 'cross-site' === ( $_SERVER['HTTP_SEC_FETCH_SITE'] ?? '' ) && ! self::is_navigation( $_SERVER );
	}

	/**
	 * Why a request for a page is no person's.
	 *
	 * @return ?string A word for {@see RejectedVisits}; null for a person's.
	 */
	private static function noise(): ?string {
		$server = \wp_unslash( $_SERVER );
		if ( 'GET' !== ( $server['REQUEST_METHOD'] ?? '' ) ) {
			return 'method';
		}
		return BotFilter::noise( $server ) ?? ( self::is_navigation( $server ) ? null : 'embedded' );
	}

	/**
	 * Whether somebody went to a page, and did not only load it as a part of another one. A browser says so; an older one
	 * says nothing of it.
	 *
	 * @param array<string,mixed> $server `$_SERVER`.
	 */
	private static function is_navigation( array $server ): bool {
		return \in_array( $server['HTTP_SEC_FETCH_DEST'] ?? '', [ '', 'document' ], true )
			&& \in_array( $server['HTTP_SEC_FETCH_MODE'] ?? '', [ '', 'navigate' ], true );
	}
}
