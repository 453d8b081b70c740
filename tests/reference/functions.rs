//! The PHP functions: the calls of the registry, and the few that are none.

use serde_json::{Value as Json, json};
use siren::engine::calls::{ENTRIES, Entry, Kind, Parameters, Refusal};
use siren::engine::ledger;

/// A function of the extension.
pub struct Function {
    /// Without `siren_`.
    pub short_name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// In which part of the documentation it stands.
    pub part: Part,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// A JSON Schema of its arguments.
    pub input: Json,
    /// A JSON Schema of its answer; null where it answers nothing.
    pub answer: Json,
    /// Whether it can answer null.
    pub can_answer_null: bool,
    /// What it throws beside `InvalidInput` and `StorageFailure`, and when.
    pub refusals: Vec<(&'static str, &'static str)>,
}

/// A parameter.
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// As PHP declares it.
    pub declared: &'static str,
    /// A JSON Schema of it.
    pub schema: Json,
    /// Whether it must be given.
    pub is_required: bool,
}

/// A part of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Ledger,
    Records,
    Changes,
    Questions,
    Tasks,
}

impl Part {
    pub const ALL: [Part; 5] = [
        Part::Ledger,
        Part::Records,
        Part::Changes,
        Part::Questions,
        Part::Tasks,
    ];

    /// Its heading, and what all in it have in common.
    pub fn heading(self) -> (&'static str, &'static str) {
        match self {
            Part::Ledger => ("Opening a site", "To be called before anything else."),
            Part::Records => (
                "Recording",
                "What happened. A record is appended to the log and calculated later; a page waits microseconds for it. Sales \
                 and refunds are on the disk when the call returns.",
            ),
            Part::Changes => (
                "Changing",
                "What somebody decided. A change is on the disk and done when the call returns, exactly once.",
            ),
            Part::Questions => (
                "Asking",
                "Nothing is changed. What was recorded before the call is counted in the answer.",
            ),
            Part::Tasks => (
                "Keeping it running",
                "The heartbeat, and what administrators do. A task makes several changes, or writes files.",
            ),
        }
    }
}

impl Function {
    pub fn name(&self) -> String {
        format!("siren_{}", self.short_name)
    }

    /// As PHP declares it.
    pub fn signature(&self) -> String {
        let parameters = self.parameters.iter().map(|parameter| {
            let (declared, name) = (parameter.declared, &parameter.name);
            if parameter.is_required {
                format!("{declared} ${name}")
            } else {
                format!("?{declared} ${name} = null")
            }
        });
        let parameters: Vec<String> = parameters.collect();
        let parameters = match parameters.as_slice() {
            [] => "()".to_owned(),
            some => format!("( {} )", some.join(", ")),
        };
        let answer = match (self.answer.is_null(), self.short_name) {
            (true, _) => "void",
            (false, "version") => "string",
            (false, _) if self.can_answer_null => "?array",
            (false, _) => "array",
        };
        format!("function {}{parameters}: {answer}", self.name())
    }
}

/// All functions, in the order in which they are documented.
pub fn all() -> Vec<Function> {
    let calls = ENTRIES.iter().filter(|entry| entry.kind != Kind::Step);
    let mut functions = vec![version(), open()];
    functions.extend(calls.map(of_call));
    functions.sort_by_key(|function| Part::ALL.iter().position(|part| *part == function.part));
    functions
}

fn version() -> Function {
    Function {
        short_name: "version",
        about: "The extension's version.",
        part: Part::Ledger,
        parameters: Vec::new(),
        input: json!({"type": "object"}),
        answer: json!({"type": "string", "description": "such as 0.1.0"}),
        can_answer_null: false,
        refusals: Vec::new(),
    }
}

fn open() -> Function {
    let mut options = ledger::options_schema();
    options["description"] = json!("settings of the site");
    let dsn = json!({"type": "string", "description": "sqlite: and the absolute path of the data directory"});
    let parameter = |name: &str, declared, schema: &Json, is_required| Parameter {
        name: name.to_owned(),
        declared,
        schema: schema.clone(),
        is_required,
    };
    Function {
        short_name: "open",
        about: "Opens a site. Idempotent and cheap: nothing on the disk is touched until it is needed. Another DSN later switches. \
                A setting that is not known stops only what needs it, and is a problem of siren_status(). Refusals of the \
                directory, open_basedir among them, are told by the first call that needs it.",
        part: Part::Ledger,
        parameters: vec![
            parameter("dsn", "string", &dsn, true),
            parameter("options", "array", &options, false),
        ],
        input: json!({
            "type": "object",
            "properties": {"dsn": dsn, "options": options},
            "required": ["dsn"],
        }),
        answer: Json::Null,
        can_answer_null: false,
        refusals: Vec::new(),
    }
}

fn of_call(entry: &Entry) -> Function {
    let input = entry.input_schema();
    Function {
        short_name: entry.name,
        about: entry.about,
        part: match entry.kind {
            Kind::Record => Part::Records,
            Kind::Change => Part::Changes,
            Kind::Question => Part::Questions,
            Kind::Task | Kind::Step => Part::Tasks,
        },
        parameters: parameters(entry, &input),
        answer: entry.answer_schema(),
        can_answer_null: entry.can_answer_null,
        refusals: entry
            .refusals
            .iter()
            .map(|(refusal, when)| {
                let class = match refusal {
                    Refusal::NotFound => "NotFound",
                    Refusal::Conflict => "Conflict",
                };
                (class, *when)
            })
            .collect(),
        input,
    }
}

/// The schema of an array without one of its fields.
fn without(schema: &Json, field: &str) -> Json {
    let mut without = schema.clone();
    if let Some(fields) = without["properties"].as_object_mut() {
        fields.shift_remove(field);
    }
    if let Some(required) = without["required"].as_array_mut() {
        required.retain(|name| name != field);
    }
    without
}

fn parameters(entry: &Entry, input: &Json) -> Vec<Parameter> {
    let declared = |kind| match kind {
        siren::engine::calls::ParameterKind::Array => "array",
        siren::engine::calls::ParameterKind::Int => "int",
        siren::engine::calls::ParameterKind::Text => "string",
    };
    entry
        .parameters()
        .into_iter()
        .map(|parameter| Parameter {
            declared: declared(parameter.kind),
            schema: match entry.parameters {
                Parameters::Each => input["properties"][&parameter.name].clone(),
                Parameters::One(_) | Parameters::Optional(_) => input.clone(),
                Parameters::Beside { field, .. } if parameter.name == field => {
                    input["properties"][field].clone()
                }
                Parameters::Beside { field, .. } => without(input, field),
            },
            name: parameter.name,
            is_required: parameter.is_required,
        })
        .collect()
}
