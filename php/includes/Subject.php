<?php
/**
 * Who did something, by every name they have.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Who earns from a sale or a completion is not to be the one who bought or studied, under whichever name: collaborators are
 * known by a user, by an address, or by both. The engine compares all of them, and names
 * that were told together are one person for it from then on.
 */
final class Subject {

	/**
	 * The names of a person: the user, the addresses that are given and the user's own; of a guest also the user whose
	 * address it is.
	 *
	 * @param int    $user_id   WordPress user, 0 for a guest.
	 * @param string ...$emails Addresses the person gave.
	 * @return string[] `user:7`, `email:a@b.test`; the one to be kept first, none when nobody is known.
	 */
	public static function names( int $user_id, string ...$emails ): array {
		$names = [];
		if ( $user_id > 0 ) {
			$names[]  = 'user:' . $user_id;
			$user     = \get_userdata( $user_id );
			$emails[] = false === $user ? '' : $user->user_email;
		}
		foreach ( $emails as $email ) {
			$email = \strtolower( \trim( $email ) );
			if ( '' === $email ) {
				continue;
			}
			$names[] = 'email:' . $email;
			$owner   = $user_id > 0 ? false : \get_user_by( 'email', $email );
			if ( false !== $owner ) {
				$names[] = 'user:' . $owner->ID;
			}
		}
		return \array_values( \array_unique( $names ) );
	}
}
