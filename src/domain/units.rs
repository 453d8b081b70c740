//! The units of a pool: a currency with its own number of decimals, or points.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use iso_currency::Currency;
use serde::{Serialize, Serializer};

use super::input::{Cursor, shorten, text};
use super::message::{Message, messages};
use super::shape::shape;

messages! {
    /// Continues the path of a field.
    is_no_currency(given: String) = "is \"{given}\"; expected an ISO 4217 currency code in capitals, such as USD, or points";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Units {
    Currency(Currency),
    /// Not, or no longer, in ISO 4217.
    Unlisted(&'static Unlisted),
    /// Whole points, worth what the site says.
    Points,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Unlisted {
    code: &'static str,
    exponent: u32,
}

/// Codes that shops offer but ISO 4217 does not list: withdrawn ones, the pounds of islands, and unofficial ones.
static KNOWN: [Unlisted; 10] = [
    known("ANG", 2),
    known("BTC", 8),
    known("BYR", 0),
    known("GGP", 2),
    known("IMP", 2),
    known("IRT", 0),
    known("JEP", 2),
    known("PRB", 2),
    known("RMB", 2),
    known("VEF", 2),
];

/// Codes of sales that are in no table. They are never removed, because each is one of the few settings of a shop.
static UNKNOWN: RwLock<Vec<&'static Unlisted>> = RwLock::new(Vec::new());

/// Bounds the memory, should someone record sales in made-up currencies.
const MOST_UNKNOWN: usize = 1_000;

/// Nearly all currencies have two decimals, and the plugin assumes the same when it writes the journal itself.
const UNKNOWN_EXPONENT: u32 = 2;

const fn known(code: &'static str, exponent: u32) -> Unlisted {
    Unlisted { code, exponent }
}

impl Units {
    /// Readers use it in place of an invalid currency, to report the problems of the amounts too.
    pub const USD: Units = Units::Currency(Currency::USD);

    /// No currency has more.
    pub const MOST_DECIMALS: u32 = 8;

    #[must_use]
    pub fn from_code(code: &str) -> Option<Units> {
        if code == "points" {
            return Some(Units::Points);
        }
        // Codes without a minor unit (gold, test codes) cannot be paid out.
        let listed = Currency::from_code(code).filter(|currency| currency.exponent().is_some());
        let unlisted = || KNOWN.iter().find(|unlisted| unlisted.code == code);
        listed
            .map(Units::Currency)
            .or_else(|| unlisted().map(Units::Unlisted))
    }

    /// As [`Units::from_code`], but also accepts unknown currencies: such a sale is kept, though it fills no pool.
    #[must_use]
    pub fn of_sale(code: &str) -> Option<Units> {
        Units::from_code(code).or_else(|| unknown(code).map(Units::Unlisted))
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Units::Currency(currency) => currency.code(),
            Units::Unlisted(unlisted) => unlisted.code,
            Units::Points => "points",
        }
    }

    /// The number of decimals: 2 for USD, 0 for JPY and points, 3 for KWD.
    #[must_use]
    pub fn exponent(self) -> u32 {
        match self {
            Units::Currency(currency) => currency.exponent().map_or(0, u32::from),
            Units::Unlisted(unlisted) => unlisted.exponent,
            Units::Points => 0,
        }
    }
}

/// A code that is in no table but looks like one: capitals and digits. Some shops make up their own.
fn unknown(code: &str) -> Option<&'static Unlisted> {
    let capital = |byte: u8| byte.is_ascii_uppercase();
    let is_code = (3..=10).contains(&code.len())
        && code.bytes().take(1).all(capital)
        && code
            .bytes()
            .all(|byte| capital(byte) || byte.is_ascii_digit());
    // A misspelled `points` must not become a currency.
    if !is_code || code == "POINTS" {
        return None;
    }
    let find = |all: &[&'static Unlisted]| all.iter().copied().find(|one| one.code == code);
    let before = find(&UNKNOWN.read().unwrap_or_else(PoisonError::into_inner));
    before.or_else(|| {
        let mut all = UNKNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(meanwhile) = find(&all) {
            return Some(meanwhile);
        }
        if all.len() >= MOST_UNKNOWN {
            return None;
        }
        let new: &'static Unlisted = Box::leak(Box::new(Unlisted {
            code: Box::leak(code.to_owned().into_boxed_str()),
            exponent: UNKNOWN_EXPONENT,
        }));
        all.push(new);
        Some(new)
    })
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

shape!(Units, {"type": "string", "examples": ["USD", "points"]});

pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Units> {
    cursor.describe(|schema| schema.set("examples", vec!["USD", "points"]));
    let code = text::<16>(cursor)?;
    match Units::from_code(code) {
        Some(units) => Some(units),
        None => cursor.refuse(refusal(code)),
    }
}

/// Reads the code of a sale or an event, which may be an unknown currency.
pub fn read_of_sale(cursor: &mut Cursor<'_, '_>) -> Option<Units> {
    cursor.describe(|schema| schema.set("examples", vec!["USD"]));
    let code = text::<16>(cursor)?;
    match Units::of_sale(code) {
        Some(units) => Some(units),
        None => cursor.refuse(refusal(code)),
    }
}

#[must_use]
pub fn refusal(code: &str) -> Message {
    is_no_currency(shorten(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_has_its_own_exponent() {
        for (code, exponent) in [
            ("USD", 2),
            ("EUR", 2),
            ("JPY", 0),
            ("KWD", 3),
            ("TND", 3),
            ("CLF", 4),
            ("BTC", 8),
            ("IRT", 0),
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
    fn an_unknown_currency_is_refused() {
        for code in ["usd", "ZZZ", "", "XAU", "POINTS"] {
            assert_eq!(Units::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn a_sale_may_be_in_an_unknown_currency() {
        for code in ["ZZZ", "XAU", "USDT", "A1B2C3D4E5"] {
            let units = Units::of_sale(code).unwrap();
            assert_eq!((units.code(), units.exponent()), (code, 2));
            assert_eq!(Units::of_sale(code), Some(units), "it is the same again");
            assert_ne!(Some(units), Units::of_sale("YYY"));
        }
        assert_eq!(Units::of_sale("USD"), Units::from_code("USD"));
        assert_eq!(Units::of_sale("points"), Some(Units::Points));
        for code in [
            "usd",
            "",
            "US",
            "1INCH",
            "EUR ",
            "POINTS",
            "ÄÖÜ",
            "US-D",
            "ABCDEFGHIJK",
        ] {
            assert_eq!(Units::of_sale(code), None, "{code}");
        }
    }

    /// All currencies of `WooCommerce` 10.
    #[test]
    fn every_currency_a_shop_can_choose_is_known() {
        let codes = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTC BTN BWP BYR \
            BYN BZD CAD CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP \
            GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR IRT ISK JEP JMD JOD JPY KES KGS KHR KMF \
            KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN \
            NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PRB PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL \
            SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VEF VES VND VUV WST XAF XCD \
            XOF XPF YER ZAR ZMW";
        let unknown: Vec<_> = codes
            .split_whitespace()
            .filter(|code| Units::from_code(code).is_none())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
