//! A refund of a purchase.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::reader::{read_id, read_sale_key};
use super::{MOST_DETAILS, refusals};
use crate::domain::input::{Cursor, Fields, boolean};
use crate::domain::instant::{self, Instant};
use crate::domain::money::{self, Sign};
use crate::domain::quantity::Quantity;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund<'a> {
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The shop's id of the sale.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// The shop's id of the refund, unique within the sale.
    #[serde(borrow)]
    pub refund_id: Cow<'a, str>,
    /// When the money was given back, in microseconds since 1970.
    pub at: i64,
    /// Ignored if `undo` is set.
    #[serde(borrow)]
    pub takes: Takes<'a>,
    /// Whether this undoes the refund with the same id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undo: bool,
    /// Whether the sale was cancelled, not returned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// Whether the sale is known to be kept for trying out rules only, so that it is not reported as missing. Whether the
    /// refund counts follows from its sale alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

/// What a refund takes back of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes<'a> {
    #[serde(borrow)]
    Lines(Vec<RefundLine<'a>>),
    /// An amount without lines, as decimal text, because only the sale knows the currency.
    #[serde(borrow)]
    Amount(Cow<'a, str>),
    /// Everything that is left.
    Rest,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine<'a> {
    /// The external id of the detail in the sale.
    #[serde(borrow)]
    pub external_id: Cow<'a, str>,
    /// Decimal text. If absent, what `quantity` cost; if both are absent, all that is left.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
}

impl<'v> Refund<'v> {
    /// `now` is the default of `occurred_at`.
    pub fn read(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Refund<'v>> {
        cursor.object(|fields| {
            let sale = read_sale_key(fields);
            let refund_id = fields.required(
                "refund_id",
                "the shop's own number of the refund, unique within the sale; recording it again changes nothing",
                read_id,
            );
            let occurred = fields.or_else(
                "occurred_at",
                "when the money was given back; now, if absent. The refunds of a sale apply in this order, then by refund_id, \
                 whatever the order in which they are recorded",
                instant::read,
                || Some(now),
            );
            let takes = read_takes(fields);
            let undo = fields.or(
                "undo",
                false,
                "true undoes the refund with this refund_id as a whole, without lines or an amount",
                boolean,
            );
            let cancelled = fields.or(
                "cancelled",
                false,
                "true if the sale was cancelled, not returned",
                boolean,
            );
            let history = fields.or(
                "history",
                false,
                "true if the sale is known to be history, so that it is not reported as missing; whether the refund counts \
                 follows from the sale alone",
                boolean,
            );
            if undo == Some(true) && fields.peek("lines").or(fields.peek("amount")).is_some() {
                fields.refuse_all::<()>(refusals::undoes_a_part());
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

fn read_takes<'v>(fields: &mut Fields<'_, 'v>) -> Option<Takes<'v>> {
    let lines = fields.or_else(
        "lines",
        "the refunded lines of the sale, each once; all that is left of the sale, if both lines and amount are absent",
        |cursor| read_lines(cursor).map(Takes::Lines),
        || Some(Takes::Rest),
    );
    let amount = fields.or_else(
        "amount",
        "the money given back, if the lines are not known, in the currency of the sale; it is spread over what is left of the \
         sale in proportion",
        |cursor| read_amount(cursor, Sign::Positive).map(Takes::Amount),
        || Some(Takes::Rest),
    );
    if fields.peek("lines").is_some() && fields.peek("amount").is_some() {
        return fields.refuse_all(refusals::has_lines_and_an_amount());
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
                return fields.refuse("external_id", refusals::repeats_a_line());
            }
            Some(read)
        })?;
        lines.push(read);
        Some(())
    })?;
    if lines.is_empty() {
        return cursor.refuse(refusals::refunds_no_line());
    }
    Some(lines)
}

fn read_line<'v>(fields: &mut Fields<'_, 'v>) -> Option<RefundLine<'v>> {
    let external_id = fields.required(
        "external_id",
        "the external_id of the refunded detail of the sale",
        read_id,
    );
    let amount = fields.optional(
        "amount",
        "the money given back for it, before tax; negative for a discount. If absent, what the quantity cost, or without a \
         quantity all that is left of it. What exceeds the detail is taken from the others",
        |cursor| read_amount(cursor, Sign::Any),
    );
    let quantity = fields.optional(
        "quantity",
        "how many of its units were returned; a fraction as a decimal string with at most 6 decimals",
        Quantity::read_returned,
    );
    Some(RefundLine {
        external_id: external_id?,
        amount,
        quantity,
    })
}

/// The currency is known only when the refund is folded, so this checks the form and leaves the number of decimals to the
/// fold.
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
