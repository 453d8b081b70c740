//! A distributor's definition in the database, as JSON in the same form as callers give it.

use crate::domain::distributor::{Defaults, Definition};
use crate::domain::input::{self, Value};
use crate::domain::instant::Instant;
use crate::domain::zone::Zone;
use crate::engine::{Error, Result, json};
use crate::store;

pub fn text(definition: &Definition) -> Result<String> {
    let text = definition.write().to_json();
    Ok(text.map_err(|what| store::Error::Unwritable(what.kind().to_string()))?)
}

pub fn definition(text: &str) -> Result<Definition> {
    from_value(&json::parse(text)?)
}

pub fn from_value(value: &Value<'_>) -> Result<Definition> {
    let defaults = Defaults {
        now: Instant::default(),
        timezone: Ok(Zone::UTC),
    };
    let read = input::read(value, |cursor| {
        cursor.object(|fields| Definition::read(fields, &defaults))
    });
    read.map_err(|problems| {
        Error::Storage(store::Error::Inconsistent(format!(
            "a stored definition cannot be read: {problems}"
        )))
    })
}
