//! A definition as one plain sentence.

use chrono::Timelike;

use super::messages::{
    added_by_hand, all_collaborators, all_of_groups, among_owners_by_weight, among_owners_equally,
    at_time, by_paying_students, chosen_collaborators, currency_of, day_nd, day_rd, day_st, day_th,
    divided_at_most, every_day, every_days, every_month, every_quarter, every_week, every_year,
    free_ones_too, in_sales_of_at_least, once_for_each_customer, points_for_each, pool_at_least,
    pool_at_most, rule, rule_given_back, sources, unit_of, with_at_least,
};
use super::{Audience, Definition, MetricRule, OncePer, Per, Split, Students};
use crate::domain::event_names::events;
use crate::domain::message::{Join, List, Message, MonthName, Percent, WeekdayName, points};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::schedule::Rule;
use crate::domain::units::Units;

/// "Every month on the 1st at 00:00 (`America/New_York`), 20% of sales is shared among …".
#[must_use]
pub fn sentence(definition: &Definition) -> Message {
    let measured = definition.metrics.iter();
    let measured = List::of(
        Join::And,
        measured.map(|rule| counted(rule, definition.units)),
    );
    let parts = (when(definition), pool(definition), divided(definition));
    if definition.claims_from_credited() {
        rule_given_back(parts.0, parts.1, parts.2, measured)
    } else {
        rule(parts.0, parts.1, parts.2, measured)
    }
}

fn when(definition: &Definition) -> Message {
    let schedule = &definition.schedule;
    let day = match schedule.rule {
        Rule::Day | Rule::Days { every: 1 } => every_day(),
        Rule::Week { on } => every_week(WeekdayName(on)),
        Rule::Month { on } => every_month(ordinal(on)),
        Rule::Quarter { on } => every_quarter(ordinal(on)),
        Rule::Year { month, day } => every_year(MonthName(month), day.into()),
        Rule::Days { every } => every_days(every.into()),
    };
    let time = format!("{:02}:{:02}", schedule.at.hour(), schedule.at.minute());
    at_time(day, time, schedule.zone.to_string())
}

fn pool(definition: &Definition) -> Message {
    let units = definition.units;
    let money = |minor| Money { minor, units };
    let rules = &definition.pool;
    let mut pool = match rules.sources.as_slice() {
        [] => added_by_hand(),
        [only] => only.rule(units),
        several => sources(List::of(
            Join::And,
            several.iter().map(|source| source.rule(units)),
        )),
    };
    if let Some(floor) = rules.floor {
        pool = pool_at_least(pool, money(floor));
    }
    if let Some(cap) = rules.cap {
        pool = pool_at_most(pool, money(cap));
    }
    pool
}

fn divided(definition: &Definition) -> Message {
    let rules = &definition.rules;
    let mut who = match &definition.audience {
        Audience::All => all_collaborators(),
        Audience::List(ids) => chosen_collaborators(count(ids.len())),
        Audience::Groups(groups) => all_of_groups(List::of(Join::Or, groups.iter().cloned())),
    };
    if rules.minimum_score > Points::ZERO {
        who = with_at_least(who, points(rules.minimum_score.clone()));
    }
    let divided = rules.structure.rule(who, definition.units);
    match rules.cap_percent {
        Some(cap) => divided_at_most(divided, Percent(cap)),
        None => divided,
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// "10 points for each course completed, in equal parts among its owners"
fn counted(rule: &MetricRule, units: Units) -> Message {
    let event = events(&rule.event, 1);
    let each = match rule.per {
        Per::Event => event,
        Per::Unit => unit_of(event),
        Per::CurrencyUnit => {
            let currency = rule.currency.unwrap_or(units);
            currency_of(currency.code().to_owned(), event)
        }
    };
    let mut counted = points_for_each(points(Points::whole(rule.points)), each);
    match rule.split {
        Split::Each => {}
        Split::Equally => counted = among_owners_equally(counted),
        Split::ByWeight => counted = among_owners_by_weight(counted),
    }
    if rule.count_free {
        counted = free_ones_too(counted);
    }
    if let Some(minor) = rule.minimum_amount {
        counted = in_sales_of_at_least(counted, Money { minor, units });
    }
    match rule.once_per {
        Some(OncePer::Customer) => counted = once_for_each_customer(counted),
        None => {}
    }
    match rule.students {
        Students::Paid => by_paying_students(counted),
        Students::All => counted,
    }
}

fn ordinal(day: u8) -> Message {
    let number = i64::from(day);
    match (day % 10, day % 100) {
        (_, 11..=13) => day_th(number),
        (1, _) => day_st(number),
        (2, _) => day_nd(number),
        (3, _) => day_rd(number),
        _ => day_th(number),
    }
}
