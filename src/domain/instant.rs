//! Instants: UTC, to the microsecond, RFC 3339 at the border and whole microseconds at rest.
//! Not here: calendars and zones (`schedule`), or what the time is now: that is always an argument.

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::input::{At, Problems, Value, text};

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub DateTime<Utc>);

/// The years an instant may lie in. Outside them a clock is broken or a date mistyped.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

impl Instant {
    /// From whole microseconds since 1970.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Instant> {
        DateTime::from_timestamp_micros(micros).map(Instant)
    }

    /// Whole microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// From RFC 3339 text with an offset. Digits beyond the microsecond are cut.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Instant> {
        let parsed = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
        // A leap second would otherwise become an instant that no clock can show again.
        let whole = parsed.with_nanosecond(parsed.nanosecond().min(999_999_999) / 1_000 * 1_000)?;
        let instant = Instant(whole);
        instant.is_possible().then_some(instant)
    }

    /// Whether it lies in the years that an instant may lie in.
    #[must_use]
    pub fn is_possible(self) -> bool {
        YEARS.contains(&self.0.year())
    }

    /// This instant and a number of minutes.
    #[must_use]
    pub fn plus_minutes(self, minutes: u32) -> Instant {
        Instant(self.0 + chrono::TimeDelta::minutes(i64::from(minutes)))
    }

    /// This instant and a number of days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Instant {
        Instant(self.0 + chrono::TimeDelta::days(i64::from(days)))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let format = if self.0.nanosecond() == 0 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Micros
        };
        f.write_str(&self.0.to_rfc3339_opts(format, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Instant::from_rfc3339(&text)
            .ok_or_else(|| serde::de::Error::custom("not an RFC 3339 instant"))
    }
}

/// Reads an instant from input.
pub fn read(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Instant> {
    let given = text(value, 64, at, problems)?;
    let instant = Instant::from_rfc3339(given);
    if instant.is_none() {
        problems.add(
            at,
            format!("is \"{given}\"; it must be an instant with an offset, like 2026-05-01T00:00:00-04:00"),
        );
    }
    instant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_with_any_offset_out_with_z() {
        for (given, shown) in [
            ("2026-05-01T00:00:00-04:00", "2026-05-01T04:00:00Z"),
            ("2026-05-01T04:00:00Z", "2026-05-01T04:00:00Z"),
            ("2026-05-01T04:00:00.25Z", "2026-05-01T04:00:00.250000Z"),
            (
                "2026-05-01T04:00:00.1234567Z",
                "2026-05-01T04:00:00.123456Z",
            ),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(Instant::from_rfc3339(given).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_has_no_offset_or_is_out_of_reach_is_refused() {
        for text in [
            "2026-05-01T00:00:00",
            "2026-05-01",
            "1969-12-31T23:59:59Z",
            "9999-01-01T00:00:00Z",
            "now",
            "",
        ] {
            assert_eq!(Instant::from_rfc3339(text), None, "{text}");
        }
    }
}
