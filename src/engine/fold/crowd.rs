//! Only a limited number of visitors from one network count for the same thing on one day (Q37): those who come first in the
//! log.
//! Not here: how they are kept (`store::crowds`).

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Batch;
use super::REMEMBERED;
use super::credit::Credit;
use crate::domain::event::Event;
use crate::domain::ignored::{CreditReason, IgnoredReason};
use crate::engine::Result;
use crate::store::crowds::{self, Crowd, Visited};
use crate::store::{Read, Write};

/// The visitors that count from each network, as far as they were looked up.
#[derive(Debug, Default)]
pub struct Crowds {
    known: FxHashMap<Crowd, Vec<i64>>,
    /// Those that are not written yet.
    new: Vec<(Crowd, i64)>,
}

#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Whether anybody was looked up, because the event counts or would count.
    pub was: bool,
    /// The visitors that this event counts for the first time.
    seats: Vec<(Crowd, i64)>,
}

impl Crowds {
    /// Whether a visitor counts already (`Some(true)`), may count (`Some(false)`), or exceeds the limit (`None`).
    fn ask(
        &mut self,
        db: &Read<'_>,
        crowd: Crowd,
        visitor: i64,
        most: i64,
    ) -> Result<Option<bool>> {
        let counted = match self.known.entry(crowd) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(crowds::visitors(db, crowd)?),
        };
        if counted.contains(&visitor) {
            return Ok(Some(true));
        }
        let has_room = i64::try_from(counted.len()).is_ok_and(|counted| counted < most);
        Ok(has_room.then_some(false))
    }

    pub(super) fn seat(&mut self, asked: Asked) {
        for (crowd, visitor) in asked.seats {
            self.known.entry(crowd).or_default().push(visitor);
            self.new.push((crowd, visitor));
        }
    }

    /// Writes the new visitors in order, so that the same batch writes the same pages.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
        self.new.sort_unstable();
        for (crowd, visitor) in self.new.drain(..) {
            crowds::add(db, crowd, visitor)?;
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Marks the credits for which an event does not count because of the crowd. Visitors are kept by [`Crowds::seat`], once
    /// the event is known to be new.
    pub(super) fn crowd(&mut self, event: &Event<'_>, credits: &mut [Credit<'_>]) -> Result<Asked> {
        let mut asked = Asked::default();
        let Some(network) = event.network.as_deref().filter(|_| !event.history) else {
            return Ok(asked);
        };
        let visitor = crowds::visitor(event.subject.as_deref());
        for credit in credits {
            let Some(collaborator) = credit.collaborator.filter(|_| credit.reason.is_none()) else {
                continue;
            };
            asked.was = true;
            let visited = match event.object.as_deref() {
                Some(object) => Visited::Object(object),
                None => Visited::Of(collaborator),
            };
            let crowd = Crowd::of(event.at, &network.name, &event.kind, visited);
            let crowds = &mut self.book.crowds;
            match crowds.ask(self.db, crowd, visitor, network.most)? {
                Some(true) => {}
                Some(false) if asked.seats.contains(&(crowd, visitor)) => {}
                Some(false) => asked.seats.push((crowd, visitor)),
                None => credit.reason = Some(CreditReason::Known(IgnoredReason::Crowd)),
            }
        }
        Ok(asked)
    }
}
