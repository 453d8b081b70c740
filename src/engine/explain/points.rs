//! From events to points: what each type of event brought, by which rule.

use std::collections::BTreeMap;

use serde::Serialize;

use super::words;
use crate::domain::distributor::{Definition, MetricRule, Per, Split};
use crate::domain::event::MANUAL;
use crate::domain::free::{NO_VALUE, NOT_PAID};
use crate::domain::metric::{BELOW_MINIMUM_AMOUNT, CUSTOMER_COUNTED};
use crate::domain::points::Points;
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
            if reason == CUSTOMER_COUNTED {
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
pub fn line(row: &TypePoints, definition: &Definition) -> String {
    let total = &row.total;
    let events = words::events(&row.kind, row.events);
    if row.kind == CARRIED {
        return format!("carried over from the period before = {total}");
    }
    let taken_back = match row.taken_back {
        0 => String::new(),
        count => format!(", less {count} taken back by refunds,"),
    };
    let taken_back = format!("{}{taken_back}", left_out(row));
    let Some(rule) = definition.metric(&row.kind).filter(|_| row.kind != MANUAL) else {
        return format!("{} {events}{taken_back} = {total}", row.events);
    };
    let each = words::points(rule.points);
    let net = row.events - row.taken_back;
    let plain = Points::whole(rule.points).times(&Points::whole(net)) == *total;
    if plain {
        return format!("{each} × {} {events}{taken_back} = {total}", row.events);
    }
    format!(
        "{each}{} for {} {events}{taken_back} = {total}",
        manner(rule),
        row.events
    )
}

/// What the rule does not count, and why.
fn left_out(row: &TypePoints) -> String {
    let some = row.not_counted.iter().filter(|(_, count)| **count != 0);
    let each = some.map(|(reason, count)| {
        let why = match reason.as_str() {
            NO_VALUE => "worth nothing",
            NOT_PAID => "by students who got the course for nothing",
            BELOW_MINIMUM_AMOUNT => "in sales below the minimum amount",
            CUSTOMER_COUNTED => "of customers who counted already",
            other => other,
        };
        format!("{count} {why}")
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        return String::new();
    }
    format!(" (not counted: {})", each.join(", "))
}

/// How a rule gives its points, where that is not simply once for each event.
fn manner(rule: &MetricRule) -> &'static str {
    match (rule.per, rule.split) {
        (Per::Event, Split::Each) => " each time over",
        (Per::Event, Split::Equally) => ", in equal parts among the owners,",
        (Per::Event, Split::ByWeight) => ", by the owners' weights,",
        (Per::Unit, Split::Each) => " for each unit",
        (Per::Unit, Split::Equally) => " for each unit, in equal parts among the owners,",
        (Per::Unit, Split::ByWeight) => " for each unit, by the owners' weights,",
        (Per::CurrencyUnit, Split::Each) => " for each unit of currency",
        (Per::CurrencyUnit, Split::Equally) => {
            " for each unit of currency, in equal parts among the owners,"
        }
        (Per::CurrencyUnit, Split::ByWeight) => {
            " for each unit of currency, by the owners' weights,"
        }
    }
}
