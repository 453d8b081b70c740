//! Recording: checked input becomes one line of the journal. Nothing is looked up or calculated.

use std::borrow::Cow;

use super::{Error, Result, Site};
use crate::domain::event::Event;
use crate::domain::input::{At, Problems, Value, list};
use crate::domain::instant::Instant;
use crate::domain::transaction::{Refund, Transaction};
use crate::journal::{Line, Record};
use crate::store;

/// How many events one call can record.
pub const MOST_EVENTS: usize = 10_000;

/// Reads a record as its caller told it, by the name of the call.
pub(super) fn told<'v>(
    call: &str,
    input: &'v Value<'_>,
    now: Option<Instant>,
) -> std::result::Result<Record<'v>, Problems> {
    let mut problems = Problems::default();
    let at = At::root();
    let Some(now) = now else {
        problems.add(&at.key("now"), "is no instant");
        return Err(problems);
    };
    let record = match call {
        "record_event" => Event::read(None, input, now, &at, &mut problems).map(Record::Event),
        "record_events" => read_events(input, now, &mut problems).map(Record::Events),
        "record_transaction" => {
            Transaction::read(input, now, &at, &mut problems).map(Record::Transaction)
        }
        "record_refund" => Refund::read(input, now, &at, &mut problems).map(Record::Refund),
        _ => {
            problems.add(&at.key("call"), "is known to nobody");
            None
        }
    };
    problems.into_result(record)
}

fn read_events<'v>(
    input: &'v Value<'_>,
    now: Instant,
    problems: &mut Problems,
) -> Option<Vec<Event<'v>>> {
    let at = At::root();
    let items = list(input, MOST_EVENTS, &at, problems)?;
    let mut events = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        events.extend(Event::read(None, item, now, &at.index(index), problems));
    }
    Some(events)
}

/// Records one event; answers its key.
pub fn event<'v>(
    site: &Site,
    kind: &'v str,
    input: &'v Value<'_>,
    now: Instant,
) -> Result<Cow<'v, str>> {
    let mut problems = Problems::default();
    let event = Event::read(Some(kind), input, now, &At::root(), &mut problems);
    let event = problems.into_result(event)?;
    let key = event.key.clone();
    append(site, Record::Event(event), now)?;
    Ok(key)
}

/// Records many events, each with its `type`: all or, when one is wrong, none. Answers their keys.
pub fn events(site: &Site, input: &Value<'_>, now: Instant) -> Result<Vec<String>> {
    let mut problems = Problems::default();
    let events = read_events(input, now, &mut problems);
    let events = problems.into_result(events)?;
    let keys = events
        .iter()
        .map(|event| event.key.clone().into_owned())
        .collect();
    if !events.is_empty() {
        append(site, Record::Events(events), now)?;
    }
    Ok(keys)
}

/// Records a purchase; answers its key.
pub fn transaction(site: &Site, input: &Value<'_>, now: Instant) -> Result<String> {
    let mut problems = Problems::default();
    let transaction = Transaction::read(input, now, &At::root(), &mut problems);
    let transaction = problems.into_result(transaction)?;
    let key = format!("{}:{}", transaction.source, transaction.external_id);
    append(site, Record::Transaction(transaction), now)?;
    Ok(key)
}

/// Records money given back; answers its key.
pub fn refund(site: &Site, input: &Value<'_>, now: Instant) -> Result<String> {
    let mut problems = Problems::default();
    let refund = Refund::read(input, now, &At::root(), &mut problems);
    let refund = problems.into_result(refund)?;
    let key = format!(
        "{}:{}:{}",
        refund.source, refund.external_id, refund.refund_id
    );
    append(site, Record::Refund(refund), now)?;
    Ok(key)
}

/// Writes into the log.
pub(super) fn append(site: &Site, record: Record<'_>, now: Instant) -> Result<()> {
    let line = Line {
        record,
        now: now.micros(),
    };
    let mut journal = site.journal.borrow_mut();
    if !journal.is_open() {
        // The data directory is made by whoever comes first, and that may be a page. Once the log is open, it is known
        // to be ours.
        site.store.prepare()?;
    }
    let appended = journal.append(&line).or_else(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return Err(error);
        }
        // The directory was taken away since.
        site.store.prepare().map_err(std::io::Error::other)?;
        journal.append(&line)
    });
    appended.map_err(|error| {
        Error::Storage(store::Error::from_io(
            &error,
            &crate::journal::file::path(site.store.directory()),
        ))
    })
}
