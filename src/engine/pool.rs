//! The pool of a period, filled from what was counted for it.
//! Not here: what is filled in, as entries (`counting`), or the rules of filling (`domain::pool`).

use super::Result;
use crate::domain::distributor::Definition;
use crate::domain::ids::DistributionId;
use crate::domain::pool::{self, Contents, Correction, Filled};
use crate::domain::pool_entry::Slot;
use crate::store::{Error as StoreError, Read, metrics, pools};

/// A pool, and what it was filled from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// What was counted.
    pub contents: Contents,
    /// What all of it comes to.
    pub filled: Filled,
}

/// Fills the pool of a period.
pub fn fill(db: &Read<'_>, distribution: DistributionId, definition: &Definition) -> Result<Pool> {
    let sources = &definition.pool.sources;
    let mut contents = Contents {
        bases: vec![0; sources.len()],
        ..Contents::default()
    };
    for total in pools::totals(db, distribution)? {
        match total.slot {
            Slot::Opening => contents.opening = total.base,
            Slot::TopUp => contents.top_ups = total.base,
            Slot::LateEvent => contents.late_events = total.base,
            Slot::Clawback | Slot::ClawbackOfEvent | Slot::Uncarried => {}
            // Refunded and undone.
            Slot::Correction if total.base == 0 => {}
            Slot::Correction => contents
                .corrections
                .push(correction(&total.rate, total.base)?),
            Slot::Source(source) => {
                let base = contents.bases.get_mut(source as usize);
                *base.ok_or_else(|| {
                    StoreError::Inconsistent(format!(
                        "the pool of distribution {distribution} has sales from source {source}, and its rules have {} \
                         sources",
                        sources.len()
                    ))
                })? = total.base;
            }
        }
    }
    for (base, source) in contents.bases.iter_mut().zip(sources) {
        if let Some((event, _)) = source.event() {
            *base = metrics::events_of_type(db, distribution, event)?;
        }
    }
    let filled = pool::fill(&definition.pool, &contents)?;
    Ok(Pool { contents, filled })
}

/// Sales that count at a percentage of their own, which is read back from where it was kept.
pub fn correction(rate: &str, base: i64) -> Result<Correction> {
    let percent = rate
        .parse()
        .map_err(|_| StoreError::Inconsistent(format!("a pool has sales at \"{rate}\" percent")))?;
    Ok(Correction { percent, base })
}
