//! Tries rules on the past: what a distributor would have paid over recorded history. Writes nothing.
//!
//! Events and sales count by when they happened; in hindsight nothing is late. Whom an event credits, and whether they could
//! earn then, is as it was recorded; whether they would be paid is as they are now. What was given by hand (credits, top-ups,
//! adjustments) belongs to one real distributor and is left out.
//!
//! One pass over the events keeps only sums. A second pass follows if a tie is decided by who reached a score first. Then the
//! periods are replayed one after another ([`replay`]), by the same rules as real ones.

mod again;
mod calendar;
mod claim_back;
mod closed;
mod credited;
mod given;
mod measured;
mod money;
mod point_sums;
pub mod recent;
mod repeats;
mod replay;
mod scores;
mod step;
mod sums;
mod ties;

use std::collections::HashMap;
use std::collections::hash_map;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::standings::PoolSoFar;
use super::{Error, Ledger, Result, preview};
use crate::domain::distribution::{AllocationStatus, DistributionStatus, PeriodRow};
use crate::domain::distributor::Definition;
use crate::domain::division::{Share, Standing};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value};
use crate::domain::instant::{self, Instant};
use crate::domain::message::{Template, messages};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::engine::configure::distributor::{as_given, asked_rules};
use crate::store::Read;
use crate::store::interval::Interval;
use calendar::{Calendar, MOST_PERIODS};
use given::Replay;
use scores::PeriodCounts;

messages! {
    /// Continues the path of a field.
    is_not_after_from(to: String, from: String) = "is {to}; expected a time after from, which is {from}";
    /// Continues the path of a field.
    gives_too_many_periods(to: String, from: String, most: usize) = "is {to}; from {from} on, that gives more than {most} periods, the maximum of one simulation";
    /// Continues the path of a field.
    gives_too_many_shares(to: String, shares: usize, periods: usize, most: usize) = "is {to}; until then there are {shares} shares in {periods} periods, more than the maximum of {most} in one answer; choose a shorter time";
}

/// The maximum number of shares in one answer, which take about a quarter of a gigabyte in PHP.
const MOST_ROWS: usize = 200_000;

/// The result of one period.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedPeriod {
    /// The period.
    pub period: PeriodRow,
    /// `complete`, `skipped`, or `tracking` if it ends after the time that was asked for.
    pub status: DistributionStatus,
    /// Why it would have been skipped.
    pub reason: Option<&'static str>,
    /// The pool and its parts.
    pub pool: PoolSoFar,
    /// What it would have carried over to the next period; null if it is not over.
    pub carried: Option<Money>,
    /// Who would have got what, best first; empty if it would have been skipped.
    pub allocations: Vec<TriedAllocation>,
    /// What would have been claimed back in this period from what earlier ones paid.
    pub adjustments: Vec<TriedAdjustment>,
}

impl TriedPeriod {
    fn is_open(&self) -> bool {
        self.status == DistributionStatus::Tracking
    }
}

/// What a collaborator would have got.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedAllocation {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The rank, from 1.
    pub rank: i64,
    /// The points that counted.
    pub score: Points,
    /// The share of the pool, with six decimals.
    #[serde(serialize_with = "as_text")]
    pub share: Share,
    /// The amount.
    pub amount: Money,
    /// The status that it would have had.
    pub status: AllocationStatus,
    /// Why it would have been nothing, or held.
    pub reason: Option<&'static str>,
}

/// What would have been claimed back from a collaborator; positive if it would have been given again.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedAdjustment {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The amount.
    pub amount: Money,
    /// The period whose sales were refunded.
    pub period: PeriodRow,
}

pub const ENTRY: Entry = Entry::question::<Simulate>().refused_for(&[
    (Refusal::NotFound, "there is no such distributor"),
    (Refusal::Conflict, "a sum is too large to count"),
]);

/// The templates of this directory.
pub const TEMPLATES: &[&[&Template]] = &[MESSAGES, money::MESSAGES, scores::MESSAGES];

#[derive(Debug)]
pub struct Simulate;

/// The definition, and the start and the end of the simulation.
type Asked<'v> = (&'v Value<'v>, Instant, Instant);

impl Call for Simulate {
    const NAME: &'static str = "simulate";
    const ABOUT: &'static str = "What a distributor would have paid over recorded history, period by period. Everything counts by when it \
        happened, collaborators are paid if they are active now, and what was given by hand is left out. Writes nothing. At most \
        1000 periods.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Vec<TriedPeriod>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let distributor = fields.required(
                "distributor",
                "a definition as for siren_save_distributor(); with id, it is tried over that distributor's newest rules",
                |cursor| as_given(cursor, given),
            );
            let from = fields.required("from", "the start of the simulation, which replaces starts_at", instant::read);
            let to = fields.required("to", "the end of the simulation; what happened at or after it is left out", instant::read);
            Some((distributor?, from?, to?))
        })
    }
}

impl Run for Simulate {
    fn run(
        ledger: &Ledger,
        (distributor, from, to): Asked<'_>,
        _: Instant,
    ) -> Result<Vec<TriedPeriod>> {
        simulate(ledger, distributor, from, to)
    }
}

pub fn simulate(
    ledger: &Ledger,
    input: &Value<'_>,
    from: Instant,
    to: Instant,
) -> Result<Vec<TriedPeriod>> {
    if to <= from {
        return Err(Error::invalid(
            "to",
            is_not_after_from(to.to_string(), from.to_string()),
        ));
    }
    ledger.read_apart(|db| {
        let definition = Definition {
            starts_at: from,
            ..asked_rules(ledger, db, input, from)?
        };
        let calendar = Calendar::between(&definition.schedule, from, to).ok_or_else(|| {
            Error::invalid(
                "to",
                gives_too_many_periods(to.to_string(), from.to_string(), MOST_PERIODS),
            )
        })?;
        let calendar = calendar.with_windows_of(&definition);
        play(db, &definition, &calendar, Interval { from, to })
    })
}

fn play(
    db: &Read<'_>,
    definition: &Definition,
    calendar: &Calendar,
    interval: Interval,
) -> Result<Vec<TriedPeriod>> {
    let money = money::pool(db, definition, calendar, interval)?;
    let repeats = repeats::repeats(db, definition, calendar, interval)?;
    let customers = &money.customers;
    let counted = scores::count(db, definition, calendar, interval, customers, &repeats)?;
    refuse_too_many_rows(&counted, interval)?;
    let replay = Replay {
        definition,
        calendar,
        to: interval.to,
        counted: &counted,
        money: &money,
        standings: &standings(db, definition, &counted)?,
    };
    let played = replay.play(&HashMap::new())?;
    if played.contested.is_empty() {
        return Ok(played.periods);
    }
    // How a tie is decided changes neither what is left of a pool nor anybody's score, so one replay more is enough.
    let steps = scores::steps(
        db,
        definition,
        calendar,
        interval,
        &played.contested,
        &repeats,
    )?;
    Ok(replay.play(&steps)?.periods)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn as_text<S: serde::Serializer>(
    share: &Share,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(share)
}

/// Checked before the replay, because the rows of an answer exceed the memory long before they take too long.
fn refuse_too_many_rows(counted: &[PeriodCounts], interval: Interval) -> Result<()> {
    let rows: usize = counted
        .iter()
        .map(|period| {
            let who: FxHashSet<_> = period.scores.each().map(|(who, ..)| who).collect();
            who.len()
        })
        .sum();
    if rows <= MOST_ROWS {
        return Ok(());
    }
    Err(Error::invalid(
        "to",
        gives_too_many_shares(interval.to.to_string(), rows, counted.len(), MOST_ROWS),
    ))
}

/// The current standing of everybody who scored.
fn standings(
    db: &Read<'_>,
    definition: &Definition,
    counted: &[PeriodCounts],
) -> Result<FxHashMap<CollaboratorId, Standing>> {
    let mut standings = FxHashMap::default();
    for (collaborator, ..) in counted.iter().flat_map(|period| period.scores.each()) {
        if let hash_map::Entry::Vacant(entry) = standings.entry(collaborator) {
            entry.insert(preview::standing(db, collaborator, definition)?);
        }
    }
    Ok(standings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_shares_than_one_answer_holds_are_refused() {
        let at = Instant::from_micros(0).unwrap();
        let interval = Interval { from: at, to: at };
        let period = |people: i64| {
            let mut counted = PeriodCounts::of_one_of(2);
            for who in 1..=people {
                // Points in halves beside whole ones are the same person's.
                for parts in [1, 2] {
                    let added = counted.scores.add(CollaboratorId(who), parts, 1, 0);
                    assert_eq!(added, Some(()));
                }
            }
            counted
        };
        let fits = [period(100_000), period(100_000)];
        assert!(refuse_too_many_rows(&fits, interval).is_ok());
        let refused = refuse_too_many_rows(&[period(100_000), period(100_001)], interval);
        let message = refused.unwrap_err().to_string();
        assert!(
            message.contains("there are 200001 shares in 2 periods"),
            "{message}"
        );
    }
}
