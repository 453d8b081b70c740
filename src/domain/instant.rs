//! Instants: UTC with microseconds, RFC 3339 outside and whole microseconds in storage. Calendars and time zones are in
//! `schedule`. The current time is always an argument.

use chrono::{DateTime, NaiveDate, SecondsFormat, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::input::{Cursor, shorten, text};
use super::message::{Message, messages};
use super::shape::shape;

messages! {
    /// Continues the path of a field.
    is_outside_the_years(given: String) = "is \"{given}\"; expected a year from 1970 to 2199";
    /// Continues the path of a field.
    is_no_instant(given: String) = "is \"{given}\"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00";
    /// Continues the path of a field.
    is_invalid_instant() = "is not a valid instant";
}

/// A point in time, in whole microseconds since 1970. Stored as it is written, because a visitor's page creates two of them
/// and needs no calendar. The default is the start of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

/// 1970 to the end of 2199. Anything else comes from a broken clock or a mistyped date.
const POSSIBLE: std::ops::Range<i64> = 0..7_258_118_400_000_000;

impl Instant {
    /// From microseconds since 1970; `None` outside chrono's calendar.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Instant> {
        let calendar = DateTime::<Utc>::MIN_UTC.timestamp_micros()
            ..=DateTime::<Utc>::MAX_UTC.timestamp_micros();
        calendar.contains(&micros).then_some(Instant(micros))
    }

    /// From microseconds of a journal record. Readers refuse instants beyond the calendar, so none is ever recorded.
    #[must_use]
    pub fn recorded(micros: i64) -> Instant {
        Instant::from_micros(micros).unwrap_or_default()
    }

    /// Microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        // Every instant is inside the calendar.
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// From RFC 3339 text with an offset. Digits beyond microseconds are cut.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Instant> {
        let at = if let Some(at) = whole_seconds_of_utc(text) {
            at
        } else {
            let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
            // A leap second would otherwise become an instant that has no RFC 3339 text.
            at.with_nanosecond(at.nanosecond().min(999_999_999))?
        };
        let instant = Instant::from(at);
        instant.is_possible().then_some(instant)
    }

    /// Whether it is in the years 1970 to 2199.
    #[must_use]
    pub fn is_possible(self) -> bool {
        POSSIBLE.contains(&self.0)
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: u32) -> Instant {
        Instant::from(self.utc() + chrono::TimeDelta::minutes(i64::from(minutes)))
    }

    #[must_use]
    pub fn just_before(self) -> Instant {
        Instant(self.0.saturating_sub(1))
    }

    /// Days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Instant {
        Instant::from(self.utc() + chrono::TimeDelta::days(i64::from(days)))
    }
}

impl From<DateTime<Utc>> for Instant {
    /// Cuts what is less than a microsecond.
    fn from(at: DateTime<Utc>) -> Instant {
        Instant(at.timestamp_micros())
    }
}

/// Reads `2026-05-01T00:00:00Z`, which is how the plugin and most other callers write an instant, in a fifth of the time of a
/// general RFC 3339 parser.
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

#[must_use]
pub fn no_instant(given: &str) -> Message {
    let shown = shorten(given);
    match DateTime::parse_from_rfc3339(given) {
        Ok(_) => is_outside_the_years(shown),
        Err(_) => is_no_instant(shown),
    }
}

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
    fn the_problem_says_whether_the_year_or_the_form_is_wrong() {
        assert_eq!(
            no_instant("2999-01-01T00:00:00Z").to_string(),
            "is \"2999-01-01T00:00:00Z\"; expected a year from 1970 to 2199"
        );
        assert!(
            no_instant("2026-01-01")
                .to_string()
                .contains("with an offset")
        );
        assert!(no_instant(&"9".repeat(256_000)).to_string().len() < 200);
    }

    proptest! {
        #[test]
        fn the_fast_parser_agrees_with_the_general_one(text in "[0-9]{2}[0-9]{2}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9][Zz0]") {
            let long = DateTime::parse_from_rfc3339(&text).ok().map(|at| at.with_timezone(&Utc));
            match whole_seconds_of_utc(&text) {
                Some(quick) => prop_assert_eq!(Some(quick), long),
                // A leap second or another form is left to the general parser.
                None => prop_assert!(long.is_none() || text.contains(":60Z") || !text.ends_with('Z') || !text.contains('T')),
            }
        }

        #[test]
        fn microseconds_are_preserved(micros in any::<i64>()) {
            let date = DateTime::from_timestamp_micros(micros);
            prop_assert_eq!(Instant::from_micros(micros).map(Instant::utc), date);
            prop_assert_eq!(date.map(|at| Instant::from(at).micros()), date.map(|_| micros));
        }
    }

    #[test]
    fn any_offset_is_read_and_z_is_written() {
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
    fn an_instant_without_an_offset_or_out_of_range_is_refused() {
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
