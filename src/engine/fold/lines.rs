//! What stands in the log, and how much of it is folded at once.

use crate::domain::event::Event;
use crate::journal::{Content, Piece, Record, lines, pieces};

/// How many bytes of visits take as long as one of a sale or a refund.
const SALE: u64 = 8;

/// What stands at a place of the log.
pub struct Found<'l> {
    pub offset: u64,
    /// Where the line begins that it stands in.
    pub line: u64,
    /// The record, or why there is none.
    pub what: std::result::Result<Record<'l>, String>,
    /// The JSON text of the record, or what stands there instead.
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

    /// How long it takes to fold, in bytes of visits. Never by the clock: how much is folded at once must not
    /// depend on how fast a machine is.
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

/// The events that a record holds.
pub fn events_of<'r, 'l>(content: &'r Content<'l>) -> &'r [Event<'l>] {
    match content {
        Content::Event(event) => std::slice::from_ref(event),
        Content::Events(events) => events,
        // What they give rise to is known when their distributors are.
        Content::Transaction(_)
        | Content::Refund(_)
        | Content::Unread(_)
        | Content::Change(_)
        | Content::Begin(_) => &[],
    }
}

/// Of what was found, what stands before the first line with a change in it.
pub fn before_changes<'a, 'l>(found: &'a [Found<'l>]) -> &'a [Found<'l>] {
    let change = found.iter().find(|found| found.is_change());
    match change.map(|change| change.line) {
        Some(line) => &found[..found.partition_point(|found| found.line < line)],
        None => found,
    }
}

/// The first of what was found, whole lines, for which there is enough left; at least one line.
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

/// What whole lines hold, of which the first stands at an offset.
pub fn read(log: &[u8], offset: u64) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    let mut start = offset;
    for line in lines(log) {
        let mut offset = start;
        for piece in pieces(line.strip_suffix(b"\n").unwrap_or(line)) {
            let (what, bytes, before) = match piece {
                // Its checksum holds, so whoever wrote it meant it; but it may be no record of ours.
                Piece::Json(json) => {
                    let what =
                        Record::decode(json).map_err(|error| format!("is no record: {error}"));
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
