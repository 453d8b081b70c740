//! How many obligations of one status and currency there are among each 64 numbers.
//! Not here: the obligations. What makes or moves them notes it in [`Tally`], and writes those in the
//! same transaction.
//!
//! An index by status would do the same and cost most of what fulfilling an obligation costs: each one
//! leaves one place of it for another. Here twenty thousand of them change some hundred rows. A list
//! of one status is counted without counting it, and its pages are found by leaving whole stretches out.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params, params_from_iter};

use super::by_number::{self, Stretch};
use super::find::{self, Page, Query, Wanted};
use super::obligations::LISTING;
use super::{Error, Result};
use crate::domain::ids::ObligationId;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::Units;

/// So many numbers are counted together. The queries that look into a stretch say it too.
const STRETCH: i64 = 64;

/// Indexes that have obligations in an order which [`LISTING`] offers.
const INDEXES: [(&str, &str); 2] = [
    ("o.amount", "obligations_by_amount"),
    ("o.collaborator_id", "obligations_of"),
];

/// One or several obligations of a stretch that came from nowhere or a status to a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    stretch: i64,
    units: Units,
    from: Option<ObligationStatus>,
    to: ObligationStatus,
}

/// Changes to be written when all are known: neighbours mostly change alike.
#[derive(Debug, Default)]
#[must_use = "counts that are not written are wrong for ever"]
pub struct Tally {
    changes: Vec<(Change, i64)>,
}

impl Tally {
    /// Notes a new obligation.
    pub fn made(&mut self, id: ObligationId, units: Units, status: ObligationStatus) {
        self.note(id, units, None, status);
    }

    /// Notes an obligation that moved on.
    pub fn moved(
        &mut self,
        id: ObligationId,
        units: Units,
        from: ObligationStatus,
        to: ObligationStatus,
    ) {
        self.note(id, units, Some(from), to);
    }

    fn note(
        &mut self,
        id: ObligationId,
        units: Units,
        from: Option<ObligationStatus>,
        to: ObligationStatus,
    ) {
        let change = Change {
            stretch: id.0 / STRETCH,
            units,
            from,
            to,
        };
        match self.changes.last_mut() {
            Some((last, times)) if *last == change => *times += 1,
            _ => self.changes.push((change, 1)),
        }
    }

    /// Adds them to what was counted before.
    pub fn write(self, db: &Connection) -> Result<()> {
        let mut sums: BTreeMap<(ObligationStatus, &str, i64), i64> = BTreeMap::new();
        for (change, times) in self.changes {
            let mut add = |status, times| {
                *sums
                    .entry((status, change.units.code(), change.stretch))
                    .or_default() += times;
            };
            add(change.to, times);
            if let Some(from) = change.from {
                add(from, -times);
            }
        }
        for ((status, currency, stretch), by) in sums {
            add(db, status, currency, stretch, by)?;
        }
        Ok(())
    }
}

/// There are rows only for what there is: one that falls to nothing goes, and none falls below.
fn add(
    db: &Connection,
    status: ObligationStatus,
    currency: &str,
    stretch: i64,
    by: i64,
) -> Result<()> {
    let change = params![status, currency, stretch, by];
    if by == 0 {
        return Ok(());
    }
    if by > 0 {
        db.prepare_cached(
            "INSERT INTO obligation_counts (status, currency, stretch, obligations) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (status, currency, stretch) DO UPDATE SET obligations = obligations + excluded.obligations",
        )?
        .execute(change)?;
        return Ok(());
    }
    let mut changed = db
        .prepare_cached(
            "DELETE FROM obligation_counts WHERE status = ?1 AND currency = ?2 AND stretch = ?3 AND obligations = -?4",
        )?
        .execute(change)?;
    if changed == 0 {
        changed = db
            .prepare_cached(
                "UPDATE obligation_counts SET obligations = obligations + ?4 \
                 WHERE status = ?1 AND currency = ?2 AND stretch = ?3 AND obligations > -?4",
            )?
            .execute(change)?;
    }
    if changed == 0 {
        let first = stretch * STRETCH;
        return Err(Error::Corrupt(format!(
            "fewer obligations are {status} than would move on, from number {first} on"
        )));
    }
    Ok(())
}

/// The currencies in which something can be paid, by their codes. Points are not money.
pub(super) fn pending(db: &Connection) -> Result<Vec<Units>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT currency FROM obligation_counts WHERE status = 'pending' AND currency <> 'points' ORDER BY currency",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists obligations, all or those of some statuses or currencies; the query has no other filters, and
/// no search.
pub fn page<T>(
    db: &Connection,
    query: &Query,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Page<T>> {
    let stretches = stretches(db, query)?;
    let items = match query.order {
        Some((column, _)) if !by_number::is_asked(&LISTING, query) => {
            by_column(db, query, column, &stretches, row)?
        }
        Some(_) | None => by_number::page(db, &LISTING, query, &stretches, row)?,
    };
    Ok(Page {
        items,
        total: by_number::total(&stretches),
    })
}

/// The stretches in which there are such obligations, with their numbers.
fn stretches(db: &Connection, query: &Query) -> Result<Vec<Stretch>> {
    let (filter, values) = find::filter(&LISTING, query);
    let sql = format!(
        "SELECT o.stretch, SUM(o.obligations) FROM obligation_counts o{filter} GROUP BY o.stretch ORDER BY o.stretch"
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(&values), |row| {
        let first = row.get::<_, i64>(0)? * STRETCH;
        Ok(Stretch {
            first,
            last: first + STRETCH - 1,
            rows: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A page in the order of a column. Where such obligations are many, an index in that order soon comes
/// upon a page of them; where they are few, all of them are soon read and sorted.
fn by_column<T>(
    db: &Connection,
    query: &Query,
    column: &str,
    stretches: &[Stretch],
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (filter, mut values) = find::filter(&LISTING, query);
    let index = INDEXES.iter().find(|(order, _)| *order == column);
    let select = match index {
        Some((_, index)) if are_many(db, query, stretches)? => {
            format!("{} INDEXED BY {index}{filter}", LISTING.from)
        }
        Some(_) | None => format!(
            "(SELECT * FROM obligation_counts o{filter}) s CROSS JOIN {} \
             ON o.id BETWEEN s.stretch * 64 AND s.stretch * 64 + 63 AND o.status = s.status AND o.currency = s.currency",
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

/// Whether fewer rows are met when all obligations are gone through until the page is full, supposed that
/// the wanted ones lie anywhere, than when all stretches with wanted ones are read.
fn are_many(db: &Connection, query: &Query, stretches: &[Stretch]) -> Result<bool> {
    let newest: Option<i64> = db
        .prepare_cached("SELECT MAX(id) FROM obligations")?
        .query_row([], |row| row.get(0))?;
    let page = i128::from(find::offset(query)) + i128::from(query.per_page);
    let all =
        i128::from(by_number::total(stretches)) * i128::from(STRETCH) * stretches.len() as i128;
    Ok(page * i128::from(newest.unwrap_or(0)) < all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite;

    const USD: Units = Units::Currency(iso_currency::Currency::USD);

    fn counted(db: &Connection) -> Vec<(String, i64, i64)> {
        let mut query = db
            .prepare("SELECT status, stretch, obligations FROM obligation_counts ORDER BY status, stretch")
            .expect("a query");
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn what_moves_is_counted_where_it_comes_to_and_no_longer_where_it_was() {
        let db = sqlite::scratch().expect("a database");
        let mut tally = Tally::default();
        for id in 60..70 {
            tally.made(ObligationId(id), USD, ObligationStatus::Pending);
        }
        tally.write(&db).expect("counts");
        let row = |status: &str, stretch, obligations| (status.to_owned(), stretch, obligations);
        assert_eq!(counted(&db), [row("pending", 0, 4), row("pending", 1, 6)]);
        let mut tally = Tally::default();
        for id in 60..65 {
            let (from, to) = (ObligationStatus::Pending, ObligationStatus::Fulfilled);
            tally.moved(ObligationId(id), USD, from, to);
        }
        tally.write(&db).expect("counts");
        let fulfilled = [row("fulfilled", 0, 4), row("fulfilled", 1, 1)];
        assert_eq!(
            counted(&db),
            [&fulfilled[..], &[row("pending", 1, 5)]].concat()
        );
    }

    #[test]
    fn fewer_than_none_are_refused() {
        let db = sqlite::scratch().expect("a database");
        let mut tally = Tally::default();
        let (from, to) = (ObligationStatus::Held, ObligationStatus::Pending);
        tally.moved(ObligationId(1), USD, from, to);
        assert!(matches!(tally.write(&db), Err(Error::Corrupt(_))));
    }
}
