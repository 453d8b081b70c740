//! Pages in the order of ids, where it is known how many wanted rows each range of ids holds: ranges of earlier pages are skipped
//! instead of read. Not here: the counts (`obligations::counters`, `history::counts`).

use rusqlite::{Row, params_from_iter};

use super::find::{self, Listing, Query, Wanted};
use crate::store::{Read, Result};

/// A range of ids, both ends included, with the number of wanted rows in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    pub first: i64,
    pub last: i64,
    pub rows: i64,
}

/// How many wanted rows there are.
pub fn total(ranges: &[IdRange]) -> i64 {
    ranges.iter().map(|range| range.rows).sum()
}

/// Whether a query asks for the order of ids.
pub fn is_asked(listing: &Listing, query: &Query) -> bool {
    query.order.is_none_or(|(column, _)| column == listing.id)
}

/// The rows of the page. The ranges are ascending and hold every row that the filters of the query want.
pub fn page<T>(
    db: &Read<'_>,
    listing: &Listing,
    query: &Query,
    ranges: &[IdRange],
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
    for index in 0..ranges.len() {
        let wanted = query.per_page - i64::try_from(items.len()).unwrap_or(i64::MAX);
        if wanted <= 0 {
            break;
        }
        let range = if descending {
            ranges[ranges.len() - 1 - index]
        } else {
            ranges[index]
        };
        if before >= range.rows {
            before -= range.rows;
            continue;
        }
        values.truncate(filters);
        values.extend([range.first, range.last, wanted, before].map(Wanted::Int));
        for item in select.query_map(params_from_iter(&values), &mut row)? {
            items.push(item?);
        }
        before = 0;
    }
    Ok(items)
}
