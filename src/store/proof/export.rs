//! Exports the ledger as JSON Lines, a header and then one line per entry, so that it can be kept elsewhere and checked
//! without a database.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::store::ledger::{self, Head, LedgerEntry};
use crate::store::{Error, Read, Result};

/// The format this code writes and reads.
pub const FORMAT: u32 = 1;

/// The first line of a file. Everything in it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The format of the lines.
    pub siren_ledger: u32,
    /// How many lines follow.
    pub lines: i64,
    /// The hash of the last of them; that of an empty ledger is all zeros.
    pub head: String,
}

/// An entry in a file. The body is a string of JSON, because the hash covers its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(remote = "LedgerEntry", deny_unknown_fields)]
struct FileLine {
    seq: i64,
    act: String,
    subject: String,
    part: i64,
    at: i64,
    body: String,
    hash: String,
}

#[derive(Serialize)]
struct Written<'l>(#[serde(with = "FileLine")] &'l LedgerEntry);

#[derive(Deserialize)]
struct Parsed(#[serde(with = "FileLine")] LedgerEntry);

/// Reads a line of a file; an error says what is wrong with it.
pub fn line(text: &str) -> std::result::Result<LedgerEntry, String> {
    serde_json::from_str::<Parsed>(text)
        .map(|parsed| parsed.0)
        .map_err(|error| error.to_string())
}

/// Writes the ledger to a new file. Returns its header and its length in bytes. Removes a file that could not be finished.
pub fn write(db: &Read<'_>, path: &Path) -> Result<(Header, u64)> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| Error::from_io(&error, path))?;
    let header = header(db)?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let written = write_lines(db, &mut out, &header, path).and_then(|()| {
        let file = out
            .into_inner()
            .map_err(|error| Error::from_io(error.error(), path))?;
        file.sync_all()
            .map_err(|error| Error::from_io(&error, path))?;
        let meta = file
            .metadata()
            .map_err(|error| Error::from_io(&error, path))?;
        Ok((header, meta.len()))
    });
    if written.is_err() {
        // What is wrong has been said already; a file that cannot be removed says it once more.
        let _ = fs::remove_file(path);
    }
    written
}

fn header(db: &Read<'_>) -> Result<Header> {
    let head = ledger::head(db)?.unwrap_or_else(|| Head {
        seq: 0,
        hash: ledger::GENESIS.to_owned(),
    });
    Ok(Header {
        siren_ledger: FORMAT,
        lines: head.seq,
        head: head.hash,
    })
}

fn write_lines(
    db: &Read<'_>,
    out: &mut impl io::Write,
    header: &Header,
    path: &Path,
) -> Result<()> {
    put(out, header, path)?;
    ledger::each(db, |line| put(out, &Written(&line), path))
}

fn put(out: &mut impl io::Write, value: &impl Serialize, path: &Path) -> Result<()> {
    let mut text = crate::store::json::text(value)?;
    text.push('\n');
    out.write_all(text.as_bytes())
        .map_err(|error| Error::from_io(&error, path))
}
