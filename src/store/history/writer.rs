//! Writing blocks while events are recorded: a block is written in the transaction that records its last event.
//! Not here: the format of a block (`block`).
//!
//! A large fold encodes from memory, which takes some 20 ns an event. A block whose first events were recorded by an
//! earlier fold is encoded from its rows instead, so a small fold pays only when it completes a block.

use super::block::{Block, block_of, first};
use super::encoder::Encoder;
use super::{PastEvent, table};
use crate::domain::event::EventStatus;
use crate::domain::metric::Counting;
use crate::store::{Result, Write};

/// Collects the blocks of one fold, which passes every event that it records.
#[derive(Debug, Default)]
pub struct BlockWriter {
    current: Option<Current>,
    /// Completed blocks of which every event was seen.
    complete: Vec<(i64, Block)>,
}

/// The block of the newest event.
#[derive(Debug)]
struct Current {
    number: i64,
    /// Whether every event of it was seen, so that it need not be read from rows.
    whole: bool,
    encoder: Encoder,
}

impl BlockWriter {
    /// Adds an event that was just recorded, with its status and the collaborators it may count for.
    pub fn add(&mut self, event: &PastEvent<'_>, status: EventStatus, credits: &[Counting]) {
        let number = block_of(event.id);
        let current = match &mut self.current {
            Some(current) if current.number == number => current,
            _ => self.begin(number, event.id.0 == first(number)),
        };
        if current.whole {
            current.encoder.add(event, status, credits);
        }
    }

    fn begin(&mut self, number: i64, at_its_first: bool) -> &mut Current {
        let previous = self.current.take();
        // A fold that saw an earlier block has missed no event of this one.
        let whole = at_its_first || previous.is_some();
        if let Some(Current {
            number,
            whole: true,
            encoder,
        }) = previous
        {
            self.complete.push((number, encoder.finish()));
        }
        self.current.insert(Current {
            number,
            whole,
            encoder: Encoder::new(number),
        })
    }

    /// Writes every missing block before that of the newest event.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
        let Some(current) = &self.current else {
            return Ok(());
        };
        let mut next = table::next(db)?;
        while next < current.number {
            // Skips blocks without any event: ids may have gaps.
            let Some(event) = table::event_from(db, first(next))? else {
                break;
            };
            let number = block_of(event);
            if number >= current.number {
                break;
            }
            let seen = self.complete.iter().position(|(seen, _)| *seen == number);
            let block = match seen {
                Some(index) => self.complete.swap_remove(index).1,
                None => table::from_rows(db, number)?,
            };
            table::insert(db, number, &block)?;
            next = number + 1;
        }
        self.complete.clear();
        Ok(())
    }
}
