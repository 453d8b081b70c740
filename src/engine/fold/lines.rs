//! The records of the log, and how many of them one turn folds.

use crate::domain::event::Event;
use crate::journal::{Content, Piece, Record, lines, pieces};

/// How many bytes of visits take as long to fold as one byte of a sale or a refund.
const SALE: u64 = 8;

/// A record, or what was found instead of one.
pub struct Found<'l> {
    pub offset: u64,
    /// The offset of its line. A torn write leaves several records in one line.
    pub line: u64,
    /// The record, or why it cannot be read.
    pub what: std::result::Result<Record<'l>, String>,
    /// The JSON text of the record, or the damaged bytes.
    pub bytes: &'l [u8],
}

impl<'l> Found<'l> {
    pub fn events(&self) -> &[Event<'l>] {
        match &self.what {
            Ok(record) => events_of(&record.content),
            Err(_) => &[],
        }
    }

    pub fn is_change(&self) -> bool {
        matches!(
            self.what,
            Ok(Record {
                content: Content::Change(_),
                ..
            })
        )
    }

    /// How long it takes to fold, in bytes of visits. Not measured with a clock, because how much is folded at once must not
    /// depend on the speed of the machine.
    fn cost(&self) -> u64 {
        let bytes = self.bytes.len() as u64;
        match self.what.as_ref().map(|record| &record.content) {
            Ok(
                Content::Transaction(_)
                | Content::Refund(_)
                | Content::Unread(_)
                | Content::Change(_),
            ) => bytes * SALE,
            Ok(Content::Event(_) | Content::Events(_) | Content::Begin(_)) | Err(_) => bytes,
        }
    }
}

/// The events that a record consists of.
pub fn events_of<'r, 'l>(content: &'r Content<'l>) -> &'r [Event<'l>] {
    match content {
        Content::Event(event) => std::slice::from_ref(event),
        Content::Events(events) => events,
        // The events of a sale follow when it is folded.
        Content::Transaction(_)
        | Content::Refund(_)
        | Content::Unread(_)
        | Content::Change(_)
        | Content::Begin(_) => &[],
    }
}

/// What precedes the first line with a change.
pub fn before_changes<'a, 'l>(found: &'a [Found<'l>]) -> &'a [Found<'l>] {
    let change = found.iter().find(|found| found.is_change());
    match change.map(|change| change.line) {
        Some(line) => &found[..found.partition_point(|found| found.line < line)],
        None => found,
    }
}

/// As many whole lines as there is budget left for, but at least one if any is left.
pub fn affordable<'a, 'l>(found: &'a [Found<'l>], left: &mut u64) -> &'a [Found<'l>] {
    let mut count = 0;
    for line in found.chunk_by(|one, next| one.line == next.line) {
        if *left == 0 {
            break;
        }
        let cost = line.iter().map(Found::cost).sum();
        *left = left.saturating_sub(cost);
        count += line.len();
    }
    &found[..count]
}

/// Reads whole lines, the first of which is at an offset.
pub fn read(log: &[u8], offset: u64) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    let mut start = offset;
    for line in lines(log) {
        let mut offset = start;
        for piece in pieces(line.strip_suffix(b"\n").unwrap_or(line)) {
            let (what, bytes, before) = match piece {
                // The checksum is right, but it may still not be a record that this version knows.
                Piece::Json(json) => {
                    let what =
                        Record::decode(json).map_err(|error| format!("is not a record: {error}"));
                    (what, json.as_bytes(), 10)
                }
                Piece::Damaged(bytes, reason) => (Err(reason.to_owned()), bytes, 1),
            };
            all.push(Found {
                offset,
                line: start,
                what,
                bytes,
            });
            offset += bytes.len() as u64 + before;
        }
        start += line.len() as u64;
    }
    all
}
