<?php
/**
 * The panel for recording past orders and completions.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Part of the Status screen.
 */
final class BackfillPanel {

	/** Time budget of the request that starts a search; enough for most sites. */
	private const BUDGET_MS = 10_000;

	/** Prints the panel, if there is a shop or an LMS to search, or a search to report on. */
	public static function render(): void {
		$job      = Jobs::past();
		$progress = $job->progress();
		if ( null === $progress && ! $job->has_sources() ) {
			return;
		}
		View::show(
			'status/backfill',
			[
				'title'      => \__( 'Past orders and completions', 'siren-distributors' ),
				'text'       => \__( 'Some orders and completed courses may be missing from the ledger: those from before this plugin was installed, and those made while it was inactive. This reads your store and course data and imports what is missing, each with its original date. Anything from before the plugin was installed is only used to preview distributors. It never changes what anyone is paid.', 'siren-distributors' ),
				'button'     => \__( 'Import missing records', 'siren-distributors' ),
				'action'     => 'siren_backfill_past',
				'progress'   => $progress,
				'running'    => $job->is_running(),
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
			]
		);
	}

	/** Starts or continues a search. */
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
					throw new Refusal( '', \__( 'The import stopped. The error log below says why. Try again once that is fixed.', 'siren-distributors' ) );
				}
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => $job->is_running() ? 'backfill_goes_on' : 'backfill_done' ] );
			}
		);
	}
}
