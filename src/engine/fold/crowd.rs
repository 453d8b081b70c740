//! At most so many visitors of one network count for one thing on one day (Q37). Who comes first in the log counts.
//! Not here: how they are kept (`store::crowds`).

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Batch;
use super::book::REMEMBERED;
use super::events::Credit;
use crate::domain::event::Event;
use crate::domain::network::CROWD;
use crate::engine::Result;
use crate::store::Connection;
use crate::store::crowds::{self, Crowd, Visited};

/// Who counts of which network, as far as a fold was asked.
#[derive(Debug, Default)]
pub struct Crowds {
    known: FxHashMap<Crowd, Vec<i64>>,
    /// Those who are not written yet.
    new: Vec<(Crowd, i64)>,
}

/// What an event asks of the crowd that it came in.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Whether the crowd was asked at all: the event counts, or would.
    pub was: bool,
    /// Whose visitor is to count from now on, for the first time.
    seats: Vec<(Crowd, i64)>,
}

impl Crowds {
    /// Whether a visitor counts already (`Some(true)`), may count (`Some(false)`), or is one too many (`None`).
    fn ask(
        &mut self,
        db: &Connection,
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

    /// Visitors count from now on.
    pub(super) fn seat(&mut self, asked: Asked) {
        for (crowd, visitor) in asked.seats {
            self.known.entry(crowd).or_default().push(visitor);
            self.new.push((crowd, visitor));
        }
    }

    /// Writes those who are new, in order, so that the same batch writes the same pages.
    pub fn write(&mut self, db: &Connection) -> Result<()> {
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
    /// Says of those whom an event would count for that it does not, where it comes in a crowd. Nothing is kept before
    /// the event is known to be new: see [`Crowds::seat`].
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
                None => credit.reason = Some(CROWD),
            }
        }
        Ok(asked)
    }
}
