//! A transaction: the financial record of one purchase, made of details; and its refunds. Which details fill a pool is in
//! `pool`; how a refund reaches the pools is in `engine::fold`.

mod reader;
mod refund;
mod refusals;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::event::Owner;
use super::message::Message;
use super::quantity::Quantity;
use super::words::words;

pub use refund::{Refund, RefundLine, Takes};
pub use refusals::MESSAGES;
pub(crate) use refusals::sale_too_large;

pub const MOST_DETAILS: usize = 1_000;

pub const MOST_COUPONS: usize = 50;

pub const MOST_CATEGORIES: usize = 100;

pub const LONGEST_SOURCE: usize = 64;

/// Of a type of product.
pub const LONGEST_TYPE: usize = 64;

/// A longer name of a product is cut.
pub const LONGEST_NAME: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction<'a> {
    /// The shop; together with `external_id` it identifies the sale.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The shop's id of the sale.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    #[serde(borrow)]
    pub currency: Cow<'a, str>,
    /// When it was paid, in microseconds since 1970.
    pub at: i64,
    /// `user:12`, `email:…`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Cow<'a, str>>,
    /// Other names of the customer; see [`super::event::Event::also`].
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Cow<'a, str>>,
    /// Who may have referred the customer, the best claim first.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub referrers: Vec<Owner<'a>>,
    /// Whether the referrer gets points for this sale. If a marketplace divided an order into several sales, only one of them
    /// credits the referrer, who brought the whole order (Q40).
    #[serde(default = "credited", skip_serializing_if = "Clone::clone")]
    pub credit_referrer: bool,
    #[serde(borrow)]
    pub details: Vec<Detail<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Cow<'a, str>>,
    /// Whether it is a repeated payment of a subscription.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewal: bool,
    /// Grows with each edit in the shop. A sale without a revision is never amended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// Kept for trying out rules, with all its refunds; never counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail<'a> {
    pub kind: DetailKind,
    /// The shop's id of the detail, unique within the transaction.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// The total of all units before tax, in minor units.
    pub amount: i64,
    pub quantity: Quantity,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    #[serde(
        rename = "type",
        borrow,
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub product_type: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner<'a>>,
    /// The external id of the line item that a discount reduces.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Cow<'a, str>>,
}

words! {
    /// The kinds of detail.
    DetailKind {
        /// A product.
        LineItem = "line_item",
        /// A discount; its amount is zero or less. It can name the line item that it reduces.
        Discount = "discount",
        /// A charge besides the products, such as for a payment method. It can be negative, because some shops use it so.
        Fee = "fee",
        /// Shipping.
        Shipping = "shipping",
        /// A tax.
        Tax = "tax",
    }

    /// The status of a sale.
    TransactionStatus {
        /// It is paid; part of it may have been refunded.
        Complete = "complete",
        /// The shop cancelled it after it was paid.
        Cancelled = "cancelled",
        /// All of it was refunded.
        Refunded = "refunded",
    }
}

impl Transaction<'_> {
    #[must_use]
    pub fn credits_referrer(&self) -> bool {
        self.credit_referrer && !self.referrers.is_empty()
    }
}

fn credited() -> bool {
    true
}

/// Checks that a detail names no line, or is a discount and names a line item of its sale.
pub fn lowered_line(detail: &Detail<'_>, details: &[Detail<'_>]) -> Result<(), Message> {
    let Some(line) = &detail.line else {
        return Ok(());
    };
    if detail.kind != DetailKind::Discount {
        return Err(refusals::reduces_no_discount());
    }
    let names = |one: &&Detail<'_>| one.external_id == *line;
    match details.iter().find(names) {
        Some(one) if one.kind == DetailKind::LineItem => Ok(()),
        Some(_) | None => Err(refusals::names_no_line(line.to_string())),
    }
}

/// Whether a detail of this kind can have this amount.
#[must_use]
pub fn fits_sign(kind: DetailKind, amount: i64) -> bool {
    match kind {
        DetailKind::LineItem | DetailKind::Shipping => amount >= 0,
        DetailKind::Discount => amount <= 0,
        DetailKind::Fee | DetailKind::Tax => true,
    }
}
