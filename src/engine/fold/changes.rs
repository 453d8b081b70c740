//! Changes in the log. Each is done in a transaction of its own, after everything before it, and once however often it is read.
//!
//! A change that the state refuses does nothing, whoever folds it. Its caller is told why.

use super::book::Book;
use super::lines::read;
use super::log::{io, tail};
use super::{Backlog, Batch, Fold, Loader, TURN};
use crate::domain::call::{CallId, Change};
use crate::domain::instant::{self, Instant};
use crate::engine::calls::{self, Settings, Told};
use crate::engine::{Error, Result, json};
use crate::journal::segment::Segment;
use crate::journal::{Content, Record, lines};
use crate::store::meta::{self, Position};
use crate::store::{self, Connection, Savepoint, Store, Transaction, begin, commit};

/// How much of a turn a change takes, in bytes of visits. Most take a few milliseconds, so others get a turn after 64 of them.
const A_CHANGE: u64 = TURN / 64;

/// A change that the caller waits for.
pub struct Awaited<'a> {
    pub id: CallId,
    /// Does the change and keeps the answer.
    pub act: &'a mut dyn FnMut(&Transaction<'_>) -> Result<()>,
    /// Set when the fold reaches the change.
    pub outcome: Option<Result<()>>,
}

/// Folds the log up to and including a change that was just written into it. The caller holds the write lock.
pub fn through(store: &Store, db: &mut Connection, mut awaited: Awaited<'_>) -> Result<()> {
    // Only what others wrote in the last moment is folded here. Rotating the log is left to the next caller.
    let mut backlog = Backlog::rotating(u64::MAX);
    while awaited.outcome.is_none() {
        if backlog.fold_awaiting(store, db, Some(&mut awaited))? {
            break;
        }
    }
    awaited.outcome.unwrap_or_else(|| {
        Err(Error::Storage(store::Error::Inconsistent(format!(
            "change {} was written into the log but is no longer there",
            awaited.id
        ))))
    })
}

impl Fold<'_, '_> {
    /// Folds the next line if it has a change; false if it has none.
    pub(super) fn change(
        &mut self,
        segment: &mut Segment,
        position: &mut Position,
    ) -> Result<bool> {
        let mut buffer = std::mem::take(&mut self.buffer);
        segment
            .read(position.offset, 1, &mut buffer)
            .map_err(|error| io(self.store, &error))?;
        let Some(line) = lines(&buffer).next() else {
            return Ok(false);
        };
        let found = read(line, position.offset);
        if !found.iter().any(super::Found::is_change) {
            return Ok(false);
        }
        let offset = position.offset + line.len() as u64;
        let reached = Position {
            offset,
            tail: Some(tail(self.store, segment, offset)?),
            ..*position
        };
        let transaction = begin(self.db)?;
        let mut done = *self.done;
        for found in &found {
            if let Ok(Record {
                content: Content::Change(change),
                now,
            }) = &found.what
            {
                carry_out(&transaction, change, *now, self.awaited.as_deref_mut())?;
                continue;
            }
            // A torn write of another record is in the same line.
            let mut batch = Batch {
                db: &transaction,
                book: &mut Book::read(&transaction)?,
                loader: &mut Loader::begin(&transaction)?,
                done,
                careful: true,
            };
            batch.lines(position.segment, std::slice::from_ref(found))?;
            batch.write()?;
            batch.book.blocks.write(&transaction)?;
            done = batch.done;
        }
        meta::set_position(&transaction, reached)?;
        commit(transaction)?;
        *self.done = done;
        // The book is from before the change.
        *self.kept = super::Kept::default();
        self.left = self.left.saturating_sub(A_CHANGE.max(line.len() as u64));
        *position = reached;
        self.buffer = buffer;
        Ok(true)
    }
}

/// Does a change, unless it was done before. On an error that is not a refusal nothing is decided, and the next fold tries
/// again.
fn carry_out(
    db: &Transaction<'_>,
    change: &Change<'_>,
    now: i64,
    awaited: Option<&mut Awaited<'_>>,
) -> Result<()> {
    if !store::calls::is_new(db, change.id, now)? {
        return Ok(());
    }
    let before = Savepoint::around_a_change(db)?;
    let awaited = awaited.filter(|awaited| awaited.id == change.id);
    let (outcome, asked) = match awaited {
        Some(awaited) => ((awaited.act)(db), Some(&mut awaited.outcome)),
        None => (again(db, change, now), None),
    };
    let refusal = match outcome {
        Ok(()) => {
            before.release()?;
            None
        }
        Err(error) if error.is_local() => {
            before.roll_back()?;
            Some(error)
        }
        Err(error) => return Err(error),
    };
    if let Some(asked) = asked {
        *asked = Some(refusal.map_or(Ok(()), Err));
    }
    Ok(())
}

/// Does a change that another process asked for.
fn again(db: &Transaction<'_>, change: &Change<'_>, now: i64) -> Result<()> {
    let Some(call) = calls::from_log(&change.call) else {
        return Err(Error::Storage(store::Error::UnknownChange(
            change.call.to_string(),
        )));
    };
    let Some(now) = Instant::from_micros(now) else {
        return Err(Error::invalid("now", instant::is_invalid_instant()));
    };
    call(&Told {
        db,
        settings: &Settings::of(change),
        input: &json::from_json(change.input.clone()),
        now,
    })
}
