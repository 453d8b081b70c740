//! Exports the ledger to a file, to be kept where nobody who can change the data can change it.

use std::path::Path;

use serde::Serialize;

use crate::domain::input::{Cursor, path, shorten};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::engine::calls::{Call, Entry, Given, Run};
use crate::engine::{Error, Ledger, Result, backup};
use crate::store::{self, proof::export};

messages! {
    /// Continues the path of a field.
    exists_already(path: String) = "is {path}, which already exists; choose another name";
    /// Continues the path of a field.
    has_no_directory(path: String) = "is {path}, whose directory does not exist; create it first";
}

/// A file that was written.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Exported {
    /// The path of the file.
    pub path: String,
    /// The size of the file.
    pub bytes: u64,
    /// The number of ledger entries in it.
    pub lines: i64,
    /// The hash of the last entry, which identifies this state of the ledger.
    pub head: String,
}

pub const ENTRY: Entry = Entry::task::<ExportLedger>();

#[derive(Debug)]
pub struct ExportLedger;

impl Call for ExportLedger {
    const NAME: &'static str = "export_ledger";
    const ABOUT: &'static str = "Exports the ledger to a new file, one JSON text per line, to be kept elsewhere and checked there by \
        siren-verify FILE.";
    type Arguments<'v> = &'v str;
    type Answer = Exported;

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

impl Run for ExportLedger {
    fn run(ledger: &Ledger, path: &str, _: Instant) -> Result<Exported> {
        export(ledger, path)
    }
}

/// The file is readable by its owner only.
pub fn export(ledger: &Ledger, path: &str) -> Result<Exported> {
    let target = Path::new(path);
    if !target.is_absolute() || path.contains('\0') {
        return Err(Error::invalid(
            "path",
            backup::is_no_absolute_path(shorten(path)),
        ));
    }
    if target.symlink_metadata().is_ok() {
        return Err(Error::invalid("path", exists_already(shorten(path))));
    }
    if !target.parent().is_some_and(Path::is_dir) {
        return Err(Error::invalid("path", has_no_directory(shorten(path))));
    }
    ledger.fold()?;
    let db = ledger.store.reader()?;
    let db = store::snapshot(&db)?;
    let (header, bytes) = export::write(&db, target)?;
    Ok(Exported {
        path: path.to_owned(),
        bytes,
        lines: header.lines,
        head: header.head,
    })
}
