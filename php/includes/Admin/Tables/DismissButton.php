<?php
/**
 * The button that dismisses a row.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Used in the tables of conflicts and of refunds that do not count.
 */
final class DismissButton {

	/**
	 * The button, for users who may press it.
	 *
	 * @param string $what  `conflict` or `refund`.
	 * @param int    $id    Id of the row.
	 * @param string $about Description for screen readers.
	 */
	public static function markup( string $what, int $id, string $about ): string {
		if ( ! \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ) {
			return '';
		}
		return View::text(
			'activity/dismiss-button',
			[
				'what'  => $what,
				'id'    => $id,
				'about' => $about,
			]
		);
	}
}
