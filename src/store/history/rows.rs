//! Events read from their rows. Not here: blocks (`decoder`), which are read instead where there are any.

use std::collections::HashMap;

use rusqlite::{Row, Rows, params};

use super::block::may_count;
use super::{EventView, PastEvent, Turn, failed, prepare};
use crate::domain::event::EventStatus;
use crate::domain::ids::EventId;
use crate::domain::ignored::IgnoredReason;
use crate::domain::metric::Counting;
use crate::domain::words::Word;
use crate::store::access::Query;
use crate::store::interval::Interval;
use crate::store::worth::GOODS;
use crate::store::{Error, Read, Result};

/// A range of event ids without its start `after`, with its end `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    after: i64,
    until: i64,
}

impl IdRange {
    pub fn after(after: i64) -> IdRange {
        IdRange {
            after,
            until: i64::MAX,
        }
    }

    pub fn until(self, until: i64) -> IdRange {
        IdRange { until, ..self }
    }
}

/// Numbers the event types in the order in which they first occur.
#[derive(Debug, Default)]
pub struct Kinds {
    numbers: HashMap<String, usize>,
}

impl Kinds {
    pub fn number(&mut self, kind: &str) -> usize {
        if let Some(number) = self.numbers.get(kind) {
            return *number;
        }
        let number = self.numbers.len();
        self.numbers.insert(kind.to_owned(), number);
        number
    }
}

/// The reversals of events, which are asked for in ascending order of id.
pub type Turns<'s> = Beside<'s, Turn>;

/// The query behind [`Turns`].
pub fn reversals<'d>(db: &Read<'d>) -> Result<Query<'d>> {
    prepare(
        db,
        "SELECT event_id, occurred_at, sign FROM reversals WHERE occurred_at < ?1 ORDER BY event_id, id",
    )
}

impl<'s> Turns<'s> {
    /// The reversals before the end of an interval.
    pub fn new(reversals: &'s mut Query<'_>, interval: Interval) -> Result<Turns<'s>> {
        Ok(Beside::of_rows(reversals.query([interval.to])?, turn))
    }
}

/// Visits the events of a range of ids that happened in an interval.
pub fn each<E: From<Error>>(
    db: &Read<'_>,
    numbers: IdRange,
    interval: Interval,
    kinds: &mut Kinds,
    turns: &mut Turns<'_>,
    visit: &mut impl FnMut(&EventView<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    // A merge join by hand: one pass over each table, where SQLite's join would search a tree for every event.
    let mut happened = prepare(
        db,
        &format!(
            "SELECT id, type, occurred_at, quantity, value, subject, currency, times, renewal, {GOODS} FROM events e \
             WHERE id > ?1 AND id <= ?2 AND occurred_at >= ?3 AND occurred_at < ?4 ORDER BY id"
        ),
    )?;
    let mut credits = credits(db)?;
    let mut rows = happened
        .query(params![
            numbers.after,
            numbers.until,
            interval.from,
            interval.to
        ])
        .map_err(failed::<E>)?;
    let Some(first) = rows.next().map_err(failed::<E>)? else {
        return Ok(());
    };
    let id: i64 = first.get(0).map_err(failed::<E>)?;
    let credits = credits.query([id, numbers.until]).map_err(failed::<E>)?;
    let mut credits = Beside::of_rows(credits, credit);
    let mut row = Some(first);
    while let Some(found) = row {
        let event = event(found).map_err(failed::<E>)?;
        let counting = credits.of(event.id)?;
        if may_count(event.kind, counting) {
            visit(&EventView {
                event,
                kind: kinds.number(event.kind),
                subject: subject(found).map_err(failed::<E>)?,
                goods: found.get(9).map_err(failed::<E>)?,
                credits: counting,
                turns: turns.of(event.id)?,
            })?;
        }
        row = rows.next().map_err(failed::<E>)?;
    }
    Ok(())
}

/// Visits every event of a range of ids with its status, to be encoded.
pub fn all(
    db: &Read<'_>,
    numbers: IdRange,
    mut visit: impl FnMut(&PastEvent<'_>, EventStatus, &[Counting]),
) -> Result<()> {
    let mut happened = db.prepare_cached(
        "SELECT id, type, occurred_at, quantity, value, NULL, currency, times, renewal, status FROM events \
         WHERE id > ?1 AND id <= ?2 ORDER BY id",
    )?;
    let mut credits = credits(db)?;
    let mut rows = happened.query([numbers.after, numbers.until])?;
    let credits = credits.query([numbers.after, numbers.until])?;
    let mut credits = Beside::of_rows(credits, credit);
    while let Some(row) = rows.next()? {
        let event = event(row)?;
        visit(&event, row.get(9)?, credits.of(event.id)?);
    }
    Ok(())
}

fn credits<'d>(db: &Read<'d>) -> Result<Query<'d>> {
    let words = IgnoredReason::WORDS.iter();
    let words = words.filter(|(_, reason)| reason.is_up_to_rules());
    let words: Vec<String> = words.map(|(word, _)| format!("'{word}'")).collect();
    let words = words.join(", ");
    prepare(
        db,
        &format!(
            "SELECT event_id, collaborator_id, weight, own FROM credits \
             WHERE event_id >= ?1 AND event_id <= ?2 AND collaborator_id IS NOT NULL \
             AND (reason IS NULL OR reason IN ({words})) ORDER BY event_id, position"
        ),
    )
}

fn event<'r>(row: &'r Row<'_>) -> rusqlite::Result<PastEvent<'r>> {
    Ok(PastEvent {
        id: row.get(0)?,
        kind: row.get_ref(1)?.as_str()?,
        at: row.get(2)?,
        quantity: row.get(3)?,
        value: row.get_ref(4)?.as_str_or_null()?,
        currency: row.get_ref(6)?.as_str_or_null()?,
        times: row.get(7)?,
        renewal: row.get(8)?,
    })
}

fn subject<'r>(row: &'r Row<'_>) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(5)?.as_str_or_null()?)
}

fn credit(row: &Row<'_>) -> rusqlite::Result<Counting> {
    Ok(Counting {
        collaborator: row.get(1)?,
        weight: row.get(2)?,
        own: row.get(3)?,
    })
}

fn turn(row: &Row<'_>) -> rusqlite::Result<Turn> {
    Ok(Turn {
        at: row.get(1)?,
        sign: row.get(2)?,
    })
}

/// One side of a merge join with the events: rows by event id, read as far as the current event.
pub struct Beside<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ahead: Option<(EventId, T)>,
    over: bool,
    current: Vec<T>,
}

impl<'s, T: Copy> Beside<'s, T> {
    fn of_rows(rows: Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Beside<'s, T> {
        Beside {
            rows,
            read,
            ahead: None,
            over: false,
            current: Vec::new(),
        }
    }

    /// The rows of an event. Events are asked for in ascending order of id.
    pub fn of(&mut self, event: EventId) -> Result<&[T]> {
        self.current.clear();
        loop {
            match &self.ahead {
                Some((id, _)) if *id > event => break,
                Some((id, value)) if *id == event => self.current.push(*value),
                None if self.over => break,
                Some(_) | None => {}
            }
            self.advance()?;
        }
        Ok(&self.current)
    }

    fn advance(&mut self) -> Result<()> {
        self.ahead = match self.rows.next()? {
            Some(row) => Some((row.get(0)?, (self.read)(row)?)),
            None => None,
        };
        // SQLite starts the query over when it is stepped past its end.
        self.over = self.ahead.is_none();
        Ok(())
    }
}
