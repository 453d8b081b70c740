<?php
/**
 * Translated labels for the engine's codes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * An unknown code, from a newer engine or another plugin, is shown as it is.
 */
final class Label {

	/**
	 * Transaction compilers: what part of a sale feeds a pool.
	 *
	 * @return array<string,string>
	 */
	public static function compilers(): array {
		return [
			'line_items' => \__( 'Line items', 'siren-distributors' ),
			'discounts'  => \__( 'Discounts', 'siren-distributors' ),
			'fees'       => \__( 'Fees', 'siren-distributors' ),
			'shipping'   => \__( 'Shipping', 'siren-distributors' ),
			'taxes'      => \__( 'Taxes', 'siren-distributors' ),
		];
	}

	/**
	 * Incentive structures.
	 *
	 * @return array<string,string>
	 */
	public static function structures(): array {
		return [
			'performance_weighted_pool' => \__( 'Performance Weighted Pool', 'siren-distributors' ),
			'shared_engagement_pool'    => \__( 'Shared Engagement Pool', 'siren-distributors' ),
			'top_score_wins'            => \__( 'Top Score Wins', 'siren-distributors' ),
			'ladder'                    => \__( 'Ladder of Prizes', 'siren-distributors' ),
			'target_bonus'              => \__( 'Target Bonus', 'siren-distributors' ),
			'user_centric_pool'         => \__( 'User-Centric Pool', 'siren-distributors' ),
		];
	}

	/**
	 * A one-line description of each incentive structure.
	 *
	 * @return array<string,string>
	 */
	public static function structure_meanings(): array {
		return [
			'performance_weighted_pool' => \__( 'Everyone with points gets a share in proportion to their points.', 'siren-distributors' ),
			'shared_engagement_pool'    => \__( 'Everyone with points gets an equal share.', 'siren-distributors' ),
			'top_score_wins'            => \__( 'The highest score gets the whole pool.', 'siren-distributors' ),
			'ladder'                    => \__( 'A prize for each of the top ranks.', 'siren-distributors' ),
			'target_bonus'              => \__( 'A fixed bonus for everyone who reaches a target score.', 'siren-distributors' ),
			'user_centric_pool'         => \__( 'What each customer paid is shared among the collaborators that customer engaged with.', 'siren-distributors' ),
		];
	}

	/**
	 * A status of any kind.
	 *
	 * @param string $status The engine's code for it.
	 */
	public static function status( string $status ): string {
		$labels = [
			'active'          => \__( 'Active', 'siren-distributors' ),
			'archived'        => \__( 'Archived', 'siren-distributors' ),
			'cancelled'       => \__( 'Cancelled', 'siren-distributors' ),
			'clawback_undone' => \__( 'Clawback reversed', 'siren-distributors' ),
			'clawed_back'     => \__( 'Clawed back', 'siren-distributors' ),
			'closing'         => \__( 'Closing', 'siren-distributors' ),
			'counted'         => \__( 'Counted', 'siren-distributors' ),
			'complete'        => \__( 'Complete', 'siren-distributors' ),
			'deleted'         => \__( 'Deleted', 'siren-distributors' ),
			'draft'           => \__( 'Draft', 'siren-distributors' ),
			'failed'          => \__( 'Failed', 'siren-distributors' ),
			'fulfilled'       => \__( 'In a fulfillment', 'siren-distributors' ),
			'held'            => \__( 'Held', 'siren-distributors' ),
			'history'         => \__( 'History', 'siren-distributors' ),
			'ignored'         => \__( 'Ignored', 'siren-distributors' ),
			'inactive'        => \__( 'Inactive', 'siren-distributors' ),
			'ineligible'      => \__( 'Not eligible', 'siren-distributors' ),
			'late'            => \__( 'Late', 'siren-distributors' ),
			'paid'            => \__( 'Paid', 'siren-distributors' ),
			'paused'          => \__( 'Paused', 'siren-distributors' ),
			'pending'         => \__( 'Pending', 'siren-distributors' ),
			'processing'      => \__( 'Processing', 'siren-distributors' ),
			'refunded'        => \__( 'Refunded', 'siren-distributors' ),
			'rejected'        => \__( 'Rejected', 'siren-distributors' ),
			'returned'        => \__( 'Returned', 'siren-distributors' ),
			'reversed'        => \__( 'Reversed', 'siren-distributors' ),
			'review'          => \__( 'Waiting for approval', 'siren-distributors' ),
			'scheduled'       => \__( 'Scheduled', 'siren-distributors' ),
			'skipped'         => \__( 'Skipped', 'siren-distributors' ),
			'tracking'        => \__( 'Tracking', 'siren-distributors' ),
			'unpaid'          => \__( 'Unpaid', 'siren-distributors' ),
			'zero'            => \__( 'Nothing to pay', 'siren-distributors' ),
		];
		return $labels[ $status ] ?? $status;
	}

	/**
	 * The outcome of an allocation. A share is allocated, not paid: only payouts are `paid`.
	 *
	 * @param string $status The engine's code for it.
	 */
	public static function outcome( string $status ): string {
		return 'paid' === $status ? \__( 'Owed', 'siren-distributors' ) : self::status( $status );
	}

	/**
	 * Why something is zero, held, or less than it could be. The message of a failure is shown as it is.
	 *
	 * @param string $reason The engine's code for it.
	 */
	public static function reason( string $reason ): string {
		$labels = [
			'below_minimum'           => \__( 'below the minimum', 'siren-distributors' ),
			'below_target'            => \__( 'below the target score', 'siren-distributors' ),
			'cap_below_one_unit'      => \__( 'the maximum share rounds to zero', 'siren-distributors' ),
			'capped'                  => \__( 'limited to the maximum share', 'siren-distributors' ),
			'collaborator_not_active' => \__( 'the collaborator is not active', 'siren-distributors' ),
			'clawback'                => \__( 'clawed back after a refund', 'siren-distributors' ),
			'editor'                  => \__( 'editor of the post', 'siren-distributors' ),
			'below_minimum_amount'    => \__( 'sale below the minimum amount', 'siren-distributors' ),
			'customer_counted'        => \__( 'customer already counted in this period', 'siren-distributors' ),
			'held_by_hand'            => \__( 'held manually; replaced by another obligation', 'siren-distributors' ),
			'no_value'                => \__( 'no value', 'siren-distributors' ),
			'not_paid'                => \__( 'free enrollment', 'siren-distributors' ),
			'hold_days'               => \__( 'in the holding period', 'siren-distributors' ),
			'inactive'                => \__( 'the collaborator is not active', 'siren-distributors' ),
			'more_decimals_than_the_currency' => \__( 'too many decimal places for the currency', 'siren-distributors' ),
			'more_than_was_left'      => \__( 'exceeds what was left of the sale', 'siren-distributors' ),
			'nothing_to_undo'         => \__( 'reverses a refund that is not in effect', 'siren-distributors' ),
			'unknown_line'            => \__( 'refers to line items that are not in the sale', 'siren-distributors' ),
			'wrong_sign'              => \__( 'contains amounts with the wrong sign', 'siren-distributors' ),
			'less_than_one_unit'      => \__( 'rounds to zero', 'siren-distributors' ),
			'named_twice'             => \__( 'listed twice', 'siren-distributors' ),
			'no_score'                => \__( 'no points', 'siren-distributors' ),
			'nobody_scored'           => \__( 'no one had points', 'siren-distributors' ),
			'not_a_winner'            => \__( 'not among the winners', 'siren-distributors' ),
			'nothing_owed'            => \__( 'corrections exceed the amount owed', 'siren-distributors' ),
			'outside_audience'        => \__( 'not in the audience', 'siren-distributors' ),
			'crowd'                   => \__( 'too many visitors from one network', 'siren-distributors' ),
			'own_visit'               => \__( 'visit by the author', 'siren-distributors' ),
			'payout_failed'           => \__( 'payout failed', 'siren-distributors' ),
			'payout_returned'         => \__( 'payout returned', 'siren-distributors' ),
			'pool_below_zero'         => \__( 'refunds exceeded sales', 'siren-distributors' ),
			'pool_empty'              => \__( 'empty pool', 'siren-distributors' ),
			'recounted'               => \__( 'replaced, because sales were refunded before it was paid', 'siren-distributors' ),
			'rolled_up'               => \__( 'older than the visit retention period', 'siren-distributors' ),
			'self'                    => \__( 'collaborator’s own activity', 'siren-distributors' ),
			'unidentified'            => \__( 'logged in, but user unknown', 'siren-distributors' ),
			'unknown_collaborator'    => \__( 'unknown code', 'siren-distributors' ),
		];
		return $labels[ $reason ] ?? $reason;
	}

	/**
	 * What the Status screen counts.
	 *
	 * @param string $what The engine's code for it.
	 */
	public static function count( string $what ): string {
		$labels = [
			'events'          => \__( 'Events', 'siren-distributors' ),
			'faults'          => \__( 'Damaged records, set aside', 'siren-distributors' ),
			'disputes'        => \__( 'Disputes', 'siren-distributors' ),
			'conflicts'       => \__( 'Conflicting records', 'siren-distributors' ),
			'waiting_refunds' => \__( 'Refunds waiting for their sale', 'siren-distributors' ),
			'ignored_refunds' => \__( 'Refunds that do not match their sale', 'siren-distributors' ),
			'outbox'          => \__( 'Notifications waiting to be sent', 'siren-distributors' ),
		];
		return $labels[ $what ] ?? $what;
	}

	/**
	 * The status of a dispute, or its answer.
	 *
	 * @param string $status The engine's code for it.
	 */
	public static function dispute( string $status ): string {
		$labels = [
			'open'          => \__( 'Under review', 'siren-distributors' ),
			'answered_once' => \__( 'Under review', 'siren-distributors' ),
			'accepted'      => \__( 'Accepted', 'siren-distributors' ),
			'declined'      => \__( 'Declined', 'siren-distributors' ),
		];
		return $labels[ $status ] ?? $status;
	}

	/**
	 * A part of a record in which two records can differ.
	 *
	 * @param string $part The engine's code for it.
	 */
	public static function part( string $part ): string {
		$labels = [
			'amount'   => \__( 'Amount', 'siren-distributors' ),
			'coupons'  => \__( 'Coupon codes', 'siren-distributors' ),
			'currency' => \__( 'Currency', 'siren-distributors' ),
			'data'     => \__( 'Details', 'siren-distributors' ),
			'kind'     => \__( 'Type', 'siren-distributors' ),
			'line'     => \__( 'Discounted line item', 'siren-distributors' ),
			'object'   => \__( 'Object', 'siren-distributors' ),
			'owners'   => \__( 'Credits', 'siren-distributors' ),
			'quantity' => \__( 'Quantity', 'siren-distributors' ),
			'referrer' => \__( 'Referred by', 'siren-distributors' ),
			'subject'  => \__( 'By', 'siren-distributors' ),
			'takes'    => \__( 'Refunded', 'siren-distributors' ),
			'type'     => \__( 'What happened', 'siren-distributors' ),
			'value'    => \__( 'Value', 'siren-distributors' ),
		];
		return $labels[ $part ] ?? $part;
	}

	/**
	 * A kind of detail of a sale.
	 *
	 * @param string $kind The engine's code for it.
	 */
	public static function detail( string $kind ): string {
		$labels = [
			'line_item' => \__( 'Product', 'siren-distributors' ),
			'discount'  => \__( 'Discount', 'siren-distributors' ),
			'fee'       => \__( 'Fee', 'siren-distributors' ),
			'shipping'  => \__( 'Shipping', 'siren-distributors' ),
			'tax'       => \__( 'Tax', 'siren-distributors' ),
		];
		return $labels[ $kind ] ?? $kind;
	}

	/**
	 * Why a request was not counted as a visit.
	 *
	 * @param string $reason Reason from `RejectedVisits`.
	 */
	public static function noise( string $reason ): string {
		$labels = [
			'bot'        => \__( 'Bots and other programs', 'siren-distributors' ),
			'prefetch'   => \__( 'Prefetched pages', 'siren-distributors' ),
			'method'     => \__( 'Other types of requests', 'siren-distributors' ),
			'oversized'  => \__( 'Reports that were too long', 'siren-distributors' ),
			'forged'     => \__( 'Reports for pages this site did not create', 'siren-distributors' ),
			'withdrawn'  => \__( 'Reports for posts that are no longer published or have a different author', 'siren-distributors' ),
			'embedded'   => \__( 'Embedded content, such as images or frames', 'siren-distributors' ),
			'expired'    => \__( 'Reports from pages cached for too long', 'siren-distributors' ),
			'foreign'    => \__( 'Reports sent from another site', 'siren-distributors' ),
			'limit'      => \__( 'Reports too frequent for a human reader', 'siren-distributors' ),
			'opted_out'  => \__( 'Visitors whose browser asks not to be tracked', 'siren-distributors' ),
			'no_consent' => \__( 'Visitors who did not consent', 'siren-distributors' ),
			'failed'     => \__( 'Visits that could not be recorded', 'siren-distributors' ),
		];
		return $labels[ $reason ] ?? $reason;
	}

	/**
	 * Why an obligation was made.
	 *
	 * @param string $kind The engine's code for it.
	 */
	public static function obligation( string $kind ): string {
		$labels = [
			'distribution' => \__( 'Distribution', 'siren-distributors' ),
			'adjustment'   => \__( 'Adjustment', 'siren-distributors' ),
			'hold'         => \__( 'Held manually', 'siren-distributors' ),
			'reissue'      => \__( 'Returned payout, owed again', 'siren-distributors' ),
		];
		return $labels[ $kind ] ?? $kind;
	}

	/**
	 * Where a pool's money comes from.
	 *
	 * @param string $kind The engine's code for it.
	 */
	public static function source( string $kind ): string {
		$labels = [
			'revenue_share' => \__( 'Share of sales', 'siren-distributors' ),
			'fixed'         => \__( 'Fixed amount', 'siren-distributors' ),
			'per_event'     => \__( 'Fixed amount per event', 'siren-distributors' ),
			'top_up'        => \__( 'Added manually', 'siren-distributors' ),
			'opening'       => \__( 'Carried over from the previous period', 'siren-distributors' ),
			'correction'    => \__( 'Sales and refunds from other periods', 'siren-distributors' ),
			'late_events'   => \__( 'Events from other periods', 'siren-distributors' ),
			'adjusted'      => \__( 'Pool minimum or maximum', 'siren-distributors' ),
		];
		return $labels[ $kind ] ?? $kind;
	}

	/**
	 * How often a distributor pays, in a few words.
	 *
	 * @param array $schedule `schedule` of a distributor.
	 */
	public static function schedule( array $schedule ): string {
		$every = $schedule['every'];
		if ( \is_array( $every ) ) {
			$days = (int) $every['days'];
			/* translators: %s: number of days. */
			return \sprintf( \_n( 'Every %s day', 'Every %s days', $days, 'siren-distributors' ), \number_format_i18n( $days ) );
		}
		$labels = self::rhythms();
		return $labels[ $every ] ?? $every;
	}

	/**
	 * Recurrences of a schedule.
	 *
	 * @return array<string,string>
	 */
	public static function rhythms(): array {
		return [
			'day'     => \__( 'Every day', 'siren-distributors' ),
			'week'    => \__( 'Every week', 'siren-distributors' ),
			'month'   => \__( 'Every month', 'siren-distributors' ),
			'quarter' => \__( 'Every quarter', 'siren-distributors' ),
			'year'    => \__( 'Every year', 'siren-distributors' ),
		];
	}
}
