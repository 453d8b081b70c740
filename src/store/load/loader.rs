//! The bulk loader: inserts events, credits and metrics many at a time.
//!
//! Rows are collected and written together. Hashes of keys are collected until the end and inserted in ascending order, which
//! passes through their table once instead of touching a random page for each.
//! Queries see nothing of it before [`Loader::write`].

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rusqlite::OptionalExtension;

use super::bloom::Bloom;
use super::identity_hasher::IdentityHasher;
use super::rows::{Cell, Rows};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::words::Word;
use crate::store::events::{Inserted, NewCredit, NewEvent};
use crate::store::keys::{self, Key, KeyHash};
use crate::store::metrics::NewMetric;
use crate::store::proof::seals::{self, Sums};
use crate::store::{Read, Result, Write};

/// How many events are collected before they are written.
const BATCH: usize = 2_000;

/// Fewer keys than this are looked up one by one.
const FEW_KEYS: usize = 100;
/// The Bloom filter pays when at least so many events are coming...
const BLOOM_MIN_COMING: u64 = 20_000;
/// ...and the table holds at most so many times as many, because filling it reads all of them.
const BLOOM_MAX_RATIO: u64 = 8;

/// Rows that are not written yet.
#[derive(Debug)]
pub struct Loader {
    next: i64,
    events: Rows<18>,
    plain_credits: Rows<2>,
    credits: Rows<8>,
    metrics: Rows<8>,
    /// Checksums of the events and credits, for their seals.
    sums: Sums,
    /// The keys that this loader inserted.
    inserted: ByHash<EventId>,
    /// The keys that were looked up ahead, with the event that has them.
    looked_up: ByHash<Option<EventId>>,
    /// Tells that most new keys are new without a lookup.
    bloom: Option<Bloom>,
}

type ByHash<T> = HashMap<KeyHash, T, BuildHasherDefault<IdentityHasher>>;

impl Loader {
    /// An empty loader, whose events get the ids after the newest.
    pub fn begin(db: &Read<'_>) -> Result<Loader> {
        Ok(Loader {
            next: next(db)?,
            events: Rows::of("events", seals::EVENT),
            plain_credits: Rows::of("credits", ["event_id", "collaborator_id"]),
            credits: Rows::of(
                "credits",
                [
                    "event_id",
                    "position",
                    "collaborator_id",
                    "named",
                    "weight",
                    "own",
                    "status",
                    "reason",
                ],
            ),
            metrics: Rows::of(
                "metrics",
                [
                    "distribution_id",
                    "collaborator_id",
                    "event_id",
                    "type",
                    "status",
                    "points",
                    "parts",
                    "occurred_at",
                ],
            ),
            sums: Sums::default(),
            inserted: HashMap::default(),
            looked_up: HashMap::default(),
            bloom: None,
        })
    }

    /// Takes up again after other processes may have inserted events. Nothing may be waiting to be written.
    pub fn catch_up(&mut self, db: &Read<'_>) -> Result<()> {
        if let Some(bloom) = &mut self.bloom {
            let mut query = db.prepare_cached("SELECT key FROM events WHERE id >= ?1")?;
            let mut rows = query.query([self.next])?;
            while let Some(row) = rows.next()? {
                bloom.add(KeyHash::of_stored(
                    row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?,
                ));
            }
        }
        self.next = next(db)?;
        Ok(())
    }

    /// Prepares for so many events. Once other processes may have inserted some, [`Loader::catch_up`] must follow.
    pub fn prepare(&mut self, db: &Read<'_>, coming: u64) -> Result<()> {
        let there = u64::try_from(self.next).unwrap_or(u64::MAX);
        if coming < BLOOM_MIN_COMING || there > coming.saturating_mul(BLOOM_MAX_RATIO) {
            return Ok(());
        }
        let mut bloom = Bloom::expecting(there.saturating_add(coming));
        keys::each(db, |hash| bloom.add(hash))?;
        self.bloom = Some(bloom);
        Ok(())
    }

    fn may_be_there(&self, hash: KeyHash) -> bool {
        self.bloom.as_ref().is_none_or(|bloom| bloom.may_hold(hash))
    }

    /// Looks up the keys of events that are about to come, many at once.
    pub fn expect(&mut self, db: &Read<'_>, keys: &[Key<'_>]) -> Result<()> {
        let hashes = keys.iter().map(|key| key.hash());
        let mut asked: Vec<KeyHash> = hashes.filter(|hash| self.may_be_there(*hash)).collect();
        self.looked_up.clear();
        // Preparing the long query takes as long as fifty single lookups.
        if asked.len() < FEW_KEYS {
            return Ok(());
        }
        asked.sort_unstable();
        self.looked_up
            .extend(asked.iter().map(|hash| (*hash, None)));
        keys::each_by_hash(db, &asked, |hash, event| {
            self.looked_up.insert(hash, Some(event));
        })
    }

    /// Inserts an event, unless its key is taken.
    pub fn event(&mut self, db: &Write<'_>, new: &NewEvent<'_>) -> Result<Inserted<EventId>> {
        let (text, hash) = (new.key.text(), new.key.hash());
        let id = EventId(self.next);
        if let Some(event) = self.known(db, hash)? {
            let (key, fingerprint) = self.body(db, event)?;
            if keys::is_same(&key, text) {
                return Ok(known_by(fingerprint, new));
            }
            // Another key with the same hash.
            if let Some(event) = keys::by_colliding_key(db, text)? {
                return Ok(known_by(self.body(db, event)?.1, new));
            }
            keys::insert_colliding(db, text, id)?;
        } else {
            self.inserted.insert(hash, id);
            if let Some(bloom) = &mut self.bloom {
                bloom.add(hash);
            }
        }
        self.next += 1;
        let row = [
            id.0.into(),
            text.into(),
            new.kind.into(),
            new.status.name().into(),
            new.reason.into(),
            new.now.into(),
            new.at.into(),
            new.subject.into(),
            new.object.into(),
            new.quantity.millionths().into(),
            new.value.into(),
            new.currency.into(),
            new.data.into(),
            new.transaction.map(|sale| sale.0).into(),
            i64::from(new.fingerprint).into(),
            i64::from(new.renewal).into(),
            new.network.map(|network| network.name.as_ref()).into(),
            new.network.map(|network| network.most).into(),
        ];
        self.sums.event(id.0, &row);
        self.events.add(&row);
        if self.events.len() == BATCH {
            self.write(db)?;
        }
        Ok(Inserted::New(id))
    }

    fn known(&self, db: &Read<'_>, hash: KeyHash) -> Result<Option<EventId>> {
        Ok(
            match (self.inserted.get(&hash), self.looked_up.get(&hash)) {
                (Some(event), _) => Some(*event),
                (None, Some(found)) => *found,
                (None, None) if self.may_be_there(hash) => keys::by_hash(db, hash)?,
                (None, None) => None,
            },
        )
    }

    /// The event with a key, which may still wait to be written.
    pub fn bearer(&self, db: &Read<'_>, key: &str) -> Result<Option<EventId>> {
        match self.known(db, KeyHash::of_stored(key))? {
            Some(event) if keys::is_same(&self.body(db, event)?.0, key) => Ok(Some(event)),
            Some(_) => keys::by_colliding_key(db, key),
            None => Ok(None),
        }
    }

    /// The key and the fingerprint of an event, which may still wait to be written.
    fn body(&self, db: &Read<'_>, event: EventId) -> Result<(String, i64)> {
        let place = usize::try_from(self.next - event.0)
            .ok()
            .and_then(|back| self.events.len().checked_sub(back));
        if let Some([_, Cell::Text(key), .., Cell::Int(fingerprint), _, _, _]) =
            place.and_then(|place| self.events.get(place))
        {
            return Ok((key.to_owned(), fingerprint));
        }
        let mut query = db.prepare_cached("SELECT key, fingerprint FROM events WHERE id = ?1")?;
        Ok(query.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Inserts a credit of an event.
    pub fn credit(&mut self, event: EventId, position: i64, new: &NewCredit<'_>) {
        if let (0, Some(who), None, 1, false, None) = (
            position,
            new.collaborator,
            new.named,
            new.weight,
            new.own,
            new.reason,
        ) {
            // Nearly every credit: the other columns have their defaults.
            self.plain_credits.add(&[event.0.into(), who.0.into()]);
            self.sums.credit(event.0, &plain(event, who));
            return;
        }
        let row = [
            event.0.into(),
            position.into(),
            new.collaborator.map(|who| who.0).into(),
            new.named.into(),
            new.weight.into(),
            i64::from(new.own).into(),
            status(new.reason).into(),
            new.reason.into(),
        ];
        self.sums.credit(event.0, &row);
        self.credits.add(&row);
    }

    /// Inserts a metric. The caller adds to the score ([`crate::store::metrics::add_score`]).
    pub fn metric(&mut self, new: &NewMetric<'_>) {
        self.metrics.add(&[
            new.distribution.0.into(),
            new.collaborator.0.into(),
            new.event.map(|event| event.0).into(),
            new.kind.into(),
            new.status.name().into(),
            new.points.into(),
            new.parts.into(),
            new.at.micros().into(),
        ]);
    }

    /// Writes the waiting rows, so that queries see them.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
        self.events.write(db)?;
        self.plain_credits.write(db)?;
        self.credits.write(db)?;
        self.metrics.write(db)?;
        self.sums.write(db)
    }

    /// Writes everything, the hashes of keys included.
    pub fn end(&mut self, db: &Write<'_>) -> Result<()> {
        self.write(db)?;
        self.looked_up.clear();
        let mut hashes: Vec<(KeyHash, EventId)> = self.inserted.drain().collect();
        hashes.sort_unstable();
        let mut rows = Rows::of("event_keys", ["hash", "event_id"]);
        for hashes in hashes.chunks(BATCH) {
            for (hash, event) in hashes {
                rows.add(&[hash.0.into(), event.0.into()]);
            }
            rows.write(db)?;
        }
        Ok(())
    }
}

/// The id of the next event: never one that was given before, even if that event is gone.
fn next(db: &Read<'_>) -> Result<i64> {
    let newest: Option<i64> = db
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(newest.unwrap_or(0) + 1)
}

fn known_by(fingerprint: i64, new: &NewEvent<'_>) -> Inserted<EventId> {
    Inserted::Known {
        same: fingerprint == i64::from(new.fingerprint),
    }
}

/// A credit whose other columns have the defaults of the table.
fn plain(event: EventId, who: CollaboratorId) -> [Cell<'static>; 8] {
    [
        event.0.into(),
        Cell::Int(0),
        who.0.into(),
        Cell::Null,
        Cell::Int(1),
        Cell::Int(0),
        Cell::Text("counted"),
        Cell::Null,
    ]
}

fn status(reason: Option<&str>) -> &'static str {
    if reason.is_some() {
        "ignored"
    } else {
        "counted"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::EventStatus;
    use crate::domain::quantity::Quantity;
    use crate::store::disk::sqlite;

    fn new(key: &str, fingerprint: u32) -> NewEvent<'_> {
        NewEvent {
            key: Key::of(key),
            kind: "lesson_completed",
            now: 2,
            at: 1,
            subject: None,
            object: Some("lesson:1"),
            quantity: Quantity::ONE,
            value: None,
            currency: None,
            data: None,
            transaction: None,
            renewal: false,
            network: None,
            fingerprint,
            status: EventStatus::Counted,
            reason: None,
        }
    }

    const SAME: Inserted<EventId> = Inserted::Known { same: true };
    const ANOTHER: Inserted<EventId> = Inserted::Known { same: false };

    #[test]
    fn a_key_is_known_before_and_after_its_event_is_written() {
        let connection = sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        let mut loader = Loader::begin(&db).unwrap();
        let take = |loader: &mut Loader, key, body| loader.event(&db, &new(key, body)).unwrap();
        assert_eq!(take(&mut loader, "a", 7), Inserted::New(EventId(1)));
        assert_eq!(take(&mut loader, "b", 8), Inserted::New(EventId(2)));
        assert_eq!(take(&mut loader, "a", 7), SAME);
        assert_eq!(take(&mut loader, "b", 9), ANOTHER);
        loader.write(&db).unwrap();
        assert_eq!(take(&mut loader, "c", 0), Inserted::New(EventId(3)));
        assert_eq!(take(&mut loader, "a", 7), SAME);
        assert_eq!(take(&mut loader, "c", 1), ANOTHER);
        loader.end(&db).unwrap();
        let mut later = Loader::begin(&db).unwrap();
        assert_eq!(take(&mut later, "b", 8), SAME);
        assert_eq!(take(&mut later, "d", 0), Inserted::New(EventId(4)));
    }

    #[test]
    fn two_keys_with_one_hash_are_told_apart() {
        let connection = sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        let take = |loader: &mut Loader, key, body| loader.event(&db, &new(key, body)).unwrap();
        let mut loader = Loader::begin(&db).unwrap();
        assert_eq!(take(&mut loader, "a", 7), Inserted::New(EventId(1)));
        loader.end(&db).unwrap();
        // As if both keys had the same hash.
        db.execute("UPDATE event_keys SET hash = ?1", [KeyHash::of("b").0])
            .unwrap();
        let mut loader = Loader::begin(&db).unwrap();
        assert_eq!(take(&mut loader, "b", 8), Inserted::New(EventId(2)));
        assert_eq!(take(&mut loader, "b", 8), SAME);
        loader.end(&db).unwrap();
        let mut loader = Loader::begin(&db).unwrap();
        assert_eq!(take(&mut loader, "b", 9), ANOTHER);
        assert_eq!(take(&mut loader, "c", 0), Inserted::New(EventId(3)));
        keys::forget(&db, "b", EventId(2)).unwrap();
        assert_eq!(take(&mut loader, "b", 8), Inserted::New(EventId(4)));
    }

    #[test]
    fn a_loader_with_a_bloom_filter_finds_every_known_key() {
        let connection = sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        let mut loader = Loader::begin(&db).unwrap();
        for number in 0..100 {
            loader
                .event(&db, &new(&format!("old {number}"), 1))
                .unwrap();
        }
        loader.end(&db).unwrap();
        let mut loader = Loader::begin(&db).unwrap();
        loader.prepare(&db, BLOOM_MIN_COMING).unwrap();
        assert!(loader.bloom.is_some());
        for round in 0..2 {
            if round == 1 {
                let all: Vec<String> = (0..100).map(|number| format!("old {number}")).collect();
                let keys: Vec<Key<'_>> = all.iter().map(|key| Key::of(key)).collect();
                loader.expect(&db, &keys).unwrap();
                assert_eq!(loader.looked_up.len(), 100);
            }
            for number in 0..100 {
                let (old, young) = (format!("old {number}"), format!("young {number}"));
                assert_eq!(loader.event(&db, &new(&old, 1)).unwrap(), SAME);
                let first = loader.event(&db, &new(&young, 1)).unwrap();
                assert_eq!(first == SAME, round == 1, "{first:?}");
            }
        }
    }

    #[test]
    fn no_id_is_given_twice_even_when_its_event_is_gone() {
        let connection = sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        let mut loader = Loader::begin(&db).unwrap();
        loader.event(&db, &new("a", 7)).unwrap();
        loader.end(&db).unwrap();
        db.execute("DELETE FROM events", []).unwrap();
        keys::forget(&db, "a", EventId(1)).unwrap();
        let mut loader = Loader::begin(&db).unwrap();
        let again = loader.event(&db, &new("a", 7)).unwrap();
        assert_eq!(again, Inserted::New(EventId(2)));
    }
}
