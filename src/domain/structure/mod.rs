//! Who is paid and how a pool is divided among them: the incentive structures.
//!
//! A structure looks at the line of contenders (those who qualify, the highest score first, the lowest id first among
//! equals) and answers with a plan: what each may claim and how much of the pool is up for division. It never
//! rounds: that, the cap and the snapshot are the business of `division`.
//!
//! A structure is one file here, with everything about it: its name, how its options are read and written, its checks, its
//! plan, and the words for its rule and for its results. It has a `mod` line and a line in the list below.

mod ladder;
mod performance_weighted_pool;
mod places;
mod shared_engagement_pool;
mod target_bonus;
mod top_score_wins;
mod user_centric_pool;
mod view;
mod weights;

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::One;

use super::division::entrants::Entrant;
use super::division::error::DivisionError;
use super::division::outcome::{Reason, WhyLeft};
use super::input::Value;
use super::kind::kinds;
use super::message::Message;
use super::points::Points;
use super::units::Units;

pub use ladder::Missing;
pub(super) use places::contested;
pub use top_score_wins::Tie;
pub use user_centric_pool::CustomerShare;
pub use view::{Field, Own, View};
pub(super) use weights::percents;

kinds! {
    /// How a pool is divided.
    Structure: Incentive, "how the pool is divided among those who qualify", view::MESSAGES;
    shared_engagement_pool::SharedEngagementPool;
    performance_weighted_pool::PerformanceWeightedPool;
    top_score_wins::TopScoreWins;
    ladder::Ladder, also "top_n" = "another name for ladder, which is what it is stored and shown as";
    target_bonus::TargetBonus;
    user_centric_pool::UserCentricPool;
}

/// What a structure does.
pub trait Incentive {
    /// The options in the shape they are read from.
    fn options(&self, units: Units) -> Vec<(&'static str, Value<'static>)> {
        let _ = units;
        Vec::new()
    }

    /// Whether a pool can be divided by the options.
    fn check(&self) -> Result<(), DivisionError> {
        Ok(())
    }

    /// Plans the division of `pool` (minor units, 0 or more) over `line`.
    fn plan(&self, pool: i64, line: &[&Entrant], customers: &[CustomerShare]) -> Plan;

    /// The prizes by place, where this structure has any: ties for different ones have to be decided.
    fn prizes(&self) -> Option<Vec<BigUint>> {
        None
    }

    /// Whether it matters whose money is in the pool, and whom each customer engaged with.
    fn needs_customers(&self) -> bool {
        false
    }

    /// What counts in the division for somebody who has a part, by rank and score; none where there is no such rank.
    fn weight(&self, rank: i64, score: Points) -> Option<Points>;

    /// How it divides, as the end of "20% of sales …". `who` is for whom it is.
    fn rule(&self, who: Message, units: Units) -> Message;

    /// The score as it counts; `score` says the points.
    fn score(&self, score: Message, view: &View<'_>) -> Message {
        let _ = view;
        score
    }

    /// How the amount comes about, line by line; where the cap does not decide it.
    fn lines(&self, view: &View<'_>) -> Vec<Message>;

    /// What earned the amount, as the end of "Ann earned 5.00 USD for May 2026: …".
    fn because(&self, view: &View<'_>) -> Message;
}

/// What a structure makes of a line of contenders.
pub struct Plan {
    /// What each may claim, in the order of the line.
    pub(super) claims: Vec<Claim>,
    /// The place of each, from 0, in the order of the line.
    pub(super) places: Vec<usize>,
    /// The part of the pool that is up for division, 0 to 1.
    pub(super) portion: Ratio<BigUint>,
    /// That and the prizes nobody is there for, which `missing` keeps for the next period: `portion` to 1.
    pub(super) unclaimed: Ratio<BigUint>,
    /// Why the rest of the pool is not.
    pub(super) rest: WhyLeft,
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
pub enum Claim {
    /// A part in proportion to this weight.
    Weight(BigUint),
    /// Nothing.
    Nothing(Reason),
}

impl Claim {
    /// The weight, and why it is nothing where a rule says so.
    pub(super) fn into_parts(self) -> (BigUint, Option<Reason>) {
        match self {
            Claim::Weight(weight) => (weight, None),
            Claim::Nothing(reason) => (BigUint::ZERO, Some(reason)),
        }
    }
}
