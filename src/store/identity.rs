//! Whose ledger this is.
//!
//! Two sites that were given one directory would count each other's sales. So a ledger keeps the identity of the site
//! that began it, and another site is refused. It is kept twice: in a file, which recording asks before it appends to
//! the journal without opening the database, and in the database, which a backup carries along without the file.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::Connection;

use super::{Error, Result, meta};

/// The file's name.
pub const NAME: &str = "site";
/// The value's name in `meta`.
const VALUE: &str = "site";

/// How long an identity may be, in bytes.
pub const LONGEST: usize = 64;

/// Whether a text can be an identity: letters, digits, `.`, `_` and `-`.
#[must_use]
pub fn is_valid(site: &str) -> bool {
    (1..=LONGEST).contains(&site.len())
        && site
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// Claims a directory for a site by its file, or refuses it when it is another site's.
pub fn claim(directory: &Path, site: &str) -> Result<()> {
    if check(directory, site)? {
        return Ok(());
    }
    let path = directory.join(NAME);
    // Written whole under another name, then linked: whoever reads it finds all of it, and of two who come first at the
    // same time one is refused.
    let fresh = directory.join(format!("{NAME}.{}", std::process::id()));
    let claimed = write(&fresh, site).and_then(|()| match fs::hard_link(&fresh, &path) {
        // A disk without hard links.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => create(&path, site),
        linked => linked,
    });
    // Ours, and of no use any more.
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
    // One that a crash left behind under the same process number.
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

/// Whether the directory is this site's already; refuses another's.
pub fn check(directory: &Path, site: &str) -> Result<bool> {
    let path = directory.join(NAME);
    match fs::read_to_string(&path) {
        Ok(found) if found == site => Ok(true),
        Ok(found) => Err(another(directory, &found, site)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::from_io(&error, &path)),
    }
}

/// Refuses a database of another site. One that nobody has claimed passes.
pub fn check_database(db: &Connection, directory: &Path, site: &str) -> Result<()> {
    match meta::get(db, VALUE)? {
        Some(found) if found != site => Err(another(directory, &found, site)),
        _ => Ok(()),
    }
}

/// Claims a database for a site, or refuses it when it is another site's. The caller has the turn to write.
pub fn claim_database(db: &Connection, directory: &Path, site: &str) -> Result<()> {
    check_database(db, directory, site)?;
    if meta::get(db, VALUE)?.is_none() {
        meta::set(db, VALUE, site)?;
    }
    Ok(())
}

fn another(directory: &Path, found: &str, here: &str) -> Error {
    // What stands in a file that somebody wrote by hand may be of any length.
    let found: String = found.chars().take(LONGEST).collect();
    Error::AnotherSite {
        directory: directory.display().to_string(),
        found,
        here: here.to_owned(),
    }
}
