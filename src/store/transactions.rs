//! Transactions with their details. Not here: the refunds that take from them (`refunds`).

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Result;
use super::events::Inserted;
use super::interval::Interval;
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, TRANSACTIONS};
use crate::domain::event::SALE_REFERRED;
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::pool::Referral;
use crate::domain::quantity::Quantity;
use crate::domain::refunding;
use crate::domain::transaction::{DetailKind, TransactionStatus};
use crate::domain::units::Units;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "transactions",
    from: "transactions t",
    columns: "t.id, t.status, t.created_at, t.source, t.external_id, t.currency, t.occurred_at, t.customer, t.amount, \
              t.refunded, t.renewal, t.coupons, t.referrer_id, t.revision, t.history",
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
            name: "history",
            column: "t.history",
            kind: FilterKind::Switch,
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
    always: None,
    orders: &[
        ("id", "t.id"),
        ("occurred_at", "t.occurred_at"),
        ("amount", "t.amount"),
    ],
    search: &["t.external_id", "t.customer", "t.source"],
};

/// A transaction as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
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
    /// The currency, or `points`.
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
    /// The revision it shows; null where the shop gave none.
    pub revision: Option<i64>,
    /// Kept to try rules on, with all its refunds, and never counted.
    pub history: bool,
}

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
        revision: row.get(13)?,
        history: row.get(14)?,
    })
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
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
    pub source: &'a str,
    pub external_id: &'a str,
    pub now: i64,
    pub at: i64,
    pub units: Units,
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
    /// Who may have sent the customer, as they were named, as JSON.
    pub referrers: &'a str,
    /// Which edit of the shop it is.
    pub revision: Option<i64>,
    /// Whether it is kept to try rules on.
    pub history: bool,
    /// Tells another body under the same number from this one.
    pub fingerprint: u32,
}

/// Inserts a transaction, unless its number is taken.
pub fn insert(db: &Write<'_>, new: &NewTransaction<'_>) -> Result<Inserted<TransactionId>> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO transactions (source, external_id, status, created_at, occurred_at, currency, customer, amount, \
             refunded, renewal, coupons, referrer_id, self_referred, referrers, revision, fingerprint, history) \
             VALUES (?1, ?2, 'complete', ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
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
            new.referrers,
            new.revision,
            new.fingerprint,
            new.history
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
    pub external_id: &'a str,
    pub kind: DetailKind,
    /// Its total.
    pub amount: i64,
    pub quantity: Quantity,
    pub name: Option<&'a str>,
    pub product_type: Option<&'a str>,
    pub sku: Option<&'a str>,
    /// Categories as JSON.
    pub categories: &'a str,
    /// Owners as they were named, as JSON.
    pub owners: &'a str,
    /// The number of the line that it lowers.
    pub line: Option<&'a str>,
    /// The sale's event, where somebody owns it.
    pub event: Option<EventId>,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    pub self_referred: bool,
    /// The amendment that brings it, and when that happened.
    pub amendment: Option<(i64, i64)>,
}

/// Inserts a detail and answers its number.
pub fn insert_detail(
    db: &Write<'_>,
    transaction: TransactionId,
    new: &NewDetail<'_>,
) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO transaction_details (transaction_id, external_id, kind, amount, refunded, quantity, name, type, \
         sku, categories, owners, event_id, referrer_id, self_referred, amendment, occurred_at, line) \
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
        new.event,
        new.referrer,
        new.self_referred,
        new.amendment.map_or(0, |(row, _)| row),
        new.amendment.map(|(_, at)| at),
        new.line
    ])?;
    Ok(db.last_insert_rowid())
}

/// A sale as a refund needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    pub id: TransactionId,
    pub units: Units,
    /// What became of it.
    pub status: TransactionStatus,
}

/// The sale of this shop and number.
pub fn sale(db: &Read<'_>, source: &str, external_id: &str) -> Result<Option<Sale>> {
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

/// A sale as an amendment finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub at: Instant,
    pub units: Units,
    /// Which edit of the shop it shows.
    pub revision: Option<i64>,
    pub customer: Option<String>,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    pub self_referred: bool,
    /// Who may have, as they were named, as JSON.
    pub referrers: String,
    /// Whether it is kept to try rules on.
    pub history: bool,
}

/// A sale as it stands.
pub fn standing(db: &Read<'_>, id: TransactionId) -> Result<Standing> {
    let mut query = db.prepare_cached(
        "SELECT currency, revision, customer, renewal, referrer_id, self_referred, referrers, history, \
         occurred_at FROM transactions WHERE id = ?1",
    )?;
    Ok(query.query_row([id], |row| {
        Ok(Standing {
            at: row.get(8)?,
            units: row.get(0)?,
            revision: row.get(1)?,
            customer: row.get(2)?,
            renewal: row.get(3)?,
            referrer: row.get(4)?,
            self_referred: row.get(5)?,
            referrers: row.get(6)?,
            history: row.get(7)?,
        })
    })?)
}

/// Who bought a sale; `None` where there is no such sale, or nobody is known.
pub fn customer(db: &Read<'_>, source: &str, external_id: &str) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "SELECT customer FROM transactions WHERE source = ?1 AND external_id = ?2",
    )?;
    let found = query.query_row([source, external_id], |row| row.get(0));
    Ok(found.optional()?.flatten())
}

/// What an amendment makes of a sale.
#[derive(Debug)]
pub struct Amended<'a> {
    /// The sum of its details.
    pub amount: i64,
    /// The coupon codes as JSON.
    pub coupons: &'a str,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    pub self_referred: bool,
}

/// Amends a sale. False where there is no such sale.
pub fn amend(db: &Write<'_>, id: TransactionId, new: &Amended<'_>) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE transactions SET amount = ?2, coupons = ?3, referrer_id = ?4, self_referred = ?5 WHERE id = ?1",
        )?
        .execute(params![
            id,
            new.amount,
            new.coupons,
            new.referrer,
            new.self_referred
        ])?;
    Ok(changed == 1)
}

/// Notes which edit of the shop a sale shows.
pub fn set_revision(db: &Write<'_>, id: TransactionId, revision: Option<i64>) -> Result<()> {
    db.prepare_cached("UPDATE transactions SET revision = ?2 WHERE id = ?1")?
        .execute(params![id, revision])?;
    seals::renew(db, &TRANSACTIONS, id.0)
}

/// Notes what tells the content of an amended sale from another, and which events of it as a whole stand.
pub fn set_content(
    db: &Write<'_>,
    id: TransactionId,
    fingerprint: u32,
    referrers: &str,
    earned: &[EventId],
) -> Result<()> {
    let earned = super::json::text(&earned)?;
    db.prepare_cached(
        "UPDATE transactions SET fingerprint = ?2, referrers = ?3, earned = ?4 WHERE id = ?1",
    )?
    .execute(params![id, fingerprint, referrers, earned])?;
    seals::renew(db, &TRANSACTIONS, id.0)
}

/// The codes of the coupons of a sale, as they were told.
pub fn coupons(db: &Read<'_>, id: TransactionId) -> Result<Vec<String>> {
    let mut query = db.prepare_cached("SELECT coupons FROM transactions WHERE id = ?1")?;
    Ok(query.query_row([id], |row| json(row, 0))?)
}

/// The events that a sale as a whole gives rise to, in the order they came: of its coupons, and of who sent the
/// customer. Those that an amendment replaced are none of them.
pub fn earned(db: &Read<'_>, id: TransactionId) -> Result<Vec<EventId>> {
    let mut query = db.prepare_cached(
        "SELECT e.id FROM events e JOIN transactions t ON t.id = e.transaction_id WHERE t.id = ?1 \
         AND e.type IN ('coupon_used', 'sale_referred') \
         AND (t.earned IS NULL OR e.id IN (SELECT value FROM json_each(t.earned))) ORDER BY e.type, e.id",
    )?;
    let rows = query.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether somebody is credited for having sent the customer of a sale: an event says so, of somebody known or not.
pub fn credits_referrer(db: &Read<'_>, id: TransactionId) -> Result<bool> {
    for event in earned(db, id)? {
        let (kind, _) = super::events::kind_and_object(db, event)?;
        if kind == SALE_REFERRED {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A line of a sale as refunds and amendments find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLine {
    /// Its rows, oldest first: one, and another for each amendment that changed it.
    pub rows: Vec<StoredLineRow>,
    /// Its owners as they are named now, as JSON.
    pub owners: String,
    /// The number of the line that it lowers.
    pub lowers: Option<String>,
}

/// A row of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLineRow {
    pub id: i64,
    /// The event of its sale.
    pub event: Option<EventId>,
    /// What it stands for, less what amendments lowered it by.
    pub amount: i64,
    /// How much of it was refunded.
    pub refunded: i64,
    /// How many units came back.
    pub returned: Quantity,
}

impl StoredLineRow {
    /// How much can still be refunded.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.amount - self.refunded
    }
}

impl StoredLine {
    /// The row that says what the line is now.
    #[must_use]
    pub fn newest(&self) -> Option<&StoredLineRow> {
        self.rows.last()
    }

    /// The event that stands for it now.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        self.newest().and_then(|row| row.event)
    }
}

/// The lines of a sale in their order, each with how much of it was refunded.
pub fn lines(db: &Read<'_>, sale: TransactionId) -> Result<Vec<(StoredLine, refunding::SaleLine)>> {
    let mut query = db.prepare_cached(
        "SELECT id, event_id, external_id, kind, amount - lowered, quantity, refunded, returned, owners, amendment, line \
         FROM transaction_details WHERE transaction_id = ?1 ORDER BY id",
    )?;
    let mut rows = query.query([sale])?;
    let mut lines: Vec<(StoredLine, refunding::SaleLine)> = Vec::new();
    while let Some(row) = rows.next()? {
        let own = StoredLineRow {
            id: row.get(0)?,
            event: row.get(1)?,
            amount: row.get(4)?,
            refunded: row.get(6)?,
            returned: row.get(7)?,
        };
        let books = refunding::SaleLine {
            external_id: row.get(2)?,
            kind: row.get(3)?,
            amount: own.amount,
            quantity: row.get(5)?,
            refunded: own.refunded,
            returned: own.returned,
            lowers: None,
        };
        let lowers: Option<String> = row.get(10)?;
        let owners: String = row.get(8)?;
        let amends = row.get::<_, i64>(9)? != 0;
        let mut known = lines.iter_mut();
        let known = known.find(|(_, line)| amends && line.external_id == books.external_id);
        let Some((line, whole)) = known else {
            let rows = vec![own];
            lines.push((
                StoredLine {
                    rows,
                    owners,
                    lowers,
                },
                books,
            ));
            continue;
        };
        line.rows.push(own);
        line.owners = owners;
        line.lowers = lowers;
        whole.kind = books.kind;
        whole.quantity = books.quantity;
        whole.amount += books.amount;
        whole.refunded += books.refunded;
        whole.returned += books.returned;
    }
    for index in 0..lines.len() {
        if let Some(lowers) = &lines[index].0.lowers {
            let position = lines
                .iter()
                .position(|(_, line)| line.external_id == *lowers);
            lines[index].1.lowers = position;
        }
    }
    Ok(lines)
}

/// Records how much of a row is refunded.
pub fn set_row(db: &Write<'_>, row: &StoredLineRow) -> Result<()> {
    db.prepare_cached("UPDATE transaction_details SET refunded = ?2, returned = ?3 WHERE id = ?1")?
        .execute(params![row.id, row.refunded, row.returned])?;
    Ok(())
}

/// Notes whether the points of a row's event are taken back.
pub fn set_reversed(db: &Write<'_>, row: i64, reversed: bool) -> Result<()> {
    db.prepare_cached("UPDATE transaction_details SET reversed = ?2 WHERE id = ?1")?
        .execute(params![row, reversed])?;
    Ok(())
}

/// Lowers a row by what an amendment takes from it. False where there is no such row.
pub fn lower(db: &Write<'_>, row: i64, amount: i64) -> Result<bool> {
    let changed = db
        .prepare_cached("UPDATE transaction_details SET lowered = lowered + ?2 WHERE id = ?1")?
        .execute(params![row, amount])?;
    Ok(changed == 1)
}

/// Records how much of a sale was refunded, and the sale's resulting status.
pub fn set_refunded(
    db: &Write<'_>,
    sale: TransactionId,
    refunded: i64,
    status: TransactionStatus,
) -> Result<()> {
    db.prepare_cached("UPDATE transactions SET refunded = ?2, status = ?3 WHERE id = ?1")?
        .execute(params![sale, refunded, status])?;
    Ok(())
}

/// A detail as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DetailRow {
    /// What it is.
    pub kind: DetailKind,
    /// The shop's number.
    pub external_id: String,
    /// Its total.
    pub amount: Money,
    /// What of that was given back.
    pub refunded: Money,
    /// How many units.
    pub quantity: Quantity,
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
    /// The line that a discount lowers.
    pub line: Option<String>,
    /// The sale's event.
    pub event: Option<EventId>,
}

/// The details of a transaction as they are shown: what they are now. Those that an amendment took away are not among
/// them.
pub fn details(db: &Read<'_>, transaction: &TransactionRow) -> Result<Vec<DetailRow>> {
    let units = transaction.currency;
    let money = |minor| Money { minor, units };
    let mut query = db.prepare_cached(
        "SELECT kind, external_id, amount - lowered, refunded, quantity, name, type, sku, categories, owners, event_id, line \
         FROM transaction_details WHERE transaction_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([transaction.id], |row| {
        Ok(DetailRow {
            kind: row.get(0)?,
            external_id: row.get(1)?,
            amount: money(row.get(2)?),
            refunded: money(row.get(3)?),
            quantity: row.get(4)?,
            name: row.get(5)?,
            product_type: row.get(6)?,
            sku: row.get(7)?,
            categories: json(row, 8)?,
            owners: json(row, 9)?,
            event: row.get(10)?,
            line: row.get(11)?,
        })
    })?;
    let mut shown: Vec<DetailRow> = Vec::new();
    for row in rows {
        let row = row?;
        match shown
            .iter_mut()
            .find(|one| one.external_id == row.external_id)
        {
            Some(one) => {
                *one = DetailRow {
                    amount: money(one.amount.minor + row.amount.minor),
                    refunded: money(one.refunded.minor + row.refunded.minor),
                    ..row
                }
            }
            None => shown.push(row),
        }
    }
    shown.retain(|one| one.quantity > Quantity::ZERO);
    Ok(shown)
}

/// A detail of a sale as a recount needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDetail {
    pub id: i64,
    pub transaction: TransactionId,
    pub units: Units,
    /// When it was paid, or brought by an edit.
    pub at: Instant,
    /// When its sale was paid.
    pub sold_at: Instant,
    pub now: Instant,
    pub customer: Option<String>,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    pub kind: DetailKind,
    /// Its total.
    pub amount: i64,
    pub product_type: Option<String>,
    pub sku: Option<String>,
    pub categories: Vec<String>,
    /// The sale's event.
    pub event: Option<EventId>,
    /// Who sent the customer.
    pub referral: Referral,
}

/// The details of all sales and amendments of an interval, in the order they were recorded. History is not among them.
pub fn stored_details(db: &Read<'_>, interval: Interval) -> Result<Vec<StoredDetail>> {
    let mut query = db.prepare_cached(
        &format!(
            "SELECT d.id, t.id, t.currency, COALESCE(d.occurred_at, t.occurred_at), t.created_at, t.customer, \
             t.renewal, d.kind, d.amount, d.type, d.sku, d.categories, d.event_id, d.referrer_id, d.self_referred, \
             t.occurred_at FROM {} WHERE t.history = 0 ORDER BY d.id",
            dated_within("?1", "?2")
        ),
    )?;
    let rows = query.query_map(params![interval.from, interval.to], |row| {
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
            categories: json(row, 11)?,
            event: row.get(12)?,
            referral: Referral::of(row.get(13)?, row.get(14)?),
            sold_at: row.get(15)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Details with their sales, those that are dated from one instant on and before another: `FROM` this.
#[must_use]
pub fn dated_within(from: &str, until: &str) -> String {
    // Two ways to find them, each with an index: nearly all are as old as their sale.
    format!(
        "(SELECT d.id AS row FROM transactions t CROSS JOIN transaction_details d ON d.transaction_id = t.id \
          WHERE t.occurred_at >= {from} AND t.occurred_at < {until} AND d.occurred_at IS NULL \
          UNION ALL SELECT id FROM transaction_details WHERE occurred_at >= {from} AND occurred_at < {until}) x \
         CROSS JOIN transaction_details d ON d.id = x.row CROSS JOIN transactions t ON t.id = d.transaction_id"
    )
}

/// When the first sale was made; none where there is none.
pub fn begins(db: &Read<'_>) -> Result<Option<Instant>> {
    let mut query = db.prepare_cached("SELECT min(occurred_at) FROM transactions")?;
    let first: Option<i64> = query.query_row([], |row| row.get(0))?;
    Ok(first.and_then(Instant::from_micros))
}
