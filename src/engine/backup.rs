//! A copy of a site's data while it is in use: whole, proved, and nowhere until it is.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::privacy::backups;
use super::{Error, Result, Site};
use crate::domain::input::{Cursor, path, shorten};
use crate::domain::instant::Instant;
use crate::store;
use crate::store::disk::backup::{Held, copy};

/// A copy that was made.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Backup {
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// What it holds.
    #[serde(flatten)]
    pub held: Held,
}

/// The call.
pub const ENTRY: Entry = Entry::task::<MakeBackup>();

/// Copies a site's data.
#[derive(Debug)]
pub struct MakeBackup;

impl Call for MakeBackup {
    const NAME: &'static str = "backup";
    const ABOUT: &'static str = "Copies the site's data while it is in use. The copy is one file that only its owner can read; it is \
        read from end to end before it gets its name, and holds all that was recorded before the call. An incomplete copy is \
        removed.";
    type Arguments<'v> = &'v str;
    type Answer = Backup;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, _: Given<'_>) -> Option<&'v str> {
        cursor.object(|fields| {
            fields.required(
                "path",
                "an absolute path at which nothing is yet, in a directory that is there",
                path,
            )
        })
    }
}

impl Run for MakeBackup {
    fn run(site: &Site, path: &str, _: Instant) -> Result<Backup> {
        backup(site, path)
    }
}

/// Copies the data to an absolute path at which nothing is yet, in a directory that is there. All that was
/// acknowledged before the call is in the copy; what is recorded meanwhile is in the journal.
pub fn backup(site: &Site, path: &str) -> Result<Backup> {
    let path = checked(path)?;
    // What waits in the journal is not in the database that is copied. Noted before: a copy that nobody knows of would
    // not be named when somebody is erased.
    site.note("backup", |db| backups::note(db, &path))?;
    let db = site.store.reader()?;
    let place = Place::take(path)?;
    let held = copy(&db, &place.incomplete)?;
    let path = place.finish()?;
    let written = fs::metadata(&path).map_err(|error| failed(&error, &path))?;
    Ok(Backup {
        path: path.display().to_string(),
        bytes: written.len(),
        held,
    })
}

fn checked(given: &str) -> Result<PathBuf> {
    let path = Path::new(given);
    let refuse = |why: String| Err(Error::invalid("path", why));
    if !path.is_absolute() || given.contains('\0') {
        return refuse(format!(
            "is \"{}\"; it must be an absolute path",
            shorten(given)
        ));
    }
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return refuse(format!(
            "is \"{}\", which names no file; add the name of the backup",
            shorten(given)
        ));
    };
    // Without symbolic links, which SQLite is told not to follow.
    let Ok(directory) = directory.canonicalize() else {
        return refuse(format!(
            "is in {}, which is not there; make that directory first",
            shorten(&directory.display().to_string())
        ));
    };
    if !directory.is_dir() {
        return refuse(format!(
            "is in {}, which is no directory",
            directory.display()
        ));
    }
    Ok(directory.join(name))
}

/// The place of a copy, which has nothing under its name until it is whole.
#[derive(Debug)]
struct Place {
    path: PathBuf,
    incomplete: PathBuf,
}

impl Place {
    /// Takes a name beside it, so that no two copies meet.
    fn take(path: PathBuf) -> Result<Place> {
        if path.symlink_metadata().is_ok() {
            return Err(taken(&path));
        }
        let mut name = path.clone().into_os_string();
        name.push(".incomplete");
        let incomplete = PathBuf::from(name);
        create(&incomplete)?;
        Ok(Place { path, incomplete })
    }

    /// Gives the whole copy its name, unless somebody has taken that meanwhile, and sees to it that the name is on the disk.
    fn finish(self) -> Result<PathBuf> {
        match fs::hard_link(&self.incomplete, &self.path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(taken(&self.path));
            }
            linked => linked.map_err(|error| failed(&error, &self.path))?,
        }
        if let Some(directory) = self.path.parent() {
            let synced = File::open(directory).and_then(|directory| directory.sync_all());
            synced.map_err(|error| failed(&error, directory))?;
        }
        Ok(self.path.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut name = self.incomplete.clone().into_os_string();
            name.push(ending);
            // Most of them were never there; what is whole has its name by now.
            let _ = fs::remove_file(name);
        }
    }
}

/// Creates a private file that must not be there.
fn create(path: &Path) -> Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match created {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(taken(path)),
        Err(error) => Err(failed(&error, path)),
    }
}

fn taken(path: &Path) -> Error {
    Error::invalid(
        "path",
        format!(
            "is {}, which is there already; nothing is overwritten, so choose another name",
            shorten(&path.display().to_string())
        ),
    )
}

fn failed(error: &std::io::Error, path: &Path) -> Error {
    Error::Storage(store::Error::from_io(error, path))
}
