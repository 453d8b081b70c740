//! What happened, read once from end to end, for rules that are tried on the past.
//! Not here: which of it counts, or for how much (`engine::simulate`).
//!
//! Nothing is kept in memory: each visitor sees one event, or one movement of money, at a time.
//!
//! Reading events row by row takes some 400 ns each, which is seconds for a year of them. So the fold
//! packs them: the events of 4,096 numbers into one blob of about eight bytes an event ([`packed`]),
//! in the transaction that records the last of them ([`packer`]), and whoever changes an event packs
//! it anew ([`packs`]). Numbers that are in no blob, the newest above all, are read as rows ([`rows`]).
//! No blob names who did something, so nothing in it has to be forgotten for anybody.

mod bytes;
pub mod check;
mod flows;
pub mod packed;
pub mod packer;
mod packing;
pub mod packs;
mod rows;
pub mod tallies;

use rusqlite::Connection;

use super::Result;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;
pub use flows::{Flow, flows};
use rows::{Kinds, Turns};

/// A stretch of the past: the start belongs to it, the end does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First instant.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
}

/// An event as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened<'r> {
    /// Its number.
    pub id: EventId,
    /// The type of event.
    pub kind: &'r str,
    /// When it happened, in microseconds since 1970: making a date of each would take longer than all
    /// else.
    pub at: i64,
    /// How many times over.
    pub quantity: Quantity,
    /// How many old visits it stands for, itself included.
    pub times: i64,
    /// What it was worth.
    pub value: Option<&'r str>,
    /// In which currency.
    pub currency: Option<&'r str>,
    /// Whether it follows from a repeated payment of a subscription.
    pub renewal: bool,
}

/// The points of an event were taken back (-1) or given again (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// When, in microseconds since 1970.
    pub at: i64,
    /// -1 where they were taken back, 1 where they were given again.
    pub sign: i64,
}

/// An event as a visitor sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'r> {
    /// What happened.
    pub event: Happened<'r>,
    /// Its type as a number, the same for all events of a type in one pass: what follows from a type has
    /// to be found out only once.
    pub kind: usize,
    /// Who did it, where that was asked for.
    pub subject: Option<&'r str>,
    /// What the goods of its sale went for, where it stands for a line of one and that was asked for; in minor units.
    pub goods: Option<i64>,
    /// Those it may count for, their own doing included.
    pub credits: &'r [Counting],
    /// How its points were turned.
    pub turns: &'r [Turn],
}

/// Shows every event of a stretch that may count for somebody, by number, and how its points were turned
/// before the end of the stretch. Points given by hand are left out. Who did it is not shown.
pub fn events<E: From<super::Error>>(
    db: &Connection,
    stretch: Stretch,
    mut visit: impl FnMut(&Shown<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut kinds = Kinds::default();
    let mut reversals = rows::reversals(db)?;
    let mut turns = Turns::new(&mut reversals, stretch)?;
    let (from, to) = (stretch.from.micros(), stretch.to.micros());
    let mut shown = 0;
    packs::each(db, |number, pack| -> std::result::Result<(), E> {
        let first = packed::first(number);
        // Numbers that are in no pack.
        if shown < first.saturating_sub(1) {
            let between = rows::Numbers::after(shown).until(first - 1);
            rows::each(db, between, stretch, &mut kinds, &mut turns, &mut visit)?;
        }
        shown = packed::last(number);
        if pack.touches(stretch) {
            let named = |name: &str| kinds.number(name);
            packed::each(
                number,
                &pack.read()?.bytes,
                named,
                |event, kind, credits| {
                    if event.at < from || event.at >= to {
                        return Ok(());
                    }
                    let turns = turns.of(event.id)?;
                    visit(&Shown {
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
    let rest = rows::Numbers::after(shown);
    rows::each(db, rest, stretch, &mut kinds, &mut turns, &mut visit)
}

/// The same with those who did it, and what their sales came to. That stands in the rows only, so it takes its time.
pub fn events_with_subjects<E: From<super::Error>>(
    db: &Connection,
    stretch: Stretch,
    mut visit: impl FnMut(&Shown<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut reversals = rows::reversals(db)?;
    let mut turns = Turns::new(&mut reversals, stretch)?;
    let (all, mut kinds) = (rows::Numbers::after(0), Kinds::default());
    rows::each(db, all, stretch, &mut kinds, &mut turns, &mut visit)
}

/// When the first event happened that may count for somebody; none where there is no such event.
pub fn begins(db: &Connection) -> Result<Option<Instant>> {
    let mut first: Option<i64> = None;
    let mut earlier = |at: Option<i64>| first = first.into_iter().chain(at).min();
    let mut seen = 0;
    let mut rows = prepare(
        db,
        "SELECT min(occurred_at) FROM events WHERE id BETWEEN ?1 AND ?2",
    )?;
    packs::each(db, |number, pack| -> Result<()> {
        let before = packed::first(number) - 1;
        if seen < before {
            earlier(rows.query_row([seen + 1, before], |row| row.get(0))?);
        }
        earlier(pack.begins());
        seen = packed::last(number);
        Ok(())
    })?;
    earlier(rows.query_row([seen + 1, i64::MAX], |row| row.get(0))?);
    Ok(first.and_then(Instant::from_micros))
}

/// The numbers among which all events of a stretch are that may count for somebody, as pairs of a first and a last
/// number, in order. Packs that lie outside of the stretch are left out, so that little is read where little is new.
pub fn numbers(db: &Connection, stretch: Stretch) -> Result<Vec<(i64, i64)>> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    let mut add = |first: i64, last: i64| match all.last_mut() {
        Some((_, end)) if *end + 1 == first => *end = last,
        Some(_) | None => all.push((first, last)),
    };
    let mut seen = 0;
    packs::each(db, |number, pack| -> Result<()> {
        let (first, last) = (packed::first(number), packed::last(number));
        if seen + 1 < first {
            add(seen + 1, first - 1);
        }
        if pack.touches(stretch) {
            add(first, last);
        }
        seen = last;
        Ok(())
    })?;
    add(seen + 1, i64::MAX);
    Ok(all)
}

fn prepare<'d>(db: &'d Connection, sql: &str) -> Result<rusqlite::Statement<'d>> {
    Ok(db.prepare(sql)?)
}

fn failed<E: From<super::Error>>(error: rusqlite::Error) -> E {
    E::from(super::Error::from(error))
}
