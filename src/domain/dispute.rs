//! A dispute: what a collaborator says is wrong with what they are owed, or with what does not count for them. It moves no
//! money: whoever accepts one says what was done about it.

use super::ids::{DistributionId, ObligationId};
use super::words::words;

/// The most that one collaborator can have without an answer.
pub const MOST_OPEN: usize = 5;

/// The longest text of a dispute, or of an answer.
pub const LONGEST_TEXT: usize = 1_000;

words! {
    /// Where a dispute stands. It moves forward only.
    DisputeStatus {
        /// Nobody has answered yet.
        Open = "open",
        /// One person answered, and the site asks for two.
        AnsweredOnce = "answered_once",
        /// The collaborator was right.
        Accepted = "accepted",
        /// The collaborator was not right.
        Declined = "declined",
    }

    /// What a dispute is answered.
    Answer {
        /// The collaborator is right.
        Accepted = "accepted",
        /// The collaborator is not right.
        Declined = "declined",
    }
}

impl DisputeStatus {
    /// Whether somebody still has to answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, DisputeStatus::Open | DisputeStatus::AnsweredOnce)
    }
}

impl Answer {
    /// Where a dispute stands that was answered so by as many as the site asks for.
    #[must_use]
    pub fn ends(self) -> DisputeStatus {
        match self {
            Answer::Accepted => DisputeStatus::Accepted,
            Answer::Declined => DisputeStatus::Declined,
        }
    }
}

/// What a dispute is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// An amount.
    Obligation(ObligationId),
    /// What a distribution did not count, for a reason.
    NotCounted(DistributionId, String),
}
