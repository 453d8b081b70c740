//! Lists: filters, order and pages over any noun, from constants and bound values only.
//! Not here: what a caller may ask for (`engine::find` reads that against these listings).

use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Row, params_from_iter};

use crate::store::keys::{self, KeyHash};
use crate::store::{Read, Result};

/// How one noun is listed.
#[derive(Debug)]
pub struct Listing {
    /// The plural noun by which a caller names it.
    pub what: &'static str,
    pub from: &'static str,
    /// The columns its row reader expects, in order.
    pub columns: &'static str,
    /// The column that breaks ties.
    pub id: &'static str,
    /// The filters that it offers.
    pub filters: &'static [Filter],
    /// A condition for all rows, where the tables have others too.
    pub always: Option<&'static str>,
    /// The orders that it offers: name and column.
    pub orders: &'static [(&'static str, &'static str)],
    /// The columns that a search reads.
    pub search: &'static [&'static str],
}

/// One thing to filter by.
#[derive(Debug)]
pub struct Filter {
    pub name: &'static str,
    /// Its column, or the whole condition with `?` for the value.
    pub column: &'static str,
    /// What its values are.
    pub kind: FilterKind,
}

/// What a filter's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// An id; one or a list.
    Id,
    /// A text; one or a list.
    Text,
    /// True or false.
    Switch,
    /// An instant; rows at or after it.
    From,
    /// An instant; rows before it.
    Until,
    /// A whole condition with one id, for which there is no index.
    IdWhere,
    /// The key of an event; one or a list. The column is the event's number.
    Key,
    /// A whole condition with `IN (?)` for one id or a list.
    IdsWhere,
}

/// A value that a filter wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A number: an id, an instant in microseconds since 1970, or 1 for true.
    Int(i64),
    Text(String),
}

impl ToSql for Wanted {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Wanted::Int(number) => number.to_sql(),
            Wanted::Text(text) => text.to_sql(),
        }
    }
}

/// A checked query.
#[derive(Debug, Default)]
pub struct Query {
    /// Filters with their values; an empty list of values finds nothing.
    pub filters: Vec<(&'static Filter, Vec<Wanted>)>,
    /// Words to look for.
    pub search: Option<String>,
    /// Column and direction (true for descending); by id, newest first, when absent.
    pub order: Option<(&'static str, bool)>,
    /// From 1.
    pub page: i64,
    /// Rows on a page.
    pub per_page: i64,
}

/// One page of rows and how many there are in all.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// All that match.
    pub total: i64,
}

/// Reads one page.
pub fn page<T>(
    db: &Read<'_>,
    listing: &Listing,
    query: &Query,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>> {
    let is_costly = |(filter, _): &(&Filter, Vec<Wanted>)| filter.kind == FilterKind::IdWhere;
    if query.search.is_some() || query.filters.iter().any(is_costly) {
        return in_one_pass(db, listing, query, row);
    }
    let (filter, mut values) = filter(listing, query);
    let count = format!("SELECT COUNT(*) FROM {}{filter}", listing.from);
    let total = db
        .prepare_cached(&count)?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!(
        "SELECT {} FROM {}{filter} ORDER BY {} LIMIT ? OFFSET ?",
        listing.columns,
        listing.from,
        order(listing, query)
    );
    values.push(Wanted::Int(query.per_page));
    values.push(Wanted::Int(offset(query)));
    let items = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&values), row)?
        .collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(Page { items, total })
}

/// Reads one page of rows for which there is no index, in a single pass that also counts them.
fn in_one_pass<T>(
    db: &Read<'_>,
    listing: &Listing,
    query: &Query,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>> {
    let (filter, values) = filter(listing, query);
    let (id, order) = (listing.id, order(listing, query));
    let sql = format!("SELECT {id} FROM {}{filter} ORDER BY {order}", listing.from);
    let mut select = db.prepare_cached(&sql)?;
    let mut found = select.query(params_from_iter(&values))?;
    let first = offset(query);
    let on_page = first..first.saturating_add(query.per_page);
    let (mut page, mut total): (Vec<i64>, i64) = (Vec::new(), 0);
    while let Some(row) = found.next()? {
        if on_page.contains(&total) {
            page.push(row.get(0)?);
        }
        total += 1;
    }
    let sql = format!(
        "SELECT {} FROM {} WHERE {id} IN ({}) ORDER BY {order}",
        listing.columns,
        listing.from,
        vec!["?"; page.len()].join(", ")
    );
    let items = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&page), row)?
        .collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(Page { items, total })
}

/// Filters and search as a `WHERE` clause with the values of its parameters; empty for all rows.
pub(in crate::store) fn filter(listing: &Listing, query: &Query) -> (String, Vec<Wanted>) {
    let mut values: Vec<Wanted> = Vec::new();
    let mut conditions: Vec<String> = listing.always.iter().map(|&all| all.to_owned()).collect();
    for (filter, wanted) in &query.filters {
        conditions.push(condition(filter, wanted.len()));
        values.extend(match filter.kind {
            FilterKind::Key => wanted_by_key(wanted),
            _ => wanted.clone(),
        });
    }
    if let Some(search) = &query.search {
        let like: Vec<String> = listing
            .search
            .iter()
            .map(|column| format!("{column} LIKE ? ESCAPE '\\'"))
            .collect();
        conditions.push(format!("({})", like.join(" OR ")));
        let pattern = format!(
            "%{}%",
            search
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_")
        );
        values.extend(listing.search.iter().map(|_| Wanted::Text(pattern.clone())));
    }
    if conditions.is_empty() {
        (String::new(), values)
    } else {
        (format!(" WHERE {}", conditions.join(" AND ")), values)
    }
}

/// The columns to order by.
pub(in crate::store) fn order(listing: &Listing, query: &Query) -> String {
    let id = listing.id;
    match query.order {
        Some((column, true)) => format!("{column} DESC, {id} DESC"),
        Some((column, false)) => format!("{column}, {id}"),
        None => format!("{id} DESC"),
    }
}

/// How many rows are on earlier pages.
pub(in crate::store) fn offset(query: &Query) -> i64 {
    (query.page - 1).saturating_mul(query.per_page)
}

fn condition(filter: &Filter, values: usize) -> String {
    let column = filter.column;
    let places = || format!("IN ({})", vec!["?"; values].join(", "));
    match filter.kind {
        FilterKind::Id | FilterKind::Text => format!("{column} {}", places()),
        FilterKind::Switch => format!("{column} = ?"),
        FilterKind::From => format!("{column} >= ?"),
        FilterKind::Until => format!("{column} < ?"),
        FilterKind::IdWhere => column.to_owned(),
        FilterKind::IdsWhere => column.replacen("IN (?)", &places(), 1),
        FilterKind::Key => {
            let places = places();
            format!(
                "{column} IN (SELECT event_id FROM event_keys WHERE hash {places} \
                 UNION ALL SELECT event_id FROM colliding_keys WHERE key {places} OR key {places}) \
                 AND (e.key {places} OR e.key {places})"
            )
        }
    }
}

/// The values for a condition by key, in the order of its parameters: the hashes, then twice the keys, as given and in their
/// erased form.
fn wanted_by_key(keys: &[Wanted]) -> Vec<Wanted> {
    let of_text = |of: fn(&str) -> Wanted| {
        keys.iter().map(move |key| match key {
            Wanted::Text(key) => of(key),
            Wanted::Int(number) => Wanted::Int(*number),
        })
    };
    let numbers = of_text(|key| Wanted::Int(KeyHash::of_stored(key).0));
    let both = || {
        let told = keys.iter().cloned();
        told.chain(of_text(|key| Wanted::Text(keys::erased(key))))
    };
    numbers.chain(both()).chain(both()).collect()
}

/// Reads the row of this id.
pub fn one<T>(
    db: &Read<'_>,
    listing: &Listing,
    id: i64,
    row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    use rusqlite::OptionalExtension;
    let sql = format!(
        "SELECT {} FROM {} WHERE {} = ?1 AND {}",
        listing.columns,
        listing.from,
        listing.id,
        listing.always.unwrap_or("TRUE")
    );
    Ok(db.prepare_cached(&sql)?.query_row([id], row).optional()?)
}
