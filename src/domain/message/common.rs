//! Templates that many messages use: points, lists and periods.

use super::{LocalDate, messages};
use crate::domain::points::Points;

messages! {
    points(points: Points) = "{points} point" | "{points} points";
    /// A list: what stands between two of its items that are not the last.
    separated(first: String, next: String) = "{first}, {next}";
    /// A list: what stands before its last item, where all apply.
    last_and(first: String, last: String) = "{first} and {last}";
    /// A list: what stands before its last item, where one of them applies.
    last_or(first: String, last: String) = "{first} or {last}";
    whole_date(date: LocalDate) = "{date}";
    /// A period by its first and last day.
    days(first: LocalDate, last: LocalDate) = "{first} to {last}";
}
