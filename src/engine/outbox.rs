//! What is to be told to others: it waits here until somebody says that it was delivered.
//!
//! Whoever delivers asks for what waits, delivers it in its order, and says up to where: who dies in between delivers some
//! of it again, and none is lost.

use serde::Serialize;

use super::calls::{Told, named};
use super::{Error, Result, Site};
use crate::domain::input::{At, Fields, Problems, Value, int};
use crate::domain::instant::Instant;
use crate::store::Connection;
use crate::store::outbox::{self, Message};

/// The name of the call that forgets what was delivered.
pub const DELIVERED: &str = "outbox_delivered";

/// How many messages are given at once, unless fewer are asked for.
const MOST: i64 = 100;

/// What became of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Delivered {
    /// How many messages are forgotten now.
    pub delivered: i64,
    /// How many wait.
    pub waiting: i64,
}

/// The messages that were not delivered yet, oldest first. Query: `limit`.
pub fn waiting(site: &Site, query: &Value<'_>) -> Result<Vec<Message>> {
    let mut problems = Problems::default();
    let limit = read(query, &mut problems);
    let limit = problems.into_result(limit)?;
    site.read(|db| Ok(outbox::waiting(db, limit)?))
}

/// Forgets the messages up to and including one: they were delivered. Saying it again changes nothing.
pub fn delivered(site: &Site, until: i64, clock: Instant) -> Result<Delivered> {
    checked(until)?;
    let arguments = named([("until", Value::Int(until))]);
    site.change(DELIVERED, &arguments, clock, |db| apply(db, until))
}

/// The same out of the log.
pub fn delivered_from_log(told: &Told<'_>) -> Result<()> {
    let until = told.int("until")?;
    checked(until)?;
    apply(told.db, until).map(drop)
}

fn checked(until: i64) -> Result<()> {
    if until < 1 {
        return Err(Error::invalid(
            "until",
            format!("is {until}; expected the id of a message, 1 or more"),
        ));
    }
    Ok(())
}

fn apply(db: &Connection, until: i64) -> Result<Delivered> {
    Ok(Delivered {
        delivered: outbox::forget(db, until)?,
        waiting: outbox::count(db)?,
    })
}

fn read(query: &Value<'_>, problems: &mut Problems) -> Option<i64> {
    let at = At::root();
    let at = at.key("query");
    let mut fields = Fields::open(query, &at, problems)?;
    let limit = match fields.get("limit") {
        Some(given) => int(given, 1..=MOST, &at.key("limit"), problems),
        None => Some(MOST),
    };
    fields.close(&at, problems);
    limit
}
