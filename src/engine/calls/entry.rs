//! An entry of the registry of calls.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Value as Json;

use super::call::{Call, Change, Given, Run, Told, change, run};
use super::parameters::{Parameter, ParameterKind, Parameters, each_parameter};
use super::{Settings, random_numbers, with_random};
use crate::domain::input::{self, Value, schema_of};
use crate::domain::instant::Instant;
use crate::domain::words::words;
use crate::engine::{Ledger, Result};

#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The name of the PHP function without `siren_`.
    pub name: &'static str,
    pub kind: Kind,
    /// The description in the documentation.
    pub about: &'static str,
    /// How PHP passes its arguments.
    pub parameters: Parameters,
    /// Why it may be refused, besides invalid input and storage errors.
    pub refusals: &'static [(Refusal, &'static str)],
    /// Whether it answers null if there is no such row.
    pub can_answer_null: bool,
    takes_random: bool,
    ask: Option<Ask>,
    from_log: Option<FromLog>,
    input: fn() -> Json,
    answer: fn() -> Json,
}

words! {
    /// What a call does to the data.
    Kind {
        /// It is appended to the log without opening the database.
        Record = "record",
        /// It is appended to the log, synced, folded and answered.
        Change = "change",
        /// It reads.
        Question = "question",
        /// It makes several changes, or writes files.
        Task = "task",
        /// It is a change that only a task makes.
        Step = "step",
    }

    /// Why a call may be refused.
    Refusal {
        /// There is no such row.
        NotFound = "not_found",
        /// The state does not allow it.
        Conflict = "conflict",
    }
}

/// An answer that can be written as JSON or as a PHP array.
pub type Answer = Box<dyn erased_serde::Serialize>;

type Ask = fn(&Ledger, &Value<'_>, Instant) -> Result<Answer>;

/// Does a change from the log.
pub type FromLog = fn(&Told<'_>) -> Result<()>;

impl Entry {
    #[must_use]
    pub const fn change<C: Change>() -> Entry {
        Entry {
            ask: Some(|ledger, input, clock| Ok(Box::new(change::<C>(ledger, input, clock)?))),
            from_log: Some(from_log::<C>),
            ..Entry::new::<C>(Kind::Change)
        }
    }

    #[must_use]
    pub const fn question<C: Run>() -> Entry {
        Entry {
            ask: Some(|ledger, input, clock| Ok(Box::new(run::<C>(ledger, input, clock)?))),
            ..Entry::new::<C>(Kind::Question)
        }
    }

    #[must_use]
    pub const fn task<C: Run>() -> Entry {
        Entry {
            kind: Kind::Task,
            ..Entry::question::<C>()
        }
    }

    #[must_use]
    pub const fn record<C: Run>() -> Entry {
        Entry {
            kind: Kind::Record,
            ..Entry::question::<C>()
        }
    }

    /// A change that only a task makes.
    #[must_use]
    pub const fn step(name: &'static str, from_log: FromLog) -> Entry {
        Entry {
            name,
            kind: Kind::Step,
            about: "",
            parameters: Parameters::Each,
            refusals: &[],
            can_answer_null: false,
            takes_random: false,
            ask: None,
            from_log: Some(from_log),
            input: || Json::Null,
            answer: || Json::Null,
        }
    }

    const fn new<C: Call>(kind: Kind) -> Entry {
        Entry {
            name: C::NAME,
            kind,
            about: C::ABOUT,
            parameters: Parameters::Each,
            refusals: &[],
            can_answer_null: false,
            takes_random: false,
            ask: None,
            from_log: None,
            input: input_schema::<C>,
            answer: answer_schema::<C>,
        }
    }

    /// PHP passes its arguments as one array with this name.
    #[must_use]
    pub const fn of(self, name: &'static str) -> Entry {
        Entry {
            parameters: Parameters::One(name),
            ..self
        }
    }

    /// PHP passes its arguments as one optional array with this name.
    #[must_use]
    pub const fn of_optional(self, name: &'static str) -> Entry {
        Entry {
            parameters: Parameters::Optional(name),
            ..self
        }
    }

    /// PHP passes one field first, and the others as one array.
    #[must_use]
    pub const fn beside(self, field: &'static str, array: &'static str) -> Entry {
        Entry {
            parameters: Parameters::Beside { field, array },
            ..self
        }
    }

    #[must_use]
    pub const fn refused_for(self, refusals: &'static [(Refusal, &'static str)]) -> Entry {
        Entry { refusals, ..self }
    }

    /// It takes random numbers, which are generated when it is called and logged with its arguments, so that every process that
    /// folds it does the same. [`read_random`](super::read_random) reads them.
    #[must_use]
    pub const fn with_random(self) -> Entry {
        Entry {
            takes_random: true,
            ..self
        }
    }

    /// The log also has changes with the name of the task, which are a step of it.
    #[must_use]
    pub const fn with_step(self, from_log: FromLog) -> Entry {
        Entry {
            from_log: Some(from_log),
            ..self
        }
    }

    /// It answers null if there is no such row.
    #[must_use]
    pub const fn or_null(self) -> Entry {
        Entry {
            can_answer_null: true,
            ..self
        }
    }

    /// `clock` is the machine's time.
    pub fn ask(&self, ledger: &Ledger, input: &Value<'_>, clock: Instant) -> Result<Answer> {
        self.ask_with(ledger, input, clock, random_numbers)
    }

    /// The same with given numbers instead of random ones.
    pub fn ask_with(
        &self,
        ledger: &Ledger,
        input: &Value<'_>,
        clock: Instant,
        random: impl FnOnce() -> Result<[u64; 2]>,
    ) -> Result<Answer> {
        let Some(ask) = self.ask else {
            return Err(super::unknown(self.name));
        };
        if self.takes_random {
            return ask(ledger, &with_random(input, random()?), clock);
        }
        ask(ledger, input, clock)
    }

    /// The parameters of its PHP function.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let one = |name: &str, is_required| Parameter {
            name: name.to_owned(),
            kind: ParameterKind::Array,
            is_required,
            is_path: false,
        };
        match self.parameters {
            Parameters::One(name) => vec![one(name, true)],
            Parameters::Optional(name) => vec![one(name, false)],
            Parameters::Beside { field, array } => {
                let beside = Parameter {
                    kind: ParameterKind::Text,
                    ..one(field, true)
                };
                vec![beside, one(array, true)]
            }
            Parameters::Each => each_parameter(&self.input_schema()),
        }
    }

    /// `None` if it is not a change.
    #[must_use]
    pub fn from_log(&self) -> Option<FromLog> {
        self.from_log
    }

    /// The schema of an object, or of the list that is its only argument.
    #[must_use]
    pub fn input_schema(&self) -> Json {
        (self.input)()
    }

    #[must_use]
    pub fn answer_schema(&self) -> Json {
        (self.answer)()
    }
}

fn from_log<C: Change>(told: &Told<'_>) -> Result<()> {
    let given = Given {
        clock: told.now,
        settings: told.settings,
    };
    let arguments = input::read(told.input, |cursor| C::read(cursor, given))?;
    C::apply(told.db, told.settings, &arguments).map(drop)
}

fn input_schema<C: Call>() -> Json {
    let settings = Settings::default();
    let given = Given {
        clock: Instant::default(),
        settings: &settings,
    };
    schema_of(|cursor| C::read(cursor, given)).into_json()
}

fn answer_schema<C: Call>() -> Json {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    SchemaGenerator::new(settings)
        .into_root_schema_for::<C::Answer>()
        .to_value()
}
