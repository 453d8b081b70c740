//! Opening SQLite so that it is safe and private.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{Error, Result, SCHEMA, log, upgrade};

pub const NAME: &str = "siren.sqlite3";

/// How long SQLite waits for another connection's lock.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// File systems over a network, by the number the kernel gives them. Their locks and shared memory
/// do not hold between machines.
const NETWORKED: [(u64, &str); 6] = [
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB 2"),
    (0x517b, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x0102_1997, "9P"),
];

mod migrations {
    refinery::embed_migrations!("src/store/migrations");
}

pub fn prepare(directory: &Path) -> Result<()> {
    if !directory.is_absolute() {
        return Err(Error::Unreachable(format!(
            "{} is not an absolute path",
            directory.display()
        )));
    }
    match DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
    {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(Error::from_io(&error, directory)),
    }
    let meta =
        fs::symlink_metadata(directory).map_err(|error| Error::from_io(&error, directory))?;
    if !meta.is_dir() {
        return Err(Error::Unreachable(format!(
            "{} is not a directory",
            directory.display()
        )));
    }
    refuse_network(directory)
}

fn refuse_network(directory: &Path) -> Result<()> {
    let found =
        rustix::fs::statfs(directory).map_err(|error| Error::from_io(&error.into(), directory))?;
    // The kernel's number is signed on some machines; only its bits mean something.
    #[allow(clippy::cast_sign_loss)]
    let kind = found.f_type as u64 & 0xffff_ffff;
    match NETWORKED.iter().find(|(number, _)| *number == kind) {
        Some((_, name)) => Err(Error::Unreachable(format!(
            "{} is on a network file system ({name}), whose locks do not hold between machines. \
             Use a directory on a local disk, or the MySQL store",
            directory.display()
        ))),
        None => Ok(()),
    }
}

pub fn open(directory: &Path) -> Result<Connection> {
    let path = directory.join(NAME);
    // SQLite would create it with the umask's mode; it gives its log and index the mode of this file.
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(|error| Error::from_io(&error, &path))?;
    let mut connection = connect(&path)?;
    match schema(&connection)? {
        SCHEMA => {}
        found if found > SCHEMA => {
            return Err(Error::TooNew {
                found,
                known: SCHEMA,
            });
        }
        found => migrate(&mut connection, found)?,
    }
    // What writes comes back to the same pages, and a page that has to leave is written twice.
    connection.execute_batch("PRAGMA cache_size = -32000")?;
    log::limit(&connection)?;
    Ok(connection)
}

pub fn open_to_read(directory: &Path) -> Result<Connection> {
    let path = directory.join(NAME);
    let connection = connect(&path)?;
    match schema(&connection)? {
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

fn schema(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// A database of its own with our tables and nothing in them, in a temporary file without a name.
pub fn scratch() -> Result<Connection> {
    let mut connection = Connection::open("")?;
    connection.set_prepared_statement_cache_capacity(128);
    plan_once(&connection)?;
    make_tables(&mut connection)?;
    // Nobody else sees it and nothing has to survive: no log, no waiting for the disk, one transaction.
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16000; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; \
         BEGIN",
    )?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, found: i64) -> Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    make_tables(connection)?;
    upgrade::finish(connection, found)
}

fn make_tables(connection: &mut Connection) -> Result<()> {
    migrations::migrations::runner()
        .set_grouped(true)
        .run(connection)
        .map_err(|error| {
            Error::Database(format!(
                "the schema could not be brought up to date: {error}"
            ))
        })?;
    Ok(())
}
