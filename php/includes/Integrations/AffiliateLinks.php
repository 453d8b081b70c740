<?php
/**
 * Affiliate links: visitors sent by a collaborator.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Clock;
use Siren\Distributors\PageView;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Visits\Code;
use Siren\Distributors\Visits\VisitEvent;

\defined( 'ABSPATH' ) || exit;

/**
 * Any page becomes an affiliate link by adding a query argument with a collaborator's code or, if the site enables it,
 * `/ref/code/` at the end of its URL. By default, the script in the page reports arrivals; this class counts and
 * remembers them on the server if the site chose that.
 */
final class AffiliateLinks {

	/**
	 * Remembers whose link was followed. Runs before other plugins may redirect the visitor to a URL without the code.
	 */
	public static function remember(): void {
		$code = Attribution::arriving();
		if ( null !== $code && 'beacon' !== Settings::all()['visits'] && PageView::is_personal() ) {
			Attribution::remember( $code );
		}
	}

	/**
	 * Records the visit. Runs after WordPress has redirected to the page's canonical URL, which keeps the code, so that
	 * one visitor does not arrive twice.
	 */
	public static function record(): void {
		$code = Attribution::arriving();
		if ( null !== $code && 'server' === Settings::all()['visits'] && PageView::is_page() ) {
			Recorder::attempt( static fn() => self::record_visit( $code ) );
		}
	}

	/**
	 * Adds the code to a redirect that would lose it: the link put something into the cart, or its page has moved. Such
	 * a request ends before it could be counted, so the page shown instead counts it. The code is also remembered at
	 * once, because the target may not be a page of this site.
	 *
	 * @param mixed $location Target of the redirect.
	 * @return mixed
	 */
	public static function carry_on( $location ) {
		$code = \is_string( $location ) && '' !== $location && \did_action( 'init' ) > 0 ? Attribution::arriving() : null;
		if ( null === $code || self::has_code( $location ) || ! PageView::is_arrival() ) {
			return $location;
		}
		Attribution::remember( $code );
		return self::is_another_page( $location ) ? \add_query_arg( Settings::all()['link_parameter'], $code, $location ) : $location;
	}

	/**
	 * Whether a URL contains a code of its own.
	 *
	 * @param string $location URL.
	 */
	private static function has_code( string $location ): bool {
		\parse_str( (string) \wp_parse_url( $location, PHP_URL_QUERY ), $arguments );
		return isset( $arguments[ Settings::all()['link_parameter'] ] );
	}

	/**
	 * Whether a URL is a page of this site other than the requested one. Some plugins redirect to the same page to
	 * remove unknown arguments; putting the code back would redirect for ever.
	 *
	 * @param string $location URL.
	 */
	private static function is_another_page( string $location ): bool {
		$to   = (array) \wp_parse_url( $location );
		$path = (string) ( $to['path'] ?? '/' );
		$here = (string) \wp_parse_url( (string) \wp_unslash( $_SERVER['REQUEST_URI'] ?? '' ), PHP_URL_PATH ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever compared.
		if ( ! \str_starts_with( $path, '/' ) || \untrailingslashit( $path ) === \untrailingslashit( $here ) ) {
			return false;
		}
		if ( isset( $to['host'] ) && \strtolower( $to['host'] ) !== \strtolower( (string) \wp_parse_url( \home_url(), PHP_URL_HOST ) ) ) {
			return false;
		}
		foreach ( [ \admin_url(), \rest_url(), \wp_login_url() ] as $address ) {
			if ( \str_starts_with( $path, (string) \wp_parse_url( $address, PHP_URL_PATH ) ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Redirects the pretty form of a link to the page itself, with the code as a query argument. Only if WordPress
	 * found nothing, so that a real page with such a URL is left alone.
	 */
	public static function follow_pretty_form(): void {
		if ( ! \is_404() || ! Settings::all()['pretty_links'] ) {
			return;
		}
		$request   = \wp_unslash( $_SERVER['REQUEST_URI'] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- matched as a whole.
		$parameter = Settings::all()['link_parameter'];
		$home      = \rtrim( (string) \wp_parse_url( \home_url(), PHP_URL_PATH ), '/' );
		if ( 1 !== \preg_match( '~^' . \preg_quote( $home, '~' ) . '(/(?:[^?#]*/)?)' . \preg_quote( $parameter, '~' ) . '/(' . Code::SHAPE . ')/?(?:\?([^#]*))?$~D', (string) $request, $part ) ) {
			return;
		}
		\parse_str( $part[3] ?? '', $arguments );
		$arguments[ $parameter ] = $part[2];
		\nocache_headers();
		// home_url() is put in front of the requested path, so it cannot lead to another site.
		\wp_safe_redirect( \add_query_arg( \urlencode_deep( $arguments ), \home_url( '/' . \ltrim( $part[1], '/' ) ) ), 302, 'Siren Distributors' );
		exit;
	}

	/**
	 * Removes the code from a canonical URL for search engines.
	 *
	 * @param mixed $address URL.
	 * @return mixed
	 */
	public static function strip_code( $address ) {
		return \is_string( $address ) ? \remove_query_arg( Settings::all()['link_parameter'], $address ) : $address;
	}

	/**
	 * The link that credits the owner of a code.
	 *
	 * @param string $code    The code.
	 * @param string $address A page of this site; '' for the front page.
	 * @return string Not escaped; '' if the code or the URL is invalid.
	 */
	public static function make( string $code, string $address = '' ): string {
		$code    = (string) Code::of( $code );
		$address = '' === $address ? \home_url( '/' ) : $address;
		if ( '' === $code || \wp_parse_url( $address, PHP_URL_HOST ) !== \wp_parse_url( \home_url(), PHP_URL_HOST ) ) {
			return '';
		}
		$settings = Settings::all();
		if ( ! $settings['pretty_links'] ) {
			return \add_query_arg( $settings['link_parameter'], $code, $address );
		}
		$part = \explode( '?', \explode( '#', $address, 2 )[0], 2 );
		return \trailingslashit( $part[0] ) . $settings['link_parameter'] . '/' . $code . '/' . ( isset( $part[1] ) ? '?' . $part[1] : '' );
	}

	/**
	 * Records a visit through a link.
	 *
	 * @param string $code The link's code.
	 */
	private static function record_visit( string $code ): void {
		$now   = Clock::now();
		$visit = PageView::visit( $now );
		if ( null !== $visit ) {
			Recorder::event( 'site_visited', VisitEvent::link( $code, $visit, null ) );
		}
	}
}
