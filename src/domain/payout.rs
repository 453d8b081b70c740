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
        /// Made.
        Unpaid = "unpaid",
        /// With the bank.
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
        /// None has moved.
        Pending = "pending",
        /// Some have.
        Processing = "processing",
        /// None is under way, and at least one stays paid.
        Complete = "complete",
        /// None stays paid: each failed, or came back.
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

/// A payout as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payout {
    /// Its number.
    pub id: PayoutId,
    /// Where it stands.
    pub status: PayoutStatus,
    /// When it was made.
    pub created_at: Instant,
    /// In which batch.
    pub fulfillment: FulfillmentId,
    /// To whom.
    pub collaborator: CollaboratorId,
    /// What they are called, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// How much.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// The bank's or the payer's reference.
    pub reference: Option<String>,
    /// Whatever was noted with the last move.
    pub note: Option<String>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
}

/// A fulfillment as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fulfillment {
    /// Its number.
    pub id: FulfillmentId,
    /// Where it stands.
    pub status: FulfillmentStatus,
    /// When it was made.
    pub created_at: Instant,
    /// What it comes to, for each currency.
    pub totals: Vec<Total>,
}

/// A sum in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// In which units.
    pub currency: Units,
    /// How much.
    pub amount: Money,
    /// Over how many payouts.
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
