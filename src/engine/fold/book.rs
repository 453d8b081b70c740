//! What a fold keeps at hand: the distributors that count, who is who, and scores not yet written.

use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::crowd::Crowds;
use super::people::{Met, People};
use super::strangers::LinkDays;
use super::window::Window;
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::event::{AliasKind, Who};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::refunding::spreads::Spreads;
use crate::domain::units::Units;
use crate::engine::Result;
use crate::engine::configure::stored;
use crate::store::collaborators;
use crate::store::distributions::{self, Open};
use crate::store::history::writer::BlockWriter;
use crate::store::interests::{self, Interest};
use crate::store::{Connection, distributors, metrics, roll_up};

/// How many collaborators and codes are remembered before all are forgotten: it bounds the memory.
pub(super) const REMEMBERED: usize = 100_000;

/// A distributor that counts.
#[derive(Debug)]
pub struct Tracked {
    /// Its number.
    pub id: DistributorId,
    /// Whether new periods may be opened for it.
    pub active: bool,
    /// Its versions, oldest first.
    pub versions: Vec<TrackedVersion>,
    /// Its open distributions, oldest first.
    pub open: Vec<Open>,
    /// The refund windows of those closed ones that were asked for.
    pub windows: FxHashMap<DistributionId, Window>,
}

/// One version of a distributor's rules.
#[derive(Debug)]
pub struct TrackedVersion {
    /// From 1.
    pub number: i64,
    /// The first instant it is in force.
    pub effective_from: Instant,
    /// The rules.
    pub definition: Definition,
}

impl Tracked {
    /// Reads one.
    pub fn read(db: &Connection, id: DistributorId, status: DistributorStatus) -> Result<Tracked> {
        let mut versions = Vec::new();
        for version in distributors::versions(db, id)? {
            versions.push(TrackedVersion {
                number: version.number,
                effective_from: version.effective_from,
                definition: stored::definition(&version.definition)?,
            });
        }
        let open = distributions::open_of(db, id)?;
        Ok(Tracked {
            id,
            active: status == DistributorStatus::Active,
            versions,
            open,
            windows: FxHashMap::default(),
        })
    }

    /// The version of this number.
    #[must_use]
    pub fn version(&self, number: i64) -> Option<&TrackedVersion> {
        self.versions
            .iter()
            .find(|version| version.number == number)
    }

    /// The version in force at an instant: the newest of those that took effect last.
    #[must_use]
    pub fn version_at(&self, at: Instant) -> Option<&TrackedVersion> {
        self.versions
            .iter()
            .filter(|version| version.effective_from <= at)
            .max_by_key(|version| (version.effective_from, version.number))
    }

    /// From when it counts.
    #[must_use]
    pub fn begins(&self) -> Option<Instant> {
        self.versions
            .first()
            .map(|version| version.definition.starts_at)
    }
}

/// A distributor whose rules do not read counts nothing, and keeps nobody else from counting. Closing its period fails
/// and says why.
fn readable(read: Result<Tracked>) -> Result<Option<Tracked>> {
    match read {
        Err(error) if error.is_local() => Ok(None),
        other => other.map(Some),
    }
}

type ScoreKey = (DistributionId, CollaboratorId, i64);

/// What a fold keeps at hand. A distributor is read when the first record comes that may count for it.
#[derive(Debug)]
pub struct Book {
    /// The distributors that were read so far, in no order that means anything: [`Book::measuring`],
    /// [`Book::sharing`] and [`Book::find`] say where which stands.
    pub tracked: Vec<Tracked>,
    /// Whether it counts for those in it only.
    is_closed: bool,
    places: FxHashMap<DistributorId, Option<usize>>,
    // Types of events may be made up by visitors' pages, so these are hashed in a way that nobody can foresee.
    measuring: HashMap<String, Rc<[usize]>>,
    /// The type of the last event, which is that of the next most often: to hash it takes longer than to compare it.
    last: (String, Rc<[usize]>),
    sharing: FxHashMap<&'static str, Rc<[usize]>>,
    /// Before which instant visits are rolled up.
    pub rolled_up_until: Option<Instant>,
    /// Packs what is recorded.
    pub blocks: BlockWriter,
    /// Who is who.
    pub people: People,
    /// Who counts of which network.
    pub crowds: Crowds,
    // Visitors choose them, so these are hashed in a way that nobody can foresee.
    codes: FxHashMap<AliasKind, HashMap<String, Option<CollaboratorId>>>,
    scores: FxHashMap<ScoreKey, (i64, i64)>,
    in_any_order: FxHashMap<TransactionId, bool>,
    /// The mere amounts given back of the last sale of which one arrived before others that apply before it; none where
    /// its refunds are not such.
    pub spreads: Option<(TransactionId, Option<Spreads>)>,
    /// How many visits by links each day brought.
    pub link_days: LinkDays,
}

impl Book {
    /// A book that counts for all distributors that count.
    pub fn read(db: &Connection) -> Result<Book> {
        let mut book = Book::with(Vec::new());
        book.rolled_up_until = roll_up::until(db)?;
        Ok(book)
    }

    /// A book that counts for one distributor only.
    pub fn of(tracked: Tracked) -> Book {
        Book {
            is_closed: true,
            ..Book::with(vec![tracked])
        }
    }

    fn with(tracked: Vec<Tracked>) -> Book {
        Book {
            tracked,
            is_closed: false,
            places: FxHashMap::default(),
            measuring: HashMap::default(),
            last: (String::new(), Rc::default()),
            sharing: FxHashMap::default(),
            rolled_up_until: None,
            blocks: BlockWriter::default(),
            people: People::default(),
            crowds: Crowds::default(),
            codes: FxHashMap::default(),
            scores: FxHashMap::default(),
            in_any_order: FxHashMap::default(),
            spreads: None,
            link_days: LinkDays::default(),
        }
    }

    /// Where those stand for which an event of a type may count, in the order of their numbers.
    pub fn measuring(&mut self, db: &Connection, kind: &str) -> Result<Rc<[usize]>> {
        // No type is empty.
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

    /// Where those stand whose pools a sale in a currency may fill, in the order of their numbers.
    pub fn sharing(&mut self, db: &Connection, currency: Units) -> Result<Rc<[usize]>> {
        if let Some(known) = self.sharing.get(currency.code()) {
            return Ok(Rc::clone(known));
        }
        let found = self.interested(db, Interest::Sale(currency.code()))?;
        self.sharing.insert(currency.code(), Rc::clone(&found));
        Ok(found)
    }

    fn interested(&mut self, db: &Connection, interest: Interest<'_>) -> Result<Rc<[usize]>> {
        if self.is_closed {
            return Ok((0..self.tracked.len()).collect());
        }
        let mut places = Vec::new();
        for id in interests::interested(db, interest)? {
            places.extend(self.find(db, id)?);
        }
        Ok(places.into())
    }

    /// Where a distributor stands; `None` when it does not count: active and paused ones do, the latter for what
    /// happened before, and archived ones until their last period is divided.
    pub fn find(&mut self, db: &Connection, id: DistributorId) -> Result<Option<usize>> {
        if self.is_closed {
            return Ok(self.tracked.iter().position(|tracked| tracked.id == id));
        }
        if let Some(place) = self.places.get(&id) {
            return Ok(*place);
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

    /// The same for a refund, which may concern one that counts nothing any more.
    pub fn find_ever(&mut self, db: &Connection, id: DistributorId) -> Result<Option<usize>> {
        if let Some(place) = self.find(db, id)? {
            return Ok(Some(place));
        }
        let tracked = readable(Tracked::read(db, id, DistributorStatus::Archived))?;
        Ok(self.add(id, tracked))
    }

    fn add(&mut self, id: DistributorId, tracked: Option<Tracked>) -> Option<usize> {
        let place = tracked.map(|tracked| {
            self.tracked.push(tracked);
            self.tracked.len() - 1
        });
        self.places.insert(id, place);
        place
    }

    /// Who is meant, and what is known of them; `None` when nobody is.
    pub fn who(
        &mut self,
        db: &Connection,
        who: &Who<'_>,
    ) -> Result<Option<(CollaboratorId, &Met)>> {
        let id = match who {
            Who::Id(id) => Some(CollaboratorId(*id)),
            Who::Alias(kind, code) => self.code(db, *kind, code)?,
        };
        let Some(id) = id else { return Ok(None) };
        Ok(self.people.met(db, id)?.map(|met| (id, met)))
    }

    fn code(
        &mut self,
        db: &Connection,
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

    /// Whether the refunds of a sale come to the same in any order; `None` where nobody has looked.
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

    /// Forgets the mere amounts given back of a sale, as others were than those that arrived late. That they are not such
    /// stays so.
    pub fn forget_spreads(&mut self, sale: TransactionId) {
        let outdated =
            |(of, spreads): &(TransactionId, Option<Spreads>)| *of == sale && spreads.is_some();
        if self.spreads.as_ref().is_some_and(outdated) {
            self.spreads = None;
        }
    }

    /// Adds to a score, in memory until the batch ends. Errors when it outgrows 64 bits.
    pub fn add_score(&mut self, key: ScoreKey, points: i64, events: i64) -> Result<()> {
        let sum = self.scores.entry(key).or_default();
        sum.0 = sum.0.checked_add(points).ok_or_else(|| {
            crate::engine::Error::TooLarge(format!(
                "the score of collaborator {} is too large to count",
                key.1
            ))
        })?;
        sum.1 += events;
        Ok(())
    }

    /// Writes the scores of a batch, in order, so that the same batch writes the same pages.
    pub fn flush_scores(&mut self, db: &Connection) -> Result<()> {
        let mut scores: Vec<_> = self.scores.drain().collect();
        scores.sort_unstable_by_key(|(key, _)| (key.0, key.1, key.2));
        for ((distribution, collaborator, parts), (points, events)) in scores {
            metrics::add_score(db, distribution, collaborator, parts, points, events)?;
        }
        Ok(())
    }
}
