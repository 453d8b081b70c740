//! What sales and refunds moved, read once from end to end. Not here: events (`rows`, `packed`).

use rusqlite::{Connection, Row, params};

use super::{Stretch, failed, prepare};
use crate::domain::instant::Instant;
use crate::domain::pool::Referral;
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;
use crate::store;
use crate::store::transactions::dated_within;

/// Money that came in with a detail of a sale, or went again with a refund of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow<'r> {
    /// When the sale was paid.
    pub paid_at: Instant,
    /// The same, or when it was amended by this.
    pub sold_at: Instant,
    /// When this happened: then, or when it was refunded.
    pub at: Instant,
    /// Minor units; negative where they were given back.
    pub amount: i64,
    /// The refund, or the amendment that lowered it.
    pub refund: Option<i64>,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// Who bought.
    pub customer: Option<&'r str>,
    /// What the detail is.
    pub kind: DetailKind,
    /// The shop's type of product.
    pub product_type: Option<&'r str>,
    /// Stock-keeping unit.
    pub sku: Option<&'r str>,
    /// Categories.
    pub categories: &'r [String],
    /// Whether somebody who was active when it was sold owns it.
    pub owned: bool,
    /// Who sent the customer.
    pub referral: Referral,
}

/// Shows every movement of money in some units: first each detail of the sales of a stretch, then what
/// was given back of them in that stretch, in the order it was recorded.
pub fn flows<E: From<store::Error>>(
    db: &Connection,
    units: Units,
    stretch: Stretch,
    mut visit: impl FnMut(&Flow<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    const DETAIL: &str = "t.renewal, t.customer, d.kind, d.type, d.sku, d.categories, \
         EXISTS (SELECT 1 FROM credits c WHERE c.event_id = d.event_id AND c.collaborator_id IS NOT NULL \
                 AND (c.reason IS NULL OR c.reason = 'self')), d.referrer_id, d.self_referred, t.occurred_at";
    // What an amendment brought came in with it.
    const SOLD: &str = "COALESCE(d.occurred_at, t.occurred_at)";
    let sales = format!(
        "SELECT {SOLD}, {SOLD}, d.amount, NULL, {DETAIL} \
         FROM {} WHERE t.currency = ?1",
        dated_within("?2", "?3")
    );
    let refunds = format!(
        "SELECT {SOLD}, r.occurred_at, -l.amount, r.id, {DETAIL} \
         FROM refunds r JOIN refund_lines l ON l.refund_row = r.id \
         JOIN transaction_details d ON d.id = l.detail_id JOIN transactions t ON t.id = d.transaction_id \
         WHERE t.currency = ?1 AND {SOLD} >= ?2 AND {SOLD} < ?3 AND r.occurred_at < ?3 \
         ORDER BY r.id, l.detail_id"
    );
    for sql in [sales, refunds] {
        let mut query = prepare(db, &sql)?;
        let mut rows = query
            .query(params![units, stretch.from, stretch.to])
            .map_err(failed::<E>)?;
        while let Some(row) = rows.next().map_err(failed::<E>)? {
            let categories = categories(row).map_err(failed::<E>)?;
            visit(&flow(row, &categories).map_err(failed::<E>)?)?;
        }
    }
    Ok(())
}

fn categories(row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
    match row.get_ref(9)?.as_str()? {
        "[]" => Ok(Vec::new()),
        text => serde_json::from_str(text).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                9,
                rusqlite::types::Type::Text,
                Box::new(error),
            )
        }),
    }
}

fn flow<'r>(row: &'r Row<'_>, categories: &'r [String]) -> rusqlite::Result<Flow<'r>> {
    Ok(Flow {
        paid_at: row.get(13)?,
        sold_at: row.get(0)?,
        at: row.get(1)?,
        amount: row.get(2)?,
        refund: row.get(3)?,
        renewal: row.get(4)?,
        customer: row.get_ref(5)?.as_str_or_null()?,
        kind: row.get(6)?,
        product_type: row.get_ref(7)?.as_str_or_null()?,
        sku: row.get_ref(8)?.as_str_or_null()?,
        categories,
        owned: row.get(10)?,
        referral: Referral::of(row.get(11)?, row.get(12)?),
    })
}
