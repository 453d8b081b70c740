//! One day of the first month of every quarter.

use chrono::NaiveDate;

use super::month;

const MONTHS_IN_QUARTER: u32 = 3;

pub(super) fn on_or_after(on: u8, date: NaiveDate) -> Option<NaiveDate> {
    month::on_or_after_every(MONTHS_IN_QUARTER, on, date)
}

pub(super) fn on_or_before(on: u8, date: NaiveDate) -> Option<NaiveDate> {
    month::on_or_before_every(MONTHS_IN_QUARTER, on, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn quarters_begin_in_january_april_july_and_october() {
        for (from, to) in [
            ("2026-01-02", "2026-04-01"),
            ("2026-04-02", "2026-07-01"),
            ("2026-07-02", "2026-10-01"),
            ("2026-10-02", "2027-01-01"),
        ] {
            assert_eq!(on_or_after(1, date(from)), Some(date(to)));
        }
    }

    #[test]
    fn day_31_means_30_april() {
        assert_eq!(
            on_or_after(31, date("2026-02-01")),
            Some(date("2026-04-30"))
        );
        assert_eq!(
            on_or_before(31, date("2026-06-01")),
            Some(date("2026-04-30"))
        );
        assert_eq!(
            on_or_before(31, date("2026-04-29")),
            Some(date("2026-01-31"))
        );
    }
}
