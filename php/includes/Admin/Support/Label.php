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
			'performance_weighted_pool' => \__( 'Everybody with points gets a part, as large as their part of all points.', 'siren-distributors' ),
			'shared_engagement_pool'    => \__( 'Everybody with points gets the same.', 'siren-distributors' ),
			'top_score_wins'            => \__( 'The highest score gets all of it.', 'siren-distributors' ),
			'ladder'                    => \__( 'A prize for each of the first places.', 'siren-distributors' ),
			'target_bonus'              => \__( 'The same amount for each who reaches a score.', 'siren-distributors' ),
			'user_centric_pool'         => \__( 'What each customer paid is shared among those that this customer engaged with.', 'siren-distributors' ),
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
			'clawback_undone' => \__( 'Given again', 'siren-distributors' ),
			'clawed_back'     => \__( 'Taken back after it was final', 'siren-distributors' ),
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
			'late'            => \__( 'Came late', 'siren-distributors' ),
			'paid'            => \__( 'Paid', 'siren-distributors' ),
			'paused'          => \__( 'Paused', 'siren-distributors' ),
			'pending'         => \__( 'Pending', 'siren-distributors' ),
			'processing'      => \__( 'Processing', 'siren-distributors' ),
			'refunded'        => \__( 'Refunded', 'siren-distributors' ),
			'rejected'        => \__( 'Rejected', 'siren-distributors' ),
			'returned'        => \__( 'Returned', 'siren-distributors' ),
			'reversed'        => \__( 'Taken back', 'siren-distributors' ),
			'review'          => \__( 'Waiting for approval', 'siren-distributors' ),
			'scheduled'       => \__( 'Scheduled', 'siren-distributors' ),
			'skipped'         => \__( 'Skipped', 'siren-distributors' ),
			'tracking'        => \__( 'Tracking', 'siren-distributors' ),
			'unpaid'          => \__( 'Unpaid', 'siren-distributors' ),
			'zero'            => \__( 'Nothing', 'siren-distributors' ),
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
			'below_target'            => \__( 'did not reach the score', 'siren-distributors' ),
			'cap_below_one_unit'      => \__( 'the most one may get is less than the smallest coin', 'siren-distributors' ),
			'capped'                  => \__( 'at the most one may get', 'siren-distributors' ),
			'collaborator_not_active' => \__( 'the collaborator is not active', 'siren-distributors' ),
			'clawback'                => \__( 'claimed back after a refund', 'siren-distributors' ),
			'editor'                  => \__( 'edits the post', 'siren-distributors' ),
			'below_minimum_amount'    => \__( 'the sale was below the minimum', 'siren-distributors' ),
			'customer_counted'        => \__( 'this customer counts once in a period', 'siren-distributors' ),
			'held_by_hand'            => \__( 'held by hand; another obligation stands in for it', 'siren-distributors' ),
			'no_value'                => \__( 'worth nothing', 'siren-distributors' ),
			'not_paid'                => \__( 'the student got the course for nothing', 'siren-distributors' ),
			'hold_days'               => \__( 'held back for the agreed days', 'siren-distributors' ),
			'inactive'                => \__( 'the collaborator is not active', 'siren-distributors' ),
			'more_decimals_than_the_currency' => \__( 'it has more decimals than the currency', 'siren-distributors' ),
			'more_than_was_left'      => \__( 'less was left of the sale', 'siren-distributors' ),
			'nothing_to_undo'         => \__( 'it takes back a refund that does not stand', 'siren-distributors' ),
			'unknown_line'            => \__( 'it names lines that the sale does not have', 'siren-distributors' ),
			'wrong_sign'              => \__( 'it names amounts with the wrong sign', 'siren-distributors' ),
			'less_than_one_unit'      => \__( 'less than the smallest coin', 'siren-distributors' ),
			'named_twice'             => \__( 'named twice', 'siren-distributors' ),
			'no_score'                => \__( 'no points', 'siren-distributors' ),
			'nobody_scored'           => \__( 'nobody had points', 'siren-distributors' ),
			'not_a_winner'            => \__( 'not among the winners', 'siren-distributors' ),
			'nothing_owed'            => \__( 'corrections outweigh what is owed', 'siren-distributors' ),
			'outside_audience'        => \__( 'not in the audience', 'siren-distributors' ),
			'crowd'                   => \__( 'too many visitors of one network', 'siren-distributors' ),
			'own_visit'               => \__( 'the visit of an author', 'siren-distributors' ),
			'payout_failed'           => \__( 'the payout did not go through', 'siren-distributors' ),
			'payout_returned'         => \__( 'the payout was returned', 'siren-distributors' ),
			'pool_below_zero'         => \__( 'refunds were more than sales', 'siren-distributors' ),
			'pool_empty'              => \__( 'the pool was empty', 'siren-distributors' ),
			'recounted'               => \__( 'replaced, because sales were refunded before it could be paid', 'siren-distributors' ),
			'rolled_up'               => \__( 'older than the visits that are kept', 'siren-distributors' ),
			'self'                    => \__( 'one’s own doing', 'siren-distributors' ),
			'unidentified'            => \__( 'logged in, but nobody knows as whom', 'siren-distributors' ),
			'unknown_collaborator'    => \__( 'nobody’s code', 'siren-distributors' ),
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
			'faults'          => \__( 'Damaged records, kept aside', 'siren-distributors' ),
			'disputes'        => \__( 'What collaborators say is wrong', 'siren-distributors' ),
			'conflicts'       => \__( 'Records that came again with other contents', 'siren-distributors' ),
			'waiting_refunds' => \__( 'Refunds that wait for their sale', 'siren-distributors' ),
			'ignored_refunds' => \__( 'Refunds that do not fit their sale', 'siren-distributors' ),
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
			'open'          => \__( 'We look at it.', 'siren-distributors' ),
			'answered_once' => \__( 'We look at it.', 'siren-distributors' ),
			'accepted'      => \__( 'You are right.', 'siren-distributors' ),
			'declined'      => \__( 'It stays as it is.', 'siren-distributors' ),
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
			'kind'     => \__( 'Kind', 'siren-distributors' ),
			'line'     => \__( 'Line it lowers', 'siren-distributors' ),
			'object'   => \__( 'To what', 'siren-distributors' ),
			'owners'   => \__( 'Credits', 'siren-distributors' ),
			'quantity' => \__( 'Quantity', 'siren-distributors' ),
			'referrer' => \__( 'Sent by', 'siren-distributors' ),
			'subject'  => \__( 'By', 'siren-distributors' ),
			'takes'    => \__( 'Given back', 'siren-distributors' ),
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
			'prefetch'   => \__( 'Pages fetched ahead of time', 'siren-distributors' ),
			'method'     => \__( 'Requests of another kind than a visit makes', 'siren-distributors' ),
			'oversized'  => \__( 'Reports too long to be one of ours', 'siren-distributors' ),
			'forged'     => \__( 'Reports of a page this site did not make', 'siren-distributors' ),
			'withdrawn'  => \__( 'Reports of a post that is not published any more, or has another author', 'siren-distributors' ),
			'embedded'   => \__( 'Pages that were only part of another page, such as an image or a frame', 'siren-distributors' ),
			'expired'    => \__( 'Reports of a page that was too long in a cache', 'siren-distributors' ),
			'foreign'    => \__( 'Reports sent from another site', 'siren-distributors' ),
			'limit'      => \__( 'Reports more frequent than anybody reads', 'siren-distributors' ),
			'opted_out'  => \__( 'Visitors whose browser asks not to be followed', 'siren-distributors' ),
			'no_consent' => \__( 'Visitors who consented to nothing', 'siren-distributors' ),
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
			'hold'         => \__( 'Held by hand', 'siren-distributors' ),
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
			'per_event'     => \__( 'Amount for each event', 'siren-distributors' ),
			'top_up'        => \__( 'Added by hand', 'siren-distributors' ),
			'opening'       => \__( 'From the period before', 'siren-distributors' ),
			'correction'    => \__( 'Sales and refunds of other periods', 'siren-distributors' ),
			'late_events'   => \__( 'Events of other periods', 'siren-distributors' ),
			'adjusted'      => \__( 'Floor or cap of the pool', 'siren-distributors' ),
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
