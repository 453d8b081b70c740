//! Money given back for a purchase.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::MOST_DETAILS;
use super::reader::{read_id, read_sale_key};
use crate::domain::input::{Cursor, Fields, boolean};
use crate::domain::instant::{self, Instant};
use crate::domain::money::{self, Sign};
use crate::domain::quantity::Quantity;

/// Money given back for a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund<'a> {
    /// The shop the sale came from.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The sale's number there.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// The refund's own number; with the two above its identity.
    #[serde(borrow)]
    pub refund_id: Cow<'a, str>,
    /// When it was given, in microseconds since 1970.
    pub at: i64,
    /// What of the sale it takes back; of an undone refund this says nothing.
    #[serde(borrow)]
    pub takes: Takes<'a>,
    /// Whether this undoes the refund of the same number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undo: bool,
    /// Whether the sale was called off rather than given back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// Whether it is known to be one of a sale that is kept to try rules on. What it does follows from its sale alone:
    /// this says only that nobody has to miss that sale.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

/// What of a sale a refund takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes<'a> {
    /// Named lines.
    #[serde(borrow)]
    Lines(Vec<RefundLine<'a>>),
    /// An amount without lines, as decimal text: the sale knows the currency.
    #[serde(borrow)]
    Amount(Cow<'a, str>),
    /// All that is left.
    Rest,
}

/// One line of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine<'a> {
    /// The detail's number in the sale.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// How much of it, as decimal text; absent for what its quantity costs, or all that is left.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Cow<'a, str>>,
    /// How many units came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
}

impl<'v> Refund<'v> {
    /// Reads a refund; `now` stands in for a missing `occurred_at`.
    pub fn read(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Refund<'v>> {
        cursor.object(|fields| {
            let sale = read_sale_key(fields);
            let refund_id = fields.required(
                "refund_id",
                "the shop's own number of the refund, which no other refund of the sale has; recording it again changes nothing",
                read_id,
            );
            let occurred = fields.or_else(
                "occurred_at",
                "when the money was given back; now, if absent. The refunds of a sale apply in this order, then by refund_id, in \
                 whatever order they are recorded",
                instant::read,
                || Some(now),
            );
            let takes = read_takes(fields);
            let undo = fields.or(
                "undo",
                false,
                "true takes the refund of this number back, whole and without lines or an amount",
                boolean,
            );
            let cancelled = fields.or(
                "cancelled",
                false,
                "true if the sale was called off rather than given back",
                boolean,
            );
            let history = fields.or(
                "history",
                false,
                "true if the sale is known to be history, so that no one has to miss it; whether the refund counts follows \
                 from the sale alone",
                boolean,
            );
            if undo == Some(true) && fields.peek("lines").or(fields.peek("amount")).is_some() {
                fields.refuse_all::<()>(
                    "has undo together with lines or an amount; a refund is undone as a whole, so remove them",
                );
            }
            let (source, external_id) = sale?;
            Some(Refund {
                source,
                external_id,
                refund_id: refund_id?,
                at: occurred?.micros(),
                takes: takes?,
                undo: undo?,
                cancelled: cancelled?,
                history: history?,
            })
        })
    }
}

/// Reads what a refund takes back: `lines`, or `amount`, or all that is left.
fn read_takes<'v>(fields: &mut Fields<'_, 'v>) -> Option<Takes<'v>> {
    let lines = fields.or_else(
        "lines",
        "the lines of the sale that are given back, each once; all that is left of the sale, if both lines and amount are absent",
        |cursor| read_lines(cursor).map(Takes::Lines),
        || Some(Takes::Rest),
    );
    let amount = fields.or_else(
        "amount",
        "the money given back, where it is not told by lines, in the currency of the sale; it is spread over what is left of \
         the sale in proportion",
        |cursor| read_amount(cursor, Sign::Positive).map(Takes::Amount),
        || Some(Takes::Rest),
    );
    if fields.peek("lines").is_some() && fields.peek("amount").is_some() {
        return fields.refuse_all(
            "has both lines and an amount; give one of them, or neither to refund all that is left",
        );
    }
    match (lines?, amount?) {
        (Takes::Rest, amount) => Some(amount),
        (lines, _) => Some(lines),
    }
}

fn read_lines<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Vec<RefundLine<'v>>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let mut lines: Vec<RefundLine<'v>> = Vec::new();
    cursor.list(MOST_DETAILS, |line| {
        let read = line.object(|fields| {
            let read = read_line(fields)?;
            let is_known = |other: &RefundLine<'_>| other.external_id == read.external_id;
            if lines.iter().any(is_known) {
                return fields.refuse(
                    "external_id",
                    "names the same line twice; list each line once",
                );
            }
            Some(read)
        })?;
        lines.push(read);
        Some(())
    })?;
    if lines.is_empty() {
        return cursor.refuse("is empty; leave it out to refund all that is left");
    }
    Some(lines)
}

fn read_line<'v>(fields: &mut Fields<'_, 'v>) -> Option<RefundLine<'v>> {
    let external_id = fields.required(
        "external_id",
        "the external_id of the detail of the sale that is given back",
        read_id,
    );
    let amount = fields.optional(
        "amount",
        "the money given back for it, before tax; negative for a discount. If absent, what the quantity cost, or without a \
         quantity all that is left of it. Money beyond it is taken from the other details",
        // A refunded discount is negative, as the discount was.
        |cursor| read_amount(cursor, Sign::Any),
    );
    let quantity = fields.optional(
        "quantity",
        "how many of its units came back; a fraction as a decimal string with at most 6 decimals",
        Quantity::read_returned,
    );
    Some(RefundLine {
        external_id: external_id?,
        amount,
        quantity,
    })
}

/// The sale's currency is known only when the sale is at hand, so this checks the form and leaves
/// the number of decimals to the fold; three and eight decimals are some currency's.
fn read_amount<'v>(cursor: &mut Cursor<'_, 'v>, sign: Sign) -> Option<Cow<'v, str>> {
    money::read_unconverted(cursor, sign).map(Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::input::schema_of;
    use crate::domain::input::tests::described_fields;

    #[test]
    fn every_field_of_a_refund_is_described() {
        let schema = schema_of(|cursor| Refund::read(cursor, Instant::default())).into_json();
        assert_eq!(
            described_fields(&schema),
            "source external_id refund_id occurred_at lines amount undo cancelled history"
        );
        assert_eq!(
            described_fields(&schema["properties"]["lines"]["items"]),
            "external_id amount quantity"
        );
        assert_eq!(
            schema["required"],
            json!(["source", "external_id", "refund_id"])
        );
    }
}
