//! Complete copies of the database in the directory `snapshots`, from which a lost or damaged database is rebuilt.
//! Not here: when a snapshot is made or used (`engine`).

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::NAME;
use super::backup::{self, Held};
use crate::store::meta::{self, Position};
use crate::store::{Error, Read, Result};

const DIRECTORY: &str = "snapshots";
const ENDING: &str = ".sqlite3";

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Where it is.
    pub path: PathBuf,
    /// Microseconds since 1970.
    pub at: i64,
}

impl Snapshot {
    /// How far it has folded the log.
    pub fn position(&self) -> Result<Position> {
        meta::position(&Read::of(&self.open()?))
    }

    /// Whether its checks pass.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.open().is_ok_and(|db| backup::check(&db).is_ok())
    }

    fn open(&self) -> Result<Connection> {
        open(&self.path)
    }
}

/// The snapshots of a data directory, newest first.
pub fn all(directory: &Path) -> Result<Vec<Snapshot>> {
    let place = directory.join(DIRECTORY);
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::from_io(&error, &place)),
    };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| Error::from_io(&error, &place))?
            .path();
        let name = path.file_name().and_then(|name| name.to_str());
        let at = name.and_then(|name| name.strip_suffix(ENDING));
        if let Some(at) = at.and_then(|at| at.parse().ok()) {
            all.push(Snapshot { path, at });
        }
    }
    all.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.at));
    Ok(all)
}

/// Makes a snapshot of what `db` sees. The file gets its name only when it is complete and checked.
pub fn make(directory: &Path, db: &Connection, at: i64) -> Result<Snapshot> {
    let place = directory.join(DIRECTORY);
    match DirBuilder::new().mode(0o700).create(&place) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(Error::from_io(&error, &place));
        }
        Ok(()) | Err(_) => {}
    }
    let place = place
        .canonicalize()
        .map_err(|error| Error::from_io(&error, &place))?;
    let path = place.join(format!("{at}{ENDING}"));
    let incomplete = place.join(INCOMPLETE);
    remove(&incomplete)?;
    private(&incomplete)?;
    let made = backup::copy(db, &incomplete).and_then(|_: Held| {
        fs::rename(&incomplete, &path)
            .and_then(|()| File::open(&place)?.sync_all())
            .map_err(|error| Error::from_io(&error, &path))
    });
    if let Err(error) = made {
        // The error above matters more than a leftover file.
        let _ = remove(&incomplete);
        return Err(error);
    }
    Ok(Snapshot { path, at })
}

/// What follows the name of a database that was put aside, before the time.
const ASIDE: &str = ".aside-";

const INCOMPLETE: &str = "incomplete";

/// Removes a snapshot.
pub fn remove_one(snapshot: &Snapshot) -> Result<()> {
    remove(&snapshot.path)
}

fn remove(path: &Path) -> Result<()> {
    for ending in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(with(path, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::from_io(&error, path));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn private(path: &Path) -> Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    created
        .map(drop)
        .map_err(|error| Error::from_io(&error, path))
}

/// Puts the database aside for inspection and a copy of the snapshot, if there is one, in its place. Returns the path of the
/// old database, if there was one. The caller holds the write lock and has no connection.
pub fn put_in_place(
    directory: &Path,
    snapshot: Option<&Snapshot>,
    at: i64,
) -> Result<Option<PathBuf>> {
    let failed = |error: &std::io::Error| Error::from_io(error, directory);
    let ready = directory.join(format!("{NAME}.ready"));
    remove(&ready)?;
    if let Some(snapshot) = snapshot {
        private(&ready)?;
        fs::copy(&snapshot.path, &ready).map_err(|error| failed(&error))?;
        File::open(&ready)
            .and_then(|file| file.sync_all())
            .map_err(|error| failed(&error))?;
    }
    let aside = directory.join(format!("{NAME}{ASIDE}{at}"));
    let mut was_there = false;
    // The old -wal goes first, so that SQLite never applies it to the new database.
    for ending in ["-wal", "-shm", ""] {
        let (old, new) = (with(&directory.join(NAME), ending), with(&aside, ending));
        match fs::rename(&old, &new) {
            Ok(()) => was_there = true,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    if snapshot.is_some() {
        fs::rename(&ready, directory.join(NAME)).map_err(|error| failed(&error))?;
    }
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(|error| failed(&error))?;
    Ok(was_there.then_some(aside))
}

/// The `meta` values with a prefix in a database that was put aside; empty if it cannot be read.
#[must_use]
pub fn values_aside(aside: &Path, beginning: &str) -> Vec<(String, String)> {
    open(aside)
        .and_then(|db| meta::beginning_with(&Read::of(&db), beginning))
        .unwrap_or_default()
}

/// Opens a database that nobody else has open.
fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let db = Connection::open_with_flags(path, flags)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    Ok(db)
}

/// Removes the databases that were put aside.
pub fn remove_aside(directory: &Path) -> Result<()> {
    let failed = |error: &std::io::Error| Error::from_io(error, directory);
    for entry in fs::read_dir(directory).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let is_aside = |name: &str| name.starts_with(&format!("{NAME}{ASIDE}"));
        if entry.file_name().to_str().is_some_and(is_aside) {
            fs::remove_file(entry.path()).map_err(|error| failed(&error))?;
        }
    }
    Ok(())
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
