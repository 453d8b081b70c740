//! Folds the log into the database, exactly once however often the process dies.
//! Not here: the log's format (`journal`), what counts for a distributor (`counting`), or what an event is worth (`domain`).
//!
//! One transaction reads a piece of the log, drops duplicates by their keys, adds the rest to events, scores and pools, and
//! saves where it stopped. The write lock is released between two pieces, so that nobody waits for a backlog ([`Backlog`]).
//! Memory is bounded by the piece and the database's cache, not by the log.

mod amend;
mod batch;
mod book;
mod changes;
mod clawback;
mod credit; // whom an event credits
mod crowd;
mod erased;
mod events;
mod history;
mod ignored;
mod lines;
mod log;
mod people;
mod refunds;
mod sales;
mod same_person;
mod sold;
mod strangers;
mod worth;

use serde::Serialize;

use super::{Error, Result};
use crate::journal::segment::{Header, Segment, SegmentId};
use crate::store::load::loader::Loader;
use crate::store::meta::{self, Position};
use crate::store::{Connection, Read, Store, begin, commit, faults};

use batch::Batch;
use book::Book;
pub(super) use changes::{Awaited, through};
use lines::{Found, affordable, before_changes, read};
pub use log::{Waiting, is_done, missing, missing_of_all, skip_missing, waiting};
use log::{io, length};

/// How much of the log is read at once, in bytes.
const READ: usize = 256 << 10;
/// How much one turn folds, in bytes of visits: about a quarter of a second's work.
const TURN: u64 = 4 << 20;
/// The approximate size of an event in the log.
const BYTES_EACH: u64 = 200;
/// The size in bytes from which a folded log is closed and a new one begun.
const ROTATE_AT: u64 = 16 << 20;

/// What a fold did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
pub struct Folded {
    /// New events.
    pub events: u64,
    /// New sales and refunds.
    pub transactions: u64,
    /// Records whose key was known already.
    pub duplicates: u64,
    /// Damaged lines, which are kept aside.
    pub faults: u64,
}

/// Everything recorded up to the moment it is first folded, a piece at a time.
#[derive(Debug)]
pub struct Backlog {
    rotate_at: u64,
    /// Where it ends, which is known with the first piece.
    target: Option<Target>,
    done: Folded,
    kept: Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    segment: i64,
    offset: u64,
}

/// What one piece keeps in memory for the next, as long as no other connection writes in between.
#[derive(Debug, Default)]
struct Kept {
    book: Option<Book>,
    loader: Option<Loader>,
    /// SQLite's data version, which changes when another connection writes.
    version: Option<i64>,
    /// Whether the loader is prepared for the rest of the backlog.
    prepared: bool,
}

impl Backlog {
    /// Starts a new log after folding a large one.
    #[must_use]
    pub fn recorded() -> Backlog {
        Backlog::rotating(ROTATE_AT)
    }

    /// Starts a new log after folding, even if the old one is small.
    #[must_use]
    pub fn put_away() -> Backlog {
        Backlog::rotating(1)
    }

    fn rotating(rotate_at: u64) -> Backlog {
        Backlog {
            rotate_at,
            target: None,
            done: Folded::default(),
            kept: Kept::default(),
        }
    }

    #[must_use]
    pub fn done(&self) -> Folded {
        self.done
    }

    /// Folds the next piece; true if it was the last. The caller holds the write lock.
    pub fn fold(&mut self, store: &Store, db: &mut Connection) -> Result<bool> {
        self.fold_awaiting(store, db, None)
    }

    fn fold_awaiting(
        &mut self,
        store: &Store,
        db: &mut Connection,
        awaited: Option<&mut Awaited<'_>>,
    ) -> Result<bool> {
        self.kept.refresh(&Read::of(db))?;
        let mut fold = Fold {
            store,
            db,
            kept: &mut self.kept,
            done: &mut self.done,
            left: TURN,
            buffer: Vec::new(),
            awaited,
        };
        let (mut segment, position) = loop {
            match log::next(store, meta::position(&Read::of(fold.db))?)? {
                log::Next::Nothing => return Ok(true),
                log::Next::Current(segment, position) => break (segment, position),
                log::Next::Finished(mut segment, position) => {
                    segment.wait_for_leases();
                    if !fold.read_through(&mut segment, position)?.1 {
                        return Ok(false);
                    }
                    fold.begin_next(position.segment + 1, None)?;
                }
            }
        };
        let target = *self.target.get_or_insert(Target {
            segment: position.segment,
            offset: length(store, &segment)?,
        });
        let (position, ended) = fold.read_through(&mut segment, position)?;
        if ended && position.offset >= self.rotate_at {
            fold.rotate(segment, position, self.rotate_at != ROTATE_AT)?;
        }
        let reached = Target {
            segment: position.segment,
            offset: position.offset,
        };
        Ok(ended || reached >= target)
    }

    /// Prepares for the rest of a large backlog. The caller need not hold the write lock.
    pub fn prepare(&mut self, store: &Store, db: &Read<'_>) -> Result<()> {
        if self.kept.prepared {
            return Ok(());
        }
        if let Some(loader) = &mut self.kept.loader {
            let coming = log::waiting_bytes(store, db)? / BYTES_EACH;
            loader.prepare(db, coming)?;
            self.kept.prepared = true;
        }
        Ok(())
    }
}

impl Kept {
    /// Forgets what another connection may have changed.
    fn refresh(&mut self, db: &Read<'_>) -> Result<()> {
        let version = Some(meta::version(db)?);
        if self.version != version {
            self.version = version;
            self.book = None;
            if let Some(loader) = &mut self.loader {
                loader.catch_up(db)?;
            }
        }
        Ok(())
    }
}

/// How many collaborators and codes are remembered before all are forgotten, which bounds the memory.
const REMEMBERED: usize = 100_000;

struct Fold<'f, 'a> {
    store: &'f Store,
    db: &'f mut Connection,
    kept: &'f mut Kept,
    done: &'f mut Folded,
    /// How much this turn may still fold, in bytes of visits.
    left: u64,
    buffer: Vec<u8>,
    /// The change that the caller waits for.
    awaited: Option<&'f mut Awaited<'a>>,
}

impl Fold<'_, '_> {
    /// Starts a new segment. A failure is ignored unless the caller `must` have one.
    fn rotate(&mut self, mut segment: Segment, position: Position, must: bool) -> Result<()> {
        let number = position.segment + 1;
        let finished = Header::new(Some((number, position.id))).and_then(|next| {
            segment.finish(self.store.directory(), position.segment, &next)?;
            Ok(next)
        });
        let next = match finished {
            Ok(next) => next,
            // If the disk is full, for example, the log keeps growing and the next fold tries again. Nothing is lost.
            Err(_) if !must => return Ok(()),
            Err(error) => return Err(io(self.store, &error).into()),
        };
        // Everything that was acknowledged before the segment lost its name is in it, and no more is added. If it is too much
        // for this turn, the next fold finds the segment by its number.
        if !self.read_through(&mut segment, position)?.1 {
            return Ok(());
        }
        self.begin_next(number, Some(next.id))
    }

    fn begin_next(&mut self, number: i64, id: Option<SegmentId>) -> Result<()> {
        let transaction = begin(self.db)?;
        meta::set_position(&transaction, Position::beginning(number, id))?;
        Ok(commit(transaction)?)
    }

    /// Folds a segment from a position on. Answers how far, and whether that is the end that it had at the beginning: with
    /// writers that never pause, there is no other end.
    fn read_through(&mut self, segment: &mut Segment, from: Position) -> Result<(Position, bool)> {
        let mut position = from;
        let length = length(self.store, segment)?;
        if !log::is_as_it_was(self.store, segment, position)? {
            // Somebody cut the log or restored an older state of it. Reading all of it again is harmless, because records have
            // keys.
            self.note_lost_log()?;
            position.offset = 0;
            position.tail = None;
        }
        while position.offset < length {
            if self.left == 0 {
                return Ok((position, false));
            }
            if !self.piece(segment, &mut position, length)?
                && !self.change(segment, &mut position)?
            {
                break;
            }
        }
        Ok((position, true))
    }

    /// Folds whole lines up to an offset or a little beyond it, as many as this turn still may; false if there were none. If
    /// one of them has a sum that is too large to count, they are folded again, each with a savepoint of its own: that line is
    /// kept aside and the others count.
    fn piece(&mut self, segment: &mut Segment, position: &mut Position, end: u64) -> Result<bool> {
        match self.try_piece(segment, position, end, false) {
            Err(Error::TooLarge(_)) => {
                // The book and the loader remember rows that were rolled back.
                self.kept.book = None;
                self.kept.loader = None;
                self.kept.prepared = false;
                self.try_piece(segment, position, end, true)
            }
            other => other,
        }
    }

    fn try_piece(
        &mut self,
        segment: &mut Segment,
        position: &mut Position,
        end: u64,
        careful: bool,
    ) -> Result<bool> {
        let transaction = begin(self.db)?;
        let book = match &mut self.kept.book {
            Some(book) => book,
            // Read with the first piece, because most folds find nothing to do.
            None => self.kept.book.insert(Book::read(&transaction)?),
        };
        let loader = match &mut self.kept.loader {
            Some(loader) => loader,
            None => self.kept.loader.insert(Loader::begin(&transaction)?),
        };
        let mut batch = Batch {
            db: &transaction,
            book,
            loader,
            done: *self.done,
            careful,
        };
        let mut offset = position.offset;
        let mut left = self.left;
        while offset < end && left > 0 {
            segment
                .read(offset, READ, &mut self.buffer)
                .map_err(|error| io(self.store, &error))?;
            if self.buffer.is_empty() {
                break;
            }
            let found = read(&self.buffer, offset);
            let records = before_changes(&found);
            let lines = affordable(records, &mut left);
            batch.lines(position.segment, lines)?;
            offset = match found.get(lines.len()) {
                Some(next) => next.line,
                None => offset + self.buffer.len() as u64,
            };
            if records.len() < found.len() && lines.len() == records.len() {
                // The next line is a change, which must find everything before it written.
                break;
            }
        }
        if offset == position.offset {
            return Ok(false);
        }
        batch.write()?;
        batch.book.blocks.write(&transaction)?;
        let done = batch.done;
        let reached = Position {
            offset,
            tail: Some(log::tail(self.store, segment, offset)?),
            ..*position
        };
        meta::set_position(&transaction, reached)?;
        commit(transaction)?;
        // Set after the commit, so that only what is committed is reported.
        *self.done = done;
        self.left = left;
        *position = reached;
        Ok(true)
    }

    fn note_lost_log(&mut self) -> Result<()> {
        let transaction = begin(self.db)?;
        let position = meta::position(&transaction)?;
        let reason = "the journal differs from what was folded before: it was cut, or an older state of it was restored";
        faults::keep(
            &transaction,
            0,
            position.segment,
            position.offset,
            reason,
            b"",
        )?;
        let again = Position::beginning(position.segment, position.id);
        meta::set_position(&transaction, again)?;
        Ok(commit(transaction)?)
    }
}

/// Tells whether two records under the same key have the same content. It is neither a secret nor an identity.
fn fingerprint(parts: &impl Serialize) -> u32 {
    // Plain records always have a JSON form.
    serde_json::to_vec(parts).map_or(0, |bytes| crc32fast::hash(&bytes))
}
