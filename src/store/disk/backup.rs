//! Copies the database into one file while others use it, and checks the copy.
//! Not here: where the copy may go, or cleaning up after a failure (`engine::backup`).

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde::Serialize;

use crate::store::{Error, Read, Result, events};

/// How long to wait for the source. A reader of a write-ahead log waits only for a recovery.
const BUSY_SECONDS: u64 = 10;

/// What a copy holds, read from the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Held {
    /// The number of its schema.
    pub schema: i64,
    /// Events in it.
    pub events: i64,
    /// Where its ledger ends; null when it has no line yet.
    pub ledger: Option<LedgerEnd>,
}

/// The last line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct LedgerEnd {
    /// Its number.
    pub seq: i64,
    /// Its hash, which all lines before it went into.
    pub hash: String,
}

/// Copies all that `db` sees at one moment into an empty file, on the disk when this returns; then reads
/// the copy from end to end.
pub fn copy(db: &Connection, empty: &Path) -> Result<Held> {
    let mut to = open(empty)?;
    // In one step, so that the copy shows one moment and writers neither wait nor restart it.
    let step = Backup::new(db, &mut to)?.step(-1)?;
    match step {
        StepResult::Done => {}
        StepResult::Busy | StepResult::Locked => return Err(Error::Busy(BUSY_SECONDS)),
        other => return Err(Error::Database(format!("the copy ended early: {other:?}"))),
    }
    close(to)?;
    let copy = open(empty)?;
    // The copy is in WAL mode like the original. In exclusive mode SQLite needs no shared memory, which a network disk may not
    // offer, and leaves a single file when it closes.
    copy.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    check(&copy)?;
    let held = Held {
        schema: copy.query_row("PRAGMA user_version", [], |row| row.get(0))?,
        events: events::count(&Read::of(&copy))?,
        ledger: ledger_end(&copy)?,
    };
    close(copy)?;
    Ok(held)
}

fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    Ok(Connection::open_with_flags(path, flags)?)
}

fn close(connection: Connection) -> Result<()> {
    connection.close().map_err(|(_, error)| Error::from(error))
}

/// Checks a database by reading all of it.
pub(in crate::store) fn check(copy: &Connection) -> Result<()> {
    let found: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else if found.contains("unable to get the page") {
        // A failed read of the disk is not damage.
        Err(Error::Unreadable(format!("the copy ({found})")))
    } else {
        Err(Error::Corrupt(format!("the copy is damaged: {found}")))
    }
}

fn ledger_end(copy: &Connection) -> Result<Option<LedgerEnd>> {
    let mut query = copy.prepare("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")?;
    let end = query.query_row([], |row| {
        Ok(LedgerEnd {
            seq: row.get(0)?,
            hash: row.get(1)?,
        })
    });
    Ok(end.optional()?)
}
