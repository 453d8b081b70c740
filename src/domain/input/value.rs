//! Unchecked values from a caller.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use super::messages;
use crate::domain::message::Message;

/// An unchecked value, borrowed from the caller's memory where possible.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Reads as if the key were absent.
    Null,
    Bool(bool),
    Int(i64),
    Text(Cow<'a, str>),
    /// An empty list also reads as an empty map, because PHP has only one empty array.
    List(Vec<Value<'a>>),
    /// In the caller's order.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Something that is never accepted.
    Other(Unacceptable),
}

/// What no reader accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unacceptable {
    Float,
    Object,
    /// A resource, and whatever else PHP may have.
    NoPlainValue,
    /// A string that is not UTF-8.
    NotUtf8,
    /// A value under a key that is not UTF-8.
    KeyNotUtf8,
    /// An array nested too deeply.
    TooDeep,
    /// A value beyond the first million.
    TooMany,
}

impl Unacceptable {
    /// The kind of value, with its article, for messages.
    #[must_use]
    pub fn kind(self) -> Message {
        match self {
            Unacceptable::Float => messages::a_float(),
            Unacceptable::Object => messages::an_object(),
            Unacceptable::NoPlainValue => messages::no_plain_value(),
            Unacceptable::NotUtf8 => messages::a_string_not_utf8(),
            Unacceptable::KeyNotUtf8 => messages::under_a_key_not_utf8(),
            Unacceptable::TooDeep => messages::an_array_too_deep(),
            Unacceptable::TooMany => messages::beyond_the_first_million(),
        }
    }
}

impl<'a> Value<'a> {
    /// The value of a key; `None` if this is not a map.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value<'a>> {
        let Value::Map(entries) = self else {
            return None;
        };
        let found = entries.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    }

    /// The value, or an empty map instead of null.
    #[must_use]
    pub fn or_empty(self) -> Value<'a> {
        match self {
            Value::Null => Value::Map(Vec::new()),
            value => value,
        }
    }
}

impl Value<'_> {
    /// The kind of value, with its article, for messages.
    #[must_use]
    pub fn kind(&self) -> Message {
        match self {
            Value::Null => messages::nothing(),
            Value::Bool(_) => messages::a_boolean(),
            Value::Int(_) => messages::an_integer(),
            Value::Text(_) => messages::a_string(),
            Value::List(_) => messages::a_list(),
            Value::Map(_) => messages::an_associative_array(),
            Value::Other(found) => found.kind(),
        }
    }

    /// The problem of a value that is not of the expected kind.
    #[cold]
    #[must_use]
    pub fn is_not(&self, expected: Message) -> Message {
        match self {
            Value::Other(Unacceptable::NotUtf8) => messages::is_not_utf8(),
            Value::Other(Unacceptable::KeyNotUtf8) => messages::has_a_key_not_utf8(),
            Value::Other(Unacceptable::TooDeep) => messages::is_too_deep(),
            Value::Other(Unacceptable::TooMany) => messages::comes_after_the_first_million(),
            other => messages::must_be(expected, other.kind()),
        }
    }

    /// The value as JSON text, or the first [`Value::Other`] in it.
    pub fn to_json(&self) -> Result<String, Unacceptable> {
        let mut out = String::new();
        self.write_json(&mut out)?;
        Ok(out)
    }

    fn write_json(&self, out: &mut String) -> Result<(), Unacceptable> {
        match self {
            Value::Null => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Int(n) => {
                let _ = write!(out, "{n}");
            }
            Value::Text(text) => push_json_text(text, out),
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out)?;
                }
                out.push(']');
            }
            Value::Map(entries) => {
                out.push('{');
                for (index, (key, item)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    push_json_text(key, out);
                    out.push(':');
                    item.write_json(out)?;
                }
                out.push('}');
            }
            Value::Other(found) => return Err(*found),
        }
        Ok(())
    }
}

fn push_json_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Serialize for Value<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Int(n) => serializer.serialize_i64(*n),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
            Value::Other(found) => Err(serde::ser::Error::custom(found.kind())),
        }
    }
}

impl schemars::JsonSchema for Value<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": ["object", "array", "null"]})
    }
}
