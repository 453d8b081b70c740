//! Refunds of an amount without lines, each spread over several products in proportion to what is left of them.
//!
//! One that arrives late but applies before others leaves less for all of them. This module finds out which of them take
//! other parts than before: mostly none, which takes a few multiplications for each refund to see. The parts are the same
//! as those of a full replay.

use std::collections::HashSet;

use num_bigint::BigUint;

use super::{Books, Part, SaleLine};
use crate::domain::division::{is_split, split};
use crate::domain::money;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{DetailKind, Refund, Takes};
use crate::domain::units::Units;

/// The refunds of a sale, all of which are amounts without lines and leave something of each product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spreads {
    units: Units,
    /// The products that cost something, by position in the sale.
    products: Vec<usize>,
    /// What all refunds leave of each product, in minor units.
    left: Vec<i64>,
    /// In the order of application.
    taken: Vec<Spread>,
    refund_ids: HashSet<String>,
}

/// One refund, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spread {
    at: i64,
    refund_id: String,
    /// The caller's id for it.
    row: i64,
    amount: i64,
    parts: Vec<i64>,
}

/// The effect of a refund that arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub parts: Vec<Part>,
    /// The later refunds that now take other parts, in their order.
    pub changed: Vec<Respread>,
}

/// A refund that takes other parts than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respread {
    /// The caller's id for it.
    pub row: i64,
    pub before: Vec<Part>,
    pub now: Vec<Part>,
}

impl Spreads {
    /// Begins with a sale before its refunds. `None` if it has discounts or negative amounts, because amounts are then not
    /// spread over its products alone.
    #[must_use]
    pub fn begin(sale: &Books) -> Option<Spreads> {
        let plain = |line: &SaleLine| line.amount >= 0 && line.lowers.is_none();
        if !sale.lines.iter().all(plain) {
            return None;
        }
        let sold = |line: &SaleLine| line.kind == DetailKind::LineItem && line.amount != 0;
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
            refund_ids: HashSet::new(),
        })
    }

    /// Inserts a refund among the others. `None` if it is not an amount without lines, has the id of another, or leaves
    /// nothing of a product: then replay all of them, and drop this value.
    pub fn add(&mut self, refund: &Refund<'_>, row: i64) -> Option<Arrived> {
        let Takes::Amount(text) = &refund.takes else {
            return None;
        };
        let amount = money::from_text(text, self.units).ok()?;
        let is_new = self.refund_ids.insert(refund.refund_id.to_string());
        if !is_new || amount < 0 || refund.undo || refund.cancelled {
            return None;
        }
        let key = (refund.at, &*refund.refund_id);
        let position = self
            .taken
            .partition_point(|other| (other.at, &*other.refund_id) < key);
        let mut left = self.left.clone();
        for later in &self.taken[position..] {
            change(&mut left, &later.parts, 1);
        }
        let parts = spread(amount, &left)?;
        change(&mut left, &parts, -1);
        let products = &self.products;
        let mut changed = Vec::new();
        for later in &mut self.taken[position..] {
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
        self.taken.insert(position, added);
        Some(arrived)
    }
}

/// `None` if less is left.
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
