//! How a pool's rules are read and written.

use rust_decimal::Decimal;

use crate::domain::event::read_type;
use crate::domain::input::{At, Fields, Problems, Value, boolean, each, list, text, word};
use crate::domain::money::{self, Sign};
use crate::domain::pool::{Compilers, Filter, Pool, RevenueShare, Source};
use crate::domain::units::Units;

/// Reads `['sources' => […], 'floor' => …, 'cap' => …]`.
pub fn read(value: &Value<'_>, units: Units, at: &At<'_>, problems: &mut Problems) -> Option<Pool> {
    let mut fields = Fields::open(value, at, problems)?;
    let sources = fields.need("sources", at, problems);
    let sources = sources.and_then(|v| read_sources(v, units, &at.key("sources"), problems));
    let mut bound = |name: &'static str, problems: &mut Problems| {
        fields
            .get(name)
            .and_then(|v| money::read(v, units, Sign::NotNegative, &at.key(name), problems))
    };
    let floor = bound("floor", problems);
    let cap = bound("cap", problems);
    if let (Some(floor), Some(cap)) = (floor, cap)
        && floor > cap
    {
        problems.add(&at.key("floor"), "is more than the cap");
    }
    fields.close(at, problems);
    Some(Pool {
        sources: sources?,
        floor,
        cap,
    })
}

fn read_sources(
    value: &Value<'_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Source>> {
    let items = list(value, 20, at, problems)?;
    let mut sources = Vec::with_capacity(items.len());
    let mut good = true;
    for (index, item) in items.iter().enumerate() {
        match read_source(item, units, &at.index(index), problems) {
            Some(source) => sources.push(source),
            None => good = false,
        }
    }
    good.then_some(sources)
}

#[derive(Clone, Copy)]
enum Kind {
    RevenueShare,
    Fixed,
    PerEvent,
}

const KINDS: [(&str, Kind); 3] = [
    ("revenue_share", Kind::RevenueShare),
    ("fixed", Kind::Fixed),
    ("per_event", Kind::PerEvent),
];

fn read_source(
    value: &Value<'_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Source> {
    let mut fields = Fields::open(value, at, problems)?;
    let kind = fields.need("kind", at, problems);
    let kind = kind.and_then(|v| word(v, &KINDS, &at.key("kind"), problems))?;
    let source = match kind {
        Kind::RevenueShare => {
            read_revenue_share(&mut fields, at, problems).map(Source::RevenueShare)
        }
        Kind::Fixed => read_amount(&mut fields, units, at, problems).map(Source::Fixed),
        Kind::PerEvent => {
            let event = fields.need("event", at, problems);
            let event = event.and_then(|v| read_type(v, &at.key("event"), problems));
            let amount = read_amount(&mut fields, units, at, problems);
            event.zip(amount).map(|(event, amount)| Source::PerEvent {
                event: event.to_owned(),
                amount,
            })
        }
    };
    fields.close(at, problems);
    source
}

fn read_amount(
    fields: &mut Fields<'_, '_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<i64> {
    let amount = fields.need("amount", at, problems);
    amount.and_then(|v| money::read(v, units, Sign::Positive, &at.key("amount"), problems))
}

fn read_revenue_share(
    fields: &mut Fields<'_, '_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<RevenueShare> {
    let percent = fields.need("percent", at, problems);
    let percent = percent.and_then(|v| read_percent(v, &at.key("percent"), problems));
    let include = fields.need("include", at, problems);
    let include = include.and_then(|v| read_compilers(v, &at.key("include"), problems));
    let filter = match fields.get("filter") {
        Some(v) => read_filter(v, &at.key("filter"), problems),
        None => Some(Filter::default()),
    };
    Some(RevenueShare {
        percent: percent?,
        include: include?,
        filter: filter?,
    })
}

/// Reads a percentage: more than 0, at most 100, with at most 6 decimals.
pub fn read_percent(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Decimal> {
    let Value::Text(given) = value else {
        problems.add(at, value.is_not("a decimal string like \"7.5\""));
        return None;
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
        _ => {
            let shown = crate::domain::input::shorten(given);
            problems.add(at, format!("is \"{shown}\"; it must be more than 0 and at most 100, with at most 6 decimals"));
            None
        }
    }
}

type Switch = fn(&mut Compilers);

const SWITCHES: [(&str, Switch); 5] = [
    ("line_items", |on| on.line_items = true),
    ("discounts", |on| on.discounts = true),
    ("fees", |on| on.fees = true),
    ("shipping", |on| on.shipping = true),
    ("taxes", |on| on.taxes = true),
];

fn read_compilers(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Compilers> {
    let items = list(value, SWITCHES.len(), at, problems)?;
    if items.is_empty() {
        problems.add(at, "is empty: no part of a sale would count");
        return None;
    }
    let mut compilers = Compilers::default();
    for switch in each(items, at, |item, at| word(item, &SWITCHES, at, problems))? {
        switch(&mut compilers);
    }
    Some(compilers)
}

fn read_filter(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Filter> {
    let mut fields = Fields::open(value, at, problems)?;
    let mut names = |name: &'static str, problems: &mut Problems| match fields.get(name) {
        Some(v) => read_names(v, &at.key(name), problems),
        None => Some(Vec::new()),
    };
    let types = names("types", problems);
    let skus = names("skus", problems);
    let categories = names("categories", problems);
    let mut switch = |name: &'static str, problems: &mut Problems| match fields.get(name) {
        Some(v) => boolean(v, &at.key(name), problems),
        None => Some(false),
    };
    let collaborator_owned = switch("collaborator_owned", problems);
    let referred = switch("referred", problems);
    fields.close(at, problems);
    Some(Filter {
        types: types?,
        skus: skus?,
        categories: categories?,
        collaborator_owned: collaborator_owned?,
        referred: referred?,
    })
}

fn read_names(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = list(value, 1_000, at, problems)?;
    each(items, at, |item, at| {
        text(item, 191, at, problems).map(str::to_owned)
    })
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
    let on = share.include;
    let include = [
        ("line_items", on.line_items),
        ("discounts", on.discounts),
        ("fees", on.fees),
        ("shipping", on.shipping),
        ("taxes", on.taxes),
    ];
    let include = include
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(name, _)| Value::Text(name.into()));
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
