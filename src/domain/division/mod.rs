//! Dividing a pool: who qualifies, what each gets, and why the others get nothing. The structure decides by which weights;
//! the engine reads scores and pools, and writes the result.
//!
//! Nothing is lost: what is distributed and what rolls over sum to the pool, in whole minor units.

mod cap;
mod distribute;
pub(in crate::domain) mod entrants;
pub(in crate::domain) mod error;
pub(in crate::domain) mod outcome;
mod qualify;
mod rules;
mod share;
mod split;
mod written;

pub use cap::units as cap_units;
pub use distribute::{distribute, ties_to_settle};
pub use entrants::{Entrant, Standing, entrant_mut};
pub use error::DivisionError;
pub use outcome::{Allocation, AllocationReason, Leftover, Outcome, Reason, Status, WhyLeft};
pub use rules::{OnInactive, Rules};
pub use share::Share;
pub use split::{is_split, split};
pub use written::{ObligationDraft, WrittenAllocation, WrittenObligation, payable_at};

#[cfg(test)]
pub(in crate::domain) mod tests {
    use super::*;
    use crate::domain::ids::CollaboratorId;
    use crate::domain::points::Points;
    use crate::domain::structure::Structure;

    /// An active entrant with a whole score.
    pub(in crate::domain) fn entrant(id: i64, score: i64) -> Entrant {
        Entrant {
            collaborator: CollaboratorId(id),
            score: Points::whole(score),
            standing: Standing::Active,
            reached_at: None,
        }
    }

    /// Rules without a minimum or a cap.
    pub(in crate::domain) fn rules(structure: impl Into<Structure>) -> Rules {
        Rules {
            structure: structure.into(),
            minimum_score: Points::ZERO,
            cap_percent: None,
            on_inactive: OnInactive::Exclude,
        }
    }

    /// Dividing `pool` among `(id, score)` gives `(id, amount)`, by rank, and nothing is left.
    pub(in crate::domain) fn check(
        pool: i64,
        rules: &Rules,
        scores: &[(i64, i64)],
        expected: &[(i64, i64)],
    ) {
        let entrants: Vec<Entrant> = scores
            .iter()
            .map(|(id, score)| entrant(*id, *score))
            .collect();
        let outcome = distribute(pool, rules, &entrants, &[]).expect("legal rules");
        let amounts: Vec<(i64, i64)> = outcome
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.amount))
            .collect();
        assert_eq!(amounts, expected);
        assert_eq!((outcome.distributed, outcome.rolled_over), (pool, 0));
    }
}
