//! Who does something, when, and what they say about it: the details that acts by hand are given.

use super::calls::{Given, Settings};
use super::{Error, Result};
use crate::domain::event::LONGEST_KEY;
use crate::domain::input::{Cursor, Fields, text};
use crate::domain::instant::Instant;

/// The longest note.
const LONGEST_NOTE: usize = 500;

/// An act by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'v> {
    /// The time at which it is done.
    pub now: Instant,
    /// By whom, as the caller calls people: `user:7`.
    pub by: Option<&'v str>,
    /// What they say about it.
    pub note: Option<&'v str>,
}

/// What `by` is, where a site that asks for two people does not ask for it.
const BY: &str = "who does this, as you name people, such as user:7";

/// What `by` is, where a site that asks for two people asks for it.
const BY_OF_TWO: &str = "who does this, as you name people, such as user:7; required where the site asks for two people";

/// Reads the details of an act of which nothing else is asked.
pub fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Act<'v>> {
    cursor.object(|fields| read_fields(fields, BY, given))
}

/// The same of an act with money.
pub fn read_of_money<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Act<'v>> {
    cursor.object(|fields| read_money_fields(fields, given))
}

/// Reads the details of an act with money among its other fields.
pub fn read_money_fields<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Act<'v>> {
    read_fields(fields, BY_OF_TWO, given)
}

fn read_fields<'v>(
    fields: &mut Fields<'_, 'v>,
    by: &'static str,
    given: Given<'_>,
) -> Option<Act<'v>> {
    let now = given.now(fields);
    let by = fields.optional("by", by, text::<LONGEST_KEY>);
    let note = fields.optional("note", "a note to keep with it", text::<LONGEST_NOTE>);
    Some(Act {
        now: now?,
        by,
        note,
    })
}

impl Act<'_> {
    /// Where the site asks for two people, refuses an act that does not say who does it.
    pub fn demand_name(&self, settings: &Settings) -> Result<()> {
        match self.lacks_name(settings) {
            Some(reason) => Err(Error::invalid("by", reason)),
            None => Ok(()),
        }
    }

    /// What is wrong with an act that does not say who does it, where the site asks for two people.
    pub fn lacks_name(&self, settings: &Settings) -> Option<&'static str> {
        (settings.two_people && self.by.is_none()).then_some(
            "is required: this site asks for two people, so each act with money says who does it, such as user:7",
        )
    }

    /// Where the site asks for two people, refuses an act that must be left to somebody else than `first`, who did `what`
    /// (as in "made fulfillment 3"). An act that was done when nobody was named can be followed by anybody.
    pub fn demand_another(
        &self,
        settings: &Settings,
        first: Option<&str>,
        what: &str,
    ) -> Result<()> {
        self.demand_name(settings)?;
        match self.must_leave(settings, first, what) {
            Some(reason) => Err(Error::Conflict(reason)),
            None => Ok(()),
        }
    }

    /// Why this must be left to somebody else, where it must: see [`Act::demand_another`].
    pub fn must_leave(
        &self,
        settings: &Settings,
        first: Option<&str>,
        what: &str,
    ) -> Option<String> {
        let alone = settings.two_people && first.is_some() && first == self.by;
        alone.then(|| {
            format!(
                "whoever {what} must leave this to somebody else: this site asks for two people"
            )
        })
    }
}
