//! How obligations move, without the counts: [`Writer`](super::Writer) counts. A database that a proof is replayed in counts
//! nothing.

use rusqlite::{Connection, params};

use super::super::Result;
use crate::domain::ids::{DistributionId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::Units;

/// Puts pending obligations into payouts of a fulfillment; answers which are not pending any more.
pub fn put_into(
    db: &Connection,
    fulfillment: FulfillmentId,
    taken: impl IntoIterator<Item = (ObligationId, PayoutId)>,
) -> Result<Vec<ObligationId>> {
    let mut update = db.prepare_cached(
        "UPDATE obligations SET status = 'fulfilled', fulfillment_id = ?2, payout_id = ?3 \
         WHERE id = ?1 AND status = 'pending'",
    )?;
    let mut refused = Vec::new();
    for (id, payout) in taken {
        if update.execute(params![id, fulfillment, payout])? != 1 {
            refused.push(id);
        }
    }
    Ok(refused)
}

/// A move of one obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance<'a> {
    /// Where it must stand.
    pub from: ObligationStatus,
    /// Where it goes.
    pub to: ObligationStatus,
    /// The reason.
    pub reason: Option<&'a str>,
    /// From when it can be paid, where that changes.
    pub payable_at: Option<Instant>,
}

/// Moves an obligation on; false when it does not stand where it would have to.
pub fn advance(db: &Connection, id: ObligationId, advance: &Advance<'_>) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE obligations SET status = ?3, reason = ?4, payable_at = COALESCE(?5, payable_at) \
             WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![id, advance.from, advance.to, advance.reason, advance.payable_at])?;
    Ok(changed == 1)
}

/// Moves every obligation of a payout on from where it stands; answers which moved, and in which units they are.
pub fn move_payout(
    db: &Connection,
    payout: PayoutId,
    from: ObligationStatus,
    to: ObligationStatus,
    reason: Option<&str>,
) -> Result<Vec<(ObligationId, Units)>> {
    let mut update = db.prepare_cached(
        "UPDATE obligations SET status = ?2, reason = COALESCE(?3, reason) WHERE payout_id = ?1 AND status = ?4 \
         AND collaborator_id = (SELECT collaborator_id FROM payouts WHERE id = ?1) RETURNING id, currency",
    )?;
    let rows = update.query_map(params![payout, to, reason, from], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Rejects the shares of a distribution that is divided again and answers which, in which units, and where they stood.
pub fn reject_all(
    db: &Connection,
    distribution: DistributionId,
    reason: &str,
) -> Result<Vec<(ObligationId, Units, ObligationStatus)>> {
    let mut query = db.prepare_cached(
        "SELECT id, currency, status FROM obligations WHERE distribution_id = ?1 AND kind = 'distribution' \
         AND status IN ('draft', 'held') ORDER BY id",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<(ObligationId, Units, ObligationStatus)>>>()?;
    let mut update =
        db.prepare_cached("UPDATE obligations SET status = 'rejected', reason = ?2 WHERE id = ?1")?;
    for (id, ..) in &rows {
        update.execute(params![id, reason])?;
    }
    Ok(rows)
}
