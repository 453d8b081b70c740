//! The refunds of sales, as they were recorded and as they were applied.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::Result;
use super::events::Inserted;
use super::proof::seals::{self, REFUNDS};
use super::transactions::TransactionRow;
use crate::domain::ids::TransactionId;
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::refunding::RefundStatus;
use crate::domain::words::Word;
use crate::store::{Read, Write};

/// A refund to be kept.
#[derive(Debug)]
pub struct NewRefund<'a> {
    pub source: &'a str,
    pub external_id: &'a str,
    /// The refund's own number.
    pub refund_id: &'a str,
    /// Whether it undoes the refund of this number that stands before it.
    pub undo: bool,
    pub now: i64,
    /// When it was given.
    pub at: i64,
    /// The refund as it was recorded, as JSON.
    pub body: &'a str,
    /// Tells another body under the same number from this one.
    pub fingerprint: u32,
}

/// Inserts a refund that waits to be applied, unless it is there already.
pub fn insert(db: &Write<'_>, new: &NewRefund<'_>) -> Result<Inserted<i64>> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO refunds (source, external_id, refund_id, undo, status, created_at, occurred_at, body, fingerprint) \
             VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7, ?8) \
             ON CONFLICT (source, external_id, refund_id, occurred_at, undo, revision) DO NOTHING",
        )?
        .execute(params![
            new.source,
            new.external_id,
            new.refund_id,
            new.undo,
            new.now,
            new.at,
            new.body,
            new.fingerprint
        ])?;
    if inserted == 1 {
        let id = db.last_insert_rowid();
        seals::renew(db, &REFUNDS, id)?;
        return Ok(Inserted::New(id));
    }
    let mut query = db.prepare_cached(
        "SELECT fingerprint FROM refunds WHERE source = ?1 AND external_id = ?2 AND refund_id = ?3 \
         AND occurred_at = ?4 AND undo = ?5 AND revision = -1",
    )?;
    let found: u32 = query.query_row(
        params![new.source, new.external_id, new.refund_id, new.at, new.undo],
        |row| row.get(0),
    )?;
    Ok(Inserted::Known {
        same: found == new.fingerprint,
    })
}

/// Keeps an amendment of a sale; answers its number among the refunds.
pub fn insert_amendment(
    db: &Write<'_>,
    (source, external_id): (&str, &str),
    revision: i64,
    now: i64,
    at: i64,
) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO refunds (source, external_id, refund_id, undo, status, created_at, occurred_at, body, \
         fingerprint, revision) VALUES (?1, ?2, '', 0, 'applied', ?3, ?4, '', 0, ?5)",
    )?
    .execute(params![source, external_id, now, at, revision])?;
    Ok(db.last_insert_rowid())
}

/// Whether any refund of the same sale is to be applied after this one.
pub fn has_later(db: &Read<'_>, new: &NewRefund<'_>) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM refunds WHERE source = ?1 AND external_id = ?2 \
         AND revision = -1 AND (occurred_at, refund_id, undo) > (?3, ?4, ?5))",
    )?;
    let found = query.query_row(
        params![new.source, new.external_id, new.at, new.refund_id, new.undo],
        |row| row.get(0),
    )?;
    Ok(found)
}

/// Whether another refund of the sale, or the undoing of one, has the number of this one.
pub fn repeats_number(db: &Read<'_>, row: i64) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM refunds n JOIN refunds r ON r.source = n.source \
         AND r.external_id = n.external_id AND r.refund_id = n.refund_id \
         WHERE n.id = ?1 AND r.id <> n.id AND r.revision = -1)",
    )?;
    Ok(query.query_row([row], |row| row.get(0))?)
}

/// A refund that was not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its row.
    pub row: i64,
    /// Tells another body under the same number from this one.
    pub fingerprint: u32,
}

/// The refund that stands under a number when the newest one of that number comes.
pub fn standing(db: &Read<'_>, newest: i64) -> Result<Option<Standing>> {
    let mut query = db.prepare_cached(
        "SELECT r.id, r.fingerprint, r.undo FROM refunds n JOIN refunds r ON r.source = n.source \
         AND r.external_id = n.external_id AND r.refund_id = n.refund_id \
         WHERE n.id = ?1 AND r.id <> n.id AND r.revision = -1 AND r.status <> 'repeated' \
         ORDER BY r.occurred_at DESC, r.undo DESC LIMIT 1",
    )?;
    let found = query.query_row([newest], |row| {
        let undo: bool = row.get(2)?;
        Ok((!undo).then_some(Standing {
            row: row.get(0)?,
            fingerprint: row.get(1)?,
        }))
    });
    Ok(found.optional()?.flatten())
}

/// A refund as it was recorded, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its row.
    pub row: i64,
    pub recorded_at: i64,
    /// When it was given.
    pub at: Instant,
    /// The refund as it was recorded, as JSON.
    pub body: String,
    /// Tells another body under the same number from this one.
    pub fingerprint: u32,
    /// What became of it; none while it waits.
    pub outcome: Option<RefundStatus>,
    /// What it took.
    pub amount: Option<i64>,
    /// What could not be done as it was asked.
    pub reason: Option<String>,
}

/// All refunds of a sale, in the order in which they are applied.
pub fn of_sale(db: &Read<'_>, source: &str, external_id: &str) -> Result<Vec<Recorded>> {
    let mut query = db.prepare_cached(
        "SELECT id, created_at, body, fingerprint, status, amount, reason, occurred_at FROM refunds \
         WHERE source = ?1 AND external_id = ?2 AND revision = -1 ORDER BY occurred_at, refund_id, undo",
    )?;
    let rows = query.query_map([source, external_id], recorded)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One refund of a sale.
pub fn of_row(db: &Read<'_>, row: i64) -> Result<Recorded> {
    let mut query = db.prepare_cached(
        "SELECT id, created_at, body, fingerprint, status, amount, reason, occurred_at FROM refunds WHERE id = ?1",
    )?;
    Ok(query.query_row([row], recorded)?)
}

fn recorded(row: &Row<'_>) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        row: row.get(0)?,
        recorded_at: row.get(1)?,
        body: row.get(2)?,
        fingerprint: row.get(3)?,
        outcome: RefundStatus::from_name(row.get_ref(4)?.as_str()?),
        amount: row.get(5)?,
        reason: row.get(6)?,
        at: row.get(7)?,
    })
}

/// Notes what became of a refund.
pub fn settle(
    db: &Write<'_>,
    row: i64,
    outcome: RefundStatus,
    amount: Option<i64>,
    reason: Option<&str>,
) -> Result<()> {
    db.prepare_cached("UPDATE refunds SET status = ?2, amount = ?3, reason = ?4 WHERE id = ?1")?
        .execute(params![row, outcome.name(), amount, reason])?;
    seals::renew(db, &REFUNDS, row)
}

/// What a refund takes from a detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundLine {
    pub refund: i64,
    pub detail: i64,
    /// Minor units.
    pub amount: i64,
    /// Units of quantity.
    pub quantity: Quantity,
}

/// Adds to what a refund takes from a detail. Where that comes to nothing there is no row.
pub fn add_line(db: &Write<'_>, line: RefundLine) -> Result<()> {
    let mut upsert = db.prepare_cached(
        "INSERT INTO refund_lines (refund_row, detail_id, amount, quantity) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (refund_row, detail_id) \
         DO UPDATE SET amount = amount + excluded.amount, quantity = quantity + excluded.quantity \
         RETURNING amount = 0 AND quantity = 0",
    )?;
    let nothing: bool = upsert.query_row(
        params![line.refund, line.detail, line.amount, line.quantity],
        |row| row.get(0),
    )?;
    if nothing {
        db.prepare_cached("DELETE FROM refund_lines WHERE refund_row = ?1 AND detail_id = ?2")?
            .execute(params![line.refund, line.detail])?;
    }
    Ok(())
}

/// What a refund takes from each detail.
pub fn lines(db: &Read<'_>, refund: i64) -> Result<Vec<RefundLine>> {
    let mut query = db.prepare_cached(
        "SELECT refund_row, detail_id, amount, quantity FROM refund_lines WHERE refund_row = ?1 ORDER BY detail_id",
    )?;
    let rows = query.query_map([refund], line)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The body of a refund that another of the same number came beside, as it was recorded: that of the same instant, else
/// the newest. Copies are none.
pub fn body_beside(
    db: &Read<'_>,
    (source, external_id, refund_id): (&str, &str, &str),
    at: i64,
) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "SELECT body FROM refunds WHERE source = ?1 AND external_id = ?2 AND refund_id = ?3 AND undo = 0 \
         AND revision = -1 AND status <> 'repeated' ORDER BY occurred_at = ?4 DESC, occurred_at DESC LIMIT 1",
    )?;
    let found = query.query_row(params![source, external_id, refund_id, at], |row| {
        row.get(0)
    });
    Ok(found.optional()?)
}

/// What every refund of a sale takes from each detail, in the order in which they are applied.
pub fn lines_of_sale(db: &Read<'_>, sale: TransactionId) -> Result<Vec<RefundLine>> {
    let mut query = db.prepare_cached(
        "SELECT l.refund_row, l.detail_id, l.amount, l.quantity FROM transactions t \
         JOIN refunds r ON r.source = t.source AND r.external_id = t.external_id \
         JOIN refund_lines l ON l.refund_row = r.id WHERE t.id = ?1 AND r.revision = -1 \
         ORDER BY r.occurred_at, r.refund_id, r.undo, l.detail_id",
    )?;
    let rows = query.query_map([sale], line)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn line(row: &rusqlite::Row<'_>) -> rusqlite::Result<RefundLine> {
    Ok(RefundLine {
        refund: row.get(0)?,
        detail: row.get(1)?,
        amount: row.get(2)?,
        quantity: row.get(3)?,
    })
}

/// A refund as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct RefundRow {
    /// The refund's own number.
    pub refund_id: String,
    /// Whether it undoes the refund of this number that stands before it.
    pub undo: bool,
    /// `applied` or `ignored`.
    pub status: String,
    /// When it was recorded.
    pub created_at: Instant,
    /// When it was given.
    pub occurred_at: Instant,
    /// How much; null while it waits.
    pub amount: Option<Money>,
    /// Why it is ignored, or what of it could not be applied.
    pub reason: Option<String>,
}

/// The refunds of a transaction as they are shown: each once, however often it was told.
pub fn shown(db: &Read<'_>, transaction: &TransactionRow) -> Result<Vec<RefundRow>> {
    let units = transaction.currency;
    let mut query = db.prepare_cached(
        "SELECT refund_id, status, created_at, occurred_at, amount, reason, undo FROM refunds \
         WHERE source = ?1 AND external_id = ?2 AND revision = -1 AND status <> 'repeated' ORDER BY id",
    )?;
    let rows = query.query_map([&transaction.source, &transaction.external_id], |row| {
        let amount: Option<i64> = row.get(4)?;
        Ok(RefundRow {
            refund_id: row.get(0)?,
            undo: row.get(6)?,
            status: row.get(1)?,
            created_at: row.get(2)?,
            occurred_at: row.get(3)?,
            amount: amount.map(|minor| Money { minor, units }),
            reason: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a refund took from a detail of a sale, or an amendment lowered it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundedPart {
    pub refund: i64,
    /// When it was given.
    pub at: Instant,
    /// Minor units; negative where an undone refund gave it again.
    pub amount: i64,
}

/// What refunds and amendments took from a detail, in the order they were given.
pub fn refunded_parts(db: &Read<'_>, detail: i64) -> Result<Vec<RefundedPart>> {
    let mut query = db.prepare_cached(
        "SELECT r.id, r.occurred_at, l.amount FROM refund_lines l JOIN refunds r ON r.id = l.refund_row \
         WHERE l.detail_id = ?1 AND l.amount <> 0 ORDER BY r.occurred_at, r.id",
    )?;
    let rows = query.query_map([detail], |row| {
        Ok(RefundedPart {
            refund: row.get(0)?,
            at: row.get(1)?,
            amount: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
