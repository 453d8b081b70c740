//! The ledger: every act on money as a line of canonical JSON, hashed together with the one before.
//! Not here: what a line says (the verb that acts), or what the lines prove (`engine::verify`).

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Error, Result};
use crate::domain::instant::Instant;

/// Where the chain begins.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

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
    let mut out = String::with_capacity(64);
    for byte in digest.finalize() {
        use std::fmt::Write as _;
        let _ = write!(out, "{byte:02x}");
    }
    out
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
    let mut last = db.prepare_cached("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1")?;
    let previous: Option<String> = last.query_row([], |row| row.get(0)).optional()?;
    let previous = previous.unwrap_or_else(|| GENESIS.to_owned());
    let hash = hash(&previous, act, subject, part, now.micros(), body);
    let inserted = db
        .prepare_cached("INSERT INTO ledger (act, subject, part, at, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![act, subject, part, now, body, hash]);
    match inserted {
        Ok(_) => Ok(Some(hash)),
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Ok(None)
        }
        Err(error) => Err(Error::from(error)),
    }
}

/// The first part of an act on a subject, if it was done.
pub fn body(db: &Connection, act: &str, subject: &str) -> Result<Option<String>> {
    let mut query =
        db.prepare_cached("SELECT body FROM ledger WHERE act = ?1 AND subject = ?2 AND part = 0")?;
    Ok(query
        .query_row([act, subject], |row| row.get(0))
        .optional()?)
}
