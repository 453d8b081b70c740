//! Percentages as callers give them.

use rust_decimal::Decimal;

use super::input::{Cursor, Value, shorten};
use super::message::messages;

messages! {
    /// A kind of value.
    a_percentage_as_string() = "a decimal string like \"7.5\"";
    /// Continues the path of a field.
    is_no_percentage(given: String) = "is \"{given}\"; it must be more than 0 and at most 100, with at most 6 decimals";
}

/// Reads a percentage: more than 0, at most 100, with at most 6 decimals.
pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Decimal> {
    let value = cursor.value(|schema| {
        schema.set("type", "string");
        schema.set("pattern", r"^[0-9]{1,3}(\.[0-9]{1,6})?$");
        schema.set("examples", vec!["20", "7.5"]);
    })?;
    let Value::Text(given) = value else {
        return cursor.refuse(value.is_not(a_percentage_as_string()));
    };
    let plain = !given.is_empty()
        && given.len() <= 10
        && given.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && given.starts_with(|c: char| c.is_ascii_digit())
        && given.ends_with(|c: char| c.is_ascii_digit());
    let percent = if plain {
        Decimal::from_str_exact(given).ok()
    } else {
        None
    };
    match percent {
        Some(percent)
            if percent > Decimal::ZERO
                && percent <= Decimal::ONE_HUNDRED
                && percent.scale() <= 6 =>
        {
            Some(percent)
        }
        _ => cursor.refuse(is_no_percentage(shorten(given))),
    }
}

/// A percentage in the shape it is read from.
#[must_use]
pub fn write(percent: Decimal) -> Value<'static> {
    Value::Text(percent.normalize().to_string().into())
}
