//! Who would get what, were the open period divided now.

use serde::Serialize;

use super::fold::Tracked;
use super::preview::{self, Preview};
use super::{Error, Result, Site, find, pool_lines};
use crate::domain::allocation::Status;
use crate::domain::distribution::{PeriodRow, PoolLine};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
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
    /// Everyone who has points, best first.
    pub standings: Vec<Standing>,
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

/// The standings of a distributor's open period: the one that contains `now`, or the oldest that is
/// not closed when the heartbeat is late.
pub fn standings(site: &Site, id: i64, now: Instant) -> Result<Standings> {
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
        Ok(shown(open, &preview::so_far(db, open, definition)?))
    })
}

fn current(tracked: &Tracked, now: Instant) -> Option<&Open> {
    let containing = tracked
        .open
        .iter()
        .find(|open| open.start <= now && now < open.end);
    containing.or_else(|| tracked.open.first())
}

fn shown(open: &Open, preview: &Preview) -> Standings {
    let units = preview.definition.units;
    let standings = preview
        .outcome
        .allocations
        .iter()
        .map(|allocation| Standing {
            collaborator: allocation.collaborator,
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
    }
}
