//! Which event bears which key, so that recording one again changes nothing.
//!
//! Keys come in no order, so every one that is added touches another page of whatever finds them. They are
//! found by a number of 64 bits made of the key, which takes a quarter of the room that an index of the
//! texts would. Two keys may make the same number, by chance once in millions of years, or because somebody
//! tries: the number only leads to an event, whose own text decides. The second key of a number is kept as
//! a text in a table of its own.
//!
//! A key with a person's name in it is forgotten when the person is ([`forgotten`]): what is kept is a digest of it, by
//! which the same event is known again when it is told once more.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::Result;
use super::audit::{Difference, Found};
use crate::domain::ids::EventId;
use crate::domain::pseudonyms::ERASED;

/// The number a key is found by: the first eight bytes of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub i64);

impl Number {
    /// The number of a key.
    #[must_use]
    pub fn of(key: &str) -> Number {
        let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        // A digest has more than eight.
        let first = digest
            .first_chunk()
            .map_or(0, |eight| i64::from_be_bytes(*eight));
        Number(first)
    }

    /// The number of a key as it stands with its event, which may be forgotten.
    #[must_use]
    pub fn of_stored(stored: &str) -> Number {
        match digits(stored).and_then(|digits| u64::from_str_radix(&digits[..16], 16).ok()) {
            Some(first) => Number(first.cast_signed()),
            None => Number::of(stored),
        }
    }
}

/// What stands in the place of a key that is forgotten: all 64 digits of its SHA-256, of which the number is the
/// beginning.
#[must_use]
pub fn forgotten(key: &str) -> String {
    if digits(key).is_some() {
        return key.to_owned();
    }
    let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
    let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{ERASED}{}", digits.concat())
}

/// The digits of a key that is forgotten.
fn digits(stored: &str) -> Option<&str> {
    let digits = stored.strip_prefix(ERASED)?;
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (digits.len() == 64 && digits.bytes().all(is_hex)).then_some(digits)
}

/// Whether an event that stands under one key is the one that is told under another.
#[must_use]
pub fn is_same(stored: &str, told: &str) -> bool {
    stored == told || (digits(stored).is_some() && stored == forgotten(told))
}

/// A key with its number, which takes longer to make than all else that a key is needed for.
#[derive(Debug, Clone, Copy)]
pub struct Key<'k> {
    text: &'k str,
    number: Number,
}

impl<'k> Key<'k> {
    /// Makes the number of a key.
    #[must_use]
    pub fn of(text: &'k str) -> Key<'k> {
        Key {
            text,
            number: Number::of(text),
        }
    }

    /// The key itself.
    #[must_use]
    pub fn text(self) -> &'k str {
        self.text
    }

    /// The number it is found by.
    #[must_use]
    pub fn number(self) -> Number {
        self.number
    }
}

/// How many numbers are looked for at once.
const AT_ONCE: usize = 500;

/// The event whose key has a number, whatever its key is.
pub fn numbered(db: &Connection, number: Number) -> Result<Option<EventId>> {
    let mut query = db.prepare_cached("SELECT event_id FROM event_keys WHERE number = ?1")?;
    Ok(query.query_row([number.0], |row| row.get(0)).optional()?)
}

/// Says of which numbers there are events. One question for many numbers, in their order, takes a third of
/// the time that one for each takes.
pub fn each_numbered(
    db: &Connection,
    numbers: &[Number],
    mut found: impl FnMut(Number, EventId),
) -> Result<()> {
    let mut query = db.prepare_cached(&format!(
        "SELECT number, event_id FROM event_keys WHERE number IN ({})",
        ["?"; AT_ONCE].join(", ")
    ))?;
    for numbers in numbers.chunks(AT_ONCE) {
        // Said again, the last one fills the places that are left.
        let all = numbers.iter().chain(numbers.last().into_iter().cycle());
        for (place, number) in (1..=AT_ONCE).zip(all) {
            query.raw_bind_parameter(place, number.0)?;
        }
        let mut rows = query.raw_query();
        while let Some(row) = rows.next()? {
            found(Number(row.get(0)?), row.get(1)?);
        }
    }
    Ok(())
}

/// Shows every number there is an event of.
pub fn each(db: &Connection, mut show: impl FnMut(Number)) -> Result<()> {
    let mut query = db.prepare("SELECT number FROM event_keys")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        show(Number(row.get(0)?));
    }
    Ok(())
}

/// The event that bears a key whose number was taken.
pub fn second(db: &Connection, key: &str) -> Result<Option<EventId>> {
    let mut query = db.prepare_cached("SELECT event_id FROM second_keys WHERE key IN (?1, ?2)")?;
    let found = query.query_row([key, &forgotten(key)], |row| row.get(0));
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
            .query_row(params![Number::of_stored(&key).0, id], |row| row.get(0))
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

/// Notes that the key an event stands under is forgotten; it is found by the same number.
pub fn rename_second(db: &Connection, key: &str, forgotten: &str) -> Result<()> {
    db.prepare_cached("UPDATE second_keys SET key = ?2 WHERE key = ?1")?
        .execute([key, forgotten])?;
    Ok(())
}

/// Forgets that an event bears a key.
pub fn forget(db: &Connection, key: &str, event: EventId) -> Result<()> {
    db.prepare_cached("DELETE FROM event_keys WHERE number = ?1 AND event_id = ?2")?
        .execute(params![Number::of_stored(key).0, event])?;
    db.prepare_cached("DELETE FROM second_keys WHERE key = ?1 AND event_id = ?2")?
        .execute(params![key, event])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_forgotten_is_known_again() {
        let (key, stored) = (
            "school:course:5:user:7",
            forgotten("school:course:5:user:7"),
        );
        assert_eq!(stored.len(), ERASED.len() + 64);
        assert_eq!(forgotten(&stored), stored);
        assert_eq!(Number::of_stored(&stored), Number::of(key));
        assert_eq!(Number::of_stored(key), Number::of(key));
        assert!(is_same(&stored, key) && is_same(key, key) && is_same(&stored, &stored));
        assert!(!is_same(&stored, "school:course:5:user:8"));
        assert!(!is_same(key, &stored));
        for other in ["erased:00", &stored.to_uppercase(), &format!("{stored}0")] {
            assert_eq!(Number::of_stored(other), Number::of(other), "{other}");
        }
    }

    #[test]
    fn so_is_the_second_key_of_a_number() {
        let db = crate::store::sqlite::scratch().unwrap();
        note_second(&db, "a:user:7", EventId(2)).unwrap();
        rename_second(&db, "a:user:7", &forgotten("a:user:7")).unwrap();
        assert_eq!(second(&db, "a:user:7").unwrap(), Some(EventId(2)));
        assert_eq!(second(&db, "a:user:8").unwrap(), None);
        forget(&db, &forgotten("a:user:7"), EventId(2)).unwrap();
        assert_eq!(second(&db, "a:user:7").unwrap(), None);
    }
}
