//! A sale and its refunds as they are in the database, and what a replay of them changes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;

use crate::domain::quantity::Quantity;
use crate::domain::refunding::spreads::{Arrived, Spreads};
use crate::domain::refunding::{Books, Operation, Part, RefundStatus, Replay, Step, Turns};
use crate::domain::transaction::Refund;
use crate::engine::Result;
use crate::store::refunds::{self, Recorded, RefundLine};
use crate::store::transactions::{self, Sale, StoredLine, StoredLineRow};
use crate::store::{Error as StoreError, Read};

pub(in crate::engine::fold) struct Account {
    pub sale: Sale,
    /// The rows of its details, in the same order as the lines of the books.
    pub details: Vec<StoredLine>,
    pub books: Books,
}

/// A refund that is new, or takes something else than before.
pub(in crate::engine::fold) struct Change<'r> {
    pub recorded: &'r Recorded,
    pub refund: Refund<'r>,
    pub step: Step,
    /// How much more it takes than before.
    pub parts: Vec<Part>,
    /// The reversals of points that differ from before.
    pub turns: Turns,
    /// Whether it differs from the refund of the same number that counts.
    pub conflicts: bool,
}

impl Account {
    /// `None` if the sale has not arrived yet.
    pub fn open(db: &Read<'_>, source: &str, external_id: &str) -> Result<Option<Account>> {
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

    /// Applies a new refund after all others, of which only one with the same number matters.
    pub fn append<'r>(&mut self, db: &Read<'_>, new: &'r Recorded) -> Result<Change<'r>> {
        let refund = parsed(new)?;
        let standing = refunds::standing(db, new.row)?;
        let taken = match &standing {
            Some(standing) => Some(self.parts(&refunds::lines(db, standing.row)?)?),
            None => None,
        };
        let step = self
            .books
            .apply(&Operation::Refund(&refund), taken.as_deref());
        let repeats = step.outcome == RefundStatus::Repeated;
        Ok(Change {
            recorded: new,
            refund,
            parts: step.parts.clone(),
            turns: step.turns.clone(),
            conflicts: repeats && standing.is_some_and(|s| s.fingerprint != new.fingerprint),
            step,
        })
    }

    /// Applies all refunds of the sale again, in their order, and answers those that change.
    pub fn replay<'r>(&mut self, db: &Read<'_>, all: &'r [Recorded]) -> Result<Vec<Change<'r>>> {
        let refunds = all
            .iter()
            .map(parsed)
            .collect::<Result<Vec<Refund<'r>>>>()?;
        // The lines are sorted like their refunds, so that each refund finds its own at the front.
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
            let repeats = step.outcome == RefundStatus::Repeated;
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

    /// Books a refund that is applied before others, and those of the others that now take something else. `recorded` has
    /// them in this order.
    pub fn insert<'r>(
        &mut self,
        recorded: &'r [Recorded],
        arrived: Arrived,
    ) -> Result<Vec<Change<'r>>> {
        let own = (arrived.parts, Vec::new());
        let later = arrived.changed.into_iter();
        let later = later.map(|changed| (changed.now, changed.before));
        let mut changes = Vec::with_capacity(recorded.len());
        for (recorded, (now, before)) in recorded.iter().zip(iter::once(own).chain(later)) {
            let parts = more(&now, &before);
            // All refunds together leave something of each product, so nobody's points change.
            self.books.book(&parts);
            changes.push(Change {
                recorded,
                refund: parsed(recorded)?,
                step: Step {
                    outcome: RefundStatus::Applied,
                    note: None,
                    parts: now,
                    turns: Turns::default(),
                    status: self.books.status,
                },
                parts,
                turns: Turns::default(),
                conflicts: false,
            });
        }
        Ok(changes)
    }

    fn parts(&self, lines: &[RefundLine]) -> Result<Vec<Part>> {
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        for taken in lines {
            let is_its_row = |line: &StoredLine| line.rows.iter().any(|row| row.id == taken.detail);
            // Only amended lines have more than one row, and the rows are sorted by number.
            let first = |line: &StoredLine| line.rows.first().map_or(0, |row| row.id);
            let found = self.details.binary_search_by_key(&taken.detail, first);
            let found = found
                .ok()
                .or_else(|| self.details.iter().position(is_its_row));
            let line = found.ok_or_else(|| {
                StoreError::Inconsistent(format!(
                    "refund {} takes from detail {}, which belongs to another sale",
                    taken.refund, taken.detail
                ))
            })?;
            let part = parts.entry(line).or_insert(Part {
                line,
                amount: 0,
                quantity: Quantity::ZERO,
            });
            part.amount += taken.amount;
            part.quantity += taken.quantity;
        }
        let something = |part: &Part| part.amount != 0 || part.quantity != Quantity::ZERO;
        Ok(parts.into_values().filter(something).collect())
    }

    /// Books what a refund takes from a line in the rows of the line. Answers what it takes from each.
    pub fn take(&mut self, refund: i64, part: Part) -> Vec<RefundLine> {
        let rows = &mut self.details[part.line].rows;
        let mut taken = spread(rows, part.amount, |row| row.refunded);
        // Quantities are counted in the newest row, which has the line's current quantity.
        let newest = rows.len() - 1;
        if part.quantity != Quantity::ZERO && taken.first().is_none_or(|(row, _)| *row != newest) {
            taken.insert(0, (newest, 0));
        }
        let line = |(row, amount): (usize, i64)| {
            let quantity = if row == newest {
                part.quantity
            } else {
                Quantity::ZERO
            };
            rows[row].refunded += amount;
            rows[row].returned += quantity;
            RefundLine {
                refund,
                detail: rows[row].id,
                amount,
                quantity,
            }
        };
        taken.into_iter().map(line).collect()
    }

    /// Where an amendment lowered a row below what was refunded of it, moves the excess to other rows of the line. Answers
    /// what each refund now takes less from one row and more from another.
    pub fn rebalance(&mut self, booked: &[RefundLine]) -> Vec<RefundLine> {
        let mut moved = Vec::new();
        for line in self.details.iter_mut().filter(|line| line.rows.len() > 1) {
            let rows = &mut line.rows;
            for from in 0..rows.len() {
                let sign = beyond(&rows[from]).signum();
                let row = rows[from].id;
                let its =
                    |taken: &&RefundLine| taken.detail == row && taken.amount.signum() == sign;
                for taken in booked.iter().rev().filter(its) {
                    let mut rest = taken.amount.abs();
                    for to in (0..rows.len()).rev().filter(|to| *to != from) {
                        let room = (sign * rows[to].left()).max(0);
                        let part = sign * rest.min(room).min(beyond(&rows[from]).abs());
                        if part == 0 {
                            continue;
                        }
                        rest -= part.abs();
                        for (row, amount) in [(from, -part), (to, part)] {
                            rows[row].refunded += amount;
                            moved.push(RefundLine {
                                refund: taken.refund,
                                detail: rows[row].id,
                                amount,
                                quantity: Quantity::ZERO,
                            });
                        }
                    }
                }
            }
        }
        moved
    }

    /// Lowers a line by an amount, and answers what each of its rows is lowered by. What was refunded already is lowered last.
    pub fn lower(&mut self, line: usize, amount: i64) -> Vec<(i64, i64)> {
        let rows = &mut self.details[line].rows;
        let lowered = spread(rows, amount, |row| -row.refunded);
        let one = |(row, amount): (usize, i64)| {
            rows[row].amount -= amount;
            (rows[row].id, amount)
        };
        lowered.into_iter().map(one).collect()
    }
}

/// How much more was refunded of a row than its amount.
fn beyond(row: &StoredLineRow) -> i64 {
    match row.amount.signum() {
        0 => row.refunded,
        1 => -row.left().min(0),
        _ => -row.left().max(0),
    }
}

/// Spreads an amount over rows: over what is left of each, newest first, and then over what `else_there` gives, oldest first.
fn spread(
    rows: &[StoredLineRow],
    amount: i64,
    else_there: impl Fn(&StoredLineRow) -> i64,
) -> Vec<(usize, i64)> {
    let sign = amount.signum();
    let mut rest = amount.abs();
    let mut parts = vec![0; rows.len()];
    let mut take = |row: usize, room: i64, rest: &mut i64| {
        let part = room.max(0).min(*rest);
        parts[row] += sign * part;
        *rest -= part;
    };
    for (index, row) in rows.iter().enumerate().rev() {
        take(index, sign * row.left(), &mut rest);
    }
    for (index, row) in rows.iter().enumerate() {
        take(index, -sign * else_there(row), &mut rest);
    }
    // What exceeds all rows is given again by another refund that is booked together with this one.
    take(rows.len() - 1, rest, &mut rest.clone());
    let newest_first = parts.into_iter().enumerate().rev();
    newest_first.filter(|(_, part)| *part != 0).collect()
}

/// Whether all refunds of a sale come to the same in any order. `books` are its books after all of them.
pub(in crate::engine::fold) fn all_in_any_order(books: &Books, all: &[Recorded]) -> Result<bool> {
    let mut numbers = HashSet::new();
    for recorded in all {
        let refund = parsed(recorded)?;
        if !books.is_enough_for(&refund) || !numbers.insert(refund.refund_id.into_owned()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The refunds of a sale except the one of a row, if all of them are mere amounts.
pub(in crate::engine::fold) fn spreads(
    books: &Books,
    all: &[Recorded],
    but: i64,
) -> Result<Option<Spreads>> {
    let Some(mut spreads) = Spreads::begin(books) else {
        return Ok(None);
    };
    for recorded in all.iter().filter(|recorded| recorded.row != but) {
        if spreads.add(&parsed(recorded)?, recorded.row).is_none() {
            return Ok(None);
        }
    }
    Ok(Some(spreads))
}

fn parsed(recorded: &Recorded) -> Result<Refund<'_>> {
    Ok(serde_json::from_str(&recorded.body).map_err(|error| {
        StoreError::Inconsistent(format!("refund {} cannot be read: {error}", recorded.row))
    })?)
}

fn is_as_before(recorded: &Recorded, step: &Step) -> bool {
    recorded.outcome == Some(step.outcome)
        && recorded.amount == step.amount()
        && recorded.reason.as_deref() == step.note
}

fn more(now: &[Part], before: &[Part]) -> Vec<Part> {
    let mut sums: BTreeMap<usize, (i64, Quantity)> = BTreeMap::new();
    for part in now {
        let sum = sums.entry(part.line).or_default();
        sum.0 += part.amount;
        sum.1 += part.quantity;
    }
    for part in before {
        let sum = sums.entry(part.line).or_default();
        sum.0 -= part.amount;
        sum.1 += -part.quantity;
    }
    let sums = sums
        .into_iter()
        .filter(|(_, sum)| *sum != (0, Quantity::ZERO));
    sums.map(|(line, (amount, quantity))| Part {
        line,
        amount,
        quantity,
    })
    .collect()
}

/// The reversals of points that differ from before.
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
