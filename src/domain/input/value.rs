//! Unchecked values from a caller.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

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
    /// Something that is never accepted, by the name that the caller would use for it.
    Other(&'static str),
}

/// The names in [`Value::Other`] of values that cannot be converted.
pub const NOT_UTF8: &str = "a string that is not UTF-8";
pub const KEY_NOT_UTF8: &str = "a value under a key that is not UTF-8";
pub const TOO_DEEP: &str = "an array nested too deeply";
pub const TOO_MANY: &str = "a value beyond the first million";

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
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "an associative array",
            Value::Other(name) => name,
        }
    }

    /// The problem of a value that is not of the expected kind.
    #[must_use]
    pub fn is_not(&self, expected: &str) -> String {
        match self {
            Value::Other(NOT_UTF8) => "is not valid UTF-8; convert the string to UTF-8".to_owned(),
            Value::Other(KEY_NOT_UTF8) => {
                "has a key that is not valid UTF-8; convert the key to UTF-8".to_owned()
            }
            Value::Other(TOO_DEEP) => {
                "is nested too deeply; at most 16 levels of arrays are allowed".to_owned()
            }
            Value::Other(TOO_MANY) => {
                "comes after the first million values of the argument; pass fewer at once"
                    .to_owned()
            }
            other => format!("must be {expected}, not {}", other.kind()),
        }
    }

    /// The value as JSON text, or the name of the first [`Value::Other`] in it.
    pub fn to_json(&self) -> Result<String, &'static str> {
        let mut out = String::new();
        self.write_json(&mut out)?;
        Ok(out)
    }

    fn write_json(&self, out: &mut String) -> Result<(), &'static str> {
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
            Value::Other(name) => return Err(name),
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
            Value::Other(name) => Err(serde::ser::Error::custom(name)),
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
