//! What a period comes to when it closes: divided or skipped, why, and what it leaves to the next.
//! Not here: the division itself (`allocation`), or writing any of it down (`engine::run_due`).

use super::allocation::Outcome;
use super::distribution::DistributionStatus;
use super::distributor::{Definition, OnEmpty, OnNegative};

/// Why a period with money in its pool was skipped.
pub const NOBODY_SCORED: &str = "nobody_scored";

/// What a period came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Complete, in review, or skipped.
    pub status: DistributionStatus,
    /// Why it was skipped.
    pub reason: Option<&'static str>,
    /// What the next period opens with, in minor units; negative where it is owed.
    pub carried: i64,
    /// Whether the scores go along.
    pub scores_too: bool,
}

/// Judges a period by its rules, the balance of its pool in minor units, and how the pool was divided.
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
        return skipped("pool_below_zero", carried, true);
    }
    if balance == 0 {
        return skipped("pool_empty", 0, true);
    }
    if outcome.distributed == 0 {
        return skipped(NOBODY_SCORED, carried(definition, outcome), false);
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

/// What was left of the pool: it opens the next period, or goes back to the house.
fn carried(definition: &Definition, outcome: &Outcome) -> i64 {
    match definition.on_empty {
        OnEmpty::RollOver => outcome.rolled_over,
        OnEmpty::House => 0,
    }
}
