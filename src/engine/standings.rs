//! Who would get what if the open period were divided now.

use std::ops::Range;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::names::{Names, OfOne};
use super::periods::Tracked;
use super::preview::{self, Preview};
use super::{Error, Ledger, Result, Row, definition, pool_lines, row};
use crate::domain::collaborator::Name;
use crate::domain::distribution::{PeriodRow, PoolContribution};
use crate::domain::division::Status;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::input::{Cursor, id, int, number};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::store::distributions::Open;

messages! {
    has_no_open_period(distributor: String, status: String) = "distributor {distributor} is {status} and has no open period";
}

/// An open period as it would be divided now.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Standings {
    /// The distributor.
    pub distributor: DistributorId,
    /// The open distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The pool so far.
    pub pool: PoolSoFar,
    /// Everyone who has points, best first, or a page of them.
    pub standings: Vec<Standing>,
    /// How many collaborators have points; only if not all of them were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<usize>,
}

/// A pool and its parts.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PoolSoFar {
    /// How much would be divided.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
    /// The parts of the pool.
    pub sources: Vec<PoolContribution>,
}

/// One collaborator's rank and share.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Standing {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only if names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The rank, from 1.
    pub rank: i64,
    /// The points that counted.
    pub score: Points,
    /// The share of the pool, with six decimals.
    pub share: String,
    /// The amount that they would get.
    pub amount: Money,
    /// Why they would get nothing, if a rule says so.
    pub reason: Option<&'static str>,
}

impl OfOne for Standing {
    fn collaborator(&self) -> Option<CollaboratorId> {
        Some(self.collaborator)
    }

    fn set_name(&mut self, name: Name) {
        self.name = Some(name);
    }
}

#[derive(Debug)]
pub struct Asked {
    distributor: DistributorId,
    now: Instant,
    /// All rows if `None`.
    rows: Option<Range<usize>>,
    only: Option<CollaboratorId>,
    names: Names,
}

pub const ENTRY: Entry = Entry::question::<AskStandings>().refused_for(&[
    (Refusal::NotFound, "there is no such distributor"),
    (Refusal::Conflict, "no period is open"),
]);

#[derive(Debug)]
pub struct AskStandings;

impl Call for AskStandings {
    const NAME: &'static str = "standings";
    const ABOUT: &'static str = "Who would get what if the distributor's open period were divided now: the period that contains now, or, \
        if the heartbeat is late, the oldest one that is not closed. Best first; everybody, unless a page is asked for.";
    type Arguments<'v> = Asked;
    type Answer = Standings;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<Asked> {
        cursor.object(|fields| {
            let distributor =
                fields.required("distributor", "the number of the distributor", number);
            let now = given.now(fields);
            let query = fields.details("query", "which rows to list", |cursor| {
                cursor.object(|fields| {
                    let page = fields.optional("page", "the number of the page, from 1", int::<1, 10_000_000>);
                    let per_page = fields.optional(
                        "per_page",
                        "the number of rows on a page; 20 if only page is given",
                        int::<1, 100>,
                    );
                    let names = Names::read(fields);
                    let only = fields.optional(
                        "collaborator",
                        "only this collaborator's row, with the rank among all; no row if they have no points",
                        id,
                    );
                    let rows = (page.is_some() || per_page.is_some())
                        .then(|| rows_of(page.unwrap_or(1), per_page.unwrap_or(20)));
                    Some((rows, only, names?))
                })
            });
            let (rows, only, names) = query?;
            Some(Asked {
                distributor: DistributorId(distributor?),
                now: now?,
                rows,
                only: only.map(CollaboratorId),
                names,
            })
        })
    }
}

impl Run for AskStandings {
    fn run(ledger: &Ledger, asked: Asked, _: Instant) -> Result<Standings> {
        standings(ledger, &asked)
    }
}

fn standings(ledger: &Ledger, asked: &Asked) -> Result<Standings> {
    let (id, now) = (asked.distributor, asked.now);
    ledger.read(|db| {
        let head = row::head(db, id)?.ok_or(Error::NotFound(Row::Distributor, id.0))?;
        let tracked = Tracked::read(db, id, head.status)?;
        let open = current(&tracked, now).ok_or_else(|| {
            Error::Conflict(has_no_open_period(id.to_string(), head.status.to_string()))
        })?;
        let definition = definition::read(db, id, open.version)?;
        let mut shown = shown(open, &preview::so_far(db, open, definition)?, asked);
        asked.names.give(db, &mut shown.standings)?;
        Ok(shown)
    })
}

/// The indexes of the rows of a page.
fn rows_of(page: i64, per_page: i64) -> Range<usize> {
    let index = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let first = (page - 1).saturating_mul(per_page);
    index(first)..index(first.saturating_add(per_page))
}

fn current(tracked: &Tracked, now: Instant) -> Option<&Open> {
    let containing = tracked.open.iter().find(|open| open.contains(now));
    containing.or_else(|| tracked.open.first())
}

fn shown(open: &Open, preview: &Preview, asked: &Asked) -> Standings {
    let units = preview.definition.units;
    let all = &preview.outcome.allocations;
    let is_part = asked.rows.is_some() || asked.only.is_some();
    let rows = asked.rows.clone().unwrap_or(0..all.len());
    let standings = all
        .iter()
        .filter(|allocation| {
            asked
                .only
                .is_none_or(|only| only == allocation.collaborator)
        })
        .skip(rows.start)
        .take(rows.len())
        .map(|allocation| Standing {
            collaborator: allocation.collaborator,
            name: None,
            rank: allocation.rank,
            score: allocation.score.clone(),
            share: allocation.share.to_string(),
            amount: Money {
                minor: allocation.amount,
                units,
            },
            reason: match allocation.status {
                Status::Ineligible(reason) => Some(reason.name()),
                Status::Paid | Status::Held | Status::Zero => None,
            },
        });
    Standings {
        distributor: open.distributor,
        distribution: open.id,
        period: PeriodRow {
            start: open.start,
            end: open.end,
        },
        pool: PoolSoFar {
            amount: Money {
                minor: preview.pool.filled.pool(),
                units,
            },
            currency: units,
            sources: pool_lines::lines(&preview.definition, &preview.pool),
        },
        standings: standings.collect(),
        total: is_part.then_some(all.len()),
    }
}
