//! Checks of the records in the journal: the limits of a caller's input. The engine writes only valid records, but a line
//! that someone forged, checksum and all, would otherwise stop every fold. The messages need not say what to do: no caller
//! sees them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::domain::bytes;
use crate::domain::event::{
    Event, LONGEST_KEY, MANUAL, MOST_OWNERS, MOST_SUBJECTS, MOST_TIMES, Owner, Who, is_decimal,
    is_type,
};
use crate::domain::instant::Instant;
use crate::domain::money::{self, LARGEST};
use crate::domain::network::Network;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{
    Detail, LONGEST_NAME, LONGEST_SOURCE, LONGEST_TYPE, MOST_CATEGORIES, MOST_COUPONS,
    MOST_DETAILS, Refund, RefundLine, Takes, Transaction, fits_sign, lowered_line,
};
use crate::domain::units::Units;

/// What is wrong with a record, as the object of "it has".
type Checked = Result<(), &'static str>;

/// In bytes of JSON.
const MOST_DATA: usize = 4_096;

pub(super) fn instant(micros: i64) -> Checked {
    let possible = Instant::from_micros(micros).is_some_and(Instant::is_possible);
    hold(possible, "an instant outside the years 1970 to 2199")
}

pub(super) fn event(event: &Event<'_>) -> Checked {
    name(&event.key, LONGEST_KEY, "an invalid key")?;
    hold(
        is_type(&event.kind) && event.kind != MANUAL,
        "an invalid type",
    )?;
    instant(event.at)?;
    hold(!event.owners.is_empty(), "no owner")?;
    owners(&event.owners)?;
    subjects(event.subject.as_deref(), &event.also)?;
    if let Some(text) = &event.object {
        name(text, LONGEST_KEY, "an invalid object")?;
    }
    let (quantity, of) = event.quantity.fraction();
    hold(
        of == 1 && (1..=MOST_TIMES).contains(&quantity),
        "an invalid quantity",
    )?;
    hold(
        event.value.as_deref().is_none_or(is_decimal),
        "a value that is not a decimal number",
    )?;
    let currency = event.currency.as_deref();
    hold(
        currency.is_none_or(|code| Units::of_sale(code).is_some()),
        "an unknown currency",
    )?;
    hold(
        event.ignored.as_deref().is_none_or(is_type),
        "an invalid reason for not counting",
    )?;
    hold(event.data.as_deref().is_none_or(is_data), "invalid data")?;
    event
        .network
        .as_deref()
        .and_then(Network::fault)
        .map_or(Ok(()), Err)
}

pub(super) fn transaction(sale: &Transaction<'_>) -> Checked {
    name(&sale.source, LONGEST_SOURCE, "an invalid source")?;
    name(&sale.external_id, LONGEST_KEY, "an invalid external_id")?;
    hold(
        Units::of_sale(&sale.currency).is_some(),
        "an unknown currency",
    )?;
    instant(sale.at)?;
    hold(sale.revision.is_none_or(|n| n >= 0), "a negative revision")?;
    subjects(sale.customer.as_deref(), &sale.also)?;
    owners(&sale.referrers)?;
    hold(
        (1..=MOST_DETAILS).contains(&sale.details.len()),
        "no details or too many",
    )?;
    let mut seen = HashSet::new();
    for one in &sale.details {
        hold(
            seen.insert(&one.external_id),
            "two details with the same external_id",
        )?;
        detail(one)?;
    }
    for one in &sale.details {
        let lowers = lowered_line(one, &sale.details).is_ok();
        hold(lowers, "a detail that names a wrong line")?;
    }
    hold(sale.coupons.len() <= MOST_COUPONS, "too many coupons")?;
    for code in &sale.coupons {
        name(code, LONGEST_KEY, "an invalid coupon code")?;
    }
    Ok(())
}

/// Whether the refund fits its sale is checked when it is folded.
pub(super) fn refund(refund: &Refund<'_>) -> Checked {
    name(&refund.source, LONGEST_SOURCE, "an invalid source")?;
    name(&refund.external_id, LONGEST_KEY, "an invalid external_id")?;
    name(&refund.refund_id, LONGEST_KEY, "an invalid refund_id")?;
    instant(refund.at)?;
    match &refund.takes {
        Takes::Lines(lines) => refund_lines(lines),
        Takes::Amount(text) => hold(
            money::of_some_currency(text).is_ok_and(|minor| minor > 0),
            "an invalid amount",
        ),
        Takes::Rest => Ok(()),
    }
}

fn refund_lines(lines: &[RefundLine<'_>]) -> Checked {
    hold(
        (1..=MOST_DETAILS).contains(&lines.len()),
        "no lines or too many",
    )?;
    let mut seen = HashSet::new();
    for line in lines {
        name(
            &line.external_id,
            LONGEST_KEY,
            "a line with an invalid external_id",
        )?;
        hold(
            seen.insert(&line.external_id),
            "two lines with the same external_id",
        )?;
        hold(
            line.amount
                .as_deref()
                .is_none_or(|text| money::of_some_currency(text).is_ok()),
            "an invalid amount",
        )?;
        hold(
            line.quantity.is_none_or(Quantity::can_come_back),
            "an invalid quantity",
        )?;
    }
    Ok(())
}

fn detail(detail: &Detail<'_>) -> Checked {
    name(
        &detail.external_id,
        LONGEST_KEY,
        "a detail with an invalid external_id",
    )?;
    let fits = detail.amount.unsigned_abs() <= LARGEST.unsigned_abs();
    hold(
        fits && fits_sign(detail.kind, detail.amount),
        "an invalid amount",
    )?;
    hold(detail.quantity.is_possible(), "an invalid quantity")?;
    hold(
        detail
            .name
            .as_deref()
            .is_none_or(|name| name.chars().count() <= LONGEST_NAME),
        "a name that is too long",
    )?;
    if let Some(kind) = &detail.product_type {
        name(kind, LONGEST_TYPE, "an invalid type of product")?;
    }
    if let Some(sku) = &detail.sku {
        name(sku, LONGEST_KEY, "an invalid SKU")?;
    }
    hold(
        detail.categories.len() <= MOST_CATEGORIES,
        "too many categories",
    )?;
    for category in &detail.categories {
        name(category, LONGEST_KEY, "an invalid category")?;
    }
    owners(&detail.owners)
}

fn owners(owners: &[Owner<'_>]) -> Checked {
    hold(owners.len() <= MOST_OWNERS, "too many owners")?;
    for owner in owners {
        hold(
            (1..=MOST_TIMES).contains(&owner.weight),
            "an invalid weight",
        )?;
        match &owner.who {
            Who::Id(id) => hold(*id >= 1, "an invalid collaborator")?,
            Who::Alias(_, code) => name(code, LONGEST_KEY, "an alias with an invalid code")?,
        }
    }
    Ok(())
}

fn subjects(first: Option<&str>, also: &[Cow<'_, str>]) -> Checked {
    hold(also.len() < MOST_SUBJECTS, "too many names of one person")?;
    for who in first.into_iter().chain(also.iter().map(|name| &**name)) {
        name(who, LONGEST_KEY, "an invalid name of a person")?;
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
