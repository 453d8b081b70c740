//! The segments of the log on the disk, and what waits in them to be folded.

use serde::Serialize;

use super::READ;
use crate::engine::{Error, Result};
use crate::journal::lines;
use crate::journal::segment::{self, Header, Segment};
use crate::store::meta::{self, Position};
use crate::store::{self, Connection, Read, Store, begin, commit, faults};

/// What is recorded but not folded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Waiting {
    /// Lines of the journal.
    pub records: u64,
    /// Bytes of the journal.
    pub bytes: u64,
}

/// Where the fold continues.
#[derive(Debug)]
pub enum Next {
    /// In the segment that is being written.
    Current(Segment, Position),
    /// In one that is no longer written.
    Finished(Segment, Position),
    /// Nowhere: nothing was recorded yet.
    Nothing,
}

/// Finds where the fold continues from a position. If the log is another one, or part of it is missing, that is an error,
/// because a wrong amount is worse than none.
pub fn next(store: &Store, position: Position) -> Result<Next> {
    let current = open_current(store)?;
    let header = match &current {
        Some(segment) => header(store, segment)?,
        None => None,
    };
    let id = header.map(|header| header.id);
    let is_begun = position.is_begun();
    match current {
        Some(segment) if is_begun && id == position.id => {
            return Ok(Next::Current(segment, position));
        }
        Some(_) | None => {}
    }
    if let Some(segment) = open_finished(store, position.segment)? {
        let id = self::header(store, &segment)?.map(|header| header.id);
        if !is_begun || id == position.id {
            return Ok(Next::Finished(segment, Position { id, ..position }));
        }
        return Err(lost(format!(
            "segments/{}.log is not the file that was folded",
            position.segment
        )));
    }
    let number = header.and_then(|header| header.number);
    match current {
        Some(_) if position.is_new() && number.is_none() && is_not_the_first(store)? => Err(lost(
            "the database is gone, and journal.log may not be complete".to_owned(),
        )),
        Some(segment) if !is_begun && number.is_none_or(|number| number == position.segment) => {
            Ok(Next::Current(segment, Position { id, ..position }))
        }
        None if position.is_new() && is_not_the_first(store)? => Err(lost(
            "the database is gone, and journal.log does not exist".to_owned(),
        )),
        None if !is_begun => Ok(Next::Nothing),
        Some(_) if !is_begun => Err(lost(format!(
            "segment {} is missing, and journal.log is segment {}",
            position.segment,
            number.unwrap_or_default()
        ))),
        Some(_) => Err(lost(format!(
            "journal.log is no longer segment {}, and segments/{}.log does not exist",
            position.segment, position.segment
        ))),
        None => Err(lost(format!(
            "{} bytes of segment {} were folded, and journal.log no longer exists",
            position.offset, position.segment
        ))),
    }
}

/// Whether there was a log before the one that a new database would begin with, as older segments or snapshots show.
fn is_not_the_first(store: &Store) -> Result<bool> {
    let directory = store.directory();
    let older = segment::finished_numbers(directory).map_err(|error| io(store, &error))?;
    Ok(!older.is_empty() || !store::disk::snapshots::all(directory)?.is_empty())
}

/// What the log lacks from a position to its end; `None` if it is complete.
pub fn missing(store: &Store, from: Position) -> Result<Option<String>> {
    let mut position = from;
    loop {
        match next(store, position) {
            Ok(Next::Current(..) | Next::Nothing) => return Ok(None),
            Ok(Next::Finished(..)) => position = Position::beginning(position.segment + 1, None),
            Err(Error::Storage(store::Error::LogLost(what))) => return Ok(Some(what)),
            Err(error) => return Err(error),
        }
    }
}

/// What the log lacks of everything that was ever recorded; `None` if it is complete from its first line on.
pub fn missing_of_all(store: &Store) -> Result<Option<String>> {
    let beginning = Position::beginning(1, None);
    let first = match next(store, beginning) {
        Ok(Next::Current(_, first) | Next::Finished(_, first)) => first,
        Ok(Next::Nothing) => return Ok(Some("journal.log does not exist".to_owned())),
        Err(Error::Storage(store::Error::LogLost(what))) => return Ok(Some(what)),
        Err(error) => return Err(error),
    };
    if first.id.is_none() {
        return Ok(Some("journal.log may not be the first segment".to_owned()));
    }
    missing(store, beginning)
}

/// Continues after what is missing, at the beginning of the next segment that exists.
pub fn skip_missing(store: &Store, db: &mut Connection, what: &str) -> Result<()> {
    let position = meta::position(&Read::of(db))?;
    let there = segment::finished_numbers(store.directory()).map_err(|error| io(store, &error))?;
    let current = match open_current(store)? {
        Some(segment) => header(store, &segment)?.and_then(|header| header.number),
        None => None,
    };
    let after = position.segment + 1;
    let number = there
        .into_iter()
        .find(|number| *number >= after)
        .or(current)
        .unwrap_or(after);
    let transaction = begin(db)?;
    let reason = format!("the database was rebuilt without a part of the log: {what}");
    faults::keep(
        &transaction,
        0,
        position.segment,
        position.offset,
        &reason,
        b"",
    )?;
    meta::set_position(&transaction, Position::beginning(number, None))?;
    Ok(commit(transaction)?)
}

fn lost(what: String) -> Error {
    Error::Storage(store::Error::LogLost(what))
}

fn header(store: &Store, segment: &Segment) -> Result<Option<Header>> {
    Ok(segment.header().map_err(|error| io(store, &error))?)
}

/// Whether the segment still has what was folded before a position.
pub fn is_as_it_was(store: &Store, segment: &Segment, position: Position) -> Result<bool> {
    if length(store, segment)? < position.offset {
        return Ok(false);
    }
    match position.tail {
        Some(tail) => Ok(self::tail(store, segment, position.offset)? == tail),
        None => Ok(true),
    }
}

/// A checksum of the last bytes before an offset.
pub fn tail(store: &Store, segment: &Segment, offset: u64) -> Result<u32> {
    Ok(segment.tail(offset).map_err(|error| io(store, &error))?)
}

/// Whether nothing waits to be folded.
pub fn is_done(store: &Store, db: &Read<'_>) -> Result<bool> {
    let position = meta::position(db)?;
    match next(store, position)? {
        Next::Current(segment, position) => Ok(length(store, &segment)? == position.offset),
        Next::Finished(..) => Ok(false),
        Next::Nothing => Ok(true),
    }
}

pub fn waiting(store: &Store, db: &Read<'_>) -> Result<Waiting> {
    let (mut segment, position) = match next(store, meta::position(db)?) {
        Ok(Next::Current(segment, position) | Next::Finished(segment, position)) => {
            (segment, position)
        }
        // Nothing of a lost log is folded before somebody looks at it.
        Ok(Next::Nothing) | Err(Error::Storage(store::Error::LogLost(_))) => {
            return Ok(Waiting {
                records: 0,
                bytes: 0,
            });
        }
        Err(error) => return Err(error),
    };
    let bytes = length(store, &segment)?.saturating_sub(position.offset);
    let mut records = 0;
    let mut offset = position.offset;
    let mut buffer = Vec::new();
    loop {
        segment
            .read(offset, READ, &mut buffer)
            .map_err(|error| io(store, &error))?;
        if buffer.is_empty() {
            break;
        }
        records += lines(&buffer).count() as u64;
        offset += buffer.len() as u64;
    }
    if position.offset == 0 && header(store, &segment)?.is_some() {
        // The first line is a header, not a record.
        records = records.saturating_sub(1);
    }
    Ok(Waiting { records, bytes })
}

/// How many bytes of the current segment wait.
pub fn waiting_bytes(store: &Store, db: &Read<'_>) -> Result<u64> {
    match next(store, meta::position(db)?)? {
        Next::Current(segment, position) | Next::Finished(segment, position) => {
            Ok(length(store, &segment)?.saturating_sub(position.offset))
        }
        Next::Nothing => Ok(0),
    }
}

pub fn io(store: &Store, error: &std::io::Error) -> store::Error {
    store::Error::from_io(error, store.directory())
}

fn open_current(store: &Store) -> Result<Option<Segment>> {
    Ok(Segment::current(store.directory()).map_err(|error| io(store, &error))?)
}

fn open_finished(store: &Store, number: i64) -> Result<Option<Segment>> {
    Ok(Segment::finished(store.directory(), number).map_err(|error| io(store, &error))?)
}

pub fn length(store: &Store, segment: &Segment) -> Result<u64> {
    Ok(segment.len().map_err(|error| io(store, &error))?)
}
