//! What several refunds of one sale take from each of its lines, in the order of their dates.

use std::collections::BTreeMap;

use num_rational::BigRational;

use super::division::{rounded, split, whole};
use crate::script::{Line, TakenLine, Takes};

/// A refund, or the undoing of one, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at: i64,
    pub id: i64,
    /// What it takes; `None` if it undoes the refund with the same id.
    pub takes: Option<Takes>,
}

/// The effect of one of them on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    /// Cents that it takes; negative if it gives them back.
    pub amount: i64,
    /// -1 if the line has nothing left afterwards, 1 if it has something again.
    pub turn: i64,
}

/// The effects by date, id and whether it is an undo.
pub type Effects = BTreeMap<(i64, String, bool, usize), Effect>;

/// What is left of a line, in cents and in units.
#[derive(Debug, Clone, Copy, Default)]
struct Left {
    amount: i64,
    units: i64,
}

/// The effects of all recorded refunds. The order of recording does not matter.
pub fn effects(lines: &[Line], told: &[Told]) -> Effects {
    let mut told: Vec<&Told> = told.iter().collect();
    // By date, then by id, which is a text.
    told.sort_by_key(|told| (told.at, told.id.to_string(), told.takes.is_none()));
    let mut left: Vec<Left> = lines
        .iter()
        .map(|line| Left {
            amount: line.amount,
            units: line.quantity,
        })
        .collect();
    // What the refund with each id took, if it is in effect.
    let mut standing: BTreeMap<i64, Vec<Left>> = BTreeMap::new();
    let mut effects = Effects::new();
    for told in told {
        let undoes = told.takes.is_none();
        let taken: Vec<Left> = match &told.takes {
            // A repetition.
            Some(_) if standing.contains_key(&told.id) => continue,
            Some(wanted) => {
                let taken = take(wanted, lines, &left);
                standing.insert(told.id, taken.clone());
                taken
            }
            None => match standing.remove(&told.id) {
                Some(taken) => taken
                    .iter()
                    .map(|taken| Left {
                        amount: -taken.amount,
                        units: -taken.units,
                    })
                    .collect(),
                None => continue,
            },
        };
        for (line, taken) in taken.into_iter().enumerate() {
            let gone = |left: &Left| match lines[line].amount {
                // A line that costs nothing is gone with its units.
                0 => left.units == 0,
                _ => left.amount == 0,
            };
            let before = gone(&left[line]);
            left[line].amount -= taken.amount;
            left[line].units -= taken.units;
            let turn = match (before, gone(&left[line])) {
                (false, true) => -1,
                (true, false) => 1,
                _ => 0,
            };
            let effect = Effect {
                amount: taken.amount,
                turn,
            };
            effects.insert((told.at, told.id.to_string(), undoes, line), effect);
        }
    }
    effects
}

/// What a refund takes from each line, given what is left of them.
fn take(takes: &Takes, lines: &[Line], left: &[Left]) -> Vec<Left> {
    let amounts: Vec<i64> = left.iter().map(|left| left.amount).collect();
    let mut units = vec![0; lines.len()];
    let all: i64 = amounts.iter().sum();
    let amounts = match takes {
        // All that is left includes the lines that cost nothing.
        Takes::Rest => return left.to_vec(),
        Takes::Amount(amount) if *amount >= all => return left.to_vec(),
        Takes::Amount(amount) => spread(*amount, lines, &amounts),
        Takes::Lines(wanted) => {
            for want in wanted {
                let Some(units) = units.get_mut(want.line) else {
                    continue;
                };
                let is_free = lines[want.line].amount == 0;
                match (want.amount, want.quantity) {
                    (None, Some(quantity)) => *units = quantity.min(left[want.line].units),
                    (_, None) if is_free => *units = left[want.line].units,
                    _ => {}
                }
            }
            take_lines(wanted, lines, left)
        }
    };
    // If no money is left of a line, all its units were returned.
    let parts = amounts.into_iter().zip(units).zip(left).zip(lines);
    parts
        .map(|(((amount, units), left), line)| Left {
            amount,
            units: if line.amount != 0 && amount == left.amount {
                left.units
            } else {
                units
            },
        })
        .collect()
}

/// An amount without lines: spread over the products in proportion to what is left of them, then over the rest.
fn spread(amount: i64, lines: &[Line], left: &[i64]) -> Vec<i64> {
    let mut taken = vec![0; left.len()];
    let mut amount = amount.min(left.iter().sum());
    for shipping in [false, true] {
        let room: Vec<i64> = lines
            .iter()
            .zip(left)
            .map(|(line, left)| if line.shipping == shipping { *left } else { 0 })
            .collect();
        let now = amount.min(room.iter().sum());
        amount -= now;
        let weights: Vec<BigRational> = room.iter().map(|room| whole(*room)).collect();
        for (sum, part) in taken.iter_mut().zip(split(now, &weights)) {
            *sum += part;
        }
    }
    taken
}

/// Line by line; what exceeds a line comes from the others.
fn take_lines(wanted: &[TakenLine], lines: &[Line], left: &[Left]) -> Vec<i64> {
    let mut taken = vec![0; left.len()];
    let mut beyond = 0;
    for want in wanted {
        let Some(line) = lines.get(want.line) else {
            continue;
        };
        let left = left[want.line];
        let asked = match (want.amount, want.quantity) {
            (Some(amount), _) => amount,
            (None, Some(quantity)) if quantity < left.units => {
                // So that the prices of all units sum to the line's.
                let cost =
                    |units: i64| rounded(&(whole(line.amount * units) / whole(line.quantity)));
                let returned = line.quantity - left.units;
                (cost(returned + quantity) - cost(returned)).min(left.amount)
            }
            (None, _) => left.amount,
        };
        taken[want.line] = asked.min(left.amount);
        beyond += asked - taken[want.line];
    }
    let rest: Vec<i64> = left
        .iter()
        .zip(&taken)
        .map(|(left, taken)| left.amount - taken)
        .collect();
    let more = spread(beyond, lines, &rest);
    taken.iter().zip(more).map(|(a, b)| a + b).collect()
}
