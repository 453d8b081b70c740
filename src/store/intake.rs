//! What is recorded on its way into the tables: events, whom they credit, and what they count for.
//!
//! Rows wait until there are many of them, and a key's number waits until the end: sorted, the numbers of
//! a whole batch go through their table once from front to back, instead of each to a page of its own.
//! Until [`Intake::write`] nothing of it can be read in the tables.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::events::{Inserted, NewCredit, NewEvent};
use super::keys::{self, Number};
use super::metrics::NewMetric;
use super::rows::{Cell, Rows};
use crate::domain::ids::EventId;

/// How many events wait at most.
const WAITING: usize = 2_000;

/// Rows that are not written yet.
#[derive(Debug)]
pub struct Intake {
    next: i64,
    events: Rows<16>,
    credits: Rows<8>,
    metrics: Rows<8>,
    numbers: HashMap<Number, EventId, BuildHasherDefault<AsItIs>>,
}

impl Intake {
    /// Nothing yet; events are numbered from the newest on.
    pub fn begin(db: &Connection) -> Result<Intake> {
        // What the newest event was ever called, also if it is gone: no number is given twice.
        let newest: Option<i64> = db
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(Intake {
            next: newest.unwrap_or(0) + 1,
            events: Rows::of(
                "events",
                [
                    "id",
                    "key",
                    "type",
                    "status",
                    "reason",
                    "created_at",
                    "occurred_at",
                    "subject",
                    "object",
                    "quantity",
                    "value",
                    "currency",
                    "data",
                    "transaction_id",
                    "fingerprint",
                    "renewal",
                ],
            ),
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
            numbers: HashMap::default(),
        })
    }

    /// Takes an event in, unless its key is taken.
    pub fn event(&mut self, db: &Connection, new: &NewEvent<'_>) -> Result<Inserted<EventId>> {
        let number = Number::of(new.key);
        let known = match self.numbers.get(&number) {
            Some(event) => Some(self.bearer(db, *event)?),
            None => keys::numbered(db, number)?
                .map(|bearer| (bearer.key, i64::from(bearer.fingerprint))),
        };
        let id = EventId(self.next);
        match known {
            None => {
                self.numbers.insert(number, id);
            }
            Some((key, fingerprint)) if key == new.key => {
                return Ok(Inserted::Known {
                    same: fingerprint == i64::from(new.fingerprint),
                });
            }
            Some(_) => {
                // Another key of the same number.
                self.write(db)?;
                if let Some(bearer) = keys::second(db, new.key)? {
                    return Ok(Inserted::Known {
                        same: bearer.fingerprint == new.fingerprint,
                    });
                }
                keys::note_second(db, new.key, id)?;
            }
        }
        self.next += 1;
        self.events.add([
            id.0.into(),
            new.key.into(),
            new.kind.into(),
            status(new.reason).into(),
            new.reason.into(),
            new.now.into(),
            new.at.into(),
            new.subject.into(),
            new.object.into(),
            new.quantity.into(),
            new.value.into(),
            new.currency.into(),
            new.data.into(),
            new.transaction.map(|sale| sale.0).into(),
            i64::from(new.fingerprint).into(),
            i64::from(new.renewal).into(),
        ]);
        if self.events.len() == WAITING {
            self.write(db)?;
        }
        Ok(Inserted::New(id))
    }

    /// The key and the fingerprint of an event that came in since the beginning.
    fn bearer(&self, db: &Connection, event: EventId) -> Result<(String, i64)> {
        let place = usize::try_from(self.next - event.0)
            .ok()
            .and_then(|back| self.events.len().checked_sub(back));
        if let Some([_, Cell::Text(key), .., Cell::Int(fingerprint), _]) =
            place.and_then(|place| self.events.get(place))
        {
            return Ok((key.to_owned(), fingerprint));
        }
        let mut query = db.prepare_cached("SELECT key, fingerprint FROM events WHERE id = ?1")?;
        Ok(query.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Takes in whom an event credits.
    pub fn credit(&mut self, event: EventId, position: i64, new: &NewCredit<'_>) {
        self.credits.add([
            event.0.into(),
            position.into(),
            new.collaborator.map(|who| who.0).into(),
            new.named.into(),
            new.weight.into(),
            i64::from(new.own).into(),
            status(new.reason).into(),
            new.reason.into(),
        ]);
    }

    /// Takes a metric in; its score is added to by [`super::metrics::add_score`].
    pub fn metric(&mut self, new: &NewMetric<'_>) {
        self.metrics.add([
            new.distribution.0.into(),
            new.collaborator.0.into(),
            new.event.map(|event| event.0).into(),
            new.kind.into(),
            new.status.into(),
            new.points.into(),
            new.parts.into(),
            new.at.micros().into(),
        ]);
    }

    /// Writes the rows that wait: from now on they can be read.
    pub fn write(&mut self, db: &Connection) -> Result<()> {
        self.events.write(db)?;
        self.credits.write(db)?;
        self.metrics.write(db)?;
        Ok(())
    }

    /// Writes all that is left.
    pub fn end(&mut self, db: &Connection) -> Result<()> {
        self.write(db)?;
        let mut numbers: Vec<(Number, EventId)> = self.numbers.drain().collect();
        numbers.sort_unstable();
        let mut rows = Rows::of("event_keys", ["number", "event_id"]);
        for numbers in numbers.chunks(WAITING) {
            for (number, event) in numbers {
                rows.add([number.0.into(), event.0.into()]);
            }
            rows.write(db)?;
        }
        Ok(())
    }
}

fn status(reason: Option<&str>) -> &'static str {
    if reason.is_some() {
        "ignored"
    } else {
        "counted"
    }
}

/// Numbers of keys are as mixed as a hash can make them.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_i64(&mut self, number: i64) {
        self.0 = number.cast_unsigned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite;

    fn new(key: &str, fingerprint: u32) -> NewEvent<'_> {
        NewEvent {
            key,
            kind: "lesson_completed",
            now: 2,
            at: 1,
            subject: None,
            object: Some("lesson:1"),
            quantity: 1,
            value: None,
            currency: None,
            data: None,
            transaction: None,
            renewal: false,
            fingerprint,
            reason: None,
        }
    }

    const SAME: Inserted<EventId> = Inserted::Known { same: true };
    const ANOTHER: Inserted<EventId> = Inserted::Known { same: false };

    #[test]
    fn a_key_is_known_before_its_event_is_written_and_ever_after() {
        let db = sqlite::scratch().unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        let take = |intake: &mut Intake, key, body| intake.event(&db, &new(key, body)).unwrap();
        assert_eq!(take(&mut intake, "a", 7), Inserted::New(EventId(1)));
        assert_eq!(take(&mut intake, "b", 8), Inserted::New(EventId(2)));
        assert_eq!(take(&mut intake, "a", 7), SAME);
        assert_eq!(take(&mut intake, "b", 9), ANOTHER);
        intake.write(&db).unwrap();
        assert_eq!(take(&mut intake, "c", 0), Inserted::New(EventId(3)));
        assert_eq!(take(&mut intake, "a", 7), SAME);
        assert_eq!(take(&mut intake, "c", 1), ANOTHER);
        intake.end(&db).unwrap();
        let mut later = Intake::begin(&db).unwrap();
        assert_eq!(take(&mut later, "b", 8), SAME);
        assert_eq!(take(&mut later, "d", 0), Inserted::New(EventId(4)));
    }

    #[test]
    fn two_keys_of_one_number_are_two_keys() {
        let db = sqlite::scratch().unwrap();
        let take = |intake: &mut Intake, key, body| intake.event(&db, &new(key, body)).unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        assert_eq!(take(&mut intake, "a", 7), Inserted::New(EventId(1)));
        intake.end(&db).unwrap();
        // As if the key b made the number that the key a makes.
        db.execute("UPDATE event_keys SET number = ?1", [Number::of("b").0])
            .unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        assert_eq!(take(&mut intake, "b", 8), Inserted::New(EventId(2)));
        assert_eq!(take(&mut intake, "b", 8), SAME);
        intake.end(&db).unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        assert_eq!(take(&mut intake, "b", 9), ANOTHER);
        assert_eq!(take(&mut intake, "c", 0), Inserted::New(EventId(3)));
        keys::forget(&db, "b", EventId(2)).unwrap();
        assert_eq!(take(&mut intake, "b", 8), Inserted::New(EventId(4)));
    }

    #[test]
    fn no_number_is_given_twice_also_when_its_event_is_gone() {
        let db = sqlite::scratch().unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        intake.event(&db, &new("a", 7)).unwrap();
        intake.end(&db).unwrap();
        db.execute("DELETE FROM events", []).unwrap();
        keys::forget(&db, "a", EventId(1)).unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        let again = intake.event(&db, &new("a", 7)).unwrap();
        assert_eq!(again, Inserted::New(EventId(2)));
    }
}
