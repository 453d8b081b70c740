//! The words of an explanation.

use crate::domain::message::{List, Message, Percent, messages};
use crate::domain::money::Money;
use crate::domain::points::Points;

messages! {
    /// A line of a calculation.
    carried_over(total: Points) = "carried over from the period before = {total}";
    /// A number of events, such as "6 courses completed".
    number_of(count: i64, events: Message) = "{count} {events}";
    /// A number of events, and how many of them do not count: "6 courses completed (not counted: 2 worth nothing)".
    not_counted(events: Message, reasons: List) = "{events} (not counted: {reasons})";
    /// A number of events, and how many of them were taken back. " = 40" follows.
    less_taken_back(events: Message, count: i64) = "{events}, less {count} taken back by refunds,";
    /// A line of a calculation: events and their points.
    events_total(events: Message, total: Points) = "{events} = {total}";
    /// A line of a calculation: 10 points × 6 courses completed = 60.
    each_times(points: Message, events: Message, total: Points) = "{points} × {events} = {total}";
    /// A line of a calculation: 1 point for each unit for 2 products sold = 5.
    each_for(points: Message, events: Message, total: Points) = "{points} for {events} = {total}";
    /// How the points of an event are given: for each of its quantity.
    each_time_over(points: Message) = "{points} each time over";
    /// How the points of an event are given.
    for_each_unit(points: Message) = "{points} for each unit";
    /// How the points of an event are given.
    for_each_currency_unit(points: Message) = "{points} for each unit of currency";
    /// How the points of an event are given.
    equally_among_owners(points: Message) = "{points}, in equal parts among the owners,";
    /// How the points of an event are given.
    by_owners_weights(points: Message) = "{points}, by the owners' weights,";
    /// Events that do not count.
    worth_nothing(count: i64) = "{count} worth nothing";
    /// Events that do not count.
    by_students_for_nothing(count: i64) = "{count} by students who got the course for free";
    /// Events that do not count.
    below_minimum(count: i64) = "{count} in sales below the minimum amount";
    /// Events that do not count.
    customer_counted(count: i64) = "{count} of customers who counted already";
    /// Events that do not count.
    other_reason(count: i64, reason: String) = "{count} {reason}";
    /// The beginning of a sum.
    summand(points: Points) = "{points}";
    plus(sum: Message, more: Points) = "{sum} + {more}";
    minus(sum: Message, less: Points) = "{sum} - {less}";
    /// A sum of points and its result: 60 + 40 = 100 points.
    equals(sum: Message, score: Message) = "{sum} = {score}";
    /// `score` is a number of points, such as "100 points".
    divided_before(amount: Money, pool: Money, score: Message) = "before refunds changed it: {amount} of a pool of {pool} for {score}";
    /// A line of a calculation: the limit for one collaborator.
    at_most_for_one(limit: Percent, pool: Money, amount: Money) = "at most {limit} of {pool} for one = {amount}";
    /// A line of a calculation: the limit for one collaborator.
    limited(count: i64, limit: Percent, pool: Money, rest: Money) = "{count} collaborator is limited to {limit} of {pool}, which leaves {rest} for the others" | "{count} collaborators are limited to {limit} of {pool}, which leaves {rest} for the others";
    /// Why somebody earned an amount, and the limit for one collaborator.
    because_limited(why: Message, limit: Percent) = "{why}, of which one can have at most {limit}";
    /// A line of a calculation.
    refunded(amount: Money, refund: String, source: String, sale: String) = "{amount} of sales refunded by refund {refund} of {source} {sale}";
    /// A line of a calculation: the refund takes less than before, or was undone.
    sales_restored(amount: Money, refund: String, source: String, sale: String) = "{amount} of sales restored by refund {refund} of {source} {sale}";
    /// A line of a calculation.
    points_taken_back(refund: String, source: String, sale: String) = "refund {refund} of {source} {sale} took back points, but no sales that the pool had counted";
    /// A line of a calculation: a refund that was undone.
    points_restored(refund: String, source: String, sale: String) = "refund {refund} of {source} {sale} was undone, which restored points";
    /// A line of a calculation.
    pool_changes(pool: Money, change: Money) = "the pool of {pool} and what it paid change by {change}";
    /// A line of a calculation: the part that somebody had of a pool, of its change.
    part_of_change(amount: Money, given: Money, change: Money, result: Money) = "{amount} / {given} × {change} = {result}";
    /// A line of a calculation: several refunds that were booked together.
    less_other_steps(amount: Money, others: Money, result: Money) = "{amount} − {others} by the other steps = {result}";
    /// What somebody had of a pool. `score` is a number of points, such as "100 points"; `share` a number from 0 to 1.
    had(score: Message, share: String, pool: Money, amount: Money) = "{score}, {share} of {pool} = {amount}";
    /// A line of a calculation.
    as_divided(had: Message) = "as it was divided: {had}";
    /// A line of a calculation.
    without_refunds(had: Message) = "without what was refunded: {had}";
    /// A line of a calculation.
    nothing_owed_back() = "that is not less, so nothing is owed back, and no one gets more";
    /// A line of a calculation.
    owed_back(paid: Money, without: Money, owed: Money) = "{paid} − {without} = {owed} owed back";
    /// A line of a calculation.
    less_claimed_before(owed: Money, claimed: Money, rest: Money) = "{owed} − {claimed} claimed before = {rest}";
    /// `period` is such as "May 2026"; `why` is such as "100 of 185 points in a pool of 2500.00 USD".
    earned(name: String, amount: Money, period: Message, why: Message) = "{name} earned {amount} for {period}: {why}.";
    /// Why somebody earned an amount; a remark is added to it.
    was_before_refunds(why: Message, amount: Money) = "{why}; it was {amount} before sales of that time were refunded";
    /// Why somebody earned an amount; a remark is added to it.
    waits_for_approval(why: Message) = "{why}; it waits for approval";
    /// Why somebody earned an amount; a remark is added to it. `day` is a date.
    payable_from(why: Message, day: Message) = "{why}; it can be paid from {day}";
    /// Why somebody earned an amount; a remark is added to it.
    held_until_active(why: Message) = "{why}; it is held until they are active";
    /// Why somebody earned an amount; a remark is added to it.
    payout_failed(why: Message) = "{why}; its payout did not go through, and it is owed again";
    /// Why somebody earned an amount; a remark is added to it.
    payout_returned(why: Message) = "{why}; its payout was returned, and it is owed again";
    /// Why somebody earned an amount; a remark is added to it.
    held_by_hand(why: Message) = "{why}; it was held by hand";
    /// Why somebody earned an amount; a remark is added to it.
    replaced(why: Message, amount: Money) = "{why}; sales of that time were refunded before it could be paid, and {amount} took its place";
    /// Why somebody earned an amount; a remark is added to it.
    rejected(why: Message) = "{why}; it was rejected";
    gives_back(name: String, amount: Money, period: Message) = "{name} gives back {amount} of {period}, because sales of that time were refunded.";
    gets_back_undone(name: String, amount: Money, period: Message) = "{name} gets back {amount} of {period}, because a refund was undone.";
    gets_back_less_left(name: String, amount: Money, period: Message) = "{name} gets back {amount} of {period}, because an earlier refund left less for a later one to take.";
    is_held(name: String, amount: Money, reason: String) = "{name} is owed {amount}, and it is held: {reason}.";
    was_held(name: String, amount: Money, reason: String) = "{name} is owed {amount}, which was held for a time: {reason}.";
    owed_again_returned(name: String, amount: Money) = "{name} is owed {amount} again, because a payout was returned.";
    owed_again_failed(name: String, amount: Money) = "{name} is owed {amount} again, because a payout did not go through.";
    owes_back(name: String, amount: Money, reason: Message) = "{name} owes back {amount}: {reason}.";
    is_owed(name: String, amount: Money, reason: Message) = "{name} is owed {amount}: {reason}.";
    /// Why somebody is owed an amount: a reason that somebody typed.
    stated_reason(reason: String) = "{reason}";
    /// Why somebody is owed an amount.
    a_correction() = "a correction";
    /// `points` is a number of points, such as "60 points".
    gives_back_points(name: String, amount: Money, period: Message, points: Message, before: Points, left: Money) = "{name} gives back {amount} of {period}, because refunds of that time took points back: with {points} instead of {before} it would have been {left}.";
    gives_back_smaller_pool(name: String, amount: Money, period: Message, left: Money) = "{name} gives back {amount} of {period}, because refunds of that time made the pool smaller: it would have been {left}.";
    /// `points` is a number of points, such as "60 points".
    gets_back_points_undone(name: String, amount: Money, period: Message, points: Message, left: Money) = "{name} gets back {amount} of {period}, because a refund was undone: with {points} it would have been {left}.";
    /// `points` is a number of points, such as "60 points".
    gets_back_larger_part(name: String, amount: Money, period: Message, points: Message, left: Money) = "{name} gets back {amount} of {period}, because other refunds leave them a larger part of it: with {points} it would have been {left}.";
}
