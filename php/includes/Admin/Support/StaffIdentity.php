<?php
/**
 * Identifies staff in the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Clock;
use Siren\Distributors\KeySecret;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Pseudonym;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine does not know WordPress users; the ledger stores the name it is given. Ledger records can never be
 * changed, so that name is a pseudonym ({@see Pseudonym}). It can be resolved while the person has an account here, and
 * nobody who later gets the id of a deleted account is mistaken for them.
 */
final class StaffIdentity {

	private const KIND = 'staff:';

	/** The current user in the form in which the ledger stores them. */
	public static function present(): string {
		return self::of( \wp_get_current_user() );
	}

	/**
	 * Who performs an action and when.
	 *
	 * @return array{by:string,now:string}
	 */
	public static function now(): array {
		return [
			'by'  => self::present(),
			'now' => Clock::now(),
		];
	}

	/**
	 * The readable name of the person who did something.
	 *
	 * @param string $by As stored in the ledger.
	 */
	public static function named( string $by ): string {
		if ( ! \str_starts_with( $by, self::KIND ) ) {
			return $by;
		}
		foreach ( [ \wp_get_current_user(), ...\get_users( [ 'capability__in' => Lifecycle::CAPABILITIES ] ) ] as $user ) {
			if ( self::of( $user ) === $by ) {
				return $user->display_name;
			}
		}
		return \__( 'a former staff member', 'siren-distributors' );
	}

	/**
	 * A user in the form in which the ledger stores them. The login name never changes.
	 *
	 * @param \WP_User $user User.
	 */
	private static function of( \WP_User $user ): string {
		return self::KIND . Pseudonym::of( KeySecret::get(), 'staff|' . $user->ID . '|' . $user->user_login );
	}

	/**
	 * Whether two-person approval forbids the current user to do the second half of an action. The engine enforces it;
	 * this only keeps the screens from offering it.
	 *
	 * @param ?string $first Who did the first half, as stored in the ledger.
	 */
	public static function must_leave_it( ?string $first ): bool {
		return Settings::all()['two_people'] && self::present() === $first;
	}
}
