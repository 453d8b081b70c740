//! The calls: what can be asked of the engine, by name. Whoever carries one (PHP, the log, a program) finds it here.
//!
//! A change is written into the log before it is done, and done by whoever folds the log: its verb's `from_log` does the
//! same as the verb, out of the arguments that the log has.

use crate::domain::call::{CallId, Change};
use crate::domain::input::{At, Fields, Problems, Value, int};
use crate::domain::instant::Instant;
use crate::domain::zone::{self, Zone};
use crate::engine::configure::{collaborator, distributor};
use crate::engine::privacy::{erase, retire};
use crate::engine::{
    Error, Result, adjust, approve, credit, dismiss, dispute, fulfill, hold, outbox, roll_up,
    run_due, settle, settle_many, top_up,
};
use crate::journal::segment::random_id;
use crate::store::Transaction;

/// What a site assumes for the calls that are made on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The zone of schedules that name none, or what is wrong with what was given as one.
    pub timezone: std::result::Result<Zone, String>,
    /// Whether nobody alone can send money out and book it: who made a fulfillment leaves its payouts to somebody else.
    pub two_people: bool,
}

impl Settings {
    /// What was assumed when a change was asked for.
    #[must_use]
    pub fn of(change: &Change<'_>) -> Settings {
        let named = change.timezone.as_deref().unwrap_or_default();
        Settings {
            timezone: Zone::from_name(named).ok_or_else(|| zone::refusal(named)),
            two_people: change.two_people,
        }
    }
}

/// A change out of the log, to be done.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Where.
    pub db: &'t Transaction<'t>,
    /// What the site assumed.
    pub settings: &'t Settings,
    /// Its arguments by name.
    pub input: &'t Value<'t>,
    /// When it was asked for.
    pub now: Instant,
}

/// Does a change out of the log.
pub type FromLog = fn(&Told<'_>) -> Result<()>;

/// Every change: the PHP function's name without `siren_`, or what a function does step by step.
const CHANGES: &[(&str, FromLog)] = &[
    (adjust::CALL, adjust::from_log),
    (approve::CALL, approve::from_log),
    (collaborator::CALL, collaborator::from_log),
    (credit::CALL, credit::from_log),
    (dismiss::CONFLICT, dismiss::conflict_from_log),
    (dismiss::REFUND, dismiss::refund_from_log),
    (dispute::CALL, dispute::from_log),
    (dispute::ANSWER_CALL, dispute::answer_from_log),
    (distributor::CALL, distributor::from_log),
    (erase::COLLABORATOR, erase::collaborator_from_log),
    (erase::PERSON, erase::person_from_log),
    (fulfill::CALL, fulfill::from_log),
    (hold::CALL, hold::from_log),
    (hold::RELEASE, hold::release_from_log),
    (outbox::DELIVERED, outbox::delivered_from_log),
    (retire::CALL, retire::from_log),
    (roll_up::CALL, roll_up::from_log),
    (roll_up::PAGE_CALL, roll_up::page_from_log),
    (run_due::CLOSE, run_due::close_from_log),
    (run_due::RELEASE, run_due::release_from_log),
    (settle::CALL, settle::from_log),
    (settle_many::CALL, settle_many::from_log),
    (top_up::CALL, top_up::from_log),
];

/// How a change is done, by its name.
#[must_use]
pub fn change(name: &str) -> Option<FromLog> {
    let found = CHANGES.iter().find(|(known, _)| *known == name);
    found.map(|(_, from_log)| *from_log)
}

/// The names of all changes.
pub fn changes() -> impl Iterator<Item = &'static str> {
    CHANGES.iter().map(|(name, _)| *name)
}

/// Arguments by name.
#[must_use]
pub fn named<'v, const COUNT: usize>(arguments: [(&'static str, Value<'v>); COUNT]) -> Value<'v> {
    Value::Map(
        arguments
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
    )
}

impl<'t> Told<'t> {
    /// An argument.
    pub fn argument(&self, name: &'static str) -> Result<&'t Value<'t>> {
        let mut problems = Problems::default();
        let at = At::root();
        let found = Fields::open(self.input, &at, &mut problems)
            .and_then(|mut fields| fields.need(name, &at, &mut problems));
        Ok(problems.into_result(found)?)
    }

    /// An argument that is a whole number.
    pub fn int(&self, name: &'static str) -> Result<i64> {
        let mut problems = Problems::default();
        let given = self.argument(name)?;
        let found = int(
            given,
            i64::MIN..=i64::MAX,
            &At::root().key(name),
            &mut problems,
        );
        Ok(problems.into_result(found)?)
    }

    /// An argument that is a text.
    pub fn text(&self, name: &'static str) -> Result<&'t str> {
        match self.argument(name)? {
            Value::Text(text) => Ok(text),
            other => Err(Error::invalid(name, other.is_not("a text"))),
        }
    }

    /// The two random numbers that a change came with.
    pub fn random(&self) -> Result<[u64; 2]> {
        let text = self.text("random")?;
        let number = u128::from_str_radix(text, 16)
            .map_err(|_| Error::invalid("random", "must be hex digits"))?;
        Ok(split(number))
    }
}

/// An id that nobody can guess, for a change that is about to be asked for.
pub fn new_id() -> Result<CallId> {
    random_id()
        .map_err(|error| Error::unreachable(format!("the kernel gave no random numbers: {error}")))
}

/// Two numbers that nobody can guess, for a change that takes some.
pub fn random_numbers() -> Result<[u64; 2]> {
    Ok(split(u128::from_be_bytes(new_id()?.0)))
}

/// Two random numbers as an argument.
#[must_use]
pub fn random(numbers: [u64; 2]) -> Value<'static> {
    let number = (u128::from(numbers[0]) << 64) | u128::from(numbers[1]);
    Value::Text(format!("{number:032x}").into())
}

#[allow(clippy::cast_possible_truncation)] // the lower half is meant
fn split(number: u128) -> [u64; 2] {
    [(number >> 64) as u64, number as u64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_have_names_of_their_own() {
        let mut names: Vec<&str> = CHANGES.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CHANGES.len());
        assert!(names.iter().all(|name| change(name).is_some()));
        assert!(change("no_such_change").is_none());
    }

    #[test]
    fn random_numbers_are_read_as_they_are_written() {
        let numbers = [7, u64::MAX];
        let Value::Text(text) = random(numbers) else {
            panic!("a text")
        };
        assert_eq!(split(u128::from_str_radix(&text, 16).unwrap()), numbers);
    }
}
