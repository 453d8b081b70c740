//! A page in the order of the numbers, where it is known how many of the wanted rows have which numbers: rows of the
//! pages before are left out by the thousand instead of being gone through. Not here: who knows it (`counts` of
//! obligations, `history::tallies` of events).

use rusqlite::{Connection, Row, params_from_iter};

use super::Result;
use super::find::{self, Listing, Query, Wanted};

/// How many of the wanted rows have a number from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// How many rows.
    pub rows: i64,
}

/// How many rows are wanted in all.
pub fn total(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|stretch| stretch.rows).sum()
}

/// Whether a query asks for the order of the numbers.
pub fn is_asked(listing: &Listing, query: &Query) -> bool {
    query.order.is_none_or(|(column, _)| column == listing.id)
}

/// The rows of the page. The stretches are in rising order and hold every row that the query's filters want.
pub fn page<T>(
    db: &Connection,
    listing: &Listing,
    query: &Query,
    stretches: &[Stretch],
    mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (filter, mut values) = find::filter(listing, query);
    let joined = if filter.is_empty() { " WHERE" } else { " AND" };
    let sql = format!(
        "SELECT {} FROM {}{filter}{joined} {} BETWEEN ? AND ? ORDER BY {} LIMIT ? OFFSET ?",
        listing.columns,
        listing.from,
        listing.id,
        find::order(listing, query)
    );
    let mut select = db.prepare_cached(&sql)?;
    let filters = values.len();
    let descending = query.order.is_none_or(|(_, descending)| descending);
    let mut before = find::offset(query);
    let mut items = Vec::new();
    for place in 0..stretches.len() {
        let wanted = query.per_page - i64::try_from(items.len()).unwrap_or(i64::MAX);
        if wanted <= 0 {
            break;
        }
        let stretch = if descending {
            stretches[stretches.len() - 1 - place]
        } else {
            stretches[place]
        };
        if before >= stretch.rows {
            before -= stretch.rows;
            continue;
        }
        values.truncate(filters);
        values.extend([stretch.first, stretch.last, wanted, before].map(Wanted::Int));
        for item in select.query_map(params_from_iter(&values), &mut row)? {
            items.push(item?);
        }
        before = 0;
    }
    Ok(items)
}
