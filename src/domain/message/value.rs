//! What can stand in a message, and how English writes it.

use std::fmt;

use chrono::{NaiveDate, Weekday};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{Message, last_and, last_or, separated};
use crate::domain::points::Points;

/// What stands in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    /// A message in a message.
    Message(Message),
    /// A name, or whatever else nobody translates.
    Text {
        /// As it is shown.
        text: String,
    },
    /// A whole number of something.
    Count {
        /// The number.
        count: i64,
    },
    /// An amount in major units.
    Amount {
        /// A decimal number.
        amount: String,
        /// ISO 4217, or `points`.
        currency: &'static str,
    },
    /// A number of points.
    Points {
        /// A whole number, or a fraction such as `10/3`.
        points: Points,
    },
    /// A percentage.
    Percent {
        /// A decimal number.
        percent: String,
    },
    /// A date, or a part of one.
    Date {
        /// `2026-05-31`.
        #[serde(serialize_with = "as_text")]
        date: NaiveDate,
        /// How much of it is shown.
        parts: DateParts,
    },
    /// A month's name.
    Month {
        /// From 1.
        month: u8,
    },
    /// A weekday's name.
    Weekday {
        /// From 1 for Monday.
        weekday: u32,
    },
    /// A type of event that has no template.
    Event {
        /// Its name at the border.
        event: String,
    },
    /// Several values.
    List {
        /// What stands between the last two.
        join: Join,
        /// The values.
        items: Vec<Value>,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands it a reference
fn as_text<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// How much of a date is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateParts {
    /// `31`.
    Day,
    /// `31 May`.
    DayMonth,
    /// `31 May 2026`.
    DayMonthYear,
    /// `May 2026`.
    MonthYear,
    /// `2026`.
    Year,
}

/// What stands between the last two of several values. Between the others there is a comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// "and".
    And,
    /// "or".
    Or,
    /// A comma too.
    Comma,
}

/// A type that a template's value can have.
pub trait Argument {
    /// Its name in messages.
    const TYPE: &'static str;

    /// The value.
    fn into_value(self) -> Value;
}

/// A percentage.
#[derive(Debug)]
pub struct Percent(pub Decimal);

/// A date, or a part of one.
#[derive(Debug)]
pub struct LocalDate(pub NaiveDate, pub DateParts);

/// A month, from 1.
#[derive(Debug)]
pub struct MonthName(pub u8);

/// A weekday.
#[derive(Debug)]
pub struct WeekdayName(pub Weekday);

/// A type of event.
#[derive(Debug)]
pub struct Event(pub String);

/// Several values.
#[derive(Debug)]
pub struct List(Join, Vec<Value>);

impl List {
    /// Joins values.
    pub fn of<T: Argument>(join: Join, items: impl IntoIterator<Item = T>) -> List {
        List(join, items.into_iter().map(T::into_value).collect())
    }
}

macro_rules! arguments {
    ($($type:ty = $name:literal: $pattern:pat => $value:expr;)*) => {$(
        impl Argument for $type {
            const TYPE: &'static str = $name;

            fn into_value(self) -> Value {
                let $pattern = self;
                $value
            }
        }
    )*};
}

arguments! {
    Message = "message": message => Value::Message(message);
    String = "text": text => Value::Text { text };
    i64 = "count": count => Value::Count { count };
    usize = "count": count => Value::Count { count: i64::try_from(count).unwrap_or(i64::MAX) };
    Points = "points": points => Value::Points { points };
    Percent = "percent": Percent(percent) => Value::Percent { percent: percent.normalize().to_string() };
    LocalDate = "date": LocalDate(date, parts) => Value::Date { date, parts };
    MonthName = "month": MonthName(month) => Value::Month { month };
    WeekdayName = "weekday": WeekdayName(day) => Value::Weekday { weekday: day.number_from_monday() };
    Event = "event": Event(event) => Value::Event { event };
    List = "list": List(join, items) => Value::List { join, items };
}

impl Value {
    /// Whether it counts exactly one.
    pub(super) fn is_one(&self) -> bool {
        match self {
            Value::Count { count } => *count == 1,
            Value::Points { points } => points.as_integer() == Some(1),
            _ => false,
        }
    }
}

/// The English text.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Message(message) => message.fmt(f),
            Value::Text { text } => f.write_str(text),
            Value::Count { count } => count.fmt(f),
            Value::Amount { amount, currency } => write!(f, "{amount} {currency}"),
            Value::Points { points } => points.fmt(f),
            Value::Percent { percent } => write!(f, "{percent}%"),
            Value::Date { date, parts } => date.format(parts.english()).fmt(f),
            Value::Month { month } => {
                let first = NaiveDate::from_ymd_opt(2001, u32::from(*month), 1);
                first.map_or(Ok(()), |first| first.format("%B").fmt(f))
            }
            Value::Weekday { weekday } => {
                // 1 January 2001 was a Monday.
                let day = NaiveDate::from_ymd_opt(2001, 1, *weekday);
                day.map_or(Ok(()), |day| day.format("%A").fmt(f))
            }
            Value::Event { event } => f.write_str(&event.replace('_', " ")),
            Value::List { join, items } => f.write_str(&joined(*join, items)),
        }
    }
}

fn joined(join: Join, items: &[Value]) -> String {
    let Some((last, others)) = items.split_last() else {
        return String::new();
    };
    let mut text = String::new();
    for item in others {
        text = if text.is_empty() {
            item.to_string()
        } else {
            separated(text, item.to_string()).to_string()
        };
    }
    if text.is_empty() {
        return last.to_string();
    }
    let last = last.to_string();
    let both = match join {
        Join::And => last_and(text, last),
        Join::Or => last_or(text, last),
        Join::Comma => separated(text, last),
    };
    both.to_string()
}

impl DateParts {
    fn english(self) -> &'static str {
        match self {
            DateParts::Day => "%-d",
            DateParts::DayMonth => "%-d %B",
            DateParts::DayMonthYear => "%-d %B %Y",
            DateParts::MonthYear => "%B %Y",
            DateParts::Year => "%Y",
        }
    }
}
