//! How many obligations of one status and currency there are in each bucket of 64 consecutive ids.
//! Not here: the obligations. [`Writer`](super::Writer) notes every change in [`Counters`] and writes them in the same transaction.
//!
//! An index by status would do the same, and cost most of what fulfilling an obligation costs: each one moves from one
//! place in the index to another. Here twenty thousand obligations change some hundred rows. The counts tell how long a
//! list of one status is, and which buckets a page can skip.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::ids::ObligationId;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::Units;
use crate::store::{Error, Read, Result, Write};

/// How many consecutive ids share a bucket.
pub(in crate::store) const BUCKET: i64 = 64;

/// The SQL condition that joins obligations `o` with the row `s` of their counts; [`BUCKET`] in SQL.
pub(in crate::store) const IN_BUCKET: &str = "o.id BETWEEN s.bucket * 64 AND s.bucket * 64 + 63";

/// A kind of change: obligations of one bucket that were made in a status, or moved to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    bucket: i64,
    units: Units,
    from: Option<ObligationStatus>,
    to: ObligationStatus,
}

/// Changes collected until all are known, because neighbouring obligations mostly change alike.
#[derive(Debug, Default)]
#[must_use = "counts that are not written are wrong for ever"]
pub struct Counters {
    changes: Vec<(Change, i64)>,
}

impl Counters {
    pub fn made(&mut self, id: ObligationId, units: Units, status: ObligationStatus) {
        self.note(id, units, None, status);
    }

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
            bucket: id.0 / BUCKET,
            units,
            from,
            to,
        };
        match self.changes.last_mut() {
            Some((last, times)) if *last == change => *times += 1,
            _ => self.changes.push((change, 1)),
        }
    }

    /// Adds the changes to the stored counts.
    pub fn write(self, db: &Write<'_>) -> Result<()> {
        let mut sums: BTreeMap<(ObligationStatus, &str, i64), i64> = BTreeMap::new();
        for (change, times) in self.changes {
            let mut add = |status, times| {
                *sums
                    .entry((status, change.units.code(), change.bucket))
                    .or_default() += times;
            };
            add(change.to, times);
            if let Some(from) = change.from {
                add(from, -times);
            }
        }
        for ((status, currency, bucket), by) in sums {
            add(db, status, currency, bucket, by)?;
        }
        Ok(())
    }
}

/// Changes one count. A count of zero has no row, and a negative one is refused.
fn add(
    db: &Write<'_>,
    status: ObligationStatus,
    currency: &str,
    bucket: i64,
    by: i64,
) -> Result<()> {
    let change = params![status, currency, bucket, by];
    if by == 0 {
        return Ok(());
    }
    if by > 0 {
        db.prepare_cached(
            "INSERT INTO obligation_counts (status, currency, bucket, obligations) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (status, currency, bucket) DO UPDATE SET obligations = obligations + excluded.obligations",
        )?
        .execute(change)?;
        return Ok(());
    }
    let mut changed = db
        .prepare_cached(
            "DELETE FROM obligation_counts WHERE status = ?1 AND currency = ?2 AND bucket = ?3 AND obligations = -?4",
        )?
        .execute(change)?;
    if changed == 0 {
        changed = db
            .prepare_cached(
                "UPDATE obligation_counts SET obligations = obligations + ?4 \
                 WHERE status = ?1 AND currency = ?2 AND bucket = ?3 AND obligations > -?4",
            )?
            .execute(change)?;
    }
    if changed == 0 {
        let first = bucket * BUCKET;
        return Err(Error::Corrupt(format!(
            "fewer obligations are {status} than should leave that status, from id {first} on"
        )));
    }
    Ok(())
}

/// The currencies that have pending obligations, in order of their codes. Points are not money.
pub(super) fn pending(db: &Read<'_>) -> Result<Vec<Units>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT currency FROM obligation_counts WHERE status = 'pending' AND currency <> 'points' ORDER BY currency",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::sqlite;

    const USD: Units = Units::Currency(iso_currency::Currency::USD);

    fn counted(db: &Read<'_>) -> Vec<(String, i64, i64)> {
        let mut query = db
            .prepare(
                "SELECT status, bucket, obligations FROM obligation_counts ORDER BY status, bucket",
            )
            .expect("a query");
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn an_obligation_that_moves_is_counted_in_its_new_status_only() {
        let connection = sqlite::scratch().expect("a database");
        let db = Write::of(&connection);
        let mut counters = Counters::default();
        for id in 60..70 {
            counters.made(ObligationId(id), USD, ObligationStatus::Pending);
        }
        counters.write(&db).expect("counts");
        let row = |status: &str, bucket, obligations| (status.to_owned(), bucket, obligations);
        assert_eq!(counted(&db), [row("pending", 0, 4), row("pending", 1, 6)]);
        let mut counters = Counters::default();
        for id in 60..65 {
            let (from, to) = (ObligationStatus::Pending, ObligationStatus::Fulfilled);
            counters.moved(ObligationId(id), USD, from, to);
        }
        counters.write(&db).expect("counts");
        let fulfilled = [row("fulfilled", 0, 4), row("fulfilled", 1, 1)];
        assert_eq!(
            counted(&db),
            [&fulfilled[..], &[row("pending", 1, 5)]].concat()
        );
    }

    #[test]
    fn the_condition_covers_one_bucket() {
        let condition = format!(
            "o.id BETWEEN s.bucket * {BUCKET} AND s.bucket * {BUCKET} + {}",
            BUCKET - 1
        );
        assert_eq!(IN_BUCKET, condition);
    }

    #[test]
    fn a_negative_count_is_refused() {
        let connection = sqlite::scratch().expect("a database");
        let db = Write::of(&connection);
        let mut counters = Counters::default();
        let (from, to) = (ObligationStatus::Held, ObligationStatus::Pending);
        counters.moved(ObligationId(1), USD, from, to);
        assert!(matches!(counters.write(&db), Err(Error::Corrupt(_))));
    }
}
