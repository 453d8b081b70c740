//! When distributors trigger, and the periods between triggers. What happens at a trigger is not decided here.
//!
//! A rule names calendar dates; the schedule puts its time of day and its zone to them. Each rule has a file with the
//! same two questions in it: the first date of the rule on or after a day, and the last one on or before it. Both are
//! answered by arithmetic, so a period costs the same however far it is from the distributor's start.
//!
//! **Daylight saving.** A local time the clocks jump over is moved on by the length of the jump (02:30 becomes 03:30
//! where 02:00 to 03:00 is missing); one that comes twice is taken the first time.
//!
//! **Limits.** Triggers exist between the years 1 and 9999, which is what an RFC 3339 instant can spell. Where no
//! trigger is left the period ends at [`LAST_INSTANT`], from which on nothing is scheduled. Zone rules are known to
//! the end of 2099; later years keep the offset of that moment.

mod day;
mod days;
mod month;
mod quarter;
mod week;
mod year;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};

use super::period::Period;
use super::zone::Zone;

/// 9999-12-31T23:59:59Z. Nothing is scheduled from here on.
pub const LAST_INSTANT: DateTime<Utc> =
    DateTime::from_timestamp(253_402_300_799, 0).expect("inside chrono's calendar");

/// 0001-01-01T00:00:00Z. No trigger lies before or at it.
const FIRST_INSTANT: DateTime<Utc> =
    DateTime::from_timestamp(-62_135_596_800, 0).expect("inside chrono's calendar");

/// How far the local date at a trigger may be from the date its rule named. Clocks have been moved by up to a whole
/// day, never by more: forwards a trigger can land on the next date, backwards the date before can come after it.
const ZONE_SLACK: Days = Days::new(1);

/// Which local dates trigger. A day of the month beyond the month's end means its last day, for that month only. Days
/// and months below 1 are read as 1, months above 12 as 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Every day.
    Day,
    /// One day of every week.
    Week {
        /// The weekday.
        on: Weekday,
    },
    /// One day of every month.
    Month {
        /// The day of the month, 1 to 31.
        on: u8,
    },
    /// One day of every January, April, July and October.
    Quarter {
        /// The day of those months, 1 to 31.
        on: u8,
    },
    /// One day of every year.
    Year {
        /// The month, 1 to 12.
        month: u8,
        /// The day of that month, 1 to 31.
        day: u8,
    },
    /// Every so many days, counted from the local date of the anchor, which is itself not one of them: the first
    /// period is never a stub of a few hours.
    Days {
        /// How many, 1 or more; 0 is read as 1.
        every: u32,
    },
}

impl Rule {
    /// The rule's first date on or after `date`; `None` where the calendar ends. `origin` is the anchor's local date.
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

    /// The rule's last date on or before `date`; `None` where there is none. `origin` is the anchor's local date.
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

/// When a distributor triggers.
///
/// The anchor its functions take is the distributor's start: the first period begins there, and [`Rule::Days`] counts
/// from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// The dates.
    pub rule: Rule,
    /// The local time of day.
    pub at: NaiveTime,
    /// Where that time of day is read.
    pub zone: Zone,
}

impl Schedule {
    /// The first trigger strictly after `after`; [`LAST_INSTANT`] where none is left.
    #[must_use]
    pub fn next_trigger(&self, after: DateTime<Utc>, anchor: DateTime<Utc>) -> DateTime<Utc> {
        let after = after.clamp(FIRST_INSTANT, LAST_INSTANT);
        self.search_forward(after, self.local_date(anchor))
            .map_or(LAST_INSTANT, |trigger| trigger.min(LAST_INSTANT))
    }

    /// The period `instant` falls into; `None` before the anchor and from [`LAST_INSTANT`] on.
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

    /// The period that begins where `period` ends. After the last one it is empty.
    #[must_use]
    pub fn following(&self, anchor: DateTime<Utc>, period: &Period) -> Period {
        Period {
            start: period.end,
            end: self.next_trigger(period.end, anchor),
        }
    }

    /// The time so many periods before another, by the calendar of the schedule's zone.
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
            // Two dates can come to the same instant (Samoa had no 30 December in 2011), so instants decide.
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

    /// The triggers after `anchor`, one by one, are `expected`.
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
    fn e21_a_time_that_exists_twice_triggers_once_and_the_first_time() {
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
    fn e25_day_31_is_clamped_and_comes_back() {
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
        // Samoa went from 29 to 31 December 2011; 05:00 of the 30th moves on to 05:00 of the 31st.
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
    fn a_half_hour_of_summer_time() {
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
    fn days_are_counted_from_the_anchor_and_the_first_period_is_no_stub() {
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
    fn the_ends_of_time_are_quiet() {
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
