//! Old visits become one row for each hour and object. What was paid for them stays as it is: only those
//! go whose distributions are closed, and their points, and how many there were, stay.

use serde::Serialize;

use super::site::{begin, commit};
use super::{Result, Site};
use crate::domain::instant::Instant;
use crate::store::roll_up;

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
pub fn roll_up(site: &Site, before: Instant) -> Result<RolledUp> {
    let mut from = {
        // What waits in the journal came in time.
        let mut turn = site.turn("roll_up")?;
        let transaction = begin(&mut turn.db)?;
        roll_up::set_until(&transaction, before)?;
        let cursor = roll_up::cursor(&transaction)?;
        commit(transaction)?;
        cursor
    };
    let mut visits = 0;
    loop {
        // The gate is given up between two pages.
        let mut turn = site.turn_without_fold("roll_up")?;
        let transaction = begin(&mut turn.db)?;
        let page = roll_up::page(&transaction, from, PAGE, before)?;
        commit(transaction)?;
        visits += page.visits;
        match page.next {
            Some(next) => from = next,
            None => return Ok(RolledUp { before, visits }),
        }
    }
}
