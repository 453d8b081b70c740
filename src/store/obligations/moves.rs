//! Changes the status of obligations without counting. [`Writer`](super::Writer) adds the counts, which a scratch database does
//! without.

use rusqlite::params;

use super::super::Result;
use crate::domain::ids::{DistributionId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{ObligationReason, ObligationStatus};
use crate::domain::units::Units;
use crate::store::Write;

/// Puts pending obligations into payouts of a fulfillment. Returns those that are no longer pending.
pub fn put_into(
    db: &Write<'_>,
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

/// A change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    pub from: ObligationStatus,
    pub to: ObligationStatus,
    pub reason: Option<ObligationReason>,
    /// The new instant from which it can be paid; `None` keeps the old one.
    pub payable_at: Option<Instant>,
}

/// Changes the status of an obligation. False when it is not in the expected status.
pub fn advance(db: &Write<'_>, id: ObligationId, advance: &Advance) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE obligations SET status = ?3, reason = ?4, payable_at = COALESCE(?5, payable_at) \
             WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![id, advance.from, advance.to, advance.reason, advance.payable_at])?;
    Ok(changed == 1)
}

/// Changes the status of every obligation in a payout. Returns those that changed, with their units.
pub fn move_payout(
    db: &Write<'_>,
    payout: PayoutId,
    from: ObligationStatus,
    to: ObligationStatus,
    reason: Option<ObligationReason>,
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

/// Rejects the shares of a distribution that is divided again. Returns them with their units and former statuses.
pub fn reject_all(
    db: &Write<'_>,
    distribution: DistributionId,
    reason: ObligationReason,
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
