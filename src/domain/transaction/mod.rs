//! A transaction: the financial record of one purchase, made of details; and its refunds.
//! Not here: which details fill a pool (`pool`), or how a refund reaches the pools (`engine::fold`).

mod reader;
mod refund;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::event::Owner;
use super::quantity::Quantity;
use super::words::{Word, words};

pub use refund::{Refund, RefundLine, Takes};

/// How many details or refund lines one record can have.
pub const MOST_DETAILS: usize = 1_000;

/// How many coupons one sale can have used.
pub const MOST_COUPONS: usize = 50;

/// How many categories one product can be in.
pub const MOST_CATEGORIES: usize = 100;

/// The longest name of a shop.
pub const LONGEST_SOURCE: usize = 64;

/// The longest type of product.
pub const LONGEST_TYPE: usize = 64;

/// What is kept of a product's name.
pub const LONGEST_NAME: usize = 200;

/// One purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction<'a> {
    /// The shop it comes from; with `external_id` its identity.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The shop's own number for it.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// Currency code.
    #[serde(borrow)]
    pub currency: Cow<'a, str>,
    /// When it was paid, in microseconds since 1970.
    pub at: i64,
    /// Who bought: `user:12`, `email:…`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Cow<'a, str>>,
    /// What else the customer is known by; see [`super::event::Event::also`].
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Cow<'a, str>>,
    /// Who may have sent the customer, the best claim first.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub referrers: Vec<Owner<'a>>,
    /// Whether the referrer gets points for this sale. Not for the further parts of an order that a marketplace divided:
    /// they were brought by somebody, who is credited once for the whole order (Q40).
    #[serde(default = "credited", skip_serializing_if = "Clone::clone")]
    pub credit_referrer: bool,
    /// What it is made of.
    #[serde(borrow)]
    pub details: Vec<Detail<'a>>,
    /// The coupon codes used.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Cow<'a, str>>,
    /// A repeated payment of a subscription.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewal: bool,
    /// Grows with each edit in the shop; a sale without one is never amended by another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// Kept to try rules on, with all its refunds, and never counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

/// One part of a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail<'a> {
    /// What it is.
    pub kind: DetailKind,
    /// The shop's own number for it; unique within its transaction.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// Its total for all units in minor units, before tax.
    pub amount: i64,
    /// How many units.
    pub quantity: Quantity,
    /// What the shop calls it.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    /// The shop's type of product.
    #[serde(
        rename = "type",
        borrow,
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub product_type: Option<Cow<'a, str>>,
    /// Stock-keeping unit.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Cow<'a, str>>,
    /// The product's categories.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Cow<'a, str>>,
    /// Whose product it is.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner<'a>>,
    /// The number of the product that a discount lowers.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Cow<'a, str>>,
}

words! {
    /// The kinds of detail.
    DetailKind {
        /// A product.
        LineItem = "line_item",
        /// A discount: its amount is zero or less. It can name the line item that it lowers.
        Discount = "discount",
        /// A charge beside the products, such as for a way of payment. It can be negative, as some shops use it.
        Fee = "fee",
        /// Shipping.
        Shipping = "shipping",
        /// A tax.
        Tax = "tax",
    }

    /// What became of a purchase.
    TransactionStatus {
        /// It is paid; a part of it may have been refunded.
        Complete = "complete",
        /// The shop called it off after it was paid.
        Cancelled = "cancelled",
        /// All of it was given back.
        Refunded = "refunded",
    }
}

impl<'de> Deserialize<'de> for DetailKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        DetailKind::from_name(&name).ok_or_else(|| serde::de::Error::custom("not a kind of detail"))
    }
}

impl Transaction<'_> {
    /// Whether somebody is credited for having sent the customer.
    #[must_use]
    pub fn credits_referrer(&self) -> bool {
        self.credit_referrer && !self.referrers.is_empty()
    }
}

/// A sale credits its referrer unless it says otherwise.
fn credited() -> bool {
    true
}

/// Whether a detail lowers a product of its sale, or names none.
pub fn lowered_line(detail: &Detail<'_>, details: &[Detail<'_>]) -> Result<(), String> {
    let Some(line) = &detail.line else {
        return Ok(());
    };
    if detail.kind != DetailKind::Discount {
        return Err("is allowed on a discount only".to_owned());
    }
    let names = |one: &&Detail<'_>| one.external_id == *line;
    match details.iter().find(names) {
        Some(one) if one.kind == DetailKind::LineItem => Ok(()),
        Some(_) | None => Err(format!(
            "is \"{line}\"; expected the external_id of a line_item of this sale"
        )),
    }
}

/// Whether a detail of this kind can have this amount: only a discount or a fee can be negative, and
/// a tax where the shop writes it so; a discount cannot be more than zero.
#[must_use]
pub fn fits_sign(kind: DetailKind, amount: i64) -> bool {
    match kind {
        DetailKind::LineItem | DetailKind::Shipping => amount >= 0,
        DetailKind::Discount => amount <= 0,
        DetailKind::Fee | DetailKind::Tax => true,
    }
}
