//! The log of a script folded once more, into nothing, in another way than it was folded while it was written: the database
//! must come out the same, ids and ledger hashes included.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use siren::domain::input::Value;
use siren::engine::Ledger;

use crate::dump::difference;

/// How a log is folded once more.
#[derive(Debug, Clone, Copy)]
pub enum How {
    /// All of it at once.
    Whole,
    /// Each line as it comes.
    LineByLine,
    /// In pieces of any length, which tear lines.
    Torn(u64),
    /// By several at once, while it comes.
    ByMany(u64),
}

impl How {
    /// One after the other, by a script's number.
    pub fn of(number: u64) -> How {
        match number % 4 {
            0 => How::Whole,
            1 => How::LineByLine,
            2 => How::Torn(number),
            _ => How::ByMany(number),
        }
    }

    /// Where the log is cut.
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

/// Folds the log in `data` once more and says in what the database differs.
pub fn refold(data: &Path, how: How) -> Result<(), String> {
    let log = fs::read(data.join("journal.log")).expect("a log");
    let again = data.with_file_name("again");
    fs::create_dir(&again).expect("a directory");
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(again.join("journal.log"))
        .expect("a log");
    // The first line says which segment it is. The engine puts a segment in its place with that line whole, before anybody
    // can see it.
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
