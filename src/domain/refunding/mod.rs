//! What the refunds of a sale make of it: its books, replayed from the beginning.
//! Not here: which pools and scores follow (`engine::fold`), or the record of a refund (`transaction`).
//!
//! The outcome is a function of the sale and of the set of its operations, not of the order in which
//! they arrived: they apply by the instant they happened, then by the refund's number. So a refund that
//! arrives late may change what later ones took.

mod any_order;
pub mod spreads;
mod take;

use std::collections::HashMap;

use super::quantity::Quantity;
use super::transaction::{DetailKind, Refund, TransactionStatus};
use super::units::Units;
use super::words::words;

words! {
    /// What became of an operation.
    Outcome {
        /// It changed the sale, or could have.
        Applied = "applied",
        /// Nothing of it fits the sale; the note says why.
        Ignored = "ignored",
        /// The same refund stands already.
        Repeated = "repeated",
    }
}

/// A detail of a sale, and what was given back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The shop's number for it.
    pub external_id: String,
    /// What it is.
    pub kind: DetailKind,
    /// Its total.
    pub amount: i64,
    /// How many units were sold.
    pub quantity: Quantity,
    /// What of the amount was given back.
    pub refunded: i64,
    /// How many of the units came back.
    pub returned: Quantity,
    /// The position of the line that it lowers.
    pub lowers: Option<usize>,
}

impl Line {
    /// What can still be given back; negative for a discount.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.amount - self.refunded
    }

    fn units_left(&self) -> Quantity {
        self.quantity - self.returned
    }

    /// Whether the whole line was given back: its money, or its units where it cost nothing.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        if self.amount == 0 {
            self.units_left() <= Quantity::ZERO
        } else {
            self.left() == 0
        }
    }
}

/// Something that happened to a sale after it was paid.
#[derive(Debug, Clone, Copy)]
pub enum Operation<'o> {
    /// Money was given back, or a refund of the same number undone.
    Refund(&'o Refund<'o>),
}

impl Operation<'_> {
    /// What operations are ordered by: the instant, the refund's number, and an undo after what it may
    /// undo at the same instant.
    #[must_use]
    pub fn key(&self) -> (i64, &str, bool) {
        match self {
            Operation::Refund(refund) => (refund.at, &refund.refund_id, refund.undo),
        }
    }
}

/// What an operation takes from a line; negative where it gives again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The line's position in the sale.
    pub line: usize,
    /// Minor units.
    pub amount: i64,
    /// Units of quantity.
    pub quantity: Quantity,
}

/// What an operation comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What became of it.
    pub outcome: Outcome,
    /// What could not be done as it was asked.
    pub note: Option<&'static str>,
    /// What it takes: one part for each line that changes, in their order.
    pub parts: Vec<Part>,
    /// Whose points change.
    pub turns: Turns,
    /// What the sale is after it.
    pub status: TransactionStatus,
}

impl Step {
    /// What it takes in all, where it is applied.
    #[must_use]
    pub fn amount(&self) -> Option<i64> {
        let total = self.parts.iter().map(|part| part.amount).sum();
        (self.outcome == Outcome::Applied).then_some(total)
    }
}

/// Whose points go (-1) or come again (1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// Of which lines, by their position.
    pub lines: Vec<(usize, i64)>,
    /// Of what the sale earned as a whole, 0 where nothing changes.
    pub sale: i64,
}

/// A sale and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The currency, or points.
    pub units: Units,
    /// Its details in their order.
    pub lines: Vec<Line>,
    /// What became of it.
    pub status: TransactionStatus,
}

impl Books {
    /// The same sale with nothing given back.
    #[must_use]
    pub fn untouched(&self) -> Books {
        let untouched = |line: &Line| Line {
            refunded: 0,
            returned: Quantity::ZERO,
            ..line.clone()
        };
        Books {
            units: self.units,
            lines: self.lines.iter().map(untouched).collect(),
            status: TransactionStatus::Complete,
        }
    }

    /// What was given back in all.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.lines.iter().map(|line| line.refunded).sum()
    }

    /// Whether all of it was given back. Lines that cost nothing matter only where no other does.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let costs_nothing = self.lines.iter().all(|line| line.amount == 0);
        let mut counting = self.lines.iter();
        counting.all(|line| line.is_gone() || (line.amount == 0 && !costs_nothing))
    }

    /// Applies an operation that sorts after all that were applied. `standing` is what the refund of its
    /// number took, where one stands that was not undone.
    pub fn apply(&mut self, operation: &Operation<'_>, standing: Option<&[Part]>) -> Step {
        let Operation::Refund(refund) = operation;
        let (outcome, note, parts) = match (refund.undo, standing) {
            (false, Some(_)) => (Outcome::Repeated, None, Vec::new()),
            (true, None) => (Outcome::Ignored, Some("nothing_to_undo"), Vec::new()),
            (true, Some(taken)) => {
                let given = taken.iter().map(|part| Part {
                    line: part.line,
                    amount: -part.amount,
                    quantity: -part.quantity,
                });
                (Outcome::Applied, None, given.collect())
            }
            (false, None) => {
                let taken = take::take(refund, &self.lines, self.units);
                let outcome = if taken.fits {
                    Outcome::Applied
                } else {
                    Outcome::Ignored
                };
                (outcome, taken.note, taken.parts)
            }
        };
        let turns = self.book(&parts);
        if !self.is_whole() {
            self.status = TransactionStatus::Complete;
        } else if outcome == Outcome::Applied && !refund.undo {
            self.status = if refund.cancelled {
                TransactionStatus::Cancelled
            } else {
                TransactionStatus::Refunded
            };
        }
        Step {
            outcome,
            note,
            parts,
            turns,
            status: self.status,
        }
    }

    /// Books what an operation took, and says whose points change by it.
    pub fn book(&mut self, parts: &[Part]) -> Turns {
        let sign = |before: bool, after: bool| i64::from(before) - i64::from(after);
        let mut turns = Turns::default();
        let whole = self.is_whole();
        for part in parts {
            let line = &mut self.lines[part.line];
            let gone = line.is_gone();
            line.refunded += part.amount;
            line.returned += part.quantity;
            let turn = sign(gone, line.is_gone());
            if turn != 0 {
                turns.lines.push((part.line, turn));
            }
        }
        turns.sale = sign(whole, self.is_whole());
        turns
    }
}

/// Replays operations one after the other. It remembers which refunds stand.
#[derive(Debug)]
pub struct Replay<'o> {
    books: Books,
    standing: HashMap<&'o str, Vec<Part>>,
}

impl<'o> Replay<'o> {
    /// Begins with a sale of which nothing was given back.
    #[must_use]
    pub fn begin(sale: &Books) -> Replay<'o> {
        Replay {
            books: sale.untouched(),
            standing: HashMap::new(),
        }
    }

    /// Applies the next operation in the order of their keys.
    pub fn next(&mut self, operation: &Operation<'o>) -> Step {
        let Operation::Refund(refund) = operation;
        let standing = self.standing.get(&*refund.refund_id);
        let step = self.books.apply(operation, standing.map(Vec::as_slice));
        match (refund.undo, step.outcome) {
            (true, _) => {
                self.standing.remove(&*refund.refund_id);
            }
            (false, Outcome::Repeated) => {}
            // One that does not fit stands too: what it says again is a copy, not another refund.
            (false, Outcome::Applied | Outcome::Ignored) => {
                self.standing.insert(&refund.refund_id, step.parts.clone());
            }
        }
        step
    }

    /// The sale as it is after all of them.
    #[must_use]
    pub fn into_books(self) -> Books {
        self.books
    }
}

#[cfg(test)]
mod tests;
