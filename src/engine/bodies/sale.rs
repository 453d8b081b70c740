//! Sales, refunds and amendments as the ledger keeps them. Amounts are in minor units.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::PoolEntry;
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::quantity::Quantity;
use crate::engine::owed::Owed;

/// A sale. It was recorded at the instant of its ledger entry.
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
    /// The collaborator who sent the customer, if active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<CollaboratorId>,
    /// Whether the referrer is the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_referred: bool,
    /// Whether it is only kept to try rules on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    #[serde(borrow)]
    pub details: Vec<DetailBody<'b>>,
    pub entries: Vec<PoolEntry>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct DetailBody<'b> {
    pub id: i64,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    #[serde(borrow)]
    pub kind: Cow<'b, str>,
    pub amount: i64,
    pub quantity: Quantity,
    /// The event `product_sold`, if somebody owns the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// The line item that a discount lowers.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Cow<'b, str>>,
    /// Digest of name, type, SKU, categories and owners.
    pub texts: String,
}

/// A refund that found its sale.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefundBody<'b> {
    #[serde(borrow)]
    pub source: Cow<'b, str>,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    #[serde(borrow)]
    pub refund_id: Cow<'b, str>,
    pub undo: bool,
    /// Earlier than the ledger entry, if the refund waited for its sale.
    pub recorded_at: i64,
    pub occurred_at: i64,
    pub fingerprint: u32,
    /// Digest of the refund as it was recorded.
    pub texts: String,
    pub transaction: TransactionId,
    /// The status of the sale after it.
    #[serde(borrow)]
    pub sale: Cow<'b, str>,
    #[serde(borrow)]
    pub change: RefundChange<'b>,
    /// What changed for refunds that are applied after it but arrived before it.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<RefundChange<'b>>,
    pub entries: Vec<PoolEntry>,
    /// The obligations that claim money back.
    pub adjustments: Vec<Owed>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AmendmentBody<'b> {
    pub transaction: TransactionId,
    #[serde(borrow)]
    pub source: Cow<'b, str>,
    #[serde(borrow)]
    pub external_id: Cow<'b, str>,
    /// Its row in the table of refunds.
    pub amendment: i64,
    pub revision: i64,
    pub occurred_at: i64,
    /// The total of the sale after it.
    pub amount: i64,
    /// The status of the sale after it.
    #[serde(borrow)]
    pub sale: Cow<'b, str>,
    #[serde(borrow)]
    pub coupons: Vec<Cow<'b, str>>,
    /// The collaborator who sent the customer, if active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<CollaboratorId>,
    /// Whether the referrer is the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_referred: bool,
    /// Details, each with what it is lowered by.
    pub lowered: Vec<(i64, i64)>,
    /// What was added to lines.
    #[serde(borrow)]
    pub details: Vec<DetailBody<'b>>,
    /// What changed for refunds.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<RefundChange<'b>>,
    /// Details, each with whether the points of its event are taken back (-1) or given again (1).
    pub turns: Vec<(i64, i64)>,
    pub entries: Vec<PoolEntry>,
    /// The obligations that claim money back.
    pub adjustments: Vec<Owed>,
}

/// The outcome of a refund, and how it differs from the one before.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefundChange<'b> {
    pub refund: i64,
    /// `applied`, `ignored` or `repeated`.
    #[serde(borrow)]
    pub outcome: Cow<'b, str>,
    /// The total that it takes, if it is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Why some of it could not be applied.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'b, str>>,
    /// Details, each with how much more is taken from it: minor units, and quantity.
    pub lines: Vec<(i64, i64, Quantity)>,
    /// Details, each with whether the points of its event are taken back (-1) or given again (1).
    pub turns: Vec<(i64, i64)>,
}

impl DetailBody<'_> {
    #[must_use]
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
    #[must_use]
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
