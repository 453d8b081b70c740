//! Seals: a checksum of what decides money and is in no act of the ledger. Who is active, how a distributor divides,
//! when a period ends, who bought, whom an event credits: a row that is changed, taken away or added behind the
//! engine's back no longer fits its seal. Whatever writes such a row seals it anew in the same transaction.
//! Not here: what the ledger proves by itself (`audit`).
//!
//! Events and their credits come by the million, so one seal stands for those of [`BUCKET`] numbers: the sum of their
//! checksums, to which a new one is added without reading the others. A seal holds no name, and forgetting somebody
//! seals what is left.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Result;
use super::audit::Difference;
use super::rows::Cell;
use crate::domain::ids::EventId;

/// How many numbers of events share a seal.
const BUCKET: i64 = 4_096;

/// What is sealed row by row.
#[derive(Debug)]
pub struct Sealed {
    /// The table, by which its seals are known too.
    pub table: &'static str,
    /// The numbers of all rows that must have a seal.
    ids: &'static str,
    /// What a seal is of: queries by number.
    parts: &'static [&'static str],
}

/// Collaborators with their aliases.
pub const COLLABORATORS: Sealed = Sealed {
    table: "collaborators",
    ids: "SELECT id FROM collaborators UNION SELECT collaborator_id FROM aliases",
    parts: &[
        "SELECT * FROM collaborators WHERE id = ?1",
        "SELECT * FROM aliases WHERE collaborator_id = ?1 ORDER BY kind, folded",
    ],
};

/// Distributors with their versions.
pub const DISTRIBUTORS: Sealed = Sealed {
    table: "distributors",
    ids: "SELECT id FROM distributors UNION SELECT distributor_id FROM distributor_versions",
    parts: &[
        "SELECT * FROM distributors WHERE id = ?1",
        "SELECT * FROM distributor_versions WHERE distributor_id = ?1 ORDER BY version",
    ],
};

/// Distributions that are open; the ledger has the others.
pub const DISTRIBUTIONS: Sealed = Sealed {
    table: "distributions",
    ids: "SELECT id FROM distributions WHERE status IN ('scheduled', 'tracking', 'failed')",
    parts: &[
        "SELECT * FROM distributions WHERE id = ?1 AND status IN ('scheduled', 'tracking', 'failed')",
    ],
};

/// What the ledger leaves out of a sale: who bought, because it cannot forget, and what tells an edit from a copy.
pub const TRANSACTIONS: Sealed = Sealed {
    table: "transactions",
    ids: "SELECT id FROM transactions",
    parts: &[
        "SELECT customer, fingerprint, revision, referrers, earned FROM transactions WHERE id = ?1",
    ],
};

/// Refunds that are not applied; the ledger has the others.
pub const REFUNDS: Sealed = Sealed {
    table: "refunds",
    ids: "SELECT id FROM refunds WHERE status <> 'applied'",
    parts: &["SELECT * FROM refunds WHERE id = ?1 AND status <> 'applied'"],
};

/// Points that were taken back or given again.
pub const REVERSALS: Sealed = Sealed {
    table: "reversals",
    ids: "SELECT id FROM reversals",
    parts: &["SELECT * FROM reversals WHERE id = ?1"],
};

/// Disputes with their answers: what was written is in no act of the ledger.
pub const DISPUTES: Sealed = Sealed {
    table: "disputes",
    ids: "SELECT id FROM disputes UNION SELECT dispute_id FROM dispute_answers",
    parts: &[
        "SELECT * FROM disputes WHERE id = ?1",
        "SELECT * FROM dispute_answers WHERE dispute_id = ?1 ORDER BY number",
    ],
};

/// Everything that is sealed row by row.
pub const SEALED: [&Sealed; 7] = [
    &COLLABORATORS,
    &DISTRIBUTORS,
    &DISTRIBUTIONS,
    &TRANSACTIONS,
    &REFUNDS,
    &REVERSALS,
    &DISPUTES,
];

/// The name that the seals of events and credits are kept under.
const EVENTS: &str = "events";

/// Seals a row that was written, as it is now; where there is none any more its seal goes.
pub fn renew(db: &Connection, sealed: &Sealed, id: i64) -> Result<()> {
    keep(db, sealed.table, id, checksum(db, sealed, id)?)
}

/// Keeps a seal, or takes away the one of what is not there any more.
fn keep(db: &Connection, name: &str, id: i64, seal: Option<i64>) -> Result<()> {
    let Some(seal) = seal else {
        db.prepare_cached("DELETE FROM seals WHERE name = ?1 AND id = ?2")?
            .execute(params![name, id])?;
        return Ok(());
    };
    set(db, name, id, seal)
}

/// Seals all rows of a table anew, because any of them may have been written.
pub fn renew_all(db: &Connection, sealed: &Sealed) -> Result<()> {
    let mut ids = db.prepare(sealed.ids)?;
    let ids = ids.query_map([], |row| row.get(0))?;
    for id in ids.collect::<rusqlite::Result<Vec<i64>>>()? {
        renew(db, sealed, id)?;
    }
    Ok(())
}

fn checksum(db: &Connection, sealed: &Sealed, id: i64) -> Result<Option<i64>> {
    let mut bytes = Bytes::default();
    let mut is_there = false;
    for (part, sql) in (0..).zip(sealed.parts) {
        let mut query = db.prepare_cached(sql)?;
        let columns = query.column_count();
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            is_there = true;
            bytes.add(Cell::Int(part));
            bytes.add_row(row, columns)?;
        }
    }
    Ok(is_there.then(|| bytes.checksum().cast_signed()))
}

/// Values as bytes, in which each ends where it does: "ab" and "c" are not "a" and "bc".
#[derive(Debug, Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn add(&mut self, cell: Cell<'_>) {
        match cell {
            Cell::Null => self.0.push(0),
            Cell::Int(number) => self.add_number(1, number.to_le_bytes()),
            Cell::Text(text) => self.add_bytes(2, text.as_bytes()),
        }
    }

    fn add_bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.add_number(kind, bytes.len().to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    /// Adds a kind and a number, in one step: all but nothing begins with these two.
    fn add_number(&mut self, kind: u8, number: [u8; 8]) {
        let mut bytes = [kind; 9];
        bytes[1..].copy_from_slice(&number);
        self.0.extend_from_slice(&bytes);
    }

    fn add_row(&mut self, row: &Row<'_>, columns: usize) -> Result<()> {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Integer(number) => self.add(Cell::Int(number)),
                ValueRef::Null => self.add(Cell::Null),
                // A float has no place in any of these tables; as bytes it differs from what was there.
                ValueRef::Real(float) => self.add_bytes(3, &float.to_bits().to_le_bytes()),
                ValueRef::Text(text) => self.add_bytes(2, text),
                ValueRef::Blob(bytes) => self.add_bytes(4, bytes),
            }
        }
        Ok(())
    }

    /// The checksum of what was added, which is gone then. It is kept on the disk, so it is one that stays the same
    /// whatever version of whichever library makes it: CRC-32.
    fn checksum(&mut self) -> u64 {
        let checksum = u64::from(crc32fast::hash(&self.0));
        self.0.clear();
        checksum
    }
}

fn set(db: &Connection, name: &str, id: i64, seal: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO seals (name, id, seal) VALUES (?1, ?2, ?3) \
         ON CONFLICT (name, id) DO UPDATE SET seal = excluded.seal",
    )?
    .execute(params![name, id, seal])?;
    Ok(())
}

fn get(db: &Connection, name: &str, id: i64) -> Result<Option<i64>> {
    let mut query = db.prepare_cached("SELECT seal FROM seals WHERE name = ?1 AND id = ?2")?;
    Ok(query
        .query_row(params![name, id], |row| row.get(0))
        .optional()?)
}

/// The columns of an event, in the order in which they are taken in; how many it stands for comes last.
pub const EVENT: [&str; 18] = [
    "id",
    "key",
    "type",
    "status",
    "reason",
    "created_at",
    "occurred_at",
    "subject",
    "object",
    "quantity",
    "value",
    "currency",
    "data",
    "transaction_id",
    "fingerprint",
    "renewal",
    "network",
    "network_limit",
];

/// The columns of a credit.
const CREDIT_COLUMNS: &str =
    "event_id, position, collaborator_id, named, weight, own, status, reason";

/// Sums of events and credits that were taken in, by bucket.
#[derive(Debug, Default)]
pub struct Sums {
    sums: BTreeMap<i64, u64>,
    bytes: Bytes,
}

impl Sums {
    /// Adds an event, its values in the order of the intake's columns. It stands for itself alone.
    pub fn event(&mut self, id: i64, row: &[Cell<'_>]) {
        for cell in row {
            self.bytes.add(*cell);
        }
        self.bytes.add(Cell::Int(1));
        let checksum = self.bytes.checksum();
        self.add(id, checksum);
    }

    /// Adds a credit, its values in the order of the table's columns.
    pub fn credit(&mut self, event: i64, row: &[Cell<'_>]) {
        for cell in row {
            self.bytes.add(*cell);
        }
        let checksum = self.bytes.checksum();
        self.add(event, checksum);
    }

    fn add(&mut self, event: i64, checksum: u64) {
        let sum = self.sums.entry(bucket(event)).or_default();
        *sum = sum.wrapping_add(checksum);
    }

    /// Adds them to what was sealed before.
    pub fn write(&mut self, db: &Connection) -> Result<()> {
        for (bucket, sum) in std::mem::take(&mut self.sums) {
            let before = get(db, EVENTS, bucket)?.unwrap_or(0);
            set(db, EVENTS, bucket, before.wrapping_add(sum.cast_signed()))?;
        }
        Ok(())
    }
}

fn bucket(event: i64) -> i64 {
    event.div_euclid(BUCKET)
}

/// Seals anew the buckets of the events between two, both included, because they were changed.
pub fn renew_events(db: &Connection, from: EventId, to: EventId) -> Result<()> {
    for bucket in bucket(from.0)..=bucket(to.0) {
        keep(db, EVENTS, bucket, sum_of(db, bucket)?)?;
    }
    Ok(())
}

/// Seals anew the buckets of some events, in their order, because they were changed.
pub fn renew_of_events(db: &Connection, events: impl Iterator<Item = EventId>) -> Result<()> {
    let mut last = None;
    for event in events {
        let bucket = bucket(event.0);
        if last != Some(bucket) {
            keep(db, EVENTS, bucket, sum_of(db, bucket)?)?;
            last = Some(bucket);
        }
    }
    Ok(())
}

/// Seals all events and credits anew, because any of them may have been changed.
pub fn renew_all_events(db: &Connection) -> Result<()> {
    let mut query = db.prepare("SELECT id FROM seals WHERE name = ?1")?;
    let buckets = query.query_map([EVENTS], |row| row.get(0))?;
    for bucket in buckets.collect::<rusqlite::Result<Vec<i64>>>()? {
        keep(db, EVENTS, bucket, sum_of(db, bucket)?)?;
    }
    Ok(())
}

/// The sum of a bucket's events and credits as they are; `None` when it has none.
fn sum_of(db: &Connection, bucket: i64) -> Result<Option<i64>> {
    let (first, last) = (bucket * BUCKET, bucket * BUCKET + BUCKET - 1);
    let mut sum: Option<u64> = None;
    let mut bytes = Bytes::default();
    let event = format!("{}, times", EVENT.join(", "));
    for (columns, table, id) in [
        (event.as_str(), "events", "id"),
        (CREDIT_COLUMNS, "credits", "event_id"),
    ] {
        let sql = format!("SELECT {columns} FROM {table} WHERE {id} BETWEEN ?1 AND ?2");
        let mut query = db.prepare_cached(&sql)?;
        let width = query.column_count();
        let mut rows = query.query([first, last])?;
        while let Some(row) = rows.next()? {
            bytes.add_row(row, width)?;
            sum = Some(sum.unwrap_or(0).wrapping_add(bytes.checksum()));
        }
    }
    Ok(sum.map(u64::cast_signed))
}

/// Whether everything that is sealed fits its seal; shows the table and what does not.
pub fn check(db: &Connection, found: &mut dyn FnMut(&'static str, Difference)) -> Result<()> {
    for sealed in SEALED {
        let mut wrong = |id| found(sealed.table, difference(id));
        let mut ids = db.prepare(sealed.ids)?;
        let mut rows = ids.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if checksum(db, sealed, id)? != get(db, sealed.table, id)? {
                wrong(id);
            }
        }
        let sql = format!(
            "SELECT id FROM seals WHERE name = ?1 AND id NOT IN ({})",
            sealed.ids
        );
        let mut gone = db.prepare(&sql)?;
        let gone = gone.query_map([sealed.table], |row| row.get(0))?;
        for id in gone {
            wrong(id?);
        }
    }
    check_events(db, found)
}

fn check_events(db: &Connection, found: &mut dyn FnMut(&'static str, Difference)) -> Result<()> {
    let mut query = db.prepare(
        "SELECT id / 4096 FROM events UNION SELECT event_id / 4096 FROM credits \
         UNION SELECT id FROM seals WHERE name = 'events' ORDER BY 1",
    )?;
    let buckets = query.query_map([], |row| row.get(0))?;
    for bucket in buckets {
        let bucket: i64 = bucket?;
        if sum_of(db, bucket)? != get(db, EVENTS, bucket)? {
            let message = format!(
                "one of the events {} to {}, or whom it credits, is not as it was recorded",
                bucket * BUCKET,
                bucket * BUCKET + BUCKET - 1
            );
            let column = String::new();
            found(
                EVENTS,
                Difference {
                    id: bucket * BUCKET,
                    column,
                    message,
                },
            );
        }
    }
    Ok(())
}

fn difference(id: i64) -> Difference {
    Difference {
        id,
        column: String::new(),
        message: "is not as it was written last: it was changed, added or taken away".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_of_the_same_bytes_for_ever() {
        let mut bytes = Bytes::default();
        bytes.add(Cell::Int(5));
        bytes.add(Cell::Text("ab"));
        bytes.add(Cell::Null);
        let expected = b"\x01\x05\0\0\0\0\0\0\0\x02\x02\0\0\0\0\0\0\0ab\0";
        assert_eq!(bytes.0, expected);
        assert_eq!(bytes.checksum(), u64::from(crc32fast::hash(expected)));
        assert!(bytes.0.is_empty());
    }
}
