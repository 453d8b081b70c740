//! From events to points: how many points each type of event earned, and under which rule.

use std::collections::BTreeMap;

use serde::Serialize;

use super::messages::{
    below_minimum, by_owners_weights, by_students_for_nothing, carried_over, customer_counted,
    each_for, each_time_over, each_times, equally_among_owners, events_total,
    for_each_currency_unit, for_each_unit, less_taken_back, not_counted, number_of, other_reason,
    worth_nothing,
};
use crate::domain::distributor::{Definition, MetricRule, Per, Split};
use crate::domain::event::MANUAL;
use crate::domain::event_names::events;
use crate::domain::message::{Join, List, Message, points};
use crate::domain::metric::MetricStatus;
use crate::domain::points::Points;
use crate::domain::words::Word;
use crate::store::proof::evidence::EventGroup;

/// The type under which a score is carried over.
const CARRIED: &str = "carried";

/// What one type of event brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct TypePoints {
    /// The type; `carried` for what was left by the period before.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many counted.
    pub events: i64,
    /// How many had their points taken back by refunds.
    pub taken_back: i64,
    /// How many the rule does not count, by its reasons.
    pub not_counted: BTreeMap<String, i64>,
    /// Points the rule gives for one; null where there is no rule for it.
    pub each: Option<i64>,
    /// The points in all.
    pub total: Points,
}

/// Sums what stands behind a score by type.
pub fn by_type(groups: &[EventGroup], definition: &Definition) -> Vec<TypePoints> {
    let mut types: Vec<TypePoints> = Vec::new();
    for group in groups {
        let known = types.iter().position(|row| row.kind == group.kind);
        let index = known.unwrap_or(types.len());
        if known.is_none() {
            types.push(TypePoints {
                kind: group.kind.clone(),
                events: 0,
                taken_back: 0,
                not_counted: BTreeMap::new(),
                each: definition.metric(&group.kind).map(|rule| rule.points),
                total: Points::ZERO,
            });
        }
        let row = &mut types[index];
        row.total = row.total.plus(&group.points);
        if let Some(reason) = &group.refused {
            *row.not_counted.entry(reason.clone()).or_default() += group.events;
            if reason == MetricStatus::CustomerCounted.name() {
                // These stand with what was counted, and again with what was taken from it.
                row.events -= group.events;
            }
        } else if group.reversed {
            row.taken_back += group.events;
        } else {
            row.events += group.events;
        }
    }
    types
}

/// "10 points × 6 courses completed = 60"
pub fn line(row: &TypePoints, definition: &Definition) -> Message {
    let total = row.total.clone();
    if row.kind == CARRIED {
        return carried_over(total);
    }
    let mut counted = number_of(row.events, events(&row.kind, row.events));
    if let Some(reasons) = left_out(row) {
        counted = not_counted(counted, reasons);
    }
    if row.taken_back != 0 {
        counted = less_taken_back(counted, row.taken_back);
    }
    let Some(rule) = definition.metric(&row.kind).filter(|_| row.kind != MANUAL) else {
        return events_total(counted, total);
    };
    let each = points(Points::whole(rule.points));
    let net = row.events - row.taken_back;
    let is_plain = Points::whole(rule.points).times(&Points::whole(net)) == total;
    if is_plain {
        each_times(each, counted, total)
    } else {
        each_for(manner(rule, each), counted, total)
    }
}

/// What the rule does not count, and why.
fn left_out(row: &TypePoints) -> Option<List> {
    let some = row.not_counted.iter().filter(|(_, count)| **count != 0);
    let each = some.map(|(reason, count)| match MetricStatus::from_name(reason) {
        Some(MetricStatus::NoValue) => worth_nothing(*count),
        Some(MetricStatus::NotPaid) => by_students_for_nothing(*count),
        Some(MetricStatus::BelowMinimumAmount) => below_minimum(*count),
        Some(MetricStatus::CustomerCounted) => customer_counted(*count),
        _ => other_reason(*count, reason.clone()),
    });
    let each: Vec<Message> = each.collect();
    (!each.is_empty()).then(|| List::of(Join::Comma, each))
}

/// How a rule gives its points, where that is not simply once for each event.
fn manner(rule: &MetricRule, points: Message) -> Message {
    let per = match (rule.per, rule.split) {
        (Per::Event, Split::Each) => each_time_over(points),
        (Per::Event, Split::Equally | Split::ByWeight) => points,
        (Per::Unit, _) => for_each_unit(points),
        (Per::CurrencyUnit, _) => for_each_currency_unit(points),
    };
    match rule.split {
        Split::Each => per,
        Split::Equally => equally_among_owners(per),
        Split::ByWeight => by_owners_weights(per),
    }
}
