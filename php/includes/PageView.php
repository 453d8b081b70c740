<?php
/**
 * Whether this request is somebody looking at a page.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * WordPress renders templates for much that no person looks at: feeds, robots.txt, HEAD requests, previews, and pages a
 * browser fetches ahead in case its user should follow a link.
 */
final class PageView {

	/** Words by which programs give themselves away in the browser's name. Cubot is a maker of telephones. */
	private const PROGRAMS = '~(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|archiver|preview|facebookexternalhit|headless|lighthouse|pingdom|monitor|uptime|curl/|wget/|python|java/|go-http|okhttp|libwww|http-?client|scrap~i';

	/**
	 * Whether the present front-end request is a person's view of a page. Asked once WordPress knows what was asked
	 * for, at `template_redirect` or later.
	 */
	public static function is_personal(): bool {
		return self::is_page_request() && ! self::is_ahead_of_time() && ! self::is_program();
	}

	/**
	 * A plain GET of something with a template.
	 */
	private static function is_page_request(): bool {
		if ( 'GET' !== ( $_SERVER['REQUEST_METHOD'] ?? '' ) ) {
			return false;
		}
		return ! ( \is_admin() || \wp_doing_ajax() || \wp_doing_cron() || \is_feed() || \is_embed() || \is_trackback()
			|| \is_robots() || \is_favicon() || \is_preview() || \is_customize_preview() || \is_404() );
	}

	/**
	 * A prefetch or prerender: the page may never be seen.
	 */
	private static function is_ahead_of_time(): bool {
		$purpose = \sanitize_text_field( \wp_unslash( $_SERVER['HTTP_SEC_PURPOSE'] ?? $_SERVER['HTTP_PURPOSE'] ?? $_SERVER['HTTP_X_MOZ'] ?? '' ) );
		return 1 === \preg_match( '/prefetch|prerender/i', $purpose );
	}

	/**
	 * A crawler, monitor or script; a browser always says what it is.
	 */
	private static function is_program(): bool {
		$browser = \sanitize_text_field( \wp_unslash( $_SERVER['HTTP_USER_AGENT'] ?? '' ) );
		return '' === $browser || 1 === \preg_match( self::PROGRAMS, $browser );
	}
}
