//! An obligation: the record that the business owes one collaborator one amount. It is never edited: its status moves
//! forward, or a new obligation points at it.

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

words! {
    /// The status of an obligation. It only moves forward.
    ObligationStatus {
        /// Waits for its distribution to be approved.
        Draft = "draft",
        /// Held: for the days that the rules say, by hand, or until its collaborator is active.
        Held = "held",
        /// Can be paid: the next fulfillment includes it if its collaborator is active.
        Pending = "pending",
        /// In a payout that is not paid yet.
        Fulfilled = "fulfilled",
        /// Paid.
        Complete = "complete",
        /// Will not be paid; see the reason. Another obligation may replace it.
        Rejected = "rejected",
    }

    /// Why an obligation exists.
    ObligationKind {
        /// A share of a distribution's pool.
        Distribution = "distribution",
        /// A correction, by hand or because a sale was refunded.
        Adjustment = "adjustment",
        /// Owed again, because a payout failed or was returned.
        Reissue = "reissue",
        /// Held by hand, in place of another.
        Hold = "hold",
    }

    /// Why an obligation has its status or exists, where no person said why.
    ObligationReason {
        /// Held until its collaborator is active.
        NotActive = "collaborator_not_active",
        /// Held for the days that the rules say.
        HoldDays = "hold_days",
        /// Rejected, because another one replaces it that is held by hand.
        HeldByHand = "held_by_hand",
        /// Rejected, because its distribution was divided again.
        Recounted = "recounted",
        /// Claims back what was refunded after the close.
        Clawback = "clawback",
        /// Rejected and owed again, because its payout failed.
        PayoutFailed = "payout_failed",
        /// Rejected and owed again, because its payout was returned.
        PayoutReturned = "payout_returned",
    }
}

/// An amount owed to one collaborator.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Obligation {
    /// The obligation's id.
    pub id: ObligationId,
    /// Whether it can be paid, is held, was paid and so on.
    pub status: ObligationStatus,
    /// When it was created.
    pub created_at: Instant,
    /// Why it exists.
    pub kind: ObligationKind,
    /// The collaborator it is owed to.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The distributor whose rules it follows from; null if there is none.
    pub distributor: Option<DistributorId>,
    /// The distribution it follows from; null if there is none.
    pub distribution: Option<DistributionId>,
    /// The allocation it pays; null if there is none.
    pub allocation: Option<AllocationId>,
    /// How much is owed; an adjustment can be negative.
    pub amount: Money,
    /// The currency of the amount, or points.
    pub currency: Units,
    /// Why it was created, held or rejected.
    pub reason: Option<String>,
    /// The obligation it replaces or corrects.
    pub corrects: Option<ObligationId>,
    /// The earliest time at which it can be paid.
    pub payable_at: Instant,
    /// The fulfillment it is in; null while it is in none.
    pub fulfillment: Option<FulfillmentId>,
    /// The payout it is in; null while it is in none.
    pub payout: Option<PayoutId>,
}
