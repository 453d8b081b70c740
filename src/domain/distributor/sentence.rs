//! A definition as one plain sentence.

use std::fmt::Write as _;

use chrono::{Timelike, Weekday};

use super::{Audience, Definition, MetricRule, OncePer, Per, Split, Students};
use crate::domain::money;
use crate::domain::pool::{RevenueShare, Source};
use crate::domain::schedule::Rule;
use crate::domain::structure::{Missing, Structure, Tie};
use crate::domain::units::Units;

/// "Every month on the 1st at 00:00 (`America/New_York`), 20 % of sales is shared among …".
#[must_use]
pub fn sentence(definition: &Definition) -> String {
    format!(
        "{}, {} {}: {}{}.",
        when(definition),
        pool(definition),
        divided(definition),
        measured(&definition.metrics, definition.units),
        given_back(definition)
    )
}

/// Who gives back, where that is not everyone.
fn given_back(definition: &Definition) -> &'static str {
    if definition.claims_from_credited() {
        "; what is refunded after payment became final is given back by those whose points were reversed"
    } else {
        ""
    }
}

fn when(definition: &Definition) -> String {
    let schedule = &definition.schedule;
    let day = match schedule.rule {
        Rule::Day | Rule::Days { every: 1 } => "Every day".to_owned(),
        Rule::Week { on } => format!("Every week on {}", weekday(on)),
        Rule::Month { on } => format!("Every month on the {}", ordinal(u32::from(on))),
        Rule::Quarter { on } => format!(
            "Every quarter on the {} of its first month",
            ordinal(u32::from(on))
        ),
        Rule::Year { month, day } => format!("Every year on {} {day}", month_name(month)),
        Rule::Days { every } => format!("Every {every} days"),
    };
    let at = schedule.at;
    format!(
        "{day} at {:02}:{:02} ({})",
        at.hour(),
        at.minute(),
        schedule.zone
    )
}

fn pool(definition: &Definition) -> String {
    let units = definition.units;
    let sources: Vec<String> = definition
        .pool
        .sources
        .iter()
        .map(|s| source(s, units))
        .collect();
    let mut text = if sources.is_empty() {
        "what was added by hand".to_owned()
    } else {
        join(&sources, "and")
    };
    if let Some(floor) = definition.pool.floor {
        let _ = write!(text, ", at least {}", amount(floor, units));
    }
    if let Some(cap) = definition.pool.cap {
        let _ = write!(text, ", at most {}", amount(cap, units));
    }
    text
}

fn source(source: &Source, units: Units) -> String {
    match source {
        Source::RevenueShare(share) => revenue_share(share),
        Source::Fixed(minor) => amount(*minor, units),
        Source::PerEvent {
            event,
            amount: minor,
        } => {
            format!("{} for each {}", amount(*minor, units), plain(event))
        }
    }
}

fn revenue_share(share: &RevenueShare) -> String {
    let on = share.include;
    let kinds = [
        (on.line_items, "products"),
        (on.discounts, "discounts"),
        (on.fees, "fees"),
        (on.shipping, "shipping"),
        (on.taxes, "taxes"),
    ];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, name)| (*name).to_owned())
        .collect();
    let filter = &share.filter;
    let mut only = Vec::new();
    for (what, names) in [
        ("of type", &filter.types),
        ("with SKU", &filter.skus),
        ("in category", &filter.categories),
    ] {
        if !names.is_empty() {
            only.push(format!("{what} {}", join(names, "or")));
        }
    }
    if filter.collaborator_owned {
        only.push("owned by a collaborator".to_owned());
    }
    if filter.referred {
        only.push("to customers whom a collaborator sent".to_owned());
    }
    let only = if only.is_empty() {
        String::new()
    } else {
        format!(" {}", only.join(", "))
    };
    format!(
        "{} % of sales{only} ({})",
        share.percent.normalize(),
        join(&kinds, "and")
    )
}

fn divided(definition: &Definition) -> String {
    let rules = &definition.rules;
    let mut who = match &definition.audience {
        Audience::All => "all collaborators".to_owned(),
        Audience::List(ids) => format!("{} chosen collaborators", ids.len()),
        Audience::Groups(groups) => {
            let groups: Vec<String> = groups.iter().cloned().collect();
            format!("all collaborators of {}", join(&groups, "or"))
        }
    };
    if rules.minimum_score > crate::domain::points::Points::ZERO {
        let _ = write!(who, " with at least {} points", rules.minimum_score);
    }
    let mut text = match &rules.structure {
        Structure::SharedEngagementPool => format!("is shared equally among {who} who scored"),
        Structure::PerformanceWeightedPool => {
            format!("is shared among {who} in proportion to their points")
        }
        Structure::TopScoreWins { tie: Tie::First } => {
            format!("goes to the highest score of {who} (the first to reach it, in a tie)")
        }
        Structure::TopScoreWins { tie: Tie::Split } => {
            format!("goes to the highest score of {who} (shared equally, in a tie)")
        }
        Structure::Ladder { prizes, missing } => {
            let prizes: Vec<String> = prizes
                .iter()
                .map(|p| format!("{} %", p.normalize()))
                .collect();
            let rest = match missing {
                Missing::Rescale => "prizes nobody takes enlarge the others",
                Missing::RollOver => "prizes nobody takes go into the next period",
            };
            format!(
                "is given in prizes of {} to the best of {who} ({rest})",
                join(&prizes, "and")
            )
        }
        Structure::TargetBonus {
            score,
            amount: minor,
        } => {
            format!(
                "pays {} to each of {who} who reaches {score} points",
                amount(*minor, definition.units)
            )
        }
        Structure::UserCentricPool => {
            format!(
                "is shared among {who}: each customer's money among those the customer engaged with"
            )
        }
    };
    if let Some(cap) = rules.cap_percent {
        let _ = write!(text, ", at most {} % for one", cap.normalize());
    }
    text
}

fn measured(metrics: &[MetricRule], units: Units) -> String {
    let rules: Vec<String> = metrics
        .iter()
        .map(|rule| {
            let points = if rule.points == 1 { "point" } else { "points" };
            let each = match rule.per {
                Per::Event => plain(&rule.event),
                Per::Unit => format!("unit of a {}", plain(&rule.event)),
                Per::CurrencyUnit => {
                    let currency = rule.currency.unwrap_or(units);
                    format!("{} of a {}", currency.code(), plain(&rule.event))
                }
            };
            let split = match rule.split {
                Split::Each => "",
                Split::Equally => ", in equal parts among its owners",
                Split::ByWeight => ", among its owners by their weights",
            };
            let only = only(rule, units);
            format!("{} {points} for each {each}{split}{only}", rule.points)
        })
        .collect();
    join(&rules, "and")
}

/// Which events of a type count, where that is not all that were worth something.
fn only(rule: &MetricRule, units: Units) -> String {
    let mut only = String::new();
    if rule.count_free {
        only.push_str(", free ones too");
    }
    if let Some(minimum) = rule.minimum_amount {
        let _ = write!(only, ", in sales of at least {}", amount(minimum, units));
    }
    match rule.once_per {
        Some(OncePer::Customer) => only.push_str(", once for each customer"),
        None => {}
    }
    match rule.students {
        Students::Paid => only.push_str(", by students who paid or were enrolled by the staff"),
        Students::All => {}
    }
    only
}

fn plain(event: &str) -> String {
    let known = match event {
        "course_completed" => "course completed",
        "lesson_completed" => "lesson completed",
        "product_sold" => "product sold",
        "post_visited" => "blog post visited",
        "coupon_used" => "coupon code used",
        "sale_referred" => "sale to a customer sent by them",
        "site_visited" => "visit to the site",
        other => return other.replace('_', " "),
    };
    known.to_owned()
}

fn amount(minor: i64, units: Units) -> String {
    format!("{} {}", money::to_text(minor, units), units.code())
}

fn join(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or("January")
}
