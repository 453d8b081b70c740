//! A final distribution without what refunds took back since (Q29): its pool and its scores as they would have been.
//! Not here: dividing it by them (`preview`), or claiming the difference (`fold::credited`).

use std::collections::BTreeMap;

use super::preview::{self, Pool};
use super::{Result, repeats};
use crate::domain::allocation::Entrant;
use crate::domain::distributor::Definition;
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::points::Points;
use crate::domain::pool;
use crate::store::distributions::Open;
use crate::store::metrics::Seen;
use crate::store::repeats::Repeat;
use crate::store::{Connection, Error as StoreError, clawed_back, metrics, pools};

/// The points of everybody who took part, without what was taken back.
pub fn points(
    db: &Connection,
    closed: &Open,
    definition: &Definition,
) -> Result<BTreeMap<CollaboratorId, Points>> {
    let mut left: BTreeMap<CollaboratorId, Points> = BTreeMap::new();
    let parts = metrics::scores(db, closed.id)?.into_iter();
    let parts = parts.chain(clawed_back::sums(db, closed.id)?);
    let mut parts: Vec<_> = parts.map(|part| (part.collaborator, part.points)).collect();
    for repeat in repeats_in(db, closed, definition)? {
        parts.push((repeat.collaborator, preview::points_of(&repeat)?));
    }
    for (who, points) in parts {
        let sum = left.entry(who).or_insert(Points::ZERO);
        *sum = sum.plus(&points);
    }
    Ok(left)
}

/// What counts in it that did not, and the other way round, because customers whose first event was taken back count by
/// the next.
pub fn repeats_in(db: &Connection, closed: &Open, definition: &Definition) -> Result<Vec<Repeat>> {
    // All was undone: it is what it was, though customers may have turned out to be one person since.
    if !is_any(db, closed.id)? {
        return Ok(Vec::new());
    }
    repeats::unbooked_as(db, closed, definition, Seen::AfterRefunds)
}

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
