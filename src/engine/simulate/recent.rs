//! Tries a definition on the last few periods, for the editor to show beside the form.

use serde::Serialize;

use super::calendar::Calendar;
use super::{TriedPeriod, play};
use crate::domain::distributor::Definition;
use crate::domain::input::{Cursor, Value};
use crate::domain::instant::Instant;
use crate::domain::schedule::{Rule, Schedule};
use crate::engine::calls::{Call, Entry, Given, Refusal, Run};
use crate::engine::configure::distributor::{as_given, asked_rules};
use crate::engine::{Ledger, Result, row};
use crate::store::interval::Interval;
use crate::store::{Read, history, transactions};

pub const ENTRY: Entry = Entry::question::<TryDistributor>().refused_for(&[
    (Refusal::NotFound, "there is no such distributor"),
    (Refusal::Conflict, "a sum is too large to count"),
]);

#[derive(Debug)]
pub struct TryDistributor;

/// What a distributor would pay, and would have paid.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Recent {
    /// The period that would be open now; null if none would be.
    pub open: Option<TriedPeriod>,
    /// The complete periods before it, newest first.
    pub before: Vec<TriedPeriod>,
}

impl Call for TryDistributor {
    const NAME: &'static str = "try_distributor";
    const ABOUT: &'static str = "What a distributor would pay now, and would have paid in its last periods: 7 days, 6 weeks, 6 months, 4 \
        quarters, 3 years, or 6 periods of a number of days. It begins with the period of the first record. Otherwise the same \
        as siren_simulate(). Writes nothing.";
    type Arguments<'v> = (&'v Value<'v>, Instant);
    type Answer = Recent;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Self::Arguments<'v>> {
        cursor.object(|fields| {
            let distributor = fields.required(
                "distributor",
                "a definition as for siren_save_distributor(); with id, it is tried over that distributor's newest rules",
                |cursor| as_given(cursor, given),
            );
            let now = given.now(fields);
            Some((distributor?, now?))
        })
    }
}

impl Run for TryDistributor {
    fn run(ledger: &Ledger, (input, now): Self::Arguments<'_>, _: Instant) -> Result<Recent> {
        ledger.read_apart(|db| {
            let definition = asked_rules(ledger, db, input, now)?;
            let open = open_since(db, input)?;
            let anchor = open.unwrap_or_else(|| current(&definition.schedule, now));
            recent(db, definition, anchor, now)
        })
    }
}

/// When the open period of an existing distributor began, from which periods of a number of days are counted.
fn open_since(db: &Read<'_>, input: &Value<'_>) -> Result<Option<Instant>> {
    let Some(Value::Int(id)) = input.field("id") else {
        return Ok(None);
    };
    let row = row::distributor(db, crate::domain::ids::DistributorId(*id))?;
    Ok(row.and_then(|row| row.period).map(|period| period.start))
}

/// When the period that contains now began. Periods of a number of days have no fixed start, so for them it is now itself.
fn current(schedule: &Schedule, now: Instant) -> Instant {
    let far = schedule.earlier(now.utc(), 2);
    match schedule.rule {
        Rule::Days { .. } => now,
        _ => schedule
            .period_containing(far, now.utc())
            .map_or(now, |period| period.start.into()),
    }
}

fn recent(db: &Read<'_>, definition: Definition, anchor: Instant, now: Instant) -> Result<Recent> {
    let schedule = definition.schedule;
    let earliest = first_start(&schedule, anchor);
    let events = history::begins(db)?;
    let sales = transactions::begins(db)?;
    // If nothing is recorded yet, there is only the open period.
    let first = events.into_iter().chain(sales).min().unwrap_or(now);
    let first = first.min(now.just_before());
    let from = if first > earliest {
        let holding = schedule.period_containing(earliest.utc(), first.utc());
        holding.map_or(earliest, |period| period.start.into())
    } else {
        earliest
    };
    let mut periods = match Calendar::between(&schedule, from, now) {
        Some(calendar) if from < now => {
            let definition = Definition {
                starts_at: from,
                ..definition
            };
            let calendar = calendar.with_windows_of(&definition);
            play(db, &definition, &calendar, Interval { from, to: now })?
        }
        _ => Vec::new(),
    };
    let open = periods.pop_if(|last| last.is_open());
    periods.reverse();
    Ok(Recent {
        open,
        before: periods,
    })
}

/// When the first complete period of the simulation begins.
fn first_start(schedule: &Schedule, anchor: Instant) -> Instant {
    let far = schedule.earlier(anchor.utc(), how_many(schedule.rule));
    if let Rule::Days { .. } = schedule.rule {
        far.into()
    } else {
        let before = Instant::from(far).just_before();
        schedule.next_trigger(before.utc(), far).into()
    }
}

/// The number of periods: enough to see a pattern, and few enough to answer while somebody types.
fn how_many(rule: Rule) -> u32 {
    match rule {
        Rule::Day => 7,
        Rule::Week { .. } | Rule::Month { .. } | Rule::Days { .. } => 6,
        Rule::Quarter { .. } => 4,
        Rule::Year { .. } => 3,
    }
}
