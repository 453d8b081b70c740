//! Opening SQLite so that it is safe and private.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::migrations::{self, SCHEMA};
use super::{NAME, PATIENCE, wal};
use crate::store::{Error, Read, Result};

pub fn open(directory: &Path) -> Result<Connection> {
    let path = path(directory)?;
    // Created here because SQLite would use the umask. Its -wal and -shm files get the mode of this one.
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW)
        .open(&path)
        .map_err(|error| Error::from_io(&error, &path))?;
    let mut connection = connect(&path)?;
    match migrations::version(&Read::of(&connection))? {
        SCHEMA => {}
        found if found > SCHEMA => {
            return Err(Error::TooNew {
                found,
                known: SCHEMA,
            });
        }
        _ => {
            connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            migrations::migrate(&mut connection)?;
        }
    }
    // A writer returns to the same pages; one that is evicted before the commit is written twice.
    connection.execute_batch("PRAGMA cache_size = -32000")?;
    wal::limit(&connection)?;
    Ok(connection)
}

pub fn open_to_read(directory: &Path) -> Result<Connection> {
    let path = path(directory)?;
    let connection = connect(&path)?;
    match migrations::version(&Read::of(&connection))? {
        SCHEMA => Ok(connection),
        found if found > SCHEMA => Err(Error::TooNew {
            found,
            known: SCHEMA,
        }),
        // Only a writer may migrate.
        _ => Err(Error::Unreachable(format!(
            "{} holds no data yet",
            directory.display()
        ))),
    }
}

/// The path of the database with the symbolic links of its directory resolved, because `NOFOLLOW` refuses those too.
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
    // `wal` decides when to checkpoint.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    plan_once(&connection)?;
    connection.busy_timeout(PATIENCE)?;
    // secure_delete: a page that was split must not keep a copy of what a person may ask to have erased. FAST overwrites
    // where that costs no further page write.
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA secure_delete = FAST;",
    )?;
    Ok(connection)
}

/// Keeps query plans when other values are bound. Without this SQLite looks at values that are compared with a column of
/// a partial index and plans again for each new one, which takes ten times as long as finding a row.
fn plan_once(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// An empty database with our tables, in a temporary file without a name.
pub fn scratch() -> Result<Connection> {
    let mut connection = Connection::open("")?;
    connection.set_prepared_statement_cache_capacity(128);
    plan_once(&connection)?;
    migrations::migrate(&mut connection)?;
    // Nobody else sees it and nothing has to survive: no journal, no fsync, one transaction.
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16000; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; \
         BEGIN",
    )?;
    Ok(connection)
}
