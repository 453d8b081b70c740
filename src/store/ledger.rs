//! The ledger: every act on money as a line of canonical JSON, hashed together with the one before.
//! Not here: what a line says (the verb that acts), or what the lines prove (`engine::verify`).
//!
//! The head, the number and hash of the newest line, is kept beside the lines. A line follows the
//! head, not the last row: when somebody cuts lines off the end, what is appended afterwards does not
//! fit what is left, and the cut stays visible for ever.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Error, Result, meta};
use crate::domain::instant::Instant;

/// Where the chain begins.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The name under which the head is kept.
const HEAD: &str = "ledger_head";

/// One act on money, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// What was done.
    pub act: String,
    /// To what; with act and part unique.
    pub subject: String,
    /// From 0; a long act takes several lines.
    pub part: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// What it says, as canonical JSON.
    pub body: String,
    /// The hash over the line and the one before.
    pub hash: String,
}

/// The newest line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// The hash of a line that follows another.
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

/// Stands in the ledger for texts that are not repeated there: the first 16 hex digits of their
/// SHA-256. Each text goes in with its length, so that a word cannot move from one to the next.
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

/// The head as it was kept; `None` while nothing has been written, or when it does not read.
pub fn head(db: &Connection) -> Result<Option<Head>> {
    let kept = meta::get(db, HEAD)?;
    Ok(kept.and_then(|text| {
        let (seq, hash) = text.split_once(' ')?;
        Some(Head {
            seq: seq.parse().ok()?,
            hash: hash.to_owned(),
        })
    }))
}

/// Appends one line; answers its hash. `Ok(None)` when this act on this subject was done already:
/// the unique row is what makes it happen once.
pub fn append(
    db: &Connection,
    now: Instant,
    act: &str,
    subject: &str,
    part: i64,
    body: &str,
) -> Result<Option<String>> {
    let previous = match head(db)? {
        Some(head) => head.hash,
        None => last_hash(db)?,
    };
    let hash = hash(&previous, act, subject, part, now.micros(), body);
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

fn last_hash(db: &Connection) -> Result<String> {
    let mut last = db.prepare_cached("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1")?;
    let found: Option<String> = last.query_row([], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| GENESIS.to_owned()))
}

/// The first part of an act on a subject, if it was done.
pub fn body(db: &Connection, act: &str, subject: &str) -> Result<Option<String>> {
    let mut query =
        db.prepare_cached("SELECT body FROM ledger WHERE act = ?1 AND subject = ?2 AND part = 0")?;
    Ok(query
        .query_row([act, subject], |row| row.get(0))
        .optional()?)
}

/// The first part of one of several acts on a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The subject; from the second time on with a colon and a number behind it.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Its hash.
    pub hash: String,
}

/// An act on a subject that was done several times, in the order in which that was.
pub fn numbered(db: &Connection, act: &str, subject: &str) -> Result<Vec<Numbered>> {
    let mut query = db.prepare_cached(
        "SELECT subject, body, hash FROM ledger WHERE act = ?1 AND part = 0 \
         AND (subject = ?2 OR (subject > ?2 || ':' AND subject < ?2 || ';')) ORDER BY seq",
    )?;
    let rows = query.query_map([act, subject], |row| {
        Ok(Numbered {
            subject: row.get(0)?,
            body: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of them that were done at an instant.
pub fn numbered_at(
    db: &Connection,
    act: &str,
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

/// The parts of an act on a subject but the first, in order, and their hashes.
pub fn parts(db: &Connection, act: &str, subject: &str) -> Result<Vec<(String, String)>> {
    let mut query = db.prepare_cached(
        "SELECT body, hash FROM ledger WHERE act = ?1 AND subject = ?2 AND part > 0 ORDER BY part",
    )?;
    let rows = query.query_map([act, subject], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Shows every line, in order, one at a time: a part of a distribution is long, and the ledger has
/// no end.
pub fn each<E: From<Error>>(
    db: &Connection,
    mut show: impl FnMut(Line) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut query = db
        .prepare_cached("SELECT seq, act, subject, part, at, body, hash FROM ledger ORDER BY seq")
        .map_err(Error::from)?;
    let rows = query.query_map([], line).map_err(Error::from)?;
    for row in rows {
        show(row.map_err(Error::from)?)?;
    }
    Ok(())
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
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
    fn every_field_of_a_line_is_in_its_hash() {
        let of =
            |previous, act, subject, part, at, body| hash(previous, act, subject, part, at, body);
        let line = of(GENESIS, "sale", "1", 0, 5, "{}");
        for other in [
            of("1", "sale", "1", 0, 5, "{}"),
            of(GENESIS, "sales", "1", 0, 5, "{}"),
            of(GENESIS, "sale", "2", 0, 5, "{}"),
            of(GENESIS, "sale", "1", 1, 5, "{}"),
            of(GENESIS, "sale", "1", 0, 6, "{}"),
            of(GENESIS, "sale", "1", 0, 5, "{ }"),
        ] {
            assert_ne!(line, other);
        }
    }

    #[test]
    fn a_digest_tells_texts_apart_that_join_to_the_same() {
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
