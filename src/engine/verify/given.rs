//! Checks whether the rules give a participant what a row of a snapshot says.

use crate::domain::distribution::{AllocationStatus, DistributionStatus};
use crate::domain::distributor::Definition;
use crate::domain::division::{Allocation, AllocationReason, Entrant, ObligationDraft};
use crate::domain::obligation::{ObligationReason, ObligationStatus};
use crate::domain::points::Points;
use crate::domain::words::Word;
use crate::engine::run_due::snapshot::Row;

/// The result of a row, kept small because there may be a million.
#[derive(Debug)]
pub struct Given {
    /// Minor units.
    pub amount: i64,
    rank: i64,
    millionths: Option<u32>,
    score: Points,
    status: GivenWord<AllocationStatus>,
    reason: GivenWord<AllocationReason>,
    owed: GivenWord<ObligationStatus>,
    owed_reason: GivenWord<ObligationReason>,
    /// Whether the row has an allocation, and an obligation.
    made: (bool, bool),
}

impl Given {
    pub fn new(row: &Row<'_>, amount: i64) -> Given {
        Given {
            amount,
            rank: row.rank,
            millionths: millionths(&row.share),
            score: row.score.clone(),
            status: known(Some(&row.status), Word::from_name),
            reason: known(row.reason.as_deref(), AllocationReason::from_name),
            owed: known(row.owed.as_deref(), Word::from_name),
            owed_reason: known(row.owed_reason.as_deref(), Word::from_name),
            made: (row.allocation.is_some(), row.obligation.is_some()),
        }
    }

    /// What differs first between a row and the division, if anything does.
    pub fn differs(
        &self,
        definition: &Definition,
        allocation: &Allocation,
        entrant: &Entrant,
        distribution: DistributionStatus,
    ) -> Option<&'static str> {
        let (status, reason) = allocation.status_and_reason();
        let skipped = distribution == DistributionStatus::Skipped;
        let owed = ObligationDraft::of(allocation, definition.hold_days, distribution)
            .filter(|_| !skipped);
        let checks = [
            (
                "the collaborator",
                entrant.collaborator == allocation.collaborator,
            ),
            ("the score", self.score == allocation.score),
            ("the rank", self.rank == allocation.rank),
            (
                "the share",
                self.millionths == Some(allocation.share.millionths()),
            ),
            ("the amount", self.amount == allocation.amount),
            ("the status", self.status == Ok(Some(status))),
            ("the reason", self.reason == Ok(reason)),
            (
                "the obligation's status",
                self.owed == Ok(owed.map(|draft| draft.status)),
            ),
            (
                "the obligation's reason",
                self.owed_reason == Ok(owed.and_then(|draft| draft.reason)),
            ),
            (
                "the row that was made",
                self.made == (!skipped, owed.is_some()),
            ),
        ];
        checks.iter().find(|(_, same)| !same).map(|(what, _)| *what)
    }
}

/// The text of a share in millionths.
fn millionths(share: &str) -> Option<u32> {
    let (whole, part) = share.split_once('.')?;
    if whole.len() != 1 || part.len() != 6 {
        return None;
    }
    format!("{whole}{part}").parse().ok()
}

/// A word that the rules never give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NeverGiven;

/// A word of a row, if the row has one. A million rows would hold a million texts, so a text is not kept.
type GivenWord<T> = std::result::Result<Option<T>, NeverGiven>;

fn known<T>(word: Option<&str>, from_name: fn(&str) -> Option<T>) -> GivenWord<T> {
    word.map(|word| from_name(word).ok_or(NeverGiven))
        .transpose()
}
