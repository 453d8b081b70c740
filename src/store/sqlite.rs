//! Opening SQLite so that it is safe and private.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{Error, Result, SCHEMA, log, migrations};

pub const NAME: &str = "siren.sqlite3";

/// How long SQLite waits for another connection's lock.
pub const PATIENCE: Duration = Duration::from_secs(10);

pub fn open(directory: &Path) -> Result<Connection> {
    let path = path(directory)?;
    // SQLite would create it with the umask's mode; it gives its log and index the mode of this file.
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW)
        .open(&path)
        .map_err(|error| Error::from_io(&error, &path))?;
    let mut connection = connect(&path)?;
    match migrations::schema(&connection)? {
        SCHEMA => {}
        found if found > SCHEMA => {
            return Err(Error::TooNew {
                found,
                known: SCHEMA,
            });
        }
        _ => migrate(&mut connection)?,
    }
    // What writes comes back to the same pages, and a page that has to leave is written twice.
    connection.execute_batch("PRAGMA cache_size = -32000")?;
    log::limit(&connection)?;
    Ok(connection)
}

pub fn open_to_read(directory: &Path) -> Result<Connection> {
    let path = path(directory)?;
    let connection = connect(&path)?;
    match migrations::schema(&connection)? {
        SCHEMA => Ok(connection),
        found if found > SCHEMA => Err(Error::TooNew {
            found,
            known: SCHEMA,
        }),
        // Not migrated yet, which only a writer may do.
        _ => Err(Error::Unreachable(format!(
            "{} holds no data yet",
            directory.display()
        ))),
    }
}

/// The database's path without the links that lead to its directory, which SQLite would refuse like a link to the file.
fn path(directory: &Path) -> Result<PathBuf> {
    let directory = directory
        .canonicalize()
        .map_err(|error| Error::from_io(&error, directory))?;
    Ok(directory.join(NAME))
}

fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // `log` says when instead.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    plan_once(&connection)?;
    connection.busy_timeout(PATIENCE)?;
    // Deleted content is overwritten where that costs no further page; else a page that was split would
    // keep a copy of what a person may later ask to be forgotten.
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA secure_delete = FAST;",
    )?;
    Ok(connection)
}

/// Else the planner looks at a value that is compared with a column of a table that has a partial index,
/// and plans anew whenever another is bound: that takes ten times as long as finding a row.
fn plan_once(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// A database of its own with our tables and nothing in them, in a temporary file without a name.
pub fn scratch() -> Result<Connection> {
    let mut connection = Connection::open("")?;
    connection.set_prepared_statement_cache_capacity(128);
    plan_once(&connection)?;
    migrations::run(&mut connection)?;
    // Nobody else sees it and nothing has to survive: no log, no waiting for the disk, one transaction.
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16000; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; \
         BEGIN",
    )?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    migrations::run(connection)
}
