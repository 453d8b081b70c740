//! What is told to others of what happened.

use super::words::words;

words! {
    /// What a message says.
    MessageKind {
        /// A period was closed and its money is owed: at once, or once it was approved.
        DistributionCompleted = "distribution_completed",
        /// A period was closed, and a person must approve it.
        NeedsApproval = "needs_approval",
        /// Obligations can be paid.
        ObligationReady = "obligation_ready",
        /// Obligations are held: by hand, or until their collaborator is active.
        ObligationHeld = "obligation_held",
        /// A payout was paid.
        PayoutPaid = "payout_paid",
        /// A payout did not go through.
        PayoutFailed = "payout_failed",
        /// A payout was paid and came back.
        PayoutReturned = "payout_returned",
    }
}
