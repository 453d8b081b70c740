//! From the journal into the database: exactly once, however often it dies.
//! Not here: the log's format (`journal`), or what an event is worth (`domain`).
//!
//! A batch is read, de-duplicated by the keys its producers made, added to events, scores and pools,
//! and its end saved, in one transaction. It is large, because keys come in no order: each transaction
//! writes most pages of their index once, whether it brings ten thousand keys or a million. Memory is
//! bounded by the piece that is read at once and the database's cache, not by batch or log.

mod book;
pub(in crate::engine) mod clawback;
pub(in crate::engine) mod entries;
mod events;
mod pack;
mod people;
mod place;
mod pooled;
pub(in crate::engine) mod recount;
mod refunds;
mod reversal;
mod sales;

use serde::Serialize;

use super::site::{begin, commit};
use super::{Error, Result};
use crate::domain::event::Event;
use crate::journal::file::Segment;
use crate::journal::{Line, Piece, Record, pieces};
use crate::store::intake::Intake;
use crate::store::meta::{self, Position};
use crate::store::{self, Connection, Store};

use book::Book;
pub use book::{Tracked, TrackedVersion};
pub(super) use events::{instant, too_many};
pub use place::{following, place, unopened};
pub use recount::{recount, recount_from, recount_open, take_away};

/// How much of the log is read at once, in bytes.
const PIECE: usize = 1 << 20;
/// How much of the log is folded in one transaction, in bytes: some 300,000 visits, a few seconds.
const BATCH: u64 = 64 << 20;
/// How many bytes of the log an event takes, about.
const BYTES_EACH: u64 = 200;
/// From which size on a folded log is put away, in bytes.
const ROTATE_AT: u64 = 16 << 20;

/// What a fold did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Folded {
    /// Events that were new.
    pub events: u64,
    /// Sales and refunds that were new.
    pub transactions: u64,
    /// Records whose key was there already.
    pub duplicates: u64,
    /// Damaged lines, kept aside.
    pub faults: u64,
}

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
            .read(offset, PIECE, &mut buffer)
            .map_err(|error| io(store, &error))?;
        if buffer.is_empty() {
            break;
        }
        records += buffer.split_inclusive(|byte| *byte == b'\n').count() as u64;
        offset += buffer.len() as u64;
    }
    Ok(Waiting { records, bytes })
}

/// Folds all that waits. The caller holds the gate.
pub fn fold(store: &Store, db: &mut Connection) -> Result<Folded> {
    fold_and_rotate(store, db, ROTATE_AT)
}

/// Folds all that waits and removes the log it stood in, however small. The caller holds the gate.
pub fn put_away(store: &Store, db: &mut Connection) -> Result<Folded> {
    fold_and_rotate(store, db, 1)
}

/// Folds all that waits and removes a log of so many folded bytes.
fn fold_and_rotate(store: &Store, db: &mut Connection, rotate_at: u64) -> Result<Folded> {
    let mut fold = Fold {
        store,
        db,
        book: None,
        done: Folded::default(),
        intake: None,
        buffer: Vec::new(),
    };
    fold.finish_rotation()?;
    if let Some(mut segment) = open_current(store)? {
        let position = fold.read_through(&mut segment, meta::position(fold.db)?)?;
        if position.offset >= rotate_at {
            fold.rotate(segment, position)?;
        }
    } else if meta::position(fold.db)?.offset > 0 {
        fold.note_lost_log()?;
    }
    Ok(fold.done)
}

struct Fold<'f> {
    store: &'f Store,
    db: &'f mut Connection,
    book: Option<Book>,
    intake: Option<Intake>,
    done: Folded,
    buffer: Vec<u8>,
}

impl Fold<'_> {
    /// Ends a rotation that died between renaming the log and noting that it did.
    fn finish_rotation(&mut self) -> Result<()> {
        let position = meta::position(self.db)?;
        if let Some(mut segment) = open_finished(self.store, position.segment)? {
            segment.outlast_writers();
            self.read_through(&mut segment, position)?;
            self.begin_next(position.segment)?;
            remove(self.store, segment)?;
        }
        // One that died after noting it left only the file.
        if let Some(old) = open_finished(self.store, position.segment - 1)? {
            remove(self.store, old)?;
        }
        Ok(())
    }

    fn rotate(&mut self, mut segment: Segment, position: Position) -> Result<()> {
        segment
            .finish(self.store.directory(), position.segment)
            .map_err(|error| io(self.store, &error))?;
        // What was acknowledged before the name went is there; nothing is added to it any more.
        self.read_through(&mut segment, position)?;
        self.begin_next(position.segment)?;
        remove(self.store, segment)
    }

    fn begin_next(&mut self, segment: i64) -> Result<()> {
        let transaction = begin(self.db)?;
        meta::set_position(
            &transaction,
            Position {
                segment: segment + 1,
                offset: 0,
            },
        )?;
        commit(transaction)
    }

    /// Folds a segment from a position to the last whole line it has now; answers where that ends.
    /// What is written meanwhile is the next fold's: under writers that never stop there is no end.
    fn read_through(&mut self, segment: &mut Segment, from: Position) -> Result<Position> {
        let mut position = from;
        let length = length(self.store, segment)?;
        if length < position.offset {
            // Somebody cut or replaced the log. All of it is read again: keys make that harmless.
            position.offset = 0;
            self.note_lost_log()?;
        }
        if position.offset < length {
            let mut intake = Intake::begin(self.db)?;
            intake.prepare(self.db, (length - position.offset) / BYTES_EACH)?;
            self.intake = Some(intake);
        }
        while position.offset < length {
            let end = length.min(position.offset + BATCH);
            if !self.batch(segment, &mut position, end)? {
                break;
            }
        }
        Ok(position)
    }

    /// Folds whole lines up to an offset, or a little beyond it; false when there were none. Where one
    /// of them holds a sum that cannot be counted, the batch is folded again with care: that line is
    /// kept aside and the others count.
    fn batch(&mut self, segment: &mut Segment, position: &mut Position, end: u64) -> Result<bool> {
        match self.try_batch(segment, position, end, false) {
            Err(Error::TooLarge(_)) => {
                // What the book remembers of the attempt was never written.
                self.book = None;
                self.intake = None;
                self.try_batch(segment, position, end, true)
            }
            other => other,
        }
    }

    fn try_batch(
        &mut self,
        segment: &mut Segment,
        position: &mut Position,
        end: u64,
        careful: bool,
    ) -> Result<bool> {
        let transaction = begin(self.db)?;
        let book = match &mut self.book {
            Some(book) => book,
            // Read with the first batch: most folds find nothing to do.
            None => self.book.insert(Book::read(&transaction)?),
        };
        let intake = match &mut self.intake {
            Some(intake) => intake,
            None => self.intake.insert(Intake::begin(&transaction)?),
        };
        let mut batch = Batch {
            db: &transaction,
            book,
            intake,
            done: self.done,
            careful,
        };
        let mut offset = position.offset;
        while offset < end {
            segment
                .read(offset, PIECE, &mut self.buffer)
                .map_err(|error| io(self.store, &error))?;
            if self.buffer.is_empty() {
                break;
            }
            batch.piece(position.segment, &read(&self.buffer, offset))?;
            offset += self.buffer.len() as u64;
        }
        if offset == position.offset {
            return Ok(false);
        }
        batch.write()?;
        batch.book.packer.write(&transaction)?;
        let done = batch.done;
        let reached = Position {
            segment: position.segment,
            offset,
        };
        meta::set_position(&transaction, reached)?;
        commit(transaction)?;
        // Only what is committed is reported.
        self.done = done;
        *position = reached;
        Ok(true)
    }

    fn note_lost_log(&mut self) -> Result<()> {
        let transaction = begin(self.db)?;
        let position = meta::position(&transaction)?;
        let reason = "the journal is shorter than what was folded of it: it was cut or replaced";
        meta::keep_fault(
            &transaction,
            0,
            position.segment,
            position.offset,
            reason,
            b"",
        )?;
        meta::set_position(
            &transaction,
            Position {
                segment: position.segment,
                offset: 0,
            },
        )?;
        commit(transaction)
    }
}

/// What stands at a place of the log.
struct Found<'l> {
    offset: u64,
    /// The record, or why there is none.
    what: std::result::Result<Line<'l>, String>,
    /// The JSON text of the record, or what stands there instead.
    bytes: &'l [u8],
}

impl<'l> Found<'l> {
    fn events(&self) -> Option<&[Event<'l>]> {
        match &self.what.as_ref().ok()?.record {
            Record::Event(event) => Some(std::slice::from_ref(event)),
            Record::Events(events) => Some(events),
            // What they give rise to is known when their distributors are.
            Record::Transaction(_) | Record::Refund(_) => None,
        }
    }
}

/// What whole lines hold, of which the first stands at an offset.
fn read(lines: &[u8], offset: u64) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    let mut start = offset;
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let mut offset = start;
        for piece in pieces(line.strip_suffix(b"\n").unwrap_or(line)) {
            let (what, bytes, before) = match piece {
                // Its checksum holds, so whoever wrote it meant it; but it may be no record of ours.
                Piece::Json(json) => {
                    let what = Line::decode(json).map_err(|error| format!("is no record: {error}"));
                    (what, json.as_bytes(), 10)
                }
                Piece::Damaged(bytes, reason) => (Err(reason.to_owned()), bytes, 1),
            };
            all.push(Found {
                offset,
                what,
                bytes,
            });
            offset += bytes.len() as u64 + before;
        }
        start += line.len() as u64;
    }
    all
}

/// One transaction's worth of folding.
struct Batch<'b> {
    db: &'b Connection,
    book: &'b mut Book,
    intake: &'b mut Intake,
    done: Folded,
    // Whether each record gets a savepoint of its own, so that one alone can be taken back.
    careful: bool,
}

impl Batch<'_> {
    fn piece(&mut self, segment: i64, piece: &[Found<'_>]) -> Result<()> {
        let events = piece.iter().filter_map(Found::events).flatten();
        let keys = events.map(|event| event.key.as_ref());
        self.intake.expect(self.db, keys)?;
        for found in piece {
            match &found.what {
                Ok(line) if self.careful => {
                    self.record_apart(line, segment, found.offset, found.bytes)?;
                }
                Ok(line) => self.record(line)?,
                Err(reason) => self.fault(segment, found.offset, reason, found.bytes)?,
            }
        }
        Ok(())
    }

    fn fault(&mut self, segment: i64, offset: u64, reason: &str, bytes: &[u8]) -> Result<()> {
        self.done.faults += 1;
        Ok(meta::keep_fault(
            self.db, 0, segment, offset, reason, bytes,
        )?)
    }

    fn record_apart(
        &mut self,
        line: &Line<'_>,
        segment: i64,
        offset: u64,
        json: &[u8],
    ) -> Result<()> {
        let savepoint = store::Savepoint::set(self.db)?;
        let before = self.done;
        match self.record(line).and_then(|()| self.write()) {
            Ok(()) => Ok(savepoint.release()?),
            Err(Error::TooLarge(reason)) => {
                savepoint.roll_back()?;
                *self.book = Book::read(self.db)?;
                *self.intake = Intake::begin(self.db)?;
                self.done = before;
                self.fault(segment, offset, &reason, json)
            }
            Err(other) => Err(other),
        }
    }

    /// Writes what was kept at hand.
    fn write(&mut self) -> Result<()> {
        self.intake.end(self.db)?;
        self.book.flush_scores(self.db)
    }

    fn record(&mut self, line: &Line<'_>) -> Result<()> {
        match &line.record {
            Record::Event(event) => self.event(event, None, line.now).map(|_| ()),
            Record::Events(events) => events
                .iter()
                .try_for_each(|event| self.event(event, None, line.now).map(|_| ())),
            Record::Transaction(transaction) => self.sale(transaction, line.now),
            Record::Refund(refund) => self.refund(refund, line.now),
        }
    }
}

/// Tells one body from another under the same key. Not a secret and not an identity: the key is.
fn fingerprint(parts: &impl Serialize) -> u32 {
    // Plain records always have a JSON form; nothing is lost if one had none.
    serde_json::to_vec(parts).map_or(0, |bytes| crc32fast::hash(&bytes))
}

fn io(store: &Store, error: &std::io::Error) -> store::Error {
    store::Error::from_io(error, &crate::journal::file::path(store.directory()))
}

fn open_current(store: &Store) -> Result<Option<Segment>> {
    Ok(Segment::current(store.directory()).map_err(|error| io(store, &error))?)
}

fn open_finished(store: &Store, number: i64) -> Result<Option<Segment>> {
    Ok(Segment::finished(store.directory(), number).map_err(|error| io(store, &error))?)
}

fn length(store: &Store, segment: &Segment) -> Result<u64> {
    Ok(segment.len().map_err(|error| io(store, &error))?)
}

fn remove(store: &Store, segment: Segment) -> Result<()> {
    Ok(segment.remove().map_err(|error| io(store, &error))?)
}
