//! A final distribution without what refunds took back since (Q29): its pool and its scores as they would have been.
//! Not here: dividing it by them (`preview`), or claiming the difference (`fold::credited`).

use super::Result;
use super::preview::{self, Pool};
use crate::domain::distributor::Definition;
use crate::domain::division::Entrant;
use crate::domain::ids::DistributionId;
use crate::domain::pool;
use crate::store::{Connection, Error as StoreError, clawed_back, pools};

/// Whether anything is taken back of it: what was refunded and undone is nothing.
pub fn is_any(db: &Connection, distribution: DistributionId) -> Result<bool> {
    let sales = pools::clawbacks(db, distribution)?;
    Ok(sales.iter().any(|(_, base)| *base != 0)
        || pools::clawed_events(db, distribution)? != 0
        || !clawed_back::sums(db, distribution)?.is_empty())
}

/// A divided pool as it would have been without what is claimed back of it.
pub fn without(
    db: &Connection,
    distribution: DistributionId,
    definition: &Definition,
    pool: Pool,
) -> Result<Pool> {
    let mut contents = pool.contents;
    for (rate, base) in pools::clawbacks(db, distribution)? {
        // Refunded and undone.
        if base != 0 {
            contents.corrections.push(preview::correction(&rate, base)?);
        }
    }
    let events = contents
        .late_events
        .checked_add(pools::clawed_events(db, distribution)?);
    contents.late_events = events.ok_or(pool::TooLarge)?;
    let filled = pool::fill(&definition.pool, &contents)?;
    Ok(Pool { contents, filled })
}

/// Takes the points that refunds took back since it was final.
pub fn take(db: &Connection, distribution: DistributionId, entrants: &mut [Entrant]) -> Result<()> {
    for taken in clawed_back::sums(db, distribution)? {
        let entrant = preview::entrant_mut(entrants, taken.collaborator).ok_or_else(|| {
            StoreError::Inconsistent(format!(
                "distribution {distribution} has points to claim of collaborator {}, who had none in it",
                taken.collaborator
            ))
        })?;
        entrant.score = entrant.score.plus(&taken.points);
    }
    Ok(())
}
