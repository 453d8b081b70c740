//! What makes a call: how its arguments are read, what is done about them, and what is answered.

use schemars::JsonSchema;
use serde::Serialize;

use super::Settings;
use crate::domain::input::{self, Cursor, Fields, Value};
use crate::domain::instant::{self, Instant};
use crate::engine::{Result, Site};
use crate::store::Transaction;

/// A change out of the log, to be done.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// The database, in a transaction of the change.
    pub db: &'t Transaction<'t>,
    /// What the site assumed.
    pub settings: &'t Settings,
    /// Its arguments by name.
    pub input: &'t Value<'t>,
    /// When it was asked for.
    pub now: Instant,
}

/// What is known about a call beside its arguments.
#[derive(Debug, Clone, Copy)]
pub struct Given<'s> {
    /// What the caller's clock says. Stands in for a `now` that is not among the arguments.
    pub clock: Instant,
    /// What the site assumes.
    pub settings: &'s Settings,
}

impl Given<'_> {
    /// Reads the `now` that a call's arguments may carry.
    pub fn now(&self, fields: &mut Fields<'_, '_>) -> Option<Instant> {
        fields.or_else(
            "now",
            "when this happens; the machine's time, if absent",
            instant::read,
            || Some(self.clock),
        )
    }
}

/// A call: its name, how its arguments are read, and what it answers.
pub trait Call: 'static {
    /// The PHP function's name without `siren_`.
    const NAME: &'static str;
    /// What it does, for people.
    const ABOUT: &'static str;
    /// Its arguments, checked.
    type Arguments<'v>;
    /// Its answer.
    type Answer: Serialize + JsonSchema + 'static;

    /// Reads the arguments.
    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Self::Arguments<'v>>;
}

/// A call that changes something. What it does follows from the state, its arguments, the time and the settings alone: it is
/// done by whoever folds the log, and again by whoever folds it anew.
pub trait Change: Call {
    /// Refuses what no state allows, before it is written into the log.
    fn check(site: &Site, arguments: &Self::Arguments<'_>) -> Result<()> {
        let _ = (site, arguments);
        Ok(())
    }

    /// Has it done, as it was asked for: it is written into the log, and folded. To be overridden where something on this
    /// machine is to be done before or after it that no log needs to know. `input` has the arguments as they were given.
    fn make(
        site: &Site,
        input: &Value<'_>,
        arguments: &Self::Arguments<'_>,
        clock: Instant,
    ) -> Result<Self::Answer> {
        site.change(Self::NAME, input, clock, |db| {
            Self::apply(db, &site.settings, arguments)
        })
    }

    /// Does it.
    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        arguments: &Self::Arguments<'_>,
    ) -> Result<Self::Answer>;
}

/// A call that is no single change.
pub trait Run: Call {
    /// Does or answers it. `clock` is what the machine's clock says.
    fn run(site: &Site, arguments: Self::Arguments<'_>, clock: Instant) -> Result<Self::Answer>;
}

/// Makes a change.
pub fn change<C: Change>(site: &Site, input: &Value<'_>, clock: Instant) -> Result<C::Answer> {
    let settings = &site.settings;
    let arguments = input::read(input, |cursor| C::read(cursor, Given { clock, settings }))?;
    C::check(site, &arguments)?;
    C::make(site, input, &arguments, clock)
}

/// Asks for what is no single change.
pub fn run<C: Run>(site: &Site, input: &Value<'_>, clock: Instant) -> Result<C::Answer> {
    let given = Given {
        clock,
        settings: &site.settings,
    };
    let arguments = input::read(input, |cursor| C::read(cursor, given))?;
    C::run(site, arguments, clock)
}
