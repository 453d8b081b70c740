//! Old visits become one row for each hour and object. What was paid for them stays as it is: only those
//! go whose distributions are closed, and their points, and how many there were, stay.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run, Told, named};
use super::{Error, Result, Site};
use crate::domain::ids::EventId;
use crate::domain::input::{Cursor, Value};
use crate::domain::instant::{self, Instant};
use crate::store::{Connection, roll_up};

/// The call. The change of this name in the log is the beginning of it.
pub const ENTRY: Entry = Entry::task::<RollUp>().with_step(begin_from_log);

/// A page of it.
pub const PAGE_ENTRY: Entry = Entry::step(PAGE_CALL, page_from_log);

const PAGE_CALL: &str = "roll_up_page";

/// Rolls old visits up.
#[derive(Debug)]
pub struct RollUp;

/// Events looked at in one transaction, so that nobody waits long.
const PAGE: i64 = 20_000;

/// What was rolled up.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct RolledUp {
    /// Visits before this were rolled up.
    pub before: Instant,
    /// How many visits were added to the row of another one.
    pub visits: i64,
}

impl Call for RollUp {
    const NAME: &'static str = "roll_up";
    const ABOUT: &'static str = "Rolls old visits up: those before an instant whose distributions are closed become one row for \
        each hour, object and owner. Points and amounts stay; who the visitors were is removed. A visit that is recorded later \
        and is older than that is kept as ignored with the reason rolled_up, because whether it was counted already cannot be \
        told any more.";
    /// Before which instant.
    type Arguments<'v> = Instant;
    type Answer = RolledUp;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Instant> {
        cursor
            .object(|fields| fields.required("before", "roll up visits before this", instant::read))
    }
}

impl Run for RollUp {
    fn run(site: &Site, before: Instant, clock: Instant) -> Result<RolledUp> {
        let until = ("before", Value::Int(before.micros()));
        // What waits in the journal came in time.
        let mut from = site.change(Self::NAME, &named([until.clone()]), clock, |db| {
            begin(db, before)
        })?;
        let mut visits = 0;
        loop {
            // The write lock is given up between two pages.
            let arguments = named([until.clone(), ("from", Value::Int(from.0))]);
            let page = site.change(PAGE_CALL, &arguments, clock, |db| {
                Ok(roll_up::page(db, from, PAGE, before)?)
            })?;
            visits += page.visits;
            match page.next {
                Some(next) => from = next,
                None => return Ok(RolledUp { before, visits }),
            }
        }
    }
}

/// The beginning of it, out of the log.
fn begin_from_log(told: &Told<'_>) -> Result<()> {
    begin(told.db, until(told)?).map(drop)
}

/// A page of it, out of the log.
fn page_from_log(told: &Told<'_>) -> Result<()> {
    roll_up::page(told.db, EventId(told.int("from")?), PAGE, until(told)?)?;
    Ok(())
}

fn until(told: &Told<'_>) -> Result<Instant> {
    let before = Instant::from_micros(told.int("before")?);
    before.ok_or_else(|| Error::invalid("before", "is no instant"))
}

/// Sets before which instant visits are rolled up, and answers where to begin.
fn begin(db: &Connection, before: Instant) -> Result<EventId> {
    roll_up::set_until(db, before)?;
    Ok(roll_up::cursor(db)?)
}
