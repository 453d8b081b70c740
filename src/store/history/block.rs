//! The format of a block: up to 4,096 consecutive events that may count for somebody, as bytes.
//! Not here: writing a block (`encoder`), reading one (`decoder`), or storing it (`table`, `writer`).
//!
//! ```text
//! block      = version, types, currencies, event…
//! types      = count, text…                           currencies likewise
//! event      = flags, [gap], time, [type], [quantity], [times], [value], [currency], credits
//! credits    = collaborator                           one, of weight 1, who is not the subject
//!            | count, (collaborator, weight, own)…
//! ```
//!
//! Everything but flags and texts is a number as in [`super::bytes`]; a quantity is in millionths, and the time is the difference
//! to the previous event. A flag marks what differs from the usual case, so a visit takes seven or eight bytes.
//! A block does not say who did something. The same events always give the same bytes, so blocks are compared as bytes.

use crate::domain::event::{EventStatus, MANUAL};
use crate::domain::ids::EventId;
use crate::domain::metric::Counting;
use crate::store::interval::Interval;

/// How many event ids a block covers.
pub const IDS_PER_BLOCK: i64 = 4_096;

/// The version of the format that this code writes and reads.
pub(super) const VERSION: u8 = 2;

/// Ids were skipped before this event.
pub(super) const GAP: u8 = 1;
/// The type differs from the previous event's.
pub(super) const KIND: u8 = 1 << 1;
/// The quantity is not 1.
pub(super) const QUANTITY: u8 = 1 << 2;
/// The event stands for several that were rolled up.
pub(super) const TIMES: u8 = 1 << 3;
/// It follows from a renewal.
pub(super) const RENEWAL: u8 = 1 << 4;
/// It has a value.
pub(super) const VALUE: u8 = 1 << 5;
/// It has a currency.
pub(super) const CURRENCY: u8 = 1 << 6;
/// It credits several collaborators, or one with another weight or for their own action.
pub(super) const CREDITS: u8 = 1 << 7;

/// The number of the block that covers an event. Event ids begin with 1.
#[must_use]
pub fn block_of(event: EventId) -> i64 {
    (event.0 - 1).div_euclid(IDS_PER_BLOCK)
}

/// The first event id of a block. Saturates: a tampered database may hold any block number.
#[must_use]
pub fn first(block: i64) -> i64 {
    block.saturating_mul(IDS_PER_BLOCK).saturating_add(1)
}

/// The last event id of a block.
#[must_use]
pub fn last(block: i64) -> i64 {
    first(block).saturating_add(IDS_PER_BLOCK - 1)
}

/// Whether an event may count for anybody. Points given by hand belong to one distributor and are left out.
#[must_use]
pub fn may_count(kind: &str, credits: &[Counting]) -> bool {
    kind != MANUAL && !credits.is_empty()
}

/// An encoded block.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// How many events have ids in its range, including those left out of the bytes.
    pub counters: Counters,
    /// When the earliest and the latest encoded event happened; `None` for an empty block.
    pub span: Option<(i64, i64)>,
    /// The encoded events.
    pub bytes: Vec<u8>,
}

/// How many events have ids in the range of a block, including events that count for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    pub kept: i64,
    pub counted: i64,
    /// Kept only to try rules on.
    pub history: i64,
}

impl Counters {
    pub fn add(&mut self, status: EventStatus) {
        self.kept += 1;
        self.counted += i64::from(status == EventStatus::Counted);
        self.history += i64::from(status == EventStatus::History);
    }
}

/// Whether a span of instants overlaps an interval.
#[must_use]
pub fn overlaps(span: Option<(i64, i64)>, interval: Interval) -> bool {
    span.is_some_and(|(earliest, latest)| {
        latest >= interval.from.micros() && earliest < interval.to.micros()
    })
}

/// The previous event, from which the next one is encoded as a difference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Previous {
    pub id: i64,
    pub at: i64,
    pub kind: usize,
}

impl Previous {
    pub fn before_first_of(block: i64) -> Previous {
        Previous {
            id: first(block).saturating_sub(1),
            at: 0,
            kind: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_ids_begin_with_one() {
        for (event, block) in [(1, 0), (4_096, 0), (4_097, 1), (0, -1)] {
            assert_eq!(block_of(EventId(event)), block, "{event}");
        }
        assert_eq!((first(0), last(0), first(1)), (1, 4_096, 4_097));
    }
}
