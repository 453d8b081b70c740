<?php
/**
 * The collaborator of the current user.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

\defined( 'ABSPATH' ) || exit;

/**
 * Depends only on who is logged in, never on anything in the request.
 */
final class CurrentCollaborator {

	/** The current user's collaborator; null if there is none. */
	public static function collaborator(): ?array {
		$user = \get_current_user_id();
		return 0 === $user ? null : \siren_find( 'collaborators', [ 'wp_user_id' => $user ] )['items'][0] ?? null;
	}

	/**
	 * One of the current user's own payouts, with the ids of its obligations; null if it does not exist or belongs to
	 * somebody else.
	 *
	 * @param int $id Payout.
	 */
	public static function payout( int $id ): ?array {
		$collaborator = self::collaborator();
		$payout       = \siren_get( 'payouts', $id );
		return null !== $collaborator && null !== $payout && $payout['collaborator'] === $collaborator['id'] ? $payout : null;
	}
}
