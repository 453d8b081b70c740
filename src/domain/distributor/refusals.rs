//! What is wrong with a definition. Each continues the path of a field.

use crate::domain::message::{Message, messages};

messages! {
    /// Continues the path of a field.
    names_nobody_to_pay() = "is empty: nobody could be paid";
    /// Continues the path of a field.
    is_above_the_cap() = "is more than the cap";
    /// Continues the path of a field.
    is_not_measured(event: String) = "is {event}, which is not measured; add it to metrics, with 0 points if it earns none";
    /// Continues the path of a field.
    measures_nothing() = "is empty: nothing would be measured and nobody could be paid";
    /// Continues the path of a field.
    is_measured_already(event: String) = "is {event}, which is measured already; name each event once";
    /// Continues the path of a field.
    needs_a_sale() = "is possible for sales only: no money changes hands in this event";
    /// Continues the path of a field.
    needs_a_completion() = "is possible for course_completed and lesson_completed only";
    /// Continues the path of a field.
    needs_a_currency() = "is possible with a currency only: a distributor in points has no amount to compare sales with";
    /// Continues the path of a field.
    needs_a_product() = "is possible for product_sold only; other events count by their quantity";
    /// Continues the path of a field.
    needs_points_per_currency() = "says nothing unless the points are per currency_unit; leave it out";
    /// Continues the path of a field.
    is_points() = "is points; it must be a currency";
    /// Continues the path of a field.
    is_required_with_points() = "is required: a distributor in points has no currency of its own";
    /// Continues the path of a field.
    is_missing_and_so_is_the_sites(fault: Message) = "is missing, and the site's own time zone {fault}";
    /// Continues the path of a field.
    has_no_meaning_every_days() = "has no meaning where the schedule is every so many days";
    /// Continues the path of a field.
    has_no_meaning_every_day() = "has no meaning where the schedule is every day";
    /// Continues the path of a field.
    is_no_month_and_day(given: String) = "is \"{given}\"; it must be a month and a day like 01-31";
    /// Continues the path of a field.
    is_no_time_of_day(given: String) = "is \"{given}\"; it must be a time of day like 09:30";
}
