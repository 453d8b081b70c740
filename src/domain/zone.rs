//! Time zones: an IANA zone, which may have daylight saving time, or a fixed offset from UTC.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDateTime, Offset as _, Timelike as _, Utc,
};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, civil};

use super::input::{Cursor, shorten, text};
use super::message::{Message, messages};

messages! {
    /// Continues the path of a field.
    is_no_zone(given: String) = "is \"{given}\"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// `America/New_York`.
    Named(Iana),
    /// `+05:30`, all year.
    Fixed(FixedOffset),
}

/// The rules of an IANA zone, parsed once per process and compared by name.
#[derive(Debug, Clone, Copy)]
pub struct Iana(&'static TimeZone);

impl Iana {
    fn from_name(name: &str) -> Option<Iana> {
        static READ: Mutex<BTreeMap<String, Iana>> = Mutex::new(BTreeMap::new());
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = read.get(name) {
            return Some(*zone);
        }
        let rules = TimeZone::get(name).ok()?;
        // Only the spelling of the list is accepted, because names are compared and written to the log.
        if rules.iana_name() != Some(name) || rules.is_unknown() {
            return None;
        }
        // Leaked on purpose: there are about 600 names.
        let zone = Iana(Box::leak(Box::new(rules)));
        read.insert(name.to_owned(), zone);
        Some(zone)
    }

    fn name(self) -> &'static str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

impl PartialEq for Iana {
    fn eq(&self, other: &Iana) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Iana {}

impl Hash for Iana {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Zone {
    pub const UTC: Zone = {
        static RULES: TimeZone = TimeZone::UTC;
        Zone::Named(Iana(&RULES))
    };

    /// The name of an IANA zone, or an offset with a sign, hours and minutes.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Zone> {
        match Iana::from_name(name) {
            Some(zone) => Some(Zone::Named(zone)),
            None => offset(name).map(Zone::Fixed),
        }
    }

    /// The local time at an instant.
    #[must_use]
    pub fn local(self, instant: DateTime<Utc>) -> NaiveDateTime {
        let offset = match self {
            Zone::Fixed(offset) => offset,
            Zone::Named(zone) => {
                let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
                let at = Timestamp::from_second(instant.timestamp().clamp(first, last));
                let offset = at.ok().and_then(|at| fixed(zone.0.to_offset(at)));
                offset.unwrap_or(Utc.fix())
            }
        };
        instant.with_timezone(&offset).naive_local()
    }

    /// The instant of a local time. A local time that the clocks skip is moved forward by the length of the gap; one that
    /// occurs twice means the first. `None` beyond the end of the calendar.
    #[must_use]
    pub fn instant_of(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let offset = match self {
            Zone::Fixed(offset) => offset,
            Zone::Named(zone) => match zone.0.to_ambiguous_timestamp(civil(local)?).offset() {
                AmbiguousOffset::Unambiguous { offset: only } => fixed(only)?,
                // The offset before the change: it makes a time that occurs twice the first of the two, and moves a time
                // that is skipped forward by the length of the gap.
                AmbiguousOffset::Fold { before, .. } | AmbiguousOffset::Gap { before, .. } => {
                    fixed(before)?
                }
            },
        };
        local.checked_sub_offset(offset).map(|utc| utc.and_utc())
    }
}

fn fixed(offset: Offset) -> Option<FixedOffset> {
    FixedOffset::east_opt(offset.seconds())
}

fn civil(local: NaiveDateTime) -> Option<civil::DateTime> {
    let part = |part: u32| i8::try_from(part).ok();
    civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        part(local.second())?,
        0,
    )
    .ok()
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Named(zone) => f.write_str(zone.name()),
            Zone::Fixed(offset) => fmt::Display::fmt(offset, f),
        }
    }
}

/// An offset in the form of WordPress and RFC 3339, `-23:59` to `+23:59`. `-00:00` means an unknown offset there, so it is
/// refused.
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

pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Zone> {
    cursor.describe(|schema| schema.set("examples", vec!["America/New_York", "+05:30"]));
    let given = text::<64>(cursor)?;
    match Zone::from_name(given) {
        Some(zone) => Some(zone),
        None => cursor.refuse(refusal(given)),
    }
}

#[must_use]
pub fn refusal(given: &str) -> Message {
    is_no_zone(shorten(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_displayed_as_it_was_read() {
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
    fn an_unknown_zone_is_refused() {
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
    fn an_offset_has_no_daylight_saving_time() {
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
