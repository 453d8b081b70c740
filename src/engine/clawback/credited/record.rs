//! What the ledger keeps when a final period is divided again without what refunds took back (Q29).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::engine::bodies::PoolEntry;
use crate::engine::owed::Owed;
use crate::engine::run_due::snapshot::{CustomerRow, Inputs};

/// Amounts are in minor units.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head<'h> {
    pub distribution: DistributionId,
    /// The hash of the last part of the snapshot that it was divided by.
    #[serde(borrow)]
    pub snapshot: Cow<'h, str>,
    pub rules: serde_json::Value,
    /// The rows of the refunds that are the reason.
    pub refunds: Vec<i64>,
    /// What the divided pool was filled from.
    pub divided: Inputs,
    /// What it would be filled from without what was taken back.
    pub without: Inputs,
    /// The pool that this makes.
    pub pool: i64,
    /// What the divided pool carried over to the next period.
    pub carried: i64,
    /// What was taken from that before, positive.
    pub uncarried: i64,
    /// What is taken from it now, negative; positive if an undone refund gives it again.
    pub from_carried: i64,
    /// The entries that take it, beside the divided pool and in the open one. Empty if no period is open that could lose it.
    pub entries: Vec<PoolEntry>,
    /// How many rows of participants follow.
    pub people: usize,
    /// How many rows of customers follow those.
    pub customers: usize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part<'p> {
    #[serde(borrow)]
    People(Vec<Row<'p>>),
    Customers(Vec<CustomerRow>),
}

/// A participant. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row<'r> {
    pub collaborator: CollaboratorId,
    /// The points that it was divided by; they may be negative.
    pub before: Points,
    /// The points that are left after refunds.
    pub points: Points,
    /// `inactive` or `outside_audience`, as when the period closed.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Cow<'r, str>>,
    /// When the points were reached, if that decides a tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_at: Option<Instant>,
    pub paid: i64,
    pub without: i64,
    /// The share of the pool that they would have got, with six decimals.
    #[serde(borrow)]
    pub share: Cow<'r, str>,
    /// What was claimed from them before, positive.
    pub claimed: i64,
    /// The claim that this division makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Owed>,
}

impl Row<'_> {
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

    /// What they owe back in total.
    #[must_use]
    pub fn owed_in_all(&self) -> i64 {
        (self.paid - self.without).max(0)
    }
}
