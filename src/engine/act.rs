//! Who does something, when, and what they say about it: the details that acts by hand are given.

use super::calls::Settings;
use super::{Error, Result};
use crate::domain::event::LONGEST_KEY;
use crate::domain::input::{At, Fields, Problems, Value, text};
use crate::domain::instant::Instant;
use crate::engine::site::read_now;

/// The longest note.
const LONGEST_NOTE: usize = 500;

/// An act by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'v> {
    /// When.
    pub now: Instant,
    /// By whom, as the caller calls people: `user:7`.
    pub by: Option<&'v str>,
    /// What they say about it.
    pub note: Option<&'v str>,
}

/// Reads the details of an act of which nothing else is asked: `by`, `note`, `now`.
pub fn read<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Act<'v>> {
    let mut problems = Problems::default();
    let act = read_alone(input, clock, &mut problems);
    Ok(problems.into_result(act)?)
}

/// The same, beside other problems of the call.
pub fn read_alone<'v>(
    input: &'v Value<'_>,
    clock: Instant,
    problems: &mut Problems,
) -> Option<Act<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let act = read_fields(&mut fields, clock, &at, problems);
    fields.close(&at, problems);
    act
}

/// Reads the details of an act among its other fields.
pub fn read_fields<'v>(
    fields: &mut Fields<'v, '_>,
    clock: Instant,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Act<'v>> {
    let now = read_now(fields, clock, at, problems);
    let mut optional = |name: &'static str, most, problems: &mut Problems| {
        fields
            .get(name)
            .and_then(|v| text(v, most, &at.key(name), problems))
    };
    let by = optional("by", LONGEST_KEY, problems);
    let note = optional("note", LONGEST_NOTE, problems);
    Some(Act {
        now: now?,
        by,
        note,
    })
}

impl Act<'_> {
    /// Where the site asks for two people, refuses an act that does not say who does it.
    pub fn demand_name(&self, settings: &Settings) -> Result<()> {
        if settings.two_people && self.by.is_none() {
            return Err(Error::invalid(
                "by",
                "is required: this site asks for two people, so each act with money says who does it, such as user:7",
            ));
        }
        Ok(())
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
