//! Clawback: a refund after a period was paid claims its part back from those who were paid, instead of lowering the open
//! period's pool. The closed rows stay as they are.
//!
//! The claim is the difference between the pool that was divided and the pool as it would have been without everything that
//! was taken back so far, less what was claimed before. So many small refunds claim what one large refund would, to the minor
//! unit, and an undone refund gives it again.
//!
//! That is a clawback from everyone; `credited` claims from those whose points were taken back.

mod at_close; // what was refunded between a period's end and its close
pub mod credited; // from those whose points were taken back

pub use at_close::settle_at_close;

use super::Result;
use super::bodies::{PoolEntry, insert_entry};
use super::owed::{self, Owed};
use crate::domain::clawback::{Divided, claims};
use crate::domain::distribution::{Distribution, DistributionStatus};
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::obligation::{ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::pool;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::words::Word;
use crate::engine::definition;
use crate::engine::pool::{correction, fill};
use crate::store::obligations::{self, NewObligation, Writer};
use crate::store::pools::{self, NewEntry};
use crate::store::{Error as StoreError, Read, Write, distributions, ledger};

/// The subject of an act that a distribution may have several times: the distribution, and from the second time on which time
/// it is.
pub fn numbered(id: DistributionId, time: i64) -> String {
    match time {
        1 => id.to_string(),
        number => format!("{id}:{number}"),
    }
}

/// Whether anybody got a share of it.
pub fn is_divided(distribution: &Distribution) -> bool {
    matches!(
        distribution.status,
        DistributionStatus::Complete | DistributionStatus::Review
    )
}

/// What is claimed from a divided pool.
pub struct Claimed {
    pub adjustments: Vec<Owed>,
    /// What is taken from what the pool left to the next period, in minor units, negative.
    pub from_carried: i64,
}

/// A change of what a divided pool left to the next period.
#[derive(Clone, Copy)]
pub struct Lowered {
    pub closed: DistributionId,
    pub open: DistributionId,
    /// Minor units, negative; positive if an undone refund gives it again.
    pub amount: i64,
    pub at: Instant,
    pub refund: Option<i64>,
}

/// Takes part of what a divided pool left to the next period from the pool that is open now, and keeps the amount beside the
/// divided pool.
pub fn lower_carried(db: &Write<'_>, lowered: Lowered) -> Result<[PoolEntry; 2]> {
    let entry = |distribution, slot| {
        insert_entry(
            db,
            &NewEntry {
                distribution,
                slot,
                rate: "",
                kind: EntryKind::Clawback,
                base: lowered.amount,
                at: lowered.at,
                late: false,
                transaction: None,
                detail: None,
                refund: lowered.refund,
                event: None,
                customer: None,
                reason: None,
            },
        )
    };
    Ok([
        entry(lowered.closed, Slot::Uncarried)?,
        entry(lowered.open, Slot::Opening)?,
    ])
}

/// What a closed period left to the next, in minor units.
fn carried(db: &Read<'_>, closed: DistributionId) -> Result<i64> {
    let mut carried = 0;
    // There are several if it was divided again.
    for carry in ledger::numbered(db, LedgerAct::Carry, &closed.to_string())? {
        let entry: PoolEntry = serde_json::from_str(&carry.body).map_err(|error| {
            StoreError::Inconsistent(format!(
                "the ledger entry about what distribution {closed} left to the next period cannot be read: {error}"
            ))
        })?;
        carried += entry.base;
    }
    Ok(carried)
}

/// Makes the obligations that claim back what was taken from a divided pool and has not been claimed yet.
pub fn claim_from(db: &Write<'_>, closed: &Distribution, now: Instant) -> Result<Claimed> {
    let id = closed.id;
    let definition = definition::read(db, closed.distributor, closed.version)?;
    let pool = fill(db, id, &definition)?;
    let mut contents = pool.contents;
    for (rate, base) in pools::clawbacks(db, id)? {
        contents.corrections.push(correction(&rate, base)?);
    }
    let without = pool::fill(&definition.pool, &contents)?;
    let paid = distributions::allocations_of(db, id)?;
    let amounts: Vec<i64> = paid.iter().map(|row| row.amount.minor).collect();
    let divided = Divided {
        pool: closed.amount.map_or(0, |amount| amount.minor),
        paid: &amounts,
        carried: carried(db, id)?,
        claimed: -obligations::clawed_back(db, id)?,
        uncarried: -pools::uncarried(db, id)?,
    };
    let claims = claims(divided, without.pool());
    let status = match closed.status {
        DistributionStatus::Review => ObligationStatus::Draft,
        _ => ObligationStatus::Pending,
    };
    let mut made = Vec::new();
    let mut writer = Writer::new(db);
    for (row, amount) in paid.iter().zip(claims.from_paid) {
        if amount == 0 {
            continue;
        }
        made.push(owed::insert(
            &mut writer,
            now,
            &NewObligation {
                status,
                kind: ObligationKind::Adjustment,
                collaborator: row.collaborator,
                distributor: Some(closed.distributor),
                distribution: Some(id),
                allocation: None,
                amount,
                units: closed.currency,
                reason: Some(ObligationReason::Clawback.name()),
                corrects: obligations::of_allocation(db, row.id)?,
                payable_at: now,
            },
        )?);
    }
    writer.finish()?;
    Ok(Claimed {
        adjustments: made,
        from_carried: claims.from_carried,
    })
}
