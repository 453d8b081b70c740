//! The ledger: every act on money as an entry of canonical JSON, hashed together with the entry before it.
//! Not here: what an entry says (the verb that acts), or what the entries prove (`engine::verify`).
//!
//! The head, which is the number and hash of the newest entry, is stored separately. A new entry continues from the head, not from
//! the last row: when somebody removes entries from the end, later ones do not fit the rest, and the cut stays
//! visible for ever.

use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Error, Result, meta};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::words::Word;
use crate::store::{Read, Write};

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The name of the head in `meta`.
const HEAD: &str = "ledger_head";

/// An act on money, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// From 1, without gaps.
    pub seq: i64,
    /// The name of a [`LedgerAct`], unless a newer version wrote it or somebody changed the file.
    pub act: String,
    /// What the act was done to. Act, subject and part are unique together.
    pub subject: String,
    /// From 0; a long act takes several entries.
    pub part: i64,
    /// Microseconds since 1970.
    pub at: i64,
    /// Canonical JSON.
    pub body: String,
    /// The hash over this entry and the hash before it.
    pub hash: String,
}

/// The newest entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

/// The hash of an entry that follows the one with the hash `previous`.
#[must_use]
pub fn hash(previous: &str, act: &str, subject: &str, part: i64, at: i64, body: &str) -> String {
    let mut digest = Sha256::new();
    for field in [previous, act, subject] {
        digest.update(field.as_bytes());
        digest.update(b"\n");
    }
    digest.update(format!("{part}\n{at}\n").as_bytes());
    digest.update(body.as_bytes());
    hex(&digest.finalize())
}

/// Represents texts that the ledger does not repeat: the first 16 hex digits of their SHA-256. The length of each text is
/// hashed too, so that a word cannot move from one text to the next.
#[must_use]
pub fn digest(texts: &[Option<&str>]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        match text {
            Some(text) => {
                digest.update(format!("{}:", text.len()).as_bytes());
                digest.update(text.as_bytes());
            }
            None => digest.update(b"-"),
        }
    }
    hex(&digest.finalize()[..8])
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The stored head; `None` for an empty ledger, or when it cannot be parsed.
pub fn head(db: &Read<'_>) -> Result<Option<Head>> {
    let kept = meta::get(db, HEAD)?;
    Ok(kept.and_then(|text| {
        let (seq, hash) = text.split_once(' ')?;
        Some(Head {
            seq: seq.parse().ok()?,
            hash: hash.to_owned(),
        })
    }))
}

/// Appends an entry and returns its hash. `Ok(None)` when this act on this subject was done already: the unique constraint
/// makes it happen once.
pub fn append(
    db: &Write<'_>,
    now: Instant,
    act: LedgerAct,
    subject: &str,
    part: i64,
    body: &str,
) -> Result<Option<String>> {
    let previous = match head(db)? {
        Some(head) => head.hash,
        None => last_hash(db)?,
    };
    let hash = hash(&previous, act.name(), subject, part, now.micros(), body);
    let inserted = db
        .prepare_cached("INSERT INTO ledger (act, subject, part, at, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![act, subject, part, now, body, hash]);
    match inserted {
        Ok(_) => {
            meta::set(db, HEAD, &format!("{} {hash}", db.last_insert_rowid()))?;
            Ok(Some(hash))
        }
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Ok(None)
        }
        Err(error) => Err(Error::from(error)),
    }
}

fn last_hash(db: &Read<'_>) -> Result<String> {
    let mut last = db.prepare_cached("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1")?;
    let found: Option<String> = last.query_row([], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| GENESIS.to_owned()))
}

/// The body of the first part of an act on a subject, if it was done.
pub fn body(db: &Read<'_>, act: LedgerAct, subject: &str) -> Result<Option<String>> {
    let mut query =
        db.prepare_cached("SELECT body FROM ledger WHERE act = ?1 AND subject = ?2 AND part = 0")?;
    Ok(query
        .query_row(params![act, subject], |row| row.get(0))
        .optional()?)
}

/// The first part of an act that can be done several times on a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The subject, followed by a colon and a number from the second time on.
    pub subject: String,
    /// What it says.
    pub body: String,
    pub hash: String,
}

/// All times that an act was done on a subject, in order.
pub fn numbered(db: &Read<'_>, act: LedgerAct, subject: &str) -> Result<Vec<Numbered>> {
    let mut query = db.prepare_cached(
        "SELECT subject, body, hash FROM ledger WHERE act = ?1 AND part = 0 \
         AND (subject = ?2 OR (subject > ?2 || ':' AND subject < ?2 || ';')) ORDER BY seq",
    )?;
    let rows = query.query_map(params![act, subject], |row| {
        Ok(Numbered {
            subject: row.get(0)?,
            body: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The times that an act was done on a subject at an instant, in order.
pub fn numbered_at(
    db: &Read<'_>,
    act: LedgerAct,
    subject: &str,
    at: Instant,
) -> Result<Vec<Numbered>> {
    let mut query = db.prepare_cached(
        "SELECT subject, body, hash FROM ledger WHERE act = ?1 AND part = 0 AND at = ?3 \
         AND (subject = ?2 OR (subject > ?2 || ':' AND subject < ?2 || ';')) ORDER BY seq",
    )?;
    let rows = query.query_map(params![act, subject, at], |row| {
        Ok(Numbered {
            subject: row.get(0)?,
            body: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The parts of an act after the first, in order, with their hashes.
pub fn parts(db: &Read<'_>, act: LedgerAct, subject: &str) -> Result<Vec<(String, String)>> {
    let mut query = db.prepare_cached(
        "SELECT body, hash FROM ledger WHERE act = ?1 AND subject = ?2 AND part > 0 ORDER BY part",
    )?;
    let rows = query.query_map(params![act, subject], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Visits every entry in order, one at a time, because the ledger may be larger than memory.
pub fn each<E: From<Error>>(
    db: &Read<'_>,
    mut show: impl FnMut(LedgerEntry) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut query = db
        .prepare_cached("SELECT seq, act, subject, part, at, body, hash FROM ledger ORDER BY seq")
        .map_err(Error::from)?;
    let rows = query.query_map([], entry).map_err(Error::from)?;
    for row in rows {
        show(row.map_err(Error::from)?)?;
    }
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<LedgerEntry> {
    Ok(LedgerEntry {
        seq: row.get(0)?,
        act: row.get(1)?,
        subject: row.get(2)?,
        part: row.get(3)?,
        at: row.get(4)?,
        body: row.get(5)?,
        hash: row.get(6)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_covers_every_field_of_an_entry() {
        let of =
            |previous, act, subject, part, at, body| hash(previous, act, subject, part, at, body);
        let entry = of(GENESIS, "sale", "1", 0, 5, "{}");
        for other in [
            of("1", "sale", "1", 0, 5, "{}"),
            of(GENESIS, "sales", "1", 0, 5, "{}"),
            of(GENESIS, "sale", "2", 0, 5, "{}"),
            of(GENESIS, "sale", "1", 1, 5, "{}"),
            of(GENESIS, "sale", "1", 0, 6, "{}"),
            of(GENESIS, "sale", "1", 0, 5, "{ }"),
        ] {
            assert_ne!(entry, other);
        }
    }

    #[test]
    fn texts_that_concatenate_to_the_same_have_different_digests() {
        let digests = [
            digest(&[Some("ab"), Some("c")]),
            digest(&[Some("a"), Some("bc")]),
            digest(&[Some("abc"), None]),
            digest(&[None, Some("abc")]),
            digest(&[Some("abc"), Some("")]),
        ];
        for (index, one) in digests.iter().enumerate() {
            assert_eq!(one.len(), 16);
            assert!(!digests[..index].contains(one));
        }
    }
}
