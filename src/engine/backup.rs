//! Copies a site's data while it is in use. The copy gets its name only once it is complete and checked.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::privacy::backups;
use super::{Error, Ledger, Result};
use crate::domain::input::{Cursor, path, shorten};
use crate::domain::instant::Instant;
use crate::domain::message::{Message, messages};
use crate::store;
use crate::store::disk::backup::{Held, copy};

messages! {
    /// Continues the path of a field.
    is_no_absolute_path(given: String) = "is \"{given}\"; expected an absolute path";
    /// Continues the path of a field.
    has_no_file_name(given: String) = "is \"{given}\", which has no file name; add one";
    /// Continues the path of a field.
    is_in_no_directory(directory: String) = "is in {directory}, which does not exist; create that directory first";
    /// Continues the path of a field.
    is_not_in_a_directory(directory: String) = "is in {directory}, which is not a directory";
    /// Continues the path of a field.
    is_not_overwritten(path: String) = "is {path}, which already exists; choose another name, because no file is overwritten";
}

/// A backup that was made.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Backup {
    /// The path of the file.
    pub path: String,
    /// The size of the file.
    pub bytes: u64,
    /// What it holds.
    #[serde(flatten)]
    pub held: Held,
}

pub const ENTRY: Entry = Entry::task::<MakeBackup>();

#[derive(Debug)]
pub struct MakeBackup;

impl Call for MakeBackup {
    const NAME: &'static str = "backup";
    const ABOUT: &'static str = "Makes a backup of the site's data while it is in use. The backup is one file that only its owner can \
        read. It contains everything that was recorded before the call, and is read from end to end before it gets its name. \
        An incomplete backup is removed.";
    type Arguments<'v> = &'v str;
    type Answer = Backup;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, _: Given<'_>) -> Option<&'v str> {
        cursor.object(|fields| {
            fields.required(
                "path",
                "the absolute path of a new file, in an existing directory",
                path,
            )
        })
    }
}

impl Run for MakeBackup {
    fn run(ledger: &Ledger, path: &str, _: Instant) -> Result<Backup> {
        backup(ledger, path)
    }
}

/// Everything that was acknowledged before the call is in the copy; what is recorded meanwhile stays in the journal.
pub fn backup(ledger: &Ledger, path: &str) -> Result<Backup> {
    let path = checked(path)?;
    // This also folds what waits in the journal. The backup is noted before it is made, because a backup that is not noted
    // would not be listed when somebody is erased.
    ledger.note("backup", |db| backups::note(db, &path))?;
    let db = ledger.store.reader()?;
    let target = Target::reserve(path)?;
    let held = copy(&db, &target.incomplete)?;
    let path = target.finish()?;
    let written = fs::metadata(&path).map_err(|error| failed(&error, &path))?;
    Ok(Backup {
        path: path.display().to_string(),
        bytes: written.len(),
        held,
    })
}

fn checked(given: &str) -> Result<PathBuf> {
    let path = Path::new(given);
    let refuse = |why: Message| Err(Error::invalid("path", why));
    if !path.is_absolute() || given.contains('\0') {
        return refuse(is_no_absolute_path(shorten(given)));
    }
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return refuse(has_no_file_name(shorten(given)));
    };
    // SQLite does not follow symbolic links here (NOFOLLOW), so they are resolved first.
    let Ok(directory) = directory.canonicalize() else {
        return refuse(is_in_no_directory(shorten(
            &directory.display().to_string(),
        )));
    };
    if !directory.is_dir() {
        return refuse(is_not_in_a_directory(directory.display().to_string()));
    }
    Ok(directory.join(name))
}

/// The file of a backup, which has another name until it is complete.
#[derive(Debug)]
struct Target {
    path: PathBuf,
    incomplete: PathBuf,
}

impl Target {
    /// Creates the incomplete file, so that no two backups write to the same one.
    fn reserve(path: PathBuf) -> Result<Target> {
        if path.symlink_metadata().is_ok() {
            return Err(taken(&path));
        }
        let mut name = path.clone().into_os_string();
        name.push(".incomplete");
        let incomplete = PathBuf::from(name);
        create(&incomplete)?;
        Ok(Target { path, incomplete })
    }

    /// Gives the complete backup its name, unless another file has it by now, and syncs the directory.
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

impl Drop for Target {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut name = self.incomplete.clone().into_os_string();
            name.push(ending);
            // Most of these files never exist. A complete backup is a hard link by now and survives.
            let _ = fs::remove_file(name);
        }
    }
}

/// Creates a private file that must not exist yet.
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
        is_not_overwritten(shorten(&path.display().to_string())),
    )
}

fn failed(error: &std::io::Error, path: &Path) -> Error {
    Error::Storage(store::Error::from_io(error, path))
}
