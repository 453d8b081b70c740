//! Sales, refunds and amendments, and their pool entries.

use super::{Refused, Replay, missing, note, twice, unreadable};
use crate::domain::ids::{CollaboratorId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::bodies::{
    AmendmentBody, DetailBody, PoolChange, PoolEntry, RefundBody, RefundChange, SaleBody,
};
use crate::engine::verify::findings::Findings;
use crate::store::json;
use crate::store::ledger::LedgerEntry;
use crate::store::pools::NewEntry;
use crate::store::refunds::{self, NewRefund, RefundLine};
use crate::store::transactions::{self, Amended, NewDetail, NewTransaction};

impl Replay {
    pub(super) fn sale(
        &self,
        line: &LedgerEntry,
        sale: &SaleBody<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let id = sale.transaction;
        let Some(units) = Units::of_sale(&sale.currency) else {
            found.add("transactions", id.0, "currency", "is invalid in the ledger");
            return Ok(());
        };
        let coupons = json::text(&sale.coupons)?;
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
                referrer: sale.referrer,
                self_referred: sale.self_referred,
                referrers: "",
                revision: None,
                history: sale.history,
                fingerprint: 0,
            },
        )?;
        note(twice(made, "transactions", id.0), found);
        let mut sum = 0;
        for detail in &sale.details {
            sum += i128::from(detail.amount);
            let referral = (sale.referrer, sale.self_referred);
            note(self.detail(id, referral, None, detail)?, found);
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

    fn detail(
        &self,
        sale: TransactionId,
        (referrer, self_referred): (Option<CollaboratorId>, bool),
        amendment: Option<(i64, i64)>,
        detail: &DetailBody<'_>,
    ) -> Result<Refused> {
        let Some(kind) = DetailKind::from_name(&detail.kind) else {
            return Ok(Some(unreadable(
                "transaction_details",
                detail.id,
                "kind",
                &detail.kind,
            )));
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
            line: detail.line.as_deref(),
            event: detail.event,
            referrer,
            self_referred,
            amendment,
        };
        let made = self.scratch.detail(detail.id, sale, &new)?;
        Ok(twice(made, "transaction_details", detail.id))
    }

    pub(super) fn amendment(
        &self,
        line: &LedgerEntry,
        amendment: &AmendmentBody<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let (row, sale) = (amendment.amendment, amendment.transaction);
        let names = (&*amendment.source, &*amendment.external_id);
        let (revision, at) = (amendment.revision, amendment.occurred_at);
        let made = self.scratch.amendment(row, names, revision, line.at, at)?;
        note(twice(made, "refunds", row), found);
        for (detail, amount) in &amendment.lowered {
            let lowered = transactions::lower(&self.scratch.db(), *detail, *amount)?;
            note(missing(lowered, "transaction_details", *detail), found);
            refunds::add_line(
                &self.scratch.db(),
                RefundLine {
                    refund: row,
                    detail: *detail,
                    amount: *amount,
                    quantity: Quantity::ZERO,
                },
            )?;
        }
        for detail in &amendment.details {
            let referral = (amendment.referrer, amendment.self_referred);
            note(self.detail(sale, referral, Some((row, at)), detail)?, found);
        }
        let mut taken = 0_i128;
        for change in &amendment.corrected {
            taken += self.refund_change(change, found)?;
        }
        self.turns(&amendment.turns, found)?;
        let coupons = json::text(&amendment.coupons)?;
        transactions::amend(
            &self.scratch.db(),
            sale,
            &Amended {
                amount: amendment.amount,
                coupons: &coupons,
                referrer: amendment.referrer,
                self_referred: amendment.self_referred,
            },
        )?;
        let taken = i64::try_from(taken).unwrap_or(i64::MAX);
        let changed = self.scratch.set_sale(sale, taken, &amendment.sale)?;
        note(missing(changed, "transactions", sale.0), found);
        let sum = self.scratch.details_of(sale)?;
        found.expect(("transactions", sale.0, "amount"), &amendment.amount, &sum);
        for entry in &amendment.entries {
            note(self.entry(entry)?, found);
        }
        for owed in &amendment.adjustments {
            note(self.owed(line, owed)?, found);
        }
        Ok(())
    }

    pub(super) fn refund(
        &self,
        line: &LedgerEntry,
        refund: &RefundBody<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let id = refund.change.refund;
        let made = self.scratch.refund(
            id,
            &NewRefund {
                source: &refund.source,
                external_id: &refund.external_id,
                refund_id: &refund.refund_id,
                undo: refund.undo,
                now: refund.recorded_at,
                at: refund.occurred_at,
                body: &refund.texts,
                fingerprint: refund.fingerprint,
            },
        )?;
        note(twice(made, "refunds", id), found);
        let mut taken = 0_i128;
        for change in std::iter::once(&refund.change).chain(&refund.corrected) {
            taken += self.refund_change(change, found)?;
        }
        let sale = refund.transaction;
        let taken = i64::try_from(taken).unwrap_or(i64::MAX);
        let changed = self.scratch.set_sale(sale, taken, &refund.sale)?;
        note(missing(changed, "transactions", sale.0), found);
        for entry in &refund.entries {
            note(self.entry(entry)?, found);
        }
        for owed in &refund.adjustments {
            note(self.owed(line, owed)?, found);
        }
        Ok(())
    }

    fn refund_change(&self, change: &RefundChange<'_>, found: &mut Findings) -> Result<i128> {
        let id = change.refund;
        for (detail, amount, quantity) in &change.lines {
            let taken = self.scratch.take(RefundLine {
                refund: id,
                detail: *detail,
                amount: *amount,
                quantity: *quantity,
            })?;
            note(missing(taken, "transaction_details", *detail), found);
        }
        self.turns(&change.turns, found)?;
        let reason = change.reason.as_deref();
        let settled = self
            .scratch
            .settle(id, &change.outcome, change.amount, reason)?;
        note(missing(settled, "refunds", id), found);
        found.expect(
            ("refunds", id, "amount"),
            &i128::from(change.amount.unwrap_or(0)),
            &self.scratch.taken_by(id)?,
        );
        let amounts = change.lines.iter().map(|(_, amount, _)| *amount);
        Ok(amounts.map(i128::from).sum())
    }

    fn turns(&self, turns: &[(i64, i64)], found: &mut Findings) -> Result<()> {
        for (detail, sign) in turns {
            let turned = self.scratch.turn(*detail, *sign)?;
            note(missing(turned, "transaction_details", *detail), found);
        }
        Ok(())
    }

    pub(super) fn entry(&self, entry: &PoolEntry) -> Result<Refused> {
        let Some(at) = Instant::from_micros(entry.occurred_at) else {
            let shown = entry.occurred_at.to_string();
            return Ok(Some(unreadable(
                "pool_entries",
                entry.id,
                "occurred_at",
                &shown,
            )));
        };
        let made = self.scratch.entry(
            entry.id,
            &NewEntry {
                distribution: entry.distribution,
                slot: entry.slot,
                rate: &entry.rate,
                kind: entry.kind,
                base: entry.base,
                at,
                late: entry.late,
                transaction: entry.transaction,
                detail: entry.detail,
                refund: entry.refund,
                event: entry.event,
                customer: None,
                reason: entry.reason.as_deref(),
            },
        )?;
        Ok(twice(made, "pool_entries", entry.id))
    }

    pub(super) fn change(&self, change: &PoolChange) -> Result<Refused> {
        match change {
            PoolChange::Added(entry) => self.entry(entry),
            PoolChange::Removed(counts) => {
                let gone =
                    self.scratch
                        .remove_entry(counts.id, counts.slot, &counts.rate, counts.base)?;
                Ok(missing(gone, "pool_entries", counts.id))
            }
        }
    }
}
