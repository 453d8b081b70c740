//! The calls by their PHP names, with JSON: arguments go through the same reader as PHP's arrays.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::calls::{self, Entry, Parameters};
use siren::engine::json::from_json;
use siren::engine::{Error, Ledger};

use crate::wording::worded;

/// A refusal as PHP would see it. Made only of one whose parts say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The exception's class, without its namespace.
    pub class: &'static str,
    /// Its message.
    pub message: String,
    /// Path and message of each problem; for `InvalidInput`, and for a `Conflict` of several rows.
    pub problems: Vec<(String, String)>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.message)
    }
}

impl Refused {
    /// The paths of all problems, in their order.
    pub fn paths(&self) -> Vec<&str> {
        self.problems
            .iter()
            .map(|(path, _)| path.as_str())
            .collect()
    }

    /// As JSON, to compare with the expectation of a script.
    pub fn to_json(&self) -> Json {
        let problems: Vec<Json> = self
            .problems
            .iter()
            .map(|(path, message)| json!({"path": path, "message": message}))
            .collect();
        json!({"class": self.class, "message": self.message, "problems": problems})
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        let message = error.to_string();
        if let Some(parts) = error.message() {
            assert_eq!(worded(&json!(parts)), message);
        }
        let (class, problems) = match error {
            Error::InvalidInput(problems) => ("InvalidInput", problems.0),
            Error::Conflicts(problems) => ("Conflict", problems.0),
            Error::NotFound(..) => ("NotFound", Vec::new()),
            Error::Conflict(_) | Error::TooLarge(_) => ("Conflict", Vec::new()),
            Error::Storage(_) => ("StorageFailure", Vec::new()),
        };
        let problems = problems
            .into_iter()
            .map(|problem| {
                assert_eq!(worded(&json!(problem.message_parts)), problem.message);
                (problem.path, problem.message)
            })
            .collect();
        Refused {
            class,
            message,
            problems,
        }
    }
}

/// Opens the site in a directory, in UTC.
pub fn open(directory: &Path) -> Ledger {
    let dsn = format!("sqlite:{}", directory.display());
    Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory")
}

/// Calls by the name of the PHP function. `clock` is the time where the arguments contain none.
///
/// # Panics
/// If there is no such function, or it has fewer parameters than there are arguments.
pub fn call(
    site: &Ledger,
    function: &str,
    arguments: Json,
    clock: Instant,
) -> std::result::Result<Json, Refused> {
    let Json::Array(arguments) = arguments else {
        panic!("the arguments of {function} are a list")
    };
    let name = function.strip_prefix("siren_").unwrap_or(function);
    let entry = calls::entry(name).unwrap_or_else(|| panic!("there is no function {function}"));
    let arguments = named(entry, arguments);
    // The machine's clock agrees with the caller's.
    let told = match arguments.field("now") {
        Some(Value::Text(now)) => Instant::from_rfc3339(now),
        _ => None,
    };
    let clock = told.unwrap_or(clock);
    let answer = entry.ask_with(site, &arguments, clock, || {
        Ok(chosen_numbers(entry, &arguments))
    })?;
    Ok(shown(&answer))
}

/// The arguments of a call by their names.
fn named(entry: &Entry, given: Vec<Json>) -> Value<'static> {
    let parameters = entry.parameters();
    assert!(
        given.len() <= parameters.len(),
        "{} has fewer parameters",
        entry.name
    );
    let mut named = parameters.into_iter().zip(given);
    match entry.parameters {
        Parameters::Each => Value::Map(
            named
                .map(|(parameter, value)| (parameter.name.into(), from_json(value)))
                .collect(),
        ),
        Parameters::One(_) | Parameters::Optional(_) => named
            .next()
            .map_or(Value::Map(Vec::new()), |(_, value)| from_json(value)),
        Parameters::Beside { field, .. } => {
            let (mut beside, mut fields) = (None, Vec::new());
            for (parameter, value) in named {
                match from_json(value) {
                    Value::Map(entries) => fields = entries,
                    value if parameter.name == field => beside = Some(value),
                    value => return value,
                }
            }
            fields.extend(beside.map(|value| (field.into(), value)));
            Value::Map(fields)
        }
    }
}

/// Stands in for random numbers: derived from the arguments, so that two persons get different ones.
fn chosen_numbers(entry: &Entry, arguments: &Value<'_>) -> [u64; 2] {
    let said = format!("{} {arguments:?}", entry.name);
    let fold = |start: u64| {
        said.bytes().fold(start, |sum, byte| {
            sum.wrapping_mul(0x0000_0100_0000_01b3) ^ u64::from(byte)
        })
    };
    [fold(0xcbf2_9ce4_8422_2325), fold(0x1234_5678_9abc_def1)]
}

/// JSON as a call takes it.
pub fn from(json: &Json) -> Value<'static> {
    from_json(json.clone())
}

fn shown(answer: &impl Serialize) -> Json {
    serde_json::to_value(answer).expect("every answer has a JSON form")
}
