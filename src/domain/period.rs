//! The interval of time that one distribution covers. How periods follow from a calendar is in `schedule`.

use chrono::{DateTime, Utc};

/// A half-open interval: `start` belongs to it, `end` is the first instant of the next one. Calendars count in
/// `DateTime`, rows in [`Instant`](super::instant::Instant).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period<T = DateTime<Utc>> {
    pub start: T,
    pub end: T,
}

impl<T: Copy + PartialOrd> Period<T> {
    #[must_use]
    pub fn contains(&self, instant: T) -> bool {
        self.start <= instant && instant < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn the_start_belongs_to_the_period_and_the_end_to_the_next() {
        let start = DateTime::UNIX_EPOCH;
        let end = start + TimeDelta::hours(1);
        let period = Period { start, end };
        assert!(period.contains(start));
        assert!(period.contains(end - TimeDelta::nanoseconds(1)));
        assert!(!period.contains(end));
        assert!(!period.contains(start - TimeDelta::nanoseconds(1)));
    }
}
