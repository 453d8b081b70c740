//! A fixed amount each period.

use rust_decimal::Decimal;

use super::{PoolSource, TooLarge};
use crate::domain::input::{Fields, Value};
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages};
use crate::domain::money::{self, Money, Sign};
use crate::domain::units::Units;

messages! {
    /// What fills a pool: the same amount in every period.
    fixed_amount(amount: Money) = "{amount}";
}

/// The same amount each period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Minor units.
    pub amount: i64,
}

impl Kind for Fixed {
    const NAME: &'static str = "fixed";
    const ABOUT: &'static str = "the same amount in every period";

    fn read(fields: &mut Fields<'_, '_>, units: Units) -> Option<Self> {
        let amount = fields.required("amount", "the amount for each period", |cursor| {
            money::read(cursor, units, Sign::Positive)
        });
        Some(Fixed { amount: amount? })
    }
}

impl PoolSource for Fixed {
    fn options(&self, units: Units) -> Vec<(&'static str, Value<'static>)> {
        let amount = money::to_text(self.amount, units);
        vec![("amount", Value::Text(amount.into()))]
    }

    fn amount(&self, _: i64) -> Result<Decimal, TooLarge> {
        Ok(Decimal::from(self.amount))
    }

    fn rule(&self, units: Units) -> Message {
        fixed_amount(Money {
            minor: self.amount,
            units,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_it_says() {
        assert_eq!(Fixed { amount: 42_000 }.amount(7), Ok(42_000.into()));
    }
}
