//! A sale and its refunds as they stand in the database, and what a replay of them changes.

use std::collections::{BTreeMap, HashMap};

use crate::domain::refunding::{Books, Operation, Outcome, Part, Replay, Step, Turns};
use crate::domain::transaction::Refund;
use crate::engine::Result;
use crate::store::refunds::{self, Recorded, RefundLine};
use crate::store::transactions::{self, Line, Sale};
use crate::store::{Connection, Error as StoreError};

/// A sale with its books.
pub(super) struct Account {
    pub sale: Sale,
    /// Its details, in the order of the lines of the books.
    pub details: Vec<Line>,
    pub books: Books,
}

/// A refund that takes something else than it did, or is new.
pub(super) struct Change<'r> {
    pub recorded: &'r Recorded,
    pub refund: Refund<'r>,
    /// What it comes to now.
    pub step: Step,
    /// How much more it takes than before.
    pub parts: Vec<Part>,
    /// Whose points change, other than before.
    pub turns: Turns,
    /// Whether it says something else than the refund of its number that stands.
    pub conflicts: bool,
}

impl Account {
    /// The account of a sale, when it is there.
    pub fn open(db: &Connection, source: &str, external_id: &str) -> Result<Option<Account>> {
        let Some(sale) = transactions::sale(db, source, external_id)? else {
            return Ok(None);
        };
        let (details, lines) = transactions::lines(db, sale.id)?.into_iter().unzip();
        let books = Books {
            units: sale.units,
            lines,
            status: sale.status,
        };
        Ok(Some(Account {
            sale,
            details,
            books,
        }))
    }

    /// Applies a new refund after all others: of those only the one of its number matters.
    pub fn append<'r>(&mut self, db: &Connection, new: &'r Recorded) -> Result<Change<'r>> {
        let refund = parsed(new)?;
        let standing = refunds::standing(db, new.row)?;
        let taken = match &standing {
            Some(standing) => Some(self.parts(&refunds::lines(db, standing.row)?)?),
            None => None,
        };
        let step = self
            .books
            .apply(&Operation::Refund(&refund), taken.as_deref());
        let repeats = step.outcome == Outcome::Repeated;
        Ok(Change {
            recorded: new,
            refund,
            parts: step.parts.clone(),
            turns: step.turns.clone(),
            conflicts: repeats && standing.is_some_and(|s| s.fingerprint != new.fingerprint),
            step,
        })
    }

    /// Applies all refunds of the sale anew, in their order, and answers those that change.
    pub fn replay<'r>(&mut self, db: &Connection, all: &'r [Recorded]) -> Result<Vec<Change<'r>>> {
        let refunds = all
            .iter()
            .map(parsed)
            .collect::<Result<Vec<Refund<'r>>>>()?;
        // Lines come in the order of their refunds, so that each finds its own at the front.
        let booked = refunds::lines_of_sale(db, self.sale.id)?;
        let mut booked = booked.chunk_by(|a, b| a.refund == b.refund).peekable();
        let mut was = self.books.untouched();
        let mut replay = Replay::begin(&self.books);
        let mut standing: HashMap<&str, u32> = HashMap::new();
        let mut changed = Vec::new();
        for (index, (recorded, refund)) in all.iter().zip(&refunds).enumerate() {
            let own = booked.next_if(|lines| lines[0].refund == recorded.row);
            let taken = self.parts(own.unwrap_or_default())?;
            let turned = was.book(&taken);
            let step = replay.next(&Operation::Refund(refund));
            let repeats = step.outcome == Outcome::Repeated;
            if !refund.undo && !repeats {
                standing.insert(&refund.refund_id, recorded.fingerprint);
            }
            let first = standing.get(&*refund.refund_id);
            let conflicts = repeats && first.is_some_and(|first| *first != recorded.fingerprint);
            let same = step.parts == taken && step.turns == turned;
            if !same || !is_as_before(recorded, &step) {
                let parts = more(&step.parts, &taken);
                let turns = other(&step.turns, &turned);
                changed.push((index, step, parts, turns, conflicts));
            }
        }
        self.books = replay.into_books();
        let mut refunds: Vec<Option<Refund<'r>>> = refunds.into_iter().map(Some).collect();
        let change = |(index, step, parts, turns, conflicts): (usize, _, _, _, _)| {
            Some(Change {
                recorded: &all[index],
                refund: refunds[index].take()?,
                step,
                parts,
                turns,
                conflicts,
            })
        };
        Ok(changed.into_iter().filter_map(change).collect())
    }

    fn parts(&self, lines: &[RefundLine]) -> Result<Vec<Part>> {
        let part = |line: &RefundLine| {
            // Details stand in the order of their numbers.
            let found = self
                .details
                .binary_search_by_key(&line.detail, |detail| detail.id);
            let index = found.map_err(|_| {
                StoreError::Inconsistent(format!(
                    "refund {} takes from detail {}, which is of another sale",
                    line.refund, line.detail
                ))
            })?;
            Ok(Part {
                line: index,
                amount: line.amount,
                quantity: line.quantity,
            })
        };
        lines.iter().map(part).collect()
    }
}

fn parsed(recorded: &Recorded) -> Result<Refund<'_>> {
    Ok(serde_json::from_str(&recorded.body)
        .map_err(|error| StoreError::Inconsistent(format!("refund {}: {error}", recorded.row)))?)
}

fn is_as_before(recorded: &Recorded, step: &Step) -> bool {
    recorded.outcome == Some(step.outcome)
        && recorded.amount == step.amount()
        && recorded.reason.as_deref() == step.note
}

/// How much more is taken now than before.
fn more(now: &[Part], before: &[Part]) -> Vec<Part> {
    let mut sums: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for (parts, sign) in [(now, 1), (before, -1)] {
        for part in parts {
            let sum = sums.entry(part.line).or_default();
            sum.0 += sign * part.amount;
            sum.1 += sign * part.quantity;
        }
    }
    let sums = sums.into_iter().filter(|(_, sum)| *sum != (0, 0));
    sums.map(|(line, (amount, quantity))| Part {
        line,
        amount,
        quantity,
    })
    .collect()
}

/// Whose points change now, other than before.
fn other(now: &Turns, before: &Turns) -> Turns {
    let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
    for (turns, sign) in [(now, 1), (before, -1)] {
        for (line, turn) in &turns.lines {
            *sums.entry(*line).or_default() += sign * turn;
        }
    }
    Turns {
        lines: sums.into_iter().filter(|(_, sum)| *sum != 0).collect(),
        sale: now.sale - before.sale,
    }
}
