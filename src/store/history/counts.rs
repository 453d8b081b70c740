//! How many events of a status there are. Each block holds the counts of its ids, written in the transaction that
//! records or changes an event, so only the events that no block covers have to be counted.

use super::block::{self, Counters};
use super::table;
use crate::store::lists::by_id::IdRange;
use crate::store::{Error, Read, Result};

/// The wanted statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statuses {
    pub counted: bool,
    pub ignored: bool,
    /// Kept only to try rules on.
    pub history: bool,
}

impl Statuses {
    fn of(self, counters: Counters) -> i64 {
        let wanted = |wanted: bool, events: i64| if wanted { events } else { 0 };
        wanted(self.counted, counters.counted)
            + wanted(
                self.ignored,
                counters.kept - counters.counted - counters.history,
            )
            + wanted(self.history, counters.history)
    }
}

/// Ascending ranges of ids that together hold every event, with the number of wanted events in each.
pub fn id_ranges(db: &Read<'_>, wanted: Statuses) -> Result<Vec<IdRange>> {
    let mut ranges = Vec::new();
    let mut next = i64::MIN;
    table::each(db, |number, stored| -> Result<()> {
        let (first, last) = (block::first(number), block::last(number));
        if next < first {
            ranges.push(count_in(db, wanted, next, first - 1)?);
        }
        let rows = wanted.of(stored.counters());
        ranges.push(IdRange { first, last, rows });
        next = last.saturating_add(1);
        Ok(())
    })?;
    ranges.push(count_in(db, wanted, next, i64::MAX)?);
    Ok(ranges)
}

fn count_in(db: &Read<'_>, wanted: Statuses, first: i64, last: i64) -> Result<IdRange> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'counted'), COUNT(*) FILTER (WHERE status = 'history') \
         FROM events WHERE id BETWEEN ?1 AND ?2",
    )?;
    let counters = query.query_row([first, last], |row| {
        Ok(Counters {
            kept: row.get(0)?,
            counted: row.get(1)?,
            history: row.get(2)?,
        })
    });
    let rows = wanted.of(counters.map_err(Error::from)?);
    Ok(IdRange { first, last, rows })
}
