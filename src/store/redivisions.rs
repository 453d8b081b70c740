//! Replaces the result of a closed distribution that is divided again.

use rusqlite::{OptionalExtension, params};

use super::Result;
use crate::domain::distribution::DistributionStatus;
use crate::domain::ids::DistributionId;
use crate::store::{Read, Write};

/// The hash that ends the newest snapshot of a distribution.
pub fn hash(db: &Read<'_>, id: DistributionId) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT hash FROM distributions WHERE id = ?1")?;
    Ok(query
        .query_row([id], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Removes the allocations of a distribution that is divided again. The ledger keeps them.
pub fn remove_allocations(db: &Write<'_>, id: DistributionId) -> Result<()> {
    db.prepare_cached("DELETE FROM allocations WHERE distribution_id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Replaces the result of a distribution of which nothing was paid. False when its status has changed in the meantime.
pub fn divide_again(
    db: &Write<'_>,
    id: DistributionId,
    from: DistributionStatus,
    result: &Again<'_>,
) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE distributions SET status = ?3, amount = ?4, obligations = ?5, reason = ?6, hash = ?7 \
             WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![
            id,
            from,
            result.status,
            result.amount,
            result.obligations,
            result.reason,
            result.hash
        ])?;
    Ok(changed == 1)
}

/// The new result of a distribution.
#[derive(Debug)]
pub struct Again<'a> {
    /// Where it stands now.
    pub status: DistributionStatus,
    /// The pool it divided, in minor units.
    pub amount: i64,
    /// How many obligations it made.
    pub obligations: i64,
    /// Why there is nothing to divide any more.
    pub reason: Option<&'a str>,
    /// The hash that ends its newest snapshot.
    pub hash: &'a str,
}
