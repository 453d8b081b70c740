//! The periods a distributor would have had between two instants.

use crate::domain::distribution::PeriodRow;
use crate::domain::instant::Instant;
use crate::domain::schedule::Schedule;

/// How many periods can be tried at once.
pub const MOST_PERIODS: usize = 1_000;

/// Periods that follow each other without a gap.
#[derive(Debug)]
pub struct Calendar {
    periods: Vec<PeriodRow>,
}

impl Calendar {
    /// The periods that begin at or after `from` and before `to`; `None` when they are more than
    /// [`MOST_PERIODS`]. The last one may end after `to`.
    pub fn between(schedule: &Schedule, from: Instant, to: Instant) -> Option<Calendar> {
        let mut periods = Vec::new();
        let mut period = schedule.first_period(from.0);
        while period.start < to.0 && period.start < period.end {
            if periods.len() == MOST_PERIODS {
                return None;
            }
            periods.push(PeriodRow {
                start: Instant(period.start),
                end: Instant(period.end),
            });
            period = schedule.following(from.0, &period);
        }
        Some(Calendar { periods })
    }

    /// The periods in their order.
    pub fn periods(&self) -> &[PeriodRow] {
        &self.periods
    }

    /// The number of the period an instant falls into. What comes before the first belongs to it: a
    /// refund's clock may be behind its sale's.
    pub fn index(&self, at: Instant) -> usize {
        let begun = self.periods.partition_point(|period| period.start <= at);
        begun.saturating_sub(1)
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
            zone: chrono_tz::Tz::UTC,
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
    }

    #[test]
    fn more_periods_than_can_be_tried_are_none() {
        let from = instant("2026-01-01T00:00:00Z");
        let days = |days| Calendar::between(&daily(), from, from.plus_days(days));
        assert_eq!(days(1_000).unwrap().periods().len(), 1_000);
        assert!(days(1_001).is_none());
    }
}
