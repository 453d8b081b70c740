//! The bodies of ledger entries: enough of what an act did to make each of its rows again.
//!
//! Who bought something is left out: people can ask to be forgotten, and a hash chain cannot forget. Texts that no money
//! depends on are there as digests.

mod pool_change; // pool entries that a recount added and removed
mod pool_entry; // money that went into a pool, or left it
mod sale; // sales, refunds and amendments

use serde::Serialize;

pub use pool_change::{Counts, PoolChange, append_changes};
pub use pool_entry::{PoolEntry, insert_entry};
pub use sale::{AmendmentBody, DetailBody, RefundBody, RefundChange, SaleBody};

use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::engine::Result;
use crate::store::{Error as StoreError, Write, json, ledger};

/// Appends an act of one part. The caller has just made the row it is about, so the ledger cannot have it yet.
pub fn append(
    db: &Write<'_>,
    now: Instant,
    act: LedgerAct,
    subject: &str,
    body: &impl Serialize,
) -> Result<()> {
    append_part(db, now, act, subject, 0, body)
}

/// Appends one part of an act.
pub fn append_part(
    db: &Write<'_>,
    now: Instant,
    act: LedgerAct,
    subject: &str,
    part: i64,
    body: &impl Serialize,
) -> Result<()> {
    let body = json::text(body)?;
    match ledger::append(db, now, act, subject, part, &body)? {
        Some(_) => Ok(()),
        None => {
            Err(StoreError::Inconsistent(format!("the ledger already has {act} {subject}")).into())
        }
    }
}
