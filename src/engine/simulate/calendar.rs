//! The periods that a distributor would have had between two instants.

use crate::domain::distribution::PeriodRow;
use crate::domain::distributor::Definition;
use crate::domain::instant::Instant;
use crate::domain::schedule::Schedule;
use crate::engine::periods::refund_window::held_until;

/// The maximum number of periods in one simulation.
pub const MOST_PERIODS: usize = 1_000;

/// Periods without gaps.
#[derive(Debug)]
pub struct Calendar {
    periods: Vec<PeriodRow>,
    /// The refund window of each period, if the rules have hold days; in microseconds since 1970.
    windows: Vec<(i64, i64)>,
}

impl Calendar {
    /// The periods that begin at or after `from` and before `to`; `None` if there are more than [`MOST_PERIODS`]. The last one
    /// may end after `to`.
    pub fn between(schedule: &Schedule, from: Instant, to: Instant) -> Option<Calendar> {
        let mut periods = Vec::new();
        let (from, to) = (from.utc(), to.utc());
        let mut period = schedule.first_period(from);
        while period.start < to && period.start < period.end {
            if periods.len() == MOST_PERIODS {
                return None;
            }
            periods.push(PeriodRow {
                start: period.start.into(),
                end: period.end.into(),
            });
            period = schedule.following(from, &period);
        }
        Some(Calendar {
            periods,
            windows: Vec::new(),
        })
    }

    /// The same with the refund windows of rules that may have hold days.
    pub fn with_windows_of(self, definition: &Definition) -> Calendar {
        let window = |period: &PeriodRow| {
            let due_at = period.end.plus_minutes(definition.grace_minutes);
            let until = held_until(definition, due_at)?;
            Some((period.start.micros(), until.micros()))
        };
        let windows = self.periods.iter().filter_map(window).collect();
        Calendar { windows, ..self }
    }

    pub fn has_windows(&self) -> bool {
        !self.windows.is_empty()
    }

    pub fn periods(&self) -> &[PeriodRow] {
        &self.periods
    }

    /// The index of the period that contains an instant. What precedes the first period belongs to it, because the clock of a
    /// refund may be behind the clock of its sale.
    pub fn index(&self, at: Instant) -> usize {
        let begun = self.periods.partition_point(|period| period.start <= at);
        begun.saturating_sub(1)
    }

    /// The index of the period in which a refund or an amendment counts: the period of the sale during its refund window, else
    /// the one that contains its own date.
    pub fn index_after(&self, own: usize, at: Instant) -> usize {
        if self.holds(own, at.micros()) {
            own
        } else {
            self.index(at)
        }
    }

    fn holds(&self, own: usize, at: i64) -> bool {
        let window = self.windows.get(own);
        window.is_some_and(|(from, until)| *from <= at && at < *until)
    }

    /// For instants that are mostly in order.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor {
            calendar: self,
            number: 0,
            from: i64::MAX,
            until: i64::MIN,
        }
    }
}

/// Finds the same indexes as [`Calendar::index`], but faster if an instant is in the same period as the one before it. Instants
/// are microseconds since 1970.
#[derive(Debug)]
pub struct Cursor<'c> {
    calendar: &'c Calendar,
    number: usize,
    from: i64,
    until: i64,
}

impl Cursor<'_> {
    pub fn index(&mut self, at: i64) -> usize {
        if at < self.from || at >= self.until {
            self.search(at);
        }
        self.number
    }

    pub fn index_after(&mut self, own: usize, at: i64) -> usize {
        if self.calendar.holds(own, at) {
            own
        } else {
            self.index(at)
        }
    }

    fn search(&mut self, at: i64) {
        let periods = &self.calendar.periods;
        let start = |number: usize| periods.get(number).map(|period| period.start.micros());
        let begun = periods.partition_point(|period| period.start.micros() <= at);
        self.number = begun.saturating_sub(1);
        self.from = match self.number {
            0 => i64::MIN,
            number => start(number).unwrap_or(i64::MIN),
        };
        self.until = start(self.number + 1).unwrap_or(i64::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schedule::Rule;

    fn instant(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    fn daily() -> Schedule {
        Schedule {
            rule: Rule::Day,
            at: chrono::NaiveTime::MIN,
            zone: crate::domain::zone::Zone::UTC,
        }
    }

    #[test]
    fn periods_follow_each_other_and_the_last_may_be_cut() {
        let from = instant("2026-05-01T06:00:00Z");
        let calendar = Calendar::between(&daily(), from, instant("2026-05-03T06:00:00Z")).unwrap();
        let ends: Vec<String> = calendar
            .periods()
            .iter()
            .map(|period| period.end.to_string())
            .collect();
        assert_eq!(
            ends,
            [
                "2026-05-02T00:00:00Z",
                "2026-05-03T00:00:00Z",
                "2026-05-04T00:00:00Z"
            ]
        );
        for (at, index) in [
            ("2026-05-01T05:00:00Z", 0),
            ("2026-05-01T06:00:00Z", 0),
            ("2026-05-02T00:00:00Z", 1),
            ("2026-05-03T05:59:59Z", 2),
        ] {
            assert_eq!(calendar.index(instant(at)), index, "{at}");
        }
        let mut cursor = calendar.cursor();
        let start = from.micros();
        for hours in [0, 17, 18, 17, 41, 42, 43, 80, -5, 200, 0] {
            let at = Instant::from_micros(start + hours * 3_600_000_000).unwrap();
            assert_eq!(cursor.index(at.micros()), calendar.index(at), "{at}");
        }
    }

    #[test]
    fn more_periods_than_the_maximum_are_refused() {
        let from = instant("2026-01-01T00:00:00Z");
        let days = |days| Calendar::between(&daily(), from, from.plus_days(days));
        assert_eq!(days(1_000).unwrap().periods().len(), 1_000);
        assert!(days(1_001).is_none());
    }
}
