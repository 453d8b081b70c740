//! A distributor's definition: what is measured, how the pool fills, who is paid and how, and when.
//! Not here: its status and versions (`engine::configure`), or what a rule does (`pool`,
//! `structure`, `schedule`).
//!
//! Each part reads itself from input and writes itself back in the same shape, so that what is
//! stored, shown and exported is one text, and reading what was written gives the same rules.

mod audience;
mod metrics;
mod pool;
mod schedule;
mod sentence;
mod structure;

use std::borrow::Cow;

pub use audience::Audience;
pub use metrics::{MetricRule, OncePer, Per, Split, Students};
pub use sentence::sentence;

use rust_decimal::Decimal;

use super::allocation::{OnInactive, Rules};
use super::input::{At, Fields, Problems, Value, boolean, int, text, word};
use super::instant::{self, Instant};
use super::points::Points;
use super::pool::revenue_share::{Referral, Seen};
use super::pool::{Pool, Source};
use super::schedule::Schedule;
use super::units::{self, Units};
use super::words::{Word, words};
use super::zone::Zone;

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
    /// What becomes of a balance below nothing.
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
        /// Being written; counts nothing.
        Draft = "draft",
        /// Counting and distributing.
        Active = "active",
        /// Counting nothing until it is resumed.
        Paused = "paused",
        /// Over for good; its history stays.
        Archived = "archived",
    }
    /// What becomes of a pool for which nobody scored.
    OnEmpty {
        /// It opens the next period.
        RollOver = "roll_over",
        /// It goes back to the house.
        House = "house",
    }
    /// What becomes of a balance below nothing.
    OnNegative {
        /// It is owed by the next period.
        Carry = "carry",
        /// It is forgiven.
        WriteOff = "write_off",
    }
    /// What a refund of a closed period does.
    OnRefundAfterClose {
        /// It lessens the open period's pool.
        NextPeriod = "next_period",
        /// It is claimed back from those who were paid.
        Clawback = "clawback",
    }
    /// Who gives back what is claimed back.
    ClawbackFrom {
        /// All who were paid, in proportion.
        Everyone = "everyone",
        /// Whoever would have got less without the points that were taken back.
        Credited = "credited",
    }
    /// Whether one's own purchases, visits and completions count.
    OwnActivity {
        /// They are kept as ignored.
        Ignore = "ignore",
        /// They count like anybody's.
        Count = "count",
    }
    /// Which payments of a subscription are revenue.
    Renewals {
        /// All of them.
        Count = "count",
        /// The first only.
        FirstPaymentOnly = "first_payment_only",
    }
}

/// What is assumed where the input says nothing.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// For `starts_at`.
    pub now: Instant,
    /// For the schedule; or what is wrong with the site's.
    pub timezone: Result<Zone, String>,
}

impl Definition {
    /// Reads a definition. `status`, `id` and the like must have been taken out before.
    pub fn read(
        fields: &mut Fields<'_, '_>,
        defaults: &Defaults,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<Definition> {
        let name = fields.need("name", at, problems);
        let name = name
            .and_then(|v| text(v, 200, &at.key("name"), problems))
            .map(str::to_owned);
        let units = fields.need("units", at, problems);
        let units = units.and_then(|v| units::read(v, &at.key("units"), problems));
        let starts_at = match fields.get("starts_at") {
            Some(v) => instant::read(v, &at.key("starts_at"), problems),
            None => Some(defaults.now),
        };
        let schedule = fields.need("schedule", at, problems);
        let schedule = schedule
            .and_then(|v| schedule::read(v, &defaults.timezone, &at.key("schedule"), problems));
        let metrics = fields.need("metrics", at, problems);
        let metrics = metrics.and_then(|v| metrics::read(v, units, &at.key("metrics"), problems));
        // Amounts are read even when the units are not known, so that their faults are said too.
        let reading = units.or_else(|| Units::from_code("USD"))?;
        let pool = fields.need("pool", at, problems);
        let pool = pool.and_then(|v| pool::read(v, reading, &at.key("pool"), problems));
        if let (Some(metrics), Some(pool)) = (&metrics, &pool) {
            check_sources(&pool.sources, metrics, &at.key("pool"), problems);
        }
        let structure = fields.need("structure", at, problems);
        let structure =
            structure.and_then(|v| structure::read(v, reading, &at.key("structure"), problems));
        let audience = match fields.get("audience") {
            Some(v) => audience::read(v, &at.key("audience"), problems),
            None => Some(Audience::All),
        };
        let minimum_score = match fields.get("minimum_score") {
            Some(v) => int(v, 0..=1_000_000_000_000, &at.key("minimum_score"), problems),
            None => Some(0),
        };
        let cap_percent = match fields.get("cap_percent") {
            Some(v) => pool::read_percent(v, &at.key("cap_percent"), problems).map(Some),
            None => Some(None),
        };
        let on_inactive = match fields.get("on_inactive") {
            Some(v) => word(v, &ON_INACTIVE, &at.key("on_inactive"), problems),
            None => Some(OnInactive::Exclude),
        };
        let on_empty = choice(fields, "on_empty", at, problems);
        let on_negative = choice(fields, "on_negative", at, problems);
        let on_refund_after_close = choice(fields, "on_refund_after_close", at, problems);
        let clawback_from = choice(fields, "clawback_from", at, problems);
        let own_activity = choice(fields, "own_activity", at, problems);
        let renewals = choice(fields, "renewals", at, problems);
        let review = match fields.get("review") {
            Some(v) => boolean(v, &at.key("review"), problems),
            None => Some(false),
        };
        let hold_days = count(fields, "hold_days", 3_650, at, problems);
        let grace_minutes = count(fields, "grace_minutes", 10_080, at, problems);
        Some(Definition {
            name: name?,
            units: units?,
            starts_at: starts_at?,
            schedule: schedule?,
            metrics: metrics?,
            pool: pool?,
            rules: Rules {
                structure: structure?,
                minimum_score: Points::whole(minimum_score?),
                cap_percent: cap_percent?,
                on_inactive: on_inactive?,
            },
            audience: audience?,
            on_empty: on_empty?,
            on_negative: on_negative?,
            on_refund_after_close: on_refund_after_close?,
            clawback_from: clawback_from?,
            own_activity: own_activity?,
            renewals: renewals?,
            review: review?,
            hold_days: hold_days?,
            grace_minutes: grace_minutes?,
        })
    }

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
            (
                "structure".into(),
                structure::write(&rules.structure, self.units),
            ),
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
                Value::Text(on_inactive_name(rules.on_inactive).into()),
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
        structure::write(&self.rules.structure, self.units)
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
        sources.filter_map(move |(number, source)| match source {
            Source::RevenueShare(share) => {
                let counts =
                    revenue && share.counts(detail) && (referred || !share.filter.referred);
                counts.then_some((number, share.percent))
            }
            Source::Fixed(_) | Source::PerEvent { .. } => None,
        })
    }
}

const ON_INACTIVE: [(&str, OnInactive); 2] =
    [("exclude", OnInactive::Exclude), ("hold", OnInactive::Hold)];

fn on_inactive_name(choice: OnInactive) -> &'static str {
    match choice {
        OnInactive::Exclude => "exclude",
        OnInactive::Hold => "hold",
    }
}

/// A source that is paid by the event can count only what is measured.
fn check_sources(sources: &[Source], metrics: &[MetricRule], at: &At<'_>, problems: &mut Problems) {
    let list = at.key("sources");
    for (index, source) in sources.iter().enumerate() {
        let Source::PerEvent { event, .. } = source else {
            continue;
        };
        if !metrics.iter().any(|rule| rule.event == *event) {
            problems.add(
                &list.index(index).key("event"),
                format!("is {event}, which is not measured; add it to metrics, with 0 points if it earns none"),
            );
        }
    }
}

/// Reads one of a closed set of words, the first of which is the default.
fn choice<T: Word>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<T> {
    match fields.get(name) {
        Some(v) => word(v, T::WORDS, &at.key(name), problems),
        None => T::WORDS.first().map(|(_, value)| *value),
    }
}

fn count(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    most: u32,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<u32> {
    match fields.get(name) {
        Some(v) => {
            int(v, 0..=i64::from(most), &at.key(name), problems).and_then(|n| u32::try_from(n).ok())
        }
        None => Some(0),
    }
}
