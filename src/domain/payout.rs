//! Money out: a fulfillment is a batch, a payout one line of it.

use serde::Serialize;

use super::ids::{CollaboratorId, FulfillmentId, PayoutId};
use super::instant::Instant;
use super::money::Money;
use super::units::Units;
use super::words::words;

words! {
    /// Where a payout stands. It moves forward only.
    PayoutStatus {
        /// Made.
        Unpaid = "unpaid",
        /// With the bank.
        Processing = "processing",
        /// Paid.
        Paid = "paid",
        /// Did not go through; what it held is owed again.
        Failed = "failed",
    }

    /// Where a fulfillment stands, by its payouts.
    FulfillmentStatus {
        /// None has moved.
        Pending = "pending",
        /// Some have.
        Processing = "processing",
        /// All are paid, or the rest failed.
        Complete = "complete",
        /// All failed.
        Failed = "failed",
    }
}

impl PayoutStatus {
    /// Whether a payout may go from here to there.
    #[must_use]
    pub fn may_become(self, next: PayoutStatus) -> bool {
        match self {
            PayoutStatus::Unpaid => next != PayoutStatus::Unpaid,
            PayoutStatus::Processing => matches!(next, PayoutStatus::Paid | PayoutStatus::Failed),
            PayoutStatus::Paid | PayoutStatus::Failed => false,
        }
    }
}

impl FulfillmentStatus {
    /// Where a fulfillment stands when its payouts stand there. One without payouts is never made.
    #[must_use]
    pub fn of(payouts: &[PayoutStatus]) -> FulfillmentStatus {
        let all = |status| payouts.iter().all(|p| *p == status);
        let over = payouts
            .iter()
            .all(|p| matches!(p, PayoutStatus::Paid | PayoutStatus::Failed));
        if all(PayoutStatus::Unpaid) {
            FulfillmentStatus::Pending
        } else if all(PayoutStatus::Failed) {
            FulfillmentStatus::Failed
        } else if over {
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
    use PayoutStatus::{Failed, Paid, Processing, Unpaid};

    #[test]
    fn payouts_move_forward_only() {
        let all = [Unpaid, Processing, Paid, Failed];
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
                (Processing, Failed)
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
        ] {
            assert_eq!(FulfillmentStatus::of(&payouts), expect, "{payouts:?}");
        }
    }
}
