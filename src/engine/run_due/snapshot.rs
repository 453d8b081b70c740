//! The snapshot that ends a distribution in the ledger: everything its result follows from, and the
//! result, as canonical JSON in parts.
//!
//! Part 0 is the head. Each part after it holds up to [`ROWS`] allocations, because a snapshot of a
//! million would otherwise be one text of a hundred megabytes.

use serde::Serialize;

use super::close::{Made, shown};
use crate::domain::distribution::{AllocationStatus, DistributionStatus, PeriodRow, PoolLine};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, ObligationId};
use crate::domain::input::Value;
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::engine::Result;
use crate::engine::preview::{self, Preview};
use crate::store::distributions::Open;
use crate::store::{Connection, ledger};

/// Allocations in one part.
const ROWS: usize = 1_000;

/// The ledger's word for a closed distribution.
pub const ACT: &str = "distribution";

/// What became of a distribution.
pub struct Fate {
    pub status: DistributionStatus,
    pub reason: Option<&'static str>,
    pub carried: i64,
    pub now: Instant,
}

#[derive(Serialize)]
struct Head<'h> {
    distribution: DistributionId,
    distributor: DistributorId,
    version: i64,
    period: PeriodRow,
    status: DistributionStatus,
    reason: Option<&'h str>,
    currency: Units,
    amount: Money,
    sources: Vec<PoolLine>,
    distributed: Money,
    carried: Money,
    rules: Value<'static>,
    allocations: usize,
}

#[derive(Serialize)]
struct Row<'r> {
    collaborator: CollaboratorId,
    status: AllocationStatus,
    reason: Option<&'r str>,
    rank: i64,
    score: Points,
    share: String,
    amount: Money,
    obligation: Option<ObligationId>,
}

/// Writes the snapshot; answers the hash that ends it, or `None` when this period was closed before.
pub fn write(
    db: &Connection,
    open: &Open,
    preview: &Preview,
    made: &[Made<'_>],
    fate: &Fate,
) -> Result<Option<String>> {
    let units = preview.definition.units;
    let subject = format!("{}:{}", open.distributor, open.start);
    let head = Head {
        distribution: open.id,
        distributor: open.distributor,
        version: open.version,
        period: PeriodRow {
            start: open.start,
            end: open.end,
        },
        status: fate.status,
        reason: fate.reason,
        currency: units,
        amount: Money {
            minor: preview.pool.filled.pool(),
            units,
        },
        sources: preview::lines(&preview.definition, &preview.pool),
        distributed: Money {
            minor: made.iter().map(|row| row.allocation.amount).sum(),
            units,
        },
        carried: Money {
            minor: fate.carried,
            units,
        },
        rules: preview.definition.write(),
        allocations: made.len(),
    };
    let Some(mut hash) = ledger::append(db, fate.now, ACT, &subject, 0, &json(&head))? else {
        return Ok(None);
    };
    for (part, rows) in (1..).zip(made.chunks(ROWS)) {
        let rows: Vec<Row<'_>> = rows.iter().map(|row| line(row, units)).collect();
        match ledger::append(db, fate.now, ACT, &subject, part, &json(&rows))? {
            Some(next) => hash = next,
            None => return Ok(None),
        }
    }
    Ok(Some(hash))
}

fn line<'m>(made: &Made<'m>, units: Units) -> Row<'m> {
    let allocation = made.allocation;
    let (status, reason) = shown(allocation);
    Row {
        collaborator: allocation.collaborator,
        status,
        reason,
        rank: allocation.rank,
        score: allocation.score,
        share: allocation.share.to_string(),
        amount: Money {
            minor: allocation.amount,
            units,
        },
        obligation: made.obligation,
    }
}

fn json(value: &impl Serialize) -> String {
    // Plain records always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}
