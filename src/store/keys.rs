//! Which event bears which key, so that recording one again changes nothing.
//!
//! Keys come in no order, so every one that is added touches another page of whatever finds them. They are
//! found by a number of 64 bits made of the key, which takes a quarter of the room that an index of the
//! texts would. Two keys may make the same number, by chance once in millions of years, or because somebody
//! tries: the number only leads to an event, whose own text decides. The second key of a number is kept as
//! a text in a table of its own.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::Result;
use super::audit::{Difference, Found};
use crate::domain::ids::EventId;

/// The number a key is found by: the first eight bytes of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub i64);

impl Number {
    /// The number of a key.
    #[must_use]
    pub fn of(key: &str) -> Number {
        let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Number(i64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

/// An event that bears a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Its number.
    pub event: EventId,
    /// Its whole key.
    pub key: String,
    /// Tells its body from another.
    pub fingerprint: u32,
}

/// The event whose key has a number, whatever its key is.
pub fn numbered(db: &Connection, number: Number) -> Result<Option<Bearer>> {
    let mut query = db.prepare_cached(
        "SELECT e.id, e.key, e.fingerprint FROM event_keys k JOIN events e ON e.id = k.event_id WHERE k.number = ?1",
    )?;
    let found = query.query_row([number.0], |row| {
        Ok(Bearer {
            event: row.get(0)?,
            key: row.get(1)?,
            fingerprint: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

/// The event that bears a key whose number was taken.
pub fn second(db: &Connection, key: &str) -> Result<Option<Bearer>> {
    let mut query = db.prepare_cached(
        "SELECT e.id, e.key, e.fingerprint FROM second_keys s JOIN events e ON e.id = s.event_id WHERE s.key = ?1",
    )?;
    let found = query.query_row([key], |row| {
        Ok(Bearer {
            event: row.get(0)?,
            key: row.get(1)?,
            fingerprint: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

/// Notes the event of a key whose number was taken.
pub fn note_second(db: &Connection, key: &str, event: EventId) -> Result<()> {
    db.prepare_cached("INSERT INTO second_keys (key, event_id) VALUES (?1, ?2)")?
        .execute(params![key, event])?;
    Ok(())
}

/// Whether every event is found by its key: one that is not could be recorded, and paid for, once more.
/// What old visits were rolled up into has no key of its producer's.
pub fn all_found(db: &Connection, found: Found<'_>) -> Result<()> {
    let mut events = db.prepare("SELECT id, key FROM events WHERE times = 1 ORDER BY id")?;
    let mut by_number = db.prepare("SELECT event_id = ?2 FROM event_keys WHERE number = ?1")?;
    let mut by_text = db.prepare("SELECT event_id = ?2 FROM second_keys WHERE key = ?1")?;
    let mut rows = events.query([])?;
    while let Some(row) = rows.next()? {
        let (id, key): (i64, String) = (row.get(0)?, row.get(1)?);
        let first: Option<bool> = by_number
            .query_row(params![Number::of(&key).0, id], |row| row.get(0))
            .optional()?;
        let is_found = first == Some(true)
            || by_text
                .query_row(params![key, id], |row| row.get(0))
                .optional()?
                .unwrap_or(false);
        if !is_found {
            found(Difference {
                id,
                column: "key".to_owned(),
                message: "does not lead to its event".to_owned(),
            });
        }
    }
    Ok(())
}

/// Forgets that an event bears a key.
pub fn forget(db: &Connection, key: &str, event: EventId) -> Result<()> {
    db.prepare_cached("DELETE FROM event_keys WHERE number = ?1 AND event_id = ?2")?
        .execute(params![Number::of(key).0, event])?;
    db.prepare_cached("DELETE FROM second_keys WHERE key = ?1 AND event_id = ?2")?
        .execute(params![key, event])?;
    Ok(())
}
