//! A call as the registry has it: by its name, whatever it takes and answers.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Value as Json;

use super::call::{Call, Change, Given, Run, Told, change, run};
use super::parameters::{Parameter, ParameterKind, Parameters, each_parameter};
use super::{Settings, random_numbers, with_random};
use crate::domain::input::{self, Value, schema_of};
use crate::domain::instant::Instant;
use crate::domain::words::words;
use crate::engine::{Result, Site};

/// A call: what can be asked of the engine.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The PHP function's name without `siren_`.
    pub name: &'static str,
    /// Whether it changes anything.
    pub kind: Kind,
    /// What it does, for people.
    pub about: &'static str,
    /// How PHP gives its arguments.
    pub parameters: Parameters,
    /// What it can be refused for, beside bad input and trouble with the storage.
    pub refusals: &'static [(Refusal, &'static str)],
    /// Whether it answers null where there is nothing.
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
        /// It is appended to the log, and the database is not opened.
        Record = "record",
        /// It is appended to the log, synced, folded and answered.
        Change = "change",
        /// It reads.
        Question = "question",
        /// It makes several changes, or writes files.
        Task = "task",
        /// It is a change that a task makes; nobody else can ask for it.
        Step = "step",
    }

    /// What a call can be refused for.
    Refusal {
        /// There is no such row.
        NotFound = "not_found",
        /// The state does not allow it.
        Conflict = "conflict",
    }
}

/// Any answer: it can be written as JSON, or as a PHP array.
pub type Answer = Box<dyn erased_serde::Serialize>;

type Ask = fn(&Site, &Value<'_>, Instant) -> Result<Answer>;

/// Does a change out of the log.
pub type FromLog = fn(&Told<'_>) -> Result<()>;

impl Entry {
    /// A change.
    #[must_use]
    pub const fn change<C: Change>() -> Entry {
        Entry {
            ask: Some(|site, input, clock| Ok(Box::new(change::<C>(site, input, clock)?))),
            from_log: Some(from_log::<C>),
            ..Entry::new::<C>(Kind::Change)
        }
    }

    /// A question.
    #[must_use]
    pub const fn question<C: Run>() -> Entry {
        Entry {
            ask: Some(|site, input, clock| Ok(Box::new(run::<C>(site, input, clock)?))),
            ..Entry::new::<C>(Kind::Question)
        }
    }

    /// A task.
    #[must_use]
    pub const fn task<C: Run>() -> Entry {
        Entry {
            kind: Kind::Task,
            ..Entry::question::<C>()
        }
    }

    /// A record.
    #[must_use]
    pub const fn record<C: Run>() -> Entry {
        Entry {
            kind: Kind::Record,
            ..Entry::question::<C>()
        }
    }

    /// A change that is a step of a task.
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

    /// PHP gives its arguments as one array of this name.
    #[must_use]
    pub const fn of(self, name: &'static str) -> Entry {
        Entry {
            parameters: Parameters::One(name),
            ..self
        }
    }

    /// PHP gives its arguments as one array of this name, or leaves it out.
    #[must_use]
    pub const fn of_optional(self, name: &'static str) -> Entry {
        Entry {
            parameters: Parameters::Optional(name),
            ..self
        }
    }

    /// PHP gives one field of its arguments first, and the others as one array.
    #[must_use]
    pub const fn beside(self, field: &'static str, array: &'static str) -> Entry {
        Entry {
            parameters: Parameters::Beside { field, array },
            ..self
        }
    }

    /// What it can be refused for.
    #[must_use]
    pub const fn refused_for(self, refusals: &'static [(Refusal, &'static str)]) -> Entry {
        Entry { refusals, ..self }
    }

    /// It takes random numbers, which are made when it is asked for and stand with its arguments in the log, so that whoever
    /// folds it does the same. They are read by [`read_random`](super::read_random).
    #[must_use]
    pub const fn with_random(self) -> Entry {
        Entry {
            takes_random: true,
            ..self
        }
    }

    /// The log has changes of this name too: a step of the task.
    #[must_use]
    pub const fn with_step(self, from_log: FromLog) -> Entry {
        Entry {
            from_log: Some(from_log),
            ..self
        }
    }

    /// It answers null where there is nothing.
    #[must_use]
    pub const fn or_null(self) -> Entry {
        Entry {
            can_answer_null: true,
            ..self
        }
    }

    /// Asks it of a site. `clock` is what the machine's clock says.
    pub fn ask(&self, site: &Site, input: &Value<'_>, clock: Instant) -> Result<Answer> {
        self.ask_with(site, input, clock, random_numbers)
    }

    /// The same with chosen numbers in the place of random ones, for a call that takes some.
    pub fn ask_with(
        &self,
        site: &Site,
        input: &Value<'_>,
        clock: Instant,
        random: impl FnOnce() -> Result<[u64; 2]>,
    ) -> Result<Answer> {
        let Some(ask) = self.ask else {
            return Err(super::unknown(self.name));
        };
        if self.takes_random {
            return ask(site, &with_random(input, random()?), clock);
        }
        ask(site, input, clock)
    }

    /// The parameters of its function.
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

    /// Does it out of the log; none where it is no change.
    #[must_use]
    pub fn from_log(&self) -> Option<FromLog> {
        self.from_log
    }

    /// A JSON Schema of its arguments: an object, or the list that is its only argument.
    #[must_use]
    pub fn input_schema(&self) -> Json {
        (self.input)()
    }

    /// A JSON Schema of its answer.
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
