//! The amendments of a sale for display, each with what it changed in every line.

use rusqlite::params;
use serde::Serialize;

use super::Result;
use super::transactions::TransactionRow;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::DetailKind;
use crate::store::Read;

#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AmendmentRow {
    /// The edit of the shop that it is.
    pub revision: i64,
    /// When it was recorded.
    pub created_at: Instant,
    /// When the sale was edited.
    pub occurred_at: Instant,
    /// How much the sale grew by; negative where it shrank.
    pub amount: Money,
    /// The lines that changed.
    pub details: Vec<AmendedDetail>,
}

/// What an amendment changed of a line.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AmendedDetail {
    /// What it is.
    pub kind: DetailKind,
    /// The shop's number.
    pub external_id: String,
    /// What the shop calls it; null where it went.
    pub name: Option<String>,
    /// How much it grew by; negative where it shrank.
    pub amount: Money,
    /// How many there were before; 0 where it came with this.
    pub quantity_before: Quantity,
    /// How many there are since; 0 where it went.
    pub quantity: Quantity,
}

/// The amendments of a transaction, in the order in which they were booked.
pub fn shown(db: &Read<'_>, transaction: &TransactionRow) -> Result<Vec<AmendmentRow>> {
    let mut query = db.prepare_cached(
        "SELECT id, revision, created_at, occurred_at FROM refunds \
         WHERE source = ?1 AND external_id = ?2 AND revision >= 0 ORDER BY id",
    )?;
    let rows = query.query_map([&transaction.source, &transaction.external_id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    let units = transaction.currency;
    let mut shown = Vec::new();
    for row in rows {
        let (row, revision, created_at, occurred_at) = row?;
        let details = details(db, transaction, row)?;
        let minor = details.iter().map(|detail| detail.amount.minor).sum();
        shown.push(AmendmentRow {
            revision,
            created_at,
            occurred_at,
            amount: Money { minor, units },
            details,
        });
    }
    Ok(shown)
}

/// An amendment adds a row for every line that it changes, with the new state of the line.
fn details(
    db: &Read<'_>,
    transaction: &TransactionRow,
    amendment: i64,
) -> Result<Vec<AmendedDetail>> {
    let units = transaction.currency;
    let mut query = db.prepare_cached(
        "SELECT d.kind, d.external_id, d.name, d.quantity, \
           d.amount - COALESCE((SELECT SUM(l.amount) FROM refund_lines l JOIN transaction_details o ON o.id = l.detail_id \
             WHERE l.refund_row = ?2 AND o.transaction_id = ?1 AND o.external_id = d.external_id), 0), \
           COALESCE((SELECT b.quantity FROM transaction_details b WHERE b.transaction_id = ?1 \
             AND b.external_id = d.external_id AND b.id < d.id ORDER BY b.id DESC LIMIT 1), 0) \
         FROM transaction_details d WHERE d.transaction_id = ?1 AND d.amendment = ?2 ORDER BY d.id",
    )?;
    let rows = query.query_map(params![transaction.id, amendment], |row| {
        Ok(AmendedDetail {
            kind: row.get(0)?,
            external_id: row.get(1)?,
            name: row.get(2)?,
            quantity: row.get(3)?,
            amount: Money {
                minor: row.get(4)?,
                units,
            },
            quantity_before: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The events that amendments added to sales, with the time of payment of each sale.
pub fn events(db: &Read<'_>) -> Result<Vec<(EventId, Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT e.id, t.occurred_at FROM refunds r \
         JOIN transactions t ON t.source = r.source AND t.external_id = r.external_id \
         JOIN events e ON e.transaction_id = t.id WHERE r.revision >= 0 AND instr(e.key, ':revision ') > 0",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
