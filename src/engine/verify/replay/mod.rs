//! Does every act again in a scratch database. Each must find its rows in the right state, which also shows that nothing moved
//! backwards and nothing was paid twice.

mod disputing;
mod dividing;
mod paying;
mod selling;

use super::acts::Act;
use super::findings::Findings;
use super::proof::Part;
use super::reader::Said;
use crate::domain::obligation::ObligationStatus;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::clawback::credited::Part as Rows;
use crate::store::ledger::LedgerEntry;
use crate::store::proof::scratch::Scratch;
use dividing::{Closing, closing};

#[derive(Debug)]
pub struct Replay {
    scratch: Scratch,
    /// The distribution whose parts are being read.
    closing: Option<Closing>,
}

/// Why an act could not be done again: the table, the row, and a sentence.
type Fault = (&'static str, i64, String);

type Refused = Option<Fault>;

impl Replay {
    pub fn new() -> Result<Replay> {
        Ok(Replay {
            scratch: Scratch::new()?,
            closing: None,
        })
    }

    #[must_use]
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    pub fn act(&mut self, line: &LedgerEntry, said: &Said<'_>, found: &mut Findings) -> Result<()> {
        if let Some(act) = &said.act {
            self.one(line, act, found)?;
        }
        if let Some(Part::People(rows)) = &said.part {
            for row in rows {
                note(self.row(line, row)?, found);
            }
        }
        if let Some(closed) = &said.closed {
            note(self.close(line, closed)?, found);
        }
        Ok(())
    }

    fn one(&mut self, line: &LedgerEntry, act: &Act<'_>, found: &mut Findings) -> Result<()> {
        match act {
            Act::Sale(sale) => self.sale(line, sale, found)?,
            Act::Amendment(amendment) => self.amendment(line, amendment, found)?,
            Act::Refund(refund) => self.refund(line, refund, found)?,
            Act::LateEvent(entries) => {
                for entry in entries {
                    note(self.entry(entry)?, found);
                }
            }
            Act::Recount(changes) => {
                for change in changes {
                    note(self.change(change)?, found);
                }
            }
            Act::Head(head) => {
                if head.replaces.is_some() {
                    self.divides_again(head.distribution)?;
                }
                self.closing = closing(head);
            }
            Act::Carry(entry) => note(self.entry(entry)?, found),
            Act::TopUp(done) => note(self.entry(&done.result)?, found),
            Act::Adjustment(done) => note(self.owed(line, &done.result)?, found),
            Act::Credited(head) => {
                for entry in &head.entries {
                    note(self.entry(entry)?, found);
                }
            }
            Act::CreditedPart(Rows::People(rows)) => {
                for owed in rows.iter().filter_map(|row| row.owed.as_ref()) {
                    note(self.owed(line, owed)?, found);
                }
            }
            Act::Claims(made) => {
                for owed in made {
                    note(self.owed(line, owed)?, found);
                }
            }
            Act::Release(ids) => {
                for id in ids {
                    let (from, to) = (ObligationStatus::Held, ObligationStatus::Pending);
                    let moved = self.scratch.advance(*id, from, to, None)?;
                    note(stood(moved, "obligations", id.0, from.name()), found);
                }
            }
            Act::Fulfillment(made) => self.fulfillment(line, made, found)?,
            Act::Payout(payout) => self.payout(line, payout, found)?,
            Act::Approval(part, approval) => self.approval(*part, approval, found)?,
            Act::Hold(held) => self.hold(line, held, found)?,
            Act::HoldEnd(ended) => note(self.end_hold(line, ended)?, found),
            Act::Dispute(made) => note(self.dispute(line, made)?, found),
            Act::DisputeAnswer(answered) => note(self.dispute_answer(line, answered)?, found),
            Act::CreditedPart(Rows::Customers(_)) | Act::Part | Act::Noted | Act::Final(_) => {}
        }
        Ok(())
    }
}

fn note(refused: Refused, found: &mut Findings) {
    if let Some((table, id, message)) = refused {
        found.add(table, id, "", message);
    }
}

fn twice(made: bool, table: &'static str, id: i64) -> Refused {
    (!made).then(|| (table, id, "is made twice by the ledger".to_owned()))
}

fn missing(there: bool, table: &'static str, id: i64) -> Refused {
    let message = "is changed by the ledger, but does not exist or is in another state";
    (!there).then(|| (table, id, message.to_owned()))
}

fn stood(moved: bool, table: &'static str, id: i64, from: &str) -> Refused {
    let message = || format!("moves forward in the ledger although it is not {from}");
    (!moved).then(|| (table, id, message()))
}

fn unreadable(table: &'static str, id: i64, column: &str, text: &str) -> Fault {
    let message = format!("has \"{text}\" as its {column} in the ledger");
    (table, id, message)
}
