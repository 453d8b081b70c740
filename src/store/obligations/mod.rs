//! Obligations. A row's amount and collaborator never change; its status only moves forward.

mod counters;
mod listing;
pub mod moves;
mod pages;
mod writer;

use rusqlite::params;

use super::Result;
use super::lists::find::{self, Filter, Page, Query};
use crate::domain::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, ObligationId, PayoutId,
};
use crate::domain::instant::Instant;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::units::Units;
use crate::store::Read;

pub(in crate::store) use counters::{BUCKET, IN_BUCKET};
pub use listing::{LISTING, row};
pub use moves::Advance;
pub use writer::{Released, Writer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObligation<'a> {
    pub status: ObligationStatus,
    pub kind: ObligationKind,
    pub collaborator: CollaboratorId,
    pub distributor: Option<DistributorId>,
    pub distribution: Option<DistributionId>,
    pub allocation: Option<AllocationId>,
    /// Minor units.
    pub amount: i64,
    pub units: Units,
    pub reason: Option<&'a str>,
    /// The obligation that it replaces or corrects.
    pub corrects: Option<ObligationId>,
    /// From when it can be paid.
    pub payable_at: Instant,
}

pub fn page(db: &Read<'_>, query: &Query) -> Result<Page<Obligation>> {
    let is_counted = |filter: &Filter| matches!(filter.name, "status" | "currency");
    if query.search.is_none() && query.filters.iter().all(|(filter, _)| is_counted(filter)) {
        pages::page(db, query, row)
    } else {
        find::page(db, &LISTING, query, row)
    }
}

/// An obligation that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    pub id: ObligationId,
    pub collaborator: CollaboratorId,
    /// Minor units; a correction may be negative.
    pub amount: i64,
    pub units: Units,
}

/// All that can be paid, grouped by collaborator and currency: pending, and created before `until`.
/// Points are not money and are left out.
pub fn payable(db: &Read<'_>, until: Instant) -> Result<Vec<Payable>> {
    let mut payable: Vec<Payable> = Vec::new();
    // One query per currency saves reading and parsing twenty thousand equal codes.
    for units in counters::pending(db)? {
        let mut query = db.prepare_cached(&format!(
            "SELECT o.id, o.collaborator_id, o.amount FROM obligation_counts s \
             CROSS JOIN obligations o ON {IN_BUCKET} \
             WHERE s.status = 'pending' AND s.currency = ?1 AND o.status = 'pending' AND o.currency = ?1 \
             AND o.created_at < ?2"
        ))?;
        let rows = query.query_map(params![units, until], |row| {
            Ok(Payable {
                id: row.get(0)?,
                collaborator: row.get(1)?,
                amount: row.get(2)?,
                units,
            })
        })?;
        for row in rows {
            payable.push(row?);
        }
    }
    // A stable sort: within a collaborator they stay ordered by currency and id.
    payable.sort_by_key(|row| row.collaborator);
    Ok(payable)
}

/// The obligations in a payout, found by the index of its collaborator.
pub fn of_payout(db: &Read<'_>, payout: PayoutId) -> Result<Vec<Obligation>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE o.payout_id = ?1 \
         AND o.collaborator_id = (SELECT collaborator_id FROM payouts WHERE id = ?1) ORDER BY o.id",
        LISTING.columns, LISTING.from
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([payout], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The sum of the clawbacks of a distribution: negative where money was claimed back. One whose payout failed or was returned
/// counts, although another obligation replaced it. Adjustments by hand do not count, whatever their reason.
pub fn clawed_back(db: &Read<'_>, distribution: DistributionId) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(amount), 0) FROM obligations \
         WHERE distribution_id = ?1 AND kind = 'adjustment' \
         AND id NOT IN (SELECT body ->> '$.result.id' FROM ledger WHERE act = 'adjustment' AND part = 0)",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// The obligation of an allocation.
pub fn of_allocation(db: &Read<'_>, allocation: AllocationId) -> Result<Option<ObligationId>> {
    use rusqlite::OptionalExtension;
    let mut query = db.prepare_cached("SELECT id FROM obligations WHERE allocation_id = ?1")?;
    Ok(query.query_row([allocation], |row| row.get(0)).optional()?)
}

/// Whether any share of a distribution was released.
pub fn is_released(db: &Read<'_>, distribution: DistributionId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM obligations WHERE distribution_id = ?1 AND kind = 'distribution' \
         AND status IN ('pending', 'fulfilled', 'complete'))",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// Whether any obligation that was held until now can be released, because its collaborator is active.
pub fn can_be_released(db: &Read<'_>, now: Instant) -> Result<bool> {
    let mut query = db.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM obligation_counts s \
         CROSS JOIN obligations o ON {IN_BUCKET} \
         WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
         AND o.collaborator_id IN (SELECT id FROM collaborators WHERE status = 'active'))"
    ))?;
    Ok(query.query_row([now], |row| row.get(0))?)
}

/// The distributions with obligations that were held until now, in order of id.
pub fn held_distributions(db: &Read<'_>, now: Instant) -> Result<Vec<DistributionId>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT DISTINCT o.distribution_id FROM obligation_counts s \
         CROSS JOIN obligations o ON {IN_BUCKET} \
         WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
         AND o.distribution_id IS NOT NULL ORDER BY o.distribution_id"
    ))?;
    let rows = query.query_map([now], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An obligation that waits for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: ObligationId,
    pub units: Units,
    /// From when it can be paid.
    pub payable_at: Instant,
    /// Whether its collaborator is active.
    pub active: bool,
    /// Whether it claims money back; then the status of the collaborator does not matter.
    pub is_clawback: bool,
}

/// The obligations of a distribution that wait for its approval.
pub fn drafts_of(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<Draft>> {
    let mut query = db.prepare_cached(
        "SELECT o.id, o.currency, o.payable_at, o.kind = 'adjustment' OR c.status = 'active', o.kind = 'adjustment' \
         FROM obligations o JOIN collaborators c ON c.id = o.collaborator_id \
         WHERE o.distribution_id = ?1 AND o.status = 'draft' ORDER BY o.id",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(Draft {
            id: row.get(0)?,
            units: row.get(1)?,
            payable_at: row.get(2)?,
            active: row.get(3)?,
            is_clawback: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
