//! Refunds of mere amounts that are each spread over several products, in proportion to what is left of those.
//!
//! One that arrives late and is applied before others leaves less for all of them. It is found out here which of them
//! take other parts than they did: mostly none, and to see that takes a few multiplications for each. The parts are those
//! that applying all of them anew would give.

use std::collections::HashSet;

use num_bigint::BigUint;

use super::{Books, Line, Part};
use crate::domain::division::{is_split, split};
use crate::domain::money;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{DetailKind, Refund, Takes};
use crate::domain::units::Units;

/// The refunds of a sale, where all of them are mere amounts and something is left of each product after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spreads {
    units: Units,
    /// The products that cost something, by their position in the sale.
    products: Vec<usize>,
    /// What is left of each after all refunds, in minor units.
    left: Vec<i64>,
    /// In the order in which they are applied.
    taken: Vec<Spread>,
    numbers: HashSet<String>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spread {
    at: i64,
    refund_id: String,
    /// What its caller knows it by.
    row: i64,
    /// Minor units.
    amount: i64,
    /// What it takes from each product.
    parts: Vec<i64>,
}

/// What one that arrives comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What it takes.
    pub parts: Vec<Part>,
    /// Which of those that are applied after it take other parts now, in their order.
    pub changed: Vec<Respread>,
}

/// One that takes other parts than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respread {
    /// What its caller knows it by.
    pub row: i64,
    /// What it took.
    pub before: Vec<Part>,
    /// What it takes.
    pub now: Vec<Part>,
}

impl Spreads {
    /// Begins with a sale without its refunds. `None` where amounts are not spread over its products alone: discounts
    /// and roundings are taken along.
    #[must_use]
    pub fn begin(sale: &Books) -> Option<Spreads> {
        let plain = |line: &Line| line.amount >= 0 && line.lowers.is_none();
        if !sale.lines.iter().all(plain) {
            return None;
        }
        let sold = |line: &Line| line.kind == DetailKind::LineItem && line.amount != 0;
        let lines = sale.lines.iter().enumerate();
        let (products, left) = lines
            .filter(|(_, line)| sold(line))
            .map(|(position, line)| (position, line.amount))
            .unzip();
        Some(Spreads {
            units: sale.units,
            products,
            left,
            taken: Vec::new(),
            numbers: HashSet::new(),
        })
    }

    /// Adds a refund at its place among the others. `None` where it is no mere amount, has the number of another, or
    /// leaves nothing of a product: then all are to be applied anew, and this is of no more use.
    pub fn add(&mut self, refund: &Refund<'_>, row: i64) -> Option<Arrived> {
        let Takes::Amount(text) = &refund.takes else {
            return None;
        };
        let amount = money::from_text(text, self.units).ok()?;
        let is_new = self.numbers.insert(refund.refund_id.to_string());
        if !is_new || amount < 0 || refund.undo || refund.cancelled {
            return None;
        }
        let key = (refund.at, &*refund.refund_id);
        let place = self
            .taken
            .partition_point(|other| (other.at, &*other.refund_id) < key);
        let mut left = self.left.clone();
        for later in &self.taken[place..] {
            change(&mut left, &later.parts, 1);
        }
        let parts = spread(amount, &left)?;
        change(&mut left, &parts, -1);
        let products = &self.products;
        let mut changed = Vec::new();
        for later in &mut self.taken[place..] {
            if !is_split(later.amount, &left, &later.parts) {
                let now = spread(later.amount, &left)?;
                changed.push(Respread {
                    row: later.row,
                    before: parts_of(products, &later.parts),
                    now: parts_of(products, &now),
                });
                later.parts = now;
            }
            change(&mut left, &later.parts, -1);
        }
        if left.iter().any(|left| *left <= 0) {
            return None;
        }
        self.left = left;
        let arrived = Arrived {
            parts: parts_of(products, &parts),
            changed,
        };
        let added = Spread {
            at: refund.at,
            refund_id: refund.refund_id.to_string(),
            row,
            amount,
            parts,
        };
        self.taken.insert(place, added);
        Some(arrived)
    }
}

/// `None` where not so much is left.
fn spread(amount: i64, left: &[i64]) -> Option<Vec<i64>> {
    let weights: Vec<BigUint> = left
        .iter()
        .map(|left| u64::try_from(*left).ok().map(BigUint::from))
        .collect::<Option<_>>()?;
    (amount <= left.iter().sum()).then(|| split(amount, &weights))?
}

fn change(left: &mut [i64], parts: &[i64], sign: i64) {
    for (left, part) in left.iter_mut().zip(parts) {
        *left += sign * part;
    }
}

fn parts_of(products: &[usize], parts: &[i64]) -> Vec<Part> {
    let parts = products.iter().zip(parts).filter(|(_, part)| **part != 0);
    parts
        .map(|(line, amount)| Part {
            line: *line,
            amount: *amount,
            quantity: Quantity::ZERO,
        })
        .collect()
}
