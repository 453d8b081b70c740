//! Dividing a pool: who qualifies, what each gets, and why the others get nothing. Which weights count is up to the
//! `structure`; where scores and pools come from, and what is done with the result, is up to the engine.
//!
//! Nothing is lost: what is distributed and what rolls over sum to the pool, in whole minor units.

mod cap;
mod distribute;
mod line;
mod rules;
mod share;
mod split;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::ids::CollaboratorId;
use super::points::Points;
pub use cap::units as cap_units;
pub use distribute::{distribute, ties_to_settle};
pub use rules::{OnInactive, Rules};
pub use share::Share;
pub use split::{is_split, split};

/// One collaborator as a division sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The points of the period. Below zero counts as zero.
    pub score: Points,
    /// Whether they may take part.
    pub standing: Standing,
    /// When the final score was first reached; needed only of those whom [`ties_to_settle`] names.
    pub reached_at: Option<DateTime<Utc>>,
}

/// Whether a collaborator may take part in a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may.
    Active,
    /// Not active at the trigger: [`OnInactive`] decides.
    Inactive,
    /// Not among those the distributor is for.
    OutsideAudience,
}

/// A pool divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One row for each entrant, by rank, then by id.
    pub allocations: Vec<Allocation>,
    /// The sum of the amounts, in minor units.
    pub distributed: i64,
    /// What is left of the pool, in minor units.
    pub rolled_over: i64,
    /// Why it is left: parts that are more than zero and sum to `rolled_over`.
    pub leftovers: Vec<Leftover>,
}

impl Outcome {
    /// What is left for this reason, in minor units.
    #[must_use]
    pub fn left(&self, why: WhyLeft) -> i64 {
        let parts = self.leftovers.iter().filter(|left| left.why == why);
        parts.map(|left| left.amount).sum()
    }
}

/// A part of a pool that was not distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leftover {
    /// The reason.
    pub why: WhyLeft,
    /// Minor units.
    pub amount: i64,
}

/// Why a part of a pool was not distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyLeft {
    /// There was nobody to give it to.
    NobodyQualified,
    /// Everybody who could take it is at the cap.
    CapReached,
    /// Prizes nobody is there for, where they are not added to the others.
    PrizesUnclaimed,
    /// What all the prizes together leave of the pool.
    OutsidePrizes,
    /// Everybody at the target has the bonus.
    BonusesPaid,
}

/// One collaborator's share of one division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The score that counted: never below zero.
    pub score: Points,
    /// From 1. Equal scores share a rank and the following ranks are left out, except where different prizes made it
    /// necessary to put one before the other. Those who did not qualify are ranked after those who did.
    pub rank: i64,
    /// The part of the pool, before it was rounded to whole units.
    pub share: Share,
    /// Minor units.
    pub amount: i64,
    /// Whether the cap held the amount down.
    pub capped: bool,
    /// What became of it.
    pub status: Status,
}

/// What became of one collaborator's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// An amount that is owed.
    Paid,
    /// An amount that is owed but held, because the collaborator is not active.
    Held,
    /// They qualified, but no whole unit fell to them: no obligation.
    Zero,
    /// They get nothing.
    Ineligible(Reason),
}

/// Why a collaborator gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Not among those the distributor is for.
    OutsideAudience,
    /// Not active at the trigger.
    Inactive,
    /// No points, or fewer than none.
    NoScore,
    /// A score under the minimum.
    BelowMinimum,
    /// A score under the target of the bonus.
    BelowTarget,
    /// Others took the prizes.
    NotAWinner,
}

/// Why a pool could not be divided. Every variant means that a setting or an argument was not checked on its way in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// A pool below zero; it has to be floored before.
    #[error("a pool of {0} minor units cannot be divided: it is below zero")]
    NegativePool(i64),
    /// The same collaborator twice.
    #[error("collaborator {0} was entered twice into one division")]
    EnteredTwice(CollaboratorId),
    /// A cap outside of its range.
    #[error("a cap of {0} % is not more than 0 and at most 100")]
    Cap(Decimal),
    /// Prizes outside of their range.
    #[error("the prizes must be more than 0 % each and at most 100 % together")]
    Prizes,
    /// A bonus of nothing or less.
    #[error("a bonus of {0} minor units is not more than zero")]
    Bonus(i64),
}

impl Status {
    /// The word rows carry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Paid => "paid",
            Status::Held => "held",
            Status::Zero => "zero",
            Status::Ineligible(_) => "ineligible",
        }
    }

    /// Why there is nothing, where a rule says so.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Status::Ineligible(reason) => Some(reason),
            Status::Paid | Status::Held | Status::Zero => None,
        }
    }
}

impl Reason {
    /// The word rows carry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::OutsideAudience => "outside_audience",
            Reason::Inactive => "inactive",
            Reason::NoScore => "no_score",
            Reason::BelowMinimum => "below_minimum",
            Reason::BelowTarget => "below_target",
            Reason::NotAWinner => "not_a_winner",
        }
    }
}

impl WhyLeft {
    /// The word rows carry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WhyLeft::NobodyQualified => "nobody_qualified",
            WhyLeft::CapReached => "cap_reached",
            WhyLeft::PrizesUnclaimed => "prizes_unclaimed",
            WhyLeft::OutsidePrizes => "outside_prizes",
            WhyLeft::BonusesPaid => "bonuses_paid",
        }
    }
}

#[cfg(test)]
pub(in crate::domain) mod tests {
    use super::*;
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

    /// A structure without modifiers.
    pub(in crate::domain) fn rules(structure: Structure) -> Rules {
        Rules {
            structure,
            minimum_score: Points::ZERO,
            cap_percent: None,
            on_inactive: OnInactive::Exclude,
        }
    }

    /// `pool` among `(id, score)` gives `(id, amount)`, by rank, and nothing is lost.
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
