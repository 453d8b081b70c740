//! Pages of obligations found by their counts ([`counters`](super::counters)), without an index by status.

use rusqlite::{Row, params_from_iter};

use super::counters::{BUCKET, IN_BUCKET};
use super::listing::LISTING;
use crate::store::lists::by_id::{self, IdRange};
use crate::store::lists::find::{self, Page, Query, Wanted};
use crate::store::{Read, Result};

/// The orders of [`LISTING`] that have an index.
const INDEXES: [(&str, &str); 2] = [
    ("o.amount", "obligations_by_amount"),
    ("o.collaborator_id", "obligations_of"),
];

/// Lists all obligations, or those of some statuses or currencies. The query has no other filter and no search.
pub(super) fn page<T>(
    db: &Read<'_>,
    query: &Query,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>> {
    let ranges = ranges(db, query)?;
    let items = match query.order {
        Some((column, _)) if !by_id::is_asked(&LISTING, query) => {
            by_column(db, query, column, &ranges, row)?
        }
        Some(_) | None => by_id::page(db, &LISTING, query, &ranges, row)?,
    };
    Ok(Page {
        items,
        total: by_id::total(&ranges),
    })
}

/// The buckets that hold wanted obligations, with how many.
fn ranges(db: &Read<'_>, query: &Query) -> Result<Vec<IdRange>> {
    let (filter, values) = find::filter(&LISTING, query);
    let sql = format!(
        "SELECT o.bucket, SUM(o.obligations) FROM obligation_counts o{filter} GROUP BY o.bucket ORDER BY o.bucket"
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(&values), |row| {
        let first = row.get::<_, i64>(0)? * BUCKET;
        Ok(IdRange {
            first,
            last: first + BUCKET - 1,
            rows: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A page in the order of a column. SQLite cannot know the counts, so the plan is chosen here: where many obligations
/// are wanted, an index in that order soon fills the page; where few are, reading and sorting all of them is faster.
fn by_column<T>(
    db: &Read<'_>,
    query: &Query,
    column: &str,
    ranges: &[IdRange],
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (filter, mut values) = find::filter(&LISTING, query);
    let index = INDEXES.iter().find(|(order, _)| *order == column);
    let select = match index {
        Some((_, index)) if are_many(db, query, ranges)? => {
            format!("{} INDEXED BY {index}{filter}", LISTING.from)
        }
        Some(_) | None => format!(
            "(SELECT * FROM obligation_counts o{filter}) s CROSS JOIN {} \
             ON {IN_BUCKET} AND o.status = s.status AND o.currency = s.currency",
            LISTING.from
        ),
    };
    let sql = format!(
        "SELECT {} FROM {select} ORDER BY {} LIMIT ? OFFSET ?",
        LISTING.columns,
        find::order(&LISTING, query)
    );
    values.extend([query.per_page, find::offset(query)].map(Wanted::Int));
    let items = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&values), row)?
        .collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(items)
}

/// Whether walking an index until the page is full reads fewer rows than reading every bucket with wanted obligations.
/// Assumes that the wanted ones are spread evenly.
fn are_many(db: &Read<'_>, query: &Query, ranges: &[IdRange]) -> Result<bool> {
    let newest: Option<i64> = db
        .prepare_cached("SELECT MAX(id) FROM obligations")?
        .query_row([], |row| row.get(0))?;
    let page = i128::from(find::offset(query)) + i128::from(query.per_page);
    let all = i128::from(by_id::total(ranges)) * i128::from(BUCKET) * ranges.len() as i128;
    Ok(page * i128::from(newest.unwrap_or(0)) < all)
}
