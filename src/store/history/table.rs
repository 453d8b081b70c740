//! The table of blocks. Not here: their format (`block`), or when a new one is written (`writer`).

use rusqlite::{OptionalExtension, Row, params};

use super::block::{self, Block, Counters};
use super::encoder::Encoder;
use super::rows::{self, IdRange};
use super::{failed, prepare};
use crate::domain::ids::EventId;
use crate::store::interval::Interval;
use crate::store::{Error, Read, Result, Write};

/// The number of the block after the last one.
pub fn next(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT COALESCE(MAX(number) + 1, 0) FROM event_blocks")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The first event whose id is not below a number.
pub fn event_from(db: &Read<'_>, number: i64) -> Result<Option<EventId>> {
    let mut query = db.prepare_cached("SELECT MIN(id) FROM events WHERE id >= ?1")?;
    Ok(query.query_row([number], |row| row.get(0))?)
}

/// Encodes a block from its rows.
pub fn from_rows(db: &Read<'_>, number: i64) -> Result<Block> {
    let mut encoder = Encoder::new(number);
    let numbers = IdRange::after(block::first(number) - 1).until(block::last(number));
    rows::all(db, numbers, |event, status, credits| {
        encoder.add(event, status, credits);
    })?;
    Ok(encoder.finish())
}

/// Inserts a new block.
pub fn insert(db: &Write<'_>, number: i64, block: &Block) -> Result<()> {
    write(
        db,
        "INSERT INTO event_blocks (number, kept, counted, history, earliest, latest, events) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        number,
        block,
    )
}

/// Encodes the stored blocks of a range of events again, both ends included, because events in it were changed.
pub fn renew(db: &Write<'_>, from: EventId, to: EventId) -> Result<()> {
    let mut query =
        db.prepare("SELECT number FROM event_blocks WHERE number >= ?1 AND number <= ?2")?;
    let numbers = query.query_map([block::block_of(from), block::block_of(to)], |row| {
        row.get(0)
    })?;
    for number in numbers.collect::<rusqlite::Result<Vec<i64>>>()? {
        write(
            db,
            "UPDATE event_blocks SET kept = ?2, counted = ?3, history = ?4, earliest = ?5, latest = ?6, events = ?7 \
             WHERE number = ?1",
            number,
            &from_rows(db, number)?,
        )?;
    }
    Ok(())
}

fn write(db: &Write<'_>, sql: &str, number: i64, block: &Block) -> Result<()> {
    let Counters {
        kept,
        counted,
        history,
    } = block.counters;
    let (earliest, latest) = block.span.unzip();
    db.prepare_cached(sql)?.execute(params![
        number,
        kept,
        counted,
        history,
        earliest,
        latest,
        block.bytes
    ])?;
    Ok(())
}

/// A block in the table, whose bytes are read only when they are asked for.
pub struct StoredBlock<'d> {
    db: &'d Read<'d>,
    number: i64,
    counters: Counters,
    span: Option<(i64, i64)>,
}

impl StoredBlock<'_> {
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// When its earliest event happened, in microseconds since 1970.
    #[must_use]
    pub fn earliest(&self) -> Option<i64> {
        self.span.map(|(earliest, _)| earliest)
    }

    #[must_use]
    pub fn overlaps(&self, interval: Interval) -> bool {
        block::overlaps(self.span, interval)
    }

    pub fn read(&self) -> Result<Block> {
        let mut query = self
            .db
            .prepare_cached("SELECT events FROM event_blocks WHERE number = ?1")?;
        let bytes = query
            .query_row([self.number], |row| row.get(0))
            .optional()?;
        let bytes = bytes.ok_or_else(|| {
            Error::Corrupt(format!("block {} of the events is gone", self.number))
        })?;
        Ok(Block {
            counters: self.counters,
            span: self.span,
            bytes,
        })
    }
}

/// Visits every block in ascending order of number.
pub fn each<E: From<Error>>(
    db: &Read<'_>,
    mut visit: impl FnMut(i64, &StoredBlock<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut query = prepare(
        db,
        "SELECT number, kept, counted, earliest, latest, history FROM event_blocks ORDER BY number",
    )?;
    let mut rows = query.query([]).map_err(failed::<E>)?;
    while let Some(row) = rows.next().map_err(failed::<E>)? {
        let stored = stored(db, row).map_err(failed::<E>)?;
        visit(stored.number, &stored)?;
    }
    Ok(())
}

fn stored<'d>(db: &'d Read<'d>, row: &Row<'_>) -> rusqlite::Result<StoredBlock<'d>> {
    let (earliest, latest): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
    Ok(StoredBlock {
        db,
        number: row.get(0)?,
        counters: Counters {
            kept: row.get(1)?,
            counted: row.get(2)?,
            history: row.get(5)?,
        },
        span: earliest.zip(latest),
    })
}
