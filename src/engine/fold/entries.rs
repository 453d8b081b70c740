//! What a sale or a refund did, written down in the ledger with it: enough to make every row of it again.
//!
//! Who bought is left out: people can ask to be forgotten, and a chain cannot forget. Texts that no
//! money depends on are there as digests.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CollaboratorId, DistributionId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::quantity::Quantity;
use crate::engine::Result;
use crate::engine::owed::Owed;
use crate::store::pools::{self, Moved, NewEntry};
use crate::store::{Connection, Error as StoreError, json, ledger};

/// The ledger's word for a folded sale.
pub const SALE: &str = "sale";
/// The ledger's word for an applied refund.
pub const REFUND: &str = "refund";
/// The ledger's word for an amended sale.
pub const AMENDMENT: &str = "amendment";
/// The ledger's word for what an event of a closed period brought to open pools. Its body is a list of entries.
pub const LATE_EVENT: &str = "late_event";

/// An entry of a pool as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// Into which distribution's pool.
    pub distribution: DistributionId,
    /// From which source, or one of the fixed places of `store::pools`.
    pub source: i64,
    /// The percentage at which it counts; empty for whole amounts.
    pub rate: String,
    /// `sale`, `refund`, `event`, `reversal`, `opening`, `top_up`, `clawback`.
    pub kind: String,
    /// Minor units before any percentage.
    pub base: i64,
    /// When it happened, in microseconds since 1970.
    pub occurred_at: i64,
    /// Whether it came after its own period was closed.
    pub late: bool,
    /// The sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionId>,
    /// The sale's detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<i64>,
    /// The refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<i64>,
    /// The event that is paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Why, where it was carried over or a person added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl From<Moved> for Entry {
    fn from(moved: Moved) -> Entry {
        Entry {
            id: moved.id,
            distribution: moved.distribution,
            source: moved.place,
            rate: moved.rate,
            kind: moved.kind,
            base: moved.base,
            occurred_at: moved.at.micros(),
            late: moved.late,
            transaction: moved.transaction,
            detail: moved.detail,
            refund: moved.refund,
            event: moved.event,
            reason: moved.reason,
        }
    }
}

impl Entry {
    /// Into which distribution's pool.
    pub fn distribution(&self) -> DistributionId {
        self.distribution
    }

    /// Whether it is claimed back instead of lessening a pool.
    pub fn is_clawback(&self) -> bool {
        matches!(self.source, pools::CLAWBACK | pools::CLAWBACK_EVENT)
    }
}

/// Inserts an entry and says what was inserted.
pub fn insert(db: &Connection, new: &NewEntry<'_>) -> Result<Entry> {
    Ok(Entry {
        id: pools::insert(db, new)?,
        distribution: new.distribution,
        source: new.place,
        rate: new.rate.to_owned(),
        kind: new.kind.to_owned(),
        base: new.base,
        occurred_at: new.at.micros(),
        late: new.late,
        transaction: new.transaction,
        detail: new.detail,
        refund: new.refund,
        event: new.event,
        reason: new.reason.map(str::to_owned),
    })
}

/// A folded sale as the ledger keeps it; amounts in minor units. It was recorded at the instant of
/// its line.
#[derive(Debug, Serialize, Deserialize)]
pub struct SaleBody<'b> {
    pub transaction: TransactionId,
    #[serde(borrow)]
    pub source: Cow<'b, str>,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    #[serde(borrow)]
    pub currency: Cow<'b, str>,
    pub occurred_at: i64,
    pub amount: i64,
    pub renewal: bool,
    #[serde(borrow)]
    pub coupons: Vec<Cow<'b, str>>,
    /// The active collaborator who sent the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_referred: bool,
    /// Whether it is kept to try rules on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    #[serde(borrow)]
    pub details: Vec<DetailBody<'b>>,
    pub entries: Vec<Entry>,
}

/// A detail of a sale as the ledger keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub struct DetailBody<'b> {
    pub id: i64,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    #[serde(borrow)]
    pub kind: Cow<'b, str>,
    pub amount: i64,
    pub quantity: Quantity,
    /// The sale's event, where somebody owns the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// The line of the sale that a discount lowers.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Cow<'b, str>>,
    /// Digest of name, type, SKU, categories and owners.
    pub texts: String,
}

/// A refund that found its sale, as the ledger keeps it; amounts in minor units.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefundBody<'b> {
    #[serde(borrow)]
    pub source: Cow<'b, str>,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    #[serde(borrow)]
    pub refund_id: Cow<'b, str>,
    pub undo: bool,
    /// When it was recorded: it may have waited for its sale.
    pub recorded_at: i64,
    pub occurred_at: i64,
    pub fingerprint: u32,
    /// Digest of the refund as it was recorded.
    pub texts: String,
    pub transaction: TransactionId,
    /// What it made of the sale.
    #[serde(borrow)]
    pub sale: Cow<'b, str>,
    #[serde(borrow)]
    pub change: RefundChange<'b>,
    /// What it changed of refunds that are applied after it but arrived before.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<RefundChange<'b>>,
    pub entries: Vec<Entry>,
    /// Obligations that claim money back.
    pub adjustments: Vec<Owed>,
}

/// An amendment of a sale as the ledger keeps it; amounts in minor units.
#[derive(Debug, Serialize, Deserialize)]
pub struct AmendmentBody<'b> {
    pub transaction: TransactionId,
    #[serde(borrow)]
    pub source: Cow<'b, str>,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    /// Its row among the refunds.
    pub amendment: i64,
    pub revision: i64,
    pub occurred_at: i64,
    /// What the sale comes to now.
    pub amount: i64,
    /// What it made of the sale.
    #[serde(borrow)]
    pub sale: Cow<'b, str>,
    #[serde(borrow)]
    pub coupons: Vec<Cow<'b, str>>,
    /// The active collaborator who sent the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_referred: bool,
    /// Detail, and what it is lowered by.
    pub lowered: Vec<(i64, i64)>,
    /// What lines grew by, and what they are now.
    #[serde(borrow)]
    pub details: Vec<DetailBody<'b>>,
    /// What it changed of refunds.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<RefundChange<'b>>,
    /// Detail, and whether the points of its event go (-1) or come again (1).
    pub turns: Vec<(i64, i64)>,
    pub entries: Vec<Entry>,
    /// Obligations that claim money back.
    pub adjustments: Vec<Owed>,
}

/// What became of a refund, and how that differs from what was so before.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RefundChange<'b> {
    pub refund: i64,
    /// `applied`, `ignored` or `repeated`.
    #[serde(borrow)]
    pub outcome: Cow<'b, str>,
    /// What it takes in all, where it is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// What of it could not be done.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'b, str>>,
    /// Detail, and how much more is taken from it: minor units, units of quantity.
    pub lines: Vec<(i64, i64, Quantity)>,
    /// Detail, and whether the points of its event go (-1) or come again (1).
    pub turns: Vec<(i64, i64)>,
}

impl DetailBody<'_> {
    /// The same, borrowed from nothing.
    pub fn into_owned(self) -> DetailBody<'static> {
        DetailBody {
            id: self.id,
            external_id: Cow::Owned(self.external_id.into_owned()),
            kind: Cow::Owned(self.kind.into_owned()),
            amount: self.amount,
            quantity: self.quantity,
            event: self.event,
            line: self.line.map(|line| Cow::Owned(line.into_owned())),
            texts: self.texts,
        }
    }
}

impl RefundChange<'_> {
    /// The same, borrowed from nothing.
    pub fn into_owned(self) -> RefundChange<'static> {
        RefundChange {
            refund: self.refund,
            outcome: Cow::Owned(self.outcome.into_owned()),
            amount: self.amount,
            reason: self.reason.map(|reason| Cow::Owned(reason.into_owned())),
            lines: self.lines,
            turns: self.turns,
        }
    }
}

/// Appends an act of one line. The caller has made the row it is about, so it cannot be there yet.
pub fn note(
    db: &Connection,
    now: Instant,
    act: &str,
    subject: &str,
    body: &impl Serialize,
) -> Result<()> {
    note_part(db, now, act, subject, 0, body)
}

/// Appends one line of an act that takes several.
pub fn note_part(
    db: &Connection,
    now: Instant,
    act: &str,
    subject: &str,
    part: i64,
    body: &impl Serialize,
) -> Result<()> {
    let body = json::text(body)?;
    match ledger::append(db, now, act, subject, part, &body)? {
        Some(_) => Ok(()),
        None => {
            Err(StoreError::Inconsistent(format!("the ledger has {act} {subject} already")).into())
        }
    }
}
