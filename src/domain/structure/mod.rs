//! Who is paid and how a pool is divided among them: the incentive structures.
//!
//! A structure looks at the line of contenders (those who qualify, the highest score first, the lowest id first among
//! equals) and answers with a plan: what each may claim and how much of the pool is up for division. It never
//! rounds: that, the cap and the snapshot are the business of `division`. Each structure has a file with one function
//! `plan` in it.

mod ladder;
mod performance_weighted_pool;
mod places;
mod shared_engagement_pool;
mod target_bonus;
mod top_score_wins;
mod user_centric_pool;
mod weights;

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::One;
use rust_decimal::Decimal;

use super::division::{Entrant, Reason, WhyLeft};
use super::points::Points;
use super::words::words;

pub(super) use places::contested;
pub use user_centric_pool::CustomerShare;
pub(super) use weights::percents;

/// How a pool is divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Structure {
    /// Equally among all who scored.
    SharedEngagementPool,
    /// In proportion to the scores.
    PerformanceWeightedPool,
    /// All of it to the highest score.
    TopScoreWins {
        /// What happens when several have it.
        tie: Tie,
    },
    /// Prizes by rank.
    Ladder {
        /// The percentages of the pool for the first, the second and so on; each more than 0, together at most 100.
        /// What they leave of 100 is not divided.
        prizes: Vec<Decimal>,
        /// What happens with fewer people than prizes.
        missing: Missing,
    },
    /// A fixed amount to everyone who reaches a score; where the pool does not suffice, all of it in equal parts.
    TargetBonus {
        /// The score to reach.
        score: Points,
        /// Minor units for each, more than 0.
        amount: i64,
    },
    /// Each customer's money among those the customer engaged with.
    UserCentricPool,
}

words! {
    /// Who takes the pool when several share the top score.
    Tie {
        /// The one who reached the score first; if that is the same too, the one with the lowest id.
        First = "first",
        /// All of them, in equal parts.
        Split = "split",
    }

    /// What happens to the prizes that no one is there to take.
    Missing {
        /// The other prizes grow in proportion until they use up what all prizes together would.
        Rescale = "rescale",
        /// They go into the next period's pool, whatever `on_empty` says.
        RollOver = "roll_over",
    }
}

/// What a structure makes of a line of contenders.
pub(super) struct Plan {
    /// What each may claim, in the order of the line.
    pub claims: Vec<Claim>,
    /// The place of each, from 0, in the order of the line.
    pub places: Vec<usize>,
    /// The part of the pool that is up for division, 0 to 1.
    pub portion: Ratio<BigUint>,
    /// That and the prizes nobody is there for, which `missing` keeps for the next period: `portion` to 1.
    pub unclaimed: Ratio<BigUint>,
    /// Why the rest of the pool is not.
    pub rest: WhyLeft,
}

impl Plan {
    /// A plan that divides all of the pool; of that there is only a rest where nobody claims any.
    fn of_all(claims: Vec<Claim>, places: Vec<usize>) -> Plan {
        Plan {
            claims,
            places,
            portion: Ratio::one(),
            unclaimed: Ratio::one(),
            rest: WhyLeft::NobodyQualified,
        }
    }
}

/// What one contender may claim.
pub(super) enum Claim {
    /// A part in proportion to this weight.
    Weight(BigUint),
    /// Nothing.
    Nothing(Reason),
}

impl Claim {
    /// The weight, and why it is nothing where a rule says so.
    pub fn into_parts(self) -> (BigUint, Option<Reason>) {
        match self {
            Claim::Weight(weight) => (weight, None),
            Claim::Nothing(reason) => (BigUint::ZERO, Some(reason)),
        }
    }
}

impl Structure {
    /// Plans the division of `pool` (minor units, 0 or more) over `line`.
    pub(super) fn plan(&self, pool: i64, line: &[&Entrant], customers: &[CustomerShare]) -> Plan {
        match self {
            Structure::SharedEngagementPool => shared_engagement_pool::plan(line),
            Structure::PerformanceWeightedPool => performance_weighted_pool::plan(line),
            Structure::TopScoreWins { tie } => top_score_wins::plan(*tie, line),
            Structure::Ladder { prizes, missing } => ladder::plan(prizes, *missing, line),
            Structure::TargetBonus { score, amount } => {
                target_bonus::plan(score, *amount, pool, line)
            }
            Structure::UserCentricPool => user_centric_pool::plan(line, customers),
        }
    }

    /// The prizes by place, where this structure has any: ties for different ones have to be decided.
    pub(super) fn prizes(&self) -> Option<Vec<BigUint>> {
        match self {
            Structure::TopScoreWins { tie: Tie::First } => Some(top_score_wins::prizes().to_vec()),
            Structure::Ladder { prizes, missing: _ } => Some(percents(prizes).0),
            Structure::TopScoreWins { tie: Tie::Split }
            | Structure::SharedEngagementPool
            | Structure::PerformanceWeightedPool
            | Structure::TargetBonus {
                score: _,
                amount: _,
            }
            | Structure::UserCentricPool => None,
        }
    }
}
