//! Lists: filters, order and pages over any noun, from constants and bound values only.
//! Not here: what a caller may ask for (`engine::find` reads that against these listings).

use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Connection, Row, params_from_iter};

use super::Result;
use super::keys::Number;

/// How one noun is listed.
#[derive(Debug)]
pub struct Listing {
    /// The noun, in the plural, as a caller names it.
    pub what: &'static str,
    /// The tables.
    pub from: &'static str,
    /// The columns its row reader expects, in order.
    pub columns: &'static str,
    /// The column that decides between equals.
    pub id: &'static str,
    /// What it can be filtered by.
    pub filters: &'static [Filter],
    /// What it can be ordered by: name and column.
    pub orders: &'static [(&'static str, &'static str)],
    /// The columns that a search looks into.
    pub search: &'static [&'static str],
}

/// One thing to filter by.
#[derive(Debug)]
pub struct Filter {
    /// Its name.
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
    /// An instant; rows at or after it.
    From,
    /// An instant; rows before it.
    Until,
    /// A condition of its own with one id in it.
    IdWhere,
    /// The key of an event; one or a list. The column is the event's number.
    Key,
}

/// A value that a filter wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A number: an id, or an instant in microseconds since 1970.
    Int(i64),
    /// A text.
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

/// A checked question.
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
#[derive(Debug, serde::Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// All that match.
    pub total: i64,
}

/// Reads one page.
pub fn page<T>(
    db: &Connection,
    listing: &Listing,
    query: &Query,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>> {
    let mut values: Vec<Wanted> = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    for (filter, wanted) in &query.filters {
        conditions.push(condition(filter, wanted.len()));
        if filter.kind == FilterKind::Key {
            values.extend(wanted.iter().map(numbered));
            values.extend(wanted.iter().cloned());
        }
        values.extend(wanted.iter().cloned());
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
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    let count = format!("SELECT COUNT(*) FROM {}{filter}", listing.from);
    let total = db
        .prepare_cached(&count)?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let id = listing.id;
    let order = match query.order {
        Some((column, true)) => format!("{column} DESC, {id} DESC"),
        Some((column, false)) => format!("{column}, {id}"),
        None => format!("{id} DESC"),
    };
    let sql = format!(
        "SELECT {} FROM {}{filter} ORDER BY {order} LIMIT ? OFFSET ?",
        listing.columns, listing.from
    );
    values.push(Wanted::Int(query.per_page));
    values.push(Wanted::Int((query.page - 1).saturating_mul(query.per_page)));
    let items = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&values), row)?
        .collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(Page { items, total })
}

fn condition(filter: &Filter, values: usize) -> String {
    let column = filter.column;
    match filter.kind {
        FilterKind::Id | FilterKind::Text => {
            let places = vec!["?"; values].join(", ");
            format!("{column} IN ({places})")
        }
        FilterKind::From => format!("{column} >= ?"),
        FilterKind::Until => format!("{column} < ?"),
        FilterKind::IdWhere => column.to_owned(),
        FilterKind::Key => {
            let places = vec!["?"; values].join(", ");
            format!(
                "{column} IN (SELECT event_id FROM event_keys WHERE number IN ({places}) \
                 UNION ALL SELECT event_id FROM second_keys WHERE key IN ({places})) AND e.key IN ({places})"
            )
        }
    }
}

/// What an event's key is found by.
fn numbered(key: &Wanted) -> Wanted {
    match key {
        Wanted::Text(key) => Wanted::Int(Number::of(key).0),
        Wanted::Int(number) => Wanted::Int(*number),
    }
}

/// Reads the row of this id.
pub fn one<T>(
    db: &Connection,
    listing: &Listing,
    id: i64,
    row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    use rusqlite::OptionalExtension;
    let sql = format!(
        "SELECT {} FROM {} WHERE {} = ?1",
        listing.columns, listing.from, listing.id
    );
    Ok(db.prepare_cached(&sql)?.query_row([id], row).optional()?)
}
