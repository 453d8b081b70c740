//! Folds the log of a script again, into an empty database and in another way than while it was written. The database must
//! be the same, including ids and ledger hashes.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use siren::domain::input::Value;
use siren::engine::Ledger;

use crate::dump::difference;

/// How a log is folded again.
#[derive(Debug, Clone, Copy)]
pub enum How {
    Whole,
    LineByLine,
    /// In pieces of any length, which split records.
    Torn(u64),
    /// By several at once, while it is written.
    ByMany(u64),
}

impl How {
    /// Alternates between the ways by the seed of the script.
    pub fn of(number: u64) -> How {
        match number % 4 {
            0 => How::Whole,
            1 => How::LineByLine,
            2 => How::Torn(number),
            _ => How::ByMany(number),
        }
    }

    /// The offsets at which the log is cut.
    fn pieces(self, log: &[u8]) -> Vec<&[u8]> {
        match self {
            How::Whole => vec![log],
            How::LineByLine => log.split_inclusive(|byte| *byte == b'\n').collect(),
            How::Torn(seed) | How::ByMany(seed) => {
                let mut pieces = Vec::new();
                let mut rest = log;
                let mut state = seed;
                while !rest.is_empty() {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    let length = usize::try_from(state >> 33).expect("small") % 2_000 + 1;
                    let (piece, after) = rest.split_at(length.min(rest.len()));
                    pieces.push(piece);
                    rest = after;
                }
                pieces
            }
        }
    }
}

/// Folds the log in `data` again and returns the differences of the database.
pub fn refold(data: &Path, how: How) -> Result<(), String> {
    let log = fs::read(data.join("journal.log")).expect("a log");
    let again = data.with_file_name("again");
    fs::create_dir(&again).expect("a directory");
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(again.join("journal.log"))
        .expect("a log");
    // The first record identifies the segment. The engine links a segment into place only once that record is complete, so
    // it is never cut.
    let header = log.iter().position(|byte| *byte == b'\n');
    let (header, log) = log.split_at(header.map_or(0, |end| end + 1));
    file.write_all(header).expect("it is ours");
    let pieces = how.pieces(log);
    let fold = || {
        open(&again)
            .fold()
            .map(drop)
            .map_err(|error| error.to_string())
    };
    if let How::ByMany(_) = how {
        std::thread::scope(|scope| {
            let folders = [(); 3].map(|()| scope.spawn(|| (0..5).try_for_each(|_| fold())));
            for piece in pieces {
                file.write_all(piece).expect("it is ours");
            }
            folders
                .into_iter()
                .try_for_each(|folder| folder.join().expect("it ends"))
        })?;
    } else {
        for piece in pieces {
            file.write_all(piece).expect("it is ours");
            fold()?;
        }
    }
    fold()?;
    let differences = difference(data, &again);
    if differences.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "folded again ({how:?}): {}",
            differences.join("; ")
        ))
    }
}

fn open(data: &Path) -> Ledger {
    let dsn = format!("sqlite:{}", data.display());
    Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory")
}
