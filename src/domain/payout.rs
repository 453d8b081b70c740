//! Payouts, and the fulfillments that they are made in.

use serde::Serialize;

use super::collaborator::Name;
use super::ids::{CollaboratorId, FulfillmentId, PayoutId};
use super::instant::Instant;
use super::money::Money;
use super::obligation::{ObligationReason, ObligationStatus};
use super::units::Units;
use super::words::words;

words! {
    /// The status of a payout. It only moves forward: money that came back is paid again by a new payout.
    PayoutStatus {
        /// Created but not sent yet.
        Unpaid = "unpaid",
        /// Sent to the bank but not paid yet.
        Processing = "processing",
        /// Paid.
        Paid = "paid",
        /// Did not go through; its amount is owed again.
        Failed = "failed",
        /// Was paid but came back, unclaimed or from a wrong account; its amount is owed again.
        Returned = "returned",
    }

    /// The status of a fulfillment, which follows from its payouts.
    FulfillmentStatus {
        /// No payout was sent yet.
        Pending = "pending",
        /// At least one payout was sent, and at least one is not settled yet.
        Processing = "processing",
        /// All payouts are settled, and at least one is paid.
        Complete = "complete",
        /// All payouts failed or were returned.
        Failed = "failed",
    }
}

impl PayoutStatus {
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

    /// Why the obligations of the payout are owed again; `None` if they are not.
    #[must_use]
    pub fn owed_again(self) -> Option<ObligationReason> {
        match self {
            PayoutStatus::Failed => Some(ObligationReason::PayoutFailed),
            PayoutStatus::Returned => Some(ObligationReason::PayoutReturned),
            PayoutStatus::Unpaid | PayoutStatus::Processing | PayoutStatus::Paid => None,
        }
    }

    /// The status of the obligations of the payout.
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
    /// A fulfillment always has at least one payout.
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
    /// The payout's id.
    pub id: PayoutId,
    /// Whether it was sent, paid, returned and so on.
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
    /// The reference of the payment, of the bank or the payer.
    pub reference: Option<String>,
    /// The note of the last change of its status.
    pub note: Option<String>,
    /// When it was paid; null until then.
    pub paid_at: Option<Instant>,
}

/// A batch of payouts that were made together.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Fulfillment {
    /// The fulfillment's id.
    pub id: FulfillmentId,
    /// How far its payouts are.
    pub status: FulfillmentStatus,
    /// When it was made.
    pub created_at: Instant,
    /// The sum of its payouts in each currency.
    pub totals: Vec<Total>,
}

/// The sum of payouts in one currency.
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
    fn payouts_only_move_forward() {
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
    fn the_status_of_a_fulfillment_follows_from_its_payouts() {
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
