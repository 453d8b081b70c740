<?php
/**
 * Whether this request is somebody looking at a page.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Visits\Machine;

\defined( 'ABSPATH' ) || exit;

/**
 * WordPress renders templates for much that no person looks at: feeds, robots.txt, HEAD requests, previews, and pages a
 * browser fetches ahead in case its user should follow a link. Asked once WordPress knows what was asked for, at
 * `template_redirect` or later.
 */
final class PageView {

	/**
	 * Whether the present front-end request is a person's view of a page.
	 */
	public static function is_personal(): bool {
		return self::is_page() && null === self::noise();
	}

	/**
	 * Whether something with a template was asked for, by whomever.
	 */
	public static function is_page(): bool {
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() || \is_feed() || \is_embed() || \is_trackback()
			|| \is_robots() || \is_favicon() || \is_preview() || \is_customize_preview() || \is_404() );
	}

	/**
	 * Why a request for a page is no person's.
	 *
	 * @return ?string A word for {@see Visits\Tally}; null for a person's.
	 */
	public static function noise(): ?string {
		$server = \wp_unslash( $_SERVER );
		return 'GET' === ( $server['REQUEST_METHOD'] ?? '' ) ? Machine::noise( $server ) : 'method';
	}
}
