//! How a schedule is read and written.

use chrono::{NaiveTime, Timelike, Weekday};

use super::refusals;
use crate::domain::input::{Cursor, Fields, Schema, Value, int, schema_of, text, word};
use crate::domain::message::Message;
use crate::domain::schedule::{Rule, Schedule};
use crate::domain::words::{Word, words};
use crate::domain::zone::{self, Zone};

words! {
    /// How long a period is.
    Every {
        /// A day.
        Day = "day",
        /// A week, which begins on a day of the week.
        Week = "week",
        /// A month, which begins on a day of the calendar month.
        Month = "month",
        /// Three months, which begin on a day of January, April, July or October.
        Quarter = "quarter",
        /// A year, which begins on a date.
        Year = "year",
    }

    /// A day of the week.
    DayOfWeek {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl From<DayOfWeek> for Weekday {
    fn from(day: DayOfWeek) -> Weekday {
        match day {
            DayOfWeek::Monday => Weekday::Mon,
            DayOfWeek::Tuesday => Weekday::Tue,
            DayOfWeek::Wednesday => Weekday::Wed,
            DayOfWeek::Thursday => Weekday::Thu,
            DayOfWeek::Friday => Weekday::Fri,
            DayOfWeek::Saturday => Weekday::Sat,
            DayOfWeek::Sunday => Weekday::Sun,
        }
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(day: Weekday) -> DayOfWeek {
        match day {
            Weekday::Mon => DayOfWeek::Monday,
            Weekday::Tue => DayOfWeek::Tuesday,
            Weekday::Wed => DayOfWeek::Wednesday,
            Weekday::Thu => DayOfWeek::Thursday,
            Weekday::Fri => DayOfWeek::Friday,
            Weekday::Sat => DayOfWeek::Saturday,
            Weekday::Sun => DayOfWeek::Sunday,
        }
    }
}

/// How long a period is, as it is given.
#[derive(Debug, Clone, Copy)]
enum Length {
    Named(Every),
    Days(u32),
}

/// Reads `['every' => …, 'on' => …, 'at' => '00:00', 'timezone' => …]`.
pub fn read(cursor: &mut Cursor<'_, '_>, timezone: &Result<Zone, Message>) -> Option<Schedule> {
    cursor.object(|fields| {
        let every = fields.required(
            "every",
            "how long a period is; either a word or a number of days, such as {\"days\": 14}",
            read_length,
        );
        let rule = fields.or_else(
            "on",
            "the day on which a period ends and the next one begins: of a week a weekday, monday if absent; of a month, or of \
             the first month of a quarter, a day from 1 to 31, 1 if absent, and in shorter months their last day; of a year a \
             month and a day, 01-01 if absent",
            |cursor| read_on(cursor, every),
            || every.map(without_day),
        );
        let time = fields.or_else(
            "at",
            "the local time at which a period ends and the next one begins",
            |cursor| {
                cursor.describe(|schema| schema.set("default", "00:00"));
                read_time(cursor)
            },
            || Some(NaiveTime::MIN),
        );
        let zone = read_zone(fields, timezone);
        Some(Schedule {
            rule: rule?,
            at: time?,
            zone: zone?,
        })
    })
}

fn read_zone(fields: &mut Fields<'_, '_>, timezone: &Result<Zone, Message>) -> Option<Zone> {
    let is_given = fields.peek("timezone").is_some();
    let zone = fields.or_else(
        "timezone",
        "the time zone of on and at: an IANA name or an offset from UTC; the site's own, if absent",
        zone::read,
        || timezone.as_ref().ok().copied(),
    );
    if let Err(fault) = timezone
        && !is_given
    {
        let message = refusals::is_missing_and_so_is_the_sites(fault.clone());
        return fields.refuse("timezone", message);
    }
    zone
}

fn read_length(cursor: &mut Cursor<'_, '_>) -> Option<Length> {
    cursor.either(
        |value| !matches!(value, Value::Map(_)),
        |cursor| word::<Every>(cursor).map(Length::Named),
        |cursor| {
            cursor.object(|fields| {
                let days = fields.required("days", "the number of days", int::<1, 3_660>);
                Some(Length::Days(u32::try_from(days?).ok()?))
            })
        },
    )
}

/// The days on which periods end where none is given.
fn without_day(every: Length) -> Rule {
    match every {
        Length::Days(every) => Rule::Days { every },
        Length::Named(Every::Day) => Rule::Day,
        Length::Named(Every::Week) => Rule::Week { on: Weekday::Mon },
        Length::Named(Every::Month) => Rule::Month { on: 1 },
        Length::Named(Every::Quarter) => Rule::Quarter { on: 1 },
        Length::Named(Every::Year) => Rule::Year { month: 1, day: 1 },
    }
}

/// Reads the day on which a period ends. What it can be follows from how long a period is; where that is wrong, nothing is
/// said of it.
fn read_on(cursor: &mut Cursor<'_, '_>, every: Option<Length>) -> Option<Rule> {
    cursor.describe(|schema| {
        let forms = [
            schema_of(word::<DayOfWeek>),
            schema_of(read_day),
            schema_of(read_date),
        ];
        schema.set("anyOf", forms.map(Schema::into_json).to_vec());
    });
    match every? {
        Length::Days(_) => cursor.refuse(refusals::has_no_meaning_every_days()),
        Length::Named(Every::Day) => cursor.refuse(refusals::has_no_meaning_every_day()),
        Length::Named(Every::Week) => {
            word::<DayOfWeek>(cursor).map(|day| Rule::Week { on: day.into() })
        }
        Length::Named(Every::Month) => read_day(cursor).map(|on| Rule::Month { on }),
        Length::Named(Every::Quarter) => read_day(cursor).map(|on| Rule::Quarter { on }),
        Length::Named(Every::Year) => read_date(cursor),
    }
}

fn read_day(cursor: &mut Cursor<'_, '_>) -> Option<u8> {
    int::<1, 31>(cursor).and_then(|day| u8::try_from(day).ok())
}

fn read_date(cursor: &mut Cursor<'_, '_>) -> Option<Rule> {
    cursor.describe(|schema| {
        schema.set("pattern", "^[0-9]{2}-[0-9]{2}$");
        schema.set("examples", vec!["01-31"]);
    });
    let given = text::<5>(cursor)?;
    let parts = given
        .split_once('-')
        .filter(|(m, d)| m.len() == 2 && d.len() == 2);
    let parsed = parts.and_then(|(m, d)| Some((m.parse::<u8>().ok()?, d.parse::<u8>().ok()?)));
    // A leap year's calendar, so that 29 February can be meant; other years clamp it.
    let possible = parsed.filter(|(month, day)| {
        chrono::NaiveDate::from_ymd_opt(2024, u32::from(*month), u32::from(*day)).is_some()
    });
    match possible {
        Some((month, day)) => Some(Rule::Year { month, day }),
        None => cursor.refuse(refusals::is_no_month_and_day(given.to_owned())),
    }
}

fn read_time(cursor: &mut Cursor<'_, '_>) -> Option<NaiveTime> {
    cursor.describe(|schema| {
        schema.set("pattern", "^([01][0-9]|2[0-3]):[0-5][0-9]$");
        schema.set("examples", vec!["09:30"]);
    });
    let given = text::<5>(cursor)?;
    let time = NaiveTime::parse_from_str(given, "%H:%M")
        .ok()
        .filter(|_| given.len() == 5);
    match time {
        Some(time) => Some(time),
        None => cursor.refuse(refusals::is_no_time_of_day(given.to_owned())),
    }
}

/// The schedule in the shape it is read from.
pub fn write(schedule: &Schedule) -> Value<'static> {
    let name = |name: &'static str| Value::Text(name.into());
    let (every, on) = match schedule.rule {
        Rule::Day => (name("day"), Value::Null),
        Rule::Week { on } => (name("week"), name(DayOfWeek::from(on).name())),
        Rule::Month { on } => (name("month"), Value::Int(i64::from(on))),
        Rule::Quarter { on } => (name("quarter"), Value::Int(i64::from(on))),
        Rule::Year { month, day } => (
            name("year"),
            Value::Text(format!("{month:02}-{day:02}").into()),
        ),
        Rule::Days { every } => (
            Value::Map(vec![("days".into(), Value::Int(i64::from(every)))]),
            Value::Null,
        ),
    };
    Value::Map(vec![
        ("every".into(), every),
        ("on".into(), on),
        (
            "at".into(),
            Value::Text(format!("{:02}:{:02}", schedule.at.hour(), schedule.at.minute()).into()),
        ),
        (
            "timezone".into(),
            Value::Text(schedule.zone.to_string().into()),
        ),
    ])
}
