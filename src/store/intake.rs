//! What is recorded on its way into the tables: events, whom they credit, and what they count for.
//!
//! Rows wait until there are many of them, and a key's number waits until the end: sorted, the numbers of
//! a whole batch go through their table once from front to back, instead of each to a page of its own.
//! Until [`Intake::write`] nothing of it can be read in the tables.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::as_it_is::AsItIs;
use super::events::{Inserted, NewCredit, NewEvent};
use super::filter::Filter;
use super::keys::{self, Key, Number};
use super::metrics::NewMetric;
use super::rows::{Cell, Rows};
use super::seals::{self, Sums};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::words::Word;

/// How many events wait at most.
const WAITING: usize = 2_000;

/// Fewer keys than this are looked for one by one.
const FEW_KEYS: usize = 100;
/// For fewer events to come than this it is not worth reading what there is.
const FEW: u64 = 20_000;
/// How many more there may be already than are to come, to be worth it.
const MANY_TIMES: u64 = 8;

/// Rows that are not written yet.
#[derive(Debug)]
pub struct Intake {
    next: i64,
    events: Rows<18>,
    plain_credits: Rows<2>,
    credits: Rows<8>,
    metrics: Rows<8>,
    /// Of the events and credits, for their seals.
    sums: Sums,
    /// Those that came in since the beginning.
    numbers: ByNumber<EventId>,
    /// Those that were looked for ahead, and what was found.
    asked: ByNumber<Option<EventId>>,
    /// Knows of most new ones that they are new.
    filter: Option<Filter>,
}

type ByNumber<T> = HashMap<Number, T, BuildHasherDefault<AsItIs>>;

impl Intake {
    /// Nothing yet; events are numbered from the newest on.
    pub fn begin(db: &Connection) -> Result<Intake> {
        Ok(Intake {
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
            numbers: HashMap::default(),
            asked: HashMap::default(),
            filter: None,
        })
    }

    /// Goes on after others may have taken events in. Nothing waits to be written.
    pub fn catch_up(&mut self, db: &Connection) -> Result<()> {
        if let Some(filter) = &mut self.filter {
            let mut query = db.prepare_cached("SELECT key FROM events WHERE id >= ?1")?;
            let mut rows = query.query([self.next])?;
            while let Some(row) = rows.next()? {
                filter.add(Number::of_stored(
                    row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?,
                ));
            }
        }
        self.next = next(db)?;
        Ok(())
    }

    /// Prepares for so many events. After others may have taken some in, [`Intake::catch_up`] is called.
    pub fn prepare(&mut self, db: &Connection, coming: u64) -> Result<()> {
        let there = u64::try_from(self.next).unwrap_or(u64::MAX);
        if coming < FEW || there > coming.saturating_mul(MANY_TIMES) {
            return Ok(());
        }
        let mut filter = Filter::expecting(there.saturating_add(coming));
        keys::each(db, |number| filter.add(number))?;
        self.filter = Some(filter);
        Ok(())
    }

    fn may_be_there(&self, number: Number) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.may_hold(number))
    }

    /// Looks for many keys at once, of events that are about to come.
    pub fn expect(&mut self, db: &Connection, keys: &[Key<'_>]) -> Result<()> {
        let numbers = keys.iter().map(|key| key.number());
        let mut asked: Vec<Number> = numbers
            .filter(|number| self.may_be_there(*number))
            .collect();
        self.asked.clear();
        // To ask for many is prepared in the time that fifty single questions take.
        if asked.len() < FEW_KEYS {
            return Ok(());
        }
        asked.sort_unstable();
        self.asked
            .extend(asked.iter().map(|number| (*number, None)));
        keys::each_numbered(db, &asked, |number, event| {
            self.asked.insert(number, Some(event));
        })
    }

    /// Takes an event in, unless its key is taken.
    pub fn event(&mut self, db: &Connection, new: &NewEvent<'_>) -> Result<Inserted<EventId>> {
        let (text, number) = (new.key.text(), new.key.number());
        let id = EventId(self.next);
        if let Some(event) = self.numbered(db, number)? {
            let (key, fingerprint) = self.body(db, event)?;
            if keys::is_same(&key, text) {
                return Ok(known_by(fingerprint, new));
            }
            // Another key of the same number.
            if let Some(event) = keys::second(db, text)? {
                return Ok(known_by(self.body(db, event)?.1, new));
            }
            keys::note_second(db, text, id)?;
        } else {
            self.numbers.insert(number, id);
            if let Some(filter) = &mut self.filter {
                filter.add(number);
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
        if self.events.len() == WAITING {
            self.write(db)?;
        }
        Ok(Inserted::New(id))
    }

    fn numbered(&self, db: &Connection, number: Number) -> Result<Option<EventId>> {
        Ok(match (self.numbers.get(&number), self.asked.get(&number)) {
            (Some(event), _) => Some(*event),
            (None, Some(found)) => *found,
            (None, None) if self.may_be_there(number) => keys::numbered(db, number)?,
            (None, None) => None,
        })
    }

    /// The event that bears a key; it may still wait.
    pub fn bearer(&self, db: &Connection, key: &str) -> Result<Option<EventId>> {
        match self.numbered(db, Number::of_stored(key))? {
            Some(event) if keys::is_same(&self.body(db, event)?.0, key) => Ok(Some(event)),
            Some(_) => keys::second(db, key),
            None => Ok(None),
        }
    }

    /// The key and the fingerprint of an event, which may still wait.
    fn body(&self, db: &Connection, event: EventId) -> Result<(String, i64)> {
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

    /// Takes in whom an event credits.
    pub fn credit(&mut self, event: EventId, position: i64, new: &NewCredit<'_>) {
        if let (0, Some(who), None, 1, false, None) = (
            position,
            new.collaborator,
            new.named,
            new.weight,
            new.own,
            new.reason,
        ) {
            // Nearly all of them: what the table has without being told.
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

    /// Takes a metric in; its score is added to by [`super::metrics::add_score`].
    pub fn metric(&mut self, new: &NewMetric<'_>) {
        self.metrics.add(&[
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
        self.plain_credits.write(db)?;
        self.credits.write(db)?;
        self.metrics.write(db)?;
        self.sums.write(db)
    }

    /// Writes all that is left.
    pub fn end(&mut self, db: &Connection) -> Result<()> {
        self.write(db)?;
        self.asked.clear();
        let mut numbers: Vec<(Number, EventId)> = self.numbers.drain().collect();
        numbers.sort_unstable();
        let mut rows = Rows::of("event_keys", ["number", "event_id"]);
        for numbers in numbers.chunks(WAITING) {
            for (number, event) in numbers {
                rows.add(&[number.0.into(), event.0.into()]);
            }
            rows.write(db)?;
        }
        Ok(())
    }
}

/// The number of the next event: one more than any ever had, also if it is gone, so that none is given twice.
fn next(db: &Connection) -> Result<i64> {
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

/// A credit as the table has it where it is told nothing.
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
    use crate::store::sqlite;

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
    fn what_is_known_is_known_to_one_that_is_prepared_for_many() {
        let db = sqlite::scratch().unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        for number in 0..100 {
            intake
                .event(&db, &new(&format!("old {number}"), 1))
                .unwrap();
        }
        intake.end(&db).unwrap();
        let mut intake = Intake::begin(&db).unwrap();
        intake.prepare(&db, FEW).unwrap();
        assert!(intake.filter.is_some());
        for round in 0..2 {
            if round == 1 {
                let all: Vec<String> = (0..100).map(|number| format!("old {number}")).collect();
                let keys: Vec<Key<'_>> = all.iter().map(|key| Key::of(key)).collect();
                intake.expect(&db, &keys).unwrap();
                assert_eq!(intake.asked.len(), 100);
            }
            for number in 0..100 {
                let (old, young) = (format!("old {number}"), format!("young {number}"));
                assert_eq!(intake.event(&db, &new(&old, 1)).unwrap(), SAME);
                let first = intake.event(&db, &new(&young, 1)).unwrap();
                assert_eq!(first == SAME, round == 1, "{first:?}");
            }
        }
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
