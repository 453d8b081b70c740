<?php
/**
 * Who made a fulfillment.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * On a site that asks for two people, whoever made a fulfillment cannot also mark its payouts: nobody alone can send money
 * out and book it. The engine knows no users, so who made what is kept here.
 */
final class Makers {

	/** Option with the user's id by fulfillment. */
	public const OPTION = 'siren_fulfillment_makers';

	/**
	 * Notes that the present user made a fulfillment.
	 *
	 * @param int $fulfillment Which.
	 */
	public static function note( int $fulfillment ): void {
		\update_option( self::OPTION, [ $fulfillment => \get_current_user_id() ] + self::all(), false );
	}

	/**
	 * Whether the present user must leave the payouts of a fulfillment to somebody else.
	 *
	 * @param int $fulfillment Which.
	 */
	public static function needs_another( int $fulfillment ): bool {
		return Settings::all()['two_people'] && \get_current_user_id() === ( self::all()[ $fulfillment ] ?? 0 );
	}

	/**
	 * Refuses what the present user must leave to somebody else.
	 *
	 * @param int $fulfillment Whose payouts are to be marked.
	 * @throws Refusal When the present user made it.
	 */
	public static function demand_another( int $fulfillment ): void {
		if ( self::needs_another( $fulfillment ) ) {
			throw new Refusal( '', \__( 'You made this fulfillment, so somebody else must mark its payouts: the settings ask for two people.', 'siren-distributors' ) );
		}
	}

	/**
	 * Everything that was noted.
	 *
	 * @return array<int,int>
	 */
	private static function all(): array {
		$kept = \get_option( self::OPTION, [] );
		return \is_array( $kept ) ? $kept : [];
	}
}
