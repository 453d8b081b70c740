//! Single values: where the fold stands, when the last run was.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Error, Result, growth};
use crate::domain::call::CallId;

/// The name of the position.
const POSITION: &str = "journal";

/// A value by name.
pub fn get(db: &Connection, name: &str) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

/// Sets a value.
pub fn set(db: &Connection, name: &str, value: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")?
        .execute(params![name, value])?;
    Ok(())
}

/// The values whose names begin with a text, by name.
pub fn beginning_with(db: &Connection, beginning: &str) -> Result<Vec<(String, String)>> {
    let mut query = db.prepare_cached(
        "SELECT name, value FROM meta WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
    )?;
    let rows = query.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes a value away.
pub fn remove(db: &Connection, name: &str) -> Result<()> {
    db.prepare_cached("DELETE FROM meta WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}

/// A number that changes when another connection has changed anything.
pub fn version(db: &Connection) -> Result<i64> {
    let mut query = db.prepare_cached("PRAGMA data_version")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// How far the journal is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The number of the segment being read.
    pub segment: i64,
    /// The first byte of it that is not folded.
    pub offset: u64,
    /// Which segment it is; unknown before anything of it is folded, and of one that does not say.
    pub id: Option<CallId>,
    /// A checksum of what stands before the offset.
    pub tail: Option<u32>,
}

impl Position {
    /// Whether anything of the segment was folded.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.offset > 0 || self.id.is_some()
    }

    /// Whether nothing of any log was folded.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.segment == 1 && !self.is_begun()
    }

    /// The beginning of a segment.
    #[must_use]
    pub fn beginning(segment: i64, id: Option<CallId>) -> Position {
        Position {
            segment,
            offset: 0,
            id,
            tail: None,
        }
    }
}

/// Reads the position; a new store begins with segment 1.
pub fn position(db: &Connection) -> Result<Position> {
    let Some(text) = get(db, POSITION)? else {
        return Ok(Position::beginning(1, None));
    };
    let mut words = text.split(' ');
    let read = (|| {
        Some(Position {
            segment: words.next()?.parse().ok()?,
            offset: words.next()?.parse().ok()?,
            id: words.next().and_then(CallId::from_hex),
            tail: words.next().and_then(|word| word.parse().ok()),
        })
    })();
    read.ok_or_else(|| Error::Corrupt(format!("the log was folded up to \"{text}\"")))
}

/// Saves the position, in the transaction that folded up to it.
pub fn set_position(db: &Connection, position: Position) -> Result<()> {
    let id = position
        .id
        .map_or_else(|| "-".to_owned(), |id| id.to_string());
    let tail = position
        .tail
        .map_or_else(|| "-".to_owned(), |tail| tail.to_string());
    let text = format!("{} {} {id} {tail}", position.segment, position.offset);
    set(db, POSITION, &text)
}

/// Keeps bytes that were no record, as far as there is room for them. Read again after a crash, they are kept once.
pub fn keep_fault(
    db: &Connection,
    now: i64,
    segment: i64,
    offset: u64,
    reason: &str,
    bytes: &[u8],
) -> Result<()> {
    if !growth::takes_fault(db)? {
        return Ok(());
    }
    let kept = &bytes[..bytes.len().min(4_096)];
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT INTO journal_faults (created_at, segment, offset, reason, bytes) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (segment, offset) DO NOTHING",
    )?
    .execute(params![now, segment, offset, reason, kept])?;
    Ok(())
}

/// Keeps another body that came under a key that was taken.
pub fn keep_conflict(db: &Connection, now: i64, what: &str, key: &str, body: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO conflicts (created_at, what, key, body) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (what, key, body) DO NOTHING",
    )?
    .execute(params![now, what, key, body])?;
    Ok(())
}

/// How many damaged lines there were: those kept aside, and those that there was no room for.
pub fn faults(db: &Connection) -> Result<i64> {
    let kept: i64 = db.query_row("SELECT COUNT(*) FROM journal_faults", [], |row| row.get(0))?;
    Ok(kept.saturating_add(growth::more_faults(db)?))
}
