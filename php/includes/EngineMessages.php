<?php
/**
 * The engine's texts for people.
 *
 * Made from the engine's templates; `make reference` writes it anew.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The templates by code, with placeholders in the order of the names. {@see Wording} fills them.
 */
final class EngineMessages {

	/** The names of the values, in the order of their placeholders. */
	public const NAMES = [
		'points'                           => [ 'points' ],
		'separated'                        => [ 'first', 'next' ],
		'last_and'                         => [ 'first', 'last' ],
		'last_or'                          => [ 'first', 'last' ],
		'whole_date'                       => [ 'date' ],
		'days'                             => [ 'first', 'last' ],
		'course_completed'                 => [ 'count' ],
		'lesson_completed'                 => [ 'count' ],
		'product_sold'                     => [ 'count' ],
		'post_visited'                     => [ 'count' ],
		'coupon_used'                      => [ 'count' ],
		'sale_referred'                    => [ 'count' ],
		'site_visited'                     => [ 'count' ],
		'manual_credit'                    => [ 'count' ],
		'other_event'                      => [ 'event' ],
		'carried_over'                     => [ 'total' ],
		'number_of'                        => [ 'count', 'events' ],
		'not_counted'                      => [ 'events', 'reasons' ],
		'less_taken_back'                  => [ 'events', 'count' ],
		'events_total'                     => [ 'events', 'total' ],
		'each_times'                       => [ 'points', 'events', 'total' ],
		'each_for'                         => [ 'points', 'events', 'total' ],
		'each_time_over'                   => [ 'points' ],
		'for_each_unit'                    => [ 'points' ],
		'for_each_currency_unit'           => [ 'points' ],
		'equally_among_owners'             => [ 'points' ],
		'by_owners_weights'                => [ 'points' ],
		'worth_nothing'                    => [ 'count' ],
		'by_students_for_nothing'          => [ 'count' ],
		'below_minimum'                    => [ 'count' ],
		'customer_counted'                 => [ 'count' ],
		'other_reason'                     => [ 'count', 'reason' ],
		'summand'                          => [ 'points' ],
		'plus'                             => [ 'sum', 'more' ],
		'minus'                            => [ 'sum', 'less' ],
		'equals'                           => [ 'sum', 'score' ],
		'divided_before'                   => [ 'amount', 'pool', 'score' ],
		'at_most_for_one'                  => [ 'limit', 'pool', 'amount' ],
		'limited'                          => [ 'count', 'limit', 'pool', 'rest' ],
		'because_limited'                  => [ 'why', 'limit' ],
		'refunded'                         => [ 'amount', 'refund', 'source', 'sale' ],
		'sales_restored'                   => [ 'amount', 'refund', 'source', 'sale' ],
		'points_taken_back'                => [ 'refund', 'source', 'sale' ],
		'points_restored'                  => [ 'refund', 'source', 'sale' ],
		'pool_changes'                     => [ 'pool', 'change' ],
		'part_of_change'                   => [ 'amount', 'given', 'change', 'result' ],
		'less_other_steps'                 => [ 'amount', 'others', 'result' ],
		'had'                              => [ 'score', 'share', 'pool', 'amount' ],
		'as_divided'                       => [ 'had' ],
		'without_refunds'                  => [ 'had' ],
		'nothing_owed_back'                => [],
		'owed_back'                        => [ 'paid', 'without', 'owed' ],
		'less_claimed_before'              => [ 'owed', 'claimed', 'rest' ],
		'earned'                           => [ 'name', 'amount', 'period', 'why' ],
		'was_before_refunds'               => [ 'why', 'amount' ],
		'waits_for_approval'               => [ 'why' ],
		'payable_from'                     => [ 'why', 'day' ],
		'held_until_active'                => [ 'why' ],
		'payout_failed'                    => [ 'why' ],
		'payout_returned'                  => [ 'why' ],
		'held_by_hand'                     => [ 'why' ],
		'replaced'                         => [ 'why', 'amount' ],
		'rejected'                         => [ 'why' ],
		'gives_back'                       => [ 'name', 'amount', 'period' ],
		'gets_back_undone'                 => [ 'name', 'amount', 'period' ],
		'gets_back_less_left'              => [ 'name', 'amount', 'period' ],
		'is_held'                          => [ 'name', 'amount', 'reason' ],
		'was_held'                         => [ 'name', 'amount', 'reason' ],
		'owed_again_returned'              => [ 'name', 'amount' ],
		'owed_again_failed'                => [ 'name', 'amount' ],
		'owes_back'                        => [ 'name', 'amount', 'reason' ],
		'is_owed'                          => [ 'name', 'amount', 'reason' ],
		'stated_reason'                    => [ 'reason' ],
		'a_correction'                     => [],
		'gives_back_points'                => [ 'name', 'amount', 'period', 'points', 'before', 'left' ],
		'gives_back_smaller_pool'          => [ 'name', 'amount', 'period', 'left' ],
		'gets_back_points_undone'          => [ 'name', 'amount', 'period', 'points', 'left' ],
		'gets_back_larger_part'            => [ 'name', 'amount', 'period', 'points', 'left' ],
		'required'                         => [],
		'must_be'                          => [ 'expected', 'given' ],
		'nothing'                          => [],
		'a_boolean'                        => [],
		'true_or_false'                    => [],
		'an_integer'                       => [],
		'a_string'                         => [],
		'a_list'                           => [],
		'an_array'                         => [],
		'an_associative_array'             => [],
		'a_float'                          => [],
		'an_object'                        => [],
		'no_plain_value'                   => [],
		'a_string_not_utf8'                => [],
		'under_a_key_not_utf8'             => [],
		'an_array_too_deep'                => [],
		'beyond_the_first_million'         => [],
		'is_not_utf8'                      => [],
		'has_a_key_not_utf8'               => [],
		'is_too_deep'                      => [],
		'comes_after_the_first_million'    => [],
		'is_none_of'                       => [ 'given', 'known' ],
		'is_no_known_field'                => [ 'known' ],
		'has_too_many_items'               => [ 'count', 'most' ],
		'has_too_many_entries'             => [ 'count', 'most' ],
		'has_too_many_characters'          => [ 'count', 'most' ],
		'has_too_many_bytes'               => [ 'count', 'most' ],
		'is_an_empty_string'               => [],
		'has_control_characters'           => [],
		'is_below'                         => [ 'given', 'least' ],
		'is_outside'                       => [ 'given', 'least', 'most' ],
		'is_outside_the_years'             => [ 'given' ],
		'is_no_instant'                    => [ 'given' ],
		'is_invalid_instant'               => [],
		'is_no_zone'                       => [ 'given' ],
		'is_no_currency'                   => [ 'given' ],
		'an_amount_as_string'              => [],
		'is_no_amount'                     => [ 'given' ],
		'is_too_precise'                   => [ 'given', 'decimals', 'currency', 'allowed' ],
		'is_too_precise_for_any'           => [ 'given', 'decimals' ],
		'is_too_large_an_amount'           => [ 'given' ],
		'is_not_more_than_zero'            => [ 'given' ],
		'is_less_than_zero'                => [ 'given' ],
		'a_percentage_as_string'           => [],
		'is_no_percentage'                 => [ 'given' ],
		'an_integer_or_decimal'            => [],
		'is_no_quantity'                   => [ 'given', 'decimals' ],
		'is_no_sold_quantity'              => [ 'given' ],
		'is_no_returned_quantity'          => [ 'given' ],
		'has_no_network'                   => [],
		'is_no_type'                       => [ 'given' ],
		'is_no_reason'                     => [ 'given' ],
		'is_given_by_hand'                 => [],
		'names_nobody'                     => [],
		'names_not_exactly_one'            => [],
		'repeats_a_collaborator'           => [],
		'is_no_value'                      => [ 'given' ],
		'contains_a_float'                 => [],
		'contains_no_utf8'                 => [],
		'contains_no_json'                 => [ 'part' ],
		'sale_too_large'                   => [ 'source', 'id' ],
		'reduces_no_discount'              => [],
		'names_no_line'                    => [ 'given' ],
		'repeats_a_detail'                 => [ 'given' ],
		'has_no_detail'                    => [],
		'is_negative'                      => [],
		'is_a_positive_discount'           => [],
		'undoes_a_part'                    => [],
		'has_lines_and_an_amount'          => [],
		'repeats_a_line'                   => [],
		'refunds_no_line'                  => [],
		'no_collaborator'                  => [ 'id' ],
		'no_conflict'                      => [ 'id' ],
		'no_dispute'                       => [ 'id' ],
		'no_distribution'                  => [ 'id' ],
		'no_distributor'                   => [ 'id' ],
		'no_event'                         => [ 'id' ],
		'no_fulfillment'                   => [ 'id' ],
		'no_obligation'                    => [ 'id' ],
		'no_payout'                        => [ 'id' ],
		'no_refund'                        => [ 'id' ],
		'pool_too_large'                   => [],
		'busy'                             => [ 'seconds' ],
		'busy_with'                        => [ 'process', 'since', 'doing', 'seconds' ],
		'busy_with_something'              => [ 'seconds' ],
		'disk_full'                        => [ 'place' ],
		'read_only'                        => [ 'place' ],
		'unreadable'                       => [ 'place' ],
		'corrupt'                          => [ 'what' ],
		'inconsistent'                     => [ 'what' ],
		'unreachable_data'                 => [ 'what' ],
		'not_ours'                         => [ 'path', 'owner', 'me' ],
		'another_site'                     => [ 'directory', 'found', 'here' ],
		'opened_to_read'                   => [],
		'too_new'                          => [ 'found', 'known' ],
		'log_lost'                         => [ 'what' ],
		'unknown_change'                   => [ 'change' ],
		'unwritable'                       => [ 'what' ],
		'sum_too_large'                    => [],
		'database_refused'                 => [ 'what' ],
		'no_site_is_open'                  => [],
		'contains_what_cannot_be_recorded' => [ 'part' ],
		'cannot_be_recorded'               => [ 'error' ],
		'is_no_identity'                   => [ 'given', 'most' ],
		'is_no_dsn'                        => [],
		'is_no_absolute_directory'         => [ 'given' ],
		'is_no_call'                       => [],
		'is_no_known_call'                 => [ 'name' ],
		'is_not_hexadecimal'               => [],
		'requires_a_name'                  => [],
		'must_be_another'                  => [ 'what' ],
		'key_is_taken'                     => [ 'key', 'act' ],
		'corrects_nothing'                 => [],
		'is_owed_to_another'               => [ 'id', 'collaborator', 'currency' ],
		'distribution_not_in_review'       => [ 'id', 'status' ],
		'distribution_was_changed'         => [ 'id' ],
		'is_no_absolute_path'              => [ 'given' ],
		'has_no_file_name'                 => [ 'given' ],
		'is_in_no_directory'               => [ 'directory' ],
		'is_not_in_a_directory'            => [ 'directory' ],
		'is_not_overwritten'               => [ 'path' ],
		'applies_to_no_period'             => [ 'distributor' ],
		'keeps_no_json'                    => [ 'part' ],
		'user_is_taken'                    => [ 'user', 'collaborator' ],
		'is_a_code_of'                     => [ 'code', 'name', 'collaborator' ],
		'is_no_email'                      => [ 'given' ],
		'repeats_an_alias'                 => [ 'kind', 'code' ],
		'is_no_link_code'                  => [ 'code', 'most' ],
		'is_a_blank_coupon'                => [ 'code' ],
		'has_started'                      => [ 'begun', 'status' ],
		'keeps_its_currency'               => [ 'units' ],
		'cannot_become'                    => [ 'status', 'before', 'possible' ],
		'gives_no_points'                  => [],
		'collaborator_gets_no_points'      => [ 'collaborator', 'status' ],
		'distributor_counts_nothing'       => [ 'distributor', 'status' ],
		'refund_cannot_be_dismissed'       => [ 'id', 'status' ],
		'is_disputed_already'              => [ 'collaborator', 'dispute' ],
		'has_too_many_disputes'            => [ 'collaborator', 'most' ],
		'disputes_not_one_thing'           => [],
		'explains_nothing'                 => [],
		'is_not_owed_to'                   => [ 'obligation', 'collaborator' ],
		'answer_requires_a_name'           => [],
		'dispute_is_answered'              => [ 'id', 'status' ],
		'dispute_was_answered_otherwise'   => [ 'id', 'answer', 'who' ],
		'cannot_answer_twice'              => [ 'who', 'id' ],
		'owed_too_large'                   => [ 'collaborator' ],
		'fulfillment_exists'               => [ 'id' ],
		'obligation_no_longer_pending'     => [ 'id' ],
		'needs_currency'                   => [],
		'is_not_money'                     => [],
		'made_fulfillment'                 => [ 'id' ],
		'obligation_is_not_pending'        => [ 'id', 'status' ],
		'obligation_claims_back'           => [ 'id' ],
		'obligation_is_not_held'           => [ 'id', 'status' ],
		'obligation_was_changed'           => [ 'id' ],
		'held_obligation'                  => [ 'id' ],
		'is_no_message_id'                 => [ 'given' ],
		'names_no_person'                  => [],
		'is_a_pseudonym'                   => [ 'name' ],
		'distribution_is_not_due'          => [ 'id' ],
		'distribution_is_closed'           => [ 'id' ],
		'distribution_was_redivided'       => [ 'id' ],
		'carried_too_large'                => [ 'distribution' ],
		'payout_needs_an_adjustment'       => [ 'reason' ],
		'payout_cannot_become'             => [ 'id', 'status', 'wanted' ],
		'payout_was_changed'               => [ 'id' ],
		'payout_became_already'            => [ 'id', 'status' ],
		'payout_is_listed_already'         => [ 'id' ],
		'lists_no_payout'                  => [],
		'has_no_open_period'               => [ 'distributor', 'status' ],
		'step_is_too_short'                => [ 'step', 'most' ],
		'has_no_open_pool'                 => [ 'distributor', 'status' ],
		'exists_already'                   => [ 'path' ],
		'has_no_directory'                 => [ 'path' ],
		'rule'                             => [ 'when', 'pool', 'divided', 'measured' ],
		'rule_given_back'                  => [ 'when', 'pool', 'divided', 'measured' ],
		'at_time'                          => [ 'day', 'time', 'zone' ],
		'every_day'                        => [],
		'every_week'                       => [ 'weekday' ],
		'every_month'                      => [ 'day' ],
		'every_quarter'                    => [ 'day' ],
		'every_year'                       => [ 'month', 'day' ],
		'every_days'                       => [ 'days' ],
		'day_st'                           => [ 'day' ],
		'day_nd'                           => [ 'day' ],
		'day_rd'                           => [ 'day' ],
		'day_th'                           => [ 'day' ],
		'added_by_hand'                    => [],
		'sources'                          => [ 'sources' ],
		'pool_at_least'                    => [ 'pool', 'least' ],
		'pool_at_most'                     => [ 'pool', 'most' ],
		'all_collaborators'                => [],
		'chosen_collaborators'             => [ 'count' ],
		'all_of_groups'                    => [ 'groups' ],
		'with_at_least'                    => [ 'who', 'points' ],
		'divided_at_most'                  => [ 'divided', 'most' ],
		'points_for_each'                  => [ 'points', 'each' ],
		'unit_of'                          => [ 'event' ],
		'currency_of'                      => [ 'currency', 'event' ],
		'among_owners_equally'             => [ 'measured' ],
		'among_owners_by_weight'           => [ 'measured' ],
		'free_ones_too'                    => [ 'measured' ],
		'in_sales_of_at_least'             => [ 'measured', 'amount' ],
		'once_for_each_customer'           => [ 'measured' ],
		'by_paying_students'               => [ 'measured' ],
		'names_nobody_to_pay'              => [],
		'is_above_the_cap'                 => [],
		'is_not_measured'                  => [ 'event' ],
		'measures_nothing'                 => [],
		'is_measured_already'              => [ 'event' ],
		'needs_a_sale'                     => [],
		'needs_a_completion'               => [],
		'needs_a_currency'                 => [],
		'needs_a_product'                  => [],
		'needs_points_per_currency'        => [],
		'is_points'                        => [],
		'is_required_with_points'          => [],
		'is_missing_and_so_is_the_sites'   => [ 'fault' ],
		'has_no_meaning_every_days'        => [],
		'has_no_meaning_every_day'         => [],
		'is_no_month_and_day'              => [ 'given' ],
		'is_no_time_of_day'                => [ 'given' ],
		'is_no_part'                       => [],
		'products'                         => [],
		'discounts'                        => [],
		'fees'                             => [],
		'shipping'                         => [],
		'taxes'                            => [],
		'of_type'                          => [ 'names' ],
		'with_sku'                         => [ 'names' ],
		'in_category'                      => [ 'names' ],
		'owned_by_collaborator'            => [],
		'to_referred_customers'            => [],
		'share_of_sales'                   => [ 'percent', 'parts' ],
		'share_of_some_sales'              => [ 'percent', 'only', 'parts' ],
		'fixed_amount'                     => [ 'amount' ],
		'amount_for_each'                  => [ 'amount', 'event' ],
		'equal_part'                       => [ 'divided', 'people', 'amount' ],
		'weighted_part'                    => [ 'weight', 'all', 'divided', 'amount' ],
		'rounded'                          => [ 'calculation' ],
		'is_shared_equally'                => [ 'who' ],
		'everyone_gets_equal'              => [ 'people' ],
		'only_one_scored'                  => [ 'pool' ],
		'one_of_equals'                    => [ 'people', 'pool' ],
		'is_shared_by_points'              => [ 'who' ],
		'score_of_all'                     => [ 'score', 'all' ],
		'points_of_all'                    => [ 'score', 'all', 'pool' ],
		'goes_to_first'                    => [ 'who' ],
		'goes_to_best'                     => [ 'who' ],
		'highest'                          => [ 'score' ],
		'highest_first'                    => [ 'score' ],
		'highest_shared'                   => [ 'people', 'score' ],
		'all_of_it'                        => [ 'divided' ],
		'had_highest'                      => [ 'score', 'pool' ],
		'shared_highest'                   => [ 'people', 'score', 'pool' ],
		'is_given_in_growing_prizes'       => [ 'prizes', 'who' ],
		'is_given_in_prizes'               => [ 'prizes', 'who' ],
		'prizes_come_to'                   => [ 'given', 'pool' ],
		'prize_of_place'                   => [ 'place', 'prize', 'all' ],
		'are_no_prizes'                    => [],
		'rise_downwards'                   => [],
		'won_place'                        => [ 'place', 'score', 'pool' ],
		'pays_bonus'                       => [ 'amount', 'who', 'score' ],
		'reached_target'                   => [ 'people', 'score' ],
		'each_gets'                        => [ 'amount' ],
		'bonus_exceeds_pool'               => [ 'amount' ],
		'had_target'                       => [ 'score', 'target', 'pool' ],
		'is_shared_by_customer'            => [ 'who' ],
		'customers_money'                  => [],
		'share_of_pool'                    => [ 'share', 'pool', 'amount' ],
		'customers_brought'                => [ 'pool' ],
		'points_of_event_too_many'         => [ 'event' ],
		'score_too_large'                  => [ 'collaborator' ],
		'is_not_after_from'                => [ 'to', 'from' ],
		'gives_too_many_periods'           => [ 'to', 'from', 'most' ],
		'gives_too_many_shares'            => [ 'to', 'shares', 'periods', 'most' ],
		'sales_too_large'                  => [],
		'score_with_event_too_large'       => [ 'event' ],
	];

	/**
	 * A template in the site's language; null for a code of a newer engine.
	 *
	 * @param string $code  Template.
	 * @param int    $count How many its first value counts; it decides the form where there are several.
	 */
	public static function text( string $code, int $count ): ?string {
		switch ( $code ) {
			case 'points':
				/* translators: 1: points, a number of points. */
				return \_n( '%1$s point', '%1$s points', $count, 'siren-distributors' );
			case 'separated':
				/* translators: A list: what stands between two of its items that are not the last. 1: first, a name or other text; 2: next, a name or other text. */
				return \__( '%1$s, %2$s', 'siren-distributors' );
			case 'last_and':
				/* translators: A list: what stands before its last item, where all apply. 1: first, a name or other text; 2: last, a name or other text. */
				return \__( '%1$s and %2$s', 'siren-distributors' );
			case 'last_or':
				/* translators: A list: what stands before its last item, where one of them applies. 1: first, a name or other text; 2: last, a name or other text. */
				return \__( '%1$s or %2$s', 'siren-distributors' );
			case 'whole_date':
				return '%1$s';
			case 'days':
				/* translators: A period by its first and last day. 1: first, a date; 2: last, a date. */
				return \__( '%1$s to %2$s', 'siren-distributors' );
			case 'course_completed':
				/* translators: A type of event. The number of events stands before it, such as "6 courses completed", or "each": "for each course completed". 1: count, a number. */
				return \_n( 'course completed', 'courses completed', $count, 'siren-distributors' );
			case 'lesson_completed':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'lesson completed', 'lessons completed', $count, 'siren-distributors' );
			case 'product_sold':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'product sold', 'products sold', $count, 'siren-distributors' );
			case 'post_visited':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'visit to a blog post', 'visits to blog posts', $count, 'siren-distributors' );
			case 'coupon_used':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'coupon code used', 'coupon codes used', $count, 'siren-distributors' );
			case 'sale_referred':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'sale to a customer they sent', 'sales to customers they sent', $count, 'siren-distributors' );
			case 'site_visited':
				/* translators: A type of event, behind a number or "each". 1: count, a number. */
				return \_n( 'visit to the site', 'visits to the site', $count, 'siren-distributors' );
			case 'manual_credit':
				/* translators: A type of event, behind a number: points that somebody gave by hand. 1: count, a number. */
				return \_n( 'manual credit', 'manual credits', $count, 'siren-distributors' );
			case 'other_event':
				return '%1$s';
			case 'carried_over':
				/* translators: A line of a calculation. 1: total, a number of points. */
				return \__( 'carried over from the period before = %1$s', 'siren-distributors' );
			case 'number_of':
				/* translators: A number of events, such as "6 courses completed". 1: count, a number; 2: events, another text. */
				return \__( '%1$s %2$s', 'siren-distributors' );
			case 'not_counted':
				/* translators: A number of events, and how many of them do not count: "6 courses completed (not counted: 2 worth nothing)". 1: events, another text; 2: reasons, a list. */
				return \__( '%1$s (not counted: %2$s)', 'siren-distributors' );
			case 'less_taken_back':
				/* translators: A number of events, and how many of them were taken back. " = 40" follows. 1: events, another text; 2: count, a number. */
				return \__( '%1$s, less %2$s taken back by refunds,', 'siren-distributors' );
			case 'events_total':
				return '%1$s = %2$s';
			case 'each_times':
				return '%1$s × %2$s = %3$s';
			case 'each_for':
				/* translators: A line of a calculation: 1 point for each unit for 2 products sold = 5. 1: points, another text; 2: events, another text; 3: total, a number of points. */
				return \__( '%1$s for %2$s = %3$s', 'siren-distributors' );
			case 'each_time_over':
				/* translators: How the points of an event are given: for each of its quantity. 1: points, another text. */
				return \__( '%1$s each time over', 'siren-distributors' );
			case 'for_each_unit':
				/* translators: How the points of an event are given. 1: points, another text. */
				return \__( '%1$s for each unit', 'siren-distributors' );
			case 'for_each_currency_unit':
				/* translators: How the points of an event are given. 1: points, another text. */
				return \__( '%1$s for each unit of currency', 'siren-distributors' );
			case 'equally_among_owners':
				/* translators: How the points of an event are given. 1: points, another text. */
				return \__( '%1$s, in equal parts among the owners,', 'siren-distributors' );
			case 'by_owners_weights':
				/* translators: How the points of an event are given. 1: points, another text. */
				return \__( '%1$s, by the owners\' weights,', 'siren-distributors' );
			case 'worth_nothing':
				/* translators: Events that do not count. 1: count, a number. */
				return \__( '%1$s worth nothing', 'siren-distributors' );
			case 'by_students_for_nothing':
				/* translators: Events that do not count. 1: count, a number. */
				return \__( '%1$s by students who got the course for free', 'siren-distributors' );
			case 'below_minimum':
				/* translators: Events that do not count. 1: count, a number. */
				return \__( '%1$s in sales below the minimum amount', 'siren-distributors' );
			case 'customer_counted':
				/* translators: Events that do not count. 1: count, a number. */
				return \__( '%1$s of customers who counted already', 'siren-distributors' );
			case 'other_reason':
				/* translators: Events that do not count. 1: count, a number; 2: reason, a name or other text. */
				return \__( '%1$s %2$s', 'siren-distributors' );
			case 'summand':
				return '%1$s';
			case 'plus':
				return '%1$s + %2$s';
			case 'minus':
				return '%1$s - %2$s';
			case 'equals':
				return '%1$s = %2$s';
			case 'divided_before':
				/* translators: `score` is a number of points, such as "100 points". 1: amount, an amount with its currency; 2: pool, an amount with its currency; 3: score, another text. */
				return \__( 'before refunds changed it: %1$s of a pool of %2$s for %3$s', 'siren-distributors' );
			case 'at_most_for_one':
				/* translators: A line of a calculation: the limit for one collaborator. 1: limit, a percentage; 2: pool, an amount with its currency; 3: amount, an amount with its currency. */
				return \__( 'at most %1$s of %2$s for one = %3$s', 'siren-distributors' );
			case 'limited':
				/* translators: A line of a calculation: the limit for one collaborator. 1: count, a number; 2: limit, a percentage; 3: pool, an amount with its currency; 4: rest, an amount with its currency. */
				return \_n( '%1$s collaborator is limited to %2$s of %3$s, which leaves %4$s for the others', '%1$s collaborators are limited to %2$s of %3$s, which leaves %4$s for the others', $count, 'siren-distributors' );
			case 'because_limited':
				/* translators: Why somebody earned an amount, and the limit for one collaborator. 1: why, another text; 2: limit, a percentage. */
				return \__( '%1$s, of which one can have at most %2$s', 'siren-distributors' );
			case 'refunded':
				/* translators: A line of a calculation. 1: amount, an amount with its currency; 2: refund, a name or other text; 3: source, a name or other text; 4: sale, a name or other text. */
				return \__( '%1$s of sales refunded by refund %2$s of %3$s %4$s', 'siren-distributors' );
			case 'sales_restored':
				/* translators: A line of a calculation: the refund takes less than before, or was undone. 1: amount, an amount with its currency; 2: refund, a name or other text; 3: source, a name or other text; 4: sale, a name or other text. */
				return \__( '%1$s of sales restored by refund %2$s of %3$s %4$s', 'siren-distributors' );
			case 'points_taken_back':
				/* translators: A line of a calculation. 1: refund, a name or other text; 2: source, a name or other text; 3: sale, a name or other text. */
				return \__( 'refund %1$s of %2$s %3$s took back points, but no sales that the pool had counted', 'siren-distributors' );
			case 'points_restored':
				/* translators: A line of a calculation: a refund that was undone. 1: refund, a name or other text; 2: source, a name or other text; 3: sale, a name or other text. */
				return \__( 'refund %1$s of %2$s %3$s was undone, which restored points', 'siren-distributors' );
			case 'pool_changes':
				/* translators: A line of a calculation. 1: pool, an amount with its currency; 2: change, an amount with its currency. */
				return \__( 'the pool of %1$s and what it paid change by %2$s', 'siren-distributors' );
			case 'part_of_change':
				return '%1$s / %2$s × %3$s = %4$s';
			case 'less_other_steps':
				/* translators: A line of a calculation: several refunds that were booked together. 1: amount, an amount with its currency; 2: others, an amount with its currency; 3: result, an amount with its currency. */
				return \__( '%1$s − %2$s by the other steps = %3$s', 'siren-distributors' );
			case 'had':
				/* translators: What somebody had of a pool. `score` is a number of points, such as "100 points"; `share` a number from 0 to 1. 1: score, another text; 2: share, a name or other text; 3: pool, an amount with its currency; 4: amount, an amount with its currency. */
				return \__( '%1$s, %2$s of %3$s = %4$s', 'siren-distributors' );
			case 'as_divided':
				/* translators: A line of a calculation. 1: had, another text. */
				return \__( 'as it was divided: %1$s', 'siren-distributors' );
			case 'without_refunds':
				/* translators: A line of a calculation. 1: had, another text. */
				return \__( 'without what was refunded: %1$s', 'siren-distributors' );
			case 'nothing_owed_back':
				/* translators: A line of a calculation. */
				return \__( 'that is not less, so nothing is owed back, and no one gets more', 'siren-distributors' );
			case 'owed_back':
				/* translators: A line of a calculation. 1: paid, an amount with its currency; 2: without, an amount with its currency; 3: owed, an amount with its currency. */
				return \__( '%1$s − %2$s = %3$s owed back', 'siren-distributors' );
			case 'less_claimed_before':
				/* translators: A line of a calculation. 1: owed, an amount with its currency; 2: claimed, an amount with its currency; 3: rest, an amount with its currency. */
				return \__( '%1$s − %2$s claimed before = %3$s', 'siren-distributors' );
			case 'earned':
				/* translators: `period` is such as "May 2026"; `why` is such as "100 of 185 points in a pool of 2500.00 USD". 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text; 4: why, another text. */
				return \__( '%1$s earned %2$s for %3$s: %4$s.', 'siren-distributors' );
			case 'was_before_refunds':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text; 2: amount, an amount with its currency. */
				return \__( '%1$s; it was %2$s before sales of that time were refunded', 'siren-distributors' );
			case 'waits_for_approval':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; it waits for approval', 'siren-distributors' );
			case 'payable_from':
				/* translators: Why somebody earned an amount; a remark is added to it. `day` is a date. 1: why, another text; 2: day, another text. */
				return \__( '%1$s; it can be paid from %2$s', 'siren-distributors' );
			case 'held_until_active':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; it is held until they are active', 'siren-distributors' );
			case 'payout_failed':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; its payout did not go through, and it is owed again', 'siren-distributors' );
			case 'payout_returned':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; its payout was returned, and it is owed again', 'siren-distributors' );
			case 'held_by_hand':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; it was held by hand', 'siren-distributors' );
			case 'replaced':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text; 2: amount, an amount with its currency. */
				return \__( '%1$s; sales of that time were refunded before it could be paid, and %2$s took its place', 'siren-distributors' );
			case 'rejected':
				/* translators: Why somebody earned an amount; a remark is added to it. 1: why, another text. */
				return \__( '%1$s; it was rejected', 'siren-distributors' );
			case 'gives_back':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text. */
				return \__( '%1$s gives back %2$s of %3$s, because sales of that time were refunded.', 'siren-distributors' );
			case 'gets_back_undone':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text. */
				return \__( '%1$s gets back %2$s of %3$s, because a refund was undone.', 'siren-distributors' );
			case 'gets_back_less_left':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text. */
				return \__( '%1$s gets back %2$s of %3$s, because an earlier refund left less for a later one to take.', 'siren-distributors' );
			case 'is_held':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: reason, a name or other text. */
				return \__( '%1$s is owed %2$s, and it is held: %3$s.', 'siren-distributors' );
			case 'was_held':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: reason, a name or other text. */
				return \__( '%1$s is owed %2$s, which was held for a time: %3$s.', 'siren-distributors' );
			case 'owed_again_returned':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency. */
				return \__( '%1$s is owed %2$s again, because a payout was returned.', 'siren-distributors' );
			case 'owed_again_failed':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency. */
				return \__( '%1$s is owed %2$s again, because a payout did not go through.', 'siren-distributors' );
			case 'owes_back':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: reason, another text. */
				return \__( '%1$s owes back %2$s: %3$s.', 'siren-distributors' );
			case 'is_owed':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: reason, another text. */
				return \__( '%1$s is owed %2$s: %3$s.', 'siren-distributors' );
			case 'stated_reason':
				return '%1$s';
			case 'a_correction':
				/* translators: Why somebody is owed an amount. */
				return \__( 'a correction', 'siren-distributors' );
			case 'gives_back_points':
				/* translators: `points` is a number of points, such as "60 points". 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text; 4: points, another text; 5: before, a number of points; 6: left, an amount with its currency. */
				return \__( '%1$s gives back %2$s of %3$s, because refunds of that time took points back: with %4$s instead of %5$s it would have been %6$s.', 'siren-distributors' );
			case 'gives_back_smaller_pool':
				/* translators: 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text; 4: left, an amount with its currency. */
				return \__( '%1$s gives back %2$s of %3$s, because refunds of that time made the pool smaller: it would have been %4$s.', 'siren-distributors' );
			case 'gets_back_points_undone':
				/* translators: `points` is a number of points, such as "60 points". 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text; 4: points, another text; 5: left, an amount with its currency. */
				return \__( '%1$s gets back %2$s of %3$s, because a refund was undone: with %4$s it would have been %5$s.', 'siren-distributors' );
			case 'gets_back_larger_part':
				/* translators: `points` is a number of points, such as "60 points". 1: name, a name or other text; 2: amount, an amount with its currency; 3: period, another text; 4: points, another text; 5: left, an amount with its currency. */
				return \__( '%1$s gets back %2$s of %3$s, because other refunds leave them a larger part of it: with %4$s it would have been %5$s.', 'siren-distributors' );
			case 'required':
				/* translators: A problem, behind the path of a field. */
				return \__( 'is required', 'siren-distributors' );
			case 'must_be':
				/* translators: A problem, behind the path of a field: both are kinds of values, such as "a string" and "an integer". 1: expected, another text; 2: given, another text. */
				return \__( 'must be %1$s, not %2$s', 'siren-distributors' );
			case 'nothing':
				/* translators: A kind of value. */
				return \__( 'null', 'siren-distributors' );
			case 'a_boolean':
				/* translators: A kind of value. */
				return \__( 'a boolean', 'siren-distributors' );
			case 'true_or_false':
				/* translators: A kind of value. */
				return \__( 'true or false', 'siren-distributors' );
			case 'an_integer':
				/* translators: A kind of value. */
				return \__( 'an integer', 'siren-distributors' );
			case 'a_string':
				/* translators: A kind of value. */
				return \__( 'a string', 'siren-distributors' );
			case 'a_list':
				/* translators: A kind of value. */
				return \__( 'a list', 'siren-distributors' );
			case 'an_array':
				/* translators: A kind of value. */
				return \__( 'an array', 'siren-distributors' );
			case 'an_associative_array':
				/* translators: A kind of value. */
				return \__( 'an associative array', 'siren-distributors' );
			case 'a_float':
				/* translators: A kind of value. */
				return \__( 'a float', 'siren-distributors' );
			case 'an_object':
				/* translators: A kind of value. */
				return \__( 'an object', 'siren-distributors' );
			case 'no_plain_value':
				/* translators: A kind of value. */
				return \__( 'something that is no plain value', 'siren-distributors' );
			case 'a_string_not_utf8':
				/* translators: A kind of value. */
				return \__( 'a string that is not UTF-8', 'siren-distributors' );
			case 'under_a_key_not_utf8':
				/* translators: A kind of value. */
				return \__( 'a value under a key that is not UTF-8', 'siren-distributors' );
			case 'an_array_too_deep':
				/* translators: A kind of value. */
				return \__( 'an array nested too deeply', 'siren-distributors' );
			case 'beyond_the_first_million':
				/* translators: A kind of value. */
				return \__( 'a value beyond the first million', 'siren-distributors' );
			case 'is_not_utf8':
				/* translators: A problem, behind the path of a field. */
				return \__( 'is not valid UTF-8; convert the string to UTF-8', 'siren-distributors' );
			case 'has_a_key_not_utf8':
				/* translators: A problem, behind the path of a field. */
				return \__( 'has a key that is not valid UTF-8; convert the key to UTF-8', 'siren-distributors' );
			case 'is_too_deep':
				/* translators: A problem, behind the path of a field. */
				return \__( 'is nested too deeply; at most 16 levels of arrays are allowed', 'siren-distributors' );
			case 'comes_after_the_first_million':
				/* translators: A problem, behind the path of a field. */
				return \__( 'comes after the first million values of the argument; pass fewer at once', 'siren-distributors' );
			case 'is_none_of':
				/* translators: A problem, behind the path of a field. 1: given, a name or other text; 2: known, a list. */
				return \__( 'is "%1$s"; expected one of: %2$s', 'siren-distributors' );
			case 'is_no_known_field':
				/* translators: A problem, behind the path of a field. 1: known, a list. */
				return \__( 'is not a known field; expected one of: %1$s', 'siren-distributors' );
			case 'has_too_many_items':
				/* translators: A problem, behind the path of a list. 1: count, a number; 2: most, a number. */
				return \__( 'has %1$s items; at most %2$s are allowed', 'siren-distributors' );
			case 'has_too_many_entries':
				/* translators: A problem, behind the path of an array. 1: count, a number; 2: most, a number. */
				return \__( 'has %1$s entries; at most %2$s are allowed', 'siren-distributors' );
			case 'has_too_many_characters':
				/* translators: A problem, behind the path of a field. 1: count, a number; 2: most, a number. */
				return \__( 'has %1$s characters; at most %2$s are allowed', 'siren-distributors' );
			case 'has_too_many_bytes':
				/* translators: A problem, behind the path of a field. 1: count, a number; 2: most, a number. */
				return \__( 'is %1$s bytes as JSON; at most %2$s are allowed', 'siren-distributors' );
			case 'is_an_empty_string':
				/* translators: A problem, behind the path of a field. */
				return \__( 'is an empty string; expected at least one character', 'siren-distributors' );
			case 'has_control_characters':
				/* translators: A problem, behind the path of a field. */
				return \__( 'contains control characters, such as line breaks; remove them', 'siren-distributors' );
			case 'is_below':
				/* translators: A problem, behind the path of a field. 1: given, a name or other text; 2: least, a number. */
				return \__( 'is %1$s; expected an integer of at least %2$s', 'siren-distributors' );
			case 'is_outside':
				/* translators: A problem, behind the path of a field. 1: given, a name or other text; 2: least, a number; 3: most, a number. */
				return \__( 'is %1$s; expected an integer from %2$s to %3$s', 'siren-distributors' );
			case 'is_outside_the_years':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected a year from 1970 to 2199', 'siren-distributors' );
			case 'is_no_instant':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00', 'siren-distributors' );
			case 'is_invalid_instant':
				/* translators: Continues the path of a field. */
				return \__( 'is not a valid instant', 'siren-distributors' );
			case 'is_no_zone':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30', 'siren-distributors' );
			case 'is_no_currency':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected an ISO 4217 currency code in capitals, such as USD, or points', 'siren-distributors' );
			case 'an_amount_as_string':
				/* translators: A kind of value. */
				return \__( 'a decimal string such as "12.34"', 'siren-distributors' );
			case 'is_no_amount':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected a decimal number such as "12.34"', 'siren-distributors' );
			case 'is_too_precise':
				/* translators: Continues the path of a field. 1: given, a name or other text; 2: decimals, a number; 3: currency, a name or other text; 4: allowed, a number. */
				return \__( 'is "%1$s"; it has %2$s decimals, but %3$s allows %4$s', 'siren-distributors' );
			case 'is_too_precise_for_any':
				/* translators: Continues the path of a field. 1: given, a name or other text; 2: decimals, a number. */
				return \__( 'is "%1$s"; it has %2$s decimals, but no currency allows more than 8', 'siren-distributors' );
			case 'is_too_large_an_amount':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected at most 1000000000000 minor units', 'siren-distributors' );
			case 'is_not_more_than_zero':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is %1$s; expected more than zero', 'siren-distributors' );
			case 'is_less_than_zero':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is %1$s; expected zero or more', 'siren-distributors' );
			case 'a_percentage_as_string':
				/* translators: A kind of value. */
				return \__( 'a decimal string like "7.5"', 'siren-distributors' );
			case 'is_no_percentage':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; it must be more than 0 and at most 100, with at most 6 decimals', 'siren-distributors' );
			case 'an_integer_or_decimal':
				/* translators: A kind of value. */
				return \__( 'an integer or a decimal string such as "2.5"', 'siren-distributors' );
			case 'is_no_quantity':
				/* translators: Continues the path of a field. 1: given, a name or other text; 2: decimals, a number. */
				return \__( 'is "%1$s"; expected an integer, or a decimal string such as "2.5" with at most %2$s decimals', 'siren-distributors' );
			case 'is_no_sold_quantity':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is %1$s; expected more than 0 and at most 1000000', 'siren-distributors' );
			case 'is_no_returned_quantity':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is %1$s; expected from 0 to 1000000', 'siren-distributors' );
			case 'has_no_network':
				/* translators: Continues the path of a field. */
				return \__( 'is set without network; set network too, or remove network_limit', 'siren-distributors' );
			case 'is_no_type':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected lowercase letters, digits and underscores, such as course_completed', 'siren-distributors' );
			case 'is_no_reason':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected lowercase letters, digits and underscores, such as own_visit', 'siren-distributors' );
			case 'is_given_by_hand':
				/* translators: Continues the path of a field. */
				return \__( 'is "manual"; use siren_credit to give points by hand, because it requires a reason', 'siren-distributors' );
			case 'names_nobody':
				/* translators: Continues the path of a field. */
				return \__( 'must name at least one collaborator', 'siren-distributors' );
			case 'names_not_exactly_one':
				/* translators: Continues the path of a field. */
				return \__( 'must say who is credited with exactly one of: collaborator, collaborators, alias', 'siren-distributors' );
			case 'repeats_a_collaborator':
				/* translators: Continues the path of a field. */
				return \__( 'names the same collaborator twice; list each one once', 'siren-distributors' );
			case 'is_no_value':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected a decimal number of zero or more, such as "12.34"', 'siren-distributors' );
			case 'contains_a_float':
				/* translators: Continues the path of a field. */
				return \__( 'contains a float; write decimal numbers as strings', 'siren-distributors' );
			case 'contains_no_utf8':
				/* translators: Continues the path of a field. */
				return \__( 'contains a string that is not valid UTF-8; convert it to UTF-8', 'siren-distributors' );
			case 'contains_no_json':
				/* translators: Continues the path of a field. 1: part, another text. */
				return \__( 'contains %1$s, which cannot be stored as JSON; remove it', 'siren-distributors' );
			case 'sale_too_large':
				/* translators: 1: source, a name or other text; 2: id, a name or other text. */
				return \__( 'the sale %1$s:%2$s is too large to count', 'siren-distributors' );
			case 'reduces_no_discount':
				/* translators: Continues the path of a field. */
				return \__( 'is allowed on a discount only', 'siren-distributors' );
			case 'names_no_line':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected the external_id of a line_item of this sale', 'siren-distributors' );
			case 'repeats_a_detail':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s", but an earlier detail has the same external_id; expected a unique one', 'siren-distributors' );
			case 'has_no_detail':
				/* translators: Continues the path of a field. */
				return \__( 'must have at least one detail', 'siren-distributors' );
			case 'is_negative':
				/* translators: Continues the path of a field. */
				return \__( 'is negative; only a discount, a fee or a tax can be (record a refund with siren_record_refund)', 'siren-distributors' );
			case 'is_a_positive_discount':
				/* translators: Continues the path of a field. */
				return \__( 'is more than zero; write a discount as a negative amount', 'siren-distributors' );
			case 'undoes_a_part':
				/* translators: Continues the path of a field. */
				return \__( 'has undo together with lines or an amount; a refund is undone as a whole, so remove them', 'siren-distributors' );
			case 'has_lines_and_an_amount':
				/* translators: Continues the path of a field. */
				return \__( 'has both lines and an amount; give one of them, or neither to refund all that is left', 'siren-distributors' );
			case 'repeats_a_line':
				/* translators: Continues the path of a field. */
				return \__( 'names the same line twice; list each line once', 'siren-distributors' );
			case 'refunds_no_line':
				/* translators: Continues the path of a field. */
				return \__( 'is empty; leave it out to refund all that is left', 'siren-distributors' );
			case 'no_collaborator':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no collaborator %1$s', 'siren-distributors' );
			case 'no_conflict':
				/* translators: A conflict is a sale or an event that was recorded twice, differently. 1: id, a name or other text. */
				return \__( 'there is no conflict %1$s', 'siren-distributors' );
			case 'no_dispute':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no dispute %1$s', 'siren-distributors' );
			case 'no_distribution':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no distribution %1$s', 'siren-distributors' );
			case 'no_distributor':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no distributor %1$s', 'siren-distributors' );
			case 'no_event':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no event %1$s', 'siren-distributors' );
			case 'no_fulfillment':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no fulfillment %1$s', 'siren-distributors' );
			case 'no_obligation':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no obligation %1$s', 'siren-distributors' );
			case 'no_payout':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no payout %1$s', 'siren-distributors' );
			case 'no_refund':
				/* translators: 1: id, a name or other text. */
				return \__( 'there is no refund %1$s', 'siren-distributors' );
			case 'pool_too_large':
				return \__( 'the pool\'s amount is beyond what can be counted', 'siren-distributors' );
			case 'busy':
				/* translators: 1: seconds, a name or other text. */
				return \__( 'the data is busy: another process has been writing for %1$s seconds. Try again; if it stays so, end the process that hangs', 'siren-distributors' );
			case 'busy_with':
				/* translators: `doing` is a program's name for what it does; `since` a date and time. 1: process, a name or other text; 2: since, a name or other text; 3: doing, a name or other text; 4: seconds, a name or other text. */
				return \__( 'the data is busy: process %1$s has been writing since %2$s (%3$s) and this call waited %4$s seconds for its turn. Try again; if it stays so, end process %1$s', 'siren-distributors' );
			case 'busy_with_something':
				/* translators: 1: seconds, a name or other text. */
				return \__( 'the data is busy: another process has been writing and this call waited %1$s seconds for its turn. Try again; if it stays so, end the process that hangs', 'siren-distributors' );
			case 'disk_full':
				/* translators: 1: place, a name or other text. */
				return \__( 'the disk or quota of %1$s is full. Free some space; nothing was changed', 'siren-distributors' );
			case 'read_only':
				/* translators: 1: place, a name or other text. */
				return \__( '%1$s cannot be read or written. Give the user that PHP runs as the right to both; nothing was changed', 'siren-distributors' );
			case 'unreadable':
				/* translators: 1: place, a name or other text. */
				return \__( '%1$s could not be read this time. Nothing is known to be damaged: try again, and if it stays so look at the disk and the system\'s log; nothing was changed', 'siren-distributors' );
			case 'corrupt':
				/* translators: Siren → Status is a screen of the plugin. 1: what, a name or other text. */
				return \__( 'the data is damaged or is not Siren\'s: %1$s. Rebuild the database from the newest snapshot and the log (siren_rebuild, Siren → Status); what is recorded meanwhile is kept', 'siren-distributors' );
			case 'inconsistent':
				/* translators: Siren → Status is a screen of the plugin. 1: what, a name or other text. */
				return \__( '%1$s. Somebody or something changed the data directly: verify the ledger under Siren → Status, and rebuild the database there (siren_rebuild) if it does not prove itself', 'siren-distributors' );
			case 'unreachable_data':
				/* translators: 1: what, a name or other text. */
				return \__( 'the data directory cannot be used: %1$s', 'siren-distributors' );
			case 'not_ours':
				/* translators: 1: path, a name or other text; 2: owner, a name or other text; 3: me, a name or other text. */
				return \__( '%1$s belongs to user %2$s, and PHP runs as user %3$s, so somebody else could read or change the data. Run this as user %2$s, or give the directory and all files in it to user %3$s; nothing was changed', 'siren-distributors' );
			case 'another_site':
				/* translators: 1: directory, a name or other text; 2: found, a name or other text; 3: here, a name or other text. */
				return \__( 'the ledger in %1$s belongs to another site ("%2$s"; this one is "%3$s"). Give each site a data directory of its own; nothing was changed', 'siren-distributors' );
			case 'opened_to_read':
				return \__( 'the ledger was opened for reading only, so nothing can be recorded or changed in it; nothing was changed', 'siren-distributors' );
			case 'too_new':
				/* translators: 1: found, a name or other text; 2: known, a name or other text. */
				return \__( 'the data was written by a newer version (schema %1$s; this one knows %2$s). Install that version again; nothing was changed', 'siren-distributors' );
			case 'log_lost':
				/* translators: Siren → Status is a screen of the plugin. 1: what, a name or other text. */
				return \__( 'the log does not go on where the database stands: %1$s. Put back the newest journal.log and the directory segments that belong to this ledger; or, where they are lost, rebuild it without them (siren_rebuild, Siren → Status): what they alone held is lost then. What is recorded meanwhile is kept; nothing was changed', 'siren-distributors' );
			case 'unknown_change':
				/* translators: 1: change, a name or other text. */
				return \__( 'the log holds a change "%1$s" that this version does not know. Install the newest version; what is recorded meanwhile is kept', 'siren-distributors' );
			case 'unwritable':
				/* translators: 1: what, a name or other text. */
				return \__( 'a record cannot be written as JSON: %1$s. Nothing was changed; if it says so again, report it with these words', 'siren-distributors' );
			case 'sum_too_large':
				return \__( 'a sum is larger than 64 bits can hold; nothing was changed. Look for a quantity or amount that is far too large', 'siren-distributors' );
			case 'database_refused':
				/* translators: 1: what, a name or other text. */
				return \__( 'the database refused: %1$s. Nothing was changed; if it says so again, report it with these words', 'siren-distributors' );
			case 'no_site_is_open':
				return \__( 'no site is open; call siren_open() first', 'siren-distributors' );
			case 'contains_what_cannot_be_recorded':
				/* translators: Continues the path of a field. 1: part, another text. */
				return \__( 'contains %1$s, which cannot be recorded', 'siren-distributors' );
			case 'cannot_be_recorded':
				/* translators: Continues the path of a field. 1: error, a name or other text. */
				return \__( 'cannot be recorded: %1$s', 'siren-distributors' );
			case 'is_no_identity':
				/* translators: Continues the path of a field. 1: given, a name or other text; 2: most, a number. */
				return \__( 'is "%1$s"; expected 1 to %2$s letters, digits, dots, hyphens and underscores', 'siren-distributors' );
			case 'is_no_dsn':
				/* translators: Continues the path of a field. */
				return \__( 'must begin with sqlite: followed by an absolute directory, such as sqlite:/var/lib/siren', 'siren-distributors' );
			case 'is_no_absolute_directory':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected an absolute directory after sqlite:', 'siren-distributors' );
			case 'is_no_call':
				/* translators: Continues the path of a field. */
				return \__( 'is not a known call', 'siren-distributors' );
			case 'is_no_known_call':
				/* translators: Continues the path of a field. 1: name, a name or other text. */
				return \__( 'is "%1$s", which is not a known call', 'siren-distributors' );
			case 'is_not_hexadecimal':
				/* translators: Continues the path of a field. */
				return \__( 'must be hexadecimal digits', 'siren-distributors' );
			case 'requires_a_name':
				/* translators: Continues the path of a field. */
				return \__( 'is required: this site requires two people, so every act with money must say who does it, such as user:7', 'siren-distributors' );
			case 'must_be_another':
				/* translators: What somebody did before is such as "made fulfillment 3". 1: what, another text. */
				return \__( 'whoever %1$s cannot do this too: this site requires two people', 'siren-distributors' );
			case 'key_is_taken':
				/* translators: 1: key, a name or other text; 2: act, a name or other text. */
				return \__( 'the key "%1$s" was already used for another %2$s; use a new key', 'siren-distributors' );
			case 'corrects_nothing':
				/* translators: Continues the path of a field. */
				return \__( 'is zero; expected an amount other than zero', 'siren-distributors' );
			case 'is_owed_to_another':
				/* translators: Continues the path of a field: the number of an obligation. 1: id, a name or other text; 2: collaborator, a name or other text; 3: currency, a name or other text. */
				return \__( '%1$s is owed to collaborator %2$s in %3$s; a correction must have the same collaborator and currency', 'siren-distributors' );
			case 'distribution_not_in_review':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'distribution %1$s is %2$s and is not waiting for approval', 'siren-distributors' );
			case 'distribution_was_changed':
				/* translators: 1: id, a name or other text. */
				return \__( 'distribution %1$s was changed by someone else in the meantime; reload it and try again', 'siren-distributors' );
			case 'is_no_absolute_path':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected an absolute path', 'siren-distributors' );
			case 'has_no_file_name':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s", which has no file name; add one', 'siren-distributors' );
			case 'is_in_no_directory':
				/* translators: Continues the path of a field. 1: directory, a name or other text. */
				return \__( 'is in %1$s, which does not exist; create that directory first', 'siren-distributors' );
			case 'is_not_in_a_directory':
				/* translators: Continues the path of a field. 1: directory, a name or other text. */
				return \__( 'is in %1$s, which is not a directory', 'siren-distributors' );
			case 'is_not_overwritten':
				/* translators: Continues the path of a field. 1: path, a name or other text. */
				return \__( 'is %1$s, which already exists; choose another name, because no file is overwritten', 'siren-distributors' );
			case 'applies_to_no_period':
				/* translators: Continues the path of a field. 1: distributor, a name or other text. */
				return \__( 'is true, but distributor %1$s is paused and has no open period; leave it out: the new rules apply as soon as it is resumed', 'siren-distributors' );
			case 'keeps_no_json':
				/* translators: Continues the path of a field. 1: part, another text. */
				return \__( 'contains %1$s, which cannot be kept as JSON; use strings and integers', 'siren-distributors' );
			case 'user_is_taken':
				/* translators: 1: user, a name or other text; 2: collaborator, a name or other text. */
				return \__( 'WordPress user %1$s is already collaborator %2$s; a user can be only one collaborator', 'siren-distributors' );
			case 'is_a_code_of':
				/* translators: Continues the path of a field. 1: code, a name or other text; 2: name, a name or other text; 3: collaborator, a name or other text. */
				return \__( 'is "%1$s", which is already a code of "%2$s" (collaborator %3$s); set move_aliases to true to take it from them', 'siren-distributors' );
			case 'is_no_email':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; expected an e-mail address such as ann@example.org', 'siren-distributors' );
			case 'repeats_an_alias':
				/* translators: Continues the path of a field. 1: kind, a name or other text; 2: code, a name or other text. */
				return \__( 'repeats the %1$s "%2$s"; list it once', 'siren-distributors' );
			case 'is_no_link_code':
				/* translators: Continues the path of a field. 1: code, a name or other text; 2: most, a number. */
				return \__( 'is "%1$s"; a link code is part of a URL: expected up to %2$s letters from a to z, digits, dots, hyphens and underscores, beginning with a letter or a digit; an e-mail address is not possible', 'siren-distributors' );
			case 'is_a_blank_coupon':
				/* translators: Continues the path of a field. 1: code, a name or other text. */
				return \__( 'is "%1$s"; a coupon code cannot be blank', 'siren-distributors' );
			case 'has_started':
				/* translators: Continues the path of a field. 1: begun, a name or other text; 2: status, a name or other text. */
				return \__( 'cannot change from %1$s, because the distributor is %2$s and has already started', 'siren-distributors' );
			case 'keeps_its_currency':
				/* translators: Continues the path of a field. 1: units, a name or other text. */
				return \__( 'cannot change from %1$s, because the periods of a distributor share one currency; create a new distributor instead', 'siren-distributors' );
			case 'cannot_become':
				/* translators: Continues the path of a field. 1: status, a name or other text; 2: before, a name or other text; 3: possible, a list. */
				return \__( 'is %1$s; from %2$s it can only become: %3$s', 'siren-distributors' );
			case 'gives_no_points':
				/* translators: Continues the path of a field. */
				return \__( 'is 0; expected a number other than 0', 'siren-distributors' );
			case 'collaborator_gets_no_points':
				/* translators: 1: collaborator, a name or other text; 2: status, a name or other text. */
				return \__( 'collaborator %1$s is %2$s and cannot be given points', 'siren-distributors' );
			case 'distributor_counts_nothing':
				/* translators: 1: distributor, a name or other text; 2: status, a name or other text. */
				return \__( 'distributor %1$s is %2$s and is not counting now', 'siren-distributors' );
			case 'refund_cannot_be_dismissed':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'refund %1$s is %2$s; only a refund that waits for its sale or does not fit it can be dismissed', 'siren-distributors' );
			case 'is_disputed_already':
				/* translators: 1: collaborator, a name or other text; 2: dispute, a name or other text. */
				return \__( 'collaborator %1$s already disputes this: dispute %2$s is waiting for an answer', 'siren-distributors' );
			case 'has_too_many_disputes':
				/* translators: 1: collaborator, a name or other text; 2: most, a number. */
				return \__( 'collaborator %1$s already has %2$s open disputes; wait until one of them is answered', 'siren-distributors' );
			case 'disputes_not_one_thing':
				/* translators: Continues the path of a field. */
				return \__( 'must have either obligation, or distribution and reason', 'siren-distributors' );
			case 'explains_nothing':
				/* translators: Continues the path of a field. */
				return \__( 'is empty; explain it in words', 'siren-distributors' );
			case 'is_not_owed_to':
				/* translators: 1: obligation, a name or other text; 2: collaborator, a name or other text. */
				return \__( 'obligation %1$s is not owed to collaborator %2$s', 'siren-distributors' );
			case 'answer_requires_a_name':
				/* translators: Continues the path of a field. */
				return \__( 'is required: this site requires two people, so every answer must say who gives it, such as user:7', 'siren-distributors' );
			case 'dispute_is_answered':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'dispute %1$s is already %2$s', 'siren-distributors' );
			case 'dispute_was_answered_otherwise':
				/* translators: 1: id, a name or other text; 2: answer, a name or other text; 3: who, a name or other text. */
				return \__( 'dispute %1$s was %2$s by %3$s, and both answers must be the same; agree on one first', 'siren-distributors' );
			case 'cannot_answer_twice':
				/* translators: 1: who, a name or other text; 2: id, a name or other text. */
				return \__( '%1$s cannot answer dispute %2$s twice: this site requires two people', 'siren-distributors' );
			case 'owed_too_large':
				/* translators: 1: collaborator, a name or other text. */
				return \__( 'what is owed to collaborator %1$s is too large to count', 'siren-distributors' );
			case 'fulfillment_exists':
				/* translators: 1: id, a name or other text. */
				return \__( 'fulfillment %1$s already exists', 'siren-distributors' );
			case 'obligation_no_longer_pending':
				/* translators: 1: id, a name or other text. */
				return \__( 'obligation %1$s is no longer pending; reload and try again', 'siren-distributors' );
			case 'needs_currency':
				/* translators: Continues the path of a field. */
				return \__( 'needs currency: an amount means nothing without one', 'siren-distributors' );
			case 'is_not_money':
				/* translators: Continues the path of a field. */
				return \__( 'is points, which are not paid out as money', 'siren-distributors' );
			case 'made_fulfillment':
				/* translators: What somebody did, behind "whoever". 1: id, a name or other text. */
				return \__( 'made fulfillment %1$s', 'siren-distributors' );
			case 'obligation_is_not_pending':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'obligation %1$s is %2$s; only a pending obligation can be held by hand', 'siren-distributors' );
			case 'obligation_claims_back':
				/* translators: 1: id, a name or other text. */
				return \__( 'obligation %1$s claims money back, so there is nothing to hold', 'siren-distributors' );
			case 'obligation_is_not_held':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'obligation %1$s is %2$s, but not held by hand', 'siren-distributors' );
			case 'obligation_was_changed':
				/* translators: 1: id, a name or other text. */
				return \__( 'obligation %1$s was changed by someone else in the meantime; reload it and try again', 'siren-distributors' );
			case 'held_obligation':
				/* translators: What somebody did, behind "whoever". 1: id, a name or other text. */
				return \__( 'held obligation %1$s', 'siren-distributors' );
			case 'is_no_message_id':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is %1$s; expected the id of a message, 1 or more', 'siren-distributors' );
			case 'names_no_person':
				/* translators: Continues the path of a field. */
				return \__( 'is empty; expected a name such as user:7 or email:ann@example.org', 'siren-distributors' );
			case 'is_a_pseudonym':
				/* translators: Continues the path of a field. 1: name, a name or other text. */
				return \__( 'is "%1$s", which is a pseudonym; expected a name such as user:7', 'siren-distributors' );
			case 'distribution_is_not_due':
				/* translators: 1: id, a name or other text. */
				return \__( 'distribution %1$s is no longer due', 'siren-distributors' );
			case 'distribution_is_closed':
				/* translators: 1: id, a name or other text. */
				return \__( 'distribution %1$s is already closed', 'siren-distributors' );
			case 'distribution_was_redivided':
				/* translators: 1: id, a name or other text. */
				return \__( 'distribution %1$s was already divided again', 'siren-distributors' );
			case 'carried_too_large':
				/* translators: 1: distribution, a name or other text. */
				return \__( 'the amount that distribution %1$s carries over is too large to count', 'siren-distributors' );
			case 'payout_needs_an_adjustment':
				/* translators: Behind the reason why a payout cannot change. 1: reason, another text. */
				return \__( '%1$s; correct a wrong payment with an adjustment', 'siren-distributors' );
			case 'payout_cannot_become':
				/* translators: 1: id, a name or other text; 2: status, a name or other text; 3: wanted, a name or other text. */
				return \__( 'payout %1$s is %2$s and cannot become %3$s', 'siren-distributors' );
			case 'payout_was_changed':
				/* translators: 1: id, a name or other text. */
				return \__( 'payout %1$s was changed by someone else in the meantime; reload it and try again', 'siren-distributors' );
			case 'payout_became_already':
				/* translators: 1: id, a name or other text; 2: status, a name or other text. */
				return \__( 'payout %1$s already became %2$s once', 'siren-distributors' );
			case 'payout_is_listed_already':
				/* translators: Continues the path of a field. 1: id, a name or other text. */
				return \__( 'is %1$s, which is already in the list; name each payout once', 'siren-distributors' );
			case 'lists_no_payout':
				/* translators: Continues the path of a field. */
				return \__( 'is empty; expected at least one payout', 'siren-distributors' );
			case 'has_no_open_period':
				/* translators: 1: distributor, a name or other text; 2: status, a name or other text. */
				return \__( 'distributor %1$s is %2$s and has no open period', 'siren-distributors' );
			case 'step_is_too_short':
				/* translators: Continues the path of a field. 1: step, a name or other text; 2: most, a number. */
				return \__( 'is "%1$s", which gives more than %2$s points; choose a longer step', 'siren-distributors' );
			case 'has_no_open_pool':
				/* translators: 1: distributor, a name or other text; 2: status, a name or other text. */
				return \__( 'distributor %1$s is %2$s and has no open pool', 'siren-distributors' );
			case 'exists_already':
				/* translators: Continues the path of a field. 1: path, a name or other text. */
				return \__( 'is %1$s, which already exists; choose another name', 'siren-distributors' );
			case 'has_no_directory':
				/* translators: Continues the path of a field. 1: path, a name or other text. */
				return \__( 'is %1$s, whose directory does not exist; create it first', 'siren-distributors' );
			case 'rule':
				/* translators: A rule in one sentence: "Every month on the 1st at 00:00 (UTC), | 20% of sales (products) | is shared among all collaborators in proportion to their points |: | 10 points for each course completed |." 1: when, another text; 2: pool, another text; 3: divided, another text; 4: measured, a list. */
				return \__( '%1$s, %2$s %3$s: %4$s.', 'siren-distributors' );
			case 'rule_given_back':
				/* translators: As the rule above, where refunds after payment concern only some. 1: when, another text; 2: pool, another text; 3: divided, another text; 4: measured, a list. */
				return \__( '%1$s, %2$s %3$s: %4$s; what is refunded after payment became final is given back by those whose points were reversed.', 'siren-distributors' );
			case 'at_time':
				/* translators: When a period ends. `day` is "Every week on Monday"; `zone` a time zone such as UTC. 1: day, another text; 2: time, a name or other text; 3: zone, a name or other text. */
				return \__( '%1$s at %2$s (%3$s)', 'siren-distributors' );
			case 'every_day':
				return \__( 'Every day', 'siren-distributors' );
			case 'every_week':
				/* translators: 1: weekday, a weekday. */
				return \__( 'Every week on %1$s', 'siren-distributors' );
			case 'every_month':
				/* translators: `day` is an ordinal number, such as "1st". 1: day, another text. */
				return \__( 'Every month on the %1$s', 'siren-distributors' );
			case 'every_quarter':
				/* translators: `day` is an ordinal number, such as "1st". 1: day, another text. */
				return \__( 'Every quarter on the %1$s of its first month', 'siren-distributors' );
			case 'every_year':
				/* translators: 1: month, a month; 2: day, a number. */
				return \__( 'Every year on %1$s %2$s', 'siren-distributors' );
			case 'every_days':
				/* translators: 1: days, a number. */
				return \_n( 'Every %1$s day', 'Every %1$s days', $count, 'siren-distributors' );
			case 'day_st':
				/* translators: The day of a month as an ordinal number that ends in 1. 1: day, a number. */
				return \__( '%1$sst', 'siren-distributors' );
			case 'day_nd':
				/* translators: The day of a month as an ordinal number that ends in 2. 1: day, a number. */
				return \__( '%1$snd', 'siren-distributors' );
			case 'day_rd':
				/* translators: The day of a month as an ordinal number that ends in 3. 1: day, a number. */
				return \__( '%1$srd', 'siren-distributors' );
			case 'day_th':
				/* translators: The day of a month as an ordinal number. 1: day, a number. */
				return \__( '%1$sth', 'siren-distributors' );
			case 'added_by_hand':
				/* translators: What fills a pool that has no source. */
				return \__( 'what was added by hand', 'siren-distributors' );
			case 'sources':
				return '%1$s';
			case 'pool_at_least':
				/* translators: What fills a pool, and its lower limit. 1: pool, another text; 2: least, an amount with its currency. */
				return \__( '%1$s, at least %2$s', 'siren-distributors' );
			case 'pool_at_most':
				/* translators: What fills a pool, and its upper limit. 1: pool, another text; 2: most, an amount with its currency. */
				return \__( '%1$s, at most %2$s', 'siren-distributors' );
			case 'all_collaborators':
				return \__( 'all collaborators', 'siren-distributors' );
			case 'chosen_collaborators':
				/* translators: 1: count, a number. */
				return \_n( '%1$s chosen collaborator', '%1$s chosen collaborators', $count, 'siren-distributors' );
			case 'all_of_groups':
				/* translators: For whom a rule is: those in one of some groups. 1: groups, a list. */
				return \__( 'all collaborators of %1$s', 'siren-distributors' );
			case 'with_at_least':
				/* translators: For whom a rule is. `who` is "all collaborators", `points` a number of points, such as "5 points". 1: who, another text; 2: points, another text. */
				return \__( '%1$s with at least %2$s', 'siren-distributors' );
			case 'divided_at_most':
				/* translators: How a pool is divided, and the limit for one collaborator. 1: divided, another text; 2: most, a percentage. */
				return \__( '%1$s, at most %2$s for one', 'siren-distributors' );
			case 'points_for_each':
				/* translators: What is measured. `points` is a number of points, such as "10 points"; `each` is a type of event, such as "course completed". 1: points, another text; 2: each, another text. */
				return \__( '%1$s for each %2$s', 'siren-distributors' );
			case 'unit_of':
				/* translators: What is measured: each unit that is sold. `event` is a type of event. 1: event, another text. */
				return \__( 'unit of a %1$s', 'siren-distributors' );
			case 'currency_of':
				/* translators: What is measured: each unit of a currency in the amount of a sale. `event` is a type of event. 1: currency, a name or other text; 2: event, another text. */
				return \__( '%1$s of a %2$s', 'siren-distributors' );
			case 'among_owners_equally':
				/* translators: What is measured: a condition is added to it. 1: measured, another text. */
				return \__( '%1$s, in equal parts among its owners', 'siren-distributors' );
			case 'among_owners_by_weight':
				/* translators: What is measured: a condition is added to it. 1: measured, another text. */
				return \__( '%1$s, among its owners by their weights', 'siren-distributors' );
			case 'free_ones_too':
				/* translators: What is measured: a condition is added to it. 1: measured, another text. */
				return \__( '%1$s, free ones too', 'siren-distributors' );
			case 'in_sales_of_at_least':
				/* translators: What is measured: a condition is added to it. 1: measured, another text; 2: amount, an amount with its currency. */
				return \__( '%1$s, in sales of at least %2$s', 'siren-distributors' );
			case 'once_for_each_customer':
				/* translators: What is measured: a condition is added to it. 1: measured, another text. */
				return \__( '%1$s, once for each customer', 'siren-distributors' );
			case 'by_paying_students':
				/* translators: What is measured: a condition is added to it. 1: measured, another text. */
				return \__( '%1$s, by students who paid or were enrolled by the staff', 'siren-distributors' );
			case 'names_nobody_to_pay':
				/* translators: Continues the path of a field. */
				return \__( 'is empty: nobody could be paid', 'siren-distributors' );
			case 'is_above_the_cap':
				/* translators: Continues the path of a field. */
				return \__( 'is more than the cap', 'siren-distributors' );
			case 'is_not_measured':
				/* translators: Continues the path of a field. 1: event, a name or other text. */
				return \__( 'is %1$s, which is not measured; add it to metrics, with 0 points if it earns none', 'siren-distributors' );
			case 'measures_nothing':
				/* translators: Continues the path of a field. */
				return \__( 'is empty: nothing would be measured and nobody could be paid', 'siren-distributors' );
			case 'is_measured_already':
				/* translators: Continues the path of a field. 1: event, a name or other text. */
				return \__( 'is %1$s, which is measured already; name each event once', 'siren-distributors' );
			case 'needs_a_sale':
				/* translators: Continues the path of a field. */
				return \__( 'is possible for sales only: no money changes hands in this event', 'siren-distributors' );
			case 'needs_a_completion':
				/* translators: Continues the path of a field. */
				return \__( 'is possible for course_completed and lesson_completed only', 'siren-distributors' );
			case 'needs_a_currency':
				/* translators: Continues the path of a field. */
				return \__( 'is possible with a currency only: a distributor in points has no amount to compare sales with', 'siren-distributors' );
			case 'needs_a_product':
				/* translators: Continues the path of a field. */
				return \__( 'is possible for product_sold only; other events count by their quantity', 'siren-distributors' );
			case 'needs_points_per_currency':
				/* translators: Continues the path of a field. */
				return \__( 'says nothing unless the points are per currency_unit; leave it out', 'siren-distributors' );
			case 'is_points':
				/* translators: Continues the path of a field. */
				return \__( 'is points; it must be a currency', 'siren-distributors' );
			case 'is_required_with_points':
				/* translators: Continues the path of a field. */
				return \__( 'is required: a distributor in points has no currency of its own', 'siren-distributors' );
			case 'is_missing_and_so_is_the_sites':
				/* translators: Continues the path of a field. 1: fault, another text. */
				return \__( 'is missing, and the site\'s own time zone %1$s', 'siren-distributors' );
			case 'has_no_meaning_every_days':
				/* translators: Continues the path of a field. */
				return \__( 'has no meaning where the schedule is every so many days', 'siren-distributors' );
			case 'has_no_meaning_every_day':
				/* translators: Continues the path of a field. */
				return \__( 'has no meaning where the schedule is every day', 'siren-distributors' );
			case 'is_no_month_and_day':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; it must be a month and a day like 01-31', 'siren-distributors' );
			case 'is_no_time_of_day':
				/* translators: Continues the path of a field. 1: given, a name or other text. */
				return \__( 'is "%1$s"; it must be a time of day like 09:30', 'siren-distributors' );
			case 'is_no_part':
				/* translators: Continues the path of a field. */
				return \__( 'is empty: no part of a sale would count', 'siren-distributors' );
			case 'products':
				/* translators: A part of a sale, in the list of those that count. */
				return \__( 'products', 'siren-distributors' );
			case 'discounts':
				/* translators: A part of a sale, in the list of those that count. */
				return \__( 'discounts', 'siren-distributors' );
			case 'fees':
				/* translators: A part of a sale, in the list of those that count. */
				return \__( 'fees', 'siren-distributors' );
			case 'shipping':
				/* translators: A part of a sale, in the list of those that count. */
				return \__( 'shipping', 'siren-distributors' );
			case 'taxes':
				/* translators: A part of a sale, in the list of those that count. */
				return \__( 'taxes', 'siren-distributors' );
			case 'of_type':
				/* translators: Which sales count, behind "20% of sales": by type of product. 1: names, a list. */
				return \__( 'of type %1$s', 'siren-distributors' );
			case 'with_sku':
				/* translators: Which sales count, behind "20% of sales": by stock-keeping unit. 1: names, a list. */
				return \__( 'with SKU %1$s', 'siren-distributors' );
			case 'in_category':
				/* translators: Which sales count, behind "20% of sales": by category. 1: names, a list. */
				return \__( 'in category %1$s', 'siren-distributors' );
			case 'owned_by_collaborator':
				/* translators: Which sales count, behind "20% of sales". */
				return \__( 'owned by a collaborator', 'siren-distributors' );
			case 'to_referred_customers':
				/* translators: Which sales count, behind "20% of sales". */
				return \__( 'to customers whom a collaborator sent', 'siren-distributors' );
			case 'share_of_sales':
				/* translators: What fills a pool. `parts` are the parts of a sale that count, such as "products and discounts". 1: percent, a percentage; 2: parts, a list. */
				return \__( '%1$s of sales (%2$s)', 'siren-distributors' );
			case 'share_of_some_sales':
				/* translators: What fills a pool. `only` says which sales count, such as "of type course, owned by a collaborator"; `parts` are the parts of a sale that count, such as "products and discounts". 1: percent, a percentage; 2: only, a list; 3: parts, a list. */
				return \__( '%1$s of sales %2$s (%3$s)', 'siren-distributors' );
			case 'fixed_amount':
				return '%1$s';
			case 'amount_for_each':
				/* translators: What fills a pool: an amount for each event of a type, such as "0.25 USD for each lesson completed". 1: amount, an amount with its currency; 2: event, another text. */
				return \__( '%1$s for each %2$s', 'siren-distributors' );
			case 'equal_part':
				return '%1$s / %2$s = %3$s';
			case 'weighted_part':
				return '%1$s / %2$s × %3$s = %4$s';
			case 'rounded':
				/* translators: A line of a calculation whose result is not exact. Largest remainder: those who lose most by rounding down get the units that are left. 1: calculation, another text. */
				return \__( '%1$s (rounded by largest remainder)', 'siren-distributors' );
			case 'is_shared_equally':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: who, another text. */
				return \__( 'is shared equally among %1$s who scored', 'siren-distributors' );
			case 'everyone_gets_equal':
				/* translators: A line of a calculation. 1: people, a number. */
				return \_n( '%1$s collaborator scored and gets all of it', '%1$s collaborators scored and get equal parts', $count, 'siren-distributors' );
			case 'only_one_scored':
				/* translators: Why somebody earned an amount. 1: pool, an amount with its currency. */
				return \__( 'no one else scored in a pool of %1$s', 'siren-distributors' );
			case 'one_of_equals':
				/* translators: Why somebody earned an amount. 1: people, a number; 2: pool, an amount with its currency. */
				return \__( 'one of %1$s who scored and share a pool of %2$s equally', 'siren-distributors' );
			case 'is_shared_by_points':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: who, another text. */
				return \__( 'is shared among %1$s in proportion to their points', 'siren-distributors' );
			case 'score_of_all':
				/* translators: A line of a calculation. `score` is "60 + 40 = 100 points". 1: score, another text; 2: all, a number of points. */
				return \__( '%1$s of %2$s in all', 'siren-distributors' );
			case 'points_of_all':
				/* translators: Why somebody earned an amount. `all` is a number of points, such as "185 points". 1: score, a number of points; 2: all, another text; 3: pool, an amount with its currency. */
				return \__( '%1$s of %2$s in a pool of %3$s', 'siren-distributors' );
			case 'goes_to_first':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: who, another text. */
				return \__( 'goes to the highest score of %1$s (the first to reach it, in a tie)', 'siren-distributors' );
			case 'goes_to_best':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: who, another text. */
				return \__( 'goes to the highest score of %1$s (shared equally, in a tie)', 'siren-distributors' );
			case 'highest':
				/* translators: A line of a calculation. `score` is a number of points, such as "85 points". 1: score, another text. */
				return \__( '%1$s is the highest score', 'siren-distributors' );
			case 'highest_first':
				/* translators: A line of a calculation. `score` is a number of points, such as "85 points". 1: score, another text. */
				return \__( '%1$s is the highest score, and was reached first', 'siren-distributors' );
			case 'highest_shared':
				/* translators: A line of a calculation. `score` is a number of points, such as "85 points". 1: people, a number; 2: score, another text. */
				return \_n( '%2$s is the highest score, which %1$s collaborator has', '%2$s is the highest score, which %1$s collaborators have', $count, 'siren-distributors' );
			case 'all_of_it':
				/* translators: A line of a calculation. 1: divided, an amount with its currency. */
				return \__( 'all of %1$s', 'siren-distributors' );
			case 'had_highest':
				/* translators: Why somebody earned an amount. `score` is a number of points, such as "85 points". 1: score, another text; 2: pool, an amount with its currency. */
				return \__( '%1$s, the highest score, in a pool of %2$s', 'siren-distributors' );
			case 'shared_highest':
				/* translators: Why somebody earned an amount. `score` is a number of points, such as "85 points". 1: people, a number; 2: score, another text; 3: pool, an amount with its currency. */
				return \_n( '%2$s, the highest score, which %1$s has, in a pool of %3$s', '%2$s, the highest score, which %1$s have, in a pool of %3$s', $count, 'siren-distributors' );
			case 'is_given_in_growing_prizes':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: prizes, a list; 2: who, another text. */
				return \__( 'is given in prizes of %1$s to the best of %2$s (prizes nobody takes enlarge the others)', 'siren-distributors' );
			case 'is_given_in_prizes':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: prizes, a list; 2: who, another text. */
				return \__( 'is given in prizes of %1$s to the best of %2$s (prizes nobody takes go into the next period)', 'siren-distributors' );
			case 'prizes_come_to':
				/* translators: A line of a calculation. 1: given, an amount with its currency; 2: pool, an amount with its currency. */
				return \__( 'the prizes come to %1$s of %2$s', 'siren-distributors' );
			case 'prize_of_place':
				/* translators: A line of a calculation: the prize of one place, and all prizes that are given, in percent of the pool. 1: place, a number; 2: prize, a number of points; 3: all, a number of points. */
				return \__( 'place %1$s gets %2$s of %3$s percent in prizes', 'siren-distributors' );
			case 'are_no_prizes':
				/* translators: Continues the path of a field. */
				return \__( 'must be at least one percentage, and not more than 100 together', 'siren-distributors' );
			case 'rise_downwards':
				/* translators: Continues the path of a field. */
				return \__( 'rise on the way down; whoever has more points must not get less', 'siren-distributors' );
			case 'won_place':
				/* translators: Why somebody earned an amount. `score` is a number of points, such as "85 points". 1: place, a number; 2: score, another text; 3: pool, an amount with its currency. */
				return \__( 'place %1$s with %2$s in a pool of %3$s', 'siren-distributors' );
			case 'pays_bonus':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators"; `score` a number of points, such as "85 points". 1: amount, an amount with its currency; 2: who, another text; 3: score, another text. */
				return \__( 'pays %1$s to each of %2$s who reaches %3$s', 'siren-distributors' );
			case 'reached_target':
				/* translators: A line of a calculation. `score` is a number of points, such as "85 points". 1: people, a number; 2: score, another text. */
				return \_n( '%1$s collaborator reached the target of %2$s', '%1$s collaborators reached the target of %2$s', $count, 'siren-distributors' );
			case 'each_gets':
				/* translators: A line of a calculation. 1: amount, an amount with its currency. */
				return \__( 'each gets %1$s', 'siren-distributors' );
			case 'bonus_exceeds_pool':
				/* translators: A line of a calculation. 1: amount, an amount with its currency. */
				return \__( 'the pool is too small for %1$s each', 'siren-distributors' );
			case 'had_target':
				/* translators: Why somebody earned an amount. `score` is a number of points, such as "85 points". 1: score, another text; 2: target, a number of points; 3: pool, an amount with its currency. */
				return \__( '%1$s, and the target is %2$s, in a pool of %3$s', 'siren-distributors' );
			case 'is_shared_by_customer':
				/* translators: How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators". 1: who, another text. */
				return \__( 'is shared among %1$s: each customer\'s money among those the customer engaged with', 'siren-distributors' );
			case 'customers_money':
				/* translators: A line of a calculation. */
				return \__( 'each customer\'s money goes to those the customer engaged with, by their points', 'siren-distributors' );
			case 'share_of_pool':
				/* translators: A line of a calculation. `share` is a number from 0 to 1. 1: share, a name or other text; 2: pool, an amount with its currency; 3: amount, an amount with its currency. */
				return \__( '%1$s of %2$s = %3$s', 'siren-distributors' );
			case 'customers_brought':
				/* translators: Why somebody earned an amount. 1: pool, an amount with its currency. */
				return \__( 'what customers who engaged with their work brought to a pool of %1$s', 'siren-distributors' );
			case 'points_of_event_too_many':
				/* translators: 1: event, a name or other text. */
				return \__( 'the points of event %1$s are too many to count', 'siren-distributors' );
			case 'score_too_large':
				/* translators: 1: collaborator, a name or other text. */
				return \__( 'the score of collaborator %1$s is too large to count', 'siren-distributors' );
			case 'is_not_after_from':
				/* translators: Continues the path of a field. 1: to, a name or other text; 2: from, a name or other text. */
				return \__( 'is %1$s; expected a time after from, which is %2$s', 'siren-distributors' );
			case 'gives_too_many_periods':
				/* translators: Continues the path of a field. 1: to, a name or other text; 2: from, a name or other text; 3: most, a number. */
				return \__( 'is %1$s; from %2$s on, that gives more than %3$s periods, the maximum of one simulation', 'siren-distributors' );
			case 'gives_too_many_shares':
				/* translators: Continues the path of a field. 1: to, a name or other text; 2: shares, a number; 3: periods, a number; 4: most, a number. */
				return \__( 'is %1$s; until then there are %2$s shares in %3$s periods, more than the maximum of %4$s in one answer; choose a shorter time', 'siren-distributors' );
			case 'sales_too_large':
				return \__( 'the sales of a period are too large to count', 'siren-distributors' );
			case 'score_with_event_too_large':
				/* translators: 1: event, a name or other text. */
				return \__( 'a score with the points of event %1$s is too large to count', 'siren-distributors' );
		}
		return null;
	}
}
