//! What a distribution did not count for a collaborator, and why, so that nothing is excluded without them being told.
//!
//! The answer says what and how often, but never who: customers are none of the collaborator's business.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::{Error, Ledger, Result, Row, definition};
use crate::domain::distribution::PeriodRow;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::input::{Cursor, number};
use crate::domain::instant::Instant;
use crate::store::not_counted::{self as stored, Ignored};
use crate::store::{distributions, lists::find};

/// What was not counted for one collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct NotCounted {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// What was not counted, by reason, in alphabetical order.
    pub reasons: Vec<OfReason>,
    /// Whether everything was examined. If there are very many events, only the newest are.
    pub complete: bool,
}

/// What was not counted for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OfReason {
    /// The reason.
    pub reason: String,
    /// The number of events.
    pub events: i64,
    /// The number of events of each type.
    pub types: BTreeMap<String, i64>,
    /// When the newest of them happened.
    pub newest: Instant,
}

pub const ENTRY: Entry = Entry::question::<AskNotCounted>().refused_for(&[(
    Refusal::NotFound,
    "there is no such distribution or collaborator",
)]);

#[derive(Debug)]
pub struct AskNotCounted;

impl Call for AskNotCounted {
    const NAME: &'static str = "not_counted";
    const ABOUT: &'static str = "What a distribution did not count for a collaborator, among the types of event that it measures, to be \
        shown to them. Events of customers who already counted (customer_counted) are included once the period is closed.";
    type Arguments<'v> = (i64, CollaboratorId);
    type Answer = NotCounted;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, _: Given<'_>) -> Option<Self::Arguments<'v>> {
        cursor.object(|fields| {
            let distribution =
                fields.required("distribution", "the number of the distribution", number);
            let collaborator =
                fields.required("collaborator", "the number of the collaborator", number);
            Some((distribution?, CollaboratorId(collaborator?)))
        })
    }
}

impl Run for AskNotCounted {
    fn run(
        ledger: &Ledger,
        (distribution, collaborator): (i64, CollaboratorId),
        _: Instant,
    ) -> Result<NotCounted> {
        not_counted(ledger, distribution, collaborator)
    }
}

fn not_counted(
    ledger: &Ledger,
    distribution: i64,
    collaborator: CollaboratorId,
) -> Result<NotCounted> {
    ledger.read(|db| {
        super::row::collaborator(db, collaborator)?
            .ok_or(Error::NotFound(Row::Collaborator, collaborator.0))?;
        let row = find::one(
            db,
            &distributions::LISTING,
            distribution,
            distributions::row,
        )?
        .ok_or(Error::NotFound(Row::Distribution, distribution))?;
        let definition = definition::read(db, row.distributor, row.version)?;
        let interval = (row.period.start, row.period.end);
        let (mut found, complete) = stored::ignored(db, row.id, collaborator, interval)?;
        found.retain(|ignored| definition.metric(&ignored.kind).is_some());
        found.extend(stored::refused(db, row.id, collaborator)?);
        Ok(NotCounted {
            distributor: row.distributor,
            distribution: row.id,
            period: row.period,
            collaborator,
            reasons: by_reason(found),
            complete,
        })
    })
}

fn by_reason(found: Vec<Ignored>) -> Vec<OfReason> {
    let mut reasons: BTreeMap<String, OfReason> = BTreeMap::new();
    for ignored in found {
        let of = reasons
            .entry(ignored.reason.clone())
            .or_insert_with(|| OfReason {
                reason: ignored.reason,
                events: 0,
                types: BTreeMap::new(),
                newest: ignored.newest,
            });
        of.events += ignored.events;
        *of.types.entry(ignored.kind).or_default() += ignored.events;
        of.newest = of.newest.max(ignored.newest);
    }
    reasons.into_values().collect()
}
