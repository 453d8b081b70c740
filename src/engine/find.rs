//! Lists rows of any noun. Not here: one row with its parts (`get`).

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::conflicts::{self, ConflictRow};
use super::dispute::{self, DisputeRow};
use super::names::Names;
use super::row::{self, DistributorRow};
use super::{Ledger, Result};
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::{AllocationRow, Distribution};
use crate::domain::input::{Cursor, Value, boolean, choice, int, text, word};
use crate::domain::instant::{self, Instant};
use crate::domain::obligation::Obligation;
use crate::domain::payout::{Fulfillment, Payout};
use crate::domain::words::{Word, words};
use crate::store::events::EventRow;
use crate::store::lists::find::{self, Filter, FilterKind, Listing, Page, Query, Wanted};
use crate::store::metrics::Metric;
use crate::store::refund_list::{self, ListedRefund};
use crate::store::transactions::TransactionRow;
use crate::store::{
    collaborators, conflicts as kept, disputes, distributions, distributors, events, fulfillments,
    metrics, obligations, transactions,
};

/// One page of any noun.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
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

words! {
    /// What can be listed.
    Noun {
        /// People and organisations that can earn.
        Collaborators = "collaborators",
        /// Configurations of what is measured and who is paid.
        Distributors = "distributors",
        /// Runs of distributors, one for each period.
        Distributions = "distributions",
        /// Shares of distributions.
        Allocations = "allocations",
        /// Amounts owed.
        Obligations = "obligations",
        /// Batches of payouts.
        Fulfillments = "fulfillments",
        /// Payments to one collaborator.
        Payouts = "payouts",
        /// Purchases.
        Transactions = "transactions",
        /// Recorded facts about collaborators.
        Events = "events",
        /// Points that an event counted for somebody.
        Metrics = "metrics",
        /// Money given back to customers.
        Refunds = "refunds",
        /// Records that arrived a second time with other content.
        Conflicts = "conflicts",
        /// What collaborators say is wrong.
        Disputes = "disputes",
    }

    /// The order of a list.
    Direction {
        /// The smallest, or the oldest, first.
        Ascending = "asc",
        /// The largest, or the newest, first.
        Descending = "desc",
    }
}

impl Noun {
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

    fn has_names(self) -> bool {
        matches!(
            self,
            Noun::Allocations | Noun::Disputes | Noun::Metrics | Noun::Obligations | Noun::Payouts
        )
    }
}

pub const ENTRY: Entry = Entry::question::<Find>();

#[derive(Debug)]
pub struct Find;

#[derive(Debug)]
pub struct Asked {
    noun: Noun,
    query: Query,
    names: Names,
}

impl Call for Find {
    const NAME: &'static str = "find";
    const ABOUT: &'static str = "Lists rows of one kind, a page at a time, newest first unless another order is given. A filter takes \
        one value, or a list of values any of which may match.";
    type Arguments<'v> = Asked;
    type Answer = Found;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Asked> {
        cursor.object(|fields| {
            let noun = fields.required("what", "what to list", word::<Noun>);
            let query = fields.details("query", "filters, order and page", |cursor| {
                cursor.describe_forms(Noun::WORDS.iter().map(|(name, _)| *name), |name, cursor| {
                    read_query(Noun::from_name(name)?, cursor)
                });
                // The query depends on the noun.
                read_query(noun?, cursor)
            });
            let (query, names) = query?;
            Some(Asked {
                noun: noun?,
                query,
                names,
            })
        })
    }
}

impl Run for Find {
    fn run(ledger: &Ledger, asked: Asked, _: Instant) -> Result<Found> {
        find(ledger, &asked)
    }
}

fn find(ledger: &Ledger, asked: &Asked) -> Result<Found> {
    let (noun, names) = (asked.noun, asked.names);
    let (listing, query) = (noun.listing(), &asked.query);
    ledger.read(|db| match noun {
        Noun::Collaborators => {
            let page = find::page(db, listing, query, collaborators::row)?;
            Ok(Found::Collaborators(completed(page, |row| {
                row::with_aliases(db, row)
            })?))
        }
        Noun::Distributors => {
            let page = find::page(db, listing, query, distributors::row)?;
            Ok(Found::Distributors(completed(page, |head| {
                row::with_rules(db, &head)
            })?))
        }
        Noun::Distributions => Ok(Found::Distributions(find::page(
            db,
            listing,
            query,
            distributions::row,
        )?)),
        Noun::Allocations => {
            let page = find::page(db, listing, query, distributions::allocation_row)?;
            Ok(Found::Allocations(names.on_page(db, page)?))
        }
        Noun::Obligations => {
            let page = obligations::page(db, query)?;
            Ok(Found::Obligations(names.on_page(db, page)?))
        }
        Noun::Fulfillments => {
            let page = find::page(db, listing, query, fulfillments::row)?;
            Ok(Found::Fulfillments(completed(page, |row| {
                row::with_totals(db, row)
            })?))
        }
        Noun::Payouts => {
            let page = find::page(db, listing, query, fulfillments::payout_row)?;
            Ok(Found::Payouts(names.on_page(db, page)?))
        }
        Noun::Transactions => Ok(Found::Transactions(find::page(
            db,
            listing,
            query,
            transactions::row,
        )?)),
        Noun::Events => {
            let page = events::page(db, query)?;
            Ok(Found::Events(completed(page, |row| {
                row::with_credits(db, row)
            })?))
        }
        Noun::Metrics => {
            let page = find::page(db, listing, query, metrics::row)?;
            Ok(Found::Metrics(names.on_page(db, page)?))
        }
        Noun::Refunds => Ok(Found::Refunds(find::page(
            db,
            listing,
            query,
            refund_list::row,
        )?)),
        Noun::Conflicts => {
            let page = find::page(db, listing, query, kept::row)?;
            Ok(Found::Conflicts(completed(page, |row| {
                conflicts::shown(db, row)
            })?))
        }
        Noun::Disputes => {
            let page = find::page(db, listing, query, disputes::row)?;
            let page = completed(page, |row| dispute::shown(db, row))?;
            Ok(Found::Disputes(names.on_page(db, page)?))
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

fn read_query(noun: Noun, cursor: &mut Cursor<'_, '_>) -> Option<(Query, Names)> {
    let listing = noun.listing();
    cursor.object(|fields| {
        let mut filters = Vec::new();
        for filter in listing.filters {
            let about = match filter.kind {
                FilterKind::From => "only rows at or after this time",
                FilterKind::Until => "only rows before this time",
                FilterKind::Switch => "only rows for which this is true, or false",
                _ => "only rows with this value, or with any of a list of values",
            };
            let wanted = fields.optional(filter.name, about, |cursor| read_filter(filter, cursor));
            filters.extend(wanted.map(|wanted| (filter, wanted)));
        }
        let search = fields.optional("search", "only rows that contain this text", text::<191>);
        let column = fields.optional("order_by", "the column to sort by", |cursor| {
            choice(cursor, listing.orders)
        });
        let direction = fields.optional(
            "order",
            "the direction of the sort; desc by default",
            word::<Direction>,
        );
        let page = fields.or(
            "page",
            1,
            "the number of the page, from 1",
            int::<1, 10_000_000>,
        );
        let per_page = fields.or(
            "per_page",
            20,
            "the number of rows on a page",
            int::<1, 100>,
        );
        let names = if noun.has_names() {
            Names::read(fields)
        } else {
            Some(Names::Without)
        };
        let descending = direction != Some(Direction::Ascending);
        let sorted = column.or_else(|| direction.map(|_| listing.id));
        let query = Query {
            filters,
            search: search.map(str::to_owned),
            order: sorted.map(|column| (column, descending)),
            page: page?,
            per_page: per_page?,
        };
        Some((query, names?))
    })
}

fn read_filter(filter: &Filter, cursor: &mut Cursor<'_, '_>) -> Option<Vec<Wanted>> {
    match filter.kind {
        FilterKind::Id | FilterKind::Text | FilterKind::Key | FilterKind::IdsWhere => cursor
            .either(
                |value| !matches!(value, Value::List(_)),
                |cursor| Some(vec![read_one(filter.kind, cursor)?]),
                |cursor| cursor.list(100, |cursor| read_one(filter.kind, cursor)),
            ),
        FilterKind::From | FilterKind::Until => {
            Some(vec![Wanted::Int(instant::read(cursor)?.micros())])
        }
        FilterKind::Switch => Some(vec![Wanted::Int(i64::from(boolean(cursor)?))]),
        FilterKind::IdWhere => Some(vec![read_one(FilterKind::Id, cursor)?]),
    }
}

fn read_one(kind: FilterKind, cursor: &mut Cursor<'_, '_>) -> Option<Wanted> {
    match kind {
        FilterKind::Text | FilterKind::Key => {
            text::<191>(cursor).map(|text| Wanted::Text(text.to_owned()))
        }
        FilterKind::Id
        | FilterKind::Switch
        | FilterKind::From
        | FilterKind::Until
        | FilterKind::IdWhere
        | FilterKind::IdsWhere => int::<0, { i64::MAX }>(cursor).map(Wanted::Int),
    }
}
