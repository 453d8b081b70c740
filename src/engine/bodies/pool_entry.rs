//! A pool entry as the ledger keeps it.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{DistributionId, EventId, TransactionId};
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::engine::Result;
use crate::store::Write;
use crate::store::pools::{self, Moved, NewEntry};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolEntry {
    pub id: i64,
    pub distribution: DistributionId,
    #[serde(rename = "source")]
    pub slot: Slot,
    /// The percentage at which it counts; empty for whole amounts.
    pub rate: String,
    pub kind: EntryKind,
    /// Minor units before any percentage.
    pub base: i64,
    /// Microseconds since 1970.
    pub occurred_at: i64,
    /// Whether it was booked after its own period was closed.
    pub late: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<i64>,
    /// The event that the entry pays for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Why it was carried over, or why somebody added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl From<Moved> for PoolEntry {
    fn from(moved: Moved) -> PoolEntry {
        PoolEntry {
            id: moved.id,
            distribution: moved.distribution,
            slot: moved.slot,
            rate: moved.rate,
            kind: moved.kind,
            base: moved.base,
            occurred_at: moved.at.micros(),
            late: moved.late,
            transaction: moved.transaction,
            detail: moved.detail,
            refund: moved.refund,
            event: moved.event,
            reason: moved.reason,
        }
    }
}

impl PoolEntry {
    /// Whether it is claimed back from those who were paid, instead of lowering a pool.
    #[must_use]
    pub fn is_clawback(&self) -> bool {
        self.slot.is_clawback()
    }
}

/// Inserts a pool entry, and answers what the ledger keeps of it.
pub fn insert_entry(db: &Write<'_>, new: &NewEntry<'_>) -> Result<PoolEntry> {
    Ok(PoolEntry {
        id: pools::insert(db, new)?,
        distribution: new.distribution,
        slot: new.slot,
        rate: new.rate.to_owned(),
        kind: new.kind,
        base: new.base,
        occurred_at: new.at.micros(),
        late: new.late,
        transaction: new.transaction,
        detail: new.detail,
        refund: new.refund,
        event: new.event,
        reason: new.reason.map(str::to_owned),
    })
}
