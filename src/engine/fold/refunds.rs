//! A refund takes from its sale, from the pools that the sale filled, and from the scores that it made. Undoing a refund gives
//! everything again, as new rows. Not here: what each refund takes (`domain::refunding`).
//!
//! Refunds of one sale are applied in the order of their dates, in whichever order they arrive. One that arrives late changes
//! what the later ones took: the differences are booked as corrections of those.

pub(super) mod account;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Batch, fingerprint};
use crate::domain::ids::{DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::refunding::spreads::Arrived;
use crate::domain::refunding::{Operation, RefundStatus};
use crate::domain::transaction::Refund;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::bodies::{PoolEntry, RefundBody, RefundChange, append};
use crate::engine::clawback::credited::Touched;
use crate::engine::counting::{self, Reversal, TakenBack, take_back};
use crate::engine::owed::Owed;
use crate::store::events::Inserted;
use crate::store::refunds::{self, NewRefund, Recorded};
use crate::store::transactions::{self, StoredLine};
use crate::store::{conflicts, events, json, ledger, pools};
use account::{Account, Change};

/// A refund while it is booked.
pub(super) struct Booking {
    pub row: i64,
    pub at: Instant,
    pub now: Instant,
    pub entries: Vec<PoolEntry>,
    pub adjustments: Vec<Owed>,
    /// The distributions that have something to claim from those whose points were taken back.
    pub touched: BTreeSet<DistributionId>,
}

impl Booking {
    pub(super) fn new(row: i64, at: Instant, now: Instant) -> Booking {
        Booking {
            row,
            at,
            now,
            entries: Vec::new(),
            adjustments: Vec::new(),
            touched: BTreeSet::new(),
        }
    }

    /// Adds the distributions that have something to claim to those of other bookings.
    pub(super) fn touch(&self, all: &mut Touched) {
        for id in &self.touched {
            all.entry(*id).or_default().push(self.row);
        }
    }
}

impl Batch<'_> {
    /// Folds a refund, unless it was folded before. A refund that arrives before its sale waits for it.
    pub(super) fn refund(&mut self, refund: &Refund<'_>, now: i64) -> Result<()> {
        let body = json::text(refund)?;
        let new = NewRefund {
            source: &refund.source,
            external_id: &refund.external_id,
            refund_id: &refund.refund_id,
            undo: refund.undo,
            now,
            at: refund.at,
            body: &body,
            fingerprint: fingerprint(&(&refund.takes, refund.undo)),
        };
        let row = match refunds::insert(self.db, &new)? {
            Inserted::New(row) => row,
            Inserted::Known { same } => {
                self.done.duplicates += 1;
                if same {
                    return Ok(());
                }
                return self.note_conflict(refund, &body, now);
            }
        };
        let Some(mut account) = Account::open(self.db, new.source, new.external_id)? else {
            self.done.transactions += 1;
            return Ok(());
        };
        let has_later = refunds::has_later(self.db, &new)?;
        let replays = !self.is_in_any_order(&account, refund, row, has_later)? && has_later;
        let arrived = if replays {
            self.arrive(&account, refund, row)?
        } else {
            self.book.forget_spreads(account.sale.id);
            None
        };
        let mut recorded = match (&arrived, replays) {
            (None, true) => refunds::of_sale(self.db, new.source, new.external_id)?,
            (Some(_), _) | (None, false) => vec![Recorded {
                row,
                recorded_at: now,
                at: Instant::recorded(refund.at),
                fingerprint: new.fingerprint,
                body,
                outcome: None,
                amount: None,
                reason: None,
            }],
        };
        for later in arrived.iter().flat_map(|arrived| &arrived.changed) {
            recorded.push(refunds::of_row(self.db, later.row)?);
        }
        let changes = match (arrived, replays) {
            (Some(arrived), _) => account.insert(&recorded, arrived)?,
            (None, true) => account.replay(self.db, &recorded)?,
            (None, false) => {
                let last = recorded.iter().map(|last| account.append(self.db, last));
                last.collect::<Result<_>>()?
            }
        };
        // A repeated refund has another date and changes nothing.
        let repeats = |change: &Change<'_>| {
            change.recorded.row == row && change.step.outcome == RefundStatus::Repeated
        };
        if changes.iter().any(repeats) {
            self.done.duplicates += 1;
        } else {
            self.done.transactions += 1;
        }
        self.book(&mut account, &changes, now)
    }

    /// Whether a refund and all others of its sale come to the same in any order. Then it changes none of the later ones, and
    /// is booked as if it were the last.
    fn is_in_any_order(
        &mut self,
        account: &Account,
        refund: &Refund<'_>,
        row: i64,
        has_later: bool,
    ) -> Result<bool> {
        let known = self.book.in_any_order(account.sale.id);
        // Finding out takes as long as replaying them, so it is done once, and only when it helps.
        if known == Some(false) || (known.is_none() && !has_later) {
            return Ok(false);
        }
        let mut books = account.books.clone();
        books.apply(&Operation::Refund(refund), None);
        let are = match known {
            Some(_) => books.is_enough_for(refund) && !refunds::repeats_number(self.db, row)?,
            None => account::all_in_any_order(
                &books,
                &refunds::of_sale(self.db, &refund.source, &refund.external_id)?,
            )?,
        };
        self.book.set_in_any_order(account.sale.id, Some(are));
        Ok(are)
    }

    /// The effect of a refund that is applied before others, if all refunds of its sale are mere amounts. Replaying all of
    /// them for each would be slow when many arrive in this order.
    fn arrive(
        &mut self,
        account: &Account,
        refund: &Refund<'_>,
        row: i64,
    ) -> Result<Option<Arrived>> {
        let sale = account.sale.id;
        let known = self.book.spreads.take().filter(|(of, _)| *of == sale);
        let mut spreads = if let Some((_, spreads)) = known {
            spreads
        } else {
            let all = refunds::of_sale(self.db, &refund.source, &refund.external_id)?;
            account::spreads(&account.books, &all, row)?
        };
        let arrived = spreads
            .as_mut()
            .and_then(|spreads| spreads.add(refund, row));
        self.book.spreads = Some((sale, spreads.filter(|_| arrived.is_some())));
        Ok(arrived)
    }

    /// Applies the refunds that wait for a sale that has just come.
    pub(super) fn settle_waiting(
        &mut self,
        source: &str,
        external_id: &str,
        now: i64,
    ) -> Result<()> {
        let waiting = refunds::of_sale(self.db, source, external_id)?;
        if waiting.is_empty() {
            return Ok(());
        }
        let Some(mut account) = Account::open(self.db, source, external_id)? else {
            return Ok(());
        };
        let changes = account.replay(self.db, &waiting)?;
        self.book(&mut account, &changes, now)
    }

    /// Books what refunds of a sale change.
    fn book(&mut self, account: &mut Account, changes: &[Change<'_>], now: i64) -> Result<()> {
        // The rows of the sale may not be written yet.
        self.loader.write(self.db)?;
        let mut bodies: Vec<RefundBody<'_>> = Vec::new();
        let mut corrected = Vec::new();
        let (mut entries, mut adjustments) = (Vec::new(), Vec::new());
        let mut claims = Touched::new();
        let mut at = Instant::recorded(now);
        for change in changes {
            let mut booking = Booking::new(
                change.recorded.row,
                Instant::recorded(change.refund.at),
                Instant::recorded(now),
            );
            let said = self.apply(account, change, &mut booking)?;
            booking.touch(&mut claims);
            if change.conflicts {
                self.note_conflict(&change.refund, &change.recorded.body, now)?;
            }
            if change.recorded.outcome.is_some() {
                corrected.push(said);
                entries.append(&mut booking.entries);
                adjustments.append(&mut booking.adjustments);
                continue;
            }
            let refund = &change.refund;
            at = booking.at;
            bodies.push(RefundBody {
                source: Cow::Borrowed(&refund.source),
                external_id: Cow::Borrowed(&refund.external_id),
                refund_id: Cow::Borrowed(&refund.refund_id),
                undo: refund.undo,
                recorded_at: change.recorded.recorded_at,
                occurred_at: refund.at,
                fingerprint: change.recorded.fingerprint,
                texts: ledger::digest(&[Some(&change.recorded.body)]),
                transaction: account.sale.id,
                sale: Cow::Borrowed(change.step.status.name()),
                change: said,
                corrected: Vec::new(),
                entries: booking.entries,
                adjustments: booking.adjustments,
            });
        }
        let parts = changes.iter().flat_map(|change| &change.parts);
        let touched: BTreeSet<usize> = parts.map(|part| part.line).collect();
        for line in touched {
            self.write_rows(&account.details[line])?;
            if let Some(newest) = account.details[line].newest() {
                let reversed = newest.event.is_some() && account.books.lines[line].is_gone();
                transactions::set_reversed(self.db, newest.id, reversed)?;
            }
        }
        let books = &account.books;
        transactions::set_refunded(self.db, account.sale.id, books.refunded(), books.status)?;
        // Only a refund that arrives after others corrects them, and it is booked alone.
        if let Some(last) = bodies.last_mut() {
            last.sale = Cow::Borrowed(books.status.name());
            last.corrected = corrected;
            last.entries.append(&mut entries);
            last.adjustments.append(&mut adjustments);
        }
        for body in &bodies {
            let subject = body.change.refund.to_string();
            append(
                self.db,
                Instant::recorded(now),
                LedgerAct::Refund,
                &subject,
                body,
            )?;
        }
        self.claim_from_credited(&claims, at, Instant::recorded(now))
    }

    /// Books what one refund changes: in its own row, in pools and in scores.
    pub(super) fn apply<'c>(
        &mut self,
        account: &mut Account,
        change: &'c Change<'_>,
        booking: &mut Booking,
    ) -> Result<RefundChange<'c>> {
        let mut lines = Vec::with_capacity(change.parts.len());
        for part in &change.parts {
            for taken in account.take(booking.row, *part) {
                refunds::add_line(self.db, taken)?;
                lines.push((taken.detail, taken.amount, taken.quantity));
                self.unpool(taken.detail, taken.amount, booking)?;
            }
        }
        let mut turns = Vec::with_capacity(change.turns.lines.len());
        for (line, sign) in &change.turns.lines {
            let newest = account.details[*line].newest();
            if let Some((row, event)) = newest.and_then(|row| Some((row.id, row.event?))) {
                self.turn(event, *sign, booking)?;
                turns.push((row, *sign));
            }
        }
        if change.turns.sale != 0 {
            for event in transactions::earned(self.db, account.sale.id)? {
                self.turn(event, change.turns.sale, booking)?;
            }
        }
        self.settle_clawbacks(booking)?;
        let step = &change.step;
        refunds::settle(self.db, booking.row, step.outcome, step.amount(), step.note)?;
        Ok(RefundChange {
            refund: booking.row,
            outcome: Cow::Borrowed(step.outcome.name()),
            amount: step.amount(),
            reason: step.note.map(Cow::Borrowed),
            lines,
            turns,
        })
    }

    /// Keeps a refund that has the number of another one and other content.
    fn note_conflict(&self, refund: &Refund<'_>, body: &str, now: i64) -> Result<()> {
        let (source, external_id, refund_id) =
            (&refund.source, &refund.external_id, &refund.refund_id);
        let key = format!("{source}:{external_id}:{refund_id}");
        Ok(conflicts::keep(self.db, now, "refund", &key, body)?)
    }

    /// Writes how much of each row of a line is refunded.
    pub(super) fn write_rows(&self, line: &StoredLine) -> Result<()> {
        for row in &line.rows {
            transactions::set_row(self.db, row)?;
        }
        Ok(())
    }

    /// Takes an amount from every pool that a detail went into.
    pub(super) fn unpool(&mut self, detail: i64, amount: i64, booking: &mut Booking) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let taken = TakenBack {
            refund: booking.row,
            detail,
            amount,
            at: booking.at,
            now: booking.now,
        };
        for pooled in pools::of_detail(self.db, detail)? {
            let Some(index) = self.book.find_ever(self.db, pooled.distributor)? else {
                continue;
            };
            let tracked = &mut self.book.tracked[index];
            let entry = take_back(self.db, tracked, &pooled, taken)?;
            booking.entries.extend(entry);
        }
        Ok(())
    }

    /// Takes back the points of an event (-1), or gives them again (1), in the period the refund belongs to.
    pub(super) fn turn(&mut self, event: EventId, sign: i64, booking: &mut Booking) -> Result<()> {
        for (distributor, kind, counted) in counting::counted(self.db, event)? {
            let Some(index) = self.book.find_ever(self.db, distributor)? else {
                continue;
            };
            let reversal = Reversal {
                event,
                kind: &kind,
                sign,
                at: booking.at,
                now: booking.now,
                refund: Some(booking.row),
            };
            let reversed = self.counter(index).reverse(&counted, &reversal)?;
            booking.entries.extend(reversed.entry);
            booking.touched.extend(reversed.claims_of);
        }
        Ok(events::note_reversal(self.db, event, booking.at, sign)?)
    }
}
