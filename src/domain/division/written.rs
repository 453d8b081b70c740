//! What follows from an allocation: the obligation it creates, and the rows that both are written as.

use super::{Allocation, Status};
use crate::domain::distribution::DistributionStatus;
use crate::domain::ids::{AllocationId, ObligationId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{ObligationReason, ObligationStatus};

/// The obligation that an allocation creates, before it has a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObligationDraft {
    pub status: ObligationStatus,
    /// Why it is held.
    pub reason: Option<ObligationReason>,
}

impl ObligationDraft {
    /// `hold_days` are those of the rules; `distribution` is the status that the distribution closes with. `None` if
    /// nothing is owed.
    #[must_use]
    pub fn of(
        allocation: &Allocation,
        hold_days: u32,
        distribution: DistributionStatus,
    ) -> Option<ObligationDraft> {
        let inactive = match allocation.status {
            Status::Paid => false,
            Status::Held => true,
            Status::Zero | Status::Ineligible(_) => return None,
        };
        let status = if distribution == DistributionStatus::Review {
            ObligationStatus::Draft
        } else if inactive || hold_days > 0 {
            ObligationStatus::Held
        } else {
            ObligationStatus::Pending
        };
        let reason = match (inactive, status) {
            (true, _) => Some(ObligationReason::NotActive),
            (false, ObligationStatus::Held) => Some(ObligationReason::HoldDays),
            (false, _) => None,
        };
        Some(ObligationDraft { status, reason })
    }
}

/// From when the obligations of a distribution that closes now can be paid.
#[must_use]
pub fn payable_at(hold_days: u32, now: Instant) -> Instant {
    now.plus_days(hold_days)
}

/// An allocation and the rows that it was written as.
#[derive(Debug)]
pub struct WrittenAllocation<'a> {
    pub allocation: &'a Allocation,
    /// `None` for a skipped distribution, whose allocations are only in its snapshot.
    pub id: Option<AllocationId>,
    pub obligation: Option<WrittenObligation>,
}

/// The obligation that an allocation created.
#[derive(Debug, Clone, Copy)]
pub struct WrittenObligation {
    pub id: ObligationId,
    pub draft: ObligationDraft,
}
