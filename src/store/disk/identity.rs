//! The site that a ledger belongs to.
//!
//! Two sites that share a directory would count each other's sales. So a ledger stores the identity of the site that
//! began it and refuses another site. It is stored twice: in a file, because recording checks it without opening the
//! database, and in the database, because a backup does not contain the file.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::store::{Error, Read, Result, Write, meta};

/// The name of the file.
pub const NAME: &str = "site";
/// The name of the value in `meta`.
const VALUE: &str = "site";

/// The longest identity, in bytes.
pub const LONGEST: usize = 64;

/// Whether a text is an identity: letters, digits, `.`, `_` and `-`.
#[must_use]
pub fn is_valid(site: &str) -> bool {
    (1..=LONGEST).contains(&site.len())
        && site
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// Claims a directory for a site by the file, or refuses it when it belongs to another site.
pub fn claim(directory: &Path, site: &str) -> Result<()> {
    if check(directory, site)? {
        return Ok(());
    }
    let path = directory.join(NAME);
    // Written under another name, then linked: a reader sees the complete file, and of two sites that come first at the same
    // time one is refused.
    let fresh = directory.join(format!("{NAME}.{}", std::process::id()));
    let claimed = write(&fresh, site).and_then(|()| match fs::hard_link(&fresh, &path) {
        // The file system has no hard links.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => create(&path, site),
        linked => linked,
    });

    let _ = fs::remove_file(&fresh);
    match claimed {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            check(directory, site).map(|_| ())
        }
        Err(error) => Err(Error::from_io(&error, &path)),
    }
}

fn write(path: &Path, site: &str) -> std::io::Result<()> {
    // A crash may have left one behind under the same process id.
    let _ = fs::remove_file(path);
    create(path, site)
}

fn create(path: &Path, site: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(site.as_bytes())?;
    file.sync_all()
}

/// Whether the directory belongs to this site already. Refuses that of another site.
pub fn check(directory: &Path, site: &str) -> Result<bool> {
    let path = directory.join(NAME);
    match fs::read_to_string(&path) {
        Ok(found) if found == site => Ok(true),
        Ok(found) => Err(another(directory, &found, site)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::from_io(&error, &path)),
    }
}

/// Refuses a database of another site. An unclaimed one passes.
pub fn check_database(db: &Read<'_>, directory: &Path, site: &str) -> Result<()> {
    match meta::get(db, VALUE)? {
        Some(found) if found != site => Err(another(directory, &found, site)),
        _ => Ok(()),
    }
}

/// Claims a database for a site, or refuses it when it belongs to another site. The caller holds the write lock.
pub fn claim_database(db: &Write<'_>, directory: &Path, site: &str) -> Result<()> {
    check_database(db, directory, site)?;
    if meta::get(db, VALUE)?.is_none() {
        meta::set(db, VALUE, site)?;
    }
    Ok(())
}

fn another(directory: &Path, found: &str, here: &str) -> Error {
    // A file written by hand may have any length.
    let found: String = found.chars().take(LONGEST).collect();
    Error::AnotherSite {
        directory: directory.display().to_string(),
        found,
        here: here.to_owned(),
    }
}
