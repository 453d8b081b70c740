//! The snapshot of a distribution in the ledger: everything that its result follows from, and the result, as canonical JSON
//! in parts.
//!
//! Part 0 is the head. The parts after it hold up to [`ROWS`] rows each, first of participants, then of customers if it was
//! their money that was divided: a snapshot of a million rows in one text would have a hundred megabytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::Definition;
use crate::domain::division::{Allocation, Entrant, Standing, WrittenAllocation};
use crate::domain::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, ObligationId,
};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::money;
use crate::domain::points::Points;
use crate::domain::structure::CustomerShare;
use crate::domain::units::Units;
use crate::domain::verdict::Verdict;
use crate::domain::words::Word;
use crate::engine::pool::Pool;
use crate::engine::preview::Preview;
use crate::engine::{Result, pool_lines};
use crate::store::distributions::{self, Open};
use crate::store::{Error as StoreError, Read, Write, json, ledger, metrics, pools};

pub const ROWS: usize = 1_000;

/// How a distribution is closed.
pub struct ClosingOutcome<'o> {
    pub verdict: &'o Verdict,
    /// Whether no period follows.
    pub is_last: bool,
    /// Those who are in the snapshot, in the order of the division.
    pub written: &'o [WrittenAllocation<'o>],
    pub payable_at: Instant,
    /// The snapshot that this one takes the place of.
    pub replaces: Option<&'o Kept>,
    pub now: Instant,
}

/// The first part: rules, pool and result. Amounts are in major units, as people read them, except in `inputs`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head<'h> {
    pub distribution: DistributionId,
    pub distributor: DistributorId,
    pub version: i64,
    pub created_at: i64,
    pub due_at: i64,
    pub period: Span,
    #[serde(borrow)]
    pub status: Cow<'h, str>,
    #[serde(borrow)]
    pub reason: Option<Cow<'h, str>>,
    #[serde(borrow)]
    pub currency: Cow<'h, str>,
    pub amount: String,
    pub inputs: Inputs,
    pub sources: serde_json::Value,
    pub distributed: String,
    pub carried: String,
    /// Whether no period follows, which is why nothing is carried.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
    pub payable_at: i64,
    pub rules: serde_json::Value,
    /// The snapshot that this one replaces, if the distribution was divided again.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaces<'h>>,
    /// The number of entries of its pool and of its scores, if refunds may still add to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<(i64, i64)>,
    /// How many rows of participants follow.
    pub allocations: usize,
    /// How many rows of customers follow those.
    pub customers: usize,
}

/// The snapshot that another one replaces.
#[derive(Debug, Serialize, Deserialize)]
pub struct Replaces<'h> {
    /// The number of the new snapshot, from 2.
    pub number: i64,
    /// The hash of the last part of the one before.
    #[serde(borrow)]
    pub hash: Cow<'h, str>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Span {
    pub start: Instant,
    pub end: Instant,
}

/// What the pool is filled from, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The base of each source, in the order of the rules.
    pub bases: Vec<i64>,
    /// Sales of other periods and refunds of such sales, by percentage.
    pub corrections: Vec<(String, i64)>,
    /// Fixed amounts per event, for events of other periods.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub late_events: i64,
    pub opening: i64,
    pub top_ups: i64,
}

impl Inputs {
    pub fn of(pool: &Pool) -> Inputs {
        let correction = |correction: &crate::domain::pool::Correction| {
            (correction.percent.to_string(), correction.base)
        };
        let contents = &pool.contents;
        Inputs {
            bases: contents.bases.clone(),
            corrections: contents.corrections.iter().map(correction).collect(),
            late_events: contents.late_events,
            opening: contents.opening,
            top_ups: contents.top_ups,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_zero(amount: &i64) -> bool {
    *amount == 0
}

/// A participant: what went in, and what came out. Values that most participants share are left out.
#[derive(Debug, Serialize, Deserialize)]
pub struct Row<'r> {
    pub collaborator: CollaboratorId,
    /// The score that counted, never negative.
    pub score: Points,
    /// The actual points, if they were negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// `inactive` or `outside_audience`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Cow<'r, str>>,
    /// When the score was reached, if that decided a tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_at: Option<Instant>,
    #[serde(borrow)]
    pub status: Cow<'r, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'r, str>>,
    pub rank: i64,
    #[serde(borrow)]
    pub share: Cow<'r, str>,
    #[serde(borrow)]
    pub amount: Cow<'r, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation: Option<AllocationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligation: Option<ObligationId>,
    /// The first status of the obligation, and its reason.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Cow<'r, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub owed_reason: Option<Cow<'r, str>>,
}

/// The money of a customer, without the name: the weight as text, because it may exceed 64 bits, and whom they engaged with.
pub type CustomerRow = (String, Vec<(CollaboratorId, Points)>);

/// The subject of a snapshot: the distributor and its period, and from the second snapshot on its number.
pub fn subject(distributor: DistributorId, start: Instant, number: i64) -> String {
    match number {
        1 => format!("{distributor}:{start}"),
        number => format!("{distributor}:{start}:{number}"),
    }
}

/// Whether refunds may still change a distribution that was divided.
pub fn is_provisional(definition: &Definition, status: DistributionStatus) -> bool {
    status != DistributionStatus::Skipped && (definition.review || definition.hold_days > 0)
}

/// The number of entries of the pool of a distribution, and of its scores.
pub fn counted(db: &Read<'_>, id: DistributionId) -> Result<(i64, i64)> {
    Ok((pools::count(db, id)?, metrics::count(db, id)?))
}

/// The newest snapshot of a distribution.
#[derive(Debug)]
pub struct Kept {
    /// Counted from 1.
    pub number: i64,
    /// The hash of its last part.
    pub hash: String,
    pub inputs: Inputs,
    /// What was carried over so far, in minor units.
    pub carried: i64,
    pub payable_at: Instant,
    pub counted: Option<(i64, i64)>,
    /// The actual points, which may be negative.
    pub points: BTreeMap<CollaboratorId, Points>,
    pub standings: BTreeMap<CollaboratorId, Standing>,
    /// Sorted.
    pub customers: Vec<CustomerRow>,
}

/// Reads the newest snapshot of a distribution, if it has one.
pub fn read(db: &Read<'_>, closed: &Open) -> Result<Option<Kept>> {
    let heads = ledger::numbered(
        db,
        LedgerAct::Distribution,
        &subject(closed.distributor, closed.start, 1),
    )?;
    let Some(newest) = heads.last() else {
        return Ok(None);
    };
    let head: Head<'_> = parsed(&newest.body)?;
    let amount = |text: &str| {
        let units = Units::from_code(&head.currency)?;
        money::from_own_text(text, units)
    };
    let mut kept = Kept {
        number: head.replaces.as_ref().map_or(1, |replaces| replaces.number),
        hash: newest.hash.clone(),
        carried: amount(&head.carried).ok_or_else(|| unreadable(&head.carried))?,
        payable_at: Instant::from_micros(head.payable_at)
            .ok_or_else(|| unreadable(&head.payable_at))?,
        counted: head.counted,
        inputs: head.inputs,
        points: BTreeMap::new(),
        standings: BTreeMap::new(),
        customers: Vec::new(),
    };
    for (body, hash) in ledger::parts(db, LedgerAct::Distribution, &newest.subject)? {
        kept.hash = hash;
        if kept.points.len() < head.allocations {
            for row in parsed::<Vec<Row<'_>>>(&body)? {
                let known = standing(row.standing.as_deref());
                let known = known.ok_or_else(|| unreadable(&row.collaborator))?;
                kept.standings.insert(row.collaborator, known);
                kept.points
                    .insert(row.collaborator, row.points.unwrap_or(row.score));
            }
        } else {
            kept.customers.extend(parsed::<Vec<CustomerRow>>(&body)?);
        }
    }
    kept.customers.sort();
    Ok(Some(kept))
}

fn parsed<'b, T: Deserialize<'b>>(body: &'b str) -> Result<T> {
    Ok(serde_json::from_str(body).map_err(|error| unreadable(&error))?)
}

fn unreadable(what: &impl std::fmt::Display) -> StoreError {
    StoreError::Inconsistent(format!("a snapshot in the ledger cannot be read: {what}"))
}

/// The customers whose money would be divided, sorted.
pub fn customers(preview: &Preview) -> Vec<CustomerRow> {
    let mut rows: Vec<CustomerRow> = preview.customers.iter().map(customer).collect();
    rows.sort();
    rows
}

/// Writes the snapshot, and answers the hash of its last part; `None` if this period was closed before.
pub fn write(
    db: &Write<'_>,
    open: &Open,
    preview: &Preview,
    outcome: &ClosingOutcome<'_>,
) -> Result<Option<String>> {
    let number = outcome.replaces.map_or(1, |kept| kept.number + 1);
    let subject = subject(open.distributor, open.start, number);
    let head = head(db, open, preview, outcome)?;
    let Some(mut hash) = ledger::append(
        db,
        outcome.now,
        LedgerAct::Distribution,
        &subject,
        0,
        &json::text(&head)?,
    )?
    else {
        return Ok(None);
    };
    let units = preview.definition.units;
    let people = outcome.written.chunks(ROWS).map(|part| {
        let rows: Vec<Row<'_>> = part
            .iter()
            .map(|written| row(written, entrant(preview, written.allocation), units))
            .collect();
        json::text(&rows)
    });
    let customers = preview.customers.chunks(ROWS).map(|shares| {
        let rows: Vec<CustomerRow> = shares.iter().map(customer).collect();
        json::text(&rows)
    });
    for (part, body) in (1..).zip(people.chain(customers)) {
        match ledger::append(
            db,
            outcome.now,
            LedgerAct::Distribution,
            &subject,
            part,
            &body?,
        )? {
            Some(next) => hash = next,
            None => return Ok(None),
        }
    }
    Ok(Some(hash))
}

fn head(
    db: &Read<'_>,
    open: &Open,
    preview: &Preview,
    outcome: &ClosingOutcome<'_>,
) -> Result<Head<'static>> {
    let definition = &preview.definition;
    let units = definition.units;
    let distributed = outcome
        .written
        .iter()
        .map(|written| written.allocation.amount)
        .sum();
    Ok(Head {
        distribution: open.id,
        distributor: open.distributor,
        version: open.version,
        created_at: distributions::created_at(db, open.id)?.micros(),
        due_at: open.due_at.micros(),
        period: Span {
            start: open.start,
            end: open.end,
        },
        status: Cow::Borrowed(outcome.verdict.status.name()),
        reason: outcome
            .verdict
            .reason
            .map(|reason| Cow::Borrowed(reason.name())),
        currency: Cow::Borrowed(units.code()),
        amount: money::to_text(preview.pool.filled.pool(), units),
        inputs: Inputs::of(&preview.pool),
        sources: sources(definition, &preview.pool)?,
        distributed: money::to_text(distributed, units),
        carried: money::to_text(outcome.verdict.carried, units),
        last: outcome.is_last,
        payable_at: outcome.payable_at.micros(),
        rules: rules(definition)?,
        replaces: outcome.replaces.map(|kept| Replaces {
            number: kept.number + 1,
            hash: Cow::Owned(kept.hash.clone()),
        }),
        counted: if is_provisional(definition, outcome.verdict.status) {
            Some(counted(db, open.id)?)
        } else {
            None
        },
        allocations: outcome.written.len(),
        customers: preview.customers.len(),
    })
}

pub fn sources(definition: &Definition, pool: &Pool) -> Result<serde_json::Value> {
    Ok(json::value(&pool_lines::lines(definition, pool))?)
}

/// The rules in the form in which they are saved.
pub fn rules(definition: &Definition) -> Result<serde_json::Value> {
    Ok(json::value(&definition.write())?)
}

fn row<'w>(written: &WrittenAllocation<'w>, entrant: Option<&Entrant>, units: Units) -> Row<'w> {
    let allocation = written.allocation;
    let (status, reason) = allocation.status_and_reason();
    let obligation = written.obligation.as_ref();
    Row {
        collaborator: allocation.collaborator,
        score: allocation.score.clone(),
        points: entrant
            .map(|entrant| entrant.score.clone())
            .filter(|points| *points != allocation.score),
        standing: entrant
            .and_then(|entrant| standing_name(entrant.standing))
            .map(Cow::Borrowed),
        reached_at: entrant
            .and_then(|entrant| entrant.reached_at)
            .map(Instant::from),
        status: Cow::Borrowed(status.name()),
        reason: reason.map(|reason| Cow::Borrowed(reason.name())),
        rank: allocation.rank,
        share: Cow::Owned(allocation.share.to_string()),
        amount: Cow::Owned(money::to_text(allocation.amount, units)),
        allocation: written.id,
        obligation: obligation.map(|obligation| obligation.id),
        owed: obligation.map(|obligation| Cow::Borrowed(obligation.draft.status.name())),
        owed_reason: obligation
            .and_then(|obligation| obligation.draft.reason)
            .map(|reason| Cow::Borrowed(reason.name())),
    }
}

/// The entrants are sorted by collaborator.
fn entrant<'p>(preview: &'p Preview, allocation: &Allocation) -> Option<&'p Entrant> {
    let index = preview
        .entrants
        .binary_search_by_key(&allocation.collaborator, |entrant| entrant.collaborator);
    preview.entrants.get(index.ok()?)
}

const STANDINGS: [(&str, Standing); 2] = [
    ("inactive", Standing::Inactive),
    ("outside_audience", Standing::OutsideAudience),
];

/// The name of a standing; `None` for an active collaborator.
pub fn standing_name(standing: Standing) -> Option<&'static str> {
    let found = STANDINGS.iter().find(|(_, one)| *one == standing);
    found.map(|(name, _)| *name)
}

/// The standing of a name; no name means active.
pub fn standing(name: Option<&str>) -> Option<Standing> {
    match name {
        None => Some(Standing::Active),
        Some(name) => {
            let found = STANDINGS.iter().find(|(one, _)| *one == name);
            found.map(|(_, standing)| *standing)
        }
    }
}

pub fn customer(share: &CustomerShare) -> CustomerRow {
    (share.amount.to_string(), share.engagements.clone())
}
