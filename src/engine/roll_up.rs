//! Rolls old visits up into one row for each hour and object. Only visits whose distributions are closed are rolled up, and
//! their points and their number stay, so that what was paid for them stays explained.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run, Told, named};
use super::{Error, Ledger, Result};
use crate::domain::ids::EventId;
use crate::domain::input::{Cursor, Value};
use crate::domain::instant::{self, Instant};
use crate::store::{Write, roll_up};

/// The change of this name in the log is its first step.
pub const ENTRY: Entry = Entry::task::<RollUp>().with_step(begin_from_log);

pub const PAGE_ENTRY: Entry = Entry::step(PAGE_CALL, page_from_log);

const PAGE_CALL: &str = "roll_up_page";

#[derive(Debug)]
pub struct RollUp;

/// How many events one transaction examines, so that nobody waits long.
const PAGE: i64 = 20_000;

/// What was rolled up.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct RolledUp {
    /// Visits before this were rolled up.
    pub before: Instant,
    /// The number of visits that were added to the row of another one.
    pub visits: i64,
}

impl Call for RollUp {
    const NAME: &'static str = "roll_up";
    const ABOUT: &'static str = "Rolls up old visits: those before a time whose distributions are closed become one row for each \
        hour, object and owner. Points and amounts stay; the visitors are removed. An older visit that is recorded later is \
        ignored with the reason rolled_up, because it may have been counted already.";
    type Arguments<'v> = Instant;
    type Answer = RolledUp;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Instant> {
        cursor.object(|fields| {
            fields.required("before", "roll up visits before this time", instant::read)
        })
    }
}

impl Run for RollUp {
    fn run(ledger: &Ledger, before: Instant, clock: Instant) -> Result<RolledUp> {
        let until = ("before", Value::Int(before.micros()));
        // The change folds what waits in the journal first, which was recorded in time.
        let mut from = ledger.change(Self::NAME, &named([until.clone()]), clock, |db| {
            begin(db, before)
        })?;
        let mut visits = 0;
        loop {
            // The write lock is released between two pages.
            let arguments = named([until.clone(), ("from", Value::Int(from.0))]);
            let page = ledger.change(PAGE_CALL, &arguments, clock, |db| {
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

fn begin_from_log(told: &Told<'_>) -> Result<()> {
    begin(told.db, until(told)?).map(drop)
}

fn page_from_log(told: &Told<'_>) -> Result<()> {
    roll_up::page(told.db, EventId(told.int("from")?), PAGE, until(told)?)?;
    Ok(())
}

fn until(told: &Told<'_>) -> Result<Instant> {
    let before = Instant::from_micros(told.int("before")?);
    before.ok_or_else(|| Error::invalid("before", instant::is_invalid_instant()))
}

/// Notes the time before which visits are rolled up, and answers the first event to examine.
fn begin(db: &Write<'_>, before: Instant) -> Result<EventId> {
    roll_up::set_until(db, before)?;
    Ok(roll_up::cursor(db)?)
}
