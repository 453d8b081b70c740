<?php
/**
 * The collaborator that the present user is.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

\defined( 'ABSPATH' ) || exit;

/**
 * Decided by the user who is logged in and by nothing that a request says.
 */
final class CurrentCollaborator {

	/**
	 * The present user's collaborator; null for nobody's.
	 */
	public static function collaborator(): ?array {
		$user = \get_current_user_id();
		return 0 === $user ? null : \siren_find( 'collaborators', [ 'wp_user_id' => $user ] )['items'][0] ?? null;
	}

	/**
	 * One of the present user's own payouts, with the ids of its obligations; null for somebody else's, or none.
	 *
	 * @param int $id Payout.
	 */
	public static function payout( int $id ): ?array {
		$collaborator = self::collaborator();
		$payout       = \siren_get( 'payouts', $id );
		return null !== $collaborator && null !== $payout && $payout['collaborator'] === $collaborator['id'] ? $payout : null;
	}
}
