//! One day of every month, or of every `step` months counted from January.

use chrono::{Datelike, Months, NaiveDate};

pub(super) fn on_or_after(on: u8, date: NaiveDate) -> Option<NaiveDate> {
    on_or_after_every(1, on, date)
}

pub(super) fn on_or_before(on: u8, date: NaiveDate) -> Option<NaiveDate> {
    on_or_before_every(1, on, date)
}

/// As [`on_or_after`], in every `step`-th month; `step` divides 12.
pub(super) fn on_or_after_every(step: u32, on: u8, date: NaiveDate) -> Option<NaiveDate> {
    let first = first_of_group(step, date)?;
    let near = clamped(first, on)?;
    if near >= date {
        Some(near)
    } else {
        clamped(first.checked_add_months(Months::new(step))?, on)
    }
}

/// As [`on_or_before`], in every `step`-th month; `step` divides 12.
pub(super) fn on_or_before_every(step: u32, on: u8, date: NaiveDate) -> Option<NaiveDate> {
    let first = first_of_group(step, date)?;
    let near = clamped(first, on)?;
    if near <= date {
        Some(near)
    } else {
        clamped(first.checked_sub_months(Months::new(step))?, on)
    }
}

/// Day `on` of the month that begins at `first_of_month`, or its last day if it is shorter.
pub(super) fn clamped(first_of_month: NaiveDate, on: u8) -> Option<NaiveDate> {
    let longest = u32::from(first_of_month.num_days_in_month());
    first_of_month.with_day(u32::from(on).clamp(1, longest))
}

/// The first day of the group of `step` months that contains `date`.
fn first_of_group(step: u32, date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.month0() / step * step + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn day_31_is_the_last_day_of_shorter_months_only() {
        let mut dates = vec![date("2026-01-31")];
        for _ in 0..3 {
            let next = dates[dates.len() - 1]
                .succ_opt()
                .and_then(|day| on_or_after(31, day));
            dates.push(next.expect("inside the calendar"));
        }
        assert_eq!(
            dates[1..],
            [date("2026-02-28"), date("2026-03-31"), date("2026-04-30")]
        );
    }

    #[test]
    fn searching_backward_clamps_too() {
        assert_eq!(
            on_or_before(31, date("2026-03-30")),
            Some(date("2026-02-28"))
        );
        assert_eq!(
            on_or_before(30, date("2028-03-29")),
            Some(date("2028-02-29"))
        );
    }

    #[test]
    fn months_cross_the_year() {
        assert_eq!(
            on_or_after(15, date("2026-12-16")),
            Some(date("2027-01-15"))
        );
        assert_eq!(
            on_or_before(15, date("2027-01-14")),
            Some(date("2026-12-15"))
        );
    }

    #[test]
    fn a_day_below_1_means_1() {
        assert_eq!(on_or_after(0, date("2026-05-02")), Some(date("2026-06-01")));
    }
}
