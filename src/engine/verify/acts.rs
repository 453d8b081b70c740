//! What the lines of the ledger say, by their acts.

use std::borrow::Cow;

use serde::Deserialize;

use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::engine::bodies::{
    AMENDMENT, AmendmentBody, LATE_EVENT, PoolChange, PoolEntry, RECOUNT, REFUND, RefundBody, SALE,
    SaleBody,
};
use crate::engine::clawback::{self, credited};
use crate::engine::configure::apply_now;
use crate::engine::owed::Owed;
use crate::engine::periods::refund_window;
use crate::engine::run_due::{release, snapshot};
use crate::engine::{adjust, approve, credit, dispute, fulfill, hold, settle, top_up};

/// A line, read.
#[derive(Debug)]
pub enum Act<'l> {
    /// A sale was folded.
    Sale(SaleBody<'l>),
    /// A sale was amended.
    Amendment(AmendmentBody<'l>),
    /// A refund was applied.
    Refund(RefundBody<'l>),
    /// An event of a closed period brought something to open pools.
    LateEvent(Vec<PoolEntry>),
    /// A pool was counted again.
    Recount(Vec<PoolChange>),
    /// A period was closed: the first part.
    Head(Box<snapshot::Head<'l>>),
    /// A period was closed: a part after the first, not read yet.
    Part,
    /// What a closed period left opens the next.
    Carry(PoolEntry),
    /// A final period is divided again, to claim from those whose points were taken back: the first part.
    Credited(Box<credited::Head<'l>>),
    /// The same: a part after the first.
    CreditedPart(credited::Part<'l>),
    /// What was refunded between a period's end and its close is claimed back.
    Claims(Vec<Owed>),
    /// What was held can be paid.
    Release(Vec<ObligationId>),
    /// No refund changes a distribution any more.
    Final(release::Final),
    /// Payouts were made.
    Fulfillment(Fulfillment<'l>),
    /// A payout moved on.
    Payout(Move<'l>),
    /// An obligation was made by hand.
    Adjustment(Done<Owed>),
    /// Money was added to a pool by hand.
    TopUp(Done<PoolEntry>),
    /// A person approved a distribution: which part of the act, and what it says.
    Approval(i64, Approval<'l>),
    /// An obligation was held by hand.
    Hold(Box<hold::Held>),
    /// It was released by hand.
    HoldEnd(hold::Ended),
    /// A collaborator disputed something.
    Dispute(Box<dispute::Made>),
    /// A dispute was answered.
    DisputeAnswer(dispute::Answered),
    /// Something that moves no money: points by hand, rules applied at once.
    Noted,
}

/// An act by hand: its result beside what was asked.
#[derive(Debug, Deserialize)]
pub struct Done<T> {
    /// The row it made.
    pub result: T,
}

/// Payouts out of obligations; amounts in major units.
#[derive(Debug, Deserialize)]
pub struct Fulfillment<'l> {
    /// Its number.
    pub fulfillment: i64,
    /// Its payouts.
    #[serde(borrow)]
    pub payouts: Vec<PayoutOf<'l>>,
}

/// One payout as it was made.
#[derive(Debug, Deserialize)]
pub struct PayoutOf<'l> {
    /// Its number.
    pub payout: i64,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// How much, in major units.
    #[serde(borrow)]
    pub amount: Cow<'l, str>,
    /// The currency, or `points`.
    #[serde(borrow)]
    pub currency: Cow<'l, str>,
    /// Out of which obligations.
    pub obligations: Vec<ObligationId>,
}

/// A move of a payout.
#[derive(Debug, Deserialize)]
pub struct Move<'l> {
    /// Its number.
    pub payout: i64,
    /// Where it stood.
    #[serde(borrow)]
    pub from: Cow<'l, str>,
    /// Where it went.
    #[serde(borrow)]
    pub to: Cow<'l, str>,
    /// The bank's or the payer's reference.
    #[serde(borrow)]
    pub reference: Option<Cow<'l, str>>,
    /// A note.
    #[serde(borrow)]
    pub note: Option<Cow<'l, str>>,
    /// Old obligation and the one that stands in for it.
    pub reissued: Vec<(ObligationId, ObligationId)>,
}

/// What became of the obligations of a distribution that was approved.
#[derive(Debug, Deserialize)]
pub struct Approval<'l> {
    /// The distribution.
    pub distribution: DistributionId,
    /// Obligation, where it stands now, and why.
    #[serde(borrow)]
    pub obligations: Vec<(ObligationId, Cow<'l, str>, Option<Cow<'l, str>>)>,
}

/// Reads a line; an error says why it says nothing.
pub fn read<'l>(act: &str, part: i64, body: &'l str) -> Result<Act<'l>, String> {
    let read = match (act, part) {
        (SALE, _) => serde_json::from_str(body).map(Act::Sale),
        (AMENDMENT, _) => serde_json::from_str(body).map(Act::Amendment),
        (REFUND, _) => serde_json::from_str(body).map(Act::Refund),
        (LATE_EVENT, _) => serde_json::from_str(body).map(Act::LateEvent),
        (RECOUNT, _) => serde_json::from_str(body).map(Act::Recount),
        (snapshot::ACT, 0) => serde_json::from_str(body).map(|head| Act::Head(Box::new(head))),
        (snapshot::ACT, _) => Ok(Act::Part),
        (clawback::CARRY, _) => serde_json::from_str(body).map(Act::Carry),
        (credited::ACT, 0) => serde_json::from_str(body).map(|head| Act::Credited(Box::new(head))),
        (credited::ACT, _) => serde_json::from_str(body).map(Act::CreditedPart),
        (clawback::ACT, _) => serde_json::from_str(body).map(Act::Claims),
        (release::ACT, _) => serde_json::from_str(body).map(Act::Release),
        (refund_window::FINAL, _) => serde_json::from_str(body).map(Act::Final),
        (fulfill::ACT, _) => serde_json::from_str(body).map(Act::Fulfillment),
        (settle::ACT, _) => serde_json::from_str(body).map(Act::Payout),
        (adjust::ACT, _) => serde_json::from_str(body).map(Act::Adjustment),
        (top_up::ACT, _) => serde_json::from_str(body).map(Act::TopUp),
        (approve::ACT, _) => serde_json::from_str(body).map(|said| Act::Approval(part, said)),
        (hold::HOLD, _) => serde_json::from_str(body).map(|held| Act::Hold(Box::new(held))),
        (hold::END, _) => serde_json::from_str(body).map(Act::HoldEnd),
        (dispute::DISPUTE, _) => {
            serde_json::from_str(body).map(|made| Act::Dispute(Box::new(made)))
        }
        (dispute::ANSWER, _) => serde_json::from_str(body).map(Act::DisputeAnswer),
        (credit::ACT | apply_now::ACT, _) => Ok(Act::Noted),
        (other, _) => return Err(format!("\"{other}\" is no act that this version knows")),
    };
    read.map_err(|error| error.to_string())
}
