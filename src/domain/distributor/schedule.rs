//! How a schedule is read and written.

use chrono::{NaiveTime, Timelike, Weekday};

use crate::domain::input::{At, Fields, Problems, Value, int, text, word};
use crate::domain::schedule::{Rule, Schedule};
use crate::domain::zone::{self, Zone};

#[derive(Clone, Copy)]
enum Every {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

const EVERY: [(&str, Every); 5] = [
    ("day", Every::Day),
    ("week", Every::Week),
    ("month", Every::Month),
    ("quarter", Every::Quarter),
    ("year", Every::Year),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// Reads `['every' => …, 'on' => …, 'at' => '00:00', 'timezone' => …]`.
pub fn read(
    value: &Value<'_>,
    timezone: &Result<Zone, String>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Schedule> {
    let mut fields = Fields::open(value, at, problems)?;
    let every = fields.need("every", at, problems);
    let rule = every.and_then(|v| read_rule(v, &mut fields, at, problems));
    let time = match fields.get("at") {
        Some(v) => read_time(v, &at.key("at"), problems),
        None => Some(NaiveTime::MIN),
    };
    let zone = match fields.get("timezone") {
        Some(v) => zone::read(v, &at.key("timezone"), problems),
        None => timezone.as_ref().map_or_else(
            |fault| {
                let message = format!("is missing, and the site's own time zone {fault}");
                problems.add(&at.key("timezone"), message);
                None
            },
            |zone| Some(*zone),
        ),
    };
    fields.close(at, problems);
    Some(Schedule {
        rule: rule?,
        at: time?,
        zone: zone?,
    })
}

fn read_rule(
    every: &Value<'_>,
    fields: &mut Fields<'_, '_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Rule> {
    let on = fields.get("on");
    let here = at.key("on");
    if let Value::Map(_) = every {
        if on.is_some() {
            problems.add(
                &here,
                "has no meaning where the schedule is every so many days",
            );
        }
        return read_days(every, &at.key("every"), problems);
    }
    let every = word(every, &EVERY, &at.key("every"), problems)?;
    match every {
        Every::Day => {
            if on.is_some() {
                problems.add(&here, "has no meaning where the schedule is every day");
                return None;
            }
            Some(Rule::Day)
        }
        Every::Week => match on {
            Some(v) => word(v, &WEEKDAYS, &here, problems).map(|on| Rule::Week { on }),
            None => Some(Rule::Week { on: Weekday::Mon }),
        },
        Every::Month => read_day(on, &here, problems).map(|on| Rule::Month { on }),
        Every::Quarter => read_day(on, &here, problems).map(|on| Rule::Quarter { on }),
        Every::Year => match on {
            Some(v) => read_date(v, &here, problems),
            None => Some(Rule::Year { month: 1, day: 1 }),
        },
    }
}

fn read_days(every: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Rule> {
    let mut fields = Fields::open(every, at, problems)?;
    let days = fields.need("days", at, problems);
    let days = days.and_then(|v| int(v, 1..=3_660, &at.key("days"), problems));
    fields.close(at, problems);
    Some(Rule::Days {
        every: u32::try_from(days?).ok()?,
    })
}

fn read_day(on: Option<&Value<'_>>, at: &At<'_>, problems: &mut Problems) -> Option<u8> {
    match on {
        Some(v) => int(v, 1..=31, at, problems).and_then(|day| u8::try_from(day).ok()),
        None => Some(1),
    }
}

fn read_date(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Rule> {
    let given = text(value, 5, at, problems)?;
    let parts = given
        .split_once('-')
        .filter(|(m, d)| m.len() == 2 && d.len() == 2);
    let parsed = parts.and_then(|(m, d)| Some((m.parse::<u8>().ok()?, d.parse::<u8>().ok()?)));
    // A leap year's calendar, so that 29 February can be meant; other years clamp it.
    let possible = parsed.filter(|(month, day)| {
        chrono::NaiveDate::from_ymd_opt(2024, u32::from(*month), u32::from(*day)).is_some()
    });
    if possible.is_none() {
        problems.add(
            at,
            format!("is \"{given}\"; it must be a month and a day like 01-31"),
        );
    }
    possible.map(|(month, day)| Rule::Year { month, day })
}

fn read_time(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<NaiveTime> {
    let given = text(value, 5, at, problems)?;
    let time = NaiveTime::parse_from_str(given, "%H:%M")
        .ok()
        .filter(|_| given.len() == 5);
    if time.is_none() {
        problems.add(
            at,
            format!("is \"{given}\"; it must be a time of day like 09:30"),
        );
    }
    time
}

/// The schedule in the shape it is read from.
pub fn write(schedule: &Schedule) -> Value<'static> {
    let name = |name: &'static str| Value::Text(name.into());
    let (every, on) = match schedule.rule {
        Rule::Day => (name("day"), Value::Null),
        Rule::Week { on } => {
            let day = WEEKDAYS
                .iter()
                .find(|(_, day)| *day == on)
                .map_or("monday", |(name, _)| name);
            (name("week"), name(day))
        }
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
