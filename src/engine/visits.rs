//! Where the visits that a distribution counts came from, for somebody to review before money is paid (Q37).
//!
//! A network has another name each day, so a network that sends visits on two days counts as two. More cannot be known, because
//! no address is kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::narrowed::{self, Narrowed};
use super::{Error, Ledger, Result, Row, definition};
use crate::domain::distribution::PeriodRow;
use crate::domain::doubt::BUSY_NETWORK as BUSY;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::domain::network;
use crate::store::{crowds, distributions, lists::find};

/// How many collaborators an answer lists.
const MOST: usize = 100;

/// The visits of a distribution.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Visits {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The sums.
    #[serde(flatten)]
    pub sum: Sum,
    /// By collaborator, those with the most visits from busy networks or crowds first.
    pub collaborators: Vec<OfCollaborator>,
}

/// Visits and the networks that they came from.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Sum {
    /// The visits that count.
    pub visits: i64,
    /// The number of networks. A network counts again on each day.
    pub networks: i64,
    /// The number of busy networks.
    pub busy_networks: i64,
    /// The visits from busy networks.
    pub busy_visits: i64,
    /// The visits from networks that are not known, or no longer known.
    pub unknown: i64,
    /// The visits that did not count because too many came from one network.
    pub crowd: i64,
}

impl Sum {
    fn add(&mut self, other: &Sum) {
        self.visits += other.visits;
        self.networks += other.networks;
        self.busy_networks += other.busy_networks;
        self.busy_visits += other.busy_visits;
        self.unknown += other.unknown;
        self.crowd += other.crowd;
    }
}

/// The visits for one collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct OfCollaborator {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The sums.
    #[serde(flatten)]
    pub sum: Sum,
    /// By UTC day; only if one collaborator was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<OfDay>>,
}

/// The visits of one day.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct OfDay {
    /// The date, such as `2026-05-10`.
    pub day: String,
    /// The sums.
    #[serde(flatten)]
    pub sum: Sum,
}

pub const ENTRY: Entry = Entry::question::<AskVisits>()
    .refused_for(&[(Refusal::NotFound, "there is no such distribution")]);

#[derive(Debug)]
pub struct AskVisits;

impl Call for AskVisits {
    const NAME: &'static str = "visits";
    const ABOUT: &'static str = "Where the visits that a distribution counts came from, for somebody to review before money is paid. A network \
        is an IPv4 address or an IPv6 /48; it has another name each day, so it counts again on each. The answer lists at most \
        100 collaborators, those with the most suspicious visits first.";
    type Arguments<'v> = Narrowed;
    type Answer = Visits;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Narrowed> {
        narrowed::read(cursor, "only this collaborator, by day")
    }
}

impl Run for AskVisits {
    fn run(ledger: &Ledger, (distribution, only): Narrowed, _: Instant) -> Result<Visits> {
        visits(ledger, distribution, only)
    }
}

fn visits(
    ledger: &Ledger,
    distribution: i64,
    collaborator: Option<CollaboratorId>,
) -> Result<Visits> {
    ledger.read(|db| {
        let row = find::one(
            db,
            &distributions::LISTING,
            distribution,
            distributions::row,
        )?
        .ok_or(Error::NotFound(Row::Distribution, distribution))?;
        let definition = definition::read(db, row.distributor, row.version)?;
        let counted = crowds::of_distribution(db, row.id, collaborator)?;
        let mut refused = crowds::refused(db, (row.period.start, row.period.end), collaborator)?;
        refused.retain(|refused| definition.metric(&refused.kind).is_some());
        let all = count(&counted, &refused);
        let mut sum = Sum::default();
        let mut collaborators: Vec<OfCollaborator> = Vec::new();
        for (collaborator, days) in &all {
            let mut own = Sum::default();
            for day in days.values() {
                own.add(day);
            }
            sum.add(&own);
            collaborators.push(OfCollaborator {
                collaborator: *collaborator,
                sum: own,
                days: None,
            });
        }
        // A network that sent visits to several collaborators counts once.
        (sum.networks, sum.busy_networks) = networks(&counted);
        if let (Some(_), Some(only)) = (collaborator, collaborators.first_mut()) {
            let days = all.into_values().next().unwrap_or_default();
            only.days = Some(
                days.into_iter()
                    .map(|(day, sum)| of_day(day, sum))
                    .collect(),
            );
        }
        collaborators.sort_by_key(|one| {
            let suspicious = one.sum.busy_visits + one.sum.crowd;
            (-suspicious, -one.sum.visits, one.collaborator)
        });
        collaborators.truncate(MOST);
        Ok(Visits {
            distributor: row.distributor,
            distribution: row.id,
            period: row.period,
            sum,
            collaborators,
        })
    })
}

type ByDay = BTreeMap<i64, Sum>;

/// Visits by collaborator and day.
fn count(
    counted: &[crowds::FromNetwork],
    refused: &[crowds::Refused],
) -> BTreeMap<CollaboratorId, ByDay> {
    let mut all: BTreeMap<CollaboratorId, ByDay> = BTreeMap::new();
    for row in counted {
        let days = all.entry(row.collaborator).or_default();
        let sum = days.entry(row.day).or_default();
        sum.visits += row.visits;
        if row.network.is_none() {
            sum.unknown += row.visits;
            continue;
        }
        sum.networks += 1;
        if row.visits >= BUSY {
            sum.busy_networks += 1;
            sum.busy_visits += row.visits;
        }
    }
    for row in refused {
        let days = all.entry(row.collaborator).or_default();
        days.entry(row.day).or_default().crowd += row.visits;
    }
    all
}

/// The number of networks, and of those that are busy for at least one collaborator.
fn networks(counted: &[crowds::FromNetwork]) -> (i64, i64) {
    let of = |busy: i64| {
        let rows = counted.iter().filter(|row| row.visits >= busy);
        let names: BTreeSet<_> = rows
            .filter_map(|row| Some((row.day, row.network.as_deref()?)))
            .collect();
        i64::try_from(names.len()).unwrap_or(i64::MAX)
    };
    (of(0), of(BUSY))
}

fn of_day(day: i64, sum: Sum) -> OfDay {
    let text = network::midnight(day).to_string();
    OfDay {
        day: text.split('T').next().unwrap_or_default().to_owned(),
        sum,
    }
}
