//! What a fold keeps at hand: the distributors that count, who is who, and scores not yet written.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::people::{Met, People};
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::event::{AliasKind, Who};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::configure::stored;
use crate::store::collaborators;
use crate::store::distributions::{self, Open};
use crate::store::history::packer::Packer;
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

/// A distributor whose rules do not read counts nothing, and keeps nobody else from counting. Closing its period fails
/// and says why.
fn readable(read: Result<Tracked>) -> Result<Option<Tracked>> {
    match read {
        Err(error) if error.is_local() => Ok(None),
        other => other.map(Some),
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
    /// Who is who.
    pub people: People,
    // Visitors choose them, so these are hashed in a way that nobody can foresee.
    codes: FxHashMap<AliasKind, HashMap<String, Option<CollaboratorId>>>,
    scores: FxHashMap<ScoreKey, (i64, i64)>,
}

impl Book {
    /// Reads the distributors that count: active ones, and others for what happened before.
    pub fn read(db: &Connection) -> Result<Book> {
        let mut tracked = Vec::new();
        let counting = [DistributorStatus::Active, DistributorStatus::Paused];
        for head in distributors::heads(db, &counting)? {
            tracked.extend(readable(Tracked::read(db, head.id, head.status))?);
        }
        for head in distributors::heads(db, &[DistributorStatus::Archived])? {
            // Until its last period is divided.
            if !distributions::open_of(db, head.id)?.is_empty() {
                tracked.extend(readable(Tracked::read(db, head.id, head.status))?);
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
            people: People::default(),
            codes: FxHashMap::default(),
            scores: FxHashMap::default(),
        }
    }

    /// Where a distributor stands in the list; one that counts nothing any more is read for it.
    pub fn index_of(&mut self, db: &Connection, id: DistributorId) -> Result<usize> {
        if let Some(index) = self.tracked.iter().position(|tracked| tracked.id == id) {
            return Ok(index);
        }
        let tracked = Tracked::read(db, id, DistributorStatus::Archived)?;
        self.tracked.push(tracked);
        Ok(self.tracked.len() - 1)
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
