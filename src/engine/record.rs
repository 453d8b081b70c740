//! Recording: checked input becomes one line of the journal. Nothing is looked up or calculated.
//!
//! Each kind of record is a call like any other, and a function that a page's call comes by, which answers the key alone.

use std::borrow::Cow;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::{Error, Result, Site};
use crate::domain::event::Event;
use crate::domain::input::{At, Cursor, Problems, Value, read};
use crate::domain::instant::Instant;
use crate::domain::transaction::{Refund, Transaction};
use crate::domain::words::words;
use crate::journal::{Content, Record};
use crate::store;

/// The call that records one event.
pub const EVENT: Entry = Entry::record::<RecordEvent>().beside("type", "event");

/// The call that records many events.
pub const EVENTS: Entry = Entry::record::<RecordEvents>().of("events");

/// The call that records a purchase.
pub const TRANSACTION: Entry = Entry::record::<RecordTransaction>().of("transaction");

/// The call that records money given back.
pub const REFUND: Entry = Entry::record::<RecordRefund>().of("refund");

/// How many events one call can record.
pub const MOST_EVENTS: usize = 10_000;

/// Records one event.
#[derive(Debug)]
pub struct RecordEvent;

/// Records many events.
#[derive(Debug)]
pub struct RecordEvents;

/// Records a purchase.
#[derive(Debug)]
pub struct RecordTransaction;

/// Records money given back.
#[derive(Debug)]
pub struct RecordRefund;

words! {
    /// What became of a record.
    RecordStatus {
        /// It is in the log. What follows from it is calculated later.
        Accepted = "accepted",
    }
}

/// A record that is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Recorded {
    /// What it is known by: the key of an event; the source and the number of a sale, and that of its refund, with colons.
    pub key: String,
    /// What became of it.
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
    const ABOUT: &'static str = "Records one event. It is in the log when this returns, and nothing is calculated yet. \
        Recording the same key again changes nothing.";
    type Arguments<'v> = Event<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Event<'v>> {
        Event::read(cursor, given.clock)
    }
}

impl Run for RecordEvent {
    fn run(site: &Site, event: Event<'_>, clock: Instant) -> Result<Recorded> {
        append_event(site, event, clock).map(Recorded::of)
    }
}

impl Call for RecordEvents {
    const NAME: &'static str = "record_events";
    const ABOUT: &'static str = "Records many events, each with its type: all of them or, when one is wrong, none. Answers for \
        each of them, in the same order.";
    type Arguments<'v> = Vec<Event<'v>>;
    type Answer = Vec<Recorded>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Vec<Event<'v>>> {
        read_events(cursor, given.clock)
    }
}

impl Run for RecordEvents {
    fn run(site: &Site, events: Vec<Event<'_>>, clock: Instant) -> Result<Vec<Recorded>> {
        let keys = append_events(site, events, clock)?;
        Ok(keys.into_iter().map(Recorded::of).collect())
    }
}

impl Call for RecordTransaction {
    const NAME: &'static str = "record_transaction";
    const ABOUT: &'static str = "Records a paid purchase. The events product_sold, coupon_used and sale_referred follow from \
        it. The same sale with a higher revision and other content amends it: what changed is booked at the new occurred_at. \
        Without a higher revision the first content stands, and another one is shown as a conflict; a difference that \
        neither money nor points follow from, such as a name, is none.";
    type Arguments<'v> = Transaction<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Transaction<'v>> {
        Transaction::read(cursor, given.clock)
    }
}

impl Run for RecordTransaction {
    fn run(site: &Site, transaction: Transaction<'_>, clock: Instant) -> Result<Recorded> {
        append_transaction(site, transaction, clock).map(Recorded::of)
    }
}

impl Call for RecordRefund {
    const NAME: &'static str = "record_refund";
    const ABOUT: &'static str = "Records money given back for a sale: lines of it, an amount, or all that is left. A refund that \
        comes before its sale waits for it. No refund exceeds what is left of its sale.";
    type Arguments<'v> = Refund<'v>;
    type Answer = Recorded;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Refund<'v>> {
        Refund::read(cursor, given.clock)
    }
}

impl Run for RecordRefund {
    fn run(site: &Site, refund: Refund<'_>, clock: Instant) -> Result<Recorded> {
        append_refund(site, refund, clock).map(Recorded::of)
    }
}

/// Reads a record as its caller told it, by the name of the call.
pub(super) fn told<'v>(
    call: &str,
    input: &'v Value<'v>,
    now: Option<Instant>,
) -> std::result::Result<Content<'v>, Problems> {
    let refused = |field: &str, message: &str| {
        let mut problems = Problems::default();
        problems.add(&At::root().key(field), message);
        problems
    };
    let now = now.ok_or_else(|| refused("now", "is no instant"))?;
    match call {
        RecordEvent::NAME => read(input, |cursor| Event::read(cursor, now)).map(Content::Event),
        RecordEvents::NAME => read(input, |cursor| read_events(cursor, now)).map(Content::Events),
        RecordTransaction::NAME => {
            read(input, |cursor| Transaction::read(cursor, now)).map(Content::Transaction)
        }
        RecordRefund::NAME => read(input, |cursor| Refund::read(cursor, now)).map(Content::Refund),
        _ => Err(refused("call", "is known to nobody")),
    }
}

fn read_events<'v>(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Vec<Event<'v>>> {
    cursor.list(MOST_EVENTS, |event| Event::read(event, now))
}

/// Records one event; answers its key.
pub fn event<'v>(
    site: &Site,
    kind: &'v str,
    input: &'v Value<'v>,
    now: Instant,
) -> Result<Cow<'v, str>> {
    let event = read(input, |cursor| Event::read_of_type(cursor, kind, now))?;
    append_event(site, event, now)
}

/// Records many events, each with its `type`: all or, when one is wrong, none. Answers their keys.
pub fn events(site: &Site, input: &Value<'_>, now: Instant) -> Result<Vec<String>> {
    let events = read(input, |cursor| read_events(cursor, now))?;
    append_events(site, events, now)
}

/// Records a purchase; answers its key.
pub fn transaction(site: &Site, input: &Value<'_>, now: Instant) -> Result<String> {
    let transaction = read(input, |cursor| Transaction::read(cursor, now))?;
    append_transaction(site, transaction, now)
}

/// Records money given back; answers its key.
pub fn refund(site: &Site, input: &Value<'_>, now: Instant) -> Result<String> {
    let refund = read(input, |cursor| Refund::read(cursor, now))?;
    append_refund(site, refund, now)
}

fn append_event<'v>(site: &Site, event: Event<'v>, now: Instant) -> Result<Cow<'v, str>> {
    let key = event.key.clone();
    append(site, Content::Event(event), now)?;
    Ok(key)
}

fn append_events(site: &Site, events: Vec<Event<'_>>, now: Instant) -> Result<Vec<String>> {
    let keys = events
        .iter()
        .map(|event| event.key.clone().into_owned())
        .collect();
    if !events.is_empty() {
        append(site, Content::Events(events), now)?;
    }
    Ok(keys)
}

fn append_transaction(site: &Site, transaction: Transaction<'_>, now: Instant) -> Result<String> {
    let key = format!("{}:{}", transaction.source, transaction.external_id);
    append(site, Content::Transaction(transaction), now)?;
    Ok(key)
}

fn append_refund(site: &Site, refund: Refund<'_>, now: Instant) -> Result<String> {
    let key = format!(
        "{}:{}:{}",
        refund.source, refund.external_id, refund.refund_id
    );
    append(site, Content::Refund(refund), now)?;
    Ok(key)
}

/// Writes into the log.
pub(super) fn append(site: &Site, content: Content<'_>, now: Instant) -> Result<()> {
    let record = Record {
        content,
        now: now.micros(),
    };
    let mut journal = site.journal.borrow_mut();
    if !journal.is_open() {
        // The data directory is made by whoever comes first, and that may be a page. Once the log is open, it is known
        // to be ours.
        site.store.prepare()?;
    }
    let appended = journal.append(&record).or_else(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return Err(error);
        }
        // The directory was taken away since.
        site.store.prepare().map_err(std::io::Error::other)?;
        journal.append(&record)
    });
    appended.map_err(|error| {
        Error::Storage(store::Error::from_io(
            &error,
            &crate::journal::file::path(site.store.directory()),
        ))
    })
}
