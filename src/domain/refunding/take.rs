//! What a refund takes from each line of its sale.
//!
//! Amounts are net: the discounts on a line are refunded along with it, in proportion, unless the refund lists them too.

use num_bigint::BigUint;

use super::{Part, SaleLine};
use crate::domain::division::split;
use crate::domain::money;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{DetailKind, Refund, RefundLine, Takes};
use crate::domain::units::Units;

const UNKNOWN_LINE: &str = "unknown_line";
const WRONG_SIGN: &str = "wrong_sign";
const TOO_PRECISE: &str = "more_decimals_than_the_currency";
const TOO_MUCH: &str = "more_than_was_left";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// One for each line that changes.
    pub parts: Vec<Part>,
    /// The first reason why something could not be taken.
    pub note: Option<&'static str>,
    /// Whether any of it fits the sale.
    pub fits: bool,
}

/// A refund takes what it can, and never more than is left of the sale.
pub(super) fn take(refund: &Refund<'_>, lines: &[SaleLine], units: Units) -> Taken {
    let mut taking = Taking {
        lines,
        amounts: vec![0; lines.len()],
        quantities: vec![Quantity::ZERO; lines.len()],
        named: vec![false; lines.len()],
        note: None,
    };
    let fits = match &refund.takes {
        Takes::Rest => {
            taking.rest();
            true
        }
        Takes::Amount(text) => {
            let amount = money::from_text(text, units);
            match amount {
                Ok(amount) => taking.amount(amount),
                Err(_) => taking.note(TOO_PRECISE),
            }
            amount.is_ok()
        }
        Takes::Lines(wanted) => taking.lines(wanted, units),
    };
    if fits && refund.cancelled {
        taking.absorb_all_rounding();
    }
    taking.return_units();
    Taken {
        note: taking.note,
        parts: taking.parts(),
        fits,
    }
}

struct Taking<'l> {
    lines: &'l [SaleLine],
    amounts: Vec<i64>,
    quantities: Vec<Quantity>,
    /// Whether the refund lists the line.
    named: Vec<bool>,
    note: Option<&'static str>,
}

impl Taking<'_> {
    fn note(&mut self, note: &'static str) {
        self.note.get_or_insert(note);
    }

    /// What is left of a line, after what this refund has taken so far.
    fn left(&self, index: usize) -> i64 {
        self.lines[index].left() - self.amounts[index]
    }

    fn units_left(&self, index: usize) -> Quantity {
        self.lines[index].units_left() - self.quantities[index]
    }

    /// The discounts that are refunded along with a line.
    fn along(&self, index: usize) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(at, line)| line.lowers == Some(index) && !self.named[*at])
            .map(|(at, _)| at)
            .collect()
    }

    /// What is left of a line and its discounts.
    fn net_left(&self, index: usize) -> i64 {
        let along = self.along(index);
        self.left(index) + along.iter().map(|at| self.left(*at)).sum::<i64>()
    }

    /// Takes what is left of a line and its discounts.
    fn take_all(&mut self, index: usize) {
        for at in self.along(index).into_iter().chain([index]) {
            self.amounts[at] += self.left(at);
        }
    }

    /// Takes a net amount from a line and its discounts, in proportion to what is left of them.
    fn take_net(&mut self, index: usize, amount: i64) {
        let net = self.net_left(index);
        if amount == net {
            return self.take_all(index);
        }
        let mut own = amount;
        let along = self.along(index);
        for at in &along {
            let part = share(self.left(*at), amount, net);
            self.amounts[*at] += part;
            own -= part;
        }
        // Because of rounding, this can be a unit more than is left of the line.
        let fits = within(own, self.left(index));
        self.amounts[index] += fits;
        if let Some(first) = along.first() {
            self.amounts[*first] += own - fits;
        }
    }

    fn taken(&self) -> i64 {
        self.amounts.iter().sum()
    }

    fn rest(&mut self) {
        for (index, line) in self.lines.iter().enumerate() {
            self.amounts[index] = line.left();
            self.quantities[index] = line.units_left();
        }
    }

    /// Takes an amount without lines.
    fn amount(&mut self, amount: i64) {
        let all: i64 = self.lines.iter().map(SaleLine::left).sum();
        if amount >= all {
            if amount > all {
                self.note(TOO_MUCH);
            }
            self.rest();
        } else {
            self.spread(amount);
        }
    }

    /// Spreads an amount over what is left of the products, in proportion and exactly, and the rest over the other charges.
    /// Returns what is more than all of them.
    fn spread(&mut self, amount: i64) -> i64 {
        let products = |line: &SaleLine| line.kind == DetailKind::LineItem;
        let beyond = amount - self.spread_over(amount, 1, products);
        beyond - self.spread_over(beyond, 1, |line| !products(line))
    }

    /// Spreads an amount over what is left of the chosen lines whose net has this sign; returns how much that was.
    fn spread_over(&mut self, amount: i64, sign: i64, chosen: impl Fn(&SaleLine) -> bool) -> i64 {
        if amount <= 0 {
            return 0;
        }
        let room = |(index, line): (usize, &SaleLine)| {
            if chosen(line) {
                (sign * self.net_left(index)).max(0)
            } else {
                0
            }
        };
        let rooms: Vec<i64> = self.lines.iter().enumerate().map(room).collect();
        let amount = amount.min(rooms.iter().sum());
        let weights: Vec<BigUint> = rooms
            .iter()
            .map(|room| BigUint::from(room.unsigned_abs()))
            .collect();
        let Some(parts) = split(amount, &weights) else {
            return 0;
        };
        for (index, part) in parts.into_iter().enumerate().filter(|(_, part)| *part != 0) {
            self.take_net(index, sign * part);
        }
        amount
    }

    /// Takes from each listed line what it can, and what is more than a line has from the others. Returns whether any line
    /// fits.
    fn lines(&mut self, wanted: &[RefundLine<'_>], units: Units) -> bool {
        let left: i64 = self.lines.iter().map(SaleLine::left).sum();
        let mut fits = false;
        let mut beyond = 0;
        for (index, line) in self.lines.iter().enumerate() {
            let mut wanted = wanted.iter();
            self.named[index] = wanted.any(|named| named.external_id == line.external_id);
        }
        for line in wanted {
            match self.line(line, units) {
                Ok(over) => {
                    fits = true;
                    beyond += over;
                }
                Err(note) => self.note(note),
            }
        }
        if self.spread(beyond) > 0 {
            self.note(TOO_MUCH);
        }
        // The products can have more left than the sale as a whole; then its discounts are refunded too.
        let above = self.taken() - left.max(0);
        let unbound = self.spread_over(above, -1, |line| line.lowers.is_none());
        if unbound + self.spread_over(above - unbound, -1, |_| true) > 0
            && wanted.iter().any(|w| w.amount.is_some())
        {
            self.note(TOO_MUCH);
        }
        fits
    }

    /// Takes from one listed line; returns how much more was requested than it has.
    fn line(&mut self, wanted: &RefundLine<'_>, units: Units) -> Result<i64, &'static str> {
        let mut lines = self.lines.iter();
        let index = lines
            .position(|line| line.external_id == wanted.external_id)
            .ok_or(UNKNOWN_LINE)?;
        let line = &self.lines[index];
        let units_left = line.units_left();
        // A line that costs nothing is refunded by its units alone.
        let discounts = self.along(index);
        let price = line.amount
            + discounts
                .iter()
                .map(|at| self.lines[*at].amount)
                .sum::<i64>();
        let quantity = match (wanted.quantity, &wanted.amount) {
            (None, Some(_)) if price != 0 => Quantity::ZERO,
            (None, _) => units_left,
            (Some(quantity), _) => quantity,
        };
        let over = match &wanted.amount {
            Some(text) => {
                let amount = money::from_text(text, units).map_err(|_| TOO_PRECISE)?;
                if amount.signum() * line.amount.signum() < 0 {
                    return Err(WRONG_SIGN);
                }
                let net = self.net_left(index);
                // If the discounts leave nothing to pay, they are refunded with the units.
                if discounts.is_empty() || net > 0 {
                    let part = within(amount, net);
                    self.take_net(index, part);
                    amount - part
                } else {
                    if quantity >= units_left {
                        self.take_all(index);
                    }
                    amount
                }
            }
            None if quantity >= units_left => {
                self.take_all(index);
                0
            }
            None => {
                let (own, left) = (within(price_of(line, quantity), line.left()), line.left());
                for at in discounts {
                    self.amounts[at] += share(self.left(at), own, left);
                }
                self.amounts[index] = own;
                0
            }
        };
        self.quantities[index] = quantity.min(units_left);
        if over < 0 || quantity > units_left {
            self.note(TOO_MUCH);
        }
        if wanted.quantity.is_some() && self.units_left(index) == Quantity::ZERO {
            self.absorb_rounding(index);
        }
        // Refunding more of a discount than there was gives money to no one.
        Ok(over.max(0))
    }

    /// For a line that the shop calls fully refunded: also takes what is left of it, if that is at most one minor unit of
    /// rounding for each unit.
    fn absorb_rounding(&mut self, index: usize) {
        let most = self.lines[index].quantity.begun();
        let along = self.along(index);
        let small = |at: usize| self.left(at).abs() <= most;
        if small(index) && along.iter().all(|at| small(*at)) {
            self.take_all(index);
        }
    }

    /// As [`Taking::absorb_rounding`], for all lines of a cancelled sale, unless it would take more than is left of the sale.
    fn absorb_all_rounding(&mut self) {
        let left: i64 = self.lines.iter().map(SaleLine::left).sum();
        let before = self.amounts.clone();
        (0..self.lines.len()).for_each(|index| self.absorb_rounding(index));
        if self.taken() > left.max(0) {
            self.amounts = before;
        }
    }

    /// If nothing is left of the amount of a line, all its units were returned.
    fn return_units(&mut self) {
        for (index, line) in self.lines.iter().enumerate() {
            if line.amount != 0 && self.left(index) == 0 {
                self.quantities[index] = line.units_left();
            }
        }
    }

    fn parts(&self) -> Vec<Part> {
        let both = self.amounts.iter().zip(&self.quantities).enumerate();
        both.filter(|(_, (amount, quantity))| **amount != 0 || **quantity != Quantity::ZERO)
            .map(|(line, (amount, quantity))| Part {
                line,
                amount: *amount,
                quantity: *quantity,
            })
            .collect()
    }
}

/// `left * amount / whole`, rounded half away from zero: a discount's part of a refund.
fn share(left: i64, amount: i64, whole: i64) -> i64 {
    let exact = i128::from(left) * i128::from(amount);
    let whole = i128::from(whole);
    if whole == 0 {
        return 0;
    }
    let sign = exact.signum() * whole.signum();
    let rounded = (exact.abs() * 2 + whole.abs()) / (whole.abs() * 2) * sign;
    i64::try_from(rounded).map_or(left, |part| within(part, left))
}

/// `amount`, but no more than is left.
fn within(amount: i64, left: i64) -> i64 {
    if amount.abs() > left.abs() {
        left
    } else {
        amount
    }
}

/// The price of further units of a line. The prices of all its units sum to its amount exactly.
fn price_of(line: &SaleLine, quantity: Quantity) -> i64 {
    let cost = |units: Quantity| {
        let exact = i128::from(line.amount) * i128::from(units.millionths());
        let of = i128::from(line.quantity.millionths().max(1));
        let rounded = (exact.abs() * 2 + of) / (of * 2) * exact.signum();
        i64::try_from(rounded).unwrap_or(line.amount)
    };
    cost(line.returned + quantity) - cost(line.returned)
}
