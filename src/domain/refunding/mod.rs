//! What the refunds of a sale leave of it: its books, replayed from the beginning. What follows for pools and scores is in
//! `engine::fold`; the record of a refund is in `transaction`.
//!
//! The result depends on the sale and the set of its operations, not on the order in which they arrive: they apply in the
//! order of their instants, then of the refund ids. So a refund that arrives late may change what later ones take.

mod any_order;
pub mod spreads;
mod take;

use std::collections::HashMap;

use super::quantity::Quantity;
use super::transaction::{DetailKind, Refund, TransactionStatus};
use super::units::Units;
use super::words::words;

words! {
    /// What became of a refund.
    RefundStatus {
        /// It fits the sale.
        Applied = "applied",
        /// Nothing of it fits the sale; see the note.
        Ignored = "ignored",
        /// The same refund is already in effect.
        Repeated = "repeated",
    }
}

/// A detail of a sale, and what was refunded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleLine {
    /// The shop's id of the detail.
    pub external_id: String,
    pub kind: DetailKind,
    pub amount: i64,
    pub quantity: Quantity,
    pub refunded: i64,
    pub returned: Quantity,
    /// The position of the line that a discount reduces.
    pub lowers: Option<usize>,
}

impl SaleLine {
    /// What can still be refunded; negative for a discount.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.amount - self.refunded
    }

    fn units_left(&self) -> Quantity {
        self.quantity - self.returned
    }

    /// Whether the whole line was refunded: all of its amount, or all of its units if it cost nothing.
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
    /// A refund, or the undoing of one.
    Refund(&'o Refund<'o>),
}

impl Operation<'_> {
    /// The sort key: the instant, the refund id, and an undo after the refund that it may undo.
    #[must_use]
    pub fn key(&self) -> (i64, &str, bool) {
        match self {
            Operation::Refund(refund) => (refund.at, &refund.refund_id, refund.undo),
        }
    }
}

/// What an operation takes from a line; negative if it gives it back. In minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The position of the line in the sale.
    pub line: usize,
    pub amount: i64,
    pub quantity: Quantity,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub outcome: RefundStatus,
    /// What could not be done as requested.
    pub note: Option<&'static str>,
    /// One for each line that changes, in the order of the lines.
    pub parts: Vec<Part>,
    pub turns: Turns,
    /// The status of the sale afterwards.
    pub status: TransactionStatus,
}

impl Step {
    /// The total that it takes; `None` unless it is applied.
    #[must_use]
    pub fn amount(&self) -> Option<i64> {
        let total = self.parts.iter().map(|part| part.amount).sum();
        (self.outcome == RefundStatus::Applied).then_some(total)
    }
}

/// Whose points are taken back (-1) or restored (1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// The lines, by position.
    pub lines: Vec<(usize, i64)>,
    /// The points for the sale as a whole; 0 if nothing changes.
    pub sale: i64,
}

/// A sale and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    pub units: Units,
    pub lines: Vec<SaleLine>,
    pub status: TransactionStatus,
}

impl Books {
    /// The same sale without any refund.
    #[must_use]
    pub fn untouched(&self) -> Books {
        let untouched = |line: &SaleLine| SaleLine {
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

    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.lines.iter().map(|line| line.refunded).sum()
    }

    /// Whether everything was refunded. Lines that cost nothing matter only if all of them do.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let costs_nothing = self.lines.iter().all(|line| line.amount == 0);
        let mut counting = self.lines.iter();
        counting.all(|line| line.is_gone() || (line.amount == 0 && !costs_nothing))
    }

    /// Applies an operation that sorts after all that were applied. `standing` is what the refund with the same id took, if
    /// there is one in effect.
    pub fn apply(&mut self, operation: &Operation<'_>, standing: Option<&[Part]>) -> Step {
        let Operation::Refund(refund) = operation;
        let (outcome, note, parts) = match (refund.undo, standing) {
            (false, Some(_)) => (RefundStatus::Repeated, None, Vec::new()),
            (true, None) => (RefundStatus::Ignored, Some("nothing_to_undo"), Vec::new()),
            (true, Some(taken)) => {
                let given = taken.iter().map(|part| Part {
                    line: part.line,
                    amount: -part.amount,
                    quantity: -part.quantity,
                });
                (RefundStatus::Applied, None, given.collect())
            }
            (false, None) => {
                let taken = take::take(refund, &self.lines, self.units);
                let outcome = if taken.fits {
                    RefundStatus::Applied
                } else {
                    RefundStatus::Ignored
                };
                (outcome, taken.note, taken.parts)
            }
        };
        let turns = self.book(&parts);
        if !self.is_whole() {
            self.status = TransactionStatus::Complete;
        } else if outcome == RefundStatus::Applied && !refund.undo {
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

    /// Books what an operation took, and returns whose points change.
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

/// Replays operations one after the other, and remembers which refunds are in effect.
#[derive(Debug)]
pub struct Replay<'o> {
    books: Books,
    standing: HashMap<&'o str, Vec<Part>>,
}

impl<'o> Replay<'o> {
    /// Begins with the sale before any refund.
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
            (false, RefundStatus::Repeated) => {}
            // An ignored refund is remembered too, because recording it again is a repetition.
            (false, RefundStatus::Applied | RefundStatus::Ignored) => {
                self.standing.insert(&refund.refund_id, step.parts.clone());
            }
        }
        step
    }

    #[must_use]
    pub fn into_books(self) -> Books {
        self.books
    }
}

#[cfg(test)]
mod tests;
