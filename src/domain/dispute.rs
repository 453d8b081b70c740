//! A dispute: a collaborator's objection to an amount they are owed, or to something that does not count for them. It moves
//! no money: whoever accepts it says what was done about it.

use super::ids::{DistributionId, ObligationId};
use super::words::words;

/// How many unanswered disputes one collaborator can have.
pub const MOST_OPEN: usize = 5;

/// The longest text of a dispute or an answer, in characters.
pub const LONGEST_TEXT: usize = 1_000;

words! {
    /// The status of a dispute. It only moves forward.
    DisputeStatus {
        /// No one has answered yet.
        Open = "open",
        /// One person has answered, and the site requires two.
        AnsweredOnce = "answered_once",
        /// The collaborator was right.
        Accepted = "accepted",
        /// The collaborator was not right.
        Declined = "declined",
    }

    /// The answer to a dispute.
    Answer {
        /// The collaborator is right.
        Accepted = "accepted",
        /// The collaborator is not right.
        Declined = "declined",
    }
}

impl DisputeStatus {
    /// Whether someone still has to answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, DisputeStatus::Open | DisputeStatus::AnsweredOnce)
    }
}

impl Answer {
    /// The status of a dispute that everyone required has answered this way.
    #[must_use]
    pub fn final_status(self) -> DisputeStatus {
        match self {
            Answer::Accepted => DisputeStatus::Accepted,
            Answer::Declined => DisputeStatus::Declined,
        }
    }
}

/// What a dispute is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    Obligation(ObligationId),
    /// What a distribution did not count, and why it did not.
    NotCounted(DistributionId, String),
}
