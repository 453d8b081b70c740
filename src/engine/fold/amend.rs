//! An amendment: a sale was edited in the shop. What changed is booked line by line, dated by the edit: what a line grew by
//! fills the pools like a sale, and what it was lowered by leaves them like a refund. Points follow the lines.
//! Not here: which edits are booked, and which are copies or conflicts (`sales`).
//!
//! A line whose kind, owners or referrer changed is removed and added again as a whole, because other pools may count it. The
//! refunds of the sale are then applied again to the amended lines.

mod earned;

use std::borrow::Cow;

use super::Batch;
use super::refunds::Booking;
use super::refunds::account::Account;
use super::sales::{AddedRow, Referrer, sale_fingerprint, same_order, total};
use super::sold::Sold;
use super::worth::products_of;
use crate::domain::event::Owner;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::quantity::Quantity;
use crate::domain::refunding::{self, RefundStatus};
use crate::domain::transaction::{Detail, Transaction};
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::bodies::{AmendmentBody, DetailBody, RefundChange, append};
use crate::engine::clawback::credited::Touched;
use crate::store::refunds::{self, RefundLine};
use crate::store::transactions::{self, Amended, Standing};
use crate::store::{Error as StoreError, json};

/// An amendment while it is booked.
struct Amending<'a> {
    sale: &'a Transaction<'a>,
    sold: Sold<'a>,
    booking: Booking,
    /// Whether the referrer changed, so that other pools may count the sale.
    other_referral: bool,
    /// The price of the products before the amendment, in minor units.
    goods_before: i64,
    lowered: Vec<(i64, i64)>,
    details: Vec<DetailBody<'a>>,
    turns: Vec<(i64, i64)>,
}

impl Batch<'_> {
    /// Books an edit of a sale that has a higher revision and other content.
    pub(super) fn amend<'a>(
        &mut self,
        sale: &'a Transaction<'a>,
        revision: i64,
        account: Account,
        standing: &'a Standing,
        now: i64,
    ) -> Result<()> {
        // The rows of the sale may not be written yet.
        self.loader.write(self.db)?;
        let id = account.sale.id;
        self.book.set_in_any_order(id, None);
        self.book.spreads = None;
        let names = (&*sale.source, &*sale.external_id);
        let row = refunds::insert_amendment(self.db, names, revision, now, sale.at)?;
        let amount = total(sale)?;
        self.book
            .people
            .told(self.db, sale.customer.as_deref(), &sale.also)?;
        let referrer = self.referrer(sale)?;
        let active = referrer.filter(|referrer| referrer.active);
        let sold = Sold {
            transaction: id,
            units: standing.units,
            at: Instant::recorded(sale.at),
            paid_at: standing.at,
            now: Instant::recorded(now),
            customer: standing.customer.as_deref(),
            renewal: standing.renewal,
            referrer: active.map(|referrer| referrer.collaborator),
            self_referred: active.is_some_and(|referrer| referrer.own),
            revision: Some(revision),
            history: standing.history,
        };
        let other_referral =
            sold.referrer != standing.referrer || sold.self_referred != standing.self_referred;
        let mut amending = Amending {
            sale,
            booking: Booking::new(row, sold.at, sold.now),
            sold,
            other_referral,
            goods_before: products_of(&account.books),
            lowered: Vec::new(),
            details: Vec::new(),
            turns: Vec::new(),
        };
        let was = account.books.clone();
        let reversed = self.amend_lines(&mut amending, account)?;
        // The amended sale, to which its refunds are applied again.
        let Some(mut account) = Account::open(self.db, names.0, names.1)? else {
            return Err(StoreError::Inconsistent(format!("the sale {id} is missing")).into());
        };
        let mut touched = Touched::new();
        let corrected = self.refund_anew(&mut amending, &mut account, &mut touched, now)?;
        self.loader.write(self.db)?;
        for (line, reversed) in reversed.into_iter().enumerate() {
            self.turn_line(&mut amending, &account, line, reversed)?;
        }
        let earned = self.amend_earned(&mut amending, standing, referrer, &was, &account.books)?;
        self.settle_clawbacks(&mut amending.booking)?;
        amending.booking.touch(&mut touched);
        let coupons = json::text(&sale.coupons)?;
        transactions::amend(
            self.db,
            id,
            &Amended {
                amount,
                coupons: &coupons,
                referrer: amending.sold.referrer,
                self_referred: amending.sold.self_referred,
            },
        )?;
        let (fingerprint, referrers) = (sale_fingerprint(sale)?, json::text(&sale.referrers)?);
        transactions::set_content(self.db, id, fingerprint, &referrers, &earned)?;
        transactions::set_revision(self.db, id, Some(revision))?;
        let body = AmendmentBody {
            transaction: id,
            source: Cow::Borrowed(&sale.source),
            external_id: Cow::Borrowed(&sale.external_id),
            amendment: row,
            revision,
            occurred_at: sale.at,
            amount,
            sale: Cow::Borrowed(account.books.status.name()),
            coupons: sale
                .coupons
                .iter()
                .map(|code| Cow::Borrowed(&**code))
                .collect(),
            referrer: amending.sold.referrer,
            self_referred: amending.sold.self_referred,
            lowered: amending.lowered,
            details: amending.details,
            corrected,
            turns: amending.turns,
            entries: amending.booking.entries,
            adjustments: amending.booking.adjustments,
        };
        append(
            self.db,
            Instant::recorded(now),
            LedgerAct::Amendment,
            &row.to_string(),
            &body,
        )?;
        self.claim_from_credited(&touched, Instant::recorded(sale.at), Instant::recorded(now))
    }

    /// Changes, adds and removes lines. Answers for each whether its points are taken back now.
    fn amend_lines(
        &mut self,
        amending: &mut Amending<'_>,
        mut account: Account,
    ) -> Result<Vec<bool>> {
        let sale = amending.sale;
        let mut reversed = Vec::with_capacity(account.details.len());
        for line in 0..account.details.len() {
            let name = &account.books.lines[line].external_id;
            let now = sale.details.iter().find(|d| d.external_id == *name);
            reversed.push(self.amend_line(amending, &mut account, line, now)?);
        }
        for detail in &sale.details {
            let mut known = account.books.lines.iter();
            if known.all(|line| line.external_id != detail.external_id) {
                let event = self.product_sold(sale, &amending.sold, detail)?;
                self.add(amending, detail, detail.amount, event)?;
                reversed.push(false);
            }
        }
        Ok(reversed)
    }

    fn amend_line(
        &mut self,
        amending: &mut Amending<'_>,
        account: &mut Account,
        index: usize,
        now: Option<&Detail<'_>>,
    ) -> Result<bool> {
        let line = account.books.lines[index].clone();
        let (old_event, newest) = match account.details[index].newest() {
            Some(newest) => (newest.event, newest.id),
            None => (None, 0),
        };
        let was_gone = line.is_gone() && old_event.is_some();
        let same_kind = match now {
            Some(now) if now.kind == line.kind => {
                has_owners(&account.details[index].owners, &now.owners)?
            }
            _ => false,
        };
        let same_content = now.is_some_and(|now| {
            same_kind
                && now.amount == line.amount
                && now.quantity == line.quantity
                && now.line.as_deref() == account.details[index].lowers.as_deref()
        });
        let is_nothing = now.is_none() && line.quantity == Quantity::ZERO;
        // A discount or another line may have changed the price that the rules judge the line, or its sale, by.
        let same_event = same_content
            && match (old_event, now) {
                (Some(event), Some(now)) => {
                    let goods = (amending.goods_before, amending.sale);
                    self.is_worth_the_same(event, goods, now, amending.sold.units)?
                }
                _ => true,
            };
        if is_nothing || (same_event && !amending.other_referral) {
            return Ok(was_gone);
        }
        let wanted = now.map_or(0, |now| now.amount);
        let stays =
            same_kind && !amending.other_referral && wanted.signum() * line.amount.signum() >= 0;
        let lower_to = match (stays, wanted.abs() < line.amount.abs()) {
            (false, _) => 0,
            (true, true) => wanted,
            (true, false) => line.amount,
        };
        for (row, amount) in account.lower(index, line.amount - lower_to) {
            transactions::lower(self.db, row, amount)?;
            let lowered = RefundLine {
                refund: amending.booking.row,
                detail: row,
                amount,
                quantity: Quantity::ZERO,
            };
            refunds::add_line(self.db, lowered)?;
            self.unpool(row, amount, &mut amending.booking)?;
            amending.lowered.push((row, amount));
        }
        let event = if same_event {
            old_event
        } else if let Some(now) = now {
            self.product_sold(amending.sale, &amending.sold, now)?
        } else {
            None
        };
        if event != old_event
            && let Some(old) = old_event
            && !was_gone
        {
            self.turn(old, -1, &mut amending.booking)?;
            amending.turns.push((newest, -1));
            transactions::set_reversed(self.db, newest, true)?;
        }
        let gone = nothing(&line);
        let row = self.add(amending, now.unwrap_or(&gone), wanted - lower_to, event)?;
        let still_reversed = same_event && was_gone;
        if still_reversed {
            amending.turns.push((row, -1));
            transactions::set_reversed(self.db, row, true)?;
        }
        Ok(still_reversed)
    }

    fn add(
        &mut self,
        amending: &mut Amending<'_>,
        detail: &Detail<'_>,
        amount: i64,
        event: Option<EventId>,
    ) -> Result<i64> {
        let added = AddedRow {
            amount,
            event,
            amendment: Some(amending.booking.row),
        };
        let (body, entries) = self.add_row(&amending.sold, detail, added)?;
        let row = body.id;
        amending.details.push(body.into_owned());
        amending.booking.entries.extend(entries);
        Ok(row)
    }

    /// Applies the refunds of the sale to its amended lines. Answers what changes.
    fn refund_anew(
        &mut self,
        amending: &mut Amending<'_>,
        account: &mut Account,
        touched: &mut Touched,
        now: i64,
    ) -> Result<Vec<RefundChange<'static>>> {
        let sale = amending.sale;
        let recorded = refunds::of_sale(self.db, &sale.source, &sale.external_id)?;
        let mut corrected = Vec::new();
        if recorded.is_empty() {
            return Ok(corrected);
        }
        let mut changes = account.replay(self.db, &recorded)?;
        for change in &mut changes {
            // Points depend on what all refunds leave, and are reversed with the amendment.
            change.turns = refunding::Turns::default();
            let mut booking = Booking::new(
                change.recorded.row,
                Instant::recorded(change.refund.at),
                Instant::recorded(now),
            );
            let said = self.apply(account, change, &mut booking)?;
            booking.touch(touched);
            corrected.push(said.into_owned());
            amending.booking.entries.append(&mut booking.entries);
            amending
                .booking
                .adjustments
                .append(&mut booking.adjustments);
        }
        let booked = refunds::lines_of_sale(self.db, account.sale.id)?;
        let recorded = refunds::of_sale(self.db, &sale.source, &sale.external_id)?;
        for moved in account.rebalance(&booked).chunks(2) {
            let Some(refund) = recorded.iter().find(|one| one.row == moved[0].refund) else {
                continue;
            };
            let mut booking = Booking::new(refund.row, refund.at, Instant::recorded(now));
            for line in moved {
                refunds::add_line(self.db, *line)?;
                self.unpool(line.detail, line.amount, &mut booking)?;
            }
            self.settle_clawbacks(&mut booking)?;
            booking.touch(touched);
            amending.booking.entries.append(&mut booking.entries);
            amending
                .booking
                .adjustments
                .append(&mut booking.adjustments);
            corrected.push(RefundChange {
                refund: refund.row,
                outcome: Cow::Owned(
                    refund
                        .outcome
                        .map_or("applied", RefundStatus::name)
                        .to_owned(),
                ),
                amount: refund.amount,
                reason: refund.reason.clone().map(Cow::Owned),
                lines: moved
                    .iter()
                    .map(|line| (line.detail, line.amount, Quantity::ZERO))
                    .collect(),
                turns: Vec::new(),
            });
        }
        for line in &account.details {
            self.write_rows(line)?;
        }
        let books = &account.books;
        transactions::set_refunded(self.db, account.sale.id, books.refunded(), books.status)?;
        Ok(corrected)
    }

    /// Takes back or gives again the points of a line, if they disagree with its books.
    fn turn_line(
        &mut self,
        amending: &mut Amending<'_>,
        account: &Account,
        line: usize,
        reversed: bool,
    ) -> Result<()> {
        let newest = account.details[line].newest();
        let Some((row, event)) = newest.and_then(|row| Some((row.id, row.event?))) else {
            return Ok(());
        };
        let gone = account.books.lines[line].is_gone();
        if gone == reversed {
            return Ok(());
        }
        let sign = if gone { -1 } else { 1 };
        self.turn(event, sign, &mut amending.booking)?;
        amending.turns.push((row, sign));
        Ok(transactions::set_reversed(self.db, row, gone)?)
    }
}

fn has_owners(stored: &str, owners: &[Owner<'_>]) -> Result<bool> {
    let stored: std::result::Result<Vec<Owner<'_>>, _> = serde_json::from_str(stored);
    match stored {
        Ok(stored) => Ok(same_order(&stored)? == same_order(owners)?),
        Err(_) => Ok(false),
    }
}

/// A line that the sale no longer has.
fn nothing(line: &refunding::SaleLine) -> Detail<'_> {
    Detail {
        kind: line.kind,
        external_id: Cow::Borrowed(&line.external_id),
        amount: 0,
        quantity: Quantity::ZERO,
        name: None,
        product_type: None,
        sku: None,
        categories: Vec::new(),
        owners: Vec::new(),
        line: None,
    }
}
