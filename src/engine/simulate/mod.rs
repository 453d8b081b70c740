//! Trying rules on the past: what a distributor would have paid over recorded history. Writes nothing.
//!
//! Events and sales count by when they happened: in hindsight nothing is late. Whom an event credits, and
//! whether they could earn then, is as it was recorded; whether they would be paid is as they stand now.
//! What was given by hand (credits, top-ups, adjustments) belongs to one real distributor and is left out.
//!
//! Events are read once, in one pass that keeps sums only; a second pass follows where a tie is decided by
//! who came first. Then the periods are played one after another ([`replay`]), by the rules that close
//! real ones.

mod calendar;
mod closed;
mod credited;
mod measured;
mod money;
pub mod recent;
mod repeats;
mod replay;
mod scores;
mod sums;
mod ties;

use std::collections::HashMap;
use std::collections::hash_map;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::standings::PoolSoFar;
use super::{Error, Result, Site, preview};
use crate::domain::distribution::{AllocationStatus, DistributionStatus, PeriodRow};
use crate::domain::distributor::Definition;
use crate::domain::division::{Share, Standing};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value};
use crate::domain::instant::{self, Instant};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::engine::configure::distributor::{as_given, asked_rules};
use crate::store::Connection;
use crate::store::interval::Interval;
use calendar::{Calendar, MOST_PERIODS};
use replay::Replay;
use scores::Counted;

/// How many shares of periods one answer holds: about a quarter of a gigabyte in PHP.
const MOST_ROWS: usize = 200_000;

/// What a period would have come to.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedPeriod {
    /// The period.
    pub period: PeriodRow,
    /// `complete`, `skipped`, or `tracking` where it ends after the interval that was asked for.
    pub status: DistributionStatus,
    /// Why it would have been skipped.
    pub reason: Option<&'static str>,
    /// The pool and what fills it.
    pub pool: PoolSoFar,
    /// What the next period would have opened with; null while this one is not over.
    pub carried: Option<Money>,
    /// Who would have got what, best first; empty where it would have been skipped.
    pub allocations: Vec<TriedAllocation>,
    /// What would have been claimed back in this period of what earlier ones paid.
    pub adjustments: Vec<TriedAdjustment>,
}

impl TriedPeriod {
    /// Whether it is not over.
    fn is_open(&self) -> bool {
        self.status == DistributionStatus::Tracking
    }
}

/// What somebody would have got.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedAllocation {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The rank, from 1.
    pub rank: i64,
    /// The points that counted.
    pub score: Points,
    /// Part of the pool, with six decimals.
    #[serde(serialize_with = "as_text")]
    pub share: Share,
    /// The amount.
    pub amount: Money,
    /// What it would have come to.
    pub status: AllocationStatus,
    /// Why nothing, or why held.
    pub reason: Option<&'static str>,
}

/// What would have been claimed back from somebody; positive where it would have been given again.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TriedAdjustment {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The amount.
    pub amount: Money,
    /// The period whose sales were refunded.
    pub period: PeriodRow,
}

/// The call.
pub const ENTRY: Entry = Entry::question::<Simulate>().refused_for(&[
    (Refusal::NotFound, "there is no such distributor"),
    (Refusal::Conflict, "a sum is too large to count"),
]);

/// Tries a definition on the past.
#[derive(Debug)]
pub struct Simulate;

/// The definition as it was given, and the time from and until which it is tried.
type Asked<'v> = (&'v Value<'v>, Instant, Instant);

impl Call for Simulate {
    const NAME: &'static str = "simulate";
    const ABOUT: &'static str = "What a distributor would have paid over recorded history, period by period. Everything counts by when \
        it happened; collaborators are paid as they stand now; what was given by hand is left out. Writes nothing. At most 1000 \
        periods.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Vec<TriedPeriod>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let distributor = fields.required(
                "distributor",
                "a definition as for siren_save_distributor(); with id, it is tried over that distributor's newest rules",
                |cursor| as_given(cursor, given),
            );
            let from = fields.required("from", "from when on; stands in for starts_at", instant::read);
            let to = fields.required("to", "until when; what happened then is not looked at any more", instant::read);
            Some((distributor?, from?, to?))
        })
    }
}

impl Run for Simulate {
    fn run(
        site: &Site,
        (distributor, from, to): Asked<'_>,
        _: Instant,
    ) -> Result<Vec<TriedPeriod>> {
        simulate(site, distributor, from, to)
    }
}

/// Tries a definition on what was recorded from `from` until before `to`.
pub fn simulate(
    site: &Site,
    input: &Value<'_>,
    from: Instant,
    to: Instant,
) -> Result<Vec<TriedPeriod>> {
    if to <= from {
        return Err(Error::invalid(
            "to",
            format!("is {to}; it must be after from, which is {from}"),
        ));
    }
    site.read_apart(|db| {
        let definition = Definition {
            starts_at: from,
            ..asked_rules(site, db, input, from)?
        };
        let calendar = Calendar::between(&definition.schedule, from, to).ok_or_else(|| {
            Error::invalid(
                "to",
                format!("is {to}; from {from} on that is more than {MOST_PERIODS} periods, the most that can be tried at once"),
            )
        })?;
        let calendar = calendar.with_windows_of(&definition);
        play(db, &definition, &calendar, Interval { from, to })
    })
}

fn play(
    db: &Connection,
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
    // Who takes a tied place changes neither what is left of a pool nor anybody's score.
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

// The signature is the one serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn as_text<S: serde::Serializer>(
    share: &Share,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(share)
}

/// A row for everybody in every period is more than an answer can hold, long before it is more than can be counted.
fn refuse_too_many_rows(counted: &[Counted], interval: Interval) -> Result<()> {
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
        format!(
            "is {}; until then there are {rows} shares in {} periods, more than the {MOST_ROWS} of one answer. Ask for a shorter interval",
            interval.to,
            counted.len(),
        ),
    ))
}

/// How everybody who scored stands now.
fn standings(
    db: &Connection,
    definition: &Definition,
    counted: &[Counted],
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
            let mut counted = Counted::of_one_of(2);
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
