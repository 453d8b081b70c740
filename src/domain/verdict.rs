//! The verdict on a closing period: whether it is divided or skipped, why, and what goes to the next period. The division
//! itself is in `division`; `engine::run_due` writes the results.

use super::distribution::DistributionStatus;
use super::distributor::{Definition, OnEmpty, OnNegative};
use super::division::{Outcome, WhyLeft};
use super::words::words;

words! {
    /// Why a period is skipped.
    SkipReason {
        /// The pool is below zero.
        PoolBelowZero = "pool_below_zero",
        /// The pool is empty.
        PoolEmpty = "pool_empty",
        /// Nobody qualified.
        NobodyScored = "nobody_scored",
        /// The cap per collaborator rounds to zero.
        CapBelowOneUnit = "cap_below_one_unit",
        /// All prizes together round to zero.
        LessThanOneUnit = "less_than_one_unit",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Complete, in review or skipped.
    pub status: DistributionStatus,
    pub reason: Option<SkipReason>,
    /// What the next period opens with, in minor units; negative if the pool was below zero.
    pub carried: i64,
    /// Whether the scores are carried to the next period too.
    pub scores_too: bool,
}

impl Verdict {
    /// Whether the period was skipped because of how its pool would have been divided. The snapshot then includes the
    /// entrants as proof.
    #[must_use]
    pub fn is_of_a_division(&self) -> bool {
        match self.reason {
            Some(
                SkipReason::NobodyScored
                | SkipReason::CapBelowOneUnit
                | SkipReason::LessThanOneUnit,
            ) => true,
            Some(SkipReason::PoolBelowZero | SkipReason::PoolEmpty) | None => false,
        }
    }

    /// For a period that no other follows, so that nothing is carried.
    #[must_use]
    pub fn of_the_last_period(self) -> Verdict {
        Verdict {
            carried: 0,
            scores_too: false,
            ..self
        }
    }
}

/// `balance` is the pool's, in minor units.
#[must_use]
pub fn judge(definition: &Definition, balance: i64, outcome: &Outcome) -> Verdict {
    let skipped = |reason, carried, scores_too| Verdict {
        status: DistributionStatus::Skipped,
        reason: Some(reason),
        carried,
        scores_too,
    };
    if balance < 0 {
        let carried = match definition.on_negative {
            OnNegative::Carry => balance,
            OnNegative::WriteOff => 0,
        };
        return skipped(SkipReason::PoolBelowZero, carried, true);
    }
    if balance == 0 {
        return skipped(SkipReason::PoolEmpty, 0, true);
    }
    if outcome.distributed == 0 {
        // If all amounts round to zero, those who qualified must not lose anything: pool and scores wait for a period in
        // which there is enough, even if the rules give an unearned pool to the house.
        return if outcome.left(WhyLeft::NobodyQualified) > 0 {
            skipped(
                SkipReason::NobodyScored,
                carried(definition, outcome),
                false,
            )
        } else if outcome.left(WhyLeft::CapReached) > 0 {
            skipped(SkipReason::CapBelowOneUnit, balance, true)
        } else {
            skipped(SkipReason::LessThanOneUnit, balance, true)
        };
    }
    let status = if definition.review {
        DistributionStatus::Review
    } else {
        DistributionStatus::Complete
    };
    Verdict {
        status,
        reason: None,
        carried: carried(definition, outcome),
        scores_too: false,
    }
}

/// What is left of the pool goes to the next period or to the house. Unclaimed prizes always go to the next period, because
/// they are only left if `missing` says so.
fn carried(definition: &Definition, outcome: &Outcome) -> i64 {
    match definition.on_empty {
        OnEmpty::RollOver => outcome.rolled_over,
        OnEmpty::House => outcome.left(WhyLeft::PrizesUnclaimed),
    }
}
