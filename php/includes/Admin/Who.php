<?php
/**
 * Who does something by hand.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine knows no users; it keeps in the ledger who did what, as it is told: `user:7`.
 */
final class Who {

	/**
	 * The present user, as the engine is told.
	 */
	public static function present(): string {
		return 'user:' . \get_current_user_id();
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
		$user = \str_starts_with( $by, 'user:' ) ? \get_userdata( (int) \substr( $by, 5 ) ) : false;
		return false === $user ? $by : $user->display_name;
	}

	/**
	 * Whether the present user must leave something to somebody else, where the settings ask for two people. The engine
	 * refuses it too; this is for not offering it.
	 *
	 * @param ?string $first Who did the first half of it, as the ledger has it.
	 */
	public static function must_leave_it( ?string $first ): bool {
		return Settings::all()['two_people'] && self::present() === $first;
	}
}
