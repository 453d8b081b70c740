//! How a person says it: periods, types of event, amounts.

use chrono::{DateTime, Datelike, Months, NaiveTime, TimeDelta, Utc};

use crate::domain::distribution::PeriodRow;
use crate::domain::event::MANUAL;
use crate::domain::money;
use crate::domain::units::Units;
use crate::domain::zone::Zone;

/// `May 2026`, `1 May 2026`, `4 to 17 May 2026`, `1 April to 30 June 2026`, `2026`: the days of a period
/// where it is lived.
pub fn period(period: PeriodRow, zone: Zone) -> String {
    let start = zone.local(period.start.utc());
    let end = zone.local(period.end.utc());
    let last = (end - TimeDelta::microseconds(1)).date();
    let first = start.date();
    let whole_days = start.time() == NaiveTime::MIN && end.time() == NaiveTime::MIN;
    let months = |count| first.checked_add_months(Months::new(count)) == Some(end.date());
    if whole_days && first.day() == 1 && months(1) {
        return first.format("%B %Y").to_string();
    }
    if whole_days && first.ordinal() == 1 && months(12) {
        return first.format("%Y").to_string();
    }
    let from = if first == last {
        return first.format("%-d %B %Y").to_string();
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        first.format("%-d")
    } else if first.year() == last.year() {
        first.format("%-d %B")
    } else {
        first.format("%-d %B %Y")
    };
    format!("{from} to {}", last.format("%-d %B %Y"))
}

/// `1 July 2026`.
pub fn day(at: DateTime<Utc>, zone: Zone) -> String {
    zone.local(at).format("%-d %B %Y").to_string()
}

/// `course completed`, `courses completed`.
pub fn events(kind: &str, count: i64) -> String {
    let (one, many) = match kind {
        "course_completed" => ("course completed", "courses completed"),
        "lesson_completed" => ("lesson completed", "lessons completed"),
        "product_sold" => ("product sold", "products sold"),
        "post_visited" => ("visit to a blog post", "visits to blog posts"),
        "coupon_used" => ("coupon code used", "coupon codes used"),
        "sale_referred" => (
            "sale to a customer they sent",
            "sales to customers they sent",
        ),
        "site_visited" => ("visit to the site", "visits to the site"),
        MANUAL => ("credit by hand", "credits by hand"),
        other => return other.replace('_', " "),
    };
    if count == 1 { one } else { many }.to_owned()
}

/// `1 point`, `10/3 points`.
pub fn points(points: impl std::fmt::Display) -> String {
    let shown = points.to_string();
    if shown == "1" {
        "1 point".to_owned()
    } else {
        format!("{shown} points")
    }
}

/// `1351.35 USD`.
pub fn amount(minor: i64, units: Units) -> String {
    format!("{} {}", money::to_text(minor, units), units.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant::Instant;

    fn check(start: &str, end: &str, shown: &str) {
        let instant = |text: &str| Instant::from_rfc3339(text).unwrap();
        let row = PeriodRow {
            start: instant(start),
            end: instant(end),
        };
        assert_eq!(
            period(row, Zone::from_name("America/New_York").unwrap()),
            shown
        );
    }

    #[test]
    fn a_period_is_named_by_the_days_it_is_lived_on() {
        check(
            "2026-05-01T00:00:00-04:00",
            "2026-06-01T00:00:00-04:00",
            "May 2026",
        );
        check(
            "2026-05-04T00:00:00-04:00",
            "2026-05-18T00:00:00-04:00",
            "4 to 17 May 2026",
        );
        check(
            "2026-05-04T00:00:00-04:00",
            "2026-05-05T00:00:00-04:00",
            "4 May 2026",
        );
        check(
            "2026-04-01T00:00:00-04:00",
            "2026-07-01T00:00:00-04:00",
            "1 April to 30 June 2026",
        );
        check(
            "2026-01-01T00:00:00-05:00",
            "2027-01-01T00:00:00-05:00",
            "2026",
        );
        check(
            "2026-12-15T00:00:00-05:00",
            "2027-01-15T00:00:00-05:00",
            "15 December 2026 to 14 January 2027",
        );
        // Not whole days: both ends are named.
        check(
            "2026-05-01T09:30:00-04:00",
            "2026-06-01T09:30:00-04:00",
            "1 May to 1 June 2026",
        );
    }
}
