//! A period as a person says it.

use chrono::{DateTime, Datelike, Months, NaiveTime, TimeDelta, Utc};

use crate::domain::distribution::PeriodRow;
use crate::domain::message::{DateParts, LocalDate, Message, days, whole_date};
use crate::domain::zone::Zone;

/// `May 2026`, `1 May 2026`, `4 to 17 May 2026`, `1 April to 30 June 2026`, `2026`: the local days of a period.
pub fn period(period: PeriodRow, zone: Zone) -> Message {
    let start = zone.local(period.start.utc());
    let end = zone.local(period.end.utc());
    let last = (end - TimeDelta::microseconds(1)).date();
    let first = start.date();
    let whole_days = start.time() == NaiveTime::MIN && end.time() == NaiveTime::MIN;
    let months = |count| first.checked_add_months(Months::new(count)) == Some(end.date());
    let from_first = |parts| LocalDate(first, parts);
    if whole_days && first.day() == 1 && months(1) {
        return whole_date(from_first(DateParts::MonthYear));
    }
    if whole_days && first.ordinal() == 1 && months(12) {
        return whole_date(from_first(DateParts::Year));
    }
    let parts = if first == last {
        return whole_date(from_first(DateParts::DayMonthYear));
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        DateParts::Day
    } else if first.year() == last.year() {
        DateParts::DayMonth
    } else {
        DateParts::DayMonthYear
    };
    days(from_first(parts), LocalDate(last, DateParts::DayMonthYear))
}

/// `1 July 2026`.
pub fn day(at: DateTime<Utc>, zone: Zone) -> Message {
    whole_date(LocalDate(zone.local(at).date(), DateParts::DayMonthYear))
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
        let period = period(row, Zone::from_name("America/New_York").unwrap());
        assert_eq!(period.to_string(), shown);
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
