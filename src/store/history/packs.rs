//! The table of packs. Not here: a pack's form (`packed`), or when one is written first (`packer`).

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::packed::{self, Pack, Tally};
use super::packing::Packing;
use super::rows::{self, Numbers};
use super::{Stretch, failed, prepare};
use crate::domain::ids::EventId;
use crate::store::{Error, Result};

/// The number of the pack after the last one.
pub fn next(db: &Connection) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT COALESCE(MAX(number) + 1, 0) FROM event_packs")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The first event from a number on.
pub fn event_from(db: &Connection, number: i64) -> Result<Option<EventId>> {
    let mut query = db.prepare_cached("SELECT MIN(id) FROM events WHERE id >= ?1")?;
    Ok(query.query_row([number], |row| row.get(0))?)
}

/// Packs what the rows say.
pub fn from_rows(db: &Connection, number: i64) -> Result<Pack> {
    let mut packing = Packing::new(number);
    let numbers = Numbers::after(packed::first(number) - 1).until(packed::last(number));
    rows::all(db, numbers, |event, status, credits| {
        packing.add(event, status, credits);
    })?;
    Ok(packing.finish())
}

/// Writes a new pack.
pub fn insert(db: &Connection, number: i64, pack: &Pack) -> Result<()> {
    write(
        db,
        "INSERT INTO event_packs (number, kept, counted, history, earliest, latest, events) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        number,
        pack,
    )
}

/// Packs anew what is packed of the events between two, both included, because they were changed.
pub fn renew(db: &Connection, from: EventId, to: EventId) -> Result<()> {
    let mut query =
        db.prepare("SELECT number FROM event_packs WHERE number >= ?1 AND number <= ?2")?;
    let numbers = query.query_map([packed::pack_of(from), packed::pack_of(to)], |row| {
        row.get(0)
    })?;
    for number in numbers.collect::<rusqlite::Result<Vec<i64>>>()? {
        write(
            db,
            "UPDATE event_packs SET kept = ?2, counted = ?3, history = ?4, earliest = ?5, latest = ?6, events = ?7 \
             WHERE number = ?1",
            number,
            &from_rows(db, number)?,
        )?;
    }
    Ok(())
}

fn write(db: &Connection, sql: &str, number: i64, pack: &Pack) -> Result<()> {
    let Tally {
        kept,
        counted,
        history,
    } = pack.tally;
    let (earliest, latest) = pack.span.unzip();
    db.prepare_cached(sql)?.execute(params![
        number, kept, counted, history, earliest, latest, pack.bytes
    ])?;
    Ok(())
}

/// A pack as it lies in the table.
pub struct Lying<'d> {
    db: &'d Connection,
    number: i64,
    tally: Tally,
    span: Option<(i64, i64)>,
}

impl Lying<'_> {
    /// How many events have its numbers.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// When the first of its events happened.
    #[must_use]
    pub fn begins(&self) -> Option<i64> {
        self.span.map(|(earliest, _)| earliest)
    }

    /// Whether any of its events happened in a stretch.
    #[must_use]
    pub fn touches(&self, stretch: Stretch) -> bool {
        packed::touches(self.span, stretch)
    }

    /// Reads it.
    pub fn read(&self) -> Result<Pack> {
        let mut query = self
            .db
            .prepare_cached("SELECT events FROM event_packs WHERE number = ?1")?;
        let bytes = query
            .query_row([self.number], |row| row.get(0))
            .optional()?;
        let bytes = bytes
            .ok_or_else(|| Error::Corrupt(format!("pack {} of the events is gone", self.number)))?;
        Ok(Pack {
            tally: self.tally,
            span: self.span,
            bytes,
        })
    }
}

/// Shows every pack and its number, in their order. None is read unless it is asked to: one that lies
/// outside of what is wanted costs nothing.
pub fn each<E: From<Error>>(
    db: &Connection,
    mut visit: impl FnMut(i64, &Lying<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut query = prepare(
        db,
        "SELECT number, kept, counted, earliest, latest, history FROM event_packs ORDER BY number",
    )?;
    let mut rows = query.query([]).map_err(failed::<E>)?;
    while let Some(row) = rows.next().map_err(failed::<E>)? {
        let lying = lying(db, row).map_err(failed::<E>)?;
        visit(lying.number, &lying)?;
    }
    Ok(())
}

fn lying<'d>(db: &'d Connection, row: &Row<'_>) -> rusqlite::Result<Lying<'d>> {
    let (earliest, latest): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
    Ok(Lying {
        db,
        number: row.get(0)?,
        tally: Tally {
            kept: row.get(1)?,
            counted: row.get(2)?,
            history: row.get(5)?,
        },
        span: earliest.zip(latest),
    })
}
