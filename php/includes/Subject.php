<?php
/**
 * The names under which a person is known.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Buyers and students must not earn from their own purchases and completions, under whatever name. Collaborators are
 * known by a user, by an e-mail address, or by both. The engine compares all names, and treats names that were recorded
 * together as the same person from then on.
 */
final class Subject {

	/**
	 * The names of a person: the user, the given addresses and the user's own; for a guest also the user with that
	 * address.
	 *
	 * @param int    $user_id   WordPress user, 0 for a guest.
	 * @param string ...$emails Addresses the person gave.
	 * @return string[] `user:7`, `email:a@b.test`; the preferred one first, empty if nobody is known.
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
