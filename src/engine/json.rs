//! Reads stored JSON back as input, so that the same readers serve callers and the store.

use serde_json::Value as Json;

use super::{Error, Result};
use crate::domain::input::{Unacceptable, Value};
use crate::store;

pub fn parse(text: &str) -> Result<Value<'static>> {
    serde_json::from_str::<Json>(text)
        .map(from_json)
        .map_err(|error| {
            Error::Storage(store::Error::Inconsistent(format!(
                "a stored definition is not valid JSON: {error}"
            )))
        })
}

#[must_use]
pub fn from_json(json: Json) -> Value<'static> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(b),
        Json::Number(number) => number
            .as_i64()
            .map_or(Value::Other(Unacceptable::Float), Value::Int),
        Json::String(text) => Value::Text(text.into()),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, item)| (key.into(), from_json(item)))
                .collect(),
        ),
    }
}
