//! A decimal number, as the value of an event is written.

use rust_decimal::Decimal;

/// The numerator and the denominator, a power of ten; `None` if the text is no decimal number, or has too many digits.
pub(super) fn fraction(text: &str) -> Option<(i64, i64)> {
    let decimal = Decimal::from_str_exact(text).ok()?;
    let numer = i64::try_from(decimal.mantissa()).ok()?;
    Some((numer, 10_i64.checked_pow(decimal.scale())?))
}
