//! The registry of calls. PHP, the log and programs look them up here by name.
//!
//! A change is appended to the log before it is done, and done by every process that folds the log: `from_log` does the same as
//! the call itself, with the arguments from the log.

use crate::domain::call::Change as Written;
use crate::domain::input::{At, Cursor, Problems, Value, number, shorten};
use crate::domain::message::{Message, messages};
use crate::domain::zone::{self, Zone};
use crate::engine::{self, Error, Result};

messages! {
    /// Continues the path of a field.
    is_no_call() = "is not a known call";
    /// Continues the path of a field.
    is_no_known_call(name: String) = "is \"{name}\", which is not a known call";
}

mod call;
mod entry;
mod parameters;
mod random;

pub use call::{Call, Change, Given, Run, Told, change, run};
pub use entry::{Answer, Entry, FromLog, Kind, Refusal};
pub use parameters::{Parameter, ParameterKind, Parameters};
pub use random::{MESSAGES as RANDOM_MESSAGES, new_id, random_numbers, read_random, with_random};

/// The settings of a site that calls depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The default time zone of schedules, or why the given one is invalid.
    pub timezone: std::result::Result<Zone, Message>,
    /// Whether nobody alone may send money and book it: whoever made a fulfillment cannot move its payouts.
    pub two_people: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            timezone: Ok(Zone::UTC),
            two_people: false,
        }
    }
}

impl Settings {
    /// The settings when a change was made.
    #[must_use]
    pub fn of(change: &Written<'_>) -> Settings {
        let named = change.timezone.as_deref().unwrap_or_default();
        Settings {
            timezone: Zone::from_name(named).ok_or_else(|| zone::refusal(named)),
            two_people: change.two_people,
        }
    }
}

/// Every call. A new one is a file of its own (and the line that makes it a module), and a line here; its PHP function,
/// documentation and schema are generated from it (`make reference`).
pub const ENTRIES: &[Entry] = &[
    Entry::step(engine::run_due::CLOSE, engine::run_due::close_from_log),
    Entry::step(engine::run_due::RELEASE, engine::run_due::release_from_log),
    engine::adjust::ENTRY,
    engine::approve::ENTRY,
    engine::backup::ENTRY,
    engine::balances::ENTRY,
    engine::configure::collaborator::ENTRY,
    engine::configure::distributor::CHECK,
    engine::configure::distributor::ENTRY,
    engine::credit::ENTRY,
    engine::describe::ENTRY,
    engine::dismiss::CONFLICT,
    engine::dismiss::REFUND,
    engine::dispute::ENTRY,
    engine::dispute::answer::ENTRY,
    engine::doubts::ENTRY,
    engine::explain::ENTRY,
    engine::find::ENTRY,
    engine::fulfill::ENTRY,
    engine::get::ENTRY,
    engine::hold::HOLD_CALL,
    engine::hold::RELEASE_CALL,
    engine::not_counted::ENTRY,
    engine::outbox::DELIVERED,
    engine::outbox::WAITING,
    engine::privacy::erase::COLLABORATOR,
    engine::privacy::erase::PERSON,
    engine::privacy::export::COLLABORATOR,
    engine::privacy::export::PERSON,
    engine::privacy::retire::ENTRY,
    engine::rebuild::ENTRY,
    engine::record::EVENT,
    engine::record::EVENTS,
    engine::record::REFUND,
    engine::record::TRANSACTION,
    engine::roll_up::ENTRY,
    engine::roll_up::PAGE_ENTRY,
    engine::run_due::ENTRY,
    engine::settle::ENTRY,
    engine::settle_many::ENTRY,
    engine::simulate::ENTRY,
    engine::simulate::recent::ENTRY,
    engine::snapshots::ENTRY,
    engine::standings::ENTRY,
    engine::status::ENTRY,
    engine::timeline::ENTRY,
    engine::top_up::ENTRY,
    engine::verify::ENTRY,
    engine::verify::export::ENTRY,
    engine::visits::ENTRY,
];

#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

#[must_use]
pub fn from_log(name: &str) -> Option<FromLog> {
    entry(name)?.from_log()
}

pub fn changes() -> impl Iterator<Item = &'static str> {
    let changes = ENTRIES.iter().filter(|entry| entry.from_log().is_some());
    changes.map(|entry| entry.name)
}

fn unknown(name: &str) -> Error {
    Error::invalid("call", is_no_known_call(shorten(name)))
}

#[must_use]
pub fn named<'v, const COUNT: usize>(arguments: [(&'static str, Value<'v>); COUNT]) -> Value<'v> {
    Value::Map(
        arguments
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
    )
}

impl Told<'_> {
    pub fn int(&self, name: &'static str) -> Result<i64> {
        let (at, absent) = (At::root(), Value::Null);
        let mut problems = Problems::default();
        let given = self.input.field(name).unwrap_or(&absent);
        let found = number(&mut Cursor::new(given, at.key(name), &mut problems));
        Ok(problems.into_result(found)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_its_own_name() {
        let mut names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ENTRIES.len());
        assert!(entry("no_such_call").is_none());
    }
}
