//! One day of every week.

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub(super) fn on_or_after(on: Weekday, date: NaiveDate) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(on.days_since(date.weekday()).into()))
}

pub(super) fn on_or_before(on: Weekday, date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(date.weekday().days_since(on).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday::{Fri, Mon, Sun};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_week_is_reached_from_both_sides() {
        // 2026-05-13 is a Wednesday.
        for (on, before, after) in [
            (Mon, "2026-05-11", "2026-05-18"),
            (Fri, "2026-05-08", "2026-05-15"),
            (Sun, "2026-05-10", "2026-05-17"),
        ] {
            assert_eq!(on_or_before(on, date("2026-05-13")), Some(date(before)));
            assert_eq!(on_or_after(on, date("2026-05-13")), Some(date(after)));
        }
    }

    #[test]
    fn the_day_itself_is_the_next_and_the_last_date() {
        assert_eq!(
            on_or_before(Mon, date("2026-05-11")),
            Some(date("2026-05-11"))
        );
        assert_eq!(
            on_or_after(Mon, date("2026-05-11")),
            Some(date("2026-05-11"))
        );
    }
}
