//! What types of events are called in messages.

use super::event::MANUAL;
use super::message::{Event, Message, messages};

messages! {
    /// A type of event. The number of events stands before it, such as "6 courses completed", or "each": "for each course completed".
    course_completed(count: i64) = "course completed" | "courses completed";
    /// A type of event, behind a number or "each".
    lesson_completed(count: i64) = "lesson completed" | "lessons completed";
    /// A type of event, behind a number or "each".
    product_sold(count: i64) = "product sold" | "products sold";
    /// A type of event, behind a number or "each".
    post_visited(count: i64) = "visit to a blog post" | "visits to blog posts";
    /// A type of event, behind a number or "each".
    coupon_used(count: i64) = "coupon code used" | "coupon codes used";
    /// A type of event, behind a number or "each".
    sale_referred(count: i64) = "sale to a customer they sent" | "sales to customers they sent";
    /// A type of event, behind a number or "each".
    site_visited(count: i64) = "visit to the site" | "visits to the site";
    /// A type of event, behind a number: points that somebody gave by hand.
    manual_credit(count: i64) = "manual credit" | "manual credits";
    other_event(event: Event) = "{event}";
}

/// A type of event, to stand behind a number of them.
#[must_use]
pub fn events(kind: &str, count: i64) -> Message {
    match kind {
        "course_completed" => course_completed(count),
        "lesson_completed" => lesson_completed(count),
        "product_sold" => product_sold(count),
        "post_visited" => post_visited(count),
        "coupon_used" => coupon_used(count),
        "sale_referred" => sale_referred(count),
        "site_visited" => site_visited(count),
        MANUAL => manual_credit(count),
        other => other_event(Event(other.to_owned())),
    }
}
