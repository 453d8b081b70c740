//! The data directory and its files: nobody's but ours.
//!
//! Whoever can write in the directory can replace the ledger, and whoever can read it has every name and payout account
//! in it. So both belong to the user that PHP runs as, and are closed to everyone else. What is only open to others is
//! closed; what belongs to another user, or is a symbolic link, is refused.

use std::fs::{self, DirBuilder, Metadata, OpenOptions, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{Error, Result, sqlite};

/// Permission bits of everybody but the owner.
const OTHERS: u32 = 0o077;

/// Says that the directory, or a file in it, was open to others and had to be closed. When: its time of change.
const MENDED: &str = "was-open.txt";

/// File systems over a network, by the number the kernel gives them. Their locks and shared memory do not hold between
/// machines.
const NETWORKED: [(u64, &str); 6] = [
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB 2"),
    (0x517b, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x0102_1997, "9P"),
];

/// What was found open to others, and is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The directory or file, and the mode it had.
    pub what: String,
    /// When, in seconds since 1970.
    pub at: i64,
}

/// Makes the directory if it is not there, and refuses one where the data would not be safe.
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
    tend(directory)?;
    refuse_network(directory)
}

/// Refuses a directory or files that are not ours, and closes what is open to others. What is not there is no fault.
pub fn tend(directory: &Path) -> Result<()> {
    let Some(meta) = look(directory)? else {
        return Ok(());
    };
    if !meta.is_dir() {
        return Err(Error::Unreachable(format!(
            "{} is not a directory",
            directory.display()
        )));
    }
    demand_ours(directory, &meta)?;
    let mut open = close(directory, &meta, 0o700)?.into_iter().collect();
    for name in [
        sqlite::NAME,
        "siren.sqlite3-wal",
        "siren.sqlite3-shm",
        "journal.log",
        "gate.lock",
        super::identity::NAME,
    ] {
        tend_file(&directory.join(name), &mut open)?;
    }
    if !open.is_empty() {
        note(directory, &open);
    }
    Ok(())
}

fn tend_file(path: &Path, open: &mut Vec<String>) -> Result<()> {
    let Some(meta) = look(path)? else {
        return Ok(());
    };
    if !meta.is_file() {
        // A link that leads nowhere would be made into a file somewhere else.
        return Err(Error::Unreachable(format!(
            "{} is not a file; remove it, symbolic links are not followed",
            path.display()
        )));
    }
    demand_ours(path, &meta)?;
    open.extend(close(path, &meta, 0o600)?);
    Ok(())
}

/// What there is by this name; a link is looked at, not followed.
fn look(path: &Path) -> Result<Option<Metadata>> {
    match path.symlink_metadata() {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::from_io(&error, path)),
    }
}

fn demand_ours(path: &Path, meta: &Metadata) -> Result<()> {
    let me = rustix::process::geteuid().as_raw();
    if meta.uid() == me {
        return Ok(());
    }
    Err(Error::NotOurs {
        path: path.display().to_string(),
        owner: meta.uid(),
        me,
    })
}

/// Closes what is open to others; answers what it was.
fn close(path: &Path, meta: &Metadata, mode: u32) -> Result<Option<String>> {
    if meta.mode() & OTHERS == 0 {
        return Ok(None);
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(|error| Error::from_io(&error, path))?;
    Ok(Some(format!(
        "{} (mode {:03o})",
        path.display(),
        meta.mode() & 0o7777
    )))
}

/// Keeps what was open, for [`mended`].
fn note(directory: &Path, open: &[String]) {
    let path = directory.join(MENDED);
    let _ = fs::remove_file(&path);
    // What was open is closed, whether or not there is room to say so. Somebody else may just have noted the same.
    let _ = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(open.join(", ").as_bytes()));
}

/// What was last found open to others.
#[must_use]
pub fn mended(directory: &Path) -> Option<Mended> {
    let path = directory.join(MENDED);
    let meta = path.symlink_metadata().ok().filter(Metadata::is_file)?;
    Some(Mended {
        what: fs::read_to_string(&path).ok()?,
        at: meta.mtime(),
    })
}

/// The directory above, when everybody may rename what is in it: then closing ours does not keep others out.
#[must_use]
pub fn open_above(directory: &Path) -> Option<PathBuf> {
    const STICKY: u32 = 0o1000;
    let above = directory.parent()?;
    let mode = above.metadata().ok()?.mode();
    (mode & 0o002 != 0 && mode & STICKY == 0).then(|| above.to_owned())
}

/// Bytes that we may still write on the disk of the data; `None` where the system does not say.
#[must_use]
pub fn free_bytes(directory: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(directory).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
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
