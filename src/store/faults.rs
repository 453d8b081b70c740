//! Damaged parts of the journal, stored so that somebody can look at them.

use rusqlite::params;

use super::{Result, growth};

use crate::store::{Read, Write};

/// Stores bytes that could not be parsed as a record, up to a limit. The same bytes read again after a crash are not stored
/// twice.
pub fn keep(
    db: &Write<'_>,
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

/// How many damaged records there were, including those that were not stored.
pub fn count(db: &Read<'_>) -> Result<i64> {
    let kept: i64 = db.query_row("SELECT COUNT(*) FROM journal_faults", [], |row| row.get(0))?;
    Ok(kept.saturating_add(growth::more_faults(db)?))
}
