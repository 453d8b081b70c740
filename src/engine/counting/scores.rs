//! Changes of scores, summed in memory until a batch ends: many events of a batch change the same score.

use rustc_hash::FxHashMap;

use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::message::messages;
use crate::engine::{Error, Result};
use crate::store::{Write, metrics};

messages! {
    score_too_large(collaborator: String) = "the score of collaborator {collaborator} is too large to count";
}

/// The part of a score that has one denominator.
pub type ScoreKey = (DistributionId, CollaboratorId, i64);

#[derive(Debug, Default)]
pub struct Scores {
    /// Numerator, and number of events.
    sums: FxHashMap<ScoreKey, (i64, i64)>,
}

impl Scores {
    pub fn add(&mut self, key: ScoreKey, points: i64, events: i64) -> Result<()> {
        let sum = self.sums.entry(key).or_default();
        sum.0 = sum
            .0
            .checked_add(points)
            .ok_or_else(|| Error::TooLarge(score_too_large(key.1.to_string())))?;
        sum.1 += events;
        Ok(())
    }

    /// Writes the sums in order, so that the same batch writes the same pages.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
        let mut sums: Vec<_> = self.sums.drain().collect();
        sums.sort_unstable_by_key(|(key, _)| *key);
        for ((distribution, collaborator, parts), (points, events)) in sums {
            metrics::add_score(db, distribution, collaborator, parts, points, events)?;
        }
        Ok(())
    }
}
