//! Records of the log, folded in one transaction, so that sums of many records are written once.

use super::Folded;
use super::book::Book;
use super::lines::{Found, events_of};
use crate::domain::call::Unread;
use crate::domain::instant::Instant;
use crate::engine::{Error, Result, json, record};
use crate::journal::{Line, Record};
use crate::store::intake::Intake;
use crate::store::keys::Key;
use crate::store::{self, Connection, meta};

pub(super) struct Batch<'b> {
    pub db: &'b Connection,
    pub book: &'b mut Book,
    pub intake: &'b mut Intake,
    pub done: Folded,
    /// Whether each record gets a savepoint of its own, so that a single one can be rolled back.
    pub careful: bool,
}

impl Batch<'_> {
    pub fn lines(&mut self, segment: i64, lines: &[Found<'_>]) -> Result<()> {
        let events = lines.iter().flat_map(Found::events);
        let keys: Vec<Key<'_>> = events.map(|event| Key::of(&event.key)).collect();
        self.intake.expect(self.db, &keys)?;
        let mut keys = keys.as_slice();
        for found in lines {
            let own;
            (own, keys) = keys.split_at(found.events().len());
            match &found.what {
                Ok(Line {
                    record: Record::Unread(unread),
                    now,
                }) => self.unread(unread, *now, segment, found)?,
                Ok(line) if self.careful => self.record_apart(line, own, segment, found)?,
                Ok(line) => self.record(line, own)?,
                Err(reason) => self.fault(segment, found.offset, reason, found.bytes)?,
            }
        }
        Ok(())
    }

    /// Reads a record that was written without being checked, because the engine could not be opened. If it is invalid, it is
    /// kept aside with its problems.
    fn unread(
        &mut self,
        unread: &Unread<'_>,
        now: i64,
        segment: i64,
        found: &Found<'_>,
    ) -> Result<()> {
        let input = json::from_json(unread.input.clone());
        match record::told(&unread.call, &input, Instant::from_micros(now)) {
            Ok(record) => {
                let line = Line { record, now };
                let events = events_of(&line.record);
                let keys: Vec<Key<'_>> = events.iter().map(|event| Key::of(&event.key)).collect();
                if self.careful {
                    self.record_apart(&line, &keys, segment, found)
                } else {
                    self.record(&line, &keys)
                }
            }
            Err(problems) => {
                let reason = format!("is no {}: {problems}", unread.call);
                self.fault(segment, found.offset, &reason, found.bytes)
            }
        }
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
        keys: &[Key<'_>],
        segment: i64,
        found: &Found<'_>,
    ) -> Result<()> {
        let savepoint = store::Savepoint::set(self.db)?;
        let before = self.done;
        match self.record(line, keys).and_then(|()| self.write()) {
            Ok(()) => Ok(savepoint.release()?),
            Err(Error::TooLarge(reason)) => {
                savepoint.roll_back()?;
                *self.book = Book::read(self.db)?;
                *self.intake = Intake::begin(self.db)?;
                self.done = before;
                self.fault(segment, found.offset, &reason, found.bytes)
            }
            Err(other) => Err(other),
        }
    }

    /// Writes the sums and rows that were kept in memory.
    pub fn write(&mut self) -> Result<()> {
        self.intake.end(self.db)?;
        self.book.crowds.write(self.db)?;
        self.book.link_days.write(self.db)?;
        self.book.scores.write(self.db)
    }

    /// `keys` are those of its events.
    fn record(&mut self, line: &Line<'_>, keys: &[Key<'_>]) -> Result<()> {
        match &line.record {
            Record::Event(_) | Record::Events(_) => {
                for (event, key) in events_of(&line.record).iter().zip(keys) {
                    self.event_of_key(event, *key, None, line.now)?;
                }
                Ok(())
            }
            Record::Transaction(transaction) => self.sale(transaction, line.now),
            Record::Refund(refund) => self.refund(refund, line.now),
            // The first was read before, the second is done in a transaction of its own, the third is a header.
            Record::Unread(_) | Record::Change(_) | Record::Begin(_) => Ok(()),
        }
    }
}
