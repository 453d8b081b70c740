//! Reports doubtful events of a distribution, which somebody should review before money is paid. It only reports: to act on a
//! doubt, somebody holds a share or takes points back, with a reason.
//!
//! The rules and their thresholds are in `domain::doubt`. One pass over the counted events is enough, unless a student
//! finished a course within a minute of their first lesson: then all events are searched once for an earlier one.

mod family; // customers who are collaborators, or share their mail domain
mod seconds; // courses finished faster than anybody reads
mod sources; // busy networks and shared payout accounts

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::family::People;
use self::seconds::Seconds;
use super::calls::{Call, Entry, Given, Refusal, Run};
use super::narrowed::{self, Narrowed};
use super::{Error, Ledger, Result, Row};
use crate::domain::distribution::PeriodRow;
use crate::domain::division::Share;
use crate::domain::doubt::{self, COUNTED_BY_THE_HOUR, DoubtKind, HOUR, MOST_IN_AN_HOUR};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::store::doubts::{self as stored, Counted};
use crate::store::{Read, distributions, lists::find, metrics};

/// How many events an answer lists for a doubt.
const EXAMPLES: usize = 5;

/// How many collaborators an answer lists.
const MOST: usize = 100;

/// The doubts about a distribution.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Doubts {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The number of collaborators with doubts.
    pub total: usize,
    /// At most 100 collaborators, those with doubts about the largest share of their points first.
    pub collaborators: Vec<OfCollaborator>,
}

/// The doubts about one collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct OfCollaborator {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// All their points.
    pub score: Points,
    /// The doubts about some of these points.
    pub doubts: Vec<Doubt>,
}

/// One reason to doubt events.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Doubt {
    /// The kind of doubt.
    pub kind: DoubtKind,
    /// The number of doubtful events or visits; for a shared account, the number of other collaborators who have it.
    pub count: i64,
    /// The number of events or visits that were examined; null for a shared account.
    pub of: Option<i64>,
    /// The points of these events.
    pub points: Points,
    /// The share of all their points, with six decimals.
    pub share: String,
    /// The types of these events.
    pub types: BTreeSet<String>,
    /// At most five of the events.
    pub events: Vec<EventId>,
    /// The other collaborators concerned: those who are the customer, or who share the account.
    pub collaborators: BTreeSet<CollaboratorId>,
    /// The mail domain that customer and collaborator share.
    pub domain: Option<String>,
    /// The number of busy networks. A network counts again on each day.
    pub networks: Option<i64>,
}

pub const ENTRY: Entry = Entry::question::<AskDoubts>()
    .refused_for(&[(Refusal::NotFound, "there is no such distribution")]);

#[derive(Debug)]
pub struct AskDoubts;

impl Call for AskDoubts {
    const NAME: &'static str = "doubts";
    const ABOUT: &'static str = "Reports doubtful events of a distribution, which somebody should review before money is paid. It only \
        reports and excludes nothing. The answer lists at most 100 collaborators, those with doubts about the largest share of \
        their points first.";
    type Arguments<'v> = Narrowed;
    type Answer = Doubts;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Narrowed> {
        narrowed::read(cursor, "only this collaborator")
    }
}

impl Run for AskDoubts {
    fn run(ledger: &Ledger, (distribution, only): Narrowed, _: Instant) -> Result<Doubts> {
        doubts(ledger, distribution, only)
    }
}

fn doubts(ledger: &Ledger, distribution: i64, only: Option<CollaboratorId>) -> Result<Doubts> {
    ledger.read(|db| {
        let row = find::one(
            db,
            &distributions::LISTING,
            distribution,
            distributions::row,
        )?
        .ok_or(Error::NotFound(Row::Distribution, distribution))?;
        let mut scores: BTreeMap<CollaboratorId, Points> = BTreeMap::new();
        for part in metrics::scores(db, row.id)? {
            if only.is_none_or(|only| only == part.collaborator) {
                let score = scores.entry(part.collaborator).or_insert(Points::ZERO);
                *score = score.plus(&part.points);
            }
        }
        scores.retain(|_, score| score.is_positive());
        let mut found = of_events(db, row.id, only, &scores)?;
        sources::of_visits(db, row.id, only, &scores, &mut found)?;
        sources::of_accounts(db, &scores, &mut found)?;
        let mut collaborators: Vec<OfCollaborator> = scores
            .into_iter()
            .filter_map(|(collaborator, score)| {
                let mut doubts = found.remove(&collaborator)?;
                doubts.sort_by_key(|doubt| doubt.kind);
                Some(OfCollaborator {
                    collaborator,
                    score,
                    doubts,
                })
            })
            .collect();
        collaborators.sort_by(|one, other| worst(other).cmp(&worst(one)));
        let total = collaborators.len();
        collaborators.truncate(MOST);
        Ok(Doubts {
            distributor: row.distributor,
            distribution: row.id,
            period: row.period,
            total,
            collaborators,
        })
    })
}

/// The largest doubtful share of somebody's points. Shares are texts of equal length, so they compare like numbers.
fn worst(of: &OfCollaborator) -> Option<&str> {
    of.doubts.iter().map(|doubt| doubt.share.as_str()).max()
}

type Found = BTreeMap<CollaboratorId, Vec<Doubt>>;

/// Doubts about the events of customers and students.
fn of_events(
    db: &Read<'_>,
    distribution: DistributionId,
    only: Option<CollaboratorId>,
    scores: &BTreeMap<CollaboratorId, Points>,
) -> Result<Found> {
    let mut people = People::read(db)?;
    let mut found = Found::new();
    let mut hasty: Vec<(CollaboratorId, Seconds)> = Vec::new();
    let mut events: Vec<Counted> = Vec::new();
    let mut judge = |events: &mut Vec<Counted>, people: &mut People| -> Result<()> {
        let Some(collaborator) = events.first().map(|event| event.collaborator) else {
            return Ok(());
        };
        if let Some(score) = scores.get(&collaborator) {
            let doubts = found.entry(collaborator).or_default();
            doubts.extend(family::same_family(db, people, events, score)?);
            doubts.extend(velocity(events, score));
            hasty.push((collaborator, Seconds::of(events)));
        }
        events.clear();
        Ok(())
    };
    stored::each_counted(db, distribution, only, |event| -> Result<()> {
        if events
            .first()
            .is_some_and(|first| first.collaborator != event.collaborator)
        {
            judge(&mut events, &mut people)?;
        }
        events.push(event);
        Ok(())
    })?;
    judge(&mut events, &mut people)?;
    let first = seconds::first_records(db, &hasty)?;
    for (collaborator, seconds) in hasty {
        if let Some(score) = scores.get(&collaborator) {
            let doubts = found.entry(collaborator).or_default();
            doubts.extend(seconds.doubt(&first, score));
        }
    }
    found.retain(|_, doubts| !doubts.is_empty());
    Ok(found)
}

fn velocity(events: &[Counted], score: &Points) -> Option<Doubt> {
    let (mut of, mut concerned) = (0, Vec::new());
    for kind in COUNTED_BY_THE_HOUR {
        let mut of_kind: Vec<&Counted> = events.iter().filter(|event| event.kind == kind).collect();
        of_kind.sort_by_key(|event| (event.at, event.event));
        of += of_kind.len();
        let times: Vec<i64> = of_kind.iter().map(|event| event.at).collect();
        let marks = doubt::crowded(&times, MOST_IN_AN_HOUR + 1, HOUR);
        concerned.extend(marked(&of_kind, &marks));
    }
    about(DoubtKind::Velocity, &concerned, of, score)
}

fn marked<'e>(events: &[&'e Counted], marks: &[bool]) -> Vec<&'e Counted> {
    let both = events.iter().zip(marks);
    both.filter(|(_, marked)| **marked)
        .map(|(event, _)| *event)
        .collect()
}

/// A doubt about events, if there are any.
fn about(kind: DoubtKind, events: &[&Counted], of: usize, score: &Points) -> Option<Doubt> {
    let points = events
        .iter()
        .fold(Points::ZERO, |sum, event| sum.plus(&event.points));
    let doubt = Doubt {
        kind,
        count: i64::try_from(events.len()).unwrap_or(i64::MAX),
        of: i64::try_from(of).ok(),
        share: Share::of_points(&points, score).to_string(),
        points,
        types: events.iter().map(|event| event.kind.clone()).collect(),
        events: events
            .iter()
            .take(EXAMPLES)
            .map(|event| event.event)
            .collect(),
        collaborators: BTreeSet::new(),
        domain: None,
        networks: None,
    };
    (!events.is_empty()).then_some(doubt)
}
