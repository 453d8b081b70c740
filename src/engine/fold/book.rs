//! What a fold keeps at hand: the distributors that count, who is who, and scores not yet written.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::event::{AliasKind, Who};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::person::{self, folded};
use crate::engine::Result;
use crate::engine::configure::stored;
use crate::store::collaborators;
use crate::store::distributions::{self, Open};
use crate::store::history::packer::Packer;
use crate::store::{Connection, distributors, metrics, persons, roll_up};

/// How many collaborators and codes are remembered before all are forgotten: it bounds the memory.
const REMEMBERED: usize = 100_000;

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

/// A collaborator as a fold needs to know them.
#[derive(Debug)]
pub struct Met {
    /// Status.
    pub status: CollaboratorStatus,
    /// Every name that means them, as names are compared: their WordPress user, their e-mail address, and what was told
    /// together with either.
    names: Vec<String>,
}

impl Met {
    fn read(db: &Connection, id: CollaboratorId) -> Result<Option<Met>> {
        let Some(known) = collaborators::known(db, id)? else {
            return Ok(None);
        };
        let user = known.wp_user_id.map(person::user);
        let email = known.email.as_deref().map(person::email);
        let mut names = Vec::new();
        for name in user.iter().chain(&email) {
            names.extend(persons::names_with(db, name)?);
        }
        names.sort_unstable();
        names.dedup();
        Ok(Some(Met {
            status: known.status,
            names,
        }))
    }

    /// Whether somebody who is known by several names is this collaborator: by the same WordPress user, the same e-mail
    /// address, or any name that was told together with one of them until now.
    ///
    /// It is decided when something is folded and kept with it. Names that are told later join what customers brought and
    /// did ([`crate::engine::customers`]), but what was counted before stays counted.
    pub fn is(&self, subject: Option<&str>, also: &[Cow<'_, str>]) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let is_own = |name: &str| {
            let name = folded(name);
            self.names.iter().any(|own| *own == name)
        };
        subject.is_some_and(is_own) || also.iter().any(|name| is_own(name))
    }
}

type ScoreKey = (DistributionId, CollaboratorId, i64);

/// What a fold keeps at hand.
#[derive(Debug)]
pub struct Book {
    /// The distributors that count.
    pub tracked: Vec<Tracked>,
    /// Before which instant visits are rolled up.
    pub rolled_up_until: Option<Instant>,
    /// Packs what is recorded.
    pub packer: Packer,
    people: FxHashMap<CollaboratorId, Option<Met>>,
    // The names of all of them.
    own_names: HashSet<String>,
    // Visitors choose them, so these are hashed in a way that nobody can foresee.
    persons: HashMap<String, i64>,
    codes: FxHashMap<AliasKind, HashMap<String, Option<CollaboratorId>>>,
    scores: FxHashMap<ScoreKey, (i64, i64)>,
}

impl Book {
    /// Reads the distributors that count: active ones, and others for what happened before.
    pub fn read(db: &Connection) -> Result<Book> {
        let mut tracked = Vec::new();
        let counting = [DistributorStatus::Active, DistributorStatus::Paused];
        for head in distributors::heads(db, &counting)? {
            tracked.push(Tracked::read(db, head.id, head.status)?);
        }
        for head in distributors::heads(db, &[DistributorStatus::Archived])? {
            // Until its last period is divided.
            if !distributions::open_of(db, head.id)?.is_empty() {
                tracked.push(Tracked::read(db, head.id, head.status)?);
            }
        }
        let mut book = Book::with(tracked);
        book.rolled_up_until = roll_up::until(db)?;
        Ok(book)
    }

    /// A book that counts for one distributor only.
    pub fn of(tracked: Tracked) -> Book {
        Book::with(vec![tracked])
    }

    fn with(tracked: Vec<Tracked>) -> Book {
        Book {
            tracked,
            rolled_up_until: None,
            packer: Packer::default(),
            people: FxHashMap::default(),
            own_names: HashSet::new(),
            persons: HashMap::new(),
            codes: FxHashMap::default(),
            scores: FxHashMap::default(),
        }
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
        if self.people.len() >= REMEMBERED {
            self.forget_people();
        }
        if let std::collections::hash_map::Entry::Vacant(e) = self.people.entry(id) {
            let met = Met::read(db, id)?;
            let names = met.iter().flat_map(|met| met.names.iter().cloned());
            self.own_names.extend(names);
            e.insert(met);
        }
        Ok(self
            .people
            .get(&id)
            .and_then(Option::as_ref)
            .map(|known| (id, known)))
    }

    fn forget_people(&mut self) {
        self.people.clear();
        self.own_names.clear();
    }

    /// Names were told together: they mean one person from now on.
    pub fn told(
        &mut self,
        db: &Connection,
        first: Option<&str>,
        also: &[Cow<'_, str>],
    ) -> Result<()> {
        if also.is_empty() {
            return Ok(());
        }
        let also = also.iter().map(AsRef::as_ref);
        let names: Vec<Cow<'_, str>> = first.into_iter().chain(also).map(folded).collect();
        // Most are told again and again: every lesson of a student names the same two.
        let known: Option<Vec<i64>> = names
            .iter()
            .map(|name| self.persons.get(name.as_ref()).copied())
            .collect();
        if known.is_some_and(|persons| persons.windows(2).all(|pair| pair[0] == pair[1])) {
            return Ok(());
        }
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let Some(told) = persons::tell(db, &names)? else {
            return Ok(());
        };
        if told.joined || self.persons.len() >= REMEMBERED {
            self.persons.clear();
        }
        for name in &names {
            self.persons.insert((*name).to_owned(), told.person);
        }
        // A collaborator has more names now only where one of these was theirs already.
        if told.is_news && names.iter().any(|name| self.own_names.contains(*name)) {
            self.forget_people();
        }
        Ok(())
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
