<?php
/**
 * The answer to a dispute.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Anyone who may approve payouts can answer a collaborator's dispute. An answer moves no money: corrections are made on
 * the usual screens, and the answer mentions them.
 */
final class DisputeAnswer {

	/** Saves the submitted answer. */
	public static function answer(): never {
		$form   = new Submission( 'siren_answer_dispute', Lifecycle::APPROVE_PAYOUTS );
		$id     = $form->id( 'id' );
		$answer = $form->text( 'answer' );
		$typed  = [
			'dispute' => $id,
			'text'    => $form->text( 'text' ),
		];
		$back   = AttentionList::url( 'disputes' );
		$form->carry_out(
			$back,
			static function () use ( $id, $answer, $typed, $back ): string {
				$status = \siren_answer_dispute( $id, $answer, [ 'text' => $typed['text'] ] + StaffIdentity::now() )['status'];
				return \add_query_arg( Notice::ARGUMENT, 'answered_once' === $status ? 'dispute_answered_once' : 'dispute_answered', $back );
			},
			$typed
		);
	}
}
