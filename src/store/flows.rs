//! The money that sales and refunds moved, in one pass, for trying rules on it. Not here: events (`history`).

use rusqlite::{Row, params};

use super::interval::Interval;
use super::transactions::dated_within;
use crate::domain::instant::Instant;
use crate::domain::pool::Referral;
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;
use crate::store::Read;

/// Money that came in with a detail of a sale, or left with a refund of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow<'r> {
    /// When the sale was paid.
    pub paid_at: Instant,
    /// When the detail was sold: `paid_at`, or when an amendment added it.
    pub sold_at: Instant,
    /// When this movement happened: `sold_at`, or the time of the refund.
    pub at: Instant,
    /// Minor units; negative for a refund.
    pub amount: i64,
    /// The refund, or the amendment that lowered it.
    pub refund: Option<i64>,
    /// Whether the sale is a repeated payment of a subscription.
    pub renewal: bool,
    pub customer: Option<&'r str>,
    pub kind: DetailKind,
    pub product_type: Option<&'r str>,
    pub sku: Option<&'r str>,
    pub categories: &'r [String],
    /// Whether a collaborator who was active at the time of the sale owns it.
    pub owned: bool,
    pub referral: Referral,
}

/// Visits every movement of money in some units: first each detail sold in an interval, then each refund of those
/// details in the interval, in the order of recording.
pub fn flows<E: From<super::Error>>(
    db: &Read<'_>,
    units: Units,
    interval: Interval,
    mut visit: impl FnMut(&Flow<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    const DETAIL: &str = "t.renewal, t.customer, d.kind, d.type, d.sku, d.categories, \
         EXISTS (SELECT 1 FROM credits c WHERE c.event_id = d.event_id AND c.collaborator_id IS NOT NULL \
                 AND (c.reason IS NULL OR c.reason = 'self')), d.referrer_id, d.self_referred, t.occurred_at";
    // A detail that an amendment added is sold at the time of the amendment.
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
        let mut query = db.prepare(&sql).map_err(failed::<E>)?;
        let mut rows = query
            .query(params![units, interval.from, interval.to])
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

fn failed<E: From<super::Error>>(error: rusqlite::Error) -> E {
    E::from(super::Error::from(error))
}
