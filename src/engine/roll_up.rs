//! Old visits become one row for each hour and object. What was paid for them stays as it is: only those
//! go whose distributions are closed, and their points, and how many there were, stay.

use serde::Serialize;

use super::calls::{Told, named};
use super::{Error, Result, Site};
use crate::domain::ids::EventId;
use crate::domain::input::Value;
use crate::domain::instant::Instant;
use crate::store::{Connection, roll_up};

/// The call's name.
pub const CALL: &str = "roll_up";

/// The name of a page of it.
pub const PAGE_CALL: &str = "roll_up_page";

/// Events looked at in one transaction, so that nobody waits long.
const PAGE: i64 = 20_000;

/// What was rolled up.
#[derive(Debug, Serialize)]
pub struct RolledUp {
    /// Before which instant.
    pub before: Instant,
    /// How many visits went into the row of another.
    pub visits: i64,
}

/// Rolls up the visits before an instant. One that comes later and is older than that is kept as ignored: whether it
/// was counted already cannot be told any more.
pub fn roll_up(site: &Site, before: Instant, clock: Instant) -> Result<RolledUp> {
    let until = ("before", Value::Int(before.micros()));
    // What waits in the journal came in time.
    let mut from = site.change(CALL, &named([until.clone()]), clock, |db| begin(db, before))?;
    let mut visits = 0;
    loop {
        // The gate is given up between two pages.
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

/// The beginning of it, out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    begin(told.db, until(told)?).map(drop)
}

/// A page of it, out of the log.
pub fn page_from_log(told: &Told<'_>) -> Result<()> {
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
