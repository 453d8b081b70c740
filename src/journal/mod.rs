//! The journal: an append-only log of what happened, and the only file that a visitor's page touches.
//! Not here: what a record does to pools and scores (`engine::fold`).
//!
//! # Format
//!
//! A log is a sequence of lines, each a record:
//!
//! ```text
//! 0x1E  eight hex digits  space  one JSON object  0x0A
//! ```
//!
//! The hex digits are the CRC-32 of the JSON text (`crc32b` in PHP). The record separator 0x1E begins every record and
//! cannot occur inside one, because JSON escapes it. A reader that meets a damaged record resumes at the next
//! separator, so a torn record never damages its neighbour. The JSON object has one member that names what was recorded:
//!
//! | member | value |
//! |---|---|
//! | `event` | an [`Event`] |
//! | `events` | a list of events, accepted or refused together because they are one record |
//! | `transaction` | a [`Transaction`] |
//! | `refund` | a [`Refund`] |
//! | `record` | an [`Unread`]: any of these as a caller gives it, `{"call":"record_event","input":{…}}`; checked when it is folded |
//! | `change` | a [`Change`]: what somebody decided |
//! | `begin` | a [`segment::Header`], the first record of each file |
//!
//! and a second member, `now`: when it was recorded. Instants are whole microseconds since 1970, amounts whole minor units.
//! The engine alone writes every kind but `record`, after checking it. Plain PHP can write a `record`:
//! `"\x1e" . hash('crc32b', $json) . ' ' . $json . "\n"`, with one `fwrite` on a file opened `ab`.
//!
//! # Guarantees
//!
//! A record is acknowledged when its single `write` succeeded completely; records with money are synced to the disk before that.
//! Writers never wait for a database. See [`file`] for how the log is rotated while others write to it, and [`segment`]
//! for the files it consists of.

mod check;
mod event_json;
pub mod file;
mod name;
pub mod segment;

use std::iter;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::domain::call::{Change, Unread};
use crate::domain::event::Event;
use crate::domain::transaction::{Refund, Transaction};

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    pub content: Content<'a>,
    /// When it was recorded, in microseconds since 1970.
    pub now: i64,
}

/// What can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'a> {
    Event(Event<'a>),
    /// Several events, all or none.
    Events(Vec<Event<'a>>),
    Transaction(Transaction<'a>),
    Refund(Refund<'a>),
    /// Any of these as a caller gave it, to be read when it is folded.
    Unread(Box<Unread<'a>>),
    Change(Box<Change<'a>>),
    /// The first record of a segment.
    Begin(Box<segment::Header>),
}

/// The JSON object of a record: exactly one of the optional members, and the time.
#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow)]
    event: Option<Event<'a>>,
    #[serde(borrow)]
    events: Option<Vec<Event<'a>>>,
    #[serde(borrow)]
    transaction: Option<Transaction<'a>>,
    #[serde(borrow)]
    refund: Option<Refund<'a>>,
    #[serde(borrow)]
    record: Option<Box<Unread<'a>>>,
    #[serde(borrow)]
    change: Option<Box<Change<'a>>>,
    begin: Option<Box<segment::Header>>,
    now: i64,
}

impl<'a> Record<'a> {
    /// Reads the JSON text of a record. Refuses what a caller would not be allowed to record: otherwise one record that
    /// somebody forged, checksum included, would stop every fold.
    pub fn decode(json: &'a str) -> Result<Record<'a>, String> {
        let members: Members<'a> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let found = [
            members.event.map(Content::Event),
            members.events.map(Content::Events),
            members.transaction.map(Content::Transaction),
            members.refund.map(Content::Refund),
            members.record.map(Content::Unread),
            members.change.map(Content::Change),
            members.begin.map(Content::Begin),
        ];
        let mut found = found.into_iter().flatten();
        let (Some(content), None) = (found.next(), found.next()) else {
            return Err(
                "it must hold exactly one of: event, events, transaction, refund, record, change, begin"
                    .to_owned(),
            );
        };
        check::instant(members.now)
            .and_then(|()| content.check())
            .map_err(|what| format!("it has {what}"))?;
        Ok(Record {
            content,
            now: members.now,
        })
    }
}

impl Content<'_> {
    fn check(&self) -> Result<(), &'static str> {
        match self {
            Content::Event(event) => check::event(event),
            Content::Events(events) => events.iter().try_for_each(check::event),
            Content::Transaction(sale) => check::transaction(sale),
            Content::Refund(refund) => check::refund(refund),
            // Checked by the fold.
            Content::Unread(_) | Content::Change(_) | Content::Begin(_) => Ok(()),
        }
    }

    /// Whether losing it would lose money. Then it is synced before it is acknowledged.
    #[must_use]
    pub fn bears_money(&self) -> bool {
        match self {
            Content::Event(_) | Content::Events(_) | Content::Begin(_) => false,
            Content::Transaction(_)
            | Content::Refund(_)
            | Content::Unread(_)
            | Content::Change(_) => true,
        }
    }
}

const SEPARATOR: u8 = 0x1e;

/// Appends a record to a buffer.
///
/// ```
/// use siren::domain::event::{Event, Owner, Who};
/// use siren::domain::quantity::Quantity;
/// use siren::journal::{Content, Piece, Record, encode, pieces};
///
/// let event = Event {
///     key: "visit:7:2026-05-28".into(),
///     kind: "site_visited".into(),
///     at: 1_780_000_000_000_000,
///     owners: vec![Owner { who: Who::Id(3), weight: 1 }],
///     subject: None,
///     also: Vec::new(),
///     object: None,
///     quantity: Quantity::ONE,
///     value: None,
///     currency: None,
///     ignored: None,
///     data: None,
///     network: None,
///     history: false,
/// };
/// let record = Record { content: Content::Event(event), now: 1_780_000_000_000_000 };
/// let mut log = Vec::new();
/// encode(&record, &mut log);
/// assert!(log.starts_with(b"\x1e") && log.ends_with(b"\n"));
///
/// // A torn record before it does no harm.
/// let torn = [&log[..20], &log[..log.len() - 1]].concat();
/// let read: Vec<Piece<'_>> = pieces(&torn).collect();
/// let [Piece::Damaged(..), Piece::Json(json)] = read[..] else {
///     panic!("one torn and one whole record: {read:?}");
/// };
/// assert_eq!(Record::decode(json), Ok(record));
/// ```
///
/// # Panics
/// Never: every record has a JSON form, and a buffer takes every write.
pub fn encode(record: &Record<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(b"\x1e00000000 ");
    let body = out.len();
    match &record.content {
        Content::Event(event) => {
            out.extend_from_slice(b"{\"event\":");
            event_json::event(event, out);
        }
        Content::Events(events) => {
            out.extend_from_slice(b"{\"events\":");
            event_json::events(events, out);
        }
        Content::Transaction(sale) => json("transaction", sale, out),
        Content::Refund(refund) => json("refund", refund, out),
        Content::Unread(unread) => json("record", unread, out),
        Content::Change(change) => json("change", change, out),
        Content::Begin(header) => json("begin", header, out),
    }
    out.extend_from_slice(b",\"now\":");
    event_json::number(record.now, out);
    out.push(b'}');
    let sum = crc32fast::hash(&out[body..]);
    let hex = b"0123456789abcdef";
    for (digit, byte) in out[start + 1..start + 9].iter_mut().enumerate() {
        *byte = hex[(sum >> (28 - 4 * digit)) as usize & 0xf];
    }
    out.push(b'\n');
}

#[allow(clippy::expect_used)]
fn json(name: &str, record: &impl Serialize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    serde_json::to_writer(&mut *out, record).expect("plain records always have a JSON form");
}

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'b> {
    /// The JSON text of a whole record.
    Json(&'b str),
    /// Bytes that are not a record, and the reason.
    Damaged(&'b [u8], &'static str),
}

/// The lines of a log, with their line feeds.
pub fn lines(log: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = log;
    iter::from_fn(move || {
        let end = memchr(b'\n', rest).map_or(rest.len(), |place| place + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line).filter(|line| !line.is_empty())
    })
}

/// Splits a line, without its line feed, into records and damaged parts.
pub fn pieces(line: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    // Bytes before the first separator are not in our format.
    let mut parts = parts(line);
    let before = parts.next().filter(|bytes| !bytes.is_empty());
    before
        .map(|bytes| Piece::Damaged(bytes, "does not begin with a record separator"))
        .into_iter()
        .chain(parts.map(piece))
}

/// The bytes before, between and after the separators.
fn parts(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(line);
    iter::from_fn(move || {
        let bytes = rest?;
        let place = memchr(SEPARATOR, bytes);
        rest = place.map(|place| &bytes[place + 1..]);
        Some(&bytes[..place.unwrap_or(bytes.len())])
    })
}

fn piece(bytes: &[u8]) -> Piece<'_> {
    let damaged = |why| Piece::Damaged(bytes, why);
    let Some((head, json)) = bytes.split_at_checked(9) else {
        return damaged("is torn before its checksum");
    };
    let sum = std::str::from_utf8(&head[..8])
        .ok()
        .filter(|_| head[8] == b' ');
    let Some(sum) = sum.and_then(|hex| u32::from_str_radix(hex, 16).ok()) else {
        return damaged("has no checksum");
    };
    if crc32fast::hash(json) != sum {
        return damaged("does not agree with its checksum: torn or changed");
    }
    match std::str::from_utf8(json) {
        Ok(json) => Piece::Json(json),
        Err(_) => damaged("is not UTF-8"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Owner, Who};
    use crate::domain::quantity::Quantity;

    fn line(key: &str) -> Record<'_> {
        Record {
            content: Content::Event(Event {
                key: key.into(),
                kind: "site_visited".into(),
                at: 5,
                owners: vec![Owner {
                    who: Who::Id(1),
                    weight: 1,
                }],
                subject: None,
                also: Vec::new(),
                object: None,
                quantity: Quantity::ONE,
                value: None,
                currency: None,
                ignored: None,
                data: None,
                network: None,
                history: false,
            }),
            now: 7,
        }
    }

    fn encoded(key: &str) -> Vec<u8> {
        let mut out = Vec::new();
        encode(&line(key), &mut out);
        assert_eq!(out.pop(), Some(b'\n'));
        out
    }

    #[test]
    fn a_line_is_what_the_format_says() {
        let text = String::from_utf8(encoded("k")).unwrap();
        assert_eq!(
            text,
            "\u{1e}02a81796 {\"event\":{\"key\":\"k\",\"type\":\"site_visited\",\"at\":5,\"owners\":[{\"id\":1}]},\"now\":7}"
        );
        let Some(Piece::Json(json)) = pieces(text.as_bytes()).next() else {
            panic!()
        };
        assert_eq!(Record::decode(json).unwrap(), line("k"));
    }

    #[test]
    fn lines_include_their_line_feed() {
        let found = |log: &'static [u8]| -> Vec<&'static [u8]> { lines(log).collect() };
        assert_eq!(found(b"a\n\nbc\nd"), [&b"a\n"[..], b"\n", b"bc\n", b"d"]);
        assert_eq!(found(b"a\n"), [b"a\n"]);
        assert!(found(b"").is_empty());
    }

    #[test]
    fn adjacent_separators_are_torn_records() {
        let found: Vec<Piece<'_>> = pieces(b"\x1e\x1e").collect();
        let torn = || Piece::Damaged(b"", "is torn before its checksum");
        assert_eq!(found, [torn(), torn()]);
        assert_eq!(pieces(b"").count(), 0);
    }

    #[test]
    fn a_torn_record_does_not_damage_its_neighbour() {
        let (a, b) = (encoded("a"), encoded("b"));
        for cut in 0..a.len() {
            let glued = [&a[..cut], &b[..]].concat();
            let found: Vec<Piece<'_>> = pieces(&glued).collect();
            let whole = found.iter().filter(|p| matches!(p, Piece::Json(_))).count();
            assert_eq!(whole, 1, "cut at {cut}");
            assert_eq!(found.len(), if cut == 0 { 1 } else { 2 }, "cut at {cut}");
        }
    }

    #[test]
    fn any_changed_byte_is_found() {
        let good = encoded("a");
        for place in 0..good.len() {
            for bit in 0..8 {
                let mut bad = good.clone();
                bad[place] ^= 1 << bit;
                // Changing the case of a hex digit is harmless.
                let same = (1..9).contains(&place) && bad[place].eq_ignore_ascii_case(&good[place]);
                let read = pieces(&bad).any(|p| matches!(p, Piece::Json(_)));
                assert_eq!(read, same, "byte {place} bit {bit}");
            }
        }
    }
}
