//! What can be asked of the engine, told by the readers themselves: for programs that make forms, routes or help of it.

use serde::Serialize;
use serde_json::Value as Json;

use super::calls::{Call, ENTRIES, Entry, Given, Kind, Refusal, Run};
use super::{Result, Site};
use crate::domain::input::{Cursor, choice};
use crate::domain::instant::Instant;

/// The call.
pub const ENTRY: Entry = Entry::question::<Describe>();

/// Describes calls.
#[derive(Debug)]
pub struct Describe;

/// A call.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Description {
    /// The call's name: the PHP function's without `siren_`.
    pub name: &'static str,
    /// What it does to the data.
    pub kind: Kind,
    /// What it does, for people.
    pub about: &'static str,
    /// A JSON Schema of its arguments, by name.
    pub input: Json,
    /// A JSON Schema of its answer.
    pub answer: Json,
    /// What it is refused for, beside bad input and trouble with the storage.
    pub refusals: Vec<Refused>,
}

/// What a call is refused for.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Refused {
    /// The kind of refusal.
    pub kind: Refusal,
    /// When that is.
    pub when: &'static str,
}

impl Call for Describe {
    const NAME: &'static str = "describe";
    const ABOUT: &'static str = "What can be asked of the engine: every call, or one, with JSON Schemas of its arguments and its \
        answer, made by the code that reads and writes them. Choices, defaults and limits are in it.";
    type Arguments<'v> = Option<&'static Entry>;
    type Answer = Vec<Description>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, _: Given<'_>) -> Option<Self::Arguments<'v>> {
        cursor.object(|fields| {
            let only = fields.or_else("call", "only this call; all, if absent", known, || None);
            Some(only)
        })
    }
}

fn known(cursor: &mut Cursor<'_, '_>) -> Option<&'static Entry> {
    let names: Vec<(&str, &'static Entry)> = public().map(|entry| (entry.name, entry)).collect();
    choice(cursor, &names)
}

fn public() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(|entry| entry.kind != Kind::Step)
}

impl Run for Describe {
    fn run(_: &Site, only: Option<&'static Entry>, _: Instant) -> Result<Vec<Description>> {
        Ok(match only {
            Some(entry) => vec![described(entry)],
            None => public().map(described).collect(),
        })
    }
}

fn described(entry: &Entry) -> Description {
    Description {
        name: entry.name,
        kind: entry.kind,
        about: entry.about,
        input: entry.input_schema(),
        answer: entry.answer_schema(),
        refusals: entry
            .refusals
            .iter()
            .map(|(kind, when)| Refused { kind: *kind, when })
            .collect(),
    }
}
