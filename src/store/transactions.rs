//! Transactions with their details. Not here: the refunds that take from them (`refunds`).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::Result;
use super::events::Inserted;
use super::find::{Filter, FilterKind, Listing};
use super::history::Stretch;
use super::seals::{self, TRANSACTIONS};
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::pool::revenue_share::Referral;
use crate::domain::refunding;
use crate::domain::transaction::{DetailKind, TransactionStatus};
use crate::domain::units::Units;

/// How transactions are listed.
pub const LISTING: Listing = Listing {
    what: "transactions",
    from: "transactions t",
    columns: "t.id, t.status, t.created_at, t.source, t.external_id, t.currency, t.occurred_at, t.customer, t.amount, \
              t.refunded, t.renewal, t.coupons, t.referrer_id",
    id: "t.id",
    filters: &[
        Filter {
            name: "id",
            column: "t.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "t.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "source",
            column: "t.source",
            kind: FilterKind::Text,
        },
        Filter {
            name: "external_id",
            column: "t.external_id",
            kind: FilterKind::Text,
        },
        Filter {
            name: "currency",
            column: "t.currency",
            kind: FilterKind::Text,
        },
        Filter {
            name: "customer",
            column: "t.customer",
            kind: FilterKind::Text,
        },
        Filter {
            name: "referrer",
            column: "t.referrer_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "occurred_from",
            column: "t.occurred_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "occurred_until",
            column: "t.occurred_at",
            kind: FilterKind::Until,
        },
    ],
    orders: &[
        ("id", "t.id"),
        ("occurred_at", "t.occurred_at"),
        ("amount", "t.amount"),
    ],
    search: &["t.external_id", "t.customer", "t.source"],
};

/// A transaction as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransactionRow {
    /// Its number.
    pub id: TransactionId,
    /// What became of it.
    pub status: TransactionStatus,
    /// When it was recorded.
    pub created_at: Instant,
    /// The shop.
    pub source: String,
    /// The shop's number.
    pub external_id: String,
    /// In which units.
    pub currency: Units,
    /// When it was paid.
    pub occurred_at: Instant,
    /// Who bought.
    pub customer: Option<String>,
    /// The sum of its details.
    pub amount: Money,
    /// What of that was given back.
    pub refunded: Money,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// The coupon codes used.
    pub coupons: serde_json::Value,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
}

/// Reads a listed row.
pub fn row(row: &Row<'_>) -> rusqlite::Result<TransactionRow> {
    let currency: Units = row.get(5)?;
    Ok(TransactionRow {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        source: row.get(3)?,
        external_id: row.get(4)?,
        currency,
        occurred_at: row.get(6)?,
        customer: row.get(7)?,
        amount: Money {
            minor: row.get(8)?,
            units: currency,
        },
        refunded: Money {
            minor: row.get(9)?,
            units: currency,
        },
        renewal: row.get(10)?,
        coupons: json(row, 11)?,
        referrer: row.get(12)?,
    })
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<serde_json::Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

/// A transaction to be kept.
#[derive(Debug)]
pub struct NewTransaction<'a> {
    /// The shop.
    pub source: &'a str,
    /// The shop's number.
    pub external_id: &'a str,
    /// When it was recorded.
    pub now: i64,
    /// When it was paid.
    pub at: i64,
    /// In which units.
    pub units: Units,
    /// Who bought.
    pub customer: Option<&'a str>,
    /// The sum of its details.
    pub amount: i64,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// The coupon codes as JSON.
    pub coupons: &'a str,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    pub self_referred: bool,
    /// Tells another body under the same number from this one.
    pub fingerprint: u32,
}

/// Inserts a transaction, unless its number is taken.
pub fn insert(db: &Connection, new: &NewTransaction<'_>) -> Result<Inserted<TransactionId>> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO transactions (source, external_id, status, created_at, occurred_at, currency, customer, amount, \
             refunded, renewal, coupons, referrer_id, self_referred, fingerprint) \
             VALUES (?1, ?2, 'complete', ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (source, external_id) DO NOTHING",
        )?
        .execute(params![
            new.source,
            new.external_id,
            new.now,
            new.at,
            new.units,
            new.customer,
            new.amount,
            new.renewal,
            new.coupons,
            new.referrer,
            new.self_referred,
            new.fingerprint
        ])?;
    if inserted == 1 {
        let id = db.last_insert_rowid();
        seals::renew(db, &TRANSACTIONS, id)?;
        return Ok(Inserted::New(TransactionId(id)));
    }
    let mut query = db.prepare_cached(
        "SELECT fingerprint FROM transactions WHERE source = ?1 AND external_id = ?2",
    )?;
    let found: u32 = query.query_row([new.source, new.external_id], |row| row.get(0))?;
    Ok(Inserted::Known {
        same: found == new.fingerprint,
    })
}

/// A detail to be kept.
#[derive(Debug)]
pub struct NewDetail<'a> {
    /// The shop's number.
    pub external_id: &'a str,
    /// What it is.
    pub kind: DetailKind,
    /// Its total.
    pub amount: i64,
    /// How many.
    pub quantity: i64,
    /// What the shop calls it.
    pub name: Option<&'a str>,
    /// The shop's type of product.
    pub product_type: Option<&'a str>,
    /// Stock-keeping unit.
    pub sku: Option<&'a str>,
    /// Categories as JSON.
    pub categories: &'a str,
    /// Owners as they were named, as JSON.
    pub owners: &'a str,
    /// The sale's event, where somebody owns it.
    pub event: Option<EventId>,
}

/// Inserts a detail and answers its number.
pub fn insert_detail(
    db: &Connection,
    transaction: TransactionId,
    new: &NewDetail<'_>,
) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO transaction_details (transaction_id, external_id, kind, amount, refunded, quantity, name, type, \
         sku, categories, owners, event_id) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        transaction,
        new.external_id,
        new.kind,
        new.amount,
        new.quantity,
        new.name,
        new.product_type,
        new.sku,
        new.categories,
        new.owners,
        new.event
    ])?;
    Ok(db.last_insert_rowid())
}

/// A sale as a refund needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its number.
    pub id: TransactionId,
    /// In which units.
    pub units: Units,
    /// What became of it.
    pub status: TransactionStatus,
}

/// The sale of this shop and number.
pub fn sale(db: &Connection, source: &str, external_id: &str) -> Result<Option<Sale>> {
    let mut query = db.prepare_cached(
        "SELECT id, currency, status FROM transactions WHERE source = ?1 AND external_id = ?2",
    )?;
    let found = query.query_row([source, external_id], |row| {
        Ok(Sale {
            id: row.get(0)?,
            units: row.get(1)?,
            status: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

/// A detail as a refund finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number here.
    pub id: i64,
    /// The sale's event.
    pub event: Option<EventId>,
}

/// The details of a sale in their order, each with what it is and what was given back of it.
pub fn lines(db: &Connection, sale: TransactionId) -> Result<Vec<(Line, refunding::Line)>> {
    let mut query = db.prepare_cached(
        "SELECT id, event_id, external_id, kind, amount, quantity, refunded, returned FROM transaction_details \
         WHERE transaction_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([sale], |row| {
        let line = Line {
            id: row.get(0)?,
            event: row.get(1)?,
        };
        let books = refunding::Line {
            external_id: row.get(2)?,
            kind: row.get(3)?,
            amount: row.get(4)?,
            quantity: row.get(5)?,
            refunded: row.get(6)?,
            returned: row.get(7)?,
        };
        Ok((line, books))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes what of a detail is given back, and whether its event's points are.
pub fn set_line(db: &Connection, line: &Line, books: &refunding::Line) -> Result<()> {
    let reversed = line.event.is_some() && books.is_gone();
    db.prepare_cached(
        "UPDATE transaction_details SET refunded = ?2, returned = ?3, reversed = ?4 WHERE id = ?1",
    )?
    .execute(params![line.id, books.refunded, books.returned, reversed])?;
    Ok(())
}

/// Notes what of a sale was given back, and what that makes of it.
pub fn set_refunded(
    db: &Connection,
    sale: TransactionId,
    refunded: i64,
    status: TransactionStatus,
) -> Result<()> {
    db.prepare_cached("UPDATE transactions SET refunded = ?2, status = ?3 WHERE id = ?1")?
        .execute(params![sale, refunded, status])?;
    Ok(())
}

/// A detail as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetailRow {
    /// What it is.
    pub kind: DetailKind,
    /// The shop's number.
    pub external_id: String,
    /// Its total.
    pub amount: Money,
    /// What of that was given back.
    pub refunded: Money,
    /// How many.
    pub quantity: i64,
    /// What the shop calls it.
    pub name: Option<String>,
    /// The shop's type of product.
    #[serde(rename = "type")]
    pub product_type: Option<String>,
    /// Stock-keeping unit.
    pub sku: Option<String>,
    /// Categories.
    pub categories: serde_json::Value,
    /// Owners as they were named.
    pub owners: serde_json::Value,
    /// The sale's event.
    pub event: Option<EventId>,
}

/// The details of a transaction as they are shown.
pub fn details(db: &Connection, transaction: &TransactionRow) -> Result<Vec<DetailRow>> {
    let units = transaction.currency;
    let mut query = db.prepare_cached(
        "SELECT kind, external_id, amount, refunded, quantity, name, type, sku, categories, owners, event_id \
         FROM transaction_details WHERE transaction_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([transaction.id], |row| {
        Ok(DetailRow {
            kind: row.get(0)?,
            external_id: row.get(1)?,
            amount: Money {
                minor: row.get(2)?,
                units,
            },
            refunded: Money {
                minor: row.get(3)?,
                units,
            },
            quantity: row.get(4)?,
            name: row.get(5)?,
            product_type: row.get(6)?,
            sku: row.get(7)?,
            categories: json(row, 8)?,
            owners: json(row, 9)?,
            event: row.get(10)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A detail of a sale as a recount needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDetail {
    /// Its number here.
    pub id: i64,
    /// Its sale.
    pub transaction: TransactionId,
    /// In which units.
    pub units: Units,
    /// When it was paid.
    pub at: Instant,
    /// When it was recorded.
    pub now: Instant,
    /// Who bought.
    pub customer: Option<String>,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// What it is.
    pub kind: DetailKind,
    /// Its total.
    pub amount: i64,
    /// The shop's type of product.
    pub product_type: Option<String>,
    /// Stock-keeping unit.
    pub sku: Option<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// The sale's event.
    pub event: Option<EventId>,
    /// Who sent the customer.
    pub referral: Referral,
}

/// The details of all sales of a stretch, in the order they were recorded.
pub fn stored_details(db: &Connection, stretch: Stretch) -> Result<Vec<StoredDetail>> {
    let mut query = db.prepare_cached(
        "SELECT d.id, t.id, t.currency, t.occurred_at, t.created_at, t.customer, t.renewal, d.kind, d.amount, \
         d.type, d.sku, d.categories, d.event_id, t.referrer_id, t.self_referred \
         FROM transaction_details d JOIN transactions t ON t.id = d.transaction_id \
         WHERE t.occurred_at >= ?1 AND t.occurred_at < ?2 ORDER BY d.id",
    )?;
    let rows = query.query_map(params![stretch.from, stretch.to], |row| {
        Ok(StoredDetail {
            id: row.get(0)?,
            transaction: row.get(1)?,
            units: row.get(2)?,
            at: row.get(3)?,
            now: row.get(4)?,
            customer: row.get(5)?,
            renewal: row.get(6)?,
            kind: row.get(7)?,
            amount: row.get(8)?,
            product_type: row.get(9)?,
            sku: row.get(10)?,
            categories: serde_json::from_value(json(row, 11)?).unwrap_or_default(),
            event: row.get(12)?,
            referral: Referral::of(row.get(13)?, row.get(14)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
