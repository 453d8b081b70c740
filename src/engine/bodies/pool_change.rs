//! What a recount did to the pools, as the ledger keeps it.

use serde::{Deserialize, Serialize};

use super::{PoolEntry, append_part};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::pool_entry::Slot;
use crate::engine::Result;
use crate::store::pools::Counted;
use crate::store::{Write, ledger};

/// How many changes one part holds.
const ROWS: usize = 1_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolChange {
    Removed(Counts),
    /// An entry that moved to another pool keeps its number.
    Added(PoolEntry),
}

/// As much of a removed entry as a sum needs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Counts {
    pub id: i64,
    pub distribution: DistributionId,
    #[serde(rename = "source")]
    pub slot: Slot,
    /// A percentage; empty for whole amounts.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

impl PoolChange {
    /// An entry that leaves the pool of a distribution, which is no longer the entry's own where it was moved before.
    #[must_use]
    pub fn removed_from(distribution: DistributionId, entry: &PoolEntry) -> PoolChange {
        PoolChange::Removed(Counts {
            id: entry.id,
            distribution,
            slot: entry.slot,
            rate: entry.rate.clone(),
            base: entry.base,
        })
    }
}

impl From<Counted> for Counts {
    fn from(counted: Counted) -> Counts {
        Counts {
            id: counted.entry,
            distribution: counted.distribution,
            slot: counted.slot,
            rate: counted.rate,
            base: counted.base,
        }
    }
}

/// Writes changes of pools into the ledger, if there are any.
pub fn append_changes(
    db: &Write<'_>,
    distributor: DistributorId,
    now: Instant,
    changes: &[PoolChange],
) -> Result<()> {
    // The same distributor can be recounted any number of times; the number of the ledger's next entry tells the acts apart.
    let number = ledger::head(db)?.map_or(0, |head| head.seq) + 1;
    let subject = format!("{distributor}:{number}");
    for (part, changes) in (0..).zip(changes.chunks(ROWS)) {
        append_part(db, now, LedgerAct::Recount, &subject, part, &changes)?;
    }
    Ok(())
}
