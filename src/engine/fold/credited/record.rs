//! What the ledger keeps of a final period that is divided again without what refunds took back (Q29).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::engine::owed::Owed;
use crate::engine::run_due::snapshot::{CustomerRow, Inputs};

/// How a final period is divided without what was taken back. Amounts are in minor units.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Head<'h> {
    /// The distribution.
    pub distribution: DistributionId,
    /// The hash that ends the snapshot of how it was divided.
    #[serde(borrow)]
    pub snapshot: Cow<'h, str>,
    /// The rules it was and is divided by.
    pub rules: serde_json::Value,
    /// The rows of the refunds for which it is done.
    pub refunds: Vec<i64>,
    /// What its pool was filled from.
    pub divided: Inputs,
    /// What it is filled from without what was taken back.
    pub without: Inputs,
    /// What that comes to.
    pub pool: i64,
    /// What it went on with to the next period.
    pub carried: i64,
    /// What was taken of that before, positive.
    pub uncarried: i64,
    /// What is taken of it now, negative; positive where an undone refund gives it again.
    pub from_carried: i64,
    /// How: beside the divided pool, and in the open one. None where no period is open that could take it.
    pub entries: Vec<Entry>,
    /// How many rows of those who took part follow.
    pub people: usize,
    /// How many rows of customers follow them.
    pub customers: usize,
}

/// A part after the first.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part<'p> {
    /// Those who took part.
    #[serde(borrow)]
    People(Vec<Row<'p>>),
    /// Whose money it is.
    Customers(Vec<CustomerRow>),
}

/// One who took part: what they had, what they would have had, and what they owe. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Row<'r> {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The points by which it was divided, which may be below nothing.
    pub before: Points,
    /// The points without those that were taken back.
    pub points: Points,
    /// `inactive` or `outside_audience`, as it was when the period closed.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Cow<'r, str>>,
    /// When the points were reached, where that decides a tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_at: Option<Instant>,
    /// What they got.
    pub paid: i64,
    /// What they would have got.
    pub without: i64,
    /// Which part of the pool that would have been, with six decimals.
    #[serde(borrow)]
    pub share: Cow<'r, str>,
    /// What was claimed of them before, positive.
    pub claimed: i64,
    /// What is claimed now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Owed>,
}

impl Row<'_> {
    /// The same, borrowed from nothing.
    #[must_use]
    pub fn to_owned_row(&self) -> Row<'static> {
        let own = |text: &Cow<'_, str>| Cow::Owned(text.clone().into_owned());
        Row {
            collaborator: self.collaborator,
            before: self.before.clone(),
            points: self.points.clone(),
            standing: self.standing.as_ref().map(own),
            reached_at: self.reached_at,
            paid: self.paid,
            without: self.without,
            share: own(&self.share),
            claimed: self.claimed,
            owed: self.owed.clone(),
        }
    }

    /// What they owe back in all.
    #[must_use]
    pub fn owed_in_all(&self) -> i64 {
        (self.paid - self.without).max(0)
    }
}
