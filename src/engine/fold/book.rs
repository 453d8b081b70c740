//! What a fold keeps in memory between batches: distributors, people and codes, and sums that are not written yet.

use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::REMEMBERED;
use super::crowd::Crowds;
use super::people::{Met, People};
use super::strangers::LinkDays;
use crate::domain::distributor::DistributorStatus;
use crate::domain::event::{AliasKind, Who};
use crate::domain::ids::{CollaboratorId, DistributorId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::refunding::spreads::Spreads;
use crate::domain::units::Units;
use crate::engine::Result;
use crate::engine::counting::Scores;
use crate::engine::periods::Tracked;
use crate::store::history::writer::BlockWriter;
use crate::store::interests::{self, Interest};
use crate::store::{Read, collaborators, distributors, roll_up};

/// Skips a distributor whose rules cannot be read, so that it does not block the others. Closing its period still fails, with
/// the reason.
fn readable(read: Result<Tracked>) -> Result<Option<Tracked>> {
    match read {
        Err(error) if error.is_local() => Ok(None),
        other => other.map(Some),
    }
}

/// A distributor is read when the first record arrives that may count for it.
#[derive(Debug)]
pub struct Book {
    /// The distributors that were read so far, in the order in which they were read. [`Book::measuring`], [`Book::sharing`]
    /// and [`Book::find`] give indexes into it.
    pub tracked: Vec<Tracked>,
    indexes: FxHashMap<DistributorId, Option<usize>>,
    // Visitors' pages can make up types of events, so the hasher must resist chosen keys.
    measuring: HashMap<String, Rc<[usize]>>,
    /// The type of the last event. The next event mostly has the same type, and comparing is faster than hashing.
    last: (String, Rc<[usize]>),
    sharing: FxHashMap<&'static str, Rc<[usize]>>,
    /// Visits before this instant are rolled up.
    pub rolled_up_until: Option<Instant>,
    pub blocks: BlockWriter,
    pub people: People,
    pub crowds: Crowds,
    // Visitors can make up codes, so the hasher must resist chosen keys.
    codes: FxHashMap<AliasKind, HashMap<String, Option<CollaboratorId>>>,
    pub scores: Scores,
    in_any_order: FxHashMap<TransactionId, bool>,
    /// The refunds of the last sale of which one arrived late, if all of them are mere amounts.
    pub spreads: Option<(TransactionId, Option<Spreads>)>,
    pub link_days: LinkDays,
}

impl Book {
    pub fn read(db: &Read<'_>) -> Result<Book> {
        Ok(Book {
            tracked: Vec::new(),
            indexes: FxHashMap::default(),
            measuring: HashMap::default(),
            last: (String::new(), Rc::default()),
            sharing: FxHashMap::default(),
            rolled_up_until: roll_up::until(db)?,
            blocks: BlockWriter::default(),
            people: People::default(),
            crowds: Crowds::default(),
            codes: FxHashMap::default(),
            scores: Scores::default(),
            in_any_order: FxHashMap::default(),
            spreads: None,
            link_days: LinkDays::default(),
        })
    }

    /// The indexes of the distributors that an event of a type may count for, in the order of their numbers.
    pub fn measuring(&mut self, db: &Read<'_>, kind: &str) -> Result<Rc<[usize]>> {
        // No type is empty, so a new book has no last type.
        if self.last.0 == kind {
            return Ok(Rc::clone(&self.last.1));
        }
        let found = if let Some(known) = self.measuring.get(kind) {
            Rc::clone(known)
        } else {
            let found = self.interested(db, Interest::Event(kind))?;
            if self.measuring.len() >= REMEMBERED {
                self.measuring.clear();
            }
            self.measuring.insert(kind.to_owned(), Rc::clone(&found));
            found
        };
        self.last = (kind.to_owned(), Rc::clone(&found));
        Ok(found)
    }

    /// The indexes of the distributors whose pools a sale in a currency may fill, in the order of their numbers.
    pub fn sharing(&mut self, db: &Read<'_>, currency: Units) -> Result<Rc<[usize]>> {
        if let Some(known) = self.sharing.get(currency.code()) {
            return Ok(Rc::clone(known));
        }
        let found = self.interested(db, Interest::Sale(currency.code()))?;
        self.sharing.insert(currency.code(), Rc::clone(&found));
        Ok(found)
    }

    fn interested(&mut self, db: &Read<'_>, interest: Interest<'_>) -> Result<Rc<[usize]>> {
        let mut indexes = Vec::new();
        for id in interests::interested(db, interest)? {
            indexes.extend(self.find(db, id)?);
        }
        Ok(indexes.into())
    }

    /// The index of a distributor, if it counts. An active one does; a paused one counts what happened before the pause; an
    /// archived one counts until its last period is divided.
    pub fn find(&mut self, db: &Read<'_>, id: DistributorId) -> Result<Option<usize>> {
        if let Some(index) = self.indexes.get(&id) {
            return Ok(*index);
        }
        let tracked = match distributors::status(db, id)? {
            None | Some(DistributorStatus::Draft) => None,
            Some(status) => {
                let tracked = readable(Tracked::read(db, id, status))?;
                tracked.filter(|tracked| {
                    status != DistributorStatus::Archived || !tracked.open.is_empty()
                })
            }
        };
        Ok(self.add(id, tracked))
    }

    /// Like `find`, but also finds a distributor that no longer measures anything, because a refund may still affect it.
    pub fn find_ever(&mut self, db: &Read<'_>, id: DistributorId) -> Result<Option<usize>> {
        if let Some(index) = self.find(db, id)? {
            return Ok(Some(index));
        }
        let tracked = readable(Tracked::read(db, id, DistributorStatus::Archived))?;
        Ok(self.add(id, tracked))
    }

    fn add(&mut self, id: DistributorId, tracked: Option<Tracked>) -> Option<usize> {
        let index = tracked.map(|tracked| {
            self.tracked.push(tracked);
            self.tracked.len() - 1
        });
        self.indexes.insert(id, index);
        index
    }

    /// The collaborator whom an event or a sale names, if there is one.
    pub fn who(&mut self, db: &Read<'_>, who: &Who<'_>) -> Result<Option<(CollaboratorId, &Met)>> {
        let id = match who {
            Who::Id(id) => Some(CollaboratorId(*id)),
            Who::Alias(kind, code) => self.code(db, *kind, code)?,
        };
        let Some(id) = id else { return Ok(None) };
        Ok(self.people.met(db, id)?.map(|met| (id, met)))
    }

    fn code(
        &mut self,
        db: &Read<'_>,
        kind: AliasKind,
        code: &str,
    ) -> Result<Option<CollaboratorId>> {
        let folded = kind.folded(code);
        let codes = self.codes.entry(kind).or_default();
        if let Some(known) = codes.get(folded.as_ref()) {
            return Ok(*known);
        }
        if codes.len() >= REMEMBERED {
            codes.clear();
        }
        let found = collaborators::by_alias(db, kind, code)?;
        codes.insert(folded.into_owned(), found);
        Ok(found)
    }

    /// Whether the refunds of a sale come to the same in any order; `None` if nobody has looked yet.
    pub fn in_any_order(&self, sale: TransactionId) -> Option<bool> {
        self.in_any_order.get(&sale).copied()
    }

    /// Remembers whether the refunds of a sale come to the same in any order, or forgets it.
    pub fn set_in_any_order(&mut self, sale: TransactionId, are: Option<bool>) {
        if self.in_any_order.len() >= REMEMBERED {
            self.in_any_order.clear();
        }
        match are {
            Some(are) => self.in_any_order.insert(sale, are),
            None => self.in_any_order.remove(&sale),
        };
    }

    /// Forgets the refunds of a sale, because another one was applied since. That they are not mere amounts stays known.
    pub fn forget_spreads(&mut self, sale: TransactionId) {
        let outdated =
            |(of, spreads): &(TransactionId, Option<Spreads>)| *of == sale && spreads.is_some();
        if self.spreads.as_ref().is_some_and(outdated) {
            self.spreads = None;
        }
    }
}
