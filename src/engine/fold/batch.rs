//! Records of the log, folded in one transaction, so that sums of many records are written once.

use super::Folded;
use super::book::Book;
use super::lines::{Found, events_of};
use crate::domain::call::Unread;
use crate::domain::instant::Instant;
use crate::engine::{Error, Result, json, record};
use crate::journal::{Content, Record};
use crate::store::keys::Key;
use crate::store::load::loader::Loader;
use crate::store::{self, Write, faults};

pub(super) struct Batch<'b> {
    pub db: &'b Write<'b>,
    pub book: &'b mut Book,
    pub loader: &'b mut Loader,
    pub done: Folded,
    /// Whether each record gets a savepoint of its own, so that a single one can be rolled back.
    pub careful: bool,
}

impl Batch<'_> {
    pub fn lines(&mut self, segment: i64, lines: &[Found<'_>]) -> Result<()> {
        let events = lines.iter().flat_map(Found::events);
        let keys: Vec<Key<'_>> = events.map(|event| Key::of(&event.key)).collect();
        self.loader.expect(self.db, &keys)?;
        let mut keys = keys.as_slice();
        for found in lines {
            let own;
            (own, keys) = keys.split_at(found.events().len());
            match &found.what {
                Ok(Record {
                    content: Content::Unread(unread),
                    now,
                }) => self.unread(unread, *now, segment, found)?,
                Ok(record) if self.careful => self.record_apart(record, own, segment, found)?,
                Ok(record) => self.record(record, own)?,
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
            Ok(content) => {
                let record = Record { content, now };
                let events = events_of(&record.content);
                let keys: Vec<Key<'_>> = events.iter().map(|event| Key::of(&event.key)).collect();
                if self.careful {
                    self.record_apart(&record, &keys, segment, found)
                } else {
                    self.record(&record, &keys)
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
        Ok(faults::keep(self.db, 0, segment, offset, reason, bytes)?)
    }

    fn record_apart(
        &mut self,
        record: &Record<'_>,
        keys: &[Key<'_>],
        segment: i64,
        found: &Found<'_>,
    ) -> Result<()> {
        let savepoint = store::Savepoint::set(self.db)?;
        let before = self.done;
        match self.record(record, keys).and_then(|()| self.write()) {
            Ok(()) => Ok(savepoint.release()?),
            Err(Error::TooLarge(reason)) => {
                savepoint.roll_back()?;
                *self.book = Book::read(self.db)?;
                *self.loader = Loader::begin(self.db)?;
                self.done = before;
                self.fault(segment, found.offset, &reason.to_string(), found.bytes)
            }
            Err(other) => Err(other),
        }
    }

    /// Writes the sums and rows that were kept in memory.
    pub fn write(&mut self) -> Result<()> {
        self.loader.end(self.db)?;
        self.book.crowds.write(self.db)?;
        self.book.link_days.write(self.db)?;
        self.book.scores.write(self.db)
    }

    /// `keys` are those of its events.
    fn record(&mut self, record: &Record<'_>, keys: &[Key<'_>]) -> Result<()> {
        match &record.content {
            Content::Event(_) | Content::Events(_) => {
                for (event, key) in events_of(&record.content).iter().zip(keys) {
                    self.event_of_key(event, *key, None, record.now)?;
                }
                Ok(())
            }
            Content::Transaction(transaction) => self.sale(transaction, record.now),
            Content::Refund(refund) => self.refund(refund, record.now),
            // The first was read before, the second is done in a transaction of its own, the third is a header.
            Content::Unread(_) | Content::Change(_) | Content::Begin(_) => Ok(()),
        }
    }
}
