//! Fulfillments and their payouts.

use rusqlite::{OptionalExtension, Row, params};

use super::Result;
use super::lists::find::{Filter, FilterKind, Listing};
use crate::domain::ids::{CollaboratorId, FulfillmentId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::payout::{Fulfillment, FulfillmentStatus, Payout, PayoutStatus, Total};
use crate::domain::units::Units;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "fulfillments",
    from: "fulfillments f",
    columns: "f.id, f.status, f.created_at",
    id: "f.id",
    filters: &[
        Filter {
            name: "id",
            column: "f.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "f.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "created_from",
            column: "f.created_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "created_until",
            column: "f.created_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "f.id"),
        ("created_at", "f.created_at"),
        ("status", "f.status"),
    ],
    search: &["f.status"],
};

/// Reads a listed fulfillment; its totals are read beside it.
pub fn row(row: &Row<'_>) -> rusqlite::Result<Fulfillment> {
    Ok(Fulfillment {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        totals: Vec::new(),
    })
}

pub const PAYOUTS: Listing = Listing {
    what: "payouts",
    from: "payouts p",
    columns: "p.id, p.status, p.created_at, p.fulfillment_id, p.collaborator_id, p.amount, p.currency, p.reference, \
              p.note, p.paid_at",
    id: "p.id",
    filters: &[
        Filter {
            name: "id",
            column: "p.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "p.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "fulfillment",
            column: "p.fulfillment_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "collaborator",
            column: "p.collaborator_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "currency",
            column: "p.currency",
            kind: FilterKind::Text,
        },
        Filter {
            name: "paid_from",
            column: "p.paid_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "paid_until",
            column: "p.paid_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "p.id"),
        ("created_at", "p.created_at"),
        ("amount", "p.amount"),
        ("collaborator", "p.collaborator_id"),
        ("status", "p.status"),
        ("paid_at", "p.paid_at"),
    ],
    search: &["p.reference", "p.note"],
};

pub fn payout_row(row: &Row<'_>) -> rusqlite::Result<Payout> {
    let currency: Units = row.get(6)?;
    Ok(Payout {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        fulfillment: row.get(3)?,
        collaborator: row.get(4)?,
        name: None,
        amount: Money {
            minor: row.get(5)?,
            units: currency,
        },
        currency,
        reference: row.get(7)?,
        note: row.get(8)?,
        paid_at: row.get(9)?,
    })
}

/// What a fulfillment comes to, for each currency.
pub fn totals(db: &Read<'_>, id: FulfillmentId) -> Result<Vec<Total>> {
    let mut query = db.prepare_cached(
        "SELECT currency, SUM(amount), COUNT(*) FROM payouts WHERE fulfillment_id = ?1 GROUP BY currency ORDER BY currency",
    )?;
    let rows = query.query_map([id], |row| {
        let currency: Units = row.get(0)?;
        Ok(Total {
            currency,
            amount: Money {
                minor: row.get(1)?,
                units: currency,
            },
            payouts: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn payouts_of(db: &Read<'_>, id: FulfillmentId) -> Result<Vec<Payout>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE p.fulfillment_id = ?1 ORDER BY p.id",
        PAYOUTS.columns, PAYOUTS.from
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([id], payout_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// In which fulfillment a payout is.
pub fn of_payout(db: &Read<'_>, id: PayoutId) -> Result<Option<FulfillmentId>> {
    let mut query = db.prepare_cached("SELECT fulfillment_id FROM payouts WHERE id = ?1")?;
    Ok(query.query_row([id], |row| row.get(0)).optional()?)
}

pub fn insert(db: &Write<'_>, now: Instant) -> Result<FulfillmentId> {
    db.prepare_cached("INSERT INTO fulfillments (status, created_at) VALUES ('pending', ?1)")?
        .execute([now])?;
    Ok(FulfillmentId(db.last_insert_rowid()))
}

pub fn insert_payout(
    db: &Write<'_>,
    now: Instant,
    fulfillment: FulfillmentId,
    collaborator: CollaboratorId,
    amount: Money,
) -> Result<PayoutId> {
    db.prepare_cached(
        "INSERT INTO payouts (status, created_at, fulfillment_id, collaborator_id, amount, currency) \
         VALUES ('unpaid', ?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![now, fulfillment, collaborator, amount.minor, amount.units])?;
    Ok(PayoutId(db.last_insert_rowid()))
}

/// A move of a payout.
#[derive(Debug)]
pub struct Move<'m> {
    /// Where it stands.
    pub from: PayoutStatus,
    /// Where it goes.
    pub to: PayoutStatus,
    /// The bank's or the payer's reference; the one before stays when there is none.
    pub reference: Option<&'m str>,
    /// A note; the one before stays when there is none.
    pub note: Option<&'m str>,
    /// When it was paid, if that is the move; the instant before stays otherwise: what came back was paid.
    pub paid_at: Option<Instant>,
}

/// Moves a payout on, if it stands where the caller saw it. False when somebody was faster.
pub fn advance_payout(db: &Write<'_>, id: PayoutId, to: &Move<'_>) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE payouts SET status = ?3, reference = COALESCE(?4, reference), note = COALESCE(?5, note), \
             paid_at = COALESCE(?6, paid_at) WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![id, to.from, to.to, to.reference, to.note, to.paid_at])?;
    Ok(changed == 1)
}

/// Where the payouts of a fulfillment stand.
pub fn statuses(db: &Read<'_>, id: FulfillmentId) -> Result<Vec<PayoutStatus>> {
    let mut query = db.prepare_cached("SELECT status FROM payouts WHERE fulfillment_id = ?1")?;
    let rows = query.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets where a fulfillment stands.
pub fn set_status(db: &Write<'_>, id: FulfillmentId, status: FulfillmentStatus) -> Result<()> {
    db.prepare_cached("UPDATE fulfillments SET status = ?2 WHERE id = ?1")?
        .execute(params![id, status])?;
    Ok(())
}
