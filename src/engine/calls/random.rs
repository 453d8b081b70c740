//! Random numbers for calls that take some. They are generated when a call is made and logged with its arguments, so that every
//! process that folds it does the same.

use crate::domain::call::CallId;
use crate::domain::input::{Cursor, Fields, Value};
use crate::domain::message::messages;
use crate::engine::{Error, Result};
use crate::journal::segment::random_id;

messages! {
    /// Continues the path of a field.
    is_not_hexadecimal() = "must be hexadecimal digits";
}

const NAME: &str = "random";

/// An unguessable id for a change.
pub fn new_id() -> Result<CallId> {
    random_id()
        .map_err(|error| Error::unreachable(format!("the kernel gave no random numbers: {error}")))
}

/// Two unguessable numbers.
pub fn random_numbers() -> Result<[u64; 2]> {
    Ok(split(u128::from_be_bytes(new_id()?.0)))
}

/// Adds two random numbers to the arguments. If the caller gave some too, both are there and the reader refuses them.
#[must_use]
pub fn with_random<'v>(arguments: &Value<'v>, numbers: [u64; 2]) -> Value<'v> {
    let mut entries = match arguments {
        Value::Map(entries) => entries.clone(),
        Value::List(items) if items.is_empty() => Vec::new(),
        // The reader reports the problem.
        other => return other.clone(),
    };
    let number = (u128::from(numbers[0]) << 64) | u128::from(numbers[1]);
    entries.push((NAME.into(), Value::Text(format!("{number:032x}").into())));
    Value::Map(entries)
}

/// Reads the numbers that [`with_random`] added to the arguments.
pub fn read_random(fields: &mut Fields<'_, '_>) -> Option<[u64; 2]> {
    fields.hidden(NAME, read)
}

fn read(cursor: &mut Cursor<'_, '_>) -> Option<[u64; 2]> {
    let value = cursor.value(|_| ())?;
    let number = match value {
        Value::Text(text) => u128::from_str_radix(text, 16).ok(),
        _ => None,
    };
    match number {
        Some(number) => Some(split(number)),
        None => cursor.refuse(is_not_hexadecimal()),
    }
}

#[allow(clippy::cast_possible_truncation)] // the lower half is meant
fn split(number: u128) -> [u64; 2] {
    [(number >> 64) as u64, number as u64]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::{read as read_input, schema_of};
    use crate::engine::calls::named;

    fn read_both(cursor: &mut Cursor<'_, '_>) -> Option<(i64, [u64; 2])> {
        cursor.object(|fields| {
            let id = fields.required("id", "", crate::domain::input::id);
            let random = read_random(fields);
            Some((id?, random?))
        })
    }

    #[test]
    fn random_numbers_are_read_as_they_are_written() {
        let numbers = [7, u64::MAX];
        let arguments = with_random(&named([("id", Value::Int(1))]), numbers);
        assert_eq!(read_input(&arguments, read_both), Ok((1, numbers)));
    }

    #[test]
    fn a_caller_cannot_choose_the_numbers_and_the_schema_hides_them() {
        let chosen = named([("id", Value::Int(1)), ("random", Value::Text("7".into()))]);
        let arguments = with_random(&chosen, [7, 7]);
        let problems = read_input(&arguments, read_both).unwrap_err();
        assert_eq!(
            problems.to_string(),
            "random: is not a known field; expected one of: id"
        );
        let schema = schema_of(read_both).into_json();
        assert_eq!(schema["properties"].as_object().unwrap().len(), 1);
    }
}
