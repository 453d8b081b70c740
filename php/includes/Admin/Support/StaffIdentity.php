<?php
/**
 * Who on the staff does something.
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
 * The engine knows no WordPress users; the ledger keeps the name that it is told. A record of the ledger can never be changed, so
 * that name is a pseudonym ({@see Pseudonym}): it can be resolved while the person works here, and nobody who later gets the user
 * id of a deleted account is taken for them.
 */
final class StaffIdentity {

	private const KIND = 'staff:';

	/**
	 * The present user, as the engine is told.
	 */
	public static function present(): string {
		return self::of( \wp_get_current_user() );
	}

	/**
	 * Who does it, and when: the details of an act.
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
	 * Who is meant by whoever did something.
	 *
	 * @param string $by As the ledger has it.
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
	 * A user as the ledger has them. The log-in name never changes.
	 *
	 * @param \WP_User $user User.
	 */
	private static function of( \WP_User $user ): string {
		return self::KIND . Pseudonym::of( KeySecret::get(), 'staff|' . $user->ID . '|' . $user->user_login );
	}

	/**
	 * Whether the present user must leave something to somebody else, where the settings ask for two people. The engine
	 * refuses it too; this is for not offering it.
	 *
	 * @param ?string $first StaffIdentity did the first half of it, as the ledger has it.
	 */
	public static function must_leave_it( ?string $first ): bool {
		return Settings::all()['two_people'] && self::present() === $first;
	}
}
