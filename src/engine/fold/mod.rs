//! From the journal into the database: exactly once, however often it dies.
//! Not here: the log's format (`journal`), or what an event is worth (`domain`).
//!
//! A piece of the log is read, de-duplicated by the keys its producers made, added to events, scores and
//! pools, and its end saved, in one transaction. Between two pieces the write lock is given up, so that nobody
//! waits for a backlog ([`Backlog`]). Memory is bounded by the piece and the database's cache, not by the log.

mod amend;
mod batch;
mod book;
mod book_anew;
mod changes;
pub(in crate::engine) mod clawback;
pub(in crate::engine) mod credited;
mod crowd;
pub(in crate::engine) mod entries;
mod erased;
mod events;
mod history;
mod ignored;
mod lines;
mod log;
mod people;
mod place;
mod pooled;
pub(in crate::engine) mod recount;
mod refunds;
mod reversal;
mod sales;
mod same_person;
mod strangers;
pub(in crate::engine) mod window;
mod worth;

use serde::Serialize;

use super::site::{begin, commit};
use super::{Error, Result};
use crate::journal::segment::{Header, Segment, SegmentId};
use crate::store::load::loader::Loader;
use crate::store::meta::{self, Position};
use crate::store::{Connection, Store, faults};

use batch::Batch;
use book::Book;
pub use book::{Tracked, TrackedVersion};
pub use book_anew::book_anew;
pub(super) use changes::{Awaited, through};
pub(super) use events::{instant, too_many};
use lines::{Found, affordable, before_changes, read};
pub use log::{Waiting, is_done, missing, missing_of_all, skip_missing, waiting};
use log::{io, length};
pub use place::{following, not_opened, place, place_or_next, unopened};
pub use recount::{recount, recount_from, recount_open, take_away};

/// How much of the log is read at once, in bytes.
const READ: usize = 256 << 10;
/// How much is folded in one transaction, in bytes of visits: what takes about a quarter of a second.
const TURN: u64 = 4 << 20;
/// How many bytes of the log an event takes, about.
const BYTES_EACH: u64 = 200;
/// From which size on a folded log is put away, in bytes.
const ROTATE_AT: u64 = 16 << 20;

/// What a fold did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
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

/// What had been recorded when somebody asked, folded a piece at a time.
#[derive(Debug)]
pub struct Backlog {
    /// From which size on a folded log is put away, in bytes.
    rotate_at: u64,
    /// Up to where it is folded; known with the first piece.
    target: Option<Target>,
    done: Folded,
    kept: Kept,
}

/// How far the log had been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    segment: i64,
    offset: u64,
}

/// What one piece leaves for the next, as long as nobody else writes in between.
#[derive(Debug, Default)]
struct Kept {
    book: Option<Book>,
    loader: Option<Loader>,
    /// Changes when another connection has written.
    version: Option<i64>,
    /// Whether the loader is prepared for what is still to come.
    prepared: bool,
}

impl Backlog {
    /// What has been recorded up to now. A large log is put away once it is folded.
    #[must_use]
    pub fn recorded() -> Backlog {
        Backlog::rotating(ROTATE_AT)
    }

    /// What has been recorded up to now. The log it stands in is put away, however small.
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

    /// What was folded so far.
    #[must_use]
    pub fn done(&self) -> Folded {
        self.done
    }

    /// Folds the next piece; true when it was the last. The caller holds the write lock.
    pub fn fold(&mut self, store: &Store, db: &mut Connection) -> Result<bool> {
        self.fold_awaiting(store, db, None)
    }

    fn fold_awaiting(
        &mut self,
        store: &Store,
        db: &mut Connection,
        awaited: Option<&mut Awaited<'_>>,
    ) -> Result<bool> {
        self.kept.refresh(db)?;
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
            match log::next(store, meta::position(fold.db)?)? {
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

    /// Prepares for the pieces to come, when there are many of them. The caller need not hold the write lock.
    pub fn prepare(&mut self, store: &Store, db: &Connection) -> Result<()> {
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
    /// Forgets what may be another by now.
    fn refresh(&mut self, db: &Connection) -> Result<()> {
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

struct Fold<'f, 'a> {
    store: &'f Store,
    db: &'f mut Connection,
    kept: &'f mut Kept,
    done: &'f mut Folded,
    /// How much may still be folded.
    left: u64,
    buffer: Vec<u8>,
    /// The change that whoever folds asked for.
    awaited: Option<&'f mut Awaited<'a>>,
}

impl Fold<'_, '_> {
    /// Lets another segment be written. Nobody is held up where that fails, unless they `must` have it.
    fn rotate(&mut self, mut segment: Segment, position: Position, must: bool) -> Result<()> {
        let number = position.segment + 1;
        let finished = Header::new(Some((number, position.id))).and_then(|next| {
            segment.finish(self.store.directory(), position.segment, &next)?;
            Ok(next)
        });
        let next = match finished {
            Ok(next) => next,
            // Where the disk is full, say, the log grows on, and the next fold tries again: all is counted.
            Err(_) if !must => return Ok(()),
            Err(error) => return Err(io(self.store, &error).into()),
        };
        // What was acknowledged before the name went is there; nothing is added to it any more. Where that is
        // too much for now, the next fold finds it by its number.
        if !self.read_through(&mut segment, position)?.1 {
            return Ok(());
        }
        self.begin_next(number, Some(next.id))
    }

    fn begin_next(&mut self, number: i64, id: Option<SegmentId>) -> Result<()> {
        let transaction = begin(self.db)?;
        meta::set_position(&transaction, Position::beginning(number, id))?;
        commit(transaction)
    }

    /// Folds a segment from a position on; answers to where, and whether that is the last whole line it has now.
    /// What is written meanwhile is the next fold's: under writers that never stop there is no end.
    fn read_through(&mut self, segment: &mut Segment, from: Position) -> Result<(Position, bool)> {
        let mut position = from;
        let length = length(self.store, segment)?;
        if !log::is_as_it_was(self.store, segment, position)? {
            // Somebody cut the log or put back an older state of it. All of it is read again: keys make that harmless.
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

    /// Folds whole lines up to an offset or a little beyond it, as many as may still be folded; false when there
    /// were none. Where one of them holds a sum that cannot be counted, they are folded again with care: that
    /// line is kept aside and the others count.
    fn piece(&mut self, segment: &mut Segment, position: &mut Position, end: u64) -> Result<bool> {
        match self.try_piece(segment, position, end, false) {
            Err(Error::TooLarge(_)) => {
                // What the book remembers of the attempt was never written.
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
            // Read with the first piece: most folds find nothing to do.
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
                // A change comes next: it finds all written that came before it.
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
        // Only what is committed is reported.
        *self.done = done;
        self.left = left;
        *position = reached;
        Ok(true)
    }

    fn note_lost_log(&mut self) -> Result<()> {
        let transaction = begin(self.db)?;
        let position = meta::position(&transaction)?;
        let reason = "the journal is not what was folded of it: it was cut, or an older state of it was put back";
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
        commit(transaction)
    }
}

/// Tells one body from another under the same key. Not a secret and not an identity: the key is.
fn fingerprint(parts: &impl Serialize) -> u32 {
    // Plain records always have a JSON form; nothing is lost if one had none.
    serde_json::to_vec(parts).map_or(0, |bytes| crc32fast::hash(&bytes))
}
