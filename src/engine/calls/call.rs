//! A call: how its arguments are read, what it does, and what it answers.

use schemars::JsonSchema;
use serde::Serialize;

use super::Settings;
use crate::domain::input::{self, Cursor, Fields, Value};
use crate::domain::instant::{self, Instant};
use crate::engine::{Ledger, Result};
use crate::store::Transaction;

/// A change from the log.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    pub db: &'t Transaction<'t>,
    /// The settings of the site when the change was made.
    pub settings: &'t Settings,
    /// The arguments by name.
    pub input: &'t Value<'t>,
    /// When the change was made.
    pub now: Instant,
}

/// The context in which arguments are read.
#[derive(Debug, Clone, Copy)]
pub struct Given<'s> {
    /// The default for the argument `now`.
    pub clock: Instant,
    pub settings: &'s Settings,
}

impl Given<'_> {
    /// Reads the argument `now`.
    pub fn now(&self, fields: &mut Fields<'_, '_>) -> Option<Instant> {
        fields.or_else(
            "now",
            "when this happens; the current time by default",
            instant::read,
            || Some(self.clock),
        )
    }
}

pub trait Call: 'static {
    /// The name of the PHP function without `siren_`.
    const NAME: &'static str;
    /// The description in the documentation.
    const ABOUT: &'static str;
    /// The checked arguments.
    type Arguments<'v>;
    type Answer: Serialize + JsonSchema + 'static;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Self::Arguments<'v>>;
}

/// A call that changes something. What it does must follow from the state, its arguments, the time and the settings alone,
/// because every process that folds the log does it, and does it again when the log is folded from its beginning.
pub trait Change: Call {
    /// Refuses what no state allows, before it is appended to the log.
    fn check(ledger: &Ledger, arguments: &Self::Arguments<'_>) -> Result<()> {
        let _ = (ledger, arguments);
        Ok(())
    }

    /// Appends the change to the log, and folds it. Override this if something that is not in the log must be done on this
    /// machine before or after it. `input` has the arguments as given.
    fn make(
        ledger: &Ledger,
        input: &Value<'_>,
        arguments: &Self::Arguments<'_>,
        clock: Instant,
    ) -> Result<Self::Answer> {
        ledger.change(Self::NAME, input, clock, |db| {
            Self::apply(db, &ledger.settings, arguments)
        })
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        arguments: &Self::Arguments<'_>,
    ) -> Result<Self::Answer>;
}

/// A call that is not a single change.
pub trait Run: Call {
    /// `clock` is the machine's time.
    fn run(ledger: &Ledger, arguments: Self::Arguments<'_>, clock: Instant)
    -> Result<Self::Answer>;
}

pub fn change<C: Change>(ledger: &Ledger, input: &Value<'_>, clock: Instant) -> Result<C::Answer> {
    let settings = &ledger.settings;
    let arguments = input::read(input, |cursor| C::read(cursor, Given { clock, settings }))?;
    C::check(ledger, &arguments)?;
    C::make(ledger, input, &arguments, clock)
}

pub fn run<C: Run>(ledger: &Ledger, input: &Value<'_>, clock: Instant) -> Result<C::Answer> {
    let given = Given {
        clock,
        settings: &ledger.settings,
    };
    let arguments = input::read(input, |cursor| C::read(cursor, given))?;
    C::run(ledger, arguments, clock)
}
