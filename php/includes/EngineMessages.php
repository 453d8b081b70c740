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
		'points'                     => [ 'points' ],
		'separated'                  => [ 'first', 'next' ],
		'last_and'                   => [ 'first', 'last' ],
		'last_or'                    => [ 'first', 'last' ],
		'whole_date'                 => [ 'date' ],
		'days'                       => [ 'first', 'last' ],
		'course_completed'           => [ 'count' ],
		'lesson_completed'           => [ 'count' ],
		'product_sold'               => [ 'count' ],
		'post_visited'               => [ 'count' ],
		'coupon_used'                => [ 'count' ],
		'sale_referred'              => [ 'count' ],
		'site_visited'               => [ 'count' ],
		'manual_credit'              => [ 'count' ],
		'other_event'                => [ 'event' ],
		'rule'                       => [ 'when', 'pool', 'divided', 'measured' ],
		'rule_given_back'            => [ 'when', 'pool', 'divided', 'measured' ],
		'at_time'                    => [ 'day', 'time', 'zone' ],
		'every_day'                  => [],
		'every_week'                 => [ 'weekday' ],
		'every_month'                => [ 'day' ],
		'every_quarter'              => [ 'day' ],
		'every_year'                 => [ 'month', 'day' ],
		'every_days'                 => [ 'days' ],
		'day_st'                     => [ 'day' ],
		'day_nd'                     => [ 'day' ],
		'day_rd'                     => [ 'day' ],
		'day_th'                     => [ 'day' ],
		'added_by_hand'              => [],
		'sources'                    => [ 'sources' ],
		'pool_at_least'              => [ 'pool', 'least' ],
		'pool_at_most'               => [ 'pool', 'most' ],
		'all_collaborators'          => [],
		'chosen_collaborators'       => [ 'count' ],
		'all_of_groups'              => [ 'groups' ],
		'with_at_least'              => [ 'who', 'points' ],
		'divided_at_most'            => [ 'divided', 'most' ],
		'points_for_each'            => [ 'points', 'each' ],
		'unit_of'                    => [ 'event' ],
		'currency_of'                => [ 'currency', 'event' ],
		'among_owners_equally'       => [ 'measured' ],
		'among_owners_by_weight'     => [ 'measured' ],
		'free_ones_too'              => [ 'measured' ],
		'in_sales_of_at_least'       => [ 'measured', 'amount' ],
		'once_for_each_customer'     => [ 'measured' ],
		'by_paying_students'         => [ 'measured' ],
		'carried_over'               => [ 'total' ],
		'number_of'                  => [ 'count', 'events' ],
		'not_counted'                => [ 'events', 'reasons' ],
		'less_taken_back'            => [ 'events', 'count' ],
		'events_total'               => [ 'events', 'total' ],
		'each_times'                 => [ 'points', 'events', 'total' ],
		'each_for'                   => [ 'points', 'events', 'total' ],
		'each_time_over'             => [ 'points' ],
		'for_each_unit'              => [ 'points' ],
		'for_each_currency_unit'     => [ 'points' ],
		'equally_among_owners'       => [ 'points' ],
		'by_owners_weights'          => [ 'points' ],
		'worth_nothing'              => [ 'count' ],
		'by_students_for_nothing'    => [ 'count' ],
		'below_minimum'              => [ 'count' ],
		'customer_counted'           => [ 'count' ],
		'other_reason'               => [ 'count', 'reason' ],
		'summand'                    => [ 'points' ],
		'plus'                       => [ 'sum', 'more' ],
		'minus'                      => [ 'sum', 'less' ],
		'equals'                     => [ 'sum', 'score' ],
		'divided_before'             => [ 'amount', 'pool', 'score' ],
		'at_most_for_one'            => [ 'limit', 'pool', 'amount' ],
		'limited'                    => [ 'count', 'limit', 'pool', 'rest' ],
		'because_limited'            => [ 'why', 'limit' ],
		'refunded'                   => [ 'amount', 'refund', 'source', 'sale' ],
		'sales_restored'             => [ 'amount', 'refund', 'source', 'sale' ],
		'points_taken_back'          => [ 'refund', 'source', 'sale' ],
		'points_restored'            => [ 'refund', 'source', 'sale' ],
		'pool_changes'               => [ 'pool', 'change' ],
		'part_of_change'             => [ 'amount', 'given', 'change', 'result' ],
		'less_other_steps'           => [ 'amount', 'others', 'result' ],
		'had'                        => [ 'score', 'share', 'pool', 'amount' ],
		'as_divided'                 => [ 'had' ],
		'without_refunds'            => [ 'had' ],
		'nothing_owed_back'          => [],
		'owed_back'                  => [ 'paid', 'without', 'owed' ],
		'less_claimed_before'        => [ 'owed', 'claimed', 'rest' ],
		'earned'                     => [ 'name', 'amount', 'period', 'why' ],
		'was_before_refunds'         => [ 'why', 'amount' ],
		'waits_for_approval'         => [ 'why' ],
		'payable_from'               => [ 'why', 'day' ],
		'held_until_active'          => [ 'why' ],
		'payout_failed'              => [ 'why' ],
		'payout_returned'            => [ 'why' ],
		'held_by_hand'               => [ 'why' ],
		'replaced'                   => [ 'why', 'amount' ],
		'rejected'                   => [ 'why' ],
		'gives_back'                 => [ 'name', 'amount', 'period' ],
		'gets_back_undone'           => [ 'name', 'amount', 'period' ],
		'gets_back_less_left'        => [ 'name', 'amount', 'period' ],
		'is_held'                    => [ 'name', 'amount', 'reason' ],
		'was_held'                   => [ 'name', 'amount', 'reason' ],
		'owed_again_returned'        => [ 'name', 'amount' ],
		'owed_again_failed'          => [ 'name', 'amount' ],
		'owes_back'                  => [ 'name', 'amount', 'reason' ],
		'is_owed'                    => [ 'name', 'amount', 'reason' ],
		'stated_reason'              => [ 'reason' ],
		'a_correction'               => [],
		'gives_back_points'          => [ 'name', 'amount', 'period', 'points', 'before', 'left' ],
		'gives_back_smaller_pool'    => [ 'name', 'amount', 'period', 'left' ],
		'gets_back_points_undone'    => [ 'name', 'amount', 'period', 'points', 'left' ],
		'gets_back_larger_part'      => [ 'name', 'amount', 'period', 'points', 'left' ],
		'products'                   => [],
		'discounts'                  => [],
		'fees'                       => [],
		'shipping'                   => [],
		'taxes'                      => [],
		'of_type'                    => [ 'names' ],
		'with_sku'                   => [ 'names' ],
		'in_category'                => [ 'names' ],
		'owned_by_collaborator'      => [],
		'to_referred_customers'      => [],
		'share_of_sales'             => [ 'percent', 'parts' ],
		'share_of_some_sales'        => [ 'percent', 'only', 'parts' ],
		'fixed_amount'               => [ 'amount' ],
		'amount_for_each'            => [ 'amount', 'event' ],
		'equal_part'                 => [ 'divided', 'people', 'amount' ],
		'weighted_part'              => [ 'weight', 'all', 'divided', 'amount' ],
		'rounded'                    => [ 'calculation' ],
		'is_shared_equally'          => [ 'who' ],
		'everyone_gets_equal'        => [ 'people' ],
		'only_one_scored'            => [ 'pool' ],
		'one_of_equals'              => [ 'people', 'pool' ],
		'is_shared_by_points'        => [ 'who' ],
		'score_of_all'               => [ 'score', 'all' ],
		'points_of_all'              => [ 'score', 'all', 'pool' ],
		'goes_to_first'              => [ 'who' ],
		'goes_to_best'               => [ 'who' ],
		'highest'                    => [ 'score' ],
		'highest_first'              => [ 'score' ],
		'highest_shared'             => [ 'people', 'score' ],
		'all_of_it'                  => [ 'divided' ],
		'had_highest'                => [ 'score', 'pool' ],
		'shared_highest'             => [ 'people', 'score', 'pool' ],
		'is_given_in_growing_prizes' => [ 'prizes', 'who' ],
		'is_given_in_prizes'         => [ 'prizes', 'who' ],
		'prizes_come_to'             => [ 'given', 'pool' ],
		'prize_of_place'             => [ 'place', 'prize', 'all' ],
		'won_place'                  => [ 'place', 'score', 'pool' ],
		'pays_bonus'                 => [ 'amount', 'who', 'score' ],
		'reached_target'             => [ 'people', 'score' ],
		'each_gets'                  => [ 'amount' ],
		'bonus_exceeds_pool'         => [ 'amount' ],
		'had_target'                 => [ 'score', 'target', 'pool' ],
		'is_shared_by_customer'      => [ 'who' ],
		'customers_money'            => [],
		'share_of_pool'              => [ 'share', 'pool', 'amount' ],
		'customers_brought'          => [ 'pool' ],
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
		}
		return null;
	}
}
