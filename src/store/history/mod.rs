//! Past events and money in one pass, for trying rules on them.
//! Not here: which of it counts, or for how much (`engine::simulate`).
//!
//! Nothing is collected in memory: a visitor sees one event, or one movement of money, at a time.
//!
//! Reading an event from its row takes some 400 ns, which is seconds for a year of them. So the fold also stores
//! events in columnar blocks: 4,096 consecutive ids in one blob of about eight bytes an event ([`block`]), written in the
//! transaction that records the last of them ([`writer`]). Whoever changes an event encodes its block again
//! ([`table`]). Events that no block covers, above all the newest, are read from their rows ([`rows`]).
//! A block does not name who did something, so erasing a person leaves blocks alone.

pub mod block;
mod bytes;
pub mod check;
pub mod counts;
mod decoder;
mod encoder;
mod rows;
pub mod table;
pub mod writer;

use super::Result;
use super::interval::Interval;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;
use crate::store::Read;
use crate::store::access::Query;
use rows::{Kinds, Turns};

/// An event as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastEvent<'r> {
    pub id: EventId,
    pub kind: &'r str,
    /// Microseconds since 1970: converting each to an [`Instant`] would cost more than everything else.
    pub at: i64,
    pub quantity: Quantity,
    /// How many rolled-up visits it stands for, itself included.
    pub times: i64,
    pub value: Option<&'r str>,
    pub currency: Option<&'r str>,
    /// Whether it follows from a repeated payment of a subscription.
    pub renewal: bool,
}

/// A reversal of an event's points, or the undoing of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Microseconds since 1970.
    pub at: i64,
    /// -1 where the points were taken back, 1 where they were restored.
    pub sign: i64,
}

/// An event with what belongs to it, as a visitor sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventView<'r> {
    pub event: PastEvent<'r>,
    /// A number for the type that stays the same during one pass, so that visitors can index by it.
    pub kind: usize,
    /// Who did it; only from [`events_with_subjects`].
    pub subject: Option<&'r str>,
    /// The price of the goods in minor units, for an event of a line item; only from [`events_with_subjects`].
    pub goods: Option<i64>,
    /// The collaborators it may count for, including those who acted themselves.
    pub credits: &'r [Counting],
    pub turns: &'r [Turn],
}

/// Visits every event of an interval that may count for anybody, in ascending order of id, with the reversals before the end of
/// the interval. Points given by hand are left out.
pub fn events<E: From<super::Error>>(
    db: &Read<'_>,
    interval: Interval,
    mut visit: impl FnMut(&EventView<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut kinds = Kinds::default();
    let mut reversals = rows::reversals(db)?;
    let mut turns = Turns::new(&mut reversals, interval)?;
    let (from, to) = (interval.from.micros(), interval.to.micros());
    let mut shown = 0;
    table::each(db, |number, stored| -> std::result::Result<(), E> {
        let first = block::first(number);
        // Ids that no block covers.
        if shown < first.saturating_sub(1) {
            let between = rows::IdRange::after(shown).until(first - 1);
            rows::each(db, between, interval, &mut kinds, &mut turns, &mut visit)?;
        }
        shown = block::last(number);
        if stored.overlaps(interval) {
            let named = |name: &str| kinds.number(name);
            decoder::each(
                number,
                &stored.read()?.bytes,
                named,
                |event, kind, credits| {
                    if event.at < from || event.at >= to {
                        return Ok(());
                    }
                    let turns = turns.of(event.id)?;
                    visit(&EventView {
                        event,
                        kind,
                        subject: None,
                        goods: None,
                        credits,
                        turns,
                    })
                },
            )?;
        }
        Ok(())
    })?;
    let rest = rows::IdRange::after(shown);
    rows::each(db, rest, interval, &mut kinds, &mut turns, &mut visit)
}

/// As [`events`], with subject and goods. Only the rows hold those, so this is slower.
pub fn events_with_subjects<E: From<super::Error>>(
    db: &Read<'_>,
    interval: Interval,
    mut visit: impl FnMut(&EventView<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut reversals = rows::reversals(db)?;
    let mut turns = Turns::new(&mut reversals, interval)?;
    let (all, mut kinds) = (rows::IdRange::after(0), Kinds::default());
    rows::each(db, all, interval, &mut kinds, &mut turns, &mut visit)
}

/// When the earliest event that may count for anybody happened.
pub fn begins(db: &Read<'_>) -> Result<Option<Instant>> {
    let mut first: Option<i64> = None;
    let mut earlier = |at: Option<i64>| first = first.into_iter().chain(at).min();
    let mut seen = 0;
    let mut rows = prepare(
        db,
        "SELECT min(occurred_at) FROM events WHERE id BETWEEN ?1 AND ?2",
    )?;
    table::each(db, |number, stored| -> Result<()> {
        let before = block::first(number) - 1;
        if seen < before {
            earlier(rows.query_row([seen + 1, before], |row| row.get(0))?);
        }
        earlier(stored.earliest());
        seen = block::last(number);
        Ok(())
    })?;
    earlier(rows.query_row([seen + 1, i64::MAX], |row| row.get(0))?);
    Ok(first.and_then(Instant::from_micros))
}

/// Ascending ranges of ids, first and last included, that hold every event of an interval which may count for anybody.
/// Blocks outside the interval are skipped.
pub fn id_ranges(db: &Read<'_>, interval: Interval) -> Result<Vec<(i64, i64)>> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    let mut add = |first: i64, last: i64| match all.last_mut() {
        Some((_, end)) if *end + 1 == first => *end = last,
        Some(_) | None => all.push((first, last)),
    };
    let mut seen = 0;
    table::each(db, |number, stored| -> Result<()> {
        let (first, last) = (block::first(number), block::last(number));
        if seen + 1 < first {
            add(seen + 1, first - 1);
        }
        if stored.overlaps(interval) {
            add(first, last);
        }
        seen = last;
        Ok(())
    })?;
    add(seen + 1, i64::MAX);
    Ok(all)
}

fn prepare<'d>(db: &Read<'d>, sql: &str) -> Result<Query<'d>> {
    Ok(db.prepare(sql)?)
}

fn failed<E: From<super::Error>>(error: rusqlite::Error) -> E {
    E::from(super::Error::from(error))
}
