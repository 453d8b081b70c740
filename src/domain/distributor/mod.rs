//! A distributor's definition: what is measured, how the pool fills, who is paid and how, and when.
//! Not here: its status and versions (`engine::configure`), or what a rule does (`pool`,
//! `structure`, `schedule`).
//!
//! Each part reads itself from input and writes itself back in the same shape, so that what is
//! stored, shown and exported is one text, and reading what was written gives the same rules.

mod audience;
mod messages;
mod metrics;
mod pool;
mod reader;
mod refusals;
mod schedule;
mod sentence;

use std::borrow::Cow;

pub use audience::Audience;
pub use metrics::{MetricRule, OncePer, Per, Split, Students};
pub use reader::Defaults;
pub use sentence::sentence;

use rust_decimal::Decimal;

use super::division::Rules;
use super::input::Value;
use super::instant::Instant;
use super::message::Template;
use super::pool::{Pool, Referral, Seen};
use super::schedule::Schedule;
use super::units::Units;
use super::words::{Word, words};

/// Everything a version of a distributor says.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What the site calls it.
    pub name: String,
    /// What its pool is counted in.
    pub units: Units,
    /// From when it counts.
    pub starts_at: Instant,
    /// When a period ends.
    pub schedule: Schedule,
    /// What is measured, and for how many points.
    pub metrics: Vec<MetricRule>,
    /// How the pool fills.
    pub pool: Pool,
    /// Who is paid, and how the pool is divided.
    pub rules: Rules,
    /// Whom it is for.
    pub audience: Audience,
    /// What becomes of a pool for which nobody scored.
    pub on_empty: OnEmpty,
    /// What becomes of a negative balance.
    pub on_negative: OnNegative,
    /// What a refund of a closed period does.
    pub on_refund_after_close: OnRefundAfterClose,
    /// Who gives back, where that is claimed back (Q29).
    pub clawback_from: ClawbackFrom,
    /// Whether one's own purchases, visits and completions count.
    pub own_activity: OwnActivity,
    /// Which payments of a subscription are revenue.
    pub renewals: Renewals,
    /// Whether a person approves each distribution before its obligations can be paid.
    pub review: bool,
    /// Days for which an obligation is held before it can be paid.
    pub hold_days: u32,
    /// Minutes after a period's end before it closes, for events that arrive late.
    pub grace_minutes: u32,
}

words! {
    /// What a distributor is doing.
    DistributorStatus {
        /// It is being written and counts nothing.
        Draft = "draft",
        /// It counts events and sales, and divides its pool at the end of each period.
        Active = "active",
        /// It counts nothing until it is active again.
        Paused = "paused",
        /// It has ended for good; its history stays.
        Archived = "archived",
    }

    /// What happens to a pool when no one qualifies.
    OnEmpty {
        /// It goes into the next period's pool.
        RollOver = "roll_over",
        /// It stays with the site.
        House = "house",
    }

    /// What happens to a pool that is below zero at the end of its period.
    OnNegative {
        /// The next period's pool starts with the debt.
        Carry = "carry",
        /// The debt is forgiven.
        WriteOff = "write_off",
    }

    /// What a refund does when the distribution that the sale counted in is final.
    OnRefundAfterClose {
        /// It makes the pool of the open period smaller.
        NextPeriod = "next_period",
        /// It is claimed back from those who were paid.
        Clawback = "clawback",
    }

    /// Who gives back what is claimed back.
    ClawbackFrom {
        /// Everyone who was paid, in proportion to what they got.
        Everyone = "everyone",
        /// Those who would have got less without the points that the refund took back.
        Credited = "credited",
    }

    /// Whether what collaborators buy, visit or complete themselves counts.
    OwnActivity {
        /// It is recorded and ignored.
        Ignore = "ignore",
        /// It counts like anyone else's.
        Count = "count",
    }

    /// Which payments of a subscription count.
    Renewals {
        /// All of them.
        Count = "count",
        /// The first one only; renewals bring neither money nor points.
        FirstPaymentOnly = "first_payment_only",
    }
}

/// Their templates: the words of a rule, and what is wrong with one.
pub const MESSAGES: &[&[&Template]] = &[messages::MESSAGES, refusals::MESSAGES];

impl Definition {
    /// The definition in the shape it is read from, every key present.
    #[must_use]
    pub fn write(&self) -> Value<'static> {
        let rules = &self.rules;
        Value::Map(vec![
            ("name".into(), Value::Text(Cow::Owned(self.name.clone()))),
            ("units".into(), Value::Text(self.units.code().into())),
            (
                "starts_at".into(),
                Value::Text(self.starts_at.to_string().into()),
            ),
            ("schedule".into(), schedule::write(&self.schedule)),
            ("metrics".into(), metrics::write(&self.metrics, self.units)),
            ("pool".into(), pool::write(&self.pool, self.units)),
            ("structure".into(), rules.structure.write(self.units)),
            ("audience".into(), audience::write(&self.audience)),
            (
                "minimum_score".into(),
                Value::Int(i64::try_from(rules.minimum_score.numer()).unwrap_or(i64::MAX)),
            ),
            (
                "cap_percent".into(),
                rules.cap_percent.map_or(Value::Null, |p| {
                    Value::Text(p.normalize().to_string().into())
                }),
            ),
            ("on_empty".into(), Value::Text(self.on_empty.name().into())),
            (
                "on_inactive".into(),
                Value::Text(rules.on_inactive.name().into()),
            ),
            (
                "on_negative".into(),
                Value::Text(self.on_negative.name().into()),
            ),
            (
                "on_refund_after_close".into(),
                Value::Text(self.on_refund_after_close.name().into()),
            ),
            (
                "clawback_from".into(),
                Value::Text(self.clawback_from.name().into()),
            ),
            (
                "own_activity".into(),
                Value::Text(self.own_activity.name().into()),
            ),
            ("renewals".into(), Value::Text(self.renewals.name().into())),
            ("review".into(), Value::Bool(self.review)),
            ("hold_days".into(), Value::Int(i64::from(self.hold_days))),
            (
                "grace_minutes".into(),
                Value::Int(i64::from(self.grace_minutes)),
            ),
        ])
    }

    /// How the pool is divided, in the shape it is read from.
    #[must_use]
    pub fn write_structure(&self) -> Value<'static> {
        self.rules.structure.write(self.units)
    }

    /// Whether refunds of a period that is final are claimed from those whose points they take back. Then those points
    /// are taken from their own period alone.
    #[must_use]
    pub fn claims_from_credited(&self) -> bool {
        self.on_refund_after_close == OnRefundAfterClose::Clawback
            && self.clawback_from == ClawbackFrom::Credited
    }

    /// The rule for a type of event, when this distributor measures it.
    #[must_use]
    pub fn metric(&self, event: &str) -> Option<&MetricRule> {
        self.metrics.iter().find(|rule| rule.event == event)
    }

    /// The rule for an event of a type, when this distributor counts it. Where only first payments are
    /// revenue, what follows from a renewal earns no points either.
    #[must_use]
    pub fn counts(&self, event: &str, renewal: bool) -> Option<&MetricRule> {
        let revenue = !renewal || self.renewals == Renewals::Count;
        self.metric(event).filter(|_| revenue)
    }

    /// The pool's sources that count a detail of a sale: their numbers and percentages. The caller has seen to it
    /// that the sale is in this distributor's units.
    pub fn sources_of<'s>(
        &'s self,
        renewal: bool,
        detail: &'s Seen<'s>,
    ) -> impl Iterator<Item = (usize, Decimal)> + 's {
        let revenue = !renewal || self.renewals == Renewals::Count;
        let referred = match detail.referral {
            Referral::Nobody => false,
            Referral::Another => true,
            Referral::Oneself => self.own_activity == OwnActivity::Count,
        };
        let sources = self.pool.sources.iter().enumerate();
        sources.filter_map(move |(number, source)| {
            let percent = source.share_of(detail, referred).filter(|_| revenue)?;
            Some((number, percent))
        })
    }
}
