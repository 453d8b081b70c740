//! Removes erased data from the disk: free pages, gaps in pages and the write-ahead log still contain it.
//!
//! The transaction that erases data also records that a wipe is due, so that it happens even if the process dies in between.

use std::time::Duration;

use rusqlite::Connection;

use crate::store::{Read, Result, Write, meta};

/// The name in `meta` while a wipe is due.
const DUE: &str = "wipe_due";

/// How long to wait for readers.
const PATIENCE: Duration = Duration::from_secs(1);

/// Records that a wipe is due.
pub fn demand(db: &Write<'_>) -> Result<()> {
    meta::set(db, DUE, "1")
}

/// Whether a wipe is due.
pub fn is_due(db: &Read<'_>) -> Result<bool> {
    Ok(meta::get(db, DUE)?.is_some())
}

/// Overwrites on the disk what this connection deletes from now on.
pub fn overwrite(db: &Connection) -> Result<()> {
    db.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    Ok(())
}

/// Rewrites the whole database without deleted data and truncates the write-ahead log. Returns false when a reader prevents the
/// truncation. The caller holds the write lock and has no transaction.
pub fn wipe(db: &Connection) -> Result<bool> {
    overwrite(db)?;
    // The copy may not fit into memory. As a file it has no name, so nobody else can open it.
    db.execute_batch("PRAGMA temp_store = FILE")?;
    let done = db
        .execute_batch("VACUUM")
        .map_err(Into::into)
        .and_then(|()| empty_log(db));
    db.execute_batch("PRAGMA temp_store = MEMORY")?;
    if !done? {
        return Ok(false);
    }
    meta::remove(&Write::of(db), DUE)?;
    Ok(true)
}

/// Truncates the write-ahead log. False when a reader is in the way.
fn empty_log(db: &Connection) -> Result<bool> {
    db.busy_timeout(PATIENCE)?;
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}
