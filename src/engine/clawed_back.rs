//! The pool and the scores of a final distribution without what refunds have taken back since (Q29).
//! Not here: dividing it again (`preview`), or claiming the difference (`clawback::credited`).

use super::Result;
use super::pool::{Pool, correction};
use crate::domain::distributor::Definition;
use crate::domain::division::{Entrant, entrant_mut};
use crate::domain::ids::DistributionId;
use crate::domain::pool;
use crate::store::{Error as StoreError, Read, clawed_back, pools};

/// Whether anything is taken back. A refund that was undone takes nothing.
pub fn is_any(db: &Read<'_>, distribution: DistributionId) -> Result<bool> {
    let sales = pools::clawbacks(db, distribution)?;
    Ok(sales.iter().any(|(_, base)| *base != 0)
        || pools::clawed_events(db, distribution)? != 0
        || !clawed_back::sums(db, distribution)?.is_empty())
}

/// A divided pool as it would have been without what is claimed back.
pub fn without(
    db: &Read<'_>,
    distribution: DistributionId,
    definition: &Definition,
    pool: Pool,
) -> Result<Pool> {
    let mut contents = pool.contents;
    for (rate, base) in pools::clawbacks(db, distribution)? {
        // Zero if the refund was undone.
        if base != 0 {
            contents.corrections.push(correction(&rate, base)?);
        }
    }
    let events = contents
        .late_events
        .checked_add(pools::clawed_events(db, distribution)?);
    contents.late_events = events.ok_or(pool::TooLarge)?;
    let filled = pool::fill(&definition.pool, &contents)?;
    Ok(Pool { contents, filled })
}

/// Subtracts the points that refunds have taken back since.
pub fn take(db: &Read<'_>, distribution: DistributionId, entrants: &mut [Entrant]) -> Result<()> {
    for taken in clawed_back::sums(db, distribution)? {
        let entrant = entrant_mut(entrants, taken.collaborator).ok_or_else(|| {
            StoreError::Inconsistent(format!(
                "distribution {distribution} has points to claim from collaborator {}, who took no part in it",
                taken.collaborator
            ))
        })?;
        entrant.score = entrant.score.plus(&taken.points);
    }
    Ok(())
}
