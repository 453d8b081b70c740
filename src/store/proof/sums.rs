//! Checks running sums against their parts, and relations between tables. SQLite's own checks of its file stand at the end.
//!
//! Sums are calculated here, not by SQLite, because a sum beyond 64 bits would stop the very query that should find it.

use std::cmp::Ordering;

use rusqlite::{Row, Rows};

use super::audit::{Difference, Found};
use crate::store::obligations::BUCKET;
use crate::store::{Error, Read, Result};

/// A row of a running sum or of its parts: the key of the sum, and two numbers.
type Part<K> = (K, i64, i64);

/// Checks that the running sums of every pool are the sums of its entries.
pub fn pool_totals(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut entries = db.prepare(
        "SELECT distribution_id, source, rate, base, 1 FROM pool_entries ORDER BY distribution_id, source, rate",
    )?;
    let mut totals = db.prepare(
        "SELECT distribution_id, source, rate, base, entries FROM pool_totals ORDER BY distribution_id, source, rate",
    )?;
    let read = |row: &Row<'_>| -> Result<Part<(i64, i64, String)>> {
        Ok((
            (row.get(0)?, row.get(1)?, row.get(2)?),
            row.get(3)?,
            row.get(4)?,
        ))
    };
    match_sums(
        &mut entries.query([])?,
        &mut totals.query([])?,
        read,
        |key, is, should| {
            let (distribution, source, rate) = key;
            let at = if rate.is_empty() {
                String::new()
            } else {
                format!(" at {rate}")
            };
            found(Difference {
                id: *distribution,
                column: "base, entries".to_owned(),
                message: format!(
                    "source {source}{at}: is {} of {} entries, should be {} of {}",
                    is.0, is.1, should.0, should.1
                ),
            });
        },
    )
}

/// Checks that every score is the sum of its metrics.
pub fn scores(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut metrics = db.prepare(
        "SELECT distribution_id, collaborator_id, parts, points, 0 FROM metrics \
         WHERE status NOT IN ('no_value', 'not_paid', 'below_minimum_amount', 'clawed_back', 'clawback_undone', \
                               'clawback_counted') \
         ORDER BY distribution_id, collaborator_id, parts",
    )?;
    let mut scores = db.prepare(
        "SELECT distribution_id, collaborator_id, parts, points, 0 FROM scores \
         ORDER BY distribution_id, collaborator_id, parts",
    )?;
    let read = |row: &Row<'_>| -> Result<Part<(i64, i64, i64)>> {
        Ok((
            (row.get(0)?, row.get(1)?, row.get(2)?),
            row.get(3)?,
            row.get(4)?,
        ))
    };
    match_sums(
        &mut metrics.query([])?,
        &mut scores.query([])?,
        read,
        |key, is, should| {
            let (distribution, collaborator, parts) = key;
            found(Difference {
                id: *distribution,
                column: "points".to_owned(),
                message: format!(
                    "collaborator {collaborator}, in parts of {parts}: is {}, should be {}",
                    is.0, should.0
                ),
            });
        },
    )
}

/// Checks the counts of obligations in each bucket.
pub fn obligation_counts(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut obligations = db.prepare(&format!(
        "SELECT status, currency, id / {BUCKET} AS bucket, COUNT(*), 0 FROM obligations \
         GROUP BY status, currency, bucket ORDER BY status, currency, bucket"
    ))?;
    let mut counts = db.prepare(
        "SELECT status, currency, bucket, obligations, 0 FROM obligation_counts ORDER BY status, currency, bucket",
    )?;
    let read = |row: &Row<'_>| -> Result<Part<(String, String, i64)>> {
        Ok((
            (row.get(0)?, row.get(1)?, row.get(2)?),
            row.get(3)?,
            row.get(4)?,
        ))
    };
    match_sums(
        &mut obligations.query([])?,
        &mut counts.query([])?,
        read,
        |key, is, should| {
            let (status, currency, bucket) = key;
            found(Difference {
                id: *bucket,
                column: "obligations".to_owned(),
                message: format!(
                    "{status} in {currency}: is {}, should be {}",
                    is.0, should.0
                ),
            });
        },
    )
}

type Sum = (i128, i128);

/// Rows in the order of their keys, summed key by key.
struct Groups<'g, 'r, K, R> {
    rows: &'g mut Rows<'r>,
    read: R,
    ahead: Option<Part<K>>,
}

impl<'g, 'r, K: Ord, R: Fn(&Row<'_>) -> Result<Part<K>>> Groups<'g, 'r, K, R> {
    fn new(rows: &'g mut Rows<'r>, read: R) -> Result<Self> {
        let ahead = rows.next()?.map(&read).transpose()?;
        Ok(Groups { rows, read, ahead })
    }

    fn next(&mut self) -> Result<Option<(K, Sum)>> {
        let Some((key, one, other)) = self.ahead.take() else {
            return Ok(None);
        };
        let mut sum = (i128::from(one), i128::from(other));
        loop {
            self.ahead = self.rows.next()?.map(&self.read).transpose()?;
            match &self.ahead {
                Some((next, one, other)) if *next == key => {
                    sum.0 += i128::from(*one);
                    sum.1 += i128::from(*other);
                }
                Some(_) | None => return Ok(Some((key, sum))),
            }
        }
    }
}

/// Sums the parts of each key, compares them with the stored sum, and reports each difference. A key that has rows on one side
/// only is a difference even if its sum is zero.
fn match_sums<K: Ord>(
    parts: &mut Rows<'_>,
    sums: &mut Rows<'_>,
    read: impl Fn(&Row<'_>) -> Result<Part<K>>,
    mut differ: impl FnMut(&K, Sum, Sum),
) -> Result<()> {
    let (mut parts, mut sums) = (Groups::new(parts, &read)?, Groups::new(sums, &read)?);
    let (mut part, mut sum) = (parts.next()?, sums.next()?);
    loop {
        let order = match (&part, &sum) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let should = if order.is_le() { part.take() } else { None };
        let is = if order.is_ge() { sum.take() } else { None };
        let amount = |side: &Option<(K, Sum)>| side.as_ref().map_or((0, 0), |(_, sum)| *sum);
        // A stored sum without any part was not written by the engine.
        let differs = is.is_some() != should.is_some() || amount(&is) != amount(&should);
        if differs && let Some((key, _)) = is.as_ref().or(should.as_ref()) {
            differ(key, amount(&is), amount(&should));
        }
        if should.is_some() {
            part = parts.next()?;
        }
        if is.is_some() {
            sum = sums.next()?;
        }
    }
}

/// Checks that every payout is the sum of its obligations, all of one collaborator in one currency.
pub fn payouts(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut query = db.prepare(
        "SELECT p.id, p.amount, o.amount, o.id, \
                o.currency = p.currency AND o.collaborator_id = p.collaborator_id AND o.fulfillment_id = p.fulfillment_id \
         FROM payouts p LEFT JOIN obligations o ON o.payout_id = p.id ORDER BY p.id",
    )?;
    let mut rows = query.query([])?;
    let mut open: Option<(i64, i64, i128)> = None;
    let close = |open: Option<(i64, i64, i128)>, found: Found<'_>| {
        if let Some((id, amount, sum)) = open
            && i128::from(amount) != sum
        {
            found(Difference {
                id,
                column: "amount".to_owned(),
                message: format!("is {amount}, its obligations sum to {sum}"),
            });
        }
    };
    while let Some(row) = rows.next()? {
        let (id, amount): (i64, i64) = (row.get(0)?, row.get(1)?);
        let part: Option<i64> = row.get(2)?;
        if open.is_none_or(|(last, ..)| last != id) {
            close(open.take(), found);
            open = Some((id, amount, 0));
        }
        if let Some((_, _, sum)) = &mut open {
            *sum += i128::from(part.unwrap_or(0));
        }
        if row.get::<_, Option<bool>>(4)? == Some(false) {
            found(Difference {
                id,
                column: "currency, collaborator_id, fulfillment_id".to_owned(),
                message: format!(
                    "are not those of obligation {} in it",
                    row.get::<_, i64>(3)?
                ),
            });
        }
    }
    close(open, found);
    Ok(())
}

/// A check by a query that returns the ids of faulty rows.
struct Fault {
    table: &'static str,
    column: &'static str,
    message: &'static str,
    sql: &'static str,
}

const FAULTS: [Fault; 11] = [
    Fault {
        table: "obligations",
        column: "currency",
        message: "is not what its distributor counts in",
        sql: "SELECT o.id FROM obligations o JOIN distributors d ON d.id = o.distributor_id WHERE o.currency <> d.units \
              ORDER BY o.id",
    },
    Fault {
        table: "pool_entries",
        column: "transaction_id",
        message: "is a sale in another currency than the pool",
        sql: "SELECT e.id FROM pool_entries e JOIN transactions t ON t.id = e.transaction_id \
              JOIN distributions n ON n.id = e.distribution_id JOIN distributors d ON d.id = n.distributor_id \
              WHERE t.currency <> d.units ORDER BY e.id",
    },
    Fault {
        table: "pool_entries",
        column: "distribution_id",
        message: "is no distribution",
        sql: "SELECT id FROM pool_entries WHERE distribution_id NOT IN (SELECT id FROM distributions) ORDER BY id",
    },
    Fault {
        table: "metrics",
        column: "distribution_id",
        message: "is no distribution",
        sql: "SELECT id FROM metrics WHERE distribution_id NOT IN (SELECT id FROM distributions) ORDER BY id",
    },
    // The ledger does not contain customers, because a chain cannot forget.
    Fault {
        table: "pool_entries",
        column: "customer",
        message: "is not who bought",
        sql: "SELECT e.id FROM pool_entries e LEFT JOIN transaction_details d ON d.id = e.detail_id \
              LEFT JOIN transactions t ON t.id = COALESCE(e.transaction_id, d.transaction_id) \
              WHERE e.customer IS NOT t.customer ORDER BY e.id",
    },
    Fault {
        table: "events",
        column: "subject",
        message: "is not who bought",
        sql: "SELECT e.id FROM events e JOIN transactions t ON t.id = e.transaction_id \
              WHERE e.subject IS NOT t.customer ORDER BY e.id",
    },
    Fault {
        table: "metrics",
        column: "event_id, type, occurred_at, times, collaborator_id",
        message: "are not those of an event that credits the collaborator",
        sql: "SELECT m.id FROM metrics m LEFT JOIN events e ON e.id = m.event_id WHERE m.event_id IS NOT NULL AND ( \
              e.id IS NULL OR e.type <> m.type OR m.times > e.times \
              OR (e.times = 1 AND m.status NOT IN ('reversed', 'restored', 'customer_counted', 'clawed_back', \
                                                   'clawback_undone', 'clawback_counted') AND m.occurred_at <> e.occurred_at) \
              OR NOT EXISTS (SELECT 1 FROM credits c WHERE c.event_id = m.event_id \
                             AND c.collaborator_id = m.collaborator_id)) ORDER BY m.id",
    },
    Fault {
        table: "metrics",
        column: "event_id, status",
        message: "are of neither an event nor what was carried over",
        sql: "SELECT id FROM metrics WHERE (event_id IS NULL) <> (status = 'carried') \
              OR status NOT IN ('counted', 'late', 'reversed', 'restored', 'carried', 'no_value', 'not_paid', 'below_minimum_amount', \
                                 'customer_counted', 'clawed_back', 'clawback_undone', 'clawback_counted') \
              OR (status IN ('no_value', 'not_paid', 'below_minimum_amount') AND points <> 0) ORDER BY id",
    },
    Fault {
        table: "distributions",
        column: "period_start",
        message: "lies in another period of the same distributor",
        sql: "SELECT n.id FROM distributions n JOIN distributions o ON o.distributor_id = n.distributor_id \
              AND o.period_start < n.period_start AND o.period_end > n.period_start ORDER BY n.id",
    },
    Fault {
        table: "distributions",
        column: "amount, closed_at, hash, obligations",
        message: "are filled in although the period is open",
        sql: "SELECT id FROM distributions WHERE status IN ('scheduled', 'tracking', 'failed') \
              AND (amount IS NOT NULL OR closed_at IS NOT NULL OR hash IS NOT NULL OR obligations <> 0) ORDER BY id",
    },
    Fault {
        table: "distributors",
        column: "status",
        message: "is active, and there is no open distribution for it",
        sql: "SELECT id FROM distributors d WHERE status = 'active' AND NOT EXISTS (SELECT 1 FROM distributions n \
              WHERE n.distributor_id = d.id AND n.status IN ('scheduled', 'tracking', 'failed')) ORDER BY id",
    },
];

/// Checks that rows belong together: same currency, existing owners, no overlaps.
pub fn relations(db: &Read<'_>, found: &mut dyn FnMut(&'static str, Difference)) -> Result<()> {
    for fault in &FAULTS {
        let mut query = db.prepare(fault.sql)?;
        let ids = query.query_map([], |row| row.get(0))?;
        for id in ids {
            found(
                fault.table,
                Difference {
                    id: id?,
                    column: fault.column.to_owned(),
                    message: fault.message.to_owned(),
                },
            );
        }
    }
    Ok(())
}

/// What SQLite finds wrong with its file, as sentences.
pub fn integrity(db: &Read<'_>) -> Result<Vec<String>> {
    let mut query = db.prepare("PRAGMA integrity_check(100)")?;
    let lines = query.query_map([], |row| row.get(0))?;
    let mut lines = lines.collect::<rusqlite::Result<Vec<String>>>()?;
    lines.retain(|line| line != "ok");
    // SQLite reports a failed read of the disk like damage.
    match lines
        .iter()
        .find(|line| line.contains("unable to get the page"))
    {
        Some(line) => Err(Error::Unreadable(format!("the database ({line})"))),
        None => Ok(lines),
    }
}

/// Rows with a dangling reference: table, row id, and the referenced table.
pub fn dangling(db: &Read<'_>) -> Result<Vec<(String, i64, String)>> {
    let mut query = db.prepare("PRAGMA foreign_key_check")?;
    let rows = query.query_map([], |row| {
        // A WITHOUT ROWID table has no row id.
        Ok((
            row.get(0)?,
            row.get::<_, Option<i64>>(1)?.unwrap_or(0),
            row.get(2)?,
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
