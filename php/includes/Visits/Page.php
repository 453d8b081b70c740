<?php
/**
 * What a page needs so that its visits are counted.
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
 * One script, in the footer, deferred, with the page's token in its tag. Nothing in it depends on who asks for the page,
 * so the page may be cached.
 */
final class Page {

	public const HANDLE = 'siren-visit';

	/**
	 * Brings the script into a page that can be visited.
	 */
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
	 * Writes into the script's tag what it has to know, and that nothing waits for it: to say the latter to WordPress
	 * makes it look at every other script of the page.
	 *
	 * @param mixed $tag    The tag.
	 * @param mixed $handle Whose.
	 * @return mixed The tag.
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
		// The one with the address: another plugin may have put a script of its own before it.
		return \preg_replace( '/<script\b(?=[^>]*\ssrc=)/', '<script defer' . \addcslashes( $said, '\\$' ), $tag, 1 );
	}

	/**
	 * Tells the browser of somebody who is logged in who that is, where it does not know yet: the log-in was before the
	 * plugin, or the user may now do more or less. Pages of people who are logged in come from no cache.
	 */
	public static function identify(): void {
		$session = \wp_unslash( $_COOKIE[ LOGGED_IN_COOKIE ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- only ever signed.
		if ( \is_user_logged_in() && \is_string( $session ) && '' !== $session ) {
			self::send( $session, \get_current_user_id(), 0 );
		}
	}

	/**
	 * Somebody logs in.
	 *
	 * @param mixed $session    WordPress's log-in cookie.
	 * @param mixed $expire     When the browser forgets it, in seconds since 1970; 0 when it is closed.
	 * @param mixed $expiration When WordPress no longer believes it.
	 * @param mixed $user       Id.
	 */
	public static function logged_in( $session, $expire, $expiration, $user ): void {
		self::send( (string) $session, (int) $user, (int) $expire );
	}

	/**
	 * Somebody logs out.
	 */
	public static function logged_out(): void {
		if ( isset( $_COOKIE[ Configuration::who() ] ) ) {
			self::send_cookie( '', 1 );
		}
	}

	/**
	 * Sends the cookie that says who is logged in, unless the browser has it.
	 *
	 * @param string $session WordPress's log-in cookie.
	 * @param int    $user    Id.
	 * @param int    $expire  When the browser forgets it; 0 when it is closed.
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
	 * @param string $value  Its value.
	 * @param int    $expire When the browser forgets it.
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

	/**
	 * The page's token.
	 */
	private static function token(): string {
		$owners = \is_singular() ? BlogPosts::owners( \get_queried_object_id() ) : [];
		return [] === $owners
			? Token::make( Configuration::secret(), Clock::now(), Token::PAGE )
			: Token::make( Configuration::secret(), Clock::now(), Token::POST, \get_queried_object_id(), $owners );
	}
}
