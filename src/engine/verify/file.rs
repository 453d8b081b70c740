//! Checks an exported ledger without a database: its chain, its pools, and every distribution in it. Whether the tables agree
//! with it takes the database (`verify`).

use std::io::{self, BufRead, Read};

use super::closed::Closed;
use super::findings::Findings;
use super::reader::Reader;
use crate::store::ledger::Head;
use crate::store::proof::export::{self, FORMAT, Header};

/// The longest line that is read into memory. The parts of a distribution are far shorter.
const LONGEST: u64 = 64 << 20;

/// Why a file cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is not an exported ledger: {0}")]
    NoLedger(String),
}

#[derive(Debug)]
pub struct Verdict {
    pub header: Header,
    pub lines: i64,
    /// How many distributions were divided again.
    pub distributions: u64,
    pub found: Findings,
}

/// Checks an exported ledger line by line, and shows each distribution that was divided again.
pub fn check(mut file: impl BufRead, mut show: impl FnMut(&Closed)) -> Result<Verdict, Unreadable> {
    let mut text = String::new();
    let header = header(&mut file, &mut text)?;
    let mut reader = Reader::default();
    let (mut lines, mut distributions) = (0, 0);
    while next(&mut file, &mut text)? {
        lines += 1;
        let line = match export::line(&text) {
            Ok(line) => line,
            Err(error) => {
                reader
                    .found
                    .add("ledger", lines, "", format!("cannot be read: {error}"));
                continue;
            }
        };
        if let Some(closed) = reader.read(&line).closed {
            distributions += 1;
            show(&closed);
        }
    }
    reader.end(Some(&Head {
        seq: header.lines,
        hash: header.head.clone(),
    }));
    Ok(Verdict {
        header,
        lines,
        distributions,
        found: reader.found,
    })
}

fn header(file: &mut impl BufRead, text: &mut String) -> Result<Header, Unreadable> {
    if !next(file, text)? {
        return Err(Unreadable::NoLedger("it is empty".to_owned()));
    }
    let header: Header = serde_json::from_str(text)
        .map_err(|error| Unreadable::NoLedger(format!("its first line cannot be read: {error}")))?;
    if header.siren_ledger != FORMAT {
        return Err(Unreadable::NoLedger(format!(
            "it has format {}, but this version knows only {FORMAT}",
            header.siren_ledger
        )));
    }
    Ok(header)
}

/// Reads the next line into `text`; false at the end.
fn next(file: &mut impl BufRead, text: &mut String) -> Result<bool, Unreadable> {
    text.clear();
    let read = file
        .by_ref()
        .take(LONGEST)
        .read_line(text)
        .map_err(|error| {
            if error.kind() == io::ErrorKind::InvalidData {
                Unreadable::NoLedger("it is not UTF-8".to_owned())
            } else {
                Unreadable::Io(error)
            }
        })?;
    if read as u64 == LONGEST {
        return Err(Unreadable::NoLedger(format!(
            "it has a line of {LONGEST} bytes or more"
        )));
    }
    if text.ends_with('\n') {
        text.pop();
    }
    Ok(read > 0)
}
