//! A distribution: one run of a distributor, for one period; and the allocations it made.

use serde::Serialize;

use super::collaborator::Name;
use super::ids::{AllocationId, CollaboratorId, DistributionId, DistributorId};
use super::instant::Instant;
use super::money::Money;
use super::points::Points;
use super::units::Units;
use super::words::words;

words! {
    /// Where a distribution stands. It moves forward only.
    DistributionStatus {
        /// Its period has not begun, or the one before is not closed.
        Scheduled = "scheduled",
        /// Metrics and pool accumulate.
        Tracking = "tracking",
        /// Divided; a person must approve it.
        Review = "review",
        /// Divided; obligations exist.
        Complete = "complete",
        /// Closed with nothing to divide or nobody to receive.
        Skipped = "skipped",
        /// Could not be closed; tried again at the next heartbeat.
        Failed = "failed",
    }

    /// What an allocation came to.
    AllocationStatus {
        /// An obligation was made.
        Paid = "paid",
        /// An obligation was made and is held back.
        Held = "held",
        /// Its share was less than one unit.
        Zero = "zero",
        /// It took no part; the reason is beside it.
        Ineligible = "ineligible",
    }
}

/// Half-open: the start belongs to it, the end to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PeriodRow {
    /// First instant.
    pub start: Instant,
    /// First instant of the next.
    pub end: Instant,
}

/// A distribution as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Distribution {
    /// Its number.
    pub id: DistributionId,
    /// Where it stands.
    pub status: DistributionStatus,
    /// When its row was made.
    pub created_at: Instant,
    /// The distributor.
    pub distributor: DistributorId,
    /// By which version of its rules.
    pub version: i64,
    /// For which period.
    pub period: PeriodRow,
    /// The pool it divided; null while it is open.
    pub amount: Option<Money>,
    /// The currency, or `points`.
    pub currency: Units,
    /// How many obligations it made.
    pub obligations: i64,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Why it was skipped, or failed.
    pub reason: Option<String>,
    /// The SHA-256 that ends its snapshot in the ledger.
    pub hash: Option<String>,
}

/// What a source brought to a pool.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PoolLine {
    /// `revenue_share`, `fixed`, `per_event`, `correction`, `late_events`, `opening`, `top_up`, `adjusted` (by floor or cap).
    pub kind: &'static str,
    /// Percent of the base, where it is a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// The money it is a share of, in major units, or the number of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// What it brings, in major units, exactly: it may have more decimals than the currency.
    pub amount: String,
}

/// One collaborator's share of one distribution.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AllocationRow {
    /// Its number.
    pub id: AllocationId,
    /// What it came to.
    pub status: AllocationStatus,
    /// When the distribution was closed.
    pub created_at: Instant,
    /// Of which distribution.
    pub distribution: DistributionId,
    /// Of which distributor.
    pub distributor: DistributorId,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// What they are called, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Place by score, from 1.
    pub rank: i64,
    /// The points that counted.
    pub score: Points,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// The amount.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
    /// Why nothing, or why held.
    pub reason: Option<String>,
}
