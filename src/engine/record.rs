//! Records events, sales and refunds: checked input becomes one line of the journal. Nothing is looked up or calculated.
//!
//! Each kind of record is a call like any other. Pages use a faster function that answers only the key.

use std::borrow::Cow;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run, is_no_call};
use super::{Error, Ledger, Result};
use crate::domain::event::Event;
use crate::domain::input::{At, Cursor, Problems, Value, read};
use crate::domain::instant::{self, Instant};
use crate::domain::message::Message;
use crate::domain::transaction::{Refund, Transaction};
use crate::domain::words::words;
use crate::journal::{Content, Record};
use crate::store;

pub const EVENT: Entry = Entry::record::<RecordEvent>().beside("type", "event");

pub const EVENTS: Entry = Entry::record::<RecordEvents>().of("events");

pub const TRANSACTION: Entry = Entry::record::<RecordTransaction>().of("transaction");

pub const REFUND: Entry = Entry::record::<RecordRefund>().of("refund");

/// The maximum number of events in one call.
pub const MOST_EVENTS: usize = 10_000;

#[derive(Debug)]
pub struct RecordEvent;

#[derive(Debug)]
pub struct RecordEvents;

#[derive(Debug)]
pub struct RecordTransaction;

#[derive(Debug)]
pub struct RecordRefund;

words! {
    /// The status of a record.
    RecordStatus {
        /// It is in the log, and will be counted later.
        Accepted = "accepted",
    }
}

/// A record in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Recorded {
    /// The key of an event; or the source and the number of a sale, and the number of the refund, joined by colons.
    pub key: String,
    /// The status of the record.
    pub status: RecordStatus,
}

impl Recorded {
    fn of(key: impl Into<String>) -> Recorded {
        Recorded {
            key: key.into(),
            status: RecordStatus::Accepted,
        }
    }
}

impl Call for RecordEvent {
    const NAME: &'static str = "record_event";
    const ABOUT: &'static str = "Records one event. It is in the log when the call returns, and is counted later. Recording the \
        same key again changes nothing.";
    type Arguments<'v> = Event<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Event<'v>> {
        Event::read(cursor, given.clock)
    }
}

impl Run for RecordEvent {
    fn run(ledger: &Ledger, event: Event<'_>, clock: Instant) -> Result<Recorded> {
        append_event(ledger, event, clock).map(Recorded::of)
    }
}

impl Call for RecordEvents {
    const NAME: &'static str = "record_events";
    const ABOUT: &'static str = "Records many events, each with its type: all of them, or none if one is invalid. Answers for each \
        of them, in the same order.";
    type Arguments<'v> = Vec<Event<'v>>;
    type Answer = Vec<Recorded>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Vec<Event<'v>>> {
        read_events(cursor, given.clock)
    }
}

impl Run for RecordEvents {
    fn run(ledger: &Ledger, events: Vec<Event<'_>>, clock: Instant) -> Result<Vec<Recorded>> {
        let keys = append_events(ledger, events, clock)?;
        Ok(keys.into_iter().map(Recorded::of).collect())
    }
}

impl Call for RecordTransaction {
    const NAME: &'static str = "record_transaction";
    const ABOUT: &'static str = "Records a paid purchase. The events product_sold, coupon_used and sale_referred follow from \
        it. The same sale with a higher revision and other content amends it: what changed is booked at the new occurred_at. \
        Without a higher revision the first content counts, and other content becomes a conflict, unless only texts such as a \
        name differ.";
    type Arguments<'v> = Transaction<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Transaction<'v>> {
        Transaction::read(cursor, given.clock)
    }
}

impl Run for RecordTransaction {
    fn run(ledger: &Ledger, transaction: Transaction<'_>, clock: Instant) -> Result<Recorded> {
        append_transaction(ledger, transaction, clock).map(Recorded::of)
    }
}

impl Call for RecordRefund {
    const NAME: &'static str = "record_refund";
    const ABOUT: &'static str = "Records a refund of a sale: some lines, an amount, or everything that is left. A refund that \
        arrives before its sale waits for it. No refund exceeds what is left of its sale.";
    type Arguments<'v> = Refund<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Refund<'v>> {
        Refund::read(cursor, given.clock)
    }
}

impl Run for RecordRefund {
    fn run(ledger: &Ledger, refund: Refund<'_>, clock: Instant) -> Result<Recorded> {
        append_refund(ledger, refund, clock).map(Recorded::of)
    }
}

/// Reads a record that was written without being checked, by the name of the call.
pub(super) fn told<'v>(
    call: &str,
    input: &'v Value<'v>,
    now: Option<Instant>,
) -> std::result::Result<Content<'v>, Problems> {
    let refused = |field: &str, message: Message| {
        let mut problems = Problems::default();
        problems.add(&At::root().key(field), message);
        problems
    };
    let now = now.ok_or_else(|| refused("now", instant::is_invalid_instant()))?;
    match call {
        RecordEvent::NAME => read(input, |cursor| Event::read(cursor, now)).map(Content::Event),
        RecordEvents::NAME => read(input, |cursor| read_events(cursor, now)).map(Content::Events),
        RecordTransaction::NAME => {
            read(input, |cursor| Transaction::read(cursor, now)).map(Content::Transaction)
        }
        RecordRefund::NAME => read(input, |cursor| Refund::read(cursor, now)).map(Content::Refund),
        _ => Err(refused("call", is_no_call())),
    }
}

fn read_events<'v>(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Vec<Event<'v>>> {
    cursor.list(MOST_EVENTS, |event| Event::read(event, now))
}

/// Answers the key.
pub fn event<'v>(
    ledger: &Ledger,
    kind: &'v str,
    input: &'v Value<'v>,
    now: Instant,
) -> Result<Cow<'v, str>> {
    let event = read(input, |cursor| Event::read_of_type(cursor, kind, now))?;
    append_event(ledger, event, now)
}

/// All events, or none if one is invalid. Answers their keys.
pub fn events(ledger: &Ledger, input: &Value<'_>, now: Instant) -> Result<Vec<String>> {
    let events = read(input, |cursor| read_events(cursor, now))?;
    append_events(ledger, events, now)
}

/// Answers the key.
pub fn transaction(ledger: &Ledger, input: &Value<'_>, now: Instant) -> Result<String> {
    let transaction = read(input, |cursor| Transaction::read(cursor, now))?;
    append_transaction(ledger, transaction, now)
}

/// Answers the key.
pub fn refund(ledger: &Ledger, input: &Value<'_>, now: Instant) -> Result<String> {
    let refund = read(input, |cursor| Refund::read(cursor, now))?;
    append_refund(ledger, refund, now)
}

fn append_event<'v>(ledger: &Ledger, event: Event<'v>, now: Instant) -> Result<Cow<'v, str>> {
    let key = event.key.clone();
    append(ledger, Content::Event(event), now)?;
    Ok(key)
}

fn append_events(ledger: &Ledger, events: Vec<Event<'_>>, now: Instant) -> Result<Vec<String>> {
    let keys = events
        .iter()
        .map(|event| event.key.clone().into_owned())
        .collect();
    if !events.is_empty() {
        append(ledger, Content::Events(events), now)?;
    }
    Ok(keys)
}

fn append_transaction(
    ledger: &Ledger,
    transaction: Transaction<'_>,
    now: Instant,
) -> Result<String> {
    let key = format!("{}:{}", transaction.source, transaction.external_id);
    append(ledger, Content::Transaction(transaction), now)?;
    Ok(key)
}

fn append_refund(ledger: &Ledger, refund: Refund<'_>, now: Instant) -> Result<String> {
    let key = format!(
        "{}:{}:{}",
        refund.source, refund.external_id, refund.refund_id
    );
    append(ledger, Content::Refund(refund), now)?;
    Ok(key)
}

pub(super) fn append(ledger: &Ledger, content: Content<'_>, now: Instant) -> Result<()> {
    let record = Record {
        content,
        now: now.micros(),
    };
    let mut journal = ledger.journal.borrow_mut();
    if !journal.is_open() {
        // Whoever comes first creates the data directory, and that may be a page. Once the log is open, the directory is known
        // to be ours.
        ledger.store.prepare()?;
    }
    let appended = journal.append(&record).or_else(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return Err(error);
        }
        // The directory was removed in the meantime.
        ledger.store.prepare().map_err(std::io::Error::other)?;
        journal.append(&record)
    });
    appended.map_err(|error| {
        Error::Storage(store::Error::from_io(
            &error,
            &crate::journal::file::path(ledger.store.directory()),
        ))
    })
}
