//! Instants: UTC, to the microsecond, RFC 3339 at the border and whole microseconds at rest.
//! Not here: calendars and zones (`schedule`), or what the time is now: that is always an argument.

use chrono::{DateTime, NaiveDate, SecondsFormat, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::input::{Cursor, shorten, text};
use super::shape::shape;

/// A point in time, in whole microseconds since 1970. A page that records something makes two, so they are kept as they
/// are written down, and become a date only for what asks for one. Where none is said it is the start of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

/// From 1970 to the end of 2199. Outside these years a clock is broken or a date mistyped.
const POSSIBLE: std::ops::Range<i64> = 0..7_258_118_400_000_000;

impl Instant {
    /// From whole microseconds since 1970, where the calendar has such a day.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Instant> {
        let calendar = DateTime::<Utc>::MIN_UTC.timestamp_micros()
            ..=DateTime::<Utc>::MAX_UTC.timestamp_micros();
        calendar.contains(&micros).then_some(Instant(micros))
    }

    /// Whole microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Its date and time in UTC.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        // Every one was made from a day of the calendar.
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// From RFC 3339 text with an offset. Digits beyond the microsecond are cut.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Instant> {
        let at = if let Some(at) = whole_seconds_of_utc(text) {
            at
        } else {
            let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
            // A leap second would otherwise become an instant that no clock can show again.
            at.with_nanosecond(at.nanosecond().min(999_999_999))?
        };
        let instant = Instant::from(at);
        instant.is_possible().then_some(instant)
    }

    /// Whether it lies in the years 1970 to 2199.
    #[must_use]
    pub fn is_possible(self) -> bool {
        POSSIBLE.contains(&self.0)
    }

    /// This instant and a number of minutes.
    #[must_use]
    pub fn plus_minutes(self, minutes: u32) -> Instant {
        Instant::from(self.utc() + chrono::TimeDelta::minutes(i64::from(minutes)))
    }

    /// The last instant before this one.
    #[must_use]
    pub fn just_before(self) -> Instant {
        Instant(self.0.saturating_sub(1))
    }

    /// This instant and a number of days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Instant {
        Instant::from(self.utc() + chrono::TimeDelta::days(i64::from(days)))
    }
}

impl From<DateTime<Utc>> for Instant {
    /// What is less than a microsecond is cut.
    fn from(at: DateTime<Utc>) -> Instant {
        Instant(at.timestamp_micros())
    }
}

/// Reads `2026-05-01T00:00:00Z`, as the plugin and most others write an instant, in a fifth of the time that a reader of
/// all RFC 3339 takes.
fn whole_seconds_of_utc(text: &str) -> Option<DateTime<Utc>> {
    let text: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let marks = [text[4], text[7], text[10], text[13], text[16], text[19]];
    if marks != *b"--T::Z" {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?
        .and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
        .map(|at| at.and_utc())
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let format = if self.0 % 1_000_000 == 0 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Micros
        };
        f.write_str(&self.utc().to_rfc3339_opts(format, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

shape!(Instant, {"type": "string", "format": "date-time"});

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Instant::from_rfc3339(&text)
            .ok_or_else(|| serde::de::Error::custom("not an RFC 3339 instant"))
    }
}

/// What is said of a text that is no instant.
#[must_use]
pub fn no_instant(given: &str) -> String {
    let shown = shorten(given);
    match DateTime::parse_from_rfc3339(given) {
        Ok(_) => format!("is \"{shown}\"; expected a year from 1970 to 2199"),
        Err(_) => format!(
            "is \"{shown}\"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00"
        ),
    }
}

/// Reads an instant from input.
pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Instant> {
    cursor.describe(|schema| schema.set("format", "date-time"));
    let given = text::<64>(cursor)?;
    match Instant::from_rfc3339(given) {
        Some(instant) => Some(instant),
        None => cursor.refuse(no_instant(given)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_instant_of_a_year_that_is_not_taken_is_told_which_are() {
        assert_eq!(
            no_instant("2999-01-01T00:00:00Z"),
            "is \"2999-01-01T00:00:00Z\"; expected a year from 1970 to 2199"
        );
        assert!(no_instant("2026-01-01").contains("with an offset"));
        assert!(no_instant(&"9".repeat(256_000)).len() < 200);
    }

    proptest! {
        #[test]
        fn the_quick_way_reads_what_the_long_one_reads(text in "[0-9]{2}[0-9]{2}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9][Zz0]") {
            let long = DateTime::parse_from_rfc3339(&text).ok().map(|at| at.with_timezone(&Utc));
            match whole_seconds_of_utc(&text) {
                Some(quick) => prop_assert_eq!(Some(quick), long),
                // A leap second, or another way to write it: left to the long way.
                None => prop_assert!(long.is_none() || text.contains(":60Z") || !text.ends_with('Z') || !text.contains('T')),
            }
        }

        #[test]
        fn an_instant_is_its_microseconds(micros in any::<i64>()) {
            let date = DateTime::from_timestamp_micros(micros);
            prop_assert_eq!(Instant::from_micros(micros).map(Instant::utc), date);
            prop_assert_eq!(date.map(|at| Instant::from(at).micros()), date.map(|_| micros));
        }
    }

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
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("2199-12-31T23:59:59.999999Z", "2199-12-31T23:59:59.999999Z"),
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
            "2200-01-01T00:00:00Z",
            "9999-01-01T00:00:00Z",
            "now",
            "",
        ] {
            assert_eq!(Instant::from_rfc3339(text), None, "{text}");
        }
    }
}
