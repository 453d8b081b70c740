//! Seals: checksums of what decides money but is in no act of the ledger, such as who is active, how a distributor divides, when
//! a period ends, who bought and whom an event credits. A row that is changed, removed or added behind the engine's back
//! no longer matches its seal. Whatever writes such a row renews its seal in the same transaction.
//! Not here: what the ledger itself proves (`audit`).
//!
//! Events and credits come by the million, so those of [`BUCKET`] ids share one seal: the sum of their checksums, to which
//! a new one is added without reading the others. A seal contains no name; erasing a person renews the seals.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, params};

use super::audit::Difference;
use crate::domain::ids::EventId;
use crate::store::load::rows::Cell;
use crate::store::{Read, Result, Write};

/// How many event ids share a seal.
const BUCKET: i64 = 4_096;

/// A table that is sealed row by row.
#[derive(Debug)]
pub struct Sealed {
    /// Also the name of its seals.
    pub table: &'static str,
    /// Selects the ids of all rows that must have a seal.
    ids: &'static str,
    /// Selects what the seal of an id covers.
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

/// Open distributions; the ledger proves the others.
pub const DISTRIBUTIONS: Sealed = Sealed {
    table: "distributions",
    ids: "SELECT id FROM distributions WHERE status IN ('scheduled', 'tracking', 'failed')",
    parts: &[
        "SELECT * FROM distributions WHERE id = ?1 AND status IN ('scheduled', 'tracking', 'failed')",
    ],
};

/// What the ledger leaves out of a sale: the customer, because a chain cannot forget, and what tells an edit from a copy.
pub const TRANSACTIONS: Sealed = Sealed {
    table: "transactions",
    ids: "SELECT id FROM transactions",
    parts: &[
        "SELECT customer, fingerprint, revision, referrers, earned FROM transactions WHERE id = ?1",
    ],
};

/// Refunds that are not applied; the ledger proves the others.
pub const REFUNDS: Sealed = Sealed {
    table: "refunds",
    ids: "SELECT id FROM refunds WHERE status <> 'applied'",
    parts: &["SELECT * FROM refunds WHERE id = ?1 AND status <> 'applied'"],
};

/// Points that were taken back or restored.
pub const REVERSALS: Sealed = Sealed {
    table: "reversals",
    ids: "SELECT id FROM reversals",
    parts: &["SELECT * FROM reversals WHERE id = ?1"],
};

/// Disputes with their answers, whose texts are in no act of the ledger.
pub const DISPUTES: Sealed = Sealed {
    table: "disputes",
    ids: "SELECT id FROM disputes UNION SELECT dispute_id FROM dispute_answers",
    parts: &[
        "SELECT * FROM disputes WHERE id = ?1",
        "SELECT * FROM dispute_answers WHERE dispute_id = ?1 ORDER BY number",
    ],
};

/// Every table that is sealed row by row.
pub const SEALED: [&Sealed; 7] = [
    &COLLABORATORS,
    &DISTRIBUTORS,
    &DISTRIBUTIONS,
    &TRANSACTIONS,
    &REFUNDS,
    &REVERSALS,
    &DISPUTES,
];

/// The name of the seals of events and credits.
const EVENTS: &str = "events";

/// Renews the seal of a row that was written or removed.
pub fn renew(db: &Write<'_>, sealed: &Sealed, id: i64) -> Result<()> {
    keep(db, sealed.table, id, checksum(db, sealed, id)?)
}

/// Stores a seal, or removes that of a row that is gone.
fn keep(db: &Write<'_>, name: &str, id: i64, seal: Option<i64>) -> Result<()> {
    let Some(seal) = seal else {
        db.prepare_cached("DELETE FROM seals WHERE name = ?1 AND id = ?2")?
            .execute(params![name, id])?;
        return Ok(());
    };
    set(db, name, id, seal)
}

/// Renews the seals of all rows of a table.
pub fn renew_all(db: &Write<'_>, sealed: &Sealed) -> Result<()> {
    let mut ids = db.prepare(sealed.ids)?;
    let ids = ids.query_map([], |row| row.get(0))?;
    for id in ids.collect::<rusqlite::Result<Vec<i64>>>()? {
        renew(db, sealed, id)?;
    }
    Ok(())
}

fn checksum(db: &Read<'_>, sealed: &Sealed, id: i64) -> Result<Option<i64>> {
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

/// Values as bytes with their lengths, so that "ab", "c" differs from "a", "bc".
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

    /// Adds a kind and a number at once: every value but null begins with these two.
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
                // Only tampering can put a float into these STRICT tables. Its bytes differ from what was there.
                ValueRef::Real(float) => self.add_bytes(3, &float.to_bits().to_le_bytes()),
                ValueRef::Text(text) => self.add_bytes(2, text),
                ValueRef::Blob(bytes) => self.add_bytes(4, bytes),
            }
        }
        Ok(())
    }

    /// The checksum of what was added; clears the buffer. It is stored, so it must not depend on the version of a library:
    /// CRC-32.
    fn checksum(&mut self) -> u64 {
        let checksum = u64::from(crc32fast::hash(&self.0));
        self.0.clear();
        checksum
    }
}

fn set(db: &Write<'_>, name: &str, id: i64, seal: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO seals (name, id, seal) VALUES (?1, ?2, ?3) \
         ON CONFLICT (name, id) DO UPDATE SET seal = excluded.seal",
    )?
    .execute(params![name, id, seal])?;
    Ok(())
}

fn get(db: &Read<'_>, name: &str, id: i64) -> Result<Option<i64>> {
    let mut query = db.prepare_cached("SELECT seal FROM seals WHERE name = ?1 AND id = ?2")?;
    Ok(query
        .query_row(params![name, id], |row| row.get(0))
        .optional()?)
}

/// The columns of an event in the order in which the loader inserts them; `times` follows in the seal.
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

/// Checksums of events and credits that are being inserted, by bucket.
#[derive(Debug, Default)]
pub struct Sums {
    sums: BTreeMap<i64, u64>,
    bytes: Bytes,
}

impl Sums {
    /// Adds an event, with its values in the order of [`EVENT`]; its `times` is 1.
    pub fn event(&mut self, id: i64, row: &[Cell<'_>]) {
        for cell in row {
            self.bytes.add(*cell);
        }
        self.bytes.add(Cell::Int(1));
        let checksum = self.bytes.checksum();
        self.add(id, checksum);
    }

    /// Adds a credit, with its values in the order of the columns of the table.
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

    /// Adds the sums to the stored seals.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
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

/// Renews the seals of a range of events, both ends included, because events in it were changed.
pub fn renew_events(db: &Write<'_>, from: EventId, to: EventId) -> Result<()> {
    for bucket in bucket(from.0)..=bucket(to.0) {
        keep(db, EVENTS, bucket, sum_of(db, bucket)?)?;
    }
    Ok(())
}

/// Renews the seals of some changed events, which come in ascending order.
pub fn renew_of_events(db: &Write<'_>, events: impl Iterator<Item = EventId>) -> Result<()> {
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

/// Renews the seals of all events and credits.
pub fn renew_all_events(db: &Write<'_>) -> Result<()> {
    let mut query = db.prepare("SELECT id FROM seals WHERE name = ?1")?;
    let buckets = query.query_map([EVENTS], |row| row.get(0))?;
    for bucket in buckets.collect::<rusqlite::Result<Vec<i64>>>()? {
        keep(db, EVENTS, bucket, sum_of(db, bucket)?)?;
    }
    Ok(())
}

/// The sum over the current events and credits of a bucket; `None` when it has none.
fn sum_of(db: &Read<'_>, bucket: i64) -> Result<Option<i64>> {
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

/// Checks everything that is sealed against its seal, and reports the table and row of each mismatch.
pub fn check(db: &Read<'_>, found: &mut dyn FnMut(&'static str, Difference)) -> Result<()> {
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

fn check_events(db: &Read<'_>, found: &mut dyn FnMut(&'static str, Difference)) -> Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT id / {BUCKET} FROM events UNION SELECT event_id / {BUCKET} FROM credits \
         UNION SELECT id FROM seals WHERE name = 'events' ORDER BY 1"
    ))?;
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
    fn the_sealed_bytes_never_change() {
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
