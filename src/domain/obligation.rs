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

/// Why an obligation is rejected in whose place another one is held by hand.
pub const HELD_BY_HAND: &str = "held_by_hand";

words! {
    /// Where an obligation stands. It moves forward only.
    ObligationStatus {
        /// Its distribution waits for approval.
        Draft = "draft",
        /// Held back for a time, or until its collaborator is active.
        Held = "held",
        /// To be paid.
        Pending = "pending",
        /// In a payout.
        Fulfilled = "fulfilled",
        /// Paid.
        Complete = "complete",
        /// Will not be paid; perhaps another one stands in for it.
        Rejected = "rejected",
    }

    /// What made an obligation.
    ObligationKind {
        /// An allocation of a distribution.
        Distribution = "distribution",
        /// A correction by hand or by rule.
        Adjustment = "adjustment",
        /// Owed again because a payout failed or came back.
        Reissue = "reissue",
        /// Stands in for one that somebody holds by hand.
        Hold = "hold",
    }
}

/// An obligation as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Obligation {
    /// Its number.
    pub id: ObligationId,
    /// Where it stands.
    pub status: ObligationStatus,
    /// When it was made.
    pub created_at: Instant,
    /// What made it.
    pub kind: ObligationKind,
    /// To whom it is owed.
    pub collaborator: CollaboratorId,
    /// What they are called, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// By which distributor's rules.
    pub distributor: Option<DistributorId>,
    /// By which distribution.
    pub distribution: Option<DistributionId>,
    /// By which allocation.
    pub allocation: Option<AllocationId>,
    /// How much; a correction may be negative.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// Why it was made, held or rejected.
    pub reason: Option<String>,
    /// The obligation it stands in for or corrects.
    pub corrects: Option<ObligationId>,
    /// From when it can be paid.
    pub payable_at: Instant,
    /// The batch it is in.
    pub fulfillment: Option<FulfillmentId>,
    /// The payout it is in.
    pub payout: Option<PayoutId>,
}
