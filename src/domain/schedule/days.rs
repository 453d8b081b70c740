//! Every `every` days after an origin; the origin itself is not one of the dates.

use chrono::{Days, NaiveDate};

pub(super) fn on_or_after(every: u32, origin: NaiveDate, date: NaiveDate) -> Option<NaiveDate> {
    let every = i64::from(every.max(1));
    // Rounded up, as -floor(-a / b). Step 0 is the origin, which is skipped.
    let step = -(origin - date).num_days().div_euclid(every);
    nth(every, origin, step.max(1))
}

/// `None` if the first date is later.
pub(super) fn on_or_before(every: u32, origin: NaiveDate, date: NaiveDate) -> Option<NaiveDate> {
    let every = i64::from(every.max(1));
    let step = (date - origin).num_days().div_euclid(every);
    if step < 1 {
        None
    } else {
        nth(every, origin, step)
    }
}

fn nth(every: i64, origin: NaiveDate, step: i64) -> Option<NaiveDate> {
    origin.checked_add_days(Days::new(u64::try_from(every.checked_mul(step)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn fortnights_are_counted_from_the_origin() {
        let origin = date("2026-05-01");
        for (from, to) in [
            ("2026-01-01", "2026-05-15"),
            ("2026-05-01", "2026-05-15"),
            ("2026-05-15", "2026-05-15"),
            ("2026-05-16", "2026-05-29"),
        ] {
            assert_eq!(on_or_after(14, origin, date(from)), Some(date(to)));
        }
    }

    #[test]
    fn searching_backward_stops_at_the_first() {
        let origin = date("2026-05-01");
        assert_eq!(
            on_or_before(14, origin, date("2026-05-30")),
            Some(date("2026-05-29"))
        );
        assert_eq!(
            on_or_before(14, origin, date("2026-05-29")),
            Some(date("2026-05-29"))
        );
        assert_eq!(on_or_before(14, origin, date("2026-05-14")), None);
        assert_eq!(on_or_before(14, origin, date("2026-04-01")), None);
    }

    #[test]
    fn zero_days_means_one_and_the_calendar_ends_with_none() {
        let origin = date("2026-05-01");
        assert_eq!(
            on_or_after(0, origin, date("2026-05-20")),
            Some(date("2026-05-20"))
        );
        assert_eq!(on_or_after(u32::MAX, origin, origin), None);
    }
}
