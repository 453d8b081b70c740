//! Checks whether the rules give a participant what a row of a snapshot says.

use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::Definition;
use crate::domain::division::{Allocation, Entrant, ObligationDraft};
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
    status: Option<&'static str>,
    reason: Option<&'static str>,
    owed: Option<&'static str>,
    owed_reason: Option<&'static str>,
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
            status: known(Some(&row.status)),
            reason: known(row.reason.as_deref()),
            owed: known(row.owed.as_deref()),
            owed_reason: known(row.owed_reason.as_deref()),
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
            ("the status", self.status == Some(status.name())),
            ("the reason", self.reason == reason),
            (
                "the obligation's status",
                self.owed == owed.map(|draft| draft.status.name()),
            ),
            (
                "the obligation's reason",
                self.owed_reason == owed.and_then(|draft| draft.reason),
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

/// The words that a row may have. They are interned, because a million rows would hold a million texts; any other word is one
/// that the rules never give.
const WORDS: [&str; 16] = [
    "paid",
    "held",
    "zero",
    "ineligible",
    "draft",
    "pending",
    "capped",
    "collaborator_not_active",
    "less_than_one_unit",
    "outside_audience",
    "inactive",
    "no_score",
    "below_minimum",
    "below_target",
    "not_a_winner",
    "hold_days",
];

fn known(word: Option<&str>) -> Option<&'static str> {
    let word = word?;
    Some(
        WORDS
            .iter()
            .find(|known| **known == word)
            .copied()
            .unwrap_or("unknown"),
    )
}
