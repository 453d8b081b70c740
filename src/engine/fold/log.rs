//! The log's segments on the disk, and what waits in them.

use serde::Serialize;

use super::READ;
use crate::engine::Result;
use crate::journal::file::Segment;
use crate::journal::lines;
use crate::store::{self, Connection, Store, meta};

/// What is recorded and not folded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Lines of the journal.
    pub records: u64,
    /// Bytes of the journal.
    pub bytes: u64,
}

/// Whether nothing waits in the journal.
pub fn is_done(store: &Store, db: &Connection) -> Result<bool> {
    let position = meta::position(db)?;
    if open_finished(store, position.segment)?.is_some() {
        return Ok(false);
    }
    match open_current(store)? {
        Some(segment) => Ok(length(store, &segment)? == position.offset),
        None => Ok(position.offset == 0),
    }
}

/// What waits in the journal.
pub fn waiting(store: &Store, db: &Connection) -> Result<Waiting> {
    let position = meta::position(db)?;
    let Some(mut segment) = open_current(store)? else {
        return Ok(Waiting {
            records: 0,
            bytes: 0,
        });
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
    Ok(Waiting { records, bytes })
}

pub fn io(store: &Store, error: &std::io::Error) -> store::Error {
    store::Error::from_io(error, store.directory())
}

pub fn open_current(store: &Store) -> Result<Option<Segment>> {
    Ok(Segment::current(store.directory()).map_err(|error| io(store, &error))?)
}

pub fn open_finished(store: &Store, number: i64) -> Result<Option<Segment>> {
    Ok(Segment::finished(store.directory(), number).map_err(|error| io(store, &error))?)
}

pub fn length(store: &Store, segment: &Segment) -> Result<u64> {
    Ok(segment.len().map_err(|error| io(store, &error))?)
}

pub fn remove(store: &Store, segment: Segment) -> Result<()> {
    Ok(segment.remove().map_err(|error| io(store, &error))?)
}
