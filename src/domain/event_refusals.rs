//! What is wrong with an event. Each continues the path of a field.

use super::message::{Message, messages};

messages! {
    /// Continues the path of a field.
    is_no_type(given: String) = "is \"{given}\"; expected lowercase letters, digits and underscores, such as course_completed";
    /// Continues the path of a field.
    is_no_reason(given: String) = "is \"{given}\"; expected lowercase letters, digits and underscores, such as own_visit";
    /// Continues the path of a field.
    is_given_by_hand() = "is \"manual\"; use siren_credit to give points by hand, because it requires a reason";
    /// Continues the path of a field.
    names_nobody() = "must name at least one collaborator";
    /// Continues the path of a field.
    names_not_exactly_one() = "must say who is credited with exactly one of: collaborator, collaborators, alias";
    /// Continues the path of a field.
    repeats_a_collaborator() = "names the same collaborator twice; list each one once";
    /// Continues the path of a field.
    is_no_value(given: String) = "is \"{given}\"; expected a decimal number of zero or more, such as \"12.34\"";
    /// Continues the path of a field.
    contains_a_float() = "contains a float; write decimal numbers as strings";
    /// Continues the path of a field.
    contains_no_utf8() = "contains a string that is not valid UTF-8; convert it to UTF-8";
    /// Continues the path of a field.
    contains_no_json(part: Message) = "contains {part}, which cannot be stored as JSON; remove it";
}
