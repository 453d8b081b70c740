//! Lists of every noun. Not here: one row with its parts (`get`).

use serde::Serialize;

use super::conflicts::{self, ConflictRow};
use super::dispute::{self, DisputeRow};
use super::fold::Tracked;
use super::names::Names;
use super::{Error, Result, Site, json};
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::{AllocationRow, Distribution, PeriodRow};
use crate::domain::distributor::DistributorStatus;
use crate::domain::event::EventStatus;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId, ObligationId};
use crate::domain::input::{
    At, Fields, Problems, Value, boolean, each, int, list, shorten, text, word,
};
use crate::domain::instant::{self, Instant};
use crate::domain::obligation::Obligation;
use crate::domain::payout::{Fulfillment, Payout};
use crate::store::conflicts as kept;
use crate::store::distributors::Head;
use crate::store::events::EventRow;
use crate::store::find::{self, Filter, FilterKind, Listing, Page, Query, Wanted};
use crate::store::metrics::Metric;
use crate::store::refund_list::{self, ListedRefund};
use crate::store::transactions::TransactionRow;
use crate::store::{
    Connection, collaborators, disputes, distributions, distributors, events, fulfillments,
    metrics, obligations, transactions,
};

/// One page of any noun.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // each is the page of the noun it is named after
pub enum Found {
    Collaborators(Page<Collaborator>),
    Distributors(Page<DistributorRow>),
    Distributions(Page<Distribution>),
    Allocations(Page<AllocationRow>),
    Obligations(Page<Obligation>),
    Fulfillments(Page<Fulfillment>),
    Payouts(Page<Payout>),
    Transactions(Page<TransactionRow>),
    Events(Page<EventRow>),
    Metrics(Page<Metric>),
    Refunds(Page<ListedRefund>),
    Conflicts(Page<ConflictRow>),
    Disputes(Page<DisputeRow>),
}

/// A distributor as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DistributorRow {
    /// Its number.
    pub id: DistributorId,
    /// What it is doing.
    pub status: DistributorStatus,
    /// When it was saved first.
    pub created_at: Instant,
    /// Its newest version, which may not be in force yet.
    pub version: i64,
    /// Every rule, as it is given when saved.
    #[serde(flatten)]
    pub rules: Value<'static>,
    /// The distribution that is open.
    pub distribution: Option<DistributionId>,
    /// Its period.
    pub period: Option<PeriodRow>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Noun {
    Collaborators,
    Distributors,
    Distributions,
    Allocations,
    Obligations,
    Fulfillments,
    Payouts,
    Transactions,
    Events,
    Metrics,
    Refunds,
    Conflicts,
    Disputes,
}

impl Noun {
    const ALL: [Noun; 13] = [
        Noun::Collaborators,
        Noun::Distributors,
        Noun::Distributions,
        Noun::Allocations,
        Noun::Obligations,
        Noun::Fulfillments,
        Noun::Payouts,
        Noun::Transactions,
        Noun::Events,
        Noun::Metrics,
        Noun::Refunds,
        Noun::Conflicts,
        Noun::Disputes,
    ];

    pub(super) fn listing(self) -> &'static Listing {
        match self {
            Noun::Collaborators => &collaborators::LISTING,
            Noun::Distributors => &distributors::LISTING,
            Noun::Distributions => &distributions::LISTING,
            Noun::Allocations => &distributions::ALLOCATIONS,
            Noun::Obligations => &obligations::LISTING,
            Noun::Fulfillments => &fulfillments::LISTING,
            Noun::Payouts => &fulfillments::PAYOUTS,
            Noun::Transactions => &transactions::LISTING,
            Noun::Events => &events::LISTING,
            Noun::Metrics => &metrics::LISTING,
            Noun::Refunds => &refund_list::LISTING,
            Noun::Conflicts => &kept::LISTING,
            Noun::Disputes => &disputes::LISTING,
        }
    }

    pub(super) fn named(what: &str) -> Result<Noun> {
        Noun::ALL
            .into_iter()
            .find(|noun| noun.listing().what == what)
            .ok_or_else(|| {
                let names: Vec<&str> = Noun::ALL.iter().map(|noun| noun.listing().what).collect();
                Error::invalid(
                    "what",
                    format!(
                        "is \"{}\"; it must be one of: {}",
                        shorten(what),
                        names.join(", ")
                    ),
                )
            })
    }
}

/// Lists a noun: filters, `search`, `order_by`, `order`, `page`, `per_page`; and `names`, where its rows are of collaborators.
pub fn find(site: &Site, what: &str, input: &Value<'_>) -> Result<Found> {
    let noun = Noun::named(what)?;
    let listing = noun.listing();
    let mut problems = Problems::default();
    let asked = read_query(noun, input, &mut problems);
    let (query, names) = problems.into_result(asked)?;
    site.read(|db| match noun {
        Noun::Collaborators => {
            let page = find::page(db, listing, &query, collaborators::row)?;
            Ok(Found::Collaborators(completed(page, |row| {
                with_aliases(db, row)
            })?))
        }
        Noun::Distributors => {
            let page = find::page(db, listing, &query, distributors::row)?;
            Ok(Found::Distributors(completed(page, |head| {
                with_rules(db, &head)
            })?))
        }
        Noun::Distributions => Ok(Found::Distributions(find::page(
            db,
            listing,
            &query,
            distributions::row,
        )?)),
        Noun::Allocations => {
            let page = find::page(db, listing, &query, distributions::allocation_row)?;
            Ok(Found::Allocations(names.on_page(db, page)?))
        }
        Noun::Obligations => {
            let page = obligations::page(db, &query)?;
            Ok(Found::Obligations(names.on_page(db, page)?))
        }
        Noun::Fulfillments => {
            let page = find::page(db, listing, &query, fulfillments::row)?;
            Ok(Found::Fulfillments(completed(page, |row| {
                with_totals(db, row)
            })?))
        }
        Noun::Payouts => {
            let page = find::page(db, listing, &query, fulfillments::payout_row)?;
            Ok(Found::Payouts(names.on_page(db, page)?))
        }
        Noun::Transactions => Ok(Found::Transactions(find::page(
            db,
            listing,
            &query,
            transactions::row,
        )?)),
        Noun::Events => {
            let page = events::page(db, &query)?;
            Ok(Found::Events(completed(page, |row| with_credits(db, row))?))
        }
        Noun::Metrics => {
            let page = find::page(db, listing, &query, metrics::row)?;
            Ok(Found::Metrics(names.on_page(db, page)?))
        }
        Noun::Refunds => Ok(Found::Refunds(find::page(
            db,
            listing,
            &query,
            refund_list::row,
        )?)),
        Noun::Conflicts => {
            let page = find::page(db, listing, &query, kept::row)?;
            Ok(Found::Conflicts(completed(page, |row| {
                conflicts::shown(db, row)
            })?))
        }
        Noun::Disputes => {
            let page = find::page(db, listing, &query, disputes::row)?;
            Ok(Found::Disputes(completed(page, |row| {
                dispute::shown(db, row)
            })?))
        }
    })
}

fn completed<T, U>(page: Page<T>, complete: impl FnMut(T) -> Result<U>) -> Result<Page<U>> {
    let items = page
        .items
        .into_iter()
        .map(complete)
        .collect::<Result<Vec<U>>>()?;
    Ok(Page {
        items,
        total: page.total,
    })
}

/// A collaborator with its aliases.
pub fn collaborator(db: &Connection, id: CollaboratorId) -> Result<Option<Collaborator>> {
    let row = find::one(db, &collaborators::LISTING, id.0, collaborators::row)?;
    row.map(|row| with_aliases(db, row)).transpose()
}

fn with_aliases(
    db: &Connection,
    (mut row, payout): (Collaborator, Option<String>),
) -> Result<Collaborator> {
    row.aliases = collaborators::aliases(db, row.id, false)?;
    row.old_aliases = collaborators::aliases(db, row.id, true)?;
    row.payout = payout.as_deref().map(json::parse).transpose()?;
    Ok(row)
}

/// A distributor without its rules.
pub fn head(db: &Connection, id: DistributorId) -> Result<Option<Head>> {
    Ok(find::one(
        db,
        &distributors::LISTING,
        id.0,
        distributors::row,
    )?)
}

/// A distributor with its newest rules and its open period.
pub fn distributor(db: &Connection, id: DistributorId) -> Result<Option<DistributorRow>> {
    head(db, id)?.map(|head| with_rules(db, &head)).transpose()
}

fn with_rules(db: &Connection, head: &Head) -> Result<DistributorRow> {
    let tracked = Tracked::read(db, head.id, head.status)?;
    let rules = tracked
        .versions
        .last()
        .map_or(Value::Map(Vec::new()), |newest| newest.definition.write());
    let open = match head.status {
        DistributorStatus::Active => tracked.open.first(),
        DistributorStatus::Draft | DistributorStatus::Paused | DistributorStatus::Archived => None,
    };
    Ok(DistributorRow {
        id: head.id,
        status: head.status,
        created_at: head.created_at,
        version: head.version,
        rules,
        distribution: open.map(|open| open.id),
        period: open.map(|open| PeriodRow {
            start: open.start,
            end: open.end,
        }),
    })
}

pub(super) fn with_totals(db: &Connection, mut row: Fulfillment) -> Result<Fulfillment> {
    row.totals = fulfillments::totals(db, row.id)?;
    Ok(row)
}

/// An obligation.
pub fn obligation(db: &Connection, id: ObligationId) -> Result<Option<Obligation>> {
    Ok(find::one(
        db,
        &obligations::LISTING,
        id.0,
        obligations::row,
    )?)
}

/// An event with whom it credits.
pub fn event(db: &Connection, id: EventId) -> Result<Option<EventRow>> {
    let row = find::one(db, &events::LISTING, id.0, events::row)?;
    row.map(|row| with_credits(db, row)).transpose()
}

fn with_credits(db: &Connection, mut row: EventRow) -> Result<EventRow> {
    row.collaborators = events::credits(db, row.id)?;
    for credit in &mut row.collaborators {
        if row.status == EventStatus::History && credit.status == EventStatus::Counted {
            credit.status = EventStatus::History;
        }
    }
    Ok(row)
}

fn read_query(noun: Noun, input: &Value<'_>, problems: &mut Problems) -> Option<(Query, Names)> {
    let listing = noun.listing();
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let mut query = Query {
        page: 1,
        per_page: 20,
        ..Query::default()
    };
    let mut good = true;
    for filter in listing.filters {
        if let Some(value) = fields.get(filter.name) {
            match read_filter(filter, value, &at.key(filter.name), problems) {
                Some(values) => query.filters.push((filter, values)),
                None => good = false,
            }
        }
    }
    if let Some(v) = fields.get("search") {
        query.search = text(v, 191, &at.key("search"), problems).map(str::to_owned);
        good &= query.search.is_some();
    }
    let column = fields
        .get("order_by")
        .map(|v| word(v, listing.orders, &at.key("order_by"), problems));
    let direction = fields.get("order").map(|v| {
        word(
            v,
            &[("asc", false), ("desc", true)],
            &at.key("order"),
            problems,
        )
    });
    let page = fields
        .get("page")
        .map(|v| int(v, 1..=10_000_000, &at.key("page"), problems));
    let per_page = fields
        .get("per_page")
        .map(|v| int(v, 1..=100, &at.key("per_page"), problems));
    let names = match noun {
        Noun::Allocations | Noun::Metrics | Noun::Obligations | Noun::Payouts => {
            Names::read(&mut fields, &at, problems)
        }
        _ => Some(Names::Without),
    };
    fields.close(&at, problems);
    let descending = match direction {
        Some(direction) => direction?,
        None => true,
    };
    query.order = match column {
        Some(column) => Some((column?, descending)),
        None => direction.map(|_| (listing.id, descending)),
    };
    if let Some(page) = page {
        query.page = page?;
    }
    if let Some(per_page) = per_page {
        query.per_page = per_page?;
    }
    good.then_some(query).zip(names)
}

fn read_filter(
    filter: &Filter,
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Wanted>> {
    match filter.kind {
        FilterKind::Id | FilterKind::Text | FilterKind::Key | FilterKind::IdsWhere => match value {
            Value::List(_) => {
                let items = list(value, 100, at, problems)?;
                each(items, at, |item, at| {
                    read_one(filter.kind, item, at, problems)
                })
            }
            one => Some(vec![read_one(filter.kind, one, at, problems)?]),
        },
        FilterKind::From | FilterKind::Until => Some(vec![Wanted::Int(
            instant::read(value, at, problems)?.micros(),
        )]),
        FilterKind::Switch => Some(vec![Wanted::Int(i64::from(boolean(value, at, problems)?))]),
        FilterKind::IdWhere => Some(vec![read_one(FilterKind::Id, value, at, problems)?]),
    }
}

fn read_one(
    kind: FilterKind,
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Wanted> {
    match kind {
        FilterKind::Text | FilterKind::Key => {
            text(value, 191, at, problems).map(|text| Wanted::Text(text.to_owned()))
        }
        FilterKind::Id
        | FilterKind::Switch
        | FilterKind::From
        | FilterKind::Until
        | FilterKind::IdWhere
        | FilterKind::IdsWhere => int(value, 0..=i64::MAX, at, problems).map(Wanted::Int),
    }
}
