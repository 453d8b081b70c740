//! The acts done again, into a database of what should be. Each must find what it acts on where it
//! would have to stand; so it shows, too, that nothing moved backwards and nothing was paid twice.

use std::borrow::Cow;

use super::acts::{Act, Approval, Fulfillment, Payout};
use super::findings::Findings;
use super::proof::{Closed, Part};
use super::reader::Said;
use crate::domain::distribution::{AllocationStatus, DistributionStatus};
use crate::domain::ids::{DistributionId, DistributorId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::money::{self, Money};
use crate::domain::obligation::{ObligationKind, ObligationStatus};
use crate::domain::payout::{FulfillmentStatus, PayoutStatus};
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::fold::entries::{DetailBody, Entry, RefundBody, SaleBody};
use crate::engine::fold::recount::Change;
use crate::engine::owed::Owed;
use crate::engine::run_due::snapshot::{Head, Row};
use crate::store::distributions::NewAllocation;
use crate::store::ledger::Line;
use crate::store::obligations::NewObligation;
use crate::store::pools::NewEntry;
use crate::store::scratch::{ClosedRow, Scratch};
use crate::store::transactions::{NewDetail, NewRefund, NewTransaction};
use crate::store::{distributions, fulfillments, obligations};

/// The acts done again.
#[derive(Debug)]
pub struct Replay {
    scratch: Scratch,
    /// The distribution whose parts are coming.
    closing: Option<Closing>,
}

/// What the rows of a snapshot have in common.
#[derive(Debug)]
struct Closing {
    id: DistributionId,
    distributor: DistributorId,
    units: Units,
    created_at: i64,
    due_at: i64,
    payable_at: i64,
}

/// Why an act could not be done again: which table, which row, and a sentence.
type Refused = Option<(&'static str, i64, String)>;

impl Replay {
    /// Nothing was done yet.
    pub fn new() -> Result<Replay> {
        Ok(Replay {
            scratch: Scratch::new()?,
            closing: None,
        })
    }

    /// What should be.
    #[must_use]
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// Does what a line says.
    pub fn act(&mut self, line: &Line, said: &Said<'_>, found: &mut Findings) -> Result<()> {
        if let Some(act) = &said.act {
            self.one(line, act, found)?;
        }
        if let Some(Part::People(rows)) = &said.part {
            for row in rows {
                let refused = self.row(line, row)?;
                note(refused, found);
            }
        }
        if let Some(closed) = &said.closed {
            let refused = self.close(line, closed)?;
            note(refused, found);
        }
        Ok(())
    }

    fn one(&mut self, line: &Line, act: &Act<'_>, found: &mut Findings) -> Result<()> {
        match act {
            Act::Sale(sale) => self.sale(line, sale, found)?,
            Act::Refund(refund) => self.refund(line, refund, found)?,
            Act::Recount(changes) => {
                for change in changes {
                    note(self.change(change)?, found);
                }
            }
            Act::Head(head) => self.closing = closing(head),
            Act::Carry(entry) => note(self.entry(entry)?, found),
            Act::TopUp(done) => note(self.entry(&done.result)?, found),
            Act::Adjustment(done) => note(self.owed(line, &done.result)?, found),
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
            Act::Part | Act::Noted => {}
        }
        Ok(())
    }

    fn sale(&self, line: &Line, sale: &SaleBody<'_>, found: &mut Findings) -> Result<()> {
        let id = sale.transaction;
        let Some(units) = Units::from_code(&sale.currency) else {
            found.add("transactions", id.0, "currency", "is none in the ledger");
            return Ok(());
        };
        let coupons = serde_json::to_string(&sale.coupons).unwrap_or_default();
        let made = self.scratch.sale(
            id,
            &NewTransaction {
                source: &sale.source,
                external_id: &sale.external_id,
                now: line.at,
                at: sale.occurred_at,
                units,
                customer: None,
                amount: sale.amount,
                renewal: sale.renewal,
                coupons: &coupons,
                fingerprint: 0,
            },
        )?;
        note(twice(made, "transactions", id.0), found);
        let mut sum = 0;
        for detail in &sale.details {
            sum += i128::from(detail.amount);
            note(self.detail(sale, detail)?, found);
        }
        found.expect(
            ("transactions", id.0, "amount"),
            &i128::from(sale.amount),
            &sum,
        );
        for entry in &sale.entries {
            note(self.entry(entry)?, found);
        }
        Ok(())
    }

    fn detail(&self, sale: &SaleBody<'_>, detail: &DetailBody<'_>) -> Result<Refused> {
        let Some(kind) = DetailKind::from_name(&detail.kind) else {
            return Ok(unreadable(
                "transaction_details",
                detail.id,
                "kind",
                &detail.kind,
            ));
        };
        let new = NewDetail {
            external_id: &detail.external_id,
            kind,
            amount: detail.amount,
            quantity: detail.quantity,
            name: Some(&detail.texts),
            product_type: None,
            sku: None,
            categories: "",
            owners: "",
            event: detail.event,
        };
        let made = self.scratch.detail(detail.id, sale.transaction, &new)?;
        Ok(twice(made, "transaction_details", detail.id))
    }

    fn refund(&self, line: &Line, refund: &RefundBody<'_>, found: &mut Findings) -> Result<()> {
        let made = self.scratch.refund(
            refund.refund,
            &NewRefund {
                source: &refund.source,
                external_id: &refund.external_id,
                refund_id: &refund.refund_id,
                generation: refund.generation,
                now: refund.recorded_at,
                at: refund.occurred_at,
                body: &refund.texts,
                fingerprint: refund.fingerprint,
            },
            refund.amount,
            refund.reason.as_deref(),
        )?;
        note(twice(made, "refunds", refund.refund), found);
        let mut sum = 0;
        for (detail, amount, reversed) in &refund.lines {
            sum += i128::from(*amount);
            let taken = self
                .scratch
                .take(refund.refund, *detail, *amount, *reversed)?;
            note(missing(taken, "transaction_details", *detail), found);
        }
        found.expect(
            ("refunds", refund.refund, "amount"),
            &i128::from(refund.amount),
            &sum,
        );
        let sale = refund.transaction;
        let changed = self.scratch.set_sale(sale, refund.amount, &refund.sale)?;
        note(missing(changed, "transactions", sale.0), found);
        for entry in &refund.entries {
            note(self.entry(entry)?, found);
        }
        for owed in &refund.adjustments {
            note(self.owed(line, owed)?, found);
        }
        Ok(())
    }

    fn entry(&self, entry: &Entry) -> Result<Refused> {
        let Some(at) = Instant::from_micros(entry.occurred_at) else {
            let shown = entry.occurred_at.to_string();
            return Ok(unreadable("pool_entries", entry.id, "occurred_at", &shown));
        };
        let made = self.scratch.entry(
            entry.id,
            &NewEntry {
                distribution: entry.distribution,
                place: entry.source,
                rate: &entry.rate,
                kind: &entry.kind,
                base: entry.base,
                at,
                late: entry.late,
                transaction: entry.transaction,
                detail: entry.detail,
                refund: entry.refund,
                customer: None,
                reason: entry.reason.as_deref(),
            },
        )?;
        Ok(twice(made, "pool_entries", entry.id))
    }

    fn change(&self, change: &Change) -> Result<Refused> {
        match change {
            Change::Added(entry) => self.entry(entry),
            Change::Removed(counts) => {
                let gone = self.scratch.remove_entry(
                    counts.id,
                    counts.source,
                    &counts.rate,
                    counts.base,
                )?;
                Ok(missing(gone, "pool_entries", counts.id))
            }
            Change::Moved { from, source, rate } => {
                crate::store::pools::move_entry(self.scratch.db(), from.id, *source, rate)?;
                Ok(None)
            }
        }
    }

    fn owed(&self, line: &Line, owed: &Owed) -> Result<Refused> {
        let id = owed.id;
        let bad = |column: &str, text: &str| Ok(unreadable("obligations", id.0, column, text));
        let Some(status) = ObligationStatus::from_name(&owed.status) else {
            return bad("status", &owed.status);
        };
        let Some(kind) = ObligationKind::from_name(&owed.kind) else {
            return bad("kind", &owed.kind);
        };
        let Some(units) = Units::from_code(&owed.currency) else {
            return bad("currency", &owed.currency);
        };
        let Some(payable_at) = Instant::from_micros(owed.payable_at) else {
            return bad("payable_at", &owed.payable_at.to_string());
        };
        let made = self.scratch.obligation(
            id,
            line.at,
            &NewObligation {
                status,
                kind,
                collaborator: owed.collaborator,
                distributor: owed.distributor,
                distribution: owed.distribution,
                allocation: None,
                amount: owed.amount,
                units,
                reason: owed.reason.as_deref(),
                corrects: owed.corrects,
                payable_at,
            },
        )?;
        Ok(twice(made, "obligations", id.0))
    }

    /// One who took part in a distribution.
    fn row(&self, line: &Line, row: &Row<'_>) -> Result<Refused> {
        let (Some(closing), Some(id)) = (&self.closing, row.allocation) else {
            return Ok(None);
        };
        let Some(status) = AllocationStatus::from_name(&row.status) else {
            return Ok(unreadable("allocations", id.0, "status", &row.status));
        };
        let Some(amount) = money::from_own_text(&row.amount, closing.units) else {
            return Ok(unreadable("allocations", id.0, "amount", &row.amount));
        };
        let made = self.scratch.allocation(
            id,
            closing.id,
            &NewAllocation {
                collaborator: row.collaborator,
                status,
                rank: row.rank,
                score: row.score,
                share: &row.share,
                amount,
                reason: row.reason.as_deref(),
            },
        )?;
        let (true, Some(obligation)) = (made, row.obligation) else {
            return Ok(twice(made, "allocations", id.0));
        };
        let owed = row.owed.as_deref().unwrap_or_default();
        let Some(status) = ObligationStatus::from_name(owed) else {
            return Ok(unreadable("obligations", obligation.0, "status", owed));
        };
        let Some(payable_at) = Instant::from_micros(closing.payable_at) else {
            let shown = closing.payable_at.to_string();
            return Ok(unreadable(
                "obligations",
                obligation.0,
                "payable_at",
                &shown,
            ));
        };
        let made = self.scratch.obligation(
            obligation,
            line.at,
            &NewObligation {
                status,
                kind: ObligationKind::Distribution,
                collaborator: row.collaborator,
                distributor: Some(closing.distributor),
                distribution: Some(closing.id),
                allocation: Some(id),
                amount,
                units: closing.units,
                reason: row.owed_reason.as_deref(),
                corrects: None,
                payable_at,
            },
        )?;
        Ok(twice(made, "obligations", obligation.0))
    }

    fn close(&mut self, line: &Line, closed: &Closed) -> Result<Refused> {
        let Some(closing) = self.closing.take() else {
            return Ok(None);
        };
        let made = self.scratch.distribution(&ClosedRow {
            id: closed.id,
            distributor: closed.distributor,
            version: closed.version,
            status: &closed.status,
            created_at: closing.created_at,
            start: closed.start,
            end: closed.end,
            due_at: closing.due_at,
            amount: closed.pool,
            obligations: closed.obligations,
            closed_at: line.at,
            reason: closed.reason.as_deref(),
            hash: &line.hash,
        })?;
        Ok(twice(made, "distributions", closed.id.0))
    }

    fn fulfillment(&self, line: &Line, made: &Fulfillment<'_>, found: &mut Findings) -> Result<()> {
        let fulfillment = FulfillmentId(made.fulfillment);
        let new = self.scratch.fulfillment(fulfillment, line.at)?;
        note(twice(new, "fulfillments", made.fulfillment), found);
        for payout in &made.payouts {
            let id = PayoutId(payout.payout);
            let Some(units) = Units::from_code(&payout.currency) else {
                note(
                    unreadable("payouts", id.0, "currency", &payout.currency),
                    found,
                );
                continue;
            };
            let Some(minor) = money::from_own_text(&payout.amount, units) else {
                note(unreadable("payouts", id.0, "amount", &payout.amount), found);
                continue;
            };
            let amount = Money { minor, units };
            let new = self
                .scratch
                .payout(id, line.at, fulfillment, payout.collaborator, amount)?;
            note(twice(new, "payouts", id.0), found);
            for obligation in &payout.obligations {
                let put = obligations::put_into(self.scratch.db(), *obligation, fulfillment, id)?;
                note(stood(put, "obligations", obligation.0, "pending"), found);
            }
        }
        Ok(())
    }

    fn payout(&self, line: &Line, payout: &Payout<'_>, found: &mut Findings) -> Result<()> {
        let db = self.scratch.db();
        let id = PayoutId(payout.payout);
        let statuses =
            PayoutStatus::from_name(&payout.from).zip(PayoutStatus::from_name(&payout.to));
        let Some((from, to)) = statuses.filter(|(from, to)| from.may_become(*to)) else {
            let message = format!(
                "went from {} to {}, which is no way forward",
                payout.from, payout.to
            );
            found.add("payouts", id.0, "status", message);
            return Ok(());
        };
        let paid_at = Instant::from_micros(line.at).filter(|_| to == PayoutStatus::Paid);
        let moved = fulfillments::advance_payout(
            db,
            id,
            &fulfillments::Move {
                from,
                to,
                reference: payout.reference.as_deref(),
                note: payout.note.as_deref(),
                paid_at,
            },
        )?;
        note(stood(moved, "payouts", id.0, from.name()), found);
        match to {
            PayoutStatus::Paid => {
                obligations::move_payout(db, id, ObligationStatus::Complete, None)?;
            }
            PayoutStatus::Failed => {
                let reason = Some("payout_failed");
                let held = obligations::move_payout(db, id, ObligationStatus::Rejected, reason)?;
                found.expect(
                    ("payouts", id.0, "obligations"),
                    &payout.reissued.len(),
                    &held,
                );
            }
            PayoutStatus::Unpaid | PayoutStatus::Processing => {}
        }
        for (old, new) in &payout.reissued {
            let made = self.scratch.reissue(*new, *old, line.at)?;
            note(twice(made, "obligations", new.0), found);
        }
        if let Some(fulfillment) = fulfillments::of_payout(db, id)? {
            let status = FulfillmentStatus::of(&fulfillments::statuses(db, fulfillment)?);
            fulfillments::set_status(db, fulfillment, status)?;
        }
        Ok(())
    }

    fn approval(&self, part: i64, approval: &Approval<'_>, found: &mut Findings) -> Result<()> {
        let id = approval.distribution;
        if part == 0 {
            let (from, to) = (DistributionStatus::Review, DistributionStatus::Complete);
            let moved = distributions::advance(self.scratch.db(), id, from, to, None)?;
            note(stood(moved, "distributions", id.0, from.name()), found);
        }
        for (obligation, status, reason) in &approval.obligations {
            note(self.approve(*obligation, status, reason.as_ref())?, found);
        }
        Ok(())
    }

    fn approve(
        &self,
        id: ObligationId,
        status: &str,
        reason: Option<&Cow<'_, str>>,
    ) -> Result<Refused> {
        let Some(to) = ObligationStatus::from_name(status) else {
            return Ok(unreadable("obligations", id.0, "status", status));
        };
        let from = ObligationStatus::Draft;
        let reason = reason.map(Cow::as_ref);
        let moved = self.scratch.advance(id, from, to, reason)?;
        Ok(stood(moved, "obligations", id.0, from.name()))
    }
}

fn closing(head: &Head<'_>) -> Option<Closing> {
    // One that does not read was noted when the distribution was worked out again.
    Some(Closing {
        id: head.distribution,
        distributor: head.distributor,
        units: Units::from_code(&head.currency)?,
        created_at: head.created_at,
        due_at: head.due_at,
        payable_at: head.payable_at,
    })
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
    (!there).then(|| {
        (
            table,
            id,
            "is changed by the ledger before it is made".to_owned(),
        )
    })
}

fn stood(moved: bool, table: &'static str, id: i64, from: &str) -> Refused {
    let message = || format!("moves on in the ledger although it is not {from}");
    (!moved).then(|| (table, id, message()))
}

fn unreadable(table: &'static str, id: i64, column: &str, text: &str) -> Refused {
    Some((
        table,
        id,
        format!("has \"{text}\" as its {column} in the ledger"),
    ))
}
