//! The stretch of time one distribution covers. How periods follow from a calendar is in `schedule`.

use chrono::{DateTime, Utc};

/// A half-open stretch of time: `start` belongs to it, `end` is the first instant of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first instant inside.
    pub start: DateTime<Utc>,
    /// The first instant after.
    pub end: DateTime<Utc>,
}

impl Period {
    /// Whether `instant` lies inside.
    #[must_use]
    pub fn contains(&self, instant: DateTime<Utc>) -> bool {
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
