//! Amounts: whole numbers of minor units inside, decimal text outside. Text is read digit by digit, never as a float.

use serde::{Serialize, Serializer};

use super::input::{Cursor, Schema, Value, shorten};
use super::message::{self, Argument, Message, messages};
use super::shape::shape;
use super::units::Units;

/// The largest amount that is accepted, positive or negative, in minor units. Nine million of them fit 64 bits, so sums are
/// checked but do not overflow in practice.
pub const LARGEST: i64 = 1_000_000_000_000;

/// An amount and its units. Only amounts in the same units may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Minor units: cents for USD, yen for JPY.
    pub minor: i64,
    pub units: Units,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_text(self.minor, self.units))
    }
}

impl Argument for Money {
    const TYPE: &'static str = "amount";

    fn into_value(self) -> message::Value {
        message::Value::Amount {
            amount: to_text(self.minor, self.units),
            currency: self.units.code(),
        }
    }
}

messages! {
    /// A kind of value.
    an_amount_as_string() = "a decimal string such as \"12.34\"";
    /// Continues the path of a field.
    is_no_amount(given: String) = "is \"{given}\"; expected a decimal number such as \"12.34\"";
    /// Continues the path of a field.
    is_too_precise(given: String, decimals: usize, currency: String, allowed: i64) = "is \"{given}\"; it has {decimals} decimals, but {currency} allows {allowed}";
    /// Continues the path of a field.
    is_too_precise_for_any(given: String, decimals: usize) = "is \"{given}\"; it has {decimals} decimals, but no currency allows more than 8";
    /// Continues the path of a field.
    is_too_large_an_amount(given: String) = "is \"{given}\"; expected at most 1000000000000 minor units";
    /// Continues the path of a field.
    is_not_more_than_zero(given: String) = "is {given}; expected more than zero";
    /// Continues the path of a field.
    is_less_than_zero(given: String) = "is {given}; expected zero or more";
}

shape!(Money, {"type": "string", "format": "amount", "examples": ["12.34"]});

/// Which amounts a field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    NotNegative,
    Positive,
    Any,
}

impl Sign {
    pub fn describe(self, schema: &mut Schema) {
        let pattern = match self {
            Sign::Any => r"^-?[0-9]+(\.[0-9]+)?$",
            Sign::NotNegative | Sign::Positive => r"^[0-9]+(\.[0-9]+)?$",
        };
        schema.set("type", "string");
        schema.set("format", "amount");
        schema.set("pattern", pattern);
        schema.set("examples", vec!["12.34"]);
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnAmount {
    /// Not digits with at most one point, and perhaps a minus.
    Malformed,
    /// How many decimals it has, the currency, and how many that allows.
    TooPrecise(usize, &'static str, u32),
    /// How many decimals it has.
    TooPreciseForAny(usize),
    /// Beyond [`LARGEST`].
    TooLarge,
}

impl NotAnAmount {
    #[cold]
    fn refusal(self, given: &str) -> Message {
        let given = shorten(given);
        match self {
            NotAnAmount::Malformed => is_no_amount(given),
            NotAnAmount::TooPrecise(decimals, currency, allowed) => {
                is_too_precise(given, decimals, currency.to_owned(), i64::from(allowed))
            }
            NotAnAmount::TooPreciseForAny(decimals) => is_too_precise_for_any(given, decimals),
            NotAnAmount::TooLarge => is_too_large_an_amount(given),
        }
    }
}

/// Reads `"12.34"` into minor units. It accepts fewer decimals than the currency has, but not more, nor a plus, a comma, an
/// exponent, spaces or a bare point.
///
/// ```
/// use siren::domain::money::{NotAnAmount, from_text};
/// use siren::domain::units::Units;
///
/// let usd = Units::from_code("USD").expect("a currency of ISO 4217");
/// assert_eq!(from_text("12.34", usd), Ok(1_234));
/// assert_eq!(from_text("-12", usd), Ok(-1_200));
/// assert_eq!(from_text("12,34", usd), Err(NotAnAmount::Malformed));
///
/// // The currency limits the decimals.
/// let jpy = Units::from_code("JPY").expect("a currency of ISO 4217");
/// assert_eq!(from_text("1234", jpy), Ok(1_234));
/// assert_eq!(from_text("12.34", jpy), Err(NotAnAmount::TooPrecise(2, "JPY", 0)));
/// ```
pub fn from_text(text: &str, units: Units) -> Result<i64, NotAnAmount> {
    let too_precise = |decimals| NotAnAmount::TooPrecise(decimals, units.code(), units.exponent());
    let amount = digits(text)?;
    let exponent = units.exponent() as usize;
    let padding = exponent
        .checked_sub(amount.decimals)
        .ok_or_else(|| too_precise(amount.decimals))?;
    let mut minor = amount.minor;
    for _ in 0..padding {
        minor *= 10;
        if minor > LARGEST {
            return Err(NotAnAmount::TooLarge);
        }
    }
    Ok(if amount.negative { -minor } else { minor })
}

/// Reads an amount that is valid in at least one currency, because its own is not known here. The result is in units of the
/// last decimal of the text.
pub fn of_some_currency(text: &str) -> Result<i64, NotAnAmount> {
    let amount = digits(text)?;
    if amount.decimals > Units::MOST_DECIMALS as usize {
        return Err(NotAnAmount::TooPreciseForAny(amount.decimals));
    }
    Ok(if amount.negative {
        -amount.minor
    } else {
        amount.minor
    })
}

struct Digits {
    negative: bool,
    minor: i64,
    decimals: usize,
}

fn digits(text: &str) -> Result<Digits, NotAnAmount> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(NotAnAmount::Malformed),
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(NotAnAmount::Malformed);
    }
    let mut minor: i64 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        minor = minor * 10 + i64::from(digit - b'0');
        if minor > LARGEST {
            return Err(NotAnAmount::TooLarge);
        }
    }
    Ok(Digits {
        negative,
        minor,
        decimals: fraction.len(),
    })
}

/// The decimal text of an amount, with all decimals of the currency.
///
/// ```
/// use siren::domain::money::to_text;
/// use siren::domain::units::Units;
///
/// let kwd = Units::from_code("KWD").expect("a currency of ISO 4217");
/// assert_eq!(to_text(-1_500, kwd), "-1.500");
/// ```
#[must_use]
pub fn to_text(minor: i64, units: Units) -> String {
    let exponent = units.exponent() as usize;
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", minor.unsigned_abs(), width = exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// Reads only what [`to_text`] writes. There is no limit, because a sum may be larger than [`LARGEST`].
#[must_use]
pub fn from_own_text(text: &str, units: Units) -> Option<i64> {
    let minor = text.replace('.', "").parse().ok()?;
    (to_text(minor, units) == text).then_some(minor)
}

pub fn read(cursor: &mut Cursor<'_, '_>, units: Units, sign: Sign) -> Option<i64> {
    read_as(cursor, |text| from_text(text, units), sign).map(|(minor, _)| minor)
}

/// Checks an amount whose currency is not known here, and returns its text.
pub fn read_unconverted<'v>(cursor: &mut Cursor<'_, 'v>, sign: Sign) -> Option<&'v str> {
    read_as(cursor, of_some_currency, sign).map(|(_, text)| text)
}

/// Returns the amount in minor units, and its text.
fn read_as<'v>(
    cursor: &mut Cursor<'_, 'v>,
    convert: impl Fn(&str) -> Result<i64, NotAnAmount>,
    sign: Sign,
) -> Option<(i64, &'v str)> {
    let value = cursor.value(|schema| sign.describe(schema))?;
    let Value::Text(text) = value else {
        return cursor.refuse(value.is_not(an_amount_as_string()));
    };
    let minor = match convert(text) {
        Ok(minor) => minor,
        Err(reason) => {
            return cursor.refuse(reason.refusal(text));
        }
    };
    // "-0.00" is zero, but it is refused for its sign.
    let signed = text.starts_with('-');
    let fits = match sign {
        Sign::NotNegative => !signed,
        Sign::Positive => minor > 0 && !signed,
        Sign::Any => true,
    };
    if !fits {
        let refusal = if sign == Sign::Positive {
            is_not_more_than_zero
        } else {
            is_less_than_zero
        };
        return cursor.refuse(refusal(shorten(text)));
    }
    Some((minor, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, expect: &Result<i64, NotAnAmount>) {
        let units = Units::from_code(code).unwrap();
        assert_eq!(&from_text(text, units), expect, "{text} {code}");
    }

    #[test]
    fn amounts_are_read_exactly() {
        check("12.34", "USD", &Ok(1_234));
        check("12.3", "USD", &Ok(1_230));
        check("12", "USD", &Ok(1_200));
        check("-0.01", "USD", &Ok(-1));
        check("1000", "JPY", &Ok(1_000));
        check("1.429", "KWD", &Ok(1_429));
        check("0", "USD", &Ok(0));
        check("10000000000.00", "USD", &Ok(LARGEST));
    }

    #[test]
    fn a_text_that_only_looks_like_an_amount_is_refused() {
        for text in [
            "", ".", "-", "1.", ".5", "+1", "1,5", "1e3", " 1", "1 ", "0x1A", "NaN", "--1",
            "1.2.3", "١", "１", "1_000",
        ] {
            check(text, "USD", &Err(NotAnAmount::Malformed));
        }
        check("1.005", "USD", &Err(NotAnAmount::TooPrecise(3, "USD", 2)));
        check("1.0", "JPY", &Err(NotAnAmount::TooPrecise(1, "JPY", 0)));
        check("10000000000.01", "USD", &Err(NotAnAmount::TooLarge));
        check(&"9".repeat(400), "USD", &Err(NotAnAmount::TooLarge));
    }

    #[test]
    fn amounts_are_written_with_all_decimals() {
        let usd = Units::from_code("USD").unwrap();
        let jpy = Units::from_code("JPY").unwrap();
        let kwd = Units::from_code("KWD").unwrap();
        assert_eq!(to_text(5, usd), "0.05");
        assert_eq!(to_text(-5, usd), "-0.05");
        assert_eq!(to_text(123_456, usd), "1234.56");
        assert_eq!(to_text(0, usd), "0.00");
        assert_eq!(to_text(334, jpy), "334");
        assert_eq!(to_text(1_429, kwd), "1.429");
        assert_eq!(to_text(i64::MIN, usd), "-92233720368547758.08");
    }

    #[test]
    fn every_amount_is_read_back_from_its_text() {
        let usd = Units::from_code("USD").unwrap();
        for minor in (-3_000..3_000).chain([LARGEST, -LARGEST, 999_999_999_999]) {
            assert_eq!(from_text(&to_text(minor, usd), usd), Ok(minor));
        }
        for minor in [i64::MIN, i64::MAX, LARGEST + 1, -5, 0] {
            assert_eq!(from_own_text(&to_text(minor, usd), usd), Some(minor));
        }
        for text in ["1", "1.0", "1.000", "+1.00", "01.00", ".01", "1,00", ""] {
            assert_eq!(from_own_text(text, usd), None, "{text}");
        }
    }
}
