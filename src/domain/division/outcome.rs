//! What a division gives to whom, what it leaves, and why.

use super::Share;
use crate::domain::distribution::AllocationStatus;
use crate::domain::ids::CollaboratorId;
use crate::domain::points::Points;
use crate::domain::words::{Word, words};

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
    pub fn status_and_reason(&self) -> (AllocationStatus, Option<AllocationReason>) {
        let capped = self.capped.then_some(AllocationReason::Capped);
        match self.status {
            Status::Paid => (AllocationStatus::Paid, capped),
            Status::Held => (AllocationStatus::Held, Some(AllocationReason::NotActive)),
            Status::Zero => (
                AllocationStatus::Zero,
                Some(AllocationReason::LessThanOneUnit),
            ),
            Status::Ineligible(reason) => (
                AllocationStatus::Ineligible,
                Some(AllocationReason::Ineligible(reason)),
            ),
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

words! {
    /// Why a collaborator gets nothing.
    Reason {
        /// The distributor is not for them.
        OutsideAudience = "outside_audience",
        /// They are not active, and the rules leave out who is not.
        Inactive = "inactive",
        /// A score of zero or less.
        NoScore = "no_score",
        /// A score below the minimum.
        BelowMinimum = "below_minimum",
        /// A score below the target of the bonus.
        BelowTarget = "below_target",
        /// Others took the prizes.
        NotAWinner = "not_a_winner",
    }
}

/// Why an allocation is as it is: why it is zero or held, or that the cap limited it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllocationReason {
    Capped,
    NotActive,
    /// The share rounds to zero.
    LessThanOneUnit,
    Ineligible(Reason),
}

impl AllocationReason {
    /// The word in answers, in the database and in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AllocationReason::Capped => "capped",
            AllocationReason::NotActive => "collaborator_not_active",
            AllocationReason::LessThanOneUnit => "less_than_one_unit",
            AllocationReason::Ineligible(reason) => reason.name(),
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<AllocationReason> {
        let own = [
            AllocationReason::Capped,
            AllocationReason::NotActive,
            AllocationReason::LessThanOneUnit,
        ];
        own.into_iter()
            .find(|reason| reason.name() == name)
            .or_else(|| Reason::from_name(name).map(AllocationReason::Ineligible))
    }
}
