//! Obligations. A row's amount and owner never change; its status moves forward.
//! Not here: how many stand where (`counts`), which [`Writer`] keeps.

pub mod moves;
mod writer;

use rusqlite::{Connection, Row, params};

use super::Result;
use super::counts;
use super::find::{self, Filter, FilterKind, Listing, Page, Query};
use crate::domain::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, ObligationId, PayoutId,
};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::units::Units;

pub use moves::Advance;
pub use writer::{Released, Writer};

/// How obligations are listed.
pub const LISTING: Listing = Listing {
    what: "obligations",
    from: "obligations o",
    columns: "o.id, o.status, o.created_at, o.kind, o.collaborator_id, o.distributor_id, o.distribution_id, \
              o.allocation_id, o.amount, o.currency, o.reason, o.corrects, o.payable_at, o.fulfillment_id, o.payout_id",
    id: "o.id",
    filters: &[
        Filter {
            name: "id",
            column: "o.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "o.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "kind",
            column: "o.kind",
            kind: FilterKind::Text,
        },
        Filter {
            name: "collaborator",
            column: "o.collaborator_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distributor",
            column: "o.distributor_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distribution",
            column: "o.distribution_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "fulfillment",
            column: "o.fulfillment_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "payout",
            // By way of the collaborator, who is indexed.
            column: "(o.collaborator_id, o.payout_id) IN (SELECT collaborator_id, id FROM payouts WHERE id IN (?))",
            kind: FilterKind::IdsWhere,
        },
        Filter {
            name: "currency",
            column: "o.currency",
            kind: FilterKind::Text,
        },
        Filter {
            name: "created_from",
            column: "o.created_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "created_until",
            column: "o.created_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "o.id"),
        ("created_at", "o.created_at"),
        ("amount", "o.amount"),
        ("collaborator", "o.collaborator_id"),
        ("status", "o.status"),
    ],
    search: &["o.reason"],
};

/// Reads a listed row.
pub fn row(row: &Row<'_>) -> rusqlite::Result<Obligation> {
    let currency: Units = row.get(9)?;
    Ok(Obligation {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        kind: row.get(3)?,
        collaborator: row.get(4)?,
        name: None,
        distributor: row.get(5)?,
        distribution: row.get(6)?,
        allocation: row.get(7)?,
        amount: Money {
            minor: row.get(8)?,
            units: currency,
        },
        currency,
        reason: row.get(10)?,
        corrects: row.get(11)?,
        payable_at: row.get(12)?,
        fulfillment: row.get(13)?,
        payout: row.get(14)?,
    })
}

/// An obligation to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObligation<'a> {
    /// Where it stands at first.
    pub status: ObligationStatus,
    /// What makes it.
    pub kind: ObligationKind,
    /// To whom it is owed.
    pub collaborator: CollaboratorId,
    /// By which distributor's rules.
    pub distributor: Option<DistributorId>,
    /// By which distribution.
    pub distribution: Option<DistributionId>,
    /// By which allocation.
    pub allocation: Option<AllocationId>,
    /// Minor units.
    pub amount: i64,
    /// The currency, or points.
    pub units: Units,
    /// The reason.
    pub reason: Option<&'a str>,
    /// The obligation it stands in for or corrects.
    pub corrects: Option<ObligationId>,
    /// From when it can be paid.
    pub payable_at: Instant,
}

/// Lists obligations. All, and those of a status or currency, are found by their counts.
pub fn page(db: &Connection, query: &Query) -> Result<Page<Obligation>> {
    let is_counted = |filter: &Filter| matches!(filter.name, "status" | "currency");
    if query.search.is_none() && query.filters.iter().all(|(filter, _)| is_counted(filter)) {
        counts::page(db, query, row)
    } else {
        find::page(db, &LISTING, query, row)
    }
}

/// An obligation that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// Its number.
    pub id: ObligationId,
    /// To whom it is owed.
    pub collaborator: CollaboratorId,
    /// Minor units; a correction may be negative.
    pub amount: i64,
    /// The currency, or points.
    pub units: Units,
}

/// All that can be paid, grouped by collaborator and currency: pending, and created before `until`.
/// Points are not money and are left out.
pub fn payable(db: &Connection, until: Instant) -> Result<Vec<Payable>> {
    let mut payable: Vec<Payable> = Vec::new();
    // Each currency by itself: twenty thousand times the same name would be read and looked up.
    for units in counts::pending(db)? {
        let mut query = db.prepare_cached(
            "SELECT o.id, o.collaborator_id, o.amount FROM obligation_counts s \
             CROSS JOIN obligations o ON o.id BETWEEN s.stretch * 64 AND s.stretch * 64 + 63 \
             WHERE s.status = 'pending' AND s.currency = ?1 AND o.status = 'pending' AND o.currency = ?1 \
             AND o.created_at < ?2",
        )?;
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
    // They come by currency and number, and keep that order.
    payable.sort_by_key(|row| row.collaborator);
    Ok(payable)
}

/// The obligations in a payout. They are looked for among those of its collaborator, who is indexed.
pub fn of_payout(db: &Connection, payout: PayoutId) -> Result<Vec<Obligation>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE o.payout_id = ?1 \
         AND o.collaborator_id = (SELECT collaborator_id FROM payouts WHERE id = ?1) ORDER BY o.id",
        LISTING.columns, LISTING.from
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([payout], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What clawbacks of a distribution sum to: negative where money was claimed back. One whose payout failed or came back is
/// owed again by another obligation, and was claimed all the same; corrections by hand are none, whatever reason they give.
pub fn clawed_back(db: &Connection, distribution: DistributionId) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(amount), 0) FROM obligations \
         WHERE distribution_id = ?1 AND kind = 'adjustment' \
         AND id NOT IN (SELECT body ->> '$.result.id' FROM ledger WHERE act = 'adjustment' AND part = 0)",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// The obligation an allocation made.
pub fn of_allocation(db: &Connection, allocation: AllocationId) -> Result<Option<ObligationId>> {
    use rusqlite::OptionalExtension;
    let mut query = db.prepare_cached("SELECT id FROM obligations WHERE allocation_id = ?1")?;
    Ok(query.query_row([allocation], |row| row.get(0)).optional()?)
}

/// Whether any share of a distribution was released.
pub fn is_released(db: &Connection, distribution: DistributionId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM obligations WHERE distribution_id = ?1 AND kind = 'distribution' \
         AND status IN ('pending', 'fulfilled', 'complete'))",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// Whether something was held until now that can be released: its collaborator is active.
pub fn can_be_released(db: &Connection, now: Instant) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM obligation_counts s \
         CROSS JOIN obligations o ON o.id BETWEEN s.stretch * 64 AND s.stretch * 64 + 63 \
         WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
         AND o.collaborator_id IN (SELECT id FROM collaborators WHERE status = 'active'))",
    )?;
    Ok(query.query_row([now], |row| row.get(0))?)
}

/// The distributions of which something was held until now, by number.
pub fn held_distributions(db: &Connection, now: Instant) -> Result<Vec<DistributionId>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT o.distribution_id FROM obligation_counts s \
         CROSS JOIN obligations o ON o.id BETWEEN s.stretch * 64 AND s.stretch * 64 + 63 \
         WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
         AND o.distribution_id IS NOT NULL ORDER BY o.distribution_id",
    )?;
    let rows = query.query_map([now], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An obligation that waits for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: ObligationId,
    /// The currency, or points.
    pub units: Units,
    /// From when it can be paid.
    pub payable_at: Instant,
    /// Whether its collaborator is active.
    pub active: bool,
    /// Whether it claims money back, which waits for nobody.
    pub is_clawback: bool,
}

/// The obligations of a distribution that wait for its approval.
pub fn drafts_of(db: &Connection, distribution: DistributionId) -> Result<Vec<Draft>> {
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
