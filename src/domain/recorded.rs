//! What must hold of a record that comes out of the journal: the limits that a caller's input is held to. The engine writes
//! no other; a line that somebody made up would else stop every fold. Not here: telling a caller what to do about it (`event`,
//! `transaction`).

use std::borrow::Cow;
use std::collections::HashSet;

use super::bytes;
use super::event::{
    Event, LONGEST_KEY, MANUAL, MOST_OWNERS, MOST_SUBJECTS, MOST_TIMES, Owner, Who, is_decimal,
    is_type,
};
use super::instant::Instant;
use super::money::{self, LARGEST};
use super::network::Network;
use super::quantity::Quantity;
use super::transaction::{
    Detail, LONGEST_NAME, LONGEST_SOURCE, LONGEST_TYPE, MOST_CATEGORIES, MOST_COUPONS,
    MOST_DETAILS, Refund, RefundLine, Takes, Transaction, fits_sign, lowered_line,
};
use super::units::Units;

/// What is wrong with a record.
type Checked = Result<(), &'static str>;

/// Most bytes of the data that an event carries.
const MOST_DATA: usize = 4_096;

/// Checks the instant at which something happened or was recorded, in microseconds since 1970.
pub fn instant(micros: i64) -> Checked {
    let possible = Instant::from_micros(micros).is_some_and(Instant::is_possible);
    hold(possible, "an instant out of reach")
}

/// Checks an event.
pub fn event(event: &Event<'_>) -> Checked {
    name(&event.key, LONGEST_KEY, "a key")?;
    hold(is_type(&event.kind) && event.kind != MANUAL, "a type")?;
    instant(event.at)?;
    hold(!event.owners.is_empty(), "no owner")?;
    owners(&event.owners)?;
    subjects(event.subject.as_deref(), &event.also)?;
    if let Some(text) = &event.object {
        name(text, LONGEST_KEY, "an object")?;
    }
    let (quantity, of) = event.quantity.fraction();
    hold(
        of == 1 && (1..=MOST_TIMES).contains(&quantity),
        "a quantity",
    )?;
    hold(
        event.value.as_deref().is_none_or(is_decimal),
        "a value that is no plain decimal number",
    )?;
    let currency = event.currency.as_deref();
    hold(
        currency.is_none_or(|code| Units::of_sale(code).is_some()),
        "an unknown currency",
    )?;
    hold(
        event.ignored.as_deref().is_none_or(is_type),
        "a reason for not counting",
    )?;
    hold(event.data.as_deref().is_none_or(is_data), "data")?;
    event
        .network
        .as_deref()
        .and_then(Network::fault)
        .map_or(Ok(()), Err)
}

/// Checks a sale.
pub fn transaction(sale: &Transaction<'_>) -> Checked {
    name(&sale.source, LONGEST_SOURCE, "a source")?;
    name(&sale.external_id, LONGEST_KEY, "a number")?;
    hold(
        Units::of_sale(&sale.currency).is_some(),
        "an unknown currency",
    )?;
    instant(sale.at)?;
    hold(sale.revision.is_none_or(|n| n >= 0), "a revision")?;
    subjects(sale.customer.as_deref(), &sale.also)?;
    owners(&sale.referrers)?;
    hold(
        (1..=MOST_DETAILS).contains(&sale.details.len()),
        "the number of details",
    )?;
    let mut seen = HashSet::new();
    for one in &sale.details {
        hold(seen.insert(&one.external_id), "two details of one number")?;
        detail(one)?;
    }
    for one in &sale.details {
        let lowers = lowered_line(one, &sale.details).is_ok();
        hold(lowers, "a line that a detail lowers")?;
    }
    hold(sale.coupons.len() <= MOST_COUPONS, "the number of coupons")?;
    for code in &sale.coupons {
        name(code, LONGEST_KEY, "a coupon code")?;
    }
    Ok(())
}

/// Checks a refund. Whether it fits its sale is found out when the sale is at hand.
pub fn refund(refund: &Refund<'_>) -> Checked {
    name(&refund.source, LONGEST_SOURCE, "a source")?;
    name(&refund.external_id, LONGEST_KEY, "a number")?;
    name(&refund.refund_id, LONGEST_KEY, "a refund's number")?;
    instant(refund.at)?;
    match &refund.takes {
        Takes::Lines(lines) => refund_lines(lines),
        Takes::Amount(text) => hold(
            money::of_some_currency(text).is_ok_and(|minor| minor > 0),
            "an amount",
        ),
        Takes::Rest => Ok(()),
    }
}

fn refund_lines(lines: &[RefundLine<'_>]) -> Checked {
    hold(
        (1..=MOST_DETAILS).contains(&lines.len()),
        "the number of lines",
    )?;
    let mut seen = HashSet::new();
    for line in lines {
        name(&line.external_id, LONGEST_KEY, "a line's number")?;
        hold(seen.insert(&line.external_id), "two lines of one number")?;
        hold(
            line.amount
                .as_deref()
                .is_none_or(|text| money::of_some_currency(text).is_ok()),
            "an amount",
        )?;
        hold(
            line.quantity.is_none_or(Quantity::can_come_back),
            "a quantity",
        )?;
    }
    Ok(())
}

fn detail(detail: &Detail<'_>) -> Checked {
    name(&detail.external_id, LONGEST_KEY, "a detail's number")?;
    let fits = detail.amount.unsigned_abs() <= LARGEST.unsigned_abs();
    hold(fits && fits_sign(detail.kind, detail.amount), "an amount")?;
    hold(detail.quantity.is_possible(), "a quantity")?;
    hold(
        detail
            .name
            .as_deref()
            .is_none_or(|name| name.chars().count() <= LONGEST_NAME),
        "a name",
    )?;
    if let Some(kind) = &detail.product_type {
        name(kind, LONGEST_TYPE, "a type of product")?;
    }
    if let Some(sku) = &detail.sku {
        name(sku, LONGEST_KEY, "an SKU")?;
    }
    hold(
        detail.categories.len() <= MOST_CATEGORIES,
        "the number of categories",
    )?;
    for category in &detail.categories {
        name(category, LONGEST_KEY, "a category")?;
    }
    owners(&detail.owners)
}

fn owners(owners: &[Owner<'_>]) -> Checked {
    hold(owners.len() <= MOST_OWNERS, "the number of owners")?;
    for owner in owners {
        hold((1..=MOST_TIMES).contains(&owner.weight), "a weight")?;
        match &owner.who {
            Who::Id(id) => hold(*id >= 1, "the number of a collaborator")?,
            Who::Alias(_, code) => name(code, LONGEST_KEY, "the code of an alias")?,
        }
    }
    Ok(())
}

fn subjects(first: Option<&str>, also: &[Cow<'_, str>]) -> Checked {
    hold(
        also.len() < MOST_SUBJECTS,
        "the number of names of one person",
    )?;
    for who in first.into_iter().chain(also.iter().map(|name| &**name)) {
        name(who, LONGEST_KEY, "who did it")?;
    }
    Ok(())
}

fn name(text: &str, longest: usize, what: &'static str) -> Checked {
    let plain = bytes::all(text.as_bytes(), |byte| byte >= 0x20 && byte != 0x7f);
    let short = text.len() <= longest || text.chars().count() <= longest;
    hold(!text.is_empty() && short && plain, what)
}

fn is_data(text: &str) -> bool {
    text.len() <= MOST_DATA && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn hold(holds: bool, what: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(what) }
}
