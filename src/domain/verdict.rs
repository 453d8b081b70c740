//! What a period comes to when it closes: divided or skipped, why, and what it leaves to the next.
//! Not here: the division itself (`division`), or writing any of it down (`engine::run_due`).

use super::distribution::DistributionStatus;
use super::distributor::{Definition, OnEmpty, OnNegative};
use super::division::{Outcome, WhyLeft};

/// Why a period with money in its pool was skipped: nobody qualified.
const NOBODY_SCORED: &str = "nobody_scored";
/// The same: the most that one may have is less than one unit.
const CAP_BELOW_ONE_UNIT: &str = "cap_below_one_unit";
/// The same: all the prizes together are less than one unit.
const LESS_THAN_ONE_UNIT: &str = "less_than_one_unit";

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

impl Verdict {
    /// Whether the pool had money, and was skipped for what came of dividing it: then those who took part prove it.
    #[must_use]
    pub fn is_of_a_division(&self) -> bool {
        let reasons = [NOBODY_SCORED, CAP_BELOW_ONE_UNIT, LESS_THAN_ONE_UNIT];
        self.reason.is_some_and(|reason| reasons.contains(&reason))
    }

    /// The same for a period that none follows: it leaves nothing.
    #[must_use]
    pub fn of_the_last_period(self) -> Verdict {
        Verdict {
            carried: 0,
            scores_too: false,
            ..self
        }
    }
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
        // Those who qualified lose nothing by a rule that leaves each less than a unit: pool and scores wait for a
        // period in which there is enough, whatever becomes of a pool for which nobody scored.
        return if outcome.left(WhyLeft::NobodyQualified) > 0 {
            skipped(NOBODY_SCORED, carried(definition, outcome), false)
        } else if outcome.left(WhyLeft::CapReached) > 0 {
            skipped(CAP_BELOW_ONE_UNIT, balance, true)
        } else {
            skipped(LESS_THAN_ONE_UNIT, balance, true)
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

/// What was left of the pool: it opens the next period, or goes back to the house. Prizes nobody was there for open the
/// next period either way, for that is what `missing` says where they are left at all.
fn carried(definition: &Definition, outcome: &Outcome) -> i64 {
    match definition.on_empty {
        OnEmpty::RollOver => outcome.rolled_over,
        OnEmpty::House => outcome.left(WhyLeft::PrizesUnclaimed),
    }
}
