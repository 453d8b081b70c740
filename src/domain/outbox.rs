//! Messages to others about what happened.

use super::words::words;

words! {
    /// What a message is about.
    MessageKind {
        /// A period was closed, and approved if it requires approval: its money is owed.
        DistributionCompleted = "distribution_completed",
        /// A period was closed and waits for approval.
        NeedsApproval = "needs_approval",
        /// Obligations can be paid.
        ObligationReady = "obligation_ready",
        /// Obligations are held, by hand or until their collaborator is active.
        ObligationHeld = "obligation_held",
        /// A payout was paid.
        PayoutPaid = "payout_paid",
        /// A payout failed.
        PayoutFailed = "payout_failed",
        /// A payout was paid, but the money came back.
        PayoutReturned = "payout_returned",
    }
}
