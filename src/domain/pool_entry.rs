//! What a pool is filled from: the slots that its entries are added up in, and why there is an entry.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::words;

/// Where an entry of a pool is added up. In the order of the numbers that stand for slots in the database and the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Amounts per event, in minor units, taken back after the close by claiming from those whose points the event made.
    /// Fills nothing, as `Clawback`.
    ClawbackOfEvent,
    /// What was taken from what a divided pool had left to the next, kept beside the divided one. Fills nothing.
    Uncarried,
    /// Amounts per event, in minor units, of events that belong to another period, and reversals of such events.
    LateEvent,
    /// Sales taken back after the close by claiming from those who were paid, with their percentage. Fills nothing: the sum
    /// tells what was claimed already.
    Clawback,
    /// Sales that belong to another period, and refunds of such sales: they count at the percentage of that period, which the
    /// entry carries, so that no later change of the rules reaches them.
    Correction,
    /// What was added by hand, in minor units.
    TopUp,
    /// What was carried over from the period before, in minor units.
    Opening,
    /// Sales that a source counts: its position in the rules of the period, from 0.
    Source(u32),
}

impl Slot {
    #[must_use]
    pub fn of_source(position: usize) -> Slot {
        // A definition has a handful of sources.
        Slot::Source(u32::try_from(position).unwrap_or(u32::MAX))
    }

    /// The number in the database and the ledger: the position of a source, or a negative number.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Slot::Source(position) => i64::from(position),
            Slot::Opening => -1,
            Slot::TopUp => -2,
            Slot::Correction => -3,
            Slot::Clawback => -4,
            Slot::LateEvent => -5,
            Slot::Uncarried => -6,
            Slot::ClawbackOfEvent => -7,
        }
    }

    #[must_use]
    pub fn from_number(number: i64) -> Option<Slot> {
        Some(match number {
            -1 => Slot::Opening,
            -2 => Slot::TopUp,
            -3 => Slot::Correction,
            -4 => Slot::Clawback,
            -5 => Slot::LateEvent,
            -6 => Slot::Uncarried,
            -7 => Slot::ClawbackOfEvent,
            position => Slot::Source(u32::try_from(position).ok()?),
        })
    }

    /// Whether its entries are claimed back from those who were paid, instead of lowering a pool.
    #[must_use]
    pub fn is_clawback(self) -> bool {
        matches!(self, Slot::Clawback | Slot::ClawbackOfEvent)
    }

    /// Whether its entries are only kept beside a divided pool, and add nothing to it.
    #[must_use]
    pub fn fills_nothing(self) -> bool {
        self.is_clawback() || self == Slot::Uncarried
    }
}

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.number())
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Slot, D::Error> {
        let number = i64::deserialize(deserializer)?;
        Slot::from_number(number)
            .ok_or_else(|| serde::de::Error::custom(format!("{number} is not a slot of a pool")))
    }
}

words! {
    /// Why there is an entry in a pool.
    EntryKind {
        /// A detail of a sale.
        Sale = "sale",
        /// A refund of such a detail.
        Refund = "refund",
        /// An event of another period.
        Event = "event",
        /// A later change of such an event.
        Reversal = "reversal",
        /// What the period before left.
        Opening = "opening",
        /// Money added by hand.
        TopUp = "top_up",
        /// What is claimed back from those who were paid.
        Clawback = "clawback",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_slots_is_the_order_of_their_numbers() {
        let slots: Vec<Slot> = (-7..3).filter_map(Slot::from_number).collect();
        assert_eq!(slots.len(), 10);
        assert!(slots.is_sorted());
        let numbers: Vec<i64> = slots.iter().map(|slot| slot.number()).collect();
        assert_eq!(numbers, (-7..3).collect::<Vec<i64>>());
    }

    #[test]
    fn a_number_that_no_slot_has_is_refused() {
        assert_eq!(Slot::from_number(-8), None);
        assert_eq!(Slot::from_number(i64::MAX), None);
        assert!(serde_json::from_str::<Slot>("-8").is_err());
        assert_eq!(serde_json::to_string(&Slot::Clawback).unwrap(), "-4");
    }
}
