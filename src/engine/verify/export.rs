//! The ledger as a file, to be kept where nobody who can change the data can change it.

use std::path::Path;

use serde::Serialize;

use crate::domain::input::shorten;
use crate::engine::{Error, Result, Site};
use crate::store::{self, export};

/// A file that was written.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// Where.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// How many lines of the ledger it holds.
    pub lines: i64,
    /// The hash of the last of them. Whoever has it can tell any other ledger from this one.
    pub head: String,
}

/// Writes the ledger to a new file at an absolute path, readable by its owner only.
pub fn export(site: &Site, path: &str) -> Result<Exported> {
    let target = Path::new(path);
    if !target.is_absolute() || path.contains('\0') {
        return Err(Error::invalid(
            "path",
            format!("is \"{}\"; it must be an absolute path", shorten(path)),
        ));
    }
    if target.symlink_metadata().is_ok() {
        return Err(Error::invalid(
            "path",
            format!(
                "is {}, which is there already; choose another name",
                shorten(path)
            ),
        ));
    }
    if !target.parent().is_some_and(Path::is_dir) {
        return Err(Error::invalid(
            "path",
            format!(
                "is {}, whose directory is not there; make it first",
                shorten(path)
            ),
        ));
    }
    site.fold()?;
    let db = site.store.reader()?;
    let db = store::snapshot(&db)?;
    let (header, bytes) = export::write(&db, target)?;
    Ok(Exported {
        path: path.to_owned(),
        bytes,
        lines: header.lines,
        head: header.head,
    })
}
