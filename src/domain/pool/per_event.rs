//! An amount for each counted event of a type.

use rust_decimal::Decimal;

use super::{PoolSource, TooLarge};
use crate::domain::event::read_type;
use crate::domain::event_names::events;
use crate::domain::input::{Fields, Value};
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages};
use crate::domain::money::{self, Money, Sign};
use crate::domain::units::Units;

messages! {
    /// What fills a pool: an amount for each event of a type, such as "0.25 USD for each lesson completed".
    amount_for_each(amount: Money, event: Message) = "{amount} for each {event}";
}

/// An amount for each counted event of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerEvent {
    /// The type.
    pub event: String,
    /// Minor units for each one.
    pub amount: i64,
}

impl Kind for PerEvent {
    const NAME: &'static str = "per_event";
    const ABOUT: &'static str = "an amount for each counted event of a type";

    fn read(fields: &mut Fields<'_, '_>, units: Units) -> Option<Self> {
        let event = fields.required(
            "event",
            "the type of event; it must be one of those in metrics",
            read_type,
        );
        let amount = fields.required("amount", "the amount for each event", |cursor| {
            money::read(cursor, units, Sign::Positive)
        });
        Some(PerEvent {
            event: event?.to_owned(),
            amount: amount?,
        })
    }
}

impl PoolSource for PerEvent {
    fn options(&self, units: Units) -> Vec<(&'static str, Value<'static>)> {
        let amount = money::to_text(self.amount, units);
        vec![
            ("event", Value::Text(self.event.clone().into())),
            ("amount", Value::Text(amount.into())),
        ]
    }

    fn amount(&self, events: i64) -> Result<Decimal, TooLarge> {
        Decimal::from(self.amount)
            .checked_mul(Decimal::from(events))
            .ok_or(TooLarge)
    }

    fn event(&self) -> Option<(&str, i64)> {
        Some((&self.event, self.amount))
    }

    fn base(&self, base: i64, _: Units) -> Option<String> {
        Some(base.to_string())
    }

    fn rule(&self, units: Units) -> Message {
        let amount = Money {
            minor: self.amount,
            units,
        };
        amount_for_each(amount, events(&self.event, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_counts() {
        let source = PerEvent {
            event: "lesson_completed".to_owned(),
            amount: 3,
        };
        assert_eq!(source.amount(7), Ok(21.into()));
        assert_eq!(source.amount(0), Ok(0.into()));
    }
}
