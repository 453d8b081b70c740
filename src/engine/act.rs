//! Who does something by hand, when, and their note about it.

use super::calls::{Given, Settings};
use super::{Error, Result};
use crate::domain::event::LONGEST_KEY;
use crate::domain::input::{Cursor, Fields, text};
use crate::domain::instant::Instant;
use crate::domain::message::{Message, messages};

messages! {
    /// Continues the path of a field.
    requires_a_name() = "is required: this site requires two people, so every act with money must say who does it, such as user:7";
    /// What somebody did before is such as "made fulfillment 3".
    must_be_another(what: Message) = "whoever {what} cannot do this too: this site requires two people";
}

const LONGEST_NOTE: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'v> {
    pub now: Instant,
    /// Who does it, in the caller's terms, such as `user:7`.
    pub by: Option<&'v str>,
    pub note: Option<&'v str>,
}

const BY: &str = "who does this, in your own terms, such as user:7";

/// The same for an act with money, which a site that requires two people refuses without a name.
const BY_OF_TWO: &str =
    "who does this, in your own terms, such as user:7; required if the site requires two people";

pub fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Act<'v>> {
    cursor.object(|fields| read_fields(fields, BY, given))
}

/// The same for an act with money.
pub fn read_of_money<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Act<'v>> {
    cursor.object(|fields| read_money_fields(fields, given))
}

/// The same for an act with money that has other fields too.
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
    /// Refuses an act that does not say who does it, if the site requires two people.
    pub fn demand_name(&self, settings: &Settings) -> Result<()> {
        match self.lacks_name(settings) {
            Some(reason) => Err(Error::invalid("by", reason)),
            None => Ok(()),
        }
    }

    /// Why an act that does not say who does it is refused, if the site requires two people.
    pub fn lacks_name(&self, settings: &Settings) -> Option<Message> {
        (settings.two_people && self.by.is_none()).then(requires_a_name)
    }

    /// Refuses an act by `first`, who did `what` before (as in "made fulfillment 3"), if the site requires two people. If
    /// nobody was named before, anybody may continue.
    pub fn demand_another(
        &self,
        settings: &Settings,
        first: Option<&str>,
        what: Message,
    ) -> Result<()> {
        self.demand_name(settings)?;
        match self.must_leave(settings, first, what) {
            Some(reason) => Err(Error::Conflict(reason)),
            None => Ok(()),
        }
    }

    /// Why somebody else must do this, if so: see [`Act::demand_another`].
    pub fn must_leave(
        &self,
        settings: &Settings,
        first: Option<&str>,
        what: Message,
    ) -> Option<Message> {
        let alone = settings.two_people && first.is_some() && first == self.by;
        alone.then(|| must_be_another(what))
    }
}
