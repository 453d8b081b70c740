//! Reading a sale from input.

use std::borrow::Cow;

use super::{
    Detail, DetailKind, LONGEST_NAME, LONGEST_SOURCE, LONGEST_TYPE, MOST_CATEGORIES, MOST_COUPONS,
    MOST_DETAILS, Transaction, fits_sign, lowered_line, refusals,
};
use crate::domain::event::{LONGEST_KEY, Owner, Subjects, read_owner, read_owners, read_subjects};
use crate::domain::input::{Cursor, Fields, Value, boolean, int, messages, text, word};
use crate::domain::instant::{self, Instant};
use crate::domain::money::{self, Sign};
use crate::domain::quantity::Quantity;
use crate::domain::units::{self, Units};

impl<'v> Transaction<'v> {
    /// `now` is the default of `occurred_at`.
    pub fn read(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Transaction<'v>> {
        cursor.object(|fields| {
            let sale = read_sale_key(fields);
            let units = fields.required(
                "currency",
                "the currency of all its amounts, as an ISO 4217 code",
                units::read_of_sale,
            );
            let occurred = fields.or_else(
                "occurred_at",
                "when it was paid; now, if absent. The sale counts in the period that contains this instant",
                instant::read,
                || Some(now),
            );
            let customer = fields.or_else(
                "customer",
                "who bought, such as user:7 or email:ann@example.org; or a list of all names of the same person, of which the \
                 first is kept with the sale",
                read_subjects,
                || Some(Subjects::default()),
            );
            let referrers = fields.or(
                "referrer",
                Vec::new(),
                "who referred the customer: a collaborator or an alias, or a list of them, of which the first active one is \
                 credited",
                read_referrers,
            );
            let credit_referrer = fields.or(
                "credit_referrer",
                true,
                "false if another part of the same order credits the referrer: the sale counts as referred but gives no points \
                 for that",
                boolean,
            );
            // Amounts are read even if the currency is invalid, so that their problems are reported too.
            let reading = units.unwrap_or(Units::USD);
            let details = fields.required(
                "details",
                "what it is made of: products, discounts, fees, shipping and taxes",
                |cursor| read_details(cursor, reading),
            );
            check_lowered_lines(fields, details.as_deref().unwrap_or_default());
            let coupons = fields.or(
                "coupons",
                Vec::new(),
                "the coupon codes that were used; each credits the collaborator whose code it is",
                |cursor| {
                    cursor.list(MOST_COUPONS, |code| {
                        text::<LONGEST_KEY>(code).map(Cow::Borrowed)
                    })
                },
            );
            let renewal = fields.or(
                "renewal",
                false,
                "true for a repeated payment of a subscription",
                boolean,
            );
            let revision = fields.optional(
                "revision",
                "a number that grows with each edit in the shop: recording a sale again with a higher one amends it. Without a \
                 revision the first recording counts, and a different one is shown as a conflict",
                int::<0, { i64::MAX }>,
            );
            let history = fields.or(
                "history",
                false,
                "true keeps the sale, what follows from it and its refunds for siren_simulate() only; it never counts. The first \
                 recording of the sale decides",
                boolean,
            );
            let customer = customer?;
            let (source, external_id) = sale?;
            Some(Transaction {
                source,
                external_id,
                currency: Cow::Borrowed(units?.code()),
                at: occurred?.micros(),
                customer: customer.first,
                also: customer.also,
                referrers: referrers?,
                credit_referrer: credit_referrer?,
                details: details?,
                coupons: coupons?,
                renewal: renewal?,
                revision,
                history: history?,
            })
        })
    }
}

/// Reads what identifies a sale: `source` and `external_id`.
pub(super) fn read_sale_key<'v>(
    fields: &mut Fields<'_, 'v>,
) -> Option<(Cow<'v, str>, Cow<'v, str>)> {
    let source = fields.required(
        "source",
        "the shop that the sale comes from, such as woocommerce; together with external_id it identifies the sale",
        text::<LONGEST_SOURCE>,
    );
    let external_id = fields.required("external_id", "the shop's own number of the sale", read_id);
    Some((Cow::Borrowed(source?), external_id?))
}

/// Reads a shop's id: a text, or an integer as in most shops.
pub(super) fn read_id<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Cow<'v, str>> {
    cursor.either(
        |value| matches!(value, Value::Int(_)),
        |cursor| {
            let number = int::<{ i64::MIN }, { i64::MAX }>(cursor)?;
            Some(Cow::Owned(number.to_string()))
        },
        |cursor| text::<LONGEST_KEY>(cursor).map(Cow::Borrowed),
    )
}

fn read_referrers<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Vec<Owner<'v>>> {
    cursor.either(
        |value| !matches!(value, Value::List(_)),
        |cursor| read_owner(cursor).map(|owner| vec![owner]),
        read_owners,
    )
}

fn read_details<'v>(cursor: &mut Cursor<'_, 'v>, units: Units) -> Option<Vec<Detail<'v>>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let mut details: Vec<Detail<'v>> = Vec::new();
    let mut number = 0;
    cursor.list(MOST_DETAILS, |detail| {
        number += 1;
        let read = detail.object(|fields| {
            let read = read_detail(fields, number, units)?;
            let is_known = |other: &Detail<'_>| other.external_id == read.external_id;
            if details.iter().any(is_known) {
                let message = refusals::repeats_a_detail(read.external_id.to_string());
                return fields.refuse("external_id", message);
            }
            Some(read)
        })?;
        details.push(read);
        Some(())
    })?;
    if details.is_empty() {
        return cursor.refuse(refusals::has_no_detail());
    }
    Some(details)
}

fn check_lowered_lines(fields: &mut Fields<'_, '_>, details: &[Detail<'_>]) {
    for (index, detail) in details.iter().enumerate() {
        if let Err(problem) = lowered_line(detail, details) {
            fields.refuse_inside::<()>("details", index, "line", problem);
        }
    }
}

/// `number` is the position in the list, counted from 1.
fn read_detail<'v>(fields: &mut Fields<'_, 'v>, number: usize, units: Units) -> Option<Detail<'v>> {
    let kind = fields.required("kind", "what kind of detail it is", word::<DetailKind>);
    let external_id = fields.or_else(
        "external_id",
        "the shop's own number of the detail, unique within the sale; if absent, # and its position in the list, such as #1",
        read_id,
        || Some(Cow::Owned(format!("#{number}"))),
    );
    let amount = fields.required(
        "amount",
        "its total for all units, before tax, in the currency of the sale",
        |cursor| read_amount(cursor, units, kind),
    );
    let quantity = fields.or(
        "quantity",
        Quantity::ONE,
        "how many units; a fraction as a decimal string with at most 6 decimals",
        Quantity::read,
    );
    let name = fields.optional("name", "what the shop calls it", read_name);
    let product_type = fields.optional(
        "type",
        "the shop's type of product, such as course; a distributor can be limited to types",
        |cursor| text::<LONGEST_TYPE>(cursor).map(Cow::Borrowed),
    );
    let sku = fields.optional("sku", "the stock-keeping unit of the product", read_sku);
    let categories = fields.or(
        "categories",
        Vec::new(),
        "the categories of the product",
        |cursor| cursor.list(MOST_CATEGORIES, read_id),
    );
    let owners = fields.or(
        "owners",
        Vec::new(),
        "whose product it is: ids of collaborators, or aliases, each alone or with a weight",
        read_owners,
    );
    let line = fields.optional(
        "line",
        "of a discount: the external_id of the line item that it reduces; the two are refunded together",
        read_id,
    );
    Some(Detail {
        kind: kind?,
        external_id: external_id?,
        amount: amount?,
        quantity: quantity?,
        name,
        product_type,
        sku,
        categories: categories?,
        owners: owners?,
        line,
    })
}

fn read_amount(cursor: &mut Cursor<'_, '_>, units: Units, kind: Option<DetailKind>) -> Option<i64> {
    let amount = money::read(cursor, units, Sign::Any)?;
    if kind.is_none_or(|kind| fits_sign(kind, amount)) {
        return Some(amount);
    }
    cursor.refuse(if amount < 0 {
        refusals::is_negative()
    } else {
        refusals::is_a_positive_discount()
    })
}

/// A long name is cut instead of refusing the sale, because names are only for display.
fn read_name<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Cow<'v, str>> {
    match cursor.value(|schema| schema.set("type", "string"))? {
        Value::Text(name) => Some(cut(name, LONGEST_NAME)),
        other => cursor.refuse(other.is_not(messages::a_string())),
    }
}

fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        Some((end, _)) => Cow::Borrowed(&text[..end]),
        None => Cow::Borrowed(text),
    }
}

/// An empty SKU means none: that is how shops store products without one.
fn read_sku<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Cow<'v, str>> {
    cursor.describe(|schema| schema.set("minLength", 0));
    match cursor.value(|_| ()) {
        Some(Value::Text(sku)) if sku.is_empty() => None,
        _ => text::<LONGEST_KEY>(cursor).map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::tests::described_fields;
    use crate::domain::input::{Unacceptable, read, schema_of};

    fn t(text: &'static str) -> Value<'static> {
        Value::Text(text.into())
    }

    fn map(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
        Value::Map(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }

    fn problems_of(input: &Value<'static>) -> Vec<String> {
        let now = Instant::from_rfc3339("2026-05-01T00:00:00Z").unwrap();
        let read = read(input, |cursor| Transaction::read(cursor, now));
        let problems = read.err().unwrap_or_default();
        problems
            .0
            .iter()
            .map(|p| format!("{}: {}", p.path, p.message))
            .collect()
    }

    #[test]
    fn a_sale_is_read_with_its_numbers_as_text() {
        let sale = map(vec![
            ("source", t("shop")),
            ("external_id", Value::Int(1001)),
            ("currency", t("USD")),
            (
                "details",
                Value::List(vec![map(vec![
                    ("kind", t("line_item")),
                    ("amount", t("50.00")),
                ])]),
            ),
        ]);
        let now = Instant::from_rfc3339("2026-05-01T00:00:00Z").unwrap();
        let read = read(&sale, |cursor| Transaction::read(cursor, now)).unwrap();
        assert_eq!(
            (read.external_id.as_ref(), read.details[0].amount),
            ("1001", 5_000)
        );
        assert_eq!(read.details[0].external_id, "#1");
    }

    #[test]
    fn every_problem_of_a_sale_is_reported() {
        let sale = map(vec![
            ("source", t("shop")),
            ("currency", t("usd")),
            (
                "details",
                Value::List(vec![
                    map(vec![
                        ("kind", t("line_item")),
                        ("amount", Value::Other(Unacceptable::Float)),
                    ]),
                    map(vec![("kind", t("gift")), ("amount", t("1.005"))]),
                    map(vec![("kind", t("discount")), ("amount", t("10.00"))]),
                ]),
            ),
        ]);
        assert_eq!(
            problems_of(&sale),
            [
                "external_id: is required",
                "currency: is \"usd\"; expected an ISO 4217 currency code in capitals, such as USD, or points",
                "details[0].amount: must be a decimal string such as \"12.34\", not a float",
                "details[1].kind: is \"gift\"; expected one of: line_item, discount, fee, shipping, tax",
                "details[1].amount: is \"1.005\"; it has 3 decimals, but USD allows 2",
                "details[2].amount: is more than zero; write a discount as a negative amount",
            ]
        );
    }

    #[test]
    fn every_field_of_a_sale_is_described() {
        let schema = schema_of(|cursor| Transaction::read(cursor, Instant::default())).into_json();
        assert_eq!(
            described_fields(&schema),
            "source external_id currency occurred_at customer referrer credit_referrer details coupons renewal revision history"
        );
        assert_eq!(
            described_fields(&schema["properties"]["details"]["items"]),
            "kind external_id amount quantity name type sku categories owners line"
        );
        assert_eq!(
            schema["required"],
            serde_json::json!(["source", "external_id", "currency", "details"])
        );
    }
}
