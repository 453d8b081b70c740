//! A quantity of units, exact to a millionth, because some goods are sold by the metre or the hour.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::input::{Cursor, Value, shorten};
use super::message::{Message, messages};
use super::shape::shape;

messages! {
    /// A kind of value.
    an_integer_or_decimal() = "an integer or a decimal string such as \"2.5\"";
    /// Continues the path of a field.
    is_no_quantity(given: String, decimals: usize) = "is \"{given}\"; expected an integer, or a decimal string such as \"2.5\" with at most {decimals} decimals";
    /// Continues the path of a field.
    is_no_sold_quantity(given: String) = "is {given}; expected more than 0 and at most 1000000";
    /// Continues the path of a field.
    is_no_returned_quantity(given: String) = "is {given}; expected from 0 to 1000000";
}

const UNIT: i64 = 1_000_000;

const DECIMALS: usize = 6;

const MOST: Quantity = Quantity(1_000_000 * UNIT);

/// An exact number of units, stored in millionths. Negative if an undone refund gives them back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    pub const ONE: Quantity = Quantity(UNIT);

    ///
    /// # Panics
    /// If there are more than nine million million units. Readers of input accept a million.
    #[must_use]
    pub const fn whole(units: i64) -> Quantity {
        Quantity(units * UNIT)
    }

    #[must_use]
    pub const fn of_millionths(millionths: i64) -> Quantity {
        Quantity(millionths)
    }

    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// As a fraction; the denominator of whole units is 1.
    #[must_use]
    pub const fn fraction(self) -> (i64, i64) {
        match self.0 {
            UNIT => (1, 1),
            whole if whole % UNIT == 0 => (whole / UNIT, 1),
            millionths => (millionths, UNIT),
        }
    }

    /// Rounded up: 3 for 2.5.
    #[must_use]
    pub const fn begun(self) -> i64 {
        self.0 / UNIT + (self.0 % UNIT > 0) as i64
    }

    /// Whether one detail can have this quantity.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self > Quantity::ZERO && self <= MOST
    }

    /// Whether one refund can return this quantity.
    #[must_use]
    pub fn can_come_back(self) -> bool {
        self == Quantity::ZERO || self.is_possible()
    }

    fn from_text(text: &str) -> Option<Quantity> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > DECIMALS {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<DECIMALS$}").parse().ok()?;
        whole.checked_mul(UNIT)?.checked_add(part).map(Quantity)
    }

    /// `limits` says in words what `check` requires.
    fn read_within(
        cursor: &mut Cursor<'_, '_>,
        check: impl FnOnce(Quantity) -> bool,
        refusal: fn(String) -> Message,
    ) -> Option<Quantity> {
        let value = cursor.value(|schema| {
            schema.set("type", vec!["integer", "string"]);
            schema.set("examples", serde_json::json!([1, "2.5"]));
        })?;
        let (shown, read) = match value {
            Value::Int(units) => (units.to_string(), units.checked_mul(UNIT).map(Quantity)),
            Value::Text(text) => {
                let Some(read) = Quantity::from_text(text) else {
                    return cursor.refuse(is_no_quantity(shorten(text), DECIMALS));
                };
                (text.to_string(), Some(read))
            }
            other => {
                return cursor.refuse(other.is_not(an_integer_or_decimal()));
            }
        };
        match read.filter(|quantity| check(*quantity)) {
            Some(quantity) => Some(quantity),
            None => cursor.refuse(refusal(shown)),
        }
    }

    pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Quantity> {
        Quantity::read_within(cursor, Quantity::is_possible, is_no_sold_quantity)
    }

    /// Reads how many units were returned, which may be zero.
    pub fn read_returned(cursor: &mut Cursor<'_, '_>) -> Option<Quantity> {
        Quantity::read_within(cursor, Quantity::can_come_back, is_no_returned_quantity)
    }
}

impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0 + other.0)
    }
}

impl Sub for Quantity {
    type Output = Quantity;

    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0 - other.0)
    }
}

impl Neg for Quantity {
    type Output = Quantity;

    fn neg(self) -> Quantity {
        Quantity(-self.0)
    }
}

impl AddAssign for Quantity {
    fn add_assign(&mut self, other: Quantity) {
        self.0 += other.0;
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, part) = (
            self.0.unsigned_abs() / UNIT.unsigned_abs(),
            self.0.unsigned_abs() % UNIT.unsigned_abs(),
        );
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{units}")?;
        if part != 0 {
            let digits = format!("{part:0>DECIMALS$}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// An integer if it is whole, which is how old journals have it; else decimal text.
impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.fraction() {
            (units, 1) => serializer.serialize_i64(units),
            _ => serializer.collect_str(self),
        }
    }
}

shape!(Quantity, {"type": ["integer", "string"]});

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Said<'a> {
            Units(i64),
            Text(#[serde(borrow)] Cow<'a, str>),
        }
        let read = match Said::deserialize(deserializer)? {
            Said::Units(units) => units.checked_mul(UNIT).map(Quantity),
            Said::Text(text) => match text.strip_prefix('-') {
                Some(text) => Quantity::from_text(text).map(Neg::neg),
                None => Quantity::from_text(&text),
            },
        };
        read.ok_or_else(|| serde::de::Error::custom("not a quantity"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::{At, Problems, Unacceptable};
    use proptest::prelude::*;

    fn problems_of(value: &Value<'_>) -> Vec<String> {
        let mut problems = Problems::default();
        let read = Quantity::read(&mut Cursor::new(value, At::root(), &mut problems));
        assert_eq!(read.is_some(), problems.is_empty());
        problems.0.into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn whole_units_and_fractions_are_read() {
        for (value, millionths) in [
            (Value::Int(1), 1_000_000),
            (Value::Int(1_000_000), 1_000_000_000_000),
            (Value::Text("2".into()), 2_000_000),
            (Value::Text("2.5".into()), 2_500_000),
            (Value::Text("0.000001".into()), 1),
            (Value::Text("1000000.000000".into()), 1_000_000_000_000),
        ] {
            let mut problems = Problems::default();
            let read = Quantity::read(&mut Cursor::new(&value, At::root(), &mut problems));
            assert_eq!(
                read.map(Quantity::millionths),
                Some(millionths),
                "{value:?}"
            );
        }
    }

    #[test]
    fn an_invalid_quantity_is_refused_with_what_is_expected() {
        let form =
            "expected an integer, or a decimal string such as \"2.5\" with at most 6 decimals";
        let limits = "expected more than 0 and at most 1000000";
        for text in [
            "",
            ".5",
            "2.",
            "2,5",
            "1e3",
            "+1",
            "-1",
            " 1",
            "1.0000001",
            "٢",
        ] {
            assert_eq!(
                problems_of(&Value::Text(text.into())),
                [format!("is \"{text}\"; {form}")]
            );
        }
        for (value, shown) in [
            (Value::Int(0), "0"),
            (Value::Int(-1), "-1"),
            (Value::Int(i64::MAX), "9223372036854775807"),
            (Value::Int(1_000_001), "1000001"),
            (Value::Text("0.000000".into()), "0.000000"),
            (Value::Text("1000000.000001".into()), "1000000.000001"),
        ] {
            assert_eq!(problems_of(&value), [format!("is {shown}; {limits}")]);
        }
        assert_eq!(
            problems_of(&Value::Other(Unacceptable::Float)),
            ["must be an integer or a decimal string such as \"2.5\", not a float"]
        );
    }

    #[test]
    fn begun_units_are_rounded_up() {
        for (millionths, begun) in [
            (0, 0),
            (1, 1),
            (1_000_000, 1),
            (1_000_001, 2),
            (2_500_000, 3),
        ] {
            assert_eq!(Quantity(millionths).begun(), begun);
        }
    }

    proptest! {
        #[test]
        fn json_preserves_it(millionths in any::<i64>()) {
            let quantity = Quantity(millionths);
            let json = serde_json::to_string(&quantity).unwrap();
            prop_assert_eq!(json.contains('"'), millionths % UNIT != 0, "{}", json);
            prop_assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity);
            let (numer, denom) = quantity.fraction();
            prop_assert_eq!(i128::from(numer) * i128::from(UNIT), i128::from(millionths) * i128::from(denom));
        }
    }
}
