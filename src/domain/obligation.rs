//! An obligation: the record that the business owes one collaborator one amount.
//! It is never edited: it moves forward, or a new one points at it.

use serde::Serialize;

use super::collaborator::Name;
use super::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, FulfillmentId, ObligationId,
    PayoutId,
};
use super::instant::Instant;
use super::money::Money;
use super::units::Units;
use super::words::words;

/// Why an obligation is held until its collaborator is active.
pub const NOT_ACTIVE: &str = "collaborator_not_active";

/// Why an obligation is rejected that another one replaces, which is held by hand.
pub const HELD_BY_HAND: &str = "held_by_hand";

words! {
    /// Where an obligation stands. It moves forward only.
    ObligationStatus {
        /// Waits until its distribution is approved.
        Draft = "draft",
        /// Held: for the days that the rules ask for, by hand, or until its collaborator is active.
        Held = "held",
        /// Can be paid: the next fulfillment takes it if its collaborator is active.
        Pending = "pending",
        /// In a payout that is not paid yet.
        Fulfilled = "fulfilled",
        /// Paid.
        Complete = "complete",
        /// Will not be paid; the reason says why, and another one may replace it.
        Rejected = "rejected",
    }

    /// Why there is an obligation.
    ObligationKind {
        /// A share of a distribution's pool.
        Distribution = "distribution",
        /// A correction, by hand or because a sale was refunded.
        Adjustment = "adjustment",
        /// Owed again because a payout failed or was returned.
        Reissue = "reissue",
        /// Replaces one that is held by hand.
        Hold = "hold",
    }
}

/// An amount that is owed to one collaborator.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Obligation {
    /// Its number.
    pub id: ObligationId,
    /// What became of it.
    pub status: ObligationStatus,
    /// When it was made.
    pub created_at: Instant,
    /// Why there is this obligation.
    pub kind: ObligationKind,
    /// The collaborator it is owed to.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The distributor whose rules it follows from; null where it follows from none.
    pub distributor: Option<DistributorId>,
    /// The distribution it follows from; null where it follows from none.
    pub distribution: Option<DistributionId>,
    /// The allocation it pays; null where it pays none.
    pub allocation: Option<AllocationId>,
    /// How much is owed; a correction can be negative.
    pub amount: Money,
    /// The currency of the amount, or points.
    pub currency: Units,
    /// Why it was made, held or rejected.
    pub reason: Option<String>,
    /// The obligation it replaces or corrects.
    pub corrects: Option<ObligationId>,
    /// When it can be paid at the earliest.
    pub payable_at: Instant,
    /// The fulfillment it is in; null while it is in none.
    pub fulfillment: Option<FulfillmentId>,
    /// The payout it is in; null while it is in none.
    pub payout: Option<PayoutId>,
}
