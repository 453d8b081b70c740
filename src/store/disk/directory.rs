//! Keeps the data directory and its files private.
//!
//! Whoever can write to the directory can replace the ledger, and whoever can read it sees every name and payout account.
//! So directory and files belong to the user that PHP runs as, without permissions for others. Permissions that are
//! too wide are corrected; files of another user and symbolic links are refused.

use std::fs::{self, DirBuilder, Metadata, OpenOptions, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::NAME;
use crate::store::{Error, Result};

/// The permission bits of everybody but the owner.
const OTHERS: u32 = 0o077;

/// The file that records which permissions had to be corrected. Its modification time tells when.
const MENDED: &str = "was-open.txt";

/// Network file systems by their magic numbers (`statfs(2)`). Their locks and shared memory do not work between machines.
const NETWORKED: [(u64, &str); 6] = [
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB 2"),
    (0x517b, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x0102_1997, "9P"),
];

/// Permissions that were corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Each directory or file with the mode it had.
    pub what: String,
    /// Seconds since 1970.
    pub at: i64,
}

/// Makes the directory if it is missing, and refuses one where the data would not be safe.
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

/// Refuses a directory or files of another user, and corrects permissions. Missing files are fine.
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
        NAME,
        "siren.sqlite3-wal",
        "siren.sqlite3-shm",
        "journal.log",
        "write.lock",
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
        // Opening a dangling link would create a file somewhere else.
        return Err(Error::Unreachable(format!(
            "{} is not a regular file. Remove it; symbolic links are not followed",
            path.display()
        )));
    }
    demand_ours(path, &meta)?;
    open.extend(close(path, &meta, 0o600)?);
    Ok(())
}

/// The metadata of a file if it exists, without following a link.
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

/// Removes the permissions of others. Returns what they were.
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

/// Records what was corrected, for [`mended`].
fn note(directory: &Path, open: &[String]) {
    let path = directory.join(MENDED);
    let _ = fs::remove_file(&path);
    // The correction stands even if recording it fails, for example on a full disk.
    let _ = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(open.join(", ").as_bytes()));
}

/// The last correction, if there was one.
#[must_use]
pub fn mended(directory: &Path) -> Option<Mended> {
    let path = directory.join(MENDED);
    let meta = path.symlink_metadata().ok().filter(Metadata::is_file)?;
    Some(Mended {
        what: fs::read_to_string(&path).ok()?,
        at: meta.mtime(),
    })
}

/// The parent directory if everybody may rename its entries: then our permissions do not keep others out.
#[must_use]
pub fn open_above(directory: &Path) -> Option<PathBuf> {
    const STICKY: u32 = 0o1000;
    let above = directory.parent()?;
    let mode = above.metadata().ok()?.mode();
    (mode & 0o002 != 0 && mode & STICKY == 0).then(|| above.to_owned())
}

/// How many bytes are free on the disk; `None` where the system does not say.
#[must_use]
pub fn free_bytes(directory: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(directory).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

fn refuse_network(directory: &Path) -> Result<()> {
    let found =
        rustix::fs::statfs(directory).map_err(|error| Error::from_io(&error.into(), directory))?;
    // The magic number is signed on some machines; only its bits matter.
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
