<?php
/**
 * The button that takes a row away which somebody has looked at.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * In the tables of conflicts and of refunds that do not count.
 */
final class DismissButton {

	/**
	 * The button that takes a row away, for those who may press it.
	 *
	 * @param string $what  `conflict` or `refund`.
	 * @param int    $id    Which one.
	 * @param string $about What a screen reader says that it is.
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
