<?php
/**
 * Messages at the top of a screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * What was done is told by a code in the address, so that no address can put words of its own on a screen.
 */
final class Notice {

	public const ARGUMENT = 'siren_done';

	/**
	 * Lets WordPress take the code out of the address once it was read, so that reloading or paging does not tell it
	 * again.
	 *
	 * @param array $arguments WordPress's own.
	 */
	public static function add_removable( array $arguments ): array {
		$arguments[] = self::ARGUMENT;
		return $arguments;
	}

	/**
	 * Prints what was just done, if anything.
	 */
	public static function done(): void {
		$text = self::texts()[ Page::argument( self::ARGUMENT ) ] ?? '';
		if ( '' !== $text ) {
			\wp_admin_notice(
				\esc_html( $text ),
				[
					'type'        => 'success',
					'dismissible' => true,
				]
			);
		}
	}

	/**
	 * Prints why something was refused.
	 *
	 * @param string   $text    What is the matter.
	 * @param string[] $details One line each.
	 */
	public static function refusal( string $text, array $details = [] ): void {
		View::show(
			'shared/refusal',
			[
				'text'    => $text,
				'details' => $details,
			]
		);
	}

	/**
	 * Prints what the last form was refused with, on a screen that does not show the form's fields again.
	 *
	 * @param ?array $refused As {@see Submission::refused()} gives it.
	 */
	public static function refused( ?array $refused ): void {
		if ( null !== $refused ) {
			$text = '' === $refused['message'] ? \__( 'That was refused; nothing is changed.', 'siren-distributors' ) : $refused['message'];
			self::refusal( $text, ( new Problems( $refused['problems'] ) )->beyond( [] ) );
		}
	}

	/**
	 * The sentences by code.
	 *
	 * @return array<string,string>
	 */
	private static function texts(): array {
		return [
			'distributor_saved'   => \__( 'The distributor is saved.', 'siren-distributors' ),
			'distributor_paused'  => \__( 'The distributor is paused: it counts nothing until it is resumed.', 'siren-distributors' ),
			'distributor_active'   => \__( 'The distributor is active: a new period has begun.', 'siren-distributors' ),
			'distributor_archived' => \__( 'The distributor is archived. Its history stays.', 'siren-distributors' ),
			'distributor_drafted'  => \__( 'This is a draft: it counts nothing yet. Look it over, then activate it.', 'siren-distributors' ),
			'distribution_approved' => \__( 'The distribution is approved. Its obligations can be paid.', 'siren-distributors' ),
			'distribution_ran'    => \__( 'Everything that was due has run.', 'siren-distributors' ),
			'collaborator_saved'  => \__( 'The collaborator is saved.', 'siren-distributors' ),
			'fulfillment_made'    => \__( 'The fulfillment is made. Mark each payout as you pay it.', 'siren-distributors' ),
			'nothing_to_pay'      => \__( 'There is nothing pending that fits, so no fulfillment was made.', 'siren-distributors' ),
			'payout_paid'         => \__( 'The payout is marked as paid.', 'siren-distributors' ),
			'payout_processing'   => \__( 'The payout is marked as being processed.', 'siren-distributors' ),
			'payout_failed'       => \__( 'The payout is marked as failed.', 'siren-distributors' ),
			'payout_returned'     => \__( 'The payout is marked as returned. Its amount is owed again.', 'siren-distributors' ),
			'points_given'        => \__( 'The points are given.', 'siren-distributors' ),
			'pool_topped_up'      => \__( 'The amount is in the pool.', 'siren-distributors' ),
			'obligation_held'     => \__( 'The amount is held. Everything else can be paid.', 'siren-distributors' ),
			'obligation_released' => \__( 'The amount is released. It goes into the next fulfillment.', 'siren-distributors' ),
			'obligation_corrected' => \__( 'The correction is made.', 'siren-distributors' ),
			'payouts_marked'      => \__( 'The payouts are marked.', 'siren-distributors' ),
			'heartbeat_ran'       => \__( 'The heartbeat ran.', 'siren-distributors' ),
			'site_moved'          => \__( 'The ledger is this site’s. What was recorded in the meantime is in it.', 'siren-distributors' ),
			'site_copied'         => \__( 'This copy has a ledger of its own. The original’s is not touched.', 'siren-distributors' ),
			'time_confirmed'      => \__( 'The time is confirmed, and what was due has run.', 'siren-distributors' ),
			'ledger_proved'       => \__( 'The ledger proves itself: every amount is as it was written.', 'siren-distributors' ),
			'ledger_begun'        => \__( 'An empty ledger is begun. What was kept meanwhile is counted with the next heartbeat.', 'siren-distributors' ),
			'backfill_done'       => \__( 'Everything was looked through.', 'siren-distributors' ),
			'backfill_goes_on'    => \__( 'The search has begun and goes on by itself, a little with each heartbeat.', 'siren-distributors' ),
			'beacon_checked'      => \__( 'The file was written anew and asked; what it answered is below.', 'siren-distributors' ),
			'looked_at'           => \__( 'Noted: it is no longer listed. What counts has not changed.', 'siren-distributors' ),
			'dispute_answered'    => \__( 'The answer is given. The collaborator sees it on their dashboard.', 'siren-distributors' ),
			'dispute_answered_once' => \__( 'Your answer is noted. Somebody else has to give the same.', 'siren-distributors' ),
			'failures_forgotten'  => \__( 'The list of failures is empty.', 'siren-distributors' ),
		];
	}
}
