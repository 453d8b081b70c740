<?php
/**
 * Holds and releases single amounts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Anyone who may approve can hold an amount, with a reason that the collaborator sees, and release it. The ledger
 * records who did it.
 */
final class Hold {

	/**
	 * Holds an obligation.
	 */
	public static function hold(): never {
		$form   = new Submission( 'siren_hold_obligation', Lifecycle::APPROVE_PAYOUTS );
		$id     = $form->id( 'id' );
		$fields = [ 'hold_reason' => $form->text( 'hold_reason' ) ];
		$form->carry_out(
			Page::url( Page::DISTRIBUTIONS, [ 'explain' => $id ] ),
			static fn(): string => self::done( \siren_hold_obligation( $id, $fields['hold_reason'], StaffIdentity::now() )['id'], 'obligation_held' ),
			$fields
		);
	}

	/** Releases an obligation that was held manually. */
	public static function release(): never {
		$form = new Submission( 'siren_release_obligation', Lifecycle::APPROVE_PAYOUTS );
		$id   = $form->id( 'id' );
		$form->carry_out(
			Page::url( Page::DISTRIBUTIONS, [ 'explain' => $id ] ),
			static fn(): string => self::done( \siren_release_obligation( $id, StaffIdentity::now() )['id'], 'obligation_released' )
		);
	}

	/**
	 * URL of an obligation's explanation, with a notice.
	 *
	 * @param int    $id   Obligation.
	 * @param string $done Notice to show there.
	 */
	private static function done( int $id, string $done ): string {
		return Page::url(
			Page::DISTRIBUTIONS,
			[
				'explain'        => $id,
				Notice::ARGUMENT => $done,
			]
		);
	}
}
