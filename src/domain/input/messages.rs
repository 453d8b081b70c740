//! What readers of any input say about a value that they refuse. Each continues a sentence that begins with the path of the value.

use crate::domain::message::{List, Message, messages};

messages! {
    /// A problem, behind the path of a field.
    required() = "is required";
    /// A problem, behind the path of a field: both are kinds of values, such as "a string" and "an integer".
    must_be(expected: Message, given: Message) = "must be {expected}, not {given}";
    /// A kind of value.
    nothing() = "null";
    /// A kind of value.
    a_boolean() = "a boolean";
    /// A kind of value.
    true_or_false() = "true or false";
    /// A kind of value.
    an_integer() = "an integer";
    /// A kind of value.
    a_string() = "a string";
    /// A kind of value.
    a_list() = "a list";
    /// A kind of value.
    an_array() = "an array";
    /// A kind of value.
    an_associative_array() = "an associative array";
    /// A kind of value.
    a_float() = "a float";
    /// A kind of value.
    an_object() = "an object";
    /// A kind of value.
    no_plain_value() = "something that is no plain value";
    /// A kind of value.
    a_string_not_utf8() = "a string that is not UTF-8";
    /// A kind of value.
    under_a_key_not_utf8() = "a value under a key that is not UTF-8";
    /// A kind of value.
    an_array_too_deep() = "an array nested too deeply";
    /// A kind of value.
    beyond_the_first_million() = "a value beyond the first million";
    /// A problem, behind the path of a field.
    is_not_utf8() = "is not valid UTF-8; convert the string to UTF-8";
    /// A problem, behind the path of a field.
    has_a_key_not_utf8() = "has a key that is not valid UTF-8; convert the key to UTF-8";
    /// A problem, behind the path of a field.
    is_too_deep() = "is nested too deeply; at most 16 levels of arrays are allowed";
    /// A problem, behind the path of a field.
    comes_after_the_first_million() = "comes after the first million values of the argument; pass fewer at once";
    /// A problem, behind the path of a field.
    is_none_of(given: String, known: List) = "is \"{given}\"; expected one of: {known}";
    /// A problem, behind the path of a field.
    is_no_known_field(known: List) = "is not a known field; expected one of: {known}";
    /// A problem, behind the path of a list.
    has_too_many_items(count: usize, most: usize) = "has {count} items; at most {most} are allowed";
    /// A problem, behind the path of an array.
    has_too_many_entries(count: usize, most: usize) = "has {count} entries; at most {most} are allowed";
    /// A problem, behind the path of a field.
    has_too_many_characters(count: usize, most: usize) = "has {count} characters; at most {most} are allowed";
    /// A problem, behind the path of a field.
    has_too_many_bytes(count: usize, most: usize) = "is {count} bytes as JSON; at most {most} are allowed";
    /// A problem, behind the path of a field.
    is_an_empty_string() = "is an empty string; expected at least one character";
    /// A problem, behind the path of a field.
    has_control_characters() = "contains control characters, such as line breaks; remove them";
    /// A problem, behind the path of a field.
    is_below(given: String, least: i64) = "is {given}; expected an integer of at least {least}";
    /// A problem, behind the path of a field.
    is_outside(given: String, least: i64, most: i64) = "is {given}; expected an integer from {least} to {most}";
}
