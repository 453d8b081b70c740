//! Amounts that somebody holds by hand.

use super::Result;
use super::obligations::IN_BUCKET;
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::money::Money;
use crate::store::Read;

/// An amount that somebody holds by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    pub id: ObligationId,
    pub amount: Money,
    pub reason: String,
}

/// The holds on a collaborator, or on everybody.
pub fn by_hand(db: &Read<'_>, of: Option<CollaboratorId>) -> Result<Vec<ByHand>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT o.id, o.amount, o.currency, COALESCE(o.reason, '') FROM obligation_counts s \
         CROSS JOIN obligations o ON {IN_BUCKET} \
         WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.kind = 'hold' \
         AND (?1 IS NULL OR o.collaborator_id = ?1) ORDER BY o.id"
    ))?;
    let rows = query.query_map([of], |row| {
        Ok(ByHand {
            id: row.get(0)?,
            amount: Money {
                minor: row.get(1)?,
                units: row.get(2)?,
            },
            reason: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
