//! A division as one who had a part in it sees it: what an explanation is made of.

use num_integer::Integer;
use num_traits::Zero;

use crate::domain::message::{Message, messages};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;

messages! {
    /// A line of a calculation: everyone gets an equal part of an amount.
    equal_part(divided: Money, people: i64, amount: Money) = "{divided} / {people} = {amount}";
    /// A line of a calculation: a part of an amount in proportion to a weight, such as 100 / 185 × 2500.00 USD.
    weighted_part(weight: Points, all: Points, divided: Money, amount: Money) = "{weight} / {all} × {divided} = {amount}";
    /// A line of a calculation whose result is not exact. Largest remainder: those who lose most by rounding down get the units that are left.
    rounded(calculation: Message) = "{calculation} (rounded by largest remainder)";
}

/// A division as one who had a part in it sees it.
#[derive(Debug, Clone, Copy)]
pub struct View<'v> {
    /// The one who looks.
    pub own: &'v Own,
    /// All who had a part.
    pub field: &'v Field,
    /// The pool, in minor units.
    pub pool: i64,
    /// What it is counted in.
    pub units: Units,
}

/// The one who looks at a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The points that counted.
    pub score: Points,
    /// The rank, from 1.
    pub rank: i64,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// Minor units.
    pub amount: i64,
    /// Whether the cap held it down.
    pub capped: bool,
    /// What counts in the division: the score, a prize, or 1 where all parts are equal.
    pub weight: Points,
}

/// All who had a part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// How many there are.
    pub count: i64,
    /// All their points.
    pub points: Points,
    /// How many of them the cap held down.
    pub capped: i64,
    /// What counts in the division, of those it did not hold down.
    pub weight: Points,
    /// What those it did not hold down divided, in minor units.
    pub divided: i64,
    /// What all of them got, in minor units.
    pub given: i64,
    /// How many had the same score as the one who looks, and got nothing.
    pub beaten: i64,
}

impl View<'_> {
    /// An amount in the pool's units.
    #[must_use]
    pub fn money(&self, minor: i64) -> Money {
        Money {
            minor,
            units: self.units,
        }
    }

    /// How many the cap did not hold down.
    #[must_use]
    pub fn uncapped(&self) -> i64 {
        self.field.count - self.field.capped
    }

    /// "2500.00 USD / 3 = 833.34 USD (rounded by largest remainder)"
    pub(super) fn equal_part(&self) -> Message {
        self.rounded(equal_part(
            self.money(self.field.divided),
            self.uncapped(),
            self.money(self.own.amount),
        ))
    }

    /// "100 / 185 × 2500.00 USD = 1351.35 USD (rounded by largest remainder)"
    pub(super) fn weighted_part(&self) -> Message {
        self.rounded(weighted_part(
            self.own.weight.clone(),
            self.field.weight.clone(),
            self.money(self.field.divided),
            self.money(self.own.amount),
        ))
    }

    fn rounded(&self, calculation: Message) -> Message {
        if self.is_exact() {
            calculation
        } else {
            rounded(calculation)
        }
    }

    /// Whether the part of what was divided is a whole number of units.
    fn is_exact(&self) -> bool {
        let (own, all) = (&self.own.weight, &self.field.weight);
        let numer = own.numer() * all.denom() * self.field.divided;
        let denom = own.denom() * all.numer();
        !denom.is_zero() && numer.is_multiple_of(&denom)
    }
}
