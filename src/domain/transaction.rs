//! A transaction: the financial record of one purchase, made of details; and its refunds.
//! Not here: which details fill a pool (`pool`), or how a refund reaches the pools (`engine::fold`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::event::{LONGEST_KEY, Owner, Subjects, read_owner, read_owners, read_subjects};
use super::input::{At, Fields, Problems, Value, boolean, each, int, list, text, word};
use super::instant::{self, Instant};
use super::money::{self, Sign};
use super::quantity::Quantity;
use super::units::{self, Units};
use super::words::{Word, words};

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
    /// How many.
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
        /// A reduction; zero or less.
        Discount = "discount",
        /// A charge beside the products; may be negative, as shops use it.
        Fee = "fee",
        /// Delivery.
        Shipping = "shipping",
        /// Tax.
        Tax = "tax",
    }

    /// What became of a purchase.
    TransactionStatus {
        /// Paid; perhaps refunded in part.
        Complete = "complete",
        /// Undone by the shop after it was paid.
        Cancelled = "cancelled",
        /// Given back whole.
        Refunded = "refunded",
    }
}

impl<'de> Deserialize<'de> for DetailKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        DetailKind::from_name(&name).ok_or_else(|| serde::de::Error::custom("not a kind of detail"))
    }
}

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

impl Transaction<'_> {
    /// Whether somebody is credited for having sent the customer.
    #[must_use]
    pub fn credits_referrer(&self) -> bool {
        self.credit_referrer && !self.referrers.is_empty()
    }
}

impl<'v> Transaction<'v> {
    /// Reads a transaction; `now` stands in for a missing `occurred_at`.
    pub fn read(
        value: &'v Value<'_>,
        now: Instant,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<Transaction<'v>> {
        let mut fields = Fields::open(value, at, problems)?;
        let source = fields.need("source", at, problems);
        let source = source.and_then(|v| text(v, LONGEST_SOURCE, &at.key("source"), problems));
        let external_id = fields.need("external_id", at, problems);
        let external_id = external_id.and_then(|v| read_id(v, &at.key("external_id"), problems));
        let units = fields.need("currency", at, problems);
        let units = units.and_then(|v| units::read_of_sale(v, &at.key("currency"), problems));
        let occurred = match fields.get("occurred_at") {
            Some(v) => instant::read(v, &at.key("occurred_at"), problems),
            None => Some(now),
        };
        let customer = match fields.get("customer") {
            Some(v) => read_subjects(v, &at.key("customer"), problems),
            None => Some(Subjects::default()),
        };
        let referrers = match fields.get("referrer") {
            Some(v) => read_referrers(v, &at.key("referrer"), problems),
            None => Some(Vec::new()),
        };
        let credit_referrer = match fields.get("credit_referrer") {
            Some(v) => boolean(v, &at.key("credit_referrer"), problems),
            None => Some(true),
        };
        let details = fields.need("details", at, problems);
        // Amounts are read even when the currency is not known, so that their faults are said too.
        let reading = units.or_else(|| Units::from_code("USD"))?;
        let details = details.and_then(|v| read_details(v, reading, &at.key("details"), problems));
        let coupons = match fields.get("coupons") {
            Some(v) => read_coupons(v, &at.key("coupons"), problems),
            None => Some(Vec::new()),
        };
        let renewal = match fields.get("renewal") {
            Some(v) => boolean(v, &at.key("renewal"), problems),
            None => Some(false),
        };
        let revision = match fields.get("revision") {
            Some(v) => int(v, 0..=i64::MAX, &at.key("revision"), problems).map(Some),
            None => Some(None),
        };
        let history = match fields.get("history") {
            Some(v) => boolean(v, &at.key("history"), problems),
            None => Some(false),
        };
        fields.close(at, problems);
        let customer = customer?;
        Some(Transaction {
            source: Cow::Borrowed(source?),
            external_id: external_id?,
            currency: Cow::Borrowed(units?.code()),
            at: occurred?.micros(),
            customer: customer.first,
            also: customer.also,
            referrers: referrers?,
            credit_referrer: credit_referrer?,
            details: details?,
            coupons: coupons?,
            renewal: renewal?,
            revision: revision?,
            history: history?,
        })
    }
}

/// A sale credits its referrer unless it says otherwise.
fn credited() -> bool {
    true
}

/// Reads a shop's number: a text, or an integer as most shops keep it.
fn read_id<'v>(value: &'v Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Cow<'v, str>> {
    if let Value::Int(n) = value {
        return Some(Cow::Owned(n.to_string()));
    }
    text(value, LONGEST_KEY, at, problems).map(Cow::Borrowed)
}

/// Reads who may have sent the customer: one collaborator or alias, or a list of them.
fn read_referrers<'v>(
    value: &'v Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Owner<'v>>> {
    match value {
        Value::List(_) => read_owners(value, at, problems),
        _ => read_owner(value, at, problems).map(|owner| vec![owner]),
    }
}

fn read_coupons<'v>(
    value: &'v Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Cow<'v, str>>> {
    let items = list(value, MOST_COUPONS, at, problems)?;
    each(items, at, |item, at| {
        text(item, LONGEST_KEY, at, problems).map(Cow::Borrowed)
    })
}

fn read_details<'v>(
    value: &'v Value<'_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Detail<'v>>> {
    let items = list(value, MOST_DETAILS, at, problems)?;
    if items.is_empty() {
        problems.add(at, "must have at least one detail");
        return None;
    }
    let mut details: Vec<Detail<'v>> = Vec::with_capacity(items.len());
    let mut good = true;
    for (index, item) in items.iter().enumerate() {
        let here = at.index(index);
        match read_detail(item, index, units, &here, problems) {
            Some(detail) if details.iter().any(|d| d.external_id == detail.external_id) => {
                problems.add(
                    &here.key("external_id"),
                    format!(
                        "is \"{}\", which an earlier detail has already",
                        detail.external_id
                    ),
                );
                good = false;
            }
            Some(detail) => details.push(detail),
            None => good = false,
        }
    }
    // Only where all of them were read it is known which there are.
    if good {
        for (index, detail) in details.iter().enumerate() {
            if let Err(problem) = lowered_line(detail, &details) {
                problems.add(&at.index(index).key("line"), problem);
                good = false;
            }
        }
    }
    good.then_some(details)
}

/// Whether a detail lowers a product of its sale, or names none.
pub fn lowered_line(detail: &Detail<'_>, details: &[Detail<'_>]) -> Result<(), String> {
    let Some(line) = &detail.line else {
        return Ok(());
    };
    if detail.kind != DetailKind::Discount {
        return Err("belongs to a discount only".to_owned());
    }
    let names = |one: &&Detail<'_>| one.external_id == *line;
    match details.iter().find(names) {
        Some(one) if one.kind == DetailKind::LineItem => Ok(()),
        Some(_) | None => Err(format!(
            "is \"{line}\"; it must be the external_id of a line_item of this sale"
        )),
    }
}

fn read_detail<'v>(
    value: &'v Value<'_>,
    index: usize,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Detail<'v>> {
    let mut fields = Fields::open(value, at, problems)?;
    let kind = fields.need("kind", at, problems);
    let kind = kind.and_then(|v| word(v, DetailKind::WORDS, &at.key("kind"), problems));
    let external_id = match fields.get("external_id") {
        Some(v) => read_id(v, &at.key("external_id"), problems),
        None => Some(Cow::Owned(format!("#{}", index + 1))),
    };
    let amount = fields.need("amount", at, problems);
    let amount = amount.and_then(|v| money::read(v, units, Sign::Any, &at.key("amount"), problems));
    if let (Some(kind), Some(amount)) = (kind, amount) {
        check_sign(kind, amount, &at.key("amount"), problems);
    }
    let quantity = match fields.get("quantity") {
        Some(v) => Quantity::read(v, &at.key("quantity"), problems),
        None => Some(Quantity::ONE),
    };
    // Names are for people: a long one is cut rather than a sale refused.
    let name = match fields.get("name") {
        Some(Value::Text(name)) => Some(cut(name, LONGEST_NAME)),
        Some(other) => {
            problems.add(&at.key("name"), other.is_not("a string"));
            None
        }
        None => None,
    };
    let product_type = fields
        .get("type")
        .and_then(|v| text(v, LONGEST_TYPE, &at.key("type"), problems))
        .map(Cow::Borrowed);
    let sku = match fields.get("sku") {
        Some(Value::Text(empty)) if empty.is_empty() => None,
        Some(v) => text(v, LONGEST_KEY, &at.key("sku"), problems).map(Cow::Borrowed),
        None => None,
    };
    let categories = match fields.get("categories") {
        Some(v) => read_categories(v, &at.key("categories"), problems),
        None => Some(Vec::new()),
    };
    let owners = match fields.get("owners") {
        Some(v) => read_owners(v, &at.key("owners"), problems),
        None => Some(Vec::new()),
    };
    let line = match fields.get("line") {
        Some(v) => read_id(v, &at.key("line"), problems).map(Some),
        None => Some(None),
    };
    fields.close(at, problems);
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
        line: line?,
    })
}

fn read_categories<'v>(
    value: &'v Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Cow<'v, str>>> {
    let items = list(value, MOST_CATEGORIES, at, problems)?;
    each(items, at, |item, at| read_id(item, at, problems))
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

fn check_sign(kind: DetailKind, amount: i64, at: &At<'_>, problems: &mut Problems) {
    if fits_sign(kind, amount) {
        return;
    }
    problems.add(at, if amount < 0 {
        "is negative; only a discount or a fee can be (a refund is recorded with siren_record_refund)"
    } else {
        "is more than zero; a discount is written as a negative amount"
    });
}

fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        Some((end, _)) => Cow::Borrowed(&text[..end]),
        None => Cow::Borrowed(text),
    }
}

impl<'v> Refund<'v> {
    /// Reads a refund; `now` stands in for a missing `occurred_at`.
    pub fn read(
        value: &'v Value<'_>,
        now: Instant,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<Refund<'v>> {
        let mut fields = Fields::open(value, at, problems)?;
        let source = fields.need("source", at, problems);
        let source = source.and_then(|v| text(v, LONGEST_SOURCE, &at.key("source"), problems));
        let external_id = fields.need("external_id", at, problems);
        let external_id = external_id.and_then(|v| read_id(v, &at.key("external_id"), problems));
        let refund_id = fields.need("refund_id", at, problems);
        let refund_id = refund_id.and_then(|v| read_id(v, &at.key("refund_id"), problems));
        let occurred = match fields.get("occurred_at") {
            Some(v) => instant::read(v, &at.key("occurred_at"), problems),
            None => Some(now),
        };
        let lines = fields.get("lines");
        let amount = fields.get("amount");
        let takes = match (lines, amount) {
            (Some(_), Some(_)) => {
                problems.add(
                    at,
                    "has both lines and an amount; give one of them, or neither for all that is left",
                );
                None
            }
            (Some(v), None) => read_refund_lines(v, &at.key("lines"), problems),
            (None, Some(v)) => read_refund_amount(v, Sign::Positive, &at.key("amount"), problems)
                .map(Takes::Amount),
            (None, None) => Some(Takes::Rest),
        };
        let mut switch = |name: &'static str, problems: &mut Problems| match fields.get(name) {
            Some(v) => boolean(v, &at.key(name), problems),
            None => Some(false),
        };
        let undo = switch("undo", problems);
        let cancelled = switch("cancelled", problems);
        let history = switch("history", problems);
        if undo == Some(true) && (lines.is_some() || amount.is_some()) {
            problems.add(
                at,
                "undoes a refund; that is always undone whole, without lines or an amount",
            );
        }
        fields.close(at, problems);
        Some(Refund {
            source: Cow::Borrowed(source?),
            external_id: external_id?,
            refund_id: refund_id?,
            at: occurred?.micros(),
            takes: takes?,
            undo: undo?,
            cancelled: cancelled?,
            history: history?,
        })
    }
}

fn read_refund_lines<'v>(
    value: &'v Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Takes<'v>> {
    let items = list(value, MOST_DETAILS, at, problems)?;
    if items.is_empty() {
        problems.add(at, "is empty; leave it out to refund all that is left");
        return None;
    }
    let mut lines: Vec<RefundLine<'v>> = Vec::with_capacity(items.len());
    let mut good = true;
    for (index, item) in items.iter().enumerate() {
        let here = at.index(index);
        match read_refund_line(item, &here, problems) {
            Some(line) if lines.iter().any(|l| l.external_id == line.external_id) => {
                problems.add(
                    &here.key("external_id"),
                    "names a line a second time; give each line once",
                );
                good = false;
            }
            Some(line) => lines.push(line),
            None => good = false,
        }
    }
    good.then_some(Takes::Lines(lines))
}

fn read_refund_line<'v>(
    value: &'v Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<RefundLine<'v>> {
    let mut fields = Fields::open(value, at, problems)?;
    let external_id = fields.need("external_id", at, problems);
    let external_id = external_id.and_then(|v| read_id(v, &at.key("external_id"), problems));
    // A refunded discount is negative, as the discount was.
    let amount = fields
        .get("amount")
        .and_then(|v| read_refund_amount(v, Sign::Any, &at.key("amount"), problems));
    let quantity = fields
        .get("quantity")
        .and_then(|v| Quantity::read_returned(v, &at.key("quantity"), problems));
    fields.close(at, problems);
    Some(RefundLine {
        external_id: external_id?,
        amount,
        quantity,
    })
}

/// The sale's currency is known only when the sale is at hand, so this checks the form and leaves
/// the number of decimals to the fold; three and eight decimals are some currency's.
fn read_refund_amount<'v>(
    value: &'v Value<'_>,
    sign: Sign,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Cow<'v, str>> {
    money::read_unconverted(value, sign, at, problems).map(Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &'static str) -> Value<'static> {
        Value::Text(text.into())
    }

    fn map(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
        Value::Map(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }

    fn problems_of(input: &Value<'static>) -> Vec<String> {
        let mut problems = Problems::default();
        let now = Instant::from_rfc3339("2026-05-01T00:00:00Z").unwrap();
        let read = Transaction::read(input, now, &At::root(), &mut problems);
        assert_eq!(read.is_some(), problems.is_empty());
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
        let mut problems = Problems::default();
        let now = Instant::from_rfc3339("2026-05-01T00:00:00Z").unwrap();
        let read = Transaction::read(&sale, now, &At::root(), &mut problems).unwrap();
        assert_eq!(
            (read.external_id.as_ref(), read.details[0].amount),
            ("1001", 5_000)
        );
        assert_eq!(read.details[0].external_id, "#1");
    }

    #[test]
    fn every_fault_of_a_sale_is_said() {
        let sale = map(vec![
            ("source", t("shop")),
            ("currency", t("usd")),
            (
                "details",
                Value::List(vec![
                    map(vec![
                        ("kind", t("line_item")),
                        ("amount", Value::Other("a float")),
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
                "currency: is \"usd\"; it must be a currency code of ISO 4217 in capitals, like USD, or points",
                "details[0].amount: must be a decimal string like \"12.34\", not a float",
                "details[1].kind: is \"gift\"; it must be one of: line_item, discount, fee, shipping, tax",
                "details[1].amount: is \"1.005\"; it has 3 decimals, and USD has 2",
                "details[2].amount: is more than zero; a discount is written as a negative amount",
            ]
        );
    }
}
