//! Who would get what, were the open period divided now.

use std::ops::Range;

use serde::Serialize;

use super::fold::Tracked;
use super::names::Names;
use super::preview::{self, Preview};
use super::{Error, Result, Site, find, pool_lines};
use crate::domain::allocation::Status;
use crate::domain::collaborator::Name;
use crate::domain::distribution::{PeriodRow, PoolLine};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::input::{At, Fields, Problems, Value, int};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::store::distributions::Open;

/// An open period as it would be divided now.
#[derive(Debug, Serialize)]
pub struct Standings {
    /// Whose period.
    pub distributor: DistributorId,
    /// Which distribution is open.
    pub distribution: DistributionId,
    /// Its period.
    pub period: PeriodRow,
    /// Its pool so far.
    pub pool: PoolSoFar,
    /// Everyone who has points, best first; of these a page, where one is asked for.
    pub standings: Vec<Standing>,
    /// How many have points, where a page is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<usize>,
}

/// A pool and what fills it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolSoFar {
    /// How much would be divided.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// What fills it.
    pub sources: Vec<PoolLine>,
}

/// One collaborator's place.
#[derive(Debug, Serialize)]
pub struct Standing {
    /// Who.
    pub collaborator: CollaboratorId,
    /// What they are called, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Place, from 1.
    pub rank: i64,
    /// Points.
    pub score: Points,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// How much it would be.
    pub amount: Money,
    /// Why nothing, where a rule says so.
    pub reason: Option<&'static str>,
}

/// What is asked for.
struct Asked {
    /// Which rows; all where none are chosen.
    rows: Option<Range<usize>>,
    names: Names,
}

/// The standings of a distributor's open period: the one that contains `now`, or the oldest that is
/// not closed when the heartbeat is late. Options: `names`; `page` and `per_page`, without which all are told.
pub fn standings(site: &Site, id: i64, input: &Value<'_>, now: Instant) -> Result<Standings> {
    let asked = read(input)?;
    let id = DistributorId(id);
    site.read(|db| {
        let head = find::head(db, id)?.ok_or(Error::NotFound("distributor", id.0))?;
        let tracked = Tracked::read(db, id, head.status)?;
        let open = current(&tracked, now).ok_or_else(|| {
            Error::Conflict(format!(
                "distributor {id} is {} and has no open period",
                head.status
            ))
        })?;
        let definition = preview::definition(db, id, open.version)?;
        let mut shown = shown(open, &preview::so_far(db, open, definition)?, asked.rows);
        asked.names.give(db, &mut shown.standings)?;
        Ok(shown)
    })
}

fn read(input: &Value<'_>) -> Result<Asked> {
    let mut problems = Problems::default();
    let at = At::root();
    let asked = Fields::open(input, &at, &mut problems).and_then(|mut fields| {
        let mut number = |name: &'static str, most: i64| {
            let given = fields.get(name)?;
            int(given, 1..=most, &at.key(name), &mut problems)
        };
        let (page, per_page) = (number("page", 10_000_000), number("per_page", 100));
        let names = Names::read(&mut fields, &at, &mut problems);
        fields.close(&at, &mut problems);
        let rows = (page.is_some() || per_page.is_some())
            .then(|| rows_of(page.unwrap_or(1), per_page.unwrap_or(20)));
        Some(Asked {
            rows,
            names: names?,
        })
    });
    Ok(problems.into_result(asked)?)
}

/// The places of the rows of a page.
fn rows_of(page: i64, per_page: i64) -> Range<usize> {
    let place = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let first = (page - 1).saturating_mul(per_page);
    place(first)..place(first.saturating_add(per_page))
}

fn current(tracked: &Tracked, now: Instant) -> Option<&Open> {
    let containing = tracked
        .open
        .iter()
        .find(|open| open.start <= now && now < open.end);
    containing.or_else(|| tracked.open.first())
}

fn shown(open: &Open, preview: &Preview, rows: Option<Range<usize>>) -> Standings {
    let units = preview.definition.units;
    let all = &preview.outcome.allocations;
    let total = rows.is_some().then_some(all.len());
    let rows = rows.unwrap_or(0..all.len());
    let standings = all
        .iter()
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
                Status::Ineligible(reason) => Some(reason.as_str()),
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
        total,
    }
}
