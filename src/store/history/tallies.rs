//! How many events of a status there are, by the packs: each knows it of its numbers, and it is written with them in
//! the transaction that records or changes an event. Only what is in no pack is counted.

use rusqlite::Connection;

use super::packed::{self, Tally};
use super::packs;
use crate::store::by_number::Stretch;
use crate::store::{Error, Result};

/// Which events are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statuses {
    /// Those that count.
    pub counted: bool,
    /// Those that are ignored.
    pub ignored: bool,
    /// Those that are kept to try rules on.
    pub history: bool,
}

impl Statuses {
    fn of(self, tally: Tally) -> i64 {
        let wanted = |wanted: bool, events: i64| if wanted { events } else { 0 };
        wanted(self.counted, tally.counted)
            + wanted(self.ignored, tally.kept - tally.counted - tally.history)
            + wanted(self.history, tally.history)
    }
}

/// How many wanted events have which numbers, in rising order: every one is in a stretch.
pub fn stretches(db: &Connection, wanted: Statuses) -> Result<Vec<Stretch>> {
    let mut stretches = Vec::new();
    let mut next = i64::MIN;
    packs::each(db, |number, pack| -> Result<()> {
        let (first, last) = (packed::first(number), packed::last(number));
        if next < first {
            stretches.push(counted_through(db, wanted, next, first - 1)?);
        }
        let rows = wanted.of(pack.tally());
        stretches.push(Stretch { first, last, rows });
        next = last.saturating_add(1);
        Ok(())
    })?;
    stretches.push(counted_through(db, wanted, next, i64::MAX)?);
    Ok(stretches)
}

fn counted_through(db: &Connection, wanted: Statuses, first: i64, last: i64) -> Result<Stretch> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'counted'), COUNT(*) FILTER (WHERE status = 'history') \
         FROM events WHERE id BETWEEN ?1 AND ?2",
    )?;
    let tally = query.query_row([first, last], |row| {
        Ok(Tally {
            kept: row.get(0)?,
            counted: row.get(1)?,
            history: row.get(2)?,
        })
    });
    let rows = wanted.of(tally.map_err(Error::from)?);
    Ok(Stretch { first, last, rows })
}
