//! What the ledger has entries about. An entry's hash covers the name of its act, so a name can never change.

use super::words::words;

words! {
    /// What an entry of the ledger records.
    LedgerAct {
        /// A sale.
        Sale = "sale",
        /// A paid sale told again with other content.
        Amendment = "amendment",
        /// A refund.
        Refund = "refund",
        /// What an event of a closed period added to open pools.
        LateEvent = "late_event",
        /// What a recount added to pools and removed from them.
        Recount = "recount",
        /// The close of a period, or a new division of it.
        Distribution = "distribution",
        /// What a closed period leaves to the next one.
        Carry = "carry",
        /// A new division of a final period, to claim from those whose points were taken back.
        Credited = "credited",
        /// The claims for what was refunded between the end of a period and its close.
        Clawback = "clawback",
        /// Held obligations that became payable.
        Release = "release",
        /// The end of a refund window after which nothing waits for approval.
        Final = "final",
        /// A batch of payouts.
        Fulfillment = "fulfillment",
        /// A payout that moved forward.
        Payout = "payout",
        /// An obligation made by hand.
        Adjustment = "adjustment",
        /// Money added to a pool by hand.
        TopUp = "top_up",
        /// The approval of a distribution.
        Approval = "approval",
        /// An obligation held by hand. The subject is the obligation that is rejected.
        Hold = "hold",
        /// The release of such an obligation. The subject is the obligation that replaced the rejected one.
        HoldEnd = "hold_end",
        /// A dispute.
        Dispute = "dispute",
        /// An answer to a dispute.
        DisputeAnswer = "dispute_answer",
        /// Points given by hand.
        Credit = "credit",
        /// Rules that apply at once.
        RulesApplied = "rules_applied",
    }
}
