use std::borrow::Cow;

use serde_json::json;

use super::*;
use crate::domain::words::words;

words! {
    /// A set of words for these tests.
    Color {
        /// Like a ripe tomato.
        Red = "red",
        /// Like grass.
        Green = "green",
    }
}

fn map<const COUNT: usize>(entries: [(&'static str, Value<'static>); COUNT]) -> Value<'static> {
    Value::Map(entries.map(|(name, value)| (name.into(), value)).to_vec())
}

/// The names of the fields that have a description, to see that none was forgotten.
pub(in crate::domain) fn described_fields(schema: &serde_json::Value) -> String {
    let fields = schema["properties"].as_object();
    let described: Vec<&str> = fields
        .into_iter()
        .flatten()
        .filter(|(_, field)| field["description"].is_string())
        .map(|(name, _)| name.as_str())
        .collect();
    described.join(" ")
}

/// The problems of an input; none if it is accepted.
fn refused<'v, T>(
    input: &'v Value<'v>,
    reader: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>,
) -> Problems {
    read(input, reader).err().unwrap_or_default()
}

#[test]
fn every_problem_has_its_path() {
    let value = map([
        ("name", Value::Int(3)),
        ("colour", Value::Text("red".into())),
        (
            "sources",
            Value::List(vec![map([("percent", Value::Other(Unacceptable::Float))])]),
        ),
    ]);
    let problems = refused(&value, |cursor| {
        cursor.object(|fields| {
            let name = fields.required("name", "", text::<10>);
            let sources = fields.required("sources", "", |cursor| {
                cursor.list(5, |cursor| {
                    cursor.object(|fields| fields.required("percent", "", text::<10>))
                })
            });
            let units = fields.required("units", "", text::<3>);
            Some((name?, sources?, units?))
        })
    });
    assert_eq!(
        problems.to_string(),
        "name: must be a string, not an integer; sources[0].percent: must be a string, not a float; units: is required; \
         colour: is not a known field; expected one of: name, sources, units"
    );
}

#[test]
fn a_value_that_no_reader_accepts_is_reported_with_what_to_do() {
    for (value, says) in [
        (
            Unacceptable::NotUtf8,
            "is not valid UTF-8; convert the string to UTF-8",
        ),
        (
            Unacceptable::TooDeep,
            "is nested too deeply; at most 16 levels of arrays are allowed",
        ),
        (Unacceptable::Float, "must be a string, not a float"),
    ] {
        let value = Value::Other(value);
        for problems in [refused(&value, text::<10>), refused(&value, word::<Color>)] {
            assert_eq!(problems.to_string(), says);
        }
    }
}

#[test]
fn a_long_key_is_shortened_in_a_path() {
    let key = "k".repeat(256_000);
    let value = Value::Map(vec![(Cow::Borrowed(key.as_str()), Value::Null)]);
    let problems = refused(&value, |cursor| cursor.object(|_| Some(())));
    assert_eq!(problems.0[0].path, format!("{}…", "k".repeat(60)));
}

#[test]
fn a_map_has_at_most_64_entries() {
    let entries = (0..65).map(|number| (number.to_string().into(), Value::Int(number)));
    let value = Value::Map(entries.collect());
    let problems = refused(&value, |cursor| cursor.object(|_| Some(())));
    assert_eq!(
        problems.to_string(),
        "has 65 entries; at most 64 are allowed"
    );
}

#[test]
fn json_escapes_quotes_and_control_characters() {
    let value = map([(
        "a\"",
        Value::List(vec![Value::Text("x\n\u{1}é".into()), Value::Null]),
    )]);
    assert_eq!(
        value.to_json().as_deref(),
        Ok("{\"a\\\"\":[\"x\\n\\u0001é\",null]}")
    );
}

#[test]
fn a_text_is_measured_in_characters() {
    let given = |text: &'static str| Value::Text(text.into());
    assert_eq!(read(&given("éé"), text::<2>), Ok("éé"));
    let problems = refused(&given("ééé"), text::<2>);
    assert_eq!(
        problems.to_string(),
        "has 3 characters; at most 2 are allowed"
    );
}

fn read_hold<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<(i64, Option<&'v str>)> {
    cursor.object(|fields| {
        let id = fields.required("id", "", number);
        let by = fields.details("details", "", |cursor| {
            cursor.object(|fields| Some(fields.optional("by", "", text::<8>)))
        });
        Some((id?, by?))
    })
}

#[test]
fn details_are_optional_and_the_paths_of_their_problems_omit_their_name() {
    let by = |by: Value<'static>| map([("id", Value::Int(1)), ("details", map([("by", by)]))]);
    for (input, by) in [
        (map([("id", Value::Int(1))]), None),
        (map([("id", Value::Int(1)), ("details", Value::Null)]), None),
        (by(Value::Text("user:7".into())), Some("user:7")),
    ] {
        assert_eq!(read(&input, read_hold), Ok((1, by)));
    }
    let wrong = by(Value::Int(7));
    let problems = refused(&wrong, read_hold);
    assert_eq!(problems.to_string(), "by: must be a string, not an integer");
}

/// A shape: a circle with a radius, or a square with a side, and a colour in both.
fn read_shape(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    cursor.object(|fields| {
        let size = fields.variants(
            "kind",
            "what it is",
            &[
                Variant {
                    name: "circle",
                    about: "round",
                    read: &|fields| fields.required("radius", "", int::<1, 9>),
                },
                Variant {
                    name: "square",
                    about: "not round",
                    read: &|fields| fields.required("side", "", int::<1, 9>),
                },
            ],
        );
        fields.or("colour", 0, "by number", int::<0, 3>);
        size
    })
}

#[test]
fn a_word_decides_which_fields_are_known() {
    let kind = |kind: &'static str| ("kind", Value::Text(kind.into()));
    let good = map([kind("square"), ("side", Value::Int(2))]);
    assert_eq!(read(&good, read_shape), Ok(2));
    for (input, says) in [
        (map([("side", Value::Int(2))]), "kind: is required"),
        (
            map([kind("oval"), ("side", Value::Int(2))]),
            "kind: is \"oval\"; expected one of: circle, square",
        ),
        (
            map([kind("circle"), ("side", Value::Int(2))]),
            "radius: is required; side: is not a known field; expected one of: kind, radius, colour",
        ),
    ] {
        assert_eq!(refused(&input, read_shape).to_string(), says);
    }
}

#[test]
fn a_reader_describes_what_it_accepts() {
    let schema = schema_of(read_shape).into_json();
    let shape = |name: &str, about: &str, size: &str| {
        json!({
            "title": name,
            "description": about,
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": [name], "description": "what it is"},
                size: {"type": "integer", "minimum": 1, "maximum": 9},
                "colour": {"description": "by number", "default": 0, "type": "integer", "minimum": 0, "maximum": 3},
            },
            "required": ["kind", size],
            "additionalProperties": false,
        })
    };
    let shapes = [
        shape("circle", "round", "radius"),
        shape("square", "not round", "side"),
    ];
    assert_eq!(schema, json!({"oneOf": shapes}));
    let hold = schema_of(read_hold).into_json();
    assert_eq!(hold["required"], json!(["id"]));
    assert_eq!(hold["properties"]["details"]["type"], "object");
    let word = schema_of(word::<Color>).into_json();
    assert_eq!(word["enum"], json!(["red", "green"]));
    assert_eq!(word["enumDescriptions"][1], "Like grass.");
}
