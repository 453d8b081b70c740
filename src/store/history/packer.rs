//! Packing events while they are recorded: when the last number of a pack is given away, the pack is
//! written, in the transaction that recorded it. Not here: a pack's form (`packed`).
//!
//! A fold of many events packs from what it has in memory, in some 20 ns an event. Of a pack it did not
//! see from the beginning it reads the rows again: folds of few events cost nothing until one of them
//! fills a pack.

use rusqlite::Connection;

use super::packed::{Pack, first, pack_of};
use super::packing::Packing;
use super::{Happened, packs};
use crate::domain::event::EventStatus;
use crate::domain::metric::Counting;
use crate::store::Result;

/// The packs of one fold, which sees every event that is recorded meanwhile.
#[derive(Debug, Default)]
pub struct Packer {
    current: Option<Current>,
    /// Packs that were seen from the first event to the last.
    full: Vec<(i64, Pack)>,
}

/// The pack of the newest event.
#[derive(Debug)]
struct Current {
    number: i64,
    /// Whether all its events were seen.
    whole: bool,
    packing: Packing,
}

impl Packer {
    /// Adds an event that was recorded just now, what became of it, and those it may count for.
    pub fn add(&mut self, event: &Happened<'_>, status: EventStatus, credits: &[Counting]) {
        let number = pack_of(event.id);
        let current = match &mut self.current {
            Some(current) if current.number == number => current,
            _ => self.begin(number, event.id.0 == first(number)),
        };
        if current.whole {
            current.packing.add(event, status, credits);
        }
    }

    fn begin(&mut self, number: i64, at_its_first: bool) -> &mut Current {
        let before = self.current.take();
        // After an event of an earlier pack nothing of this one was missed.
        let whole = at_its_first || before.is_some();
        if let Some(Current {
            number,
            whole: true,
            packing,
        }) = before
        {
            self.full.push((number, packing.finish()));
        }
        self.current.insert(Current {
            number,
            whole,
            packing: Packing::new(number),
        })
    }

    /// Writes every pack before that of the newest event that is not written yet.
    pub fn write(&mut self, db: &Connection) -> Result<()> {
        let Some(current) = &self.current else {
            return Ok(());
        };
        let mut next = packs::next(db)?;
        while next < current.number {
            // Numbers may be left out; those of a whole pack were hardly ever.
            let Some(event) = packs::event_from(db, first(next))? else {
                break;
            };
            let number = pack_of(event);
            if number >= current.number {
                break;
            }
            let seen = self.full.iter().position(|(full, _)| *full == number);
            let pack = match seen {
                Some(place) => self.full.swap_remove(place).1,
                None => packs::from_rows(db, number)?,
            };
            packs::insert(db, number, &pack)?;
            next = number + 1;
        }
        self.full.clear();
        Ok(())
    }
}
