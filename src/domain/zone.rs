//! A time zone: one of IANA's, whose clocks may change, or a fixed offset from UTC, whose clocks never do.

use std::fmt;

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::input::{Cursor, shorten, text};

/// Where a time of day is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// A zone of IANA's list, by its name: `America/New_York`.
    Named(Tz),
    /// So far from UTC, all year: `+05:30`.
    Fixed(FixedOffset),
}

impl Zone {
    /// Universal time.
    pub const UTC: Zone = Zone::Named(Tz::UTC);

    /// The zone that a name stands for: one of IANA's, or an offset with hours and minutes and a sign.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Zone> {
        match name.parse::<Tz>() {
            Ok(zone) => Some(Zone::Named(zone)),
            Err(_) => offset(name).map(Zone::Fixed),
        }
    }

    /// What the clocks there show at an instant.
    #[must_use]
    pub fn local(self, instant: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Zone::Named(zone) => instant.with_timezone(&zone).naive_local(),
            Zone::Fixed(offset) => instant.with_timezone(&offset).naive_local(),
        }
    }

    /// The instant at which the clocks there show `local`. A time that the clocks jump over is moved on by the length
    /// of the jump; of one that comes twice it is the first. `None` where the calendar ends.
    #[must_use]
    pub fn instant_of(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let offset = match self {
            Zone::Fixed(offset) => offset,
            Zone::Named(zone) => match zone.offset_from_local_datetime(&local) {
                LocalResult::Single(only) => only.fix(),
                LocalResult::Ambiguous(first, _second) => first.fix(),
                // The clock the jump was made from, read on: that is what moves the time by the jump's length.
                LocalResult::None => GapInfo::new(&local, &zone)?.begin?.1.fix(),
            },
        };
        local.checked_sub_offset(offset).map(|utc| utc.and_utc())
    }
}

impl From<Tz> for Zone {
    fn from(zone: Tz) -> Zone {
        Zone::Named(zone)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Named(zone) => f.write_str(zone.name()),
            // Written as it was read: the minutes of an offset are all it has.
            Zone::Fixed(offset) => fmt::Display::fmt(offset, f),
        }
    }
}

/// An offset as WordPress and RFC 3339 write it, `-23:59` to `+23:59`. `-00:00` means there that the offset is not known.
fn offset(text: &str) -> Option<FixedOffset> {
    let &[sign, h1, h2, b':', m1, m2] = text.as_bytes() else {
        return None;
    };
    let number = |tens: u8, ones: u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
    };
    let minutes = number(m1, m2).filter(|minutes| *minutes < 60)?;
    let seconds = (number(h1, h2)? * 60 + minutes) * 60;
    match sign {
        b'+' => FixedOffset::east_opt(seconds),
        b'-' if seconds > 0 => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

/// Reads a zone.
pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Zone> {
    cursor.describe(|schema| schema.set("examples", vec!["America/New_York", "+05:30"]));
    let given = text::<64>(cursor)?;
    match Zone::from_name(given) {
        Some(zone) => Some(zone),
        None => cursor.refuse(refusal(given)),
    }
}

/// What is wrong with a name that is no zone's.
#[must_use]
pub fn refusal(given: &str) -> String {
    format!(
        "is \"{}\"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30",
        shorten(given)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_written_as_it_was_read() {
        for name in [
            "America/New_York",
            "UTC",
            "Etc/GMT-2",
            "+00:00",
            "+05:30",
            "-03:00",
            "+05:45",
            "+14:00",
            "-12:00",
            "-00:30",
            "+23:59",
            "-23:59",
        ] {
            let zone = Zone::from_name(name);
            assert_eq!(zone.map(|zone| zone.to_string()).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for name in [
            "",
            "+",
            "5:30",
            "+5:30",
            "+0530",
            "+05:60",
            "+24:00",
            "-24:00",
            "-00:00",
            "05:30",
            "+05:30:00",
            " +05:30",
            "UTC+5:30",
            "+05.30",
            "+٠٥:٣٠",
            "Mars/Olympus",
            "EST5",
        ] {
            assert_eq!(Zone::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn the_clocks_of_an_offset_never_change() {
        let zone = Zone::from_name("+05:30").unwrap();
        for (utc, local) in [
            ("2026-01-31T18:30:00Z", "2026-02-01T00:00:00"),
            ("2026-06-30T18:29:59Z", "2026-06-30T23:59:59"),
        ] {
            let (utc, local) = (utc.parse().unwrap(), local.parse().unwrap());
            assert_eq!(zone.local(utc), local);
            assert_eq!(zone.instant_of(local), Some(utc));
        }
    }
}
