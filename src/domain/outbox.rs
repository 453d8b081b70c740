//! What is told to others of what happened.

use super::words::words;

words! {
    /// What a message says.
    MessageKind {
        /// A period was closed, and approved where that is needed: its money is owed.
        DistributionCompleted = "distribution_completed",
        /// A period was closed and waits for approval.
        NeedsApproval = "needs_approval",
        /// Obligations can be paid.
        ObligationReady = "obligation_ready",
        /// Obligations are held: by hand, or until their collaborator is active.
        ObligationHeld = "obligation_held",
        /// A payout was paid.
        PayoutPaid = "payout_paid",
        /// A payout failed.
        PayoutFailed = "payout_failed",
        /// A payout was paid, and the money came back.
        PayoutReturned = "payout_returned",
    }
}
