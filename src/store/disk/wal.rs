//! Keeps SQLite's write-ahead log short.
//!
//! Every call opens the database, and the first one to do so reads the whole write-ahead log: 60 MB take a quarter of a second.
//! SQLite restarts the log only when the connection that checkpointed it commits again, which a call with one transaction never
//! does. So whoever holds the write lock truncates a log that has grown. A foreign program that keeps a read transaction open, a
//! backup or a database browser, prevents that; then all one can do is report it.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::{NAME, PATIENCE};
use crate::store::Result;

/// The size in bytes from which the log is truncated. Truncating costs two or three commits; reading a log of this size
/// costs every call some two milliseconds.
const GROWN: u64 = 2 << 20;
/// The size in bytes that SQLite leaves the file at when it restarts the log itself.
const KEPT: u64 = 32 << 20;
/// The size in bytes from which a reader must be preventing truncation. One piece of a fold writes some 20 MB.
const HELD_UP: u64 = 64 << 20;

/// Limits the size that the file keeps after a restart of the log.
pub fn limit(db: &Connection) -> Result<()> {
    Ok(db.execute_batch(&format!("PRAGMA journal_size_limit = {KEPT}"))?)
}

/// Truncates a log that has grown, as far as readers allow, without waiting for them. The caller holds the write lock and has no
/// transaction.
pub fn shorten(directory: &Path, db: &Connection) -> Result<()> {
    if bytes(directory) < GROWN {
        return Ok(());
    }
    db.busy_timeout(Duration::ZERO)?;
    // Returns a row that tells whether a reader was in the way. Either way the pages that could be moved were moved.
    let emptied = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    db.busy_timeout(PATIENCE)?;
    Ok(emptied?)
}

/// The size of the log in bytes.
pub fn bytes(directory: &Path) -> u64 {
    std::fs::metadata(directory.join(format!("{NAME}-wal"))).map_or(0, |meta| meta.len())
}

/// The size of the log in bytes when a reader keeps it from being truncated.
pub fn held_up(directory: &Path) -> Option<u64> {
    Some(bytes(directory)).filter(|bytes| *bytes >= HELD_UP)
}
