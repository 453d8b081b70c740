//! Money out: a fulfillment is a batch, a payout one line of it.

use serde::Serialize;

use super::collaborator::Name;
use super::ids::{CollaboratorId, FulfillmentId, PayoutId};
use super::instant::Instant;
use super::money::Money;
use super::obligation::ObligationStatus;
use super::units::Units;
use super::words::words;

words! {
    /// Where a payout stands. It moves forward only: what came back does not become paid again, a new payout does.
    PayoutStatus {
        /// Made, and not sent yet.
        Unpaid = "unpaid",
        /// Sent to the bank, and not paid yet.
        Processing = "processing",
        /// Paid.
        Paid = "paid",
        /// Did not go through; what it held is owed again.
        Failed = "failed",
        /// Was paid and came back, unclaimed or from a wrong account; what it held is owed again.
        Returned = "returned",
    }

    /// Where a fulfillment stands, by its payouts.
    FulfillmentStatus {
        /// No payout was sent yet.
        Pending = "pending",
        /// Some payouts were sent, and some are not settled yet.
        Processing = "processing",
        /// All payouts are settled, and at least one is paid.
        Complete = "complete",
        /// No payout is paid: each failed or was returned.
        Failed = "failed",
    }
}

impl PayoutStatus {
    /// Whether a payout may go from here to there.
    #[must_use]
    pub fn may_become(self, next: PayoutStatus) -> bool {
        match self {
            PayoutStatus::Unpaid => matches!(
                next,
                PayoutStatus::Processing | PayoutStatus::Paid | PayoutStatus::Failed
            ),
            PayoutStatus::Processing => matches!(next, PayoutStatus::Paid | PayoutStatus::Failed),
            PayoutStatus::Paid => next == PayoutStatus::Returned,
            PayoutStatus::Failed | PayoutStatus::Returned => false,
        }
    }

    /// Why the obligations of a payout in this status are owed again; `None` where they are not.
    #[must_use]
    pub fn owed_again(self) -> Option<&'static str> {
        match self {
            PayoutStatus::Failed => Some("payout_failed"),
            PayoutStatus::Returned => Some("payout_returned"),
            PayoutStatus::Unpaid | PayoutStatus::Processing | PayoutStatus::Paid => None,
        }
    }

    /// Where the obligations of a payout in this status stand.
    #[must_use]
    pub fn of_obligations(self) -> ObligationStatus {
        match self {
            PayoutStatus::Unpaid | PayoutStatus::Processing => ObligationStatus::Fulfilled,
            PayoutStatus::Paid => ObligationStatus::Complete,
            PayoutStatus::Failed | PayoutStatus::Returned => ObligationStatus::Rejected,
        }
    }
}

impl FulfillmentStatus {
    /// Where a fulfillment stands when its payouts stand there. One without payouts is never made.
    #[must_use]
    pub fn of(payouts: &[PayoutStatus]) -> FulfillmentStatus {
        let all = |status| payouts.iter().all(|p| *p == status);
        let none = |statuses: &[PayoutStatus]| payouts.iter().all(|p| !statuses.contains(p));
        let is_over = none(&[PayoutStatus::Unpaid, PayoutStatus::Processing]);
        if all(PayoutStatus::Unpaid) {
            FulfillmentStatus::Pending
        } else if is_over && none(&[PayoutStatus::Paid]) {
            FulfillmentStatus::Failed
        } else if is_over {
            FulfillmentStatus::Complete
        } else {
            FulfillmentStatus::Processing
        }
    }
}

/// A payment to one collaborator in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Payout {
    /// Its number.
    pub id: PayoutId,
    /// What became of it.
    pub status: PayoutStatus,
    /// When it was made.
    pub created_at: Instant,
    /// The fulfillment it is part of.
    pub fulfillment: FulfillmentId,
    /// The collaborator who is paid.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// How much is paid.
    pub amount: Money,
    /// The currency of the amount.
    pub currency: Units,
    /// The bank's or the payer's reference of the payment.
    pub reference: Option<String>,
    /// The note given when its status changed last.
    pub note: Option<String>,
    /// When it was paid; null until then.
    pub paid_at: Option<Instant>,
}

/// A batch of payouts that were made together.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Fulfillment {
    /// Its number.
    pub id: FulfillmentId,
    /// What became of its payouts.
    pub status: FulfillmentStatus,
    /// When it was made.
    pub created_at: Instant,
    /// What its payouts add up to in each currency.
    pub totals: Vec<Total>,
}

/// What payouts in one currency add up to.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Total {
    /// The currency.
    pub currency: Units,
    /// The sum of the payouts.
    pub amount: Money,
    /// How many payouts there are.
    pub payouts: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use PayoutStatus::{Failed, Paid, Processing, Returned, Unpaid};

    #[test]
    fn payouts_move_forward_only() {
        let all = [Unpaid, Processing, Paid, Failed, Returned];
        let allowed: Vec<_> = all
            .into_iter()
            .flat_map(|from| all.into_iter().map(move |to| (from, to)))
            .filter(|(from, to)| from.may_become(*to))
            .collect();
        assert_eq!(
            allowed,
            [
                (Unpaid, Processing),
                (Unpaid, Paid),
                (Unpaid, Failed),
                (Processing, Paid),
                (Processing, Failed),
                (Paid, Returned)
            ]
        );
    }

    #[test]
    fn a_fulfillment_is_where_its_payouts_are() {
        for (payouts, expect) in [
            (vec![Unpaid, Unpaid], FulfillmentStatus::Pending),
            (vec![Unpaid, Paid], FulfillmentStatus::Processing),
            (vec![Processing, Failed], FulfillmentStatus::Processing),
            (vec![Paid, Failed], FulfillmentStatus::Complete),
            (vec![Failed, Failed], FulfillmentStatus::Failed),
            (vec![Returned, Paid], FulfillmentStatus::Complete),
            (vec![Returned, Unpaid], FulfillmentStatus::Processing),
            (vec![Returned, Failed], FulfillmentStatus::Failed),
        ] {
            assert_eq!(FulfillmentStatus::of(&payouts), expect, "{payouts:?}");
        }
    }
}
