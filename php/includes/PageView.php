<?php
/**
 * Whether this request is somebody looking at a page.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Consent;
use Siren\Distributors\Visits\Machine;
use Siren\Distributors\Visits\Tally;

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
	 * Whether the present view of a page counts, where the server counts: it is a person's, and the person agreed. A
	 * program's is added to the tally.
	 *
	 * @param string $now Instant.
	 */
	public static function counts( string $now ): bool {
		if ( ! Consent::is_given( Consent::COUNT ) ) {
			return false;
		}
		$noise = self::noise();
		if ( null !== $noise ) {
			( new Tally( Configuration::directory() ) )->add( $now, $noise );
		}
		return null === $noise;
	}

	/**
	 * Why a request for a page is no person's.
	 *
	 * @return ?string A word for {@see Tally}; null for a person's.
	 */
	private static function noise(): ?string {
		$server = \wp_unslash( $_SERVER );
		return 'GET' === ( $server['REQUEST_METHOD'] ?? '' ) ? Machine::noise( $server ) : 'method';
	}
}
