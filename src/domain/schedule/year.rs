//! One day of every year.

use chrono::{Datelike, NaiveDate};

use super::month;

pub(super) fn on_or_after(month: u8, day: u8, date: NaiveDate) -> Option<NaiveDate> {
    let near = in_year(date.year(), month, day)?;
    if near >= date {
        Some(near)
    } else {
        in_year(date.year() + 1, month, day)
    }
}

pub(super) fn on_or_before(month: u8, day: u8, date: NaiveDate) -> Option<NaiveDate> {
    let near = in_year(date.year(), month, day)?;
    if near <= date {
        Some(near)
    } else {
        in_year(date.year() - 1, month, day)
    }
}

fn in_year(year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    month::clamped(
        NaiveDate::from_ymd_opt(year, u32::from(month).clamp(1, 12), 1)?,
        day,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_leap_day_falls_on_the_28th_in_other_years() {
        assert_eq!(
            on_or_after(2, 29, date("2026-01-01")),
            Some(date("2026-02-28"))
        );
        assert_eq!(
            on_or_after(2, 29, date("2027-03-01")),
            Some(date("2028-02-29"))
        );
        assert_eq!(
            on_or_before(2, 29, date("2028-02-28")),
            Some(date("2027-02-28"))
        );
    }

    #[test]
    fn the_day_itself_is_the_next_and_the_last_date() {
        assert_eq!(
            on_or_after(7, 1, date("2026-07-01")),
            Some(date("2026-07-01"))
        );
        assert_eq!(
            on_or_before(7, 1, date("2026-07-01")),
            Some(date("2026-07-01"))
        );
    }
}
