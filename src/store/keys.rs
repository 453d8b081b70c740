//! Finds events by their keys, so that recording a key again changes nothing.
//!
//! Keys come in random order, so every new one touches another page of its index. Indexing a 64-bit hash takes a quarter of
//! the room of the texts. Two keys may have the same hash, by chance once in millions of years, or because somebody
//! tries: the hash only leads to an event, whose own key decides. A key whose hash was taken is stored as text in
//! `colliding_keys`.
//!
//! Erasing a person replaces the keys that contain their name by a digest ([`erased`]), by which the same event is still
//! recognised when it is recorded once more.

use rusqlite::{OptionalExtension, params, params_from_iter};
use sha2::{Digest, Sha256};

use super::Result;
use super::proof::audit::{Difference, Found};
use crate::domain::ids::EventId;
use crate::domain::pseudonyms::ERASED;
use crate::store::{Read, Write};

/// The hash of a key: the first eight bytes of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub i64);

impl KeyHash {
    #[must_use]
    pub fn of(key: &str) -> KeyHash {
        let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        // A digest has more than eight bytes.
        let first = digest
            .first_chunk()
            .map_or(0, |eight| i64::from_be_bytes(*eight));
        KeyHash(first)
    }

    /// The hash of a stored key, which may be erased.
    #[must_use]
    pub fn of_stored(stored: &str) -> KeyHash {
        match digits(stored).and_then(|digits| u64::from_str_radix(&digits[..16], 16).ok()) {
            Some(first) => KeyHash(first.cast_signed()),
            None => KeyHash::of(stored),
        }
    }
}

/// Replaces an erased key: all 64 hex digits of its SHA-256, which begin with its hash.
#[must_use]
pub fn erased(key: &str) -> String {
    if digits(key).is_some() {
        return key.to_owned();
    }
    let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
    let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{ERASED}{}", digits.concat())
}

/// The digits of an erased key.
fn digits(stored: &str) -> Option<&str> {
    let digits = stored.strip_prefix(ERASED)?;
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (digits.len() == 64 && digits.bytes().all(is_hex)).then_some(digits)
}

/// Whether a stored key, which may be erased, is the same as a recorded one.
#[must_use]
pub fn is_same(stored: &str, told: &str) -> bool {
    stored == told || (digits(stored).is_some() && stored == erased(told))
}

/// A key with its hash, which takes longer to compute than everything else that is done with a key.
#[derive(Debug, Clone, Copy)]
pub struct Key<'k> {
    text: &'k str,
    hash: KeyHash,
}

impl<'k> Key<'k> {
    #[must_use]
    pub fn of(text: &'k str) -> Key<'k> {
        Key {
            text,
            hash: KeyHash::of(text),
        }
    }

    #[must_use]
    pub fn text(self) -> &'k str {
        self.text
    }

    #[must_use]
    pub fn hash(self) -> KeyHash {
        self.hash
    }
}

/// How many hashes one query looks up.
const AT_ONCE: usize = 500;

/// The event whose key has a hash. Its key may be another one with the same hash.
pub fn by_hash(db: &Read<'_>, hash: KeyHash) -> Result<Option<EventId>> {
    let mut query = db.prepare_cached("SELECT event_id FROM event_keys WHERE hash = ?1")?;
    Ok(query.query_row([hash.0], |row| row.get(0)).optional()?)
}

/// Reports the hashes that have events. One query for many ascending hashes takes a third of the time of a query for each.
pub fn each_by_hash(
    db: &Read<'_>,
    hashes: &[KeyHash],
    mut found: impl FnMut(KeyHash, EventId),
) -> Result<()> {
    let mut query = db.prepare_cached(&format!(
        "SELECT hash, event_id FROM event_keys WHERE hash IN ({})",
        ["?"; AT_ONCE].join(", ")
    ))?;
    for hashes in hashes.chunks(AT_ONCE) {
        // The last hash is repeated to fill the remaining parameters.
        let all = hashes.iter().chain(hashes.last().into_iter().cycle());
        let all = all.take(AT_ONCE).map(|hash| hash.0);
        let mut rows = query.query(params_from_iter(all))?;
        while let Some(row) = rows.next()? {
            found(KeyHash(row.get(0)?), row.get(1)?);
        }
    }
    Ok(())
}

/// Visits the hash of every key.
pub fn each(db: &Read<'_>, mut show: impl FnMut(KeyHash)) -> Result<()> {
    let mut query = db.prepare("SELECT hash FROM event_keys")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        show(KeyHash(row.get(0)?));
    }
    Ok(())
}

/// The event of a key whose hash was taken by another key.
pub fn by_colliding_key(db: &Read<'_>, key: &str) -> Result<Option<EventId>> {
    let mut query =
        db.prepare_cached("SELECT event_id FROM colliding_keys WHERE key IN (?1, ?2)")?;
    let found = query.query_row([key, &erased(key)], |row| row.get(0));
    Ok(found.optional()?)
}

/// Stores the event of a key whose hash was taken by another key.
pub fn insert_colliding(db: &Write<'_>, key: &str, event: EventId) -> Result<()> {
    db.prepare_cached("INSERT INTO colliding_keys (key, event_id) VALUES (?1, ?2)")?
        .execute(params![key, event])?;
    Ok(())
}

/// Checks that every event is found by its key: one that is not could be recorded, and paid for, once more.
/// Rolled-up visits have no key.
pub fn all_found(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut events = db.prepare("SELECT id, key FROM events WHERE times = 1 ORDER BY id")?;
    let mut by_hash = db.prepare("SELECT event_id = ?2 FROM event_keys WHERE hash = ?1")?;
    let mut by_text = db.prepare("SELECT event_id = ?2 FROM colliding_keys WHERE key = ?1")?;
    let mut rows = events.query([])?;
    while let Some(row) = rows.next()? {
        let (id, key): (i64, String) = (row.get(0)?, row.get(1)?);
        let first: Option<bool> = by_hash
            .query_row(params![KeyHash::of_stored(&key).0, id], |row| row.get(0))
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

/// Replaces the text of a key by its erased form, which has the same hash.
pub fn rename_colliding(db: &Write<'_>, key: &str, erased: &str) -> Result<()> {
    db.prepare_cached("UPDATE colliding_keys SET key = ?2 WHERE key = ?1")?
        .execute([key, erased])?;
    Ok(())
}

/// Removes the key of an event.
pub fn forget(db: &Write<'_>, key: &str, event: EventId) -> Result<()> {
    db.prepare_cached("DELETE FROM event_keys WHERE hash = ?1 AND event_id = ?2")?
        .execute(params![KeyHash::of_stored(key).0, event])?;
    db.prepare_cached("DELETE FROM colliding_keys WHERE key = ?1 AND event_id = ?2")?
        .execute(params![key, event])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erased_key_is_recognised() {
        let (key, stored) = ("school:course:5:user:7", erased("school:course:5:user:7"));
        assert_eq!(stored.len(), ERASED.len() + 64);
        assert_eq!(erased(&stored), stored);
        assert_eq!(KeyHash::of_stored(&stored), KeyHash::of(key));
        assert_eq!(KeyHash::of_stored(key), KeyHash::of(key));
        assert!(is_same(&stored, key) && is_same(key, key) && is_same(&stored, &stored));
        assert!(!is_same(&stored, "school:course:5:user:8"));
        assert!(!is_same(key, &stored));
        for other in ["erased:00", &stored.to_uppercase(), &format!("{stored}0")] {
            assert_eq!(KeyHash::of_stored(other), KeyHash::of(other), "{other}");
        }
    }

    #[test]
    fn an_erased_colliding_key_is_recognised() {
        let connection = crate::store::disk::sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        insert_colliding(&db, "a:user:7", EventId(2)).unwrap();
        rename_colliding(&db, "a:user:7", &erased("a:user:7")).unwrap();
        assert_eq!(by_colliding_key(&db, "a:user:7").unwrap(), Some(EventId(2)));
        assert_eq!(by_colliding_key(&db, "a:user:8").unwrap(), None);
        forget(&db, &erased("a:user:7"), EventId(2)).unwrap();
        assert_eq!(by_colliding_key(&db, "a:user:7").unwrap(), None);
    }
}
