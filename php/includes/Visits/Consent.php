<?php
/**
 * Visitors' consent.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Uses the WP Consent API, which consent plugins support: the referral cookie is "marketing", counting without a cookie
 * is "statistics-anonymous". A site without such a plugin decides with its settings.
 */
final class Consent {

	public const COUNT    = 'statistics-anonymous';
	public const REMEMBER = 'marketing';

	/**
	 * Whether the site has a consent plugin.
	 */
	public static function has_manager(): bool {
		return \function_exists( 'wp_has_consent' );
	}

	/** Tells the WP Consent API that this plugin supports it. */
	public static function is_asked(): bool {
		return true;
	}

	/**
	 * Whether the visitor consented to a category.
	 *
	 * @param string $category One of the constants.
	 */
	public static function is_given( string $category ): bool {
		if ( self::opted_out() ) {
			return false;
		}
		// @mago-ignore analysis:non-existent-function
		return ! self::has_manager() || (bool) \wp_has_consent( $category );
	}

	/** Registers the cookies with the consent plugin. */
	public static function describe_cookies(): void {
		if ( ! \function_exists( 'wp_add_cookie_info' ) ) {
			return;
		}
		$days = Settings::all()['cookie_days'];
		// @mago-ignore analysis:non-existent-function
		\wp_add_cookie_info(
			ReferralCookie::NAME,
			'Siren Distributors',
			self::REMEMBER,
			/* translators: %d: number of days. */
			\sprintf( \_n( '%d day', '%d days', $days, 'siren-distributors' ), $days ),
			\__( 'Remembers whose link the visitor followed, so that a purchase is credited to the link’s owner.', 'siren-distributors' ),
			\__( 'The code in the link.', 'siren-distributors' )
		);
		// @mago-ignore analysis:non-existent-function
		\wp_add_cookie_info(
			Configuration::who(),
			'Siren Distributors',
			'functional',
			\__( 'until the login session ends', 'siren-distributors' ),
			\__( 'Prevents visits by authors and editors to their own posts from counting. Only set for logged-in users.', 'siren-distributors' ),
			\__( 'The user ID.', 'siren-distributors' )
		);
	}

	/** Whether the browser sends an opt-out signal and the site respects it. */
	private static function opted_out(): bool {
		return Settings::all()['do_not_track'] && ( '1' === ( $_SERVER['HTTP_DNT'] ?? '' ) || '1' === ( $_SERVER['HTTP_SEC_GPC'] ?? '' ) );
	}
}
