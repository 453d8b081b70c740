//! Refunds as a list of their own: above all those that wait for a sale that nobody told.
//! Not here: how a refund is applied (`refunds`).

use rusqlite::{Row, params};
use serde::Serialize;

use super::Result;
use super::dismissals::{self, Dismissal};
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, REFUNDS};
use crate::domain::ids::TransactionId;
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::units::Units;
use crate::domain::words::words;
use crate::store::{Read, Write};

words! {
    /// What became of a refund.
    RefundStatus {
        /// Its sale was not recorded yet.
        Waiting = "waiting",
        /// Its sale was not recorded yet, and somebody said that it will not come.
        Dismissed = "dismissed",
        /// It was applied to its sale.
        Applied = "applied",
        /// It does not fit its sale, so it counts for nothing; the reason says why.
        Ignored = "ignored",
        /// The same refund was applied already.
        Repeated = "repeated",
    }
}

/// How refunds are listed: those that were told, each once. An amendment of a sale is none.
pub const LISTING: Listing = Listing {
    what: "refunds",
    from: "refunds r LEFT JOIN transactions t ON t.source = r.source AND t.external_id = r.external_id \
           LEFT JOIN dismissals d ON d.row = r.id AND d.what = CASE r.status WHEN 'ignored' THEN 'ignored_refund' \
           WHEN 'dismissed' THEN 'waiting_refund' END",
    columns: "r.id, r.status, r.created_at, r.source, r.external_id, r.refund_id, r.undo, r.occurred_at, r.amount, \
              t.currency, r.reason, t.id, COALESCE(t.history, json_extract(NULLIF(r.body, ''), '$.history'), 0), \
              d.created_at, d.by, d.note",
    id: "r.id",
    filters: &[
        Filter {
            name: "id",
            column: "r.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "r.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "source",
            column: "r.source",
            kind: FilterKind::Text,
        },
        Filter {
            name: "external_id",
            column: "r.external_id",
            kind: FilterKind::Text,
        },
        Filter {
            name: "transaction",
            column: "t.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "history",
            column: "COALESCE(t.history, json_extract(NULLIF(r.body, ''), '$.history'), 0)",
            kind: FilterKind::Switch,
        },
        Filter {
            name: "dismissed",
            column: "(d.row IS NOT NULL OR r.status = 'dismissed')",
            kind: FilterKind::Switch,
        },
        Filter {
            name: "created_until",
            column: "r.created_at",
            kind: FilterKind::Until,
        },
        Filter {
            name: "occurred_from",
            column: "r.occurred_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "occurred_until",
            column: "r.occurred_at",
            kind: FilterKind::Until,
        },
    ],
    always: Some("r.revision = -1"),
    orders: &[
        ("id", "r.id"),
        ("occurred_at", "r.occurred_at"),
        ("created_at", "r.created_at"),
    ],
    search: &["r.external_id", "r.refund_id", "r.source"],
};

/// A refund as it was recorded, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ListedRefund {
    /// Its id.
    pub id: i64,
    /// What became of it.
    pub status: RefundStatus,
    /// When it was recorded.
    pub created_at: Instant,
    /// The shop it comes from.
    pub source: String,
    /// The number of the sale in the shop.
    pub external_id: String,
    /// The number of the refund in the shop.
    pub refund_id: String,
    /// Whether it takes an earlier refund of the same number back.
    pub undo: bool,
    /// When the money was given back.
    pub occurred_at: Instant,
    /// How much was given back; null while it waits for its sale.
    pub amount: Option<Money>,
    /// The currency of the amount; null while it waits for its sale.
    pub currency: Option<Units>,
    /// Why it is ignored, or what of it could not be applied.
    pub reason: Option<String>,
    /// Its sale; null while it waits for it.
    pub transaction: Option<TransactionId>,
    /// Whether its sale is history; while it waits, whether it was told so.
    pub history: bool,
    /// Who looked at it: at one that waits, or does not fit.
    #[serde(flatten)]
    pub dismissal: Dismissal,
}

pub fn row(row: &Row<'_>) -> rusqlite::Result<ListedRefund> {
    let amount: Option<i64> = row.get(8)?;
    let currency: Option<Units> = row.get(9)?;
    Ok(ListedRefund {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        source: row.get(3)?,
        external_id: row.get(4)?,
        refund_id: row.get(5)?,
        undo: row.get(6)?,
        occurred_at: row.get(7)?,
        amount: amount
            .zip(currency)
            .map(|(minor, units)| Money { minor, units }),
        currency,
        reason: row.get(10)?,
        transaction: row.get(11)?,
        history: row.get(12)?,
        dismissal: dismissals::joined(row, 13)?,
    })
}

/// How many wait for a sale that somebody may have to tell: not those of history, and not those that were dismissed.
/// Recorded at an instant or before it, where one is given.
pub fn waiting(db: &Read<'_>, until: Option<Instant>) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM refunds WHERE status = 'waiting' AND json_extract(body, '$.history') IS NULL \
         AND (?1 IS NULL OR created_at <= ?1)",
    )?;
    Ok(query.query_row([until], |row| row.get(0))?)
}

/// How many do not fit a sale that counts, and nobody looked at yet.
pub fn ignored(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM refunds r JOIN transactions t ON t.source = r.source AND t.external_id = r.external_id \
         WHERE r.status = 'ignored' AND t.history = 0 AND NOT EXISTS \
         (SELECT 1 FROM dismissals d WHERE d.what = 'ignored_refund' AND d.row = r.id)",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Notes that nobody has to look at a refund that waits. False where it does not wait. Should its sale come, it is applied
/// like any other.
pub fn dismiss(db: &Write<'_>, id: i64) -> Result<bool> {
    let changed = db
        .prepare_cached("UPDATE refunds SET status = ?2 WHERE id = ?1 AND status = ?3")?
        .execute(params![id, RefundStatus::Dismissed, RefundStatus::Waiting])?;
    seals::renew(db, &REFUNDS, id)?;
    Ok(changed == 1)
}
