//! A distribution: one run of a distributor for one period, and its allocations.

use serde::Serialize;

use super::collaborator::Name;
use super::ids::{AllocationId, CollaboratorId, DistributionId, DistributorId};
use super::instant::Instant;
use super::money::Money;
use super::points::Points;
use super::units::Units;
use super::words::words;

words! {
    /// The status of a distribution. It only moves forward.
    DistributionStatus {
        /// Its period has not begun, or the period before it is not closed.
        Scheduled = "scheduled",
        /// Open: metrics and the pool accumulate.
        Tracking = "tracking",
        /// Divided, and waiting for approval.
        Review = "review",
        /// Divided, and its obligations exist.
        Complete = "complete",
        /// Closed with nothing to divide, or no one to receive it.
        Skipped = "skipped",
        /// Could not be closed; the next heartbeat tries again.
        Failed = "failed",
    }

    /// The status of an allocation.
    AllocationStatus {
        /// It created an obligation.
        Paid = "paid",
        /// It created an obligation that is held.
        Held = "held",
        /// The share rounds to zero.
        Zero = "zero",
        /// The collaborator did not qualify; see the reason.
        Ineligible = "ineligible",
    }
}

/// A half-open interval: the start belongs to it, the end to the next period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PeriodRow {
    /// The first instant of the period.
    pub start: Instant,
    /// The first instant of the next period.
    pub end: Instant,
}

/// One run of a distributor, for one period.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Distribution {
    /// Its number.
    pub id: DistributionId,
    /// What stage it is in.
    pub status: DistributionStatus,
    /// When it was created.
    pub created_at: Instant,
    /// The distributor.
    pub distributor: DistributorId,
    /// The version of the distributor's rules that applies.
    pub version: i64,
    /// The period it covers.
    pub period: PeriodRow,
    /// The pool that it divided; null while it is open.
    pub amount: Option<Money>,
    /// The currency, or `points`.
    pub currency: Units,
    /// How many obligations it created.
    pub obligations: i64,
    /// When it was closed; null while it is open.
    pub closed_at: Option<Instant>,
    /// Why it was skipped or failed.
    pub reason: Option<String>,
    /// The SHA-256 of the last entry of its snapshot in the ledger.
    pub hash: Option<String>,
}

/// What one source contributed to a pool.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PoolContribution {
    /// `revenue_share`, `fixed`, `per_event`, `correction`, `late_events`, `opening`, `top_up` or `adjusted` (by floor or cap).
    pub kind: &'static str,
    /// The percentage of the base, if it is a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// The amount that it is a share of, in major units, or the number of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Its exact contribution in major units; it may have more decimals than the currency.
    pub amount: String,
}

/// One collaborator's share of one distribution.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AllocationRow {
    /// Its number.
    pub id: AllocationId,
    /// What became of it.
    pub status: AllocationStatus,
    /// When the distribution was closed, or divided again.
    pub created_at: Instant,
    /// The distribution it is part of.
    pub distribution: DistributionId,
    /// The distributor it follows from.
    pub distributor: DistributorId,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only if names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The rank by score, from 1.
    pub rank: i64,
    /// The score that counted.
    pub score: Points,
    /// The fraction of the pool, with six decimals.
    pub share: String,
    /// The amount allocated.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
    /// Why it is zero or held, or that the cap limited it.
    pub reason: Option<String>,
}
