//! The value of events of sales.

use super::Result;
use crate::domain::ids::EventId;
use crate::store::Read;

pub fn value(db: &Read<'_>, event: EventId) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT value FROM events WHERE id = ?1")?;
    Ok(query.query_row([event], |row| row.get(0))?)
}

/// The price of the goods of the sale of an event, in minor units, after its newest amendment; `None` for other events.
pub fn goods(db: &Read<'_>, event: EventId) -> Result<Option<i64>> {
    let mut query = db.prepare_cached(&format!("SELECT {GOODS} FROM events e WHERE e.id = ?1"))?;
    Ok(query.query_row([event], |row| row.get(0))?)
}

/// [`goods`] as an expression over a row `e` of the events.
pub(in crate::store) const GOODS: &str = "IIF(e.type = 'product_sold' AND e.transaction_id IS NOT NULL, \
    (SELECT MAX(0, COALESCE(SUM(d.amount - d.lowered), 0)) FROM transaction_details d \
     WHERE d.transaction_id = e.transaction_id AND d.kind IN ('line_item', 'discount')), NULL)";
