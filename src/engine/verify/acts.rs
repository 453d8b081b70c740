//! The entries of the ledger, read by their acts.

use std::borrow::Cow;

use serde::Deserialize;

use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::domain::ledger_act::LedgerAct;
use crate::domain::words::Word;
use crate::engine::bodies::{AmendmentBody, PoolChange, PoolEntry, RefundBody, SaleBody};
use crate::engine::clawback::credited;
use crate::engine::owed::Owed;
use crate::engine::run_due::{release, snapshot};
use crate::engine::{dispute, hold};

#[derive(Debug)]
pub enum Act<'l> {
    Sale(SaleBody<'l>),
    Amendment(AmendmentBody<'l>),
    Refund(RefundBody<'l>),
    /// An event of a closed period added something to open pools.
    LateEvent(Vec<PoolEntry>),
    Recount(Vec<PoolChange>),
    /// A period was closed: the first part.
    Head(Box<snapshot::Head<'l>>),
    /// A period was closed: a part after the first, not read yet.
    Part,
    /// What a closed period carried over to the next.
    Carry(PoolEntry),
    /// A final period was divided again, to claim from those whose points were taken back: the first part.
    Credited(Box<credited::Head<'l>>),
    /// The same: a part after the first.
    CreditedPart(credited::Part<'l>),
    /// What was refunded between a period's end and its close was claimed back.
    Claims(Vec<Owed>),
    /// Held obligations became payable.
    Release(Vec<ObligationId>),
    /// Refunds no longer change a distribution.
    Final(release::Final),
    Fulfillment(Fulfillment<'l>),
    /// A payout moved forward.
    Payout(Move<'l>),
    /// An obligation was made by hand.
    Adjustment(Done<Owed>),
    /// Money was added to a pool by hand.
    TopUp(Done<PoolEntry>),
    /// A distribution was approved: the number of the part, and the part.
    Approval(i64, Approval<'l>),
    /// An obligation was held by hand.
    Hold(Box<hold::Held>),
    /// An obligation that was held by hand was released.
    HoldEnd(hold::Ended),
    Dispute(Box<dispute::Made>),
    DisputeAnswer(dispute::Answered),
    /// An act that moves no money: points by hand, or rules applied at once.
    Noted,
}

/// An act by hand with its result.
#[derive(Debug, Deserialize)]
pub struct Done<T> {
    pub result: T,
}

#[derive(Debug, Deserialize)]
pub struct Fulfillment<'l> {
    pub fulfillment: i64,
    #[serde(borrow)]
    pub payouts: Vec<PayoutOf<'l>>,
}

#[derive(Debug, Deserialize)]
pub struct PayoutOf<'l> {
    pub payout: i64,
    pub collaborator: CollaboratorId,
    /// Major units.
    #[serde(borrow)]
    pub amount: Cow<'l, str>,
    #[serde(borrow)]
    pub currency: Cow<'l, str>,
    pub obligations: Vec<ObligationId>,
}

/// A move of a payout.
#[derive(Debug, Deserialize)]
pub struct Move<'l> {
    pub payout: i64,
    #[serde(borrow)]
    pub from: Cow<'l, str>,
    #[serde(borrow)]
    pub to: Cow<'l, str>,
    #[serde(borrow)]
    pub reference: Option<Cow<'l, str>>,
    #[serde(borrow)]
    pub note: Option<Cow<'l, str>>,
    /// Obligations, each with the new one that replaces it.
    pub reissued: Vec<(ObligationId, ObligationId)>,
}

#[derive(Debug, Deserialize)]
pub struct Approval<'l> {
    pub distribution: DistributionId,
    /// Obligations, each with its new status and the reason.
    #[serde(borrow)]
    pub obligations: Vec<(ObligationId, Cow<'l, str>, Option<Cow<'l, str>>)>,
}

/// Reads the body of an entry; an error says why it cannot be read.
pub fn read<'l>(act: &str, part: i64, body: &'l str) -> Result<Act<'l>, String> {
    let Some(known) = LedgerAct::from_name(act) else {
        return Err(format!("\"{act}\" is not an act that this version knows"));
    };
    let read = match known {
        LedgerAct::Sale => serde_json::from_str(body).map(Act::Sale),
        LedgerAct::Amendment => serde_json::from_str(body).map(Act::Amendment),
        LedgerAct::Refund => serde_json::from_str(body).map(Act::Refund),
        LedgerAct::LateEvent => serde_json::from_str(body).map(Act::LateEvent),
        LedgerAct::Recount => serde_json::from_str(body).map(Act::Recount),
        LedgerAct::Distribution if part == 0 => {
            serde_json::from_str(body).map(|head| Act::Head(Box::new(head)))
        }
        LedgerAct::Distribution => Ok(Act::Part),
        LedgerAct::Carry => serde_json::from_str(body).map(Act::Carry),
        LedgerAct::Credited if part == 0 => {
            serde_json::from_str(body).map(|head| Act::Credited(Box::new(head)))
        }
        LedgerAct::Credited => serde_json::from_str(body).map(Act::CreditedPart),
        LedgerAct::Clawback => serde_json::from_str(body).map(Act::Claims),
        LedgerAct::Release => serde_json::from_str(body).map(Act::Release),
        LedgerAct::Final => serde_json::from_str(body).map(Act::Final),
        LedgerAct::Fulfillment => serde_json::from_str(body).map(Act::Fulfillment),
        LedgerAct::Payout => serde_json::from_str(body).map(Act::Payout),
        LedgerAct::Adjustment => serde_json::from_str(body).map(Act::Adjustment),
        LedgerAct::TopUp => serde_json::from_str(body).map(Act::TopUp),
        LedgerAct::Approval => serde_json::from_str(body).map(|said| Act::Approval(part, said)),
        LedgerAct::Hold => serde_json::from_str(body).map(|held| Act::Hold(Box::new(held))),
        LedgerAct::HoldEnd => serde_json::from_str(body).map(Act::HoldEnd),
        LedgerAct::Dispute => serde_json::from_str(body).map(|made| Act::Dispute(Box::new(made))),
        LedgerAct::DisputeAnswer => serde_json::from_str(body).map(Act::DisputeAnswer),
        LedgerAct::Credit | LedgerAct::RulesApplied => Ok(Act::Noted),
    };
    read.map_err(|error| error.to_string())
}
