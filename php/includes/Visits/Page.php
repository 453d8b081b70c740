<?php
/**
 * Adds the visit-counting script to pages.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Clock;
use Siren\Distributors\Integrations\BlogPosts;
use Siren\Distributors\PageView;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * One deferred script in the footer, with the page's token in its tag. Nothing in it depends on the visitor, so the
 * page can be cached.
 */
final class Page {

	public const HANDLE = 'siren-visit';

	/** Enqueues the script on pages that can be visited. */
	public static function enqueue(): void {
		if ( 'beacon' !== Settings::all()['visits'] || ! PageView::is_page() ) {
			return;
		}
		\wp_enqueue_script(
			self::HANDLE,
			\plugins_url( 'assets/visit.js', SIREN_DISTRIBUTORS_FILE ),
			[],
			SIREN_DISTRIBUTORS_VERSION,
			true
		);
	}

	/**
	 * Adds data attributes and `defer` to the script's tag. Registering `defer` with WordPress would make it examine
	 * every other script on the page.
	 *
	 * @param mixed $tag    Script tag.
	 * @param mixed $handle Script handle.
	 * @return mixed Script tag.
	 */
	public static function add_data( $tag, $handle ) {
		if ( self::HANDLE !== $handle || ! \is_string( $tag ) ) {
			return $tag;
		}
		$data = [
			'token'     => self::token(),
			'url'       => Endpoint::path(),
			'parameter' => Settings::all()['link_parameter'],
			'consent'   => Consent::has_manager() ? '1' : '',
		];
		$said = '';
		foreach ( $data as $name => $value ) {
			$said .= \sprintf( ' data-%s="%s"', $name, \esc_attr( $value ) );
		}
		// The tag with a src attribute: another plugin may have added a script before it.
		return \preg_replace( '/<script\b(?=[^>]*\ssrc=)/', '<script defer' . \addcslashes( $said, '\\$' ), $tag, 1 );
	}

	/**
	 * Sets the identity cookie of a logged-in user if the browser does not have it, because the login was before the
	 * plugin was installed or the user's capabilities have changed. Pages for logged-in users are not cached.
	 */
	public static function identify(): void {
		$session = \wp_unslash( $_COOKIE[ LOGGED_IN_COOKIE ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever signed.
		if ( \is_user_logged_in() && \is_string( $session ) && '' !== $session ) {
			self::send( $session, \get_current_user_id(), 0 );
		}
	}

	/**
	 * A user logs in.
	 *
	 * @param mixed $session    WordPress's login cookie.
	 * @param mixed $expire     When the browser deletes the cookie, as a Unix timestamp; 0 when it is closed.
	 * @param mixed $expiration When WordPress stops accepting it.
	 * @param mixed $user       User id.
	 */
	public static function logged_in( $session, $expire, $expiration, $user ): void {
		self::send( (string) $session, (int) $user, (int) $expire );
	}

	/** A user logs out. */
	public static function logged_out(): void {
		if ( isset( $_COOKIE[ Configuration::who() ] ) ) {
			self::send_cookie( '', 1 );
		}
	}

	/**
	 * Sends the identity cookie, unless the browser has it.
	 *
	 * @param string $session WordPress's login cookie.
	 * @param int    $user    User id.
	 * @param int    $expire  When the browser deletes it; 0 when it is closed.
	 */
	private static function send( string $session, int $user, int $expire ): void {
		if ( 'beacon' !== Settings::all()['visits'] ) {
			return;
		}
		$value = VisitorIdentity::make( Configuration::secret(), $user, \user_can( $user, 'edit_others_posts' ), $session );
		if ( $value !== ( $_COOKIE[ Configuration::who() ] ?? null ) ) { // phpcs:ignore WordPress.Security -- only ever compared.
			$_COOKIE[ Configuration::who() ] = $value;
			self::send_cookie( $value, $expire );
		}
	}

	/**
	 * Sends the cookie.
	 *
	 * @param string $value  Value.
	 * @param int    $expire When the browser deletes it.
	 */
	private static function send_cookie( string $value, int $expire ): void {
		if ( \headers_sent() ) {
			return;
		}
		\setcookie(
			Configuration::who(),
			$value,
			[
				'expires'  => $expire,
				'path'     => COOKIEPATH ? COOKIEPATH : '/',
				'domain'   => (string) COOKIE_DOMAIN,
				'secure'   => Configuration::cookie()['secure'],
				'httponly' => true,
				'samesite' => 'Lax',
			]
		);
	}

	/** The page's token. */
	private static function token(): string {
		$owners = \is_singular() ? BlogPosts::owners( \get_queried_object_id() ) : [];
		return [] === $owners
			? Token::make( Configuration::secret(), Clock::now(), Token::PAGE )
			: Token::make( Configuration::secret(), Clock::now(), Token::POST, \get_queried_object_id(), $owners );
	}
}
