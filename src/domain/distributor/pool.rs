//! How a pool's rules are read and written.

use rust_decimal::Decimal;

use super::MetricRule;
use crate::domain::event::read_type;
use crate::domain::input::{Cursor, Fields, Value, Variant, boolean, owned_text, shorten, word};
use crate::domain::money::{self, Sign};
use crate::domain::pool::{Compilers, Filter, Pool, RevenueShare, Source};
use crate::domain::units::Units;
use crate::domain::words::{Word, words};

/// How many sources one pool can have.
const MOST_SOURCES: usize = 20;

/// How many names one list of a filter can have.
const MOST_NAMES: usize = 1_000;

words! {
    /// The parts of a sale that can count toward a pool.
    Compiler {
        /// Products.
        LineItems = "line_items",
        /// Discounts, which make the pool smaller. With `line_items` it is what customers paid for products.
        Discounts = "discounts",
        /// Fees, such as for a way of payment.
        Fees = "fees",
        /// Shipping.
        Shipping = "shipping",
        /// Taxes.
        Taxes = "taxes",
    }
}

impl Compiler {
    fn is_on(self, compilers: Compilers) -> bool {
        match self {
            Compiler::LineItems => compilers.line_items,
            Compiler::Discounts => compilers.discounts,
            Compiler::Fees => compilers.fees,
            Compiler::Shipping => compilers.shipping,
            Compiler::Taxes => compilers.taxes,
        }
    }

    fn switch_on(self, compilers: &mut Compilers) {
        let switch = match self {
            Compiler::LineItems => &mut compilers.line_items,
            Compiler::Discounts => &mut compilers.discounts,
            Compiler::Fees => &mut compilers.fees,
            Compiler::Shipping => &mut compilers.shipping,
            Compiler::Taxes => &mut compilers.taxes,
        };
        *switch = true;
    }
}

/// Reads `['sources' => […], 'floor' => …, 'cap' => …]` of a distributor with these metrics, if they are known.
pub fn read(
    cursor: &mut Cursor<'_, '_>,
    units: Units,
    metrics: Option<&[MetricRule]>,
) -> Option<Pool> {
    cursor.object(|fields| {
        let sources = fields.required(
            "sources",
            "what fills the pool: what all of them bring is summed; without any, only top-ups fill it",
            |cursor| cursor.list(MOST_SOURCES, |source| read_source(source, units)),
        );
        let floor = fields.optional(
            "floor",
            "the least that the sources bring in a period; what was carried over and top-ups are added to it",
            |cursor| money::read(cursor, units, Sign::NotNegative),
        );
        let cap = fields.optional(
            "cap",
            "the most that the sources bring in a period; what was carried over and top-ups are added to it",
            |cursor| money::read(cursor, units, Sign::NotNegative),
        );
        if let (Some(floor), Some(cap)) = (floor, cap)
            && floor > cap
        {
            fields.refuse::<()>("floor", "is more than the cap");
        }
        if let (Some(sources), Some(metrics)) = (&sources, metrics) {
            check_measured(fields, sources, metrics);
        }
        Some(Pool {
            sources: sources?,
            floor,
            cap,
        })
    })
}

/// A source that is paid by the event can count only what is measured.
fn check_measured(fields: &mut Fields<'_, '_>, sources: &[Source], metrics: &[MetricRule]) {
    for (index, source) in sources.iter().enumerate() {
        let Source::PerEvent { event, .. } = source else {
            continue;
        };
        if !metrics.iter().any(|rule| rule.event == *event) {
            let message = format!(
                "is {event}, which is not measured; add it to metrics, with 0 points if it earns none"
            );
            fields.refuse_inside::<()>("sources", index, "event", message);
        }
    }
}

fn read_source(cursor: &mut Cursor<'_, '_>, units: Units) -> Option<Source> {
    cursor.object(|fields| {
        fields.variants(
            "kind",
            "where the money comes from",
            &[
                Variant {
                    name: "revenue_share",
                    about: "a percentage of the sales that are paid in the period, less their refunds",
                    read: &|fields| read_revenue_share(fields).map(Source::RevenueShare),
                },
                Variant {
                    name: "fixed",
                    about: "the same amount in every period",
                    read: &|fields| {
                        let amount = fields.required(
                            "amount",
                            "the amount for each period",
                            |cursor| money::read(cursor, units, Sign::Positive),
                        );
                        amount.map(Source::Fixed)
                    },
                },
                Variant {
                    name: "per_event",
                    about: "an amount for each counted event of a type",
                    read: &|fields| read_per_event(fields, units),
                },
            ],
        )
    })
}

fn read_per_event(fields: &mut Fields<'_, '_>, units: Units) -> Option<Source> {
    let event = fields.required(
        "event",
        "the type of event; it must be one of those in metrics",
        read_type,
    );
    let amount = fields.required("amount", "the amount for each event", |cursor| {
        money::read(cursor, units, Sign::Positive)
    });
    Some(Source::PerEvent {
        event: event?.to_owned(),
        amount: amount?,
    })
}

fn read_revenue_share(fields: &mut Fields<'_, '_>) -> Option<RevenueShare> {
    let percent = fields.required(
        "percent",
        "the percentage of what is included, such as \"20\" or \"7.5\"",
        read_percent,
    );
    let include = fields.required(
        "include",
        "the parts of a sale that count; no other part does",
        read_compilers,
    );
    let filter = fields.or_else(
        "filter",
        "narrows what counts; everything does, if absent",
        read_filter,
        || Some(Filter::default()),
    );
    Some(RevenueShare {
        percent: percent?,
        include: include?,
        filter: filter?,
    })
}

/// Reads a percentage: more than 0, at most 100, with at most 6 decimals.
pub fn read_percent(cursor: &mut Cursor<'_, '_>) -> Option<Decimal> {
    let value = cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("pattern", r"^[0-9]{1,3}(\.[0-9]{1,6})?$");
        schema.set("examples", vec!["20", "7.5"]);
    })?;
    let Value::Text(given) = value else {
        return cursor.refuse(value.is_not("a decimal string like \"7.5\""));
    };
    let plain = !given.is_empty()
        && given.len() <= 10
        && given.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && given.starts_with(|c: char| c.is_ascii_digit())
        && given.ends_with(|c: char| c.is_ascii_digit());
    let percent = if plain {
        Decimal::from_str_exact(given).ok()
    } else {
        None
    };
    match percent {
        Some(percent)
            if percent > Decimal::ZERO
                && percent <= Decimal::ONE_HUNDRED
                && percent.scale() <= 6 =>
        {
            Some(percent)
        }
        _ => cursor.refuse(format!(
            "is \"{}\"; it must be more than 0 and at most 100, with at most 6 decimals",
            shorten(given)
        )),
    }
}

fn read_compilers(cursor: &mut Cursor<'_, '_>) -> Option<Compilers> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let chosen = cursor.list(Compiler::WORDS.len(), word::<Compiler>)?;
    if chosen.is_empty() {
        return cursor.refuse("is empty: no part of a sale would count");
    }
    let mut compilers = Compilers::default();
    for compiler in chosen {
        compiler.switch_on(&mut compilers);
    }
    Some(compilers)
}

fn read_filter(cursor: &mut Cursor<'_, '_>) -> Option<Filter> {
    cursor.object(|fields| {
        let types = fields.or(
            "types",
            Vec::new(),
            "the types of product whose line items count, as the shop names them; all of them, if empty",
            read_names,
        );
        let skus = fields.or(
            "skus",
            Vec::new(),
            "the stock-keeping units whose line items count; all of them, if empty",
            read_names,
        );
        let categories = fields.or(
            "categories",
            Vec::new(),
            "the categories whose line items count, where one of a product's is enough; all of them, if empty",
            read_names,
        );
        let collaborator_owned = fields.or(
            "collaborator_owned",
            false,
            "true if only line items of products that belong to an active collaborator count",
            boolean,
        );
        let referred = fields.or(
            "referred",
            false,
            "true if only sales to customers whom a collaborator sent count, with all that include names",
            boolean,
        );
        Some(Filter {
            types: types?,
            skus: skus?,
            categories: categories?,
            collaborator_owned: collaborator_owned?,
            referred: referred?,
        })
    })
}

fn read_names(cursor: &mut Cursor<'_, '_>) -> Option<Vec<String>> {
    cursor.list(MOST_NAMES, owned_text::<191>)
}

/// The pool in the shape it is read from.
pub fn write(pool: &Pool, units: Units) -> Value<'static> {
    let amount = |minor: i64| Value::Text(money::to_text(minor, units).into());
    let sources = pool.sources.iter().map(|source| match source {
        Source::RevenueShare(share) => write_revenue_share(share),
        Source::Fixed(minor) => Value::Map(vec![
            ("kind".into(), Value::Text("fixed".into())),
            ("amount".into(), amount(*minor)),
        ]),
        Source::PerEvent {
            event,
            amount: minor,
        } => Value::Map(vec![
            ("kind".into(), Value::Text("per_event".into())),
            ("event".into(), Value::Text(event.clone().into())),
            ("amount".into(), amount(*minor)),
        ]),
    });
    Value::Map(vec![
        ("sources".into(), Value::List(sources.collect())),
        ("floor".into(), pool.floor.map_or(Value::Null, amount)),
        ("cap".into(), pool.cap.map_or(Value::Null, amount)),
    ])
}

fn write_revenue_share(share: &RevenueShare) -> Value<'static> {
    let include = Compiler::WORDS
        .iter()
        .filter(|(_, compiler)| compiler.is_on(share.include))
        .map(|(name, _)| Value::Text((*name).into()));
    let names = |list: &[String]| {
        Value::List(
            list.iter()
                .map(|name| Value::Text(name.clone().into()))
                .collect(),
        )
    };
    Value::Map(vec![
        ("kind".into(), Value::Text("revenue_share".into())),
        (
            "percent".into(),
            Value::Text(share.percent.normalize().to_string().into()),
        ),
        ("include".into(), Value::List(include.collect())),
        (
            "filter".into(),
            Value::Map(vec![
                ("types".into(), names(&share.filter.types)),
                ("skus".into(), names(&share.filter.skus)),
                ("categories".into(), names(&share.filter.categories)),
                (
                    "collaborator_owned".into(),
                    Value::Bool(share.filter.collaborator_owned),
                ),
                ("referred".into(), Value::Bool(share.filter.referred)),
            ]),
        ),
    ])
}
