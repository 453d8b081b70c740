//! The write-ahead log, kept short.
//!
//! Every call opens the database anew, and the first to open it reads the log from end to end: 60 MB take a
//! quarter of a second. SQLite begins the log anew only when the same connection commits once more after
//! all was brought into the database, which a call with one transaction never does. So whoever has the turn
//! to write empties a log that has grown. It stays long as long as a foreign program, a backup or a browser
//! of databases, reads what was before: then nothing helps but to say so.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::Result;
use super::sqlite::{NAME, PATIENCE};

/// From which size on the log is emptied, in bytes. To do so takes as long as two or three commits; to read a log
/// of this size takes some two milliseconds of every call.
const GROWN: u64 = 2 << 20;
/// What is kept of the file when SQLite itself begins the log anew, in bytes.
const KEPT: u64 = 32 << 20;
/// From which size on somebody must have kept it from being emptied, in bytes. A piece of a fold writes some
/// 20 MB.
const HELD_UP: u64 = 64 << 20;

/// Keeps the file from staying as large as it ever was.
pub fn limit(db: &Connection) -> Result<()> {
    Ok(db.execute_batch(&format!("PRAGMA journal_size_limit = {KEPT}"))?)
}

/// Empties the log when it has grown, as far as those who are reading let it; nobody is waited for. The
/// caller has the turn to write, and no transaction.
pub fn shorten(directory: &Path, db: &Connection) -> Result<()> {
    if bytes(directory) < GROWN {
        return Ok(());
    }
    db.busy_timeout(Duration::ZERO)?;
    // Answers whether somebody was in the way; what could be brought into the database is there then.
    let emptied = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    db.busy_timeout(PATIENCE)?;
    Ok(emptied?)
}

/// How long the log is, in bytes.
pub fn bytes(directory: &Path) -> u64 {
    std::fs::metadata(directory.join(format!("{NAME}-wal"))).map_or(0, |meta| meta.len())
}

/// Its size in bytes, when it cannot be emptied because somebody reads what was before.
pub fn held_up(directory: &Path) -> Option<u64> {
    Some(bytes(directory)).filter(|bytes| *bytes >= HELD_UP)
}
