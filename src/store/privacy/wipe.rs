//! What was taken out of the tables, taken off the disk: pages that are free, the gaps of pages that were split, and the
//! write-ahead log still hold it.
//!
//! That it is to be done is noted in the transaction that takes it out, so that it is not forgotten when the process dies
//! in between.

use std::time::Duration;

use rusqlite::Connection;

use crate::store::{Result, meta};

/// Noted while it is to be done.
const DUE: &str = "wipe_due";

/// How long those who read are waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Notes that it is to be done.
pub fn demand(db: &Connection) -> Result<()> {
    meta::set(db, DUE, "1")
}

/// Whether it is still to be done.
pub fn is_due(db: &Connection) -> Result<bool> {
    Ok(meta::get(db, DUE)?.is_some())
}

/// From now on what this connection takes away is overwritten on the disk.
pub fn overwrite(db: &Connection) -> Result<()> {
    db.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    Ok(())
}

/// Writes the whole database anew, without what is in no row any more, and empties the write-ahead log. Answers whether
/// that could be done: as long as somebody reads what was before, the log cannot be emptied. The caller has the turn to
/// write, and no transaction.
pub fn wipe(db: &Connection) -> Result<bool> {
    overwrite(db)?;
    // The copy would not always fit the memory; where it is a file, nobody else can open it.
    db.execute_batch("PRAGMA temp_store = FILE")?;
    let done = db
        .execute_batch("VACUUM")
        .map_err(Into::into)
        .and_then(|()| empty_log(db));
    db.execute_batch("PRAGMA temp_store = MEMORY")?;
    if !done? {
        return Ok(false);
    }
    meta::remove(db, DUE)?;
    Ok(true)
}

/// Brings the write-ahead log, which still holds what was, into the database and empties it; false where somebody who
/// reads is in the way.
fn empty_log(db: &Connection) -> Result<bool> {
    db.busy_timeout(PATIENCE)?;
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}
