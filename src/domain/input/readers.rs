//! Readers of single values.

use super::super::bytes;
use super::super::words::{self, Word};
use super::Value;
use super::cursor::Cursor;
use super::fields::not_one_of;
use super::messages;
use crate::domain::message::Message;

/// A text of 1 to `LONGEST` characters, without control characters.
#[inline]
pub fn text<'v, const LONGEST: usize>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    match cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("minLength", 1);
        schema.set("maxLength", LONGEST);
    })? {
        Value::Text(text) => checked(text, LONGEST, cursor),
        other => refuse_kind(cursor, other, messages::a_string),
    }
}

/// As [`text`], without surrounding white space.
pub fn trimmed_text<'v, const LONGEST: usize>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    match cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("minLength", 1);
    })? {
        Value::Text(text) => checked(text.trim(), LONGEST, cursor),
        other => refuse_kind(cursor, other, messages::a_string),
    }
}

#[inline]
fn checked<'v>(text: &'v str, longest: usize, cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    let is_plain = bytes::all(text.as_bytes(), |byte| byte >= 0x20 && byte != 0x7f);
    if is_plain && !text.is_empty() && text.len() <= longest {
        return Some(text);
    }
    checked_closely(text, longest, is_plain, cursor)
}

/// Checks a text that has too many bytes, which can be few enough characters, or has another fault.
#[cold]
#[inline(never)]
fn checked_closely<'v>(
    text: &'v str,
    longest: usize,
    is_plain: bool,
    cursor: &mut Cursor<'_, 'v>,
) -> Option<&'v str> {
    if text.is_empty() {
        return cursor.refuse(messages::is_an_empty_string());
    }
    let characters = text.chars().count();
    if characters > longest {
        return cursor.refuse(messages::has_too_many_characters(characters, longest));
    }
    if !is_plain {
        return cursor.refuse(messages::has_control_characters());
    }
    Some(text)
}

/// Refuses a value of another kind. Out of the way of the readers, so that they stay small.
#[cold]
#[inline(never)]
fn refuse_kind<T>(
    cursor: &mut Cursor<'_, '_>,
    given: &Value<'_>,
    expected: fn() -> Message,
) -> Option<T> {
    cursor.refuse(given.is_not(expected()))
}

/// The path of a file. Whoever opens it checks it.
pub fn path<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    match cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("format", "path");
    })? {
        Value::Text(path) => Some(path),
        other => refuse_kind(cursor, other, messages::a_string),
    }
}

pub fn owned_text<const LONGEST: usize>(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    text::<LONGEST>(cursor).map(str::to_owned)
}

/// An integer from `LEAST` to `MOST`, both included.
#[inline]
pub fn int<const LEAST: i64, const MOST: i64>(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    match cursor.value(|schema| {
        schema.set("type", "integer");
        if LEAST != i64::MIN {
            schema.set("minimum", LEAST);
        }
        if MOST != i64::MAX {
            schema.set("maximum", MOST);
        }
    })? {
        Value::Int(n) if (LEAST..=MOST).contains(n) => Some(*n),
        Value::Int(n) if MOST == i64::MAX => {
            cursor.refuse(messages::is_below(n.to_string(), LEAST))
        }
        Value::Int(n) => cursor.refuse(messages::is_outside(n.to_string(), LEAST, MOST)),
        other => refuse_kind(cursor, other, messages::an_integer),
    }
}

/// Any integer: the id of a row that is looked up, so that an impossible id is reported as not found, not as invalid.
#[inline]
pub fn number(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    int::<{ i64::MIN }, { i64::MAX }>(cursor)
}

/// The id of a row.
#[inline]
pub fn id(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    int::<1, { i64::MAX }>(cursor)
}

#[inline]
pub fn boolean(cursor: &mut Cursor<'_, '_>) -> Option<bool> {
    match cursor.value(|schema| schema.set("type", "boolean"))? {
        Value::Bool(given) => Some(*given),
        other => refuse_kind(cursor, other, messages::true_or_false),
    }
}

pub fn word<T: Word>(cursor: &mut Cursor<'_, '_>) -> Option<T> {
    cursor.describe(|schema| {
        for (keyword, value) in words::schema::<T>().as_object().into_iter().flatten() {
            schema.set(keyword, value.clone());
        }
    });
    choice(cursor, T::WORDS)
}

/// One of several words that are known only at run time.
pub fn choice<T: Copy>(cursor: &mut Cursor<'_, '_>, words: &[(&str, T)]) -> Option<T> {
    let names = || words.iter().map(|(name, _)| *name);
    match cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("enum", names().collect::<Vec<_>>());
    })? {
        Value::Text(text) => match words.iter().find(|(name, _)| name == text) {
            Some((_, meant)) => Some(*meant),
            None => cursor.refuse(not_one_of(text, names())),
        },
        other => refuse_kind(cursor, other, messages::a_string),
    }
}
