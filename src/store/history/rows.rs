//! Events read from their rows. Not here: packs (`packed`), which are read instead where there are any.

use std::collections::HashMap;

use rusqlite::{Connection, Row, Rows, Statement, params};

use super::packed::may_count;
use super::{Happened, Shown, Stretch, Turn, failed, prepare};
use crate::domain::event::EventStatus;
use crate::domain::ids::EventId;
use crate::domain::metric::Counting;
use crate::store::worth::GOODS;
use crate::store::{Error, Result};

/// Some numbers of events: the first does not belong to it, the last does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    after: i64,
    until: i64,
}

impl Numbers {
    /// Those after a number.
    pub fn after(after: i64) -> Numbers {
        Numbers {
            after,
            until: i64::MAX,
        }
    }

    /// Until a number.
    pub fn until(self, until: i64) -> Numbers {
        Numbers { until, ..self }
    }
}

/// The types that occur, numbered as they come.
#[derive(Debug, Default)]
pub struct Kinds {
    numbers: HashMap<String, usize>,
}

impl Kinds {
    /// The number of a type.
    pub fn number(&mut self, kind: &str) -> usize {
        if let Some(number) = self.numbers.get(kind) {
            return *number;
        }
        let number = self.numbers.len();
        self.numbers.insert(kind.to_owned(), number);
        number
    }
}

/// How the points of events were turned; asked for in the rising order of the events.
pub type Turns<'s> = Beside<'s, Turn>;

/// The question for [`Turns`].
pub fn reversals(db: &Connection) -> Result<Statement<'_>> {
    prepare(
        db,
        "SELECT event_id, occurred_at, sign FROM reversals WHERE occurred_at < ?1 ORDER BY event_id, id",
    )
}

impl<'s> Turns<'s> {
    /// Those before the end of a stretch.
    pub fn new(reversals: &'s mut Statement<'_>, stretch: Stretch) -> Result<Turns<'s>> {
        Ok(Beside::of_rows(reversals.query([stretch.to])?, turn))
    }
}

/// Shows the events of some numbers that happened in a stretch.
pub fn each<E: From<Error>>(
    db: &Connection,
    numbers: Numbers,
    stretch: Stretch,
    kinds: &mut Kinds,
    turns: &mut Turns<'_>,
    visit: &mut impl FnMut(&Shown<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    // Tables read side by side in the order of the event's number: that is one pass over each, where a
    // join would search a tree for every event.
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
            stretch.from,
            stretch.to
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
            visit(&Shown {
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

/// Shows every event of some numbers, whenever it happened, and what became of it, to be packed.
pub fn all(
    db: &Connection,
    numbers: Numbers,
    mut visit: impl FnMut(&Happened<'_>, EventStatus, &[Counting]),
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

fn credits(db: &Connection) -> Result<Statement<'_>> {
    prepare(
        db,
        "SELECT event_id, collaborator_id, weight, own FROM credits \
         WHERE event_id >= ?1 AND event_id <= ?2 AND collaborator_id IS NOT NULL \
         AND (reason IS NULL OR reason IN ('self', 'no_value', 'not_paid')) ORDER BY event_id, position",
    )
}

fn event<'r>(row: &'r Row<'_>) -> rusqlite::Result<Happened<'r>> {
    Ok(Happened {
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

/// Rows that follow the events: read as far as the event that is looked at.
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

    /// The rows of an event. Events are asked for in rising order.
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
        // Asking again would begin anew.
        self.over = self.ahead.is_none();
        Ok(())
    }
}
