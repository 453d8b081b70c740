//! When distributors trigger, and the periods between triggers.
//!
//! A rule gives calendar dates; the schedule adds its time of day and its time zone. Each rule has a file with the same two
//! functions: the first date of the rule on or after a day, and the last one on or before it. Both are arithmetic, so a
//! period takes the same time to find however far it is from the distributor's start.
//!
//! **Daylight saving.** A local time that the clocks skip is moved forward by the length of the gap (02:30 becomes 03:30 if
//! 02:00 to 03:00 is missing); one that occurs twice means the first.
//!
//! **Limits.** Triggers exist between the years 1 and 9999, the range of RFC 3339. After the last trigger, the period ends
//! at [`LAST_INSTANT`]. Zone rules are known to the end of 2099; later years keep the offset of that moment.

mod day;
mod days;
mod month;
mod quarter;
mod week;
mod year;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};

use super::period::Period;
use super::zone::Zone;

/// 9999-12-31T23:59:59Z. Nothing is scheduled from this instant on.
pub const LAST_INSTANT: DateTime<Utc> =
    DateTime::from_timestamp(253_402_300_799, 0).expect("inside chrono's calendar");

/// 0001-01-01T00:00:00Z. All triggers are later.
const FIRST_INSTANT: DateTime<Utc> =
    DateTime::from_timestamp(-62_135_596_800, 0).expect("inside chrono's calendar");

/// How far the local date of a trigger may be from the date of its rule: countries have moved their clocks by up to a
/// whole day. Forward, a trigger can fall on the next date; backward, the previous date can come after it.
const ZONE_SLACK: Days = Days::new(1);

/// The local dates of triggers. A day of the month beyond its end means its last day, for that month only. Days and months
/// below 1 mean 1, months above 12 mean 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    Day,
    Week {
        on: Weekday,
    },
    Month {
        /// The day of the month, 1 to 31.
        on: u8,
    },
    /// One day of every January, April, July and October.
    Quarter {
        /// The day of those months, 1 to 31.
        on: u8,
    },
    Year {
        /// The month, 1 to 12.
        month: u8,
        /// The day of that month, 1 to 31.
        day: u8,
    },
    /// Every few days after the local date of the anchor. The anchor itself is not one of the dates, so that the first period
    /// is never just a few hours long.
    Days {
        /// 1 or more; 0 means 1.
        every: u32,
    },
}

impl Rule {
    /// `None` at the end of the calendar. `origin` is the anchor's local date.
    fn on_or_after(self, origin: NaiveDate, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Rule::Day => Some(day::on_or_after(date)),
            Rule::Week { on } => week::on_or_after(on, date),
            Rule::Month { on } => month::on_or_after(on, date),
            Rule::Quarter { on } => quarter::on_or_after(on, date),
            Rule::Year { month, day } => year::on_or_after(month, day, date),
            Rule::Days { every } => days::on_or_after(every, origin, date),
        }
    }

    /// `None` if there is no earlier date. `origin` is the anchor's local date.
    fn on_or_before(self, origin: NaiveDate, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Rule::Day => Some(day::on_or_before(date)),
            Rule::Week { on } => week::on_or_before(on, date),
            Rule::Month { on } => month::on_or_before(on, date),
            Rule::Quarter { on } => quarter::on_or_before(on, date),
            Rule::Year { month, day } => year::on_or_before(month, day, date),
            Rule::Days { every } => days::on_or_before(every, origin, date),
        }
    }
}

/// When a distributor triggers. The anchor that its functions take is the distributor's start: the first period begins there,
/// and [`Rule::Days`] counts from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    pub rule: Rule,
    pub at: NaiveTime,
    pub zone: Zone,
}

impl Schedule {
    /// The first trigger strictly after `after`; [`LAST_INSTANT`] if there is none.
    #[must_use]
    pub fn next_trigger(&self, after: DateTime<Utc>, anchor: DateTime<Utc>) -> DateTime<Utc> {
        let after = after.clamp(FIRST_INSTANT, LAST_INSTANT);
        self.search_forward(after, self.local_date(anchor))
            .map_or(LAST_INSTANT, |trigger| trigger.min(LAST_INSTANT))
    }

    /// The period that contains `instant`; `None` before the anchor and from [`LAST_INSTANT`] on.
    #[must_use]
    pub fn period_containing(
        &self,
        anchor: DateTime<Utc>,
        instant: DateTime<Utc>,
    ) -> Option<Period> {
        if instant < anchor || instant >= LAST_INSTANT {
            return None;
        }
        let last_trigger = self.search_backward(instant, self.local_date(anchor));
        let start = last_trigger.map_or(anchor, |trigger| trigger.max(anchor));
        Some(Period {
            start,
            end: self.next_trigger(instant, anchor),
        })
    }

    /// The period that begins at the anchor and ends at the first trigger strictly after it.
    #[must_use]
    pub fn first_period(&self, anchor: DateTime<Utc>) -> Period {
        Period {
            start: anchor,
            end: self.next_trigger(anchor, anchor),
        }
    }

    /// The period that begins where `period` ends; empty after the last one.
    #[must_use]
    pub fn following(&self, anchor: DateTime<Utc>, period: &Period) -> Period {
        Period {
            start: period.end,
            end: self.next_trigger(period.end, anchor),
        }
    }

    /// The time `periods` periods before `than`, by the calendar of the schedule's zone.
    #[must_use]
    pub fn earlier(&self, than: DateTime<Utc>, periods: u32) -> DateTime<Utc> {
        let local = self.zone.local(than.clamp(FIRST_INSTANT, LAST_INSTANT));
        let days =
            |each: u32| local.checked_sub_days(Days::new(u64::from(each) * u64::from(periods)));
        let months =
            |each: u32| local.checked_sub_months(Months::new(each.saturating_mul(periods)));
        let earlier = match self.rule {
            Rule::Day => days(1),
            Rule::Week { .. } => days(7),
            Rule::Month { .. } => months(1),
            Rule::Quarter { .. } => months(3),
            Rule::Year { .. } => months(12),
            Rule::Days { every } => days(every.max(1)),
        };
        let earlier = earlier.and_then(|local| self.zone.instant_of(local));
        earlier.unwrap_or(FIRST_INSTANT)
    }

    fn search_forward(&self, after: DateTime<Utc>, origin: NaiveDate) -> Option<DateTime<Utc>> {
        let near = self.local_date(after).checked_sub_days(ZONE_SLACK)?;
        let mut date = self.rule.on_or_after(origin, near)?;
        loop {
            let trigger = self.instant_of(date)?;
            // Two dates can have the same instant (Samoa had no 30 December in 2011), so compare instants.
            if trigger > after {
                return Some(trigger);
            }
            date = self.rule.on_or_after(origin, date.succ_opt()?)?;
        }
    }

    /// The last trigger at or before `instant`.
    fn search_backward(&self, instant: DateTime<Utc>, origin: NaiveDate) -> Option<DateTime<Utc>> {
        let near = self.local_date(instant).checked_add_days(ZONE_SLACK)?;
        let mut date = self.rule.on_or_before(origin, near)?;
        loop {
            let trigger = self.instant_of(date)?;
            if trigger <= FIRST_INSTANT {
                return None;
            }
            if trigger <= instant {
                return Some(trigger);
            }
            date = self.rule.on_or_before(origin, date.pred_opt()?)?;
        }
    }

    fn local_date(&self, instant: DateTime<Utc>) -> NaiveDate {
        let instant = instant.clamp(FIRST_INSTANT, LAST_INSTANT);
        self.zone.local(instant).date()
    }

    fn instant_of(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        self.zone.instant_of(date.and_time(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().expect("an RFC 3339 instant")
    }

    fn schedule(rule: Rule, at: &str, zone: &str) -> Schedule {
        Schedule {
            rule,
            at: at.parse().expect("a time of day"),
            zone: Zone::from_name(zone).expect("a zone"),
        }
    }

    /// Checks the first triggers after `anchor`.
    fn check(schedule: Schedule, anchor: &str, expected: &[&str]) {
        let anchor = instant(anchor);
        let mut period = schedule.first_period(anchor);
        for end in expected {
            assert_eq!(period.end, instant(end), "{schedule:?}");
            assert_eq!(
                schedule.period_containing(anchor, period.start),
                Some(period)
            );
            period = schedule.following(anchor, &period);
        }
    }

    #[test]
    fn e20_a_time_that_does_not_exist_moves_past_the_gap() {
        check(
            schedule(Rule::Day, "02:30:00", "America/New_York"),
            "2026-03-07T07:30:00Z",
            &["2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"],
        );
    }

    #[test]
    fn e21_a_time_that_occurs_twice_triggers_once_at_the_first() {
        check(
            schedule(Rule::Day, "01:30:00", "America/New_York"),
            "2026-10-31T06:00:00Z",
            &["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"],
        );
    }

    #[test]
    fn e22_months_are_local() {
        let monthly = schedule(Rule::Month { on: 1 }, "00:00:00", "America/New_York");
        let anchor = instant("2026-01-01T05:00:00Z");
        for (inside, start, end) in [
            (
                "2026-03-31T12:00:00Z",
                "2026-03-01T05:00:00Z",
                "2026-04-01T04:00:00Z",
            ),
            (
                "2026-11-01T04:00:00Z",
                "2026-11-01T04:00:00Z",
                "2026-12-01T05:00:00Z",
            ),
        ] {
            let expected = Period {
                start: instant(start),
                end: instant(end),
            };
            assert_eq!(
                monthly.period_containing(anchor, instant(inside)),
                Some(expected)
            );
        }
    }

    #[test]
    fn e25_day_31_is_clamped_for_one_month_only() {
        check(
            schedule(Rule::Month { on: 31 }, "00:00:00", "UTC"),
            "2026-01-31T00:00:00Z",
            &[
                "2026-02-28T00:00:00Z",
                "2026-03-31T00:00:00Z",
                "2026-04-30T00:00:00Z",
            ],
        );
    }

    #[test]
    fn a_day_that_a_country_skipped_triggers_once() {
        // Samoa went from 29 to 31 December 2011; 05:00 of the 30th moves forward to 05:00 of the 31st.
        check(
            schedule(Rule::Day, "05:00:00", "Pacific/Apia"),
            "2011-12-28T15:00:00Z",
            &[
                "2011-12-29T15:00:00Z",
                "2011-12-30T15:00:00Z",
                "2011-12-31T15:00:00Z",
            ],
        );
    }

    #[test]
    fn daylight_saving_of_half_an_hour() {
        check(
            schedule(Rule::Day, "02:15:00", "Australia/Lord_Howe"),
            "2026-10-02T20:00:00Z",
            &["2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z"],
        );
    }

    #[test]
    fn weeks_quarters_and_years() {
        check(
            schedule(Rule::Week { on: Weekday::Mon }, "09:00:00", "UTC"),
            "2026-05-13T00:00:00Z",
            &["2026-05-18T09:00:00Z", "2026-05-25T09:00:00Z"],
        );
        check(
            schedule(Rule::Quarter { on: 1 }, "00:00:00", "UTC"),
            "2026-05-13T00:00:00Z",
            &[
                "2026-07-01T00:00:00Z",
                "2026-10-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
            ],
        );
        check(
            schedule(Rule::Year { month: 2, day: 29 }, "00:00:00", "UTC"),
            "2027-01-01T00:00:00Z",
            &["2027-02-28T00:00:00Z", "2028-02-29T00:00:00Z"],
        );
    }

    #[test]
    fn days_are_counted_from_the_anchor_and_the_first_period_is_whole() {
        check(
            schedule(Rule::Days { every: 14 }, "12:00:00", "America/New_York"),
            "2026-02-27T15:00:00Z",
            &["2026-03-13T16:00:00Z", "2026-03-27T16:00:00Z"],
        );
    }

    #[test]
    fn an_anchor_at_a_trigger_begins_a_whole_period() {
        check(
            schedule(Rule::Month { on: 1 }, "00:00:00", "America/New_York"),
            "2026-05-01T04:00:00Z",
            &["2026-06-01T04:00:00Z"],
        );
    }

    #[test]
    fn there_is_no_period_before_the_anchor() {
        let daily = schedule(Rule::Day, "00:00:00", "UTC");
        let anchor = instant("2026-05-01T10:00:00Z");
        let first = Period {
            start: anchor,
            end: instant("2026-05-02T00:00:00Z"),
        };
        assert_eq!(
            daily.period_containing(anchor, anchor - TimeDelta::nanoseconds(1)),
            None
        );
        assert_eq!(daily.period_containing(anchor, anchor), Some(first));
    }

    #[test]
    fn nothing_special_happens_in_2038() {
        check(
            schedule(Rule::Day, "03:14:07", "UTC"),
            "2038-01-18T03:14:07Z",
            &["2038-01-19T03:14:07Z", "2038-01-20T03:14:07Z"],
        );
    }

    #[test]
    fn nothing_triggers_outside_the_limits() {
        for rule in [
            Rule::Day,
            Rule::Week { on: Weekday::Sun },
            Rule::Month { on: 31 },
            Rule::Quarter { on: 0 },
            Rule::Year { month: 13, day: 99 },
            Rule::Days { every: u32::MAX },
        ] {
            for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
                let schedule = schedule(rule, "23:59:59", zone);
                let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
                assert_eq!(schedule.next_trigger(last, first), LAST_INSTANT);
                assert_eq!(
                    schedule.next_trigger(LAST_INSTANT - TimeDelta::nanoseconds(1), last),
                    LAST_INSTANT
                );
                assert_eq!(schedule.period_containing(first, last), None);
                let earliest = schedule.first_period(first);
                assert!(earliest.start < earliest.end);
                assert_eq!(schedule.period_containing(first, first), Some(earliest));
                assert_eq!(schedule.first_period(last).end, LAST_INSTANT);
            }
        }
    }
}
