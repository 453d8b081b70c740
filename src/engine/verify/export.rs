//! The ledger as a file, to be kept where nobody who can change the data can change it.

use std::path::Path;

use serde::Serialize;

use crate::domain::input::{Cursor, path, shorten};
use crate::domain::instant::Instant;
use crate::engine::calls::{Call, Entry, Given, Run};
use crate::engine::{Error, Result, Site};
use crate::store::{self, proof::export};

/// A file that was written.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Exported {
    /// The path of the file.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// How many lines of the ledger it holds.
    pub lines: i64,
    /// The hash of the last of them. Whoever has it can tell any other ledger from this one.
    pub head: String,
}

/// The call.
pub const ENTRY: Entry = Entry::task::<ExportLedger>();

/// Writes the ledger to a file.
#[derive(Debug)]
pub struct ExportLedger;

impl Call for ExportLedger {
    const NAME: &'static str = "export_ledger";
    const ABOUT: &'static str = "Writes the ledger to a new file, one JSON text a line, to be kept elsewhere and checked there by \
        siren-verify FILE.";
    type Arguments<'v> = &'v str;
    type Answer = Exported;

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

impl Run for ExportLedger {
    fn run(site: &Site, path: &str, _: Instant) -> Result<Exported> {
        export(site, path)
    }
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
