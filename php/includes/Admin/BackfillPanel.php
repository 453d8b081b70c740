<?php
/**
 * What was missed, and the button to look for it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * A part of the Status screen.
 */
final class BackfillPanel {

	/** What the request that begins a search may spend on it; most sites are done by then. */
	private const BUDGET_MS = 10_000;

	/**
	 * Prints the panel, where there is a shop or a school to look into or a search to tell of.
	 */
	public static function render(): void {
		$job      = Jobs::past();
		$progress = $job->progress();
		if ( null === $progress && ! $job->has_sources() ) {
			return;
		}
		View::show(
			'backfill',
			[
				'title'      => \__( 'The past, and what was missed', 'siren-distributors' ),
				'text'       => \__( 'Orders are paid and courses completed without this plugin being told: before it was here, while it was switched off, or by another program. This looks through the tables of your shops and schools and records what the ledger does not have, for the day on which it happened. What is older than this plugin is kept to try distributors on, and is never paid.', 'siren-distributors' ),
				'button'     => \__( 'Bring it in', 'siren-distributors' ),
				'action'     => 'siren_backfill_past',
				'progress'   => $progress,
				'running'    => $job->is_running(),
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
			]
		);
	}

	/**
	 * Begins to look, or goes on.
	 */
	public static function begin(): never {
		$form = new Submission( 'siren_backfill_past', Lifecycle::MANAGE_PROGRAMS );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static function (): string {
				$job  = Jobs::past();
				$done = Jobs::carefully(
					static function () use ( $job ): void {
						if ( ! $job->is_running() ) {
							$job->begin();
						}
						$job->go_on( self::BUDGET_MS );
					}
				);
				if ( ! $done ) {
					throw new Refusal( '', \__( 'The search stopped. The list of failures below says why; look again once that is mended.', 'siren-distributors' ) );
				}
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => $job->is_running() ? 'backfill_goes_on' : 'backfill_done' ] );
			}
		);
	}
}
