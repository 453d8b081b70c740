//! What a pool is counted in: a currency of ISO 4217 with its own number of decimals, or points.
//! Not here: amounts (`money`).

use std::fmt;

use iso_currency::Currency;
use serde::{Serialize, Serializer};

use super::input::{At, Problems, Value, text};

/// A currency, or points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Units {
    /// Money.
    Currency(Currency),
    /// Points: whole, worth what the site says.
    Points,
}

impl Units {
    /// The units a code stands for: `USD`, `JPY`, …, or `points`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Units> {
        if code == "points" {
            return Some(Units::Points);
        }
        // Currencies without a minor unit of their own (gold, test codes) cannot be paid out.
        let currency = Currency::from_code(code)?;
        currency.exponent().map(|_| Units::Currency(currency))
    }

    /// The currency with the most decimals: any amount that can be read can be read in it.
    #[must_use]
    pub fn widest() -> Units {
        Units::Currency(Currency::CLF)
    }

    /// The code: three capitals, or `points`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Units::Currency(currency) => currency.code(),
            Units::Points => "points",
        }
    }

    /// How many decimals an amount has: 2 for USD, 0 for JPY and points, 3 for KWD.
    #[must_use]
    pub fn exponent(self) -> u32 {
        match self {
            Units::Currency(currency) => currency.exponent().map_or(0, u32::from),
            Units::Points => 0,
        }
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Reads a code.
pub fn read(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Units> {
    let code = text(value, 16, at, problems)?;
    let units = Units::from_code(code);
    if units.is_none() {
        problems.add(at, format!("is \"{code}\"; it must be a currency code of ISO 4217 in capitals, like USD, or points"));
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_the_currencys_own() {
        for (code, exponent) in [
            ("USD", 2),
            ("EUR", 2),
            ("JPY", 0),
            ("KWD", 3),
            ("TND", 3),
            ("CLF", 4),
            ("points", 0),
        ] {
            assert_eq!(
                Units::from_code(code).map(Units::exponent),
                Some(exponent),
                "{code}"
            );
        }
    }

    #[test]
    fn what_is_no_currency_is_refused() {
        for code in ["usd", "ZZZ", "", "XAU", "POINTS"] {
            assert_eq!(Units::from_code(code), None, "{code}");
        }
    }
}
