//! What a division gives to whom, what it leaves, and why.

use super::Share;
use crate::domain::distribution::AllocationStatus;
use crate::domain::ids::CollaboratorId;
use crate::domain::obligation::NOT_ACTIVE;
use crate::domain::points::Points;

/// A divided pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One for each entrant, by rank, then by id.
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
    pub why: WhyLeft,
    /// In minor units.
    pub amount: i64,
}

/// Why a part of a pool was not distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyLeft {
    NobodyQualified,
    /// Everyone who could take it is at the cap.
    CapReached,
    /// There is no one to take these prizes, and they are not added to the others.
    PrizesUnclaimed,
    /// All prizes together are less than the pool.
    OutsidePrizes,
    /// Everyone at the target has the bonus.
    BonusesPaid,
}

impl WhyLeft {
    /// The word in answers and in the ledger.
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

/// One collaborator's share of one division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    pub collaborator: CollaboratorId,
    /// The score that counted: never below zero.
    pub score: Points,
    /// From 1. Equal scores share a rank and the following ranks are skipped, unless different prizes require an order
    /// among them. Those who did not qualify rank after those who did.
    pub rank: i64,
    /// The fraction of the pool, before the amount was rounded to whole units.
    pub share: Share,
    /// In minor units.
    pub amount: i64,
    /// Whether the cap limited the amount.
    pub capped: bool,
    pub status: Status,
}

impl Allocation {
    /// The status and the reason that are stored and shown: why it is zero or held, or that the cap limited it.
    #[must_use]
    pub fn status_and_reason(&self) -> (AllocationStatus, Option<&'static str>) {
        let capped = self.capped.then_some("capped");
        match self.status {
            Status::Paid => (AllocationStatus::Paid, capped),
            Status::Held => (AllocationStatus::Held, Some(NOT_ACTIVE)),
            Status::Zero => (AllocationStatus::Zero, Some("less_than_one_unit")),
            Status::Ineligible(reason) => (AllocationStatus::Ineligible, Some(reason.as_str())),
        }
    }
}

/// What became of one collaborator's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Paid,
    /// An amount that is owed but held, because the collaborator is not active.
    Held,
    /// They qualified, but the share rounds to zero: no obligation.
    Zero,
    Ineligible(Reason),
}

impl Status {
    /// Why the collaborator did not qualify.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Status::Ineligible(reason) => Some(reason),
            Status::Paid | Status::Held | Status::Zero => None,
        }
    }
}

/// Why a collaborator gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    OutsideAudience,
    Inactive,
    /// A score of zero or less.
    NoScore,
    BelowMinimum,
    /// A score below the target of the bonus.
    BelowTarget,
    /// Others took the prizes.
    NotAWinner,
}

impl Reason {
    /// The word in answers and in the ledger.
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
