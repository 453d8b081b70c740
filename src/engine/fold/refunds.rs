//! A refund takes from its sale, from the pools that the sale filled, and from the scores it made.
//! Undoing one gives all of it again, as new rows.

use std::borrow::Cow;

use num_bigint::BigUint;

use super::entries::{self, Entry, REFUND, RefundBody};
use super::events::instant;
use super::place::{Placed, place_or_next};
use super::{Batch, Tracked, fingerprint};
use crate::domain::allocation::split;
use crate::domain::event::{COUPON_USED, SALE_REFERRED};
use crate::domain::ids::{DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::money;
use crate::domain::pool::Source;
use crate::domain::transaction::{DetailKind, Refund, RefundLine, Takes, TransactionStatus};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::owed::Owed;
use crate::store::metrics::{self, NewMetric};
use crate::store::pools::{self, CORRECTION, NewEntry, Place, Pooled};
use crate::store::transactions::{self, Latest, Line, NewRefund, Sale, WaitingRefund};
use crate::store::{Error as StoreError, events, ledger, meta};

/// What a refund takes from each line of its sale, by the line's place; and what was wrong with it.
#[derive(Debug, PartialEq, Eq)]
struct Taken {
    amounts: Vec<(usize, i64)>,
    reason: Option<&'static str>,
}

/// A refund on its way into the books.
pub(super) struct Booking<'b> {
    pub row: i64,
    pub refund: &'b Refund<'b>,
    pub at: Instant,
    pub now: Instant,
    pub entries: Vec<Entry>,
    pub adjustments: Vec<Owed>,
}

impl Batch<'_> {
    /// Folds a refund, unless it was folded before. Without its sale it waits for it.
    ///
    /// A refund that was undone can be given again under its number, later than it was undone; what
    /// comes with an earlier time is a late copy of the first.
    pub(super) fn refund(&mut self, refund: &Refund<'_>, now: i64) -> Result<()> {
        let (source, external_id, refund_id) =
            (&*refund.source, &*refund.external_id, &*refund.refund_id);
        let latest = transactions::latest_refund(self.db, source, external_id, refund_id)?;
        let fingerprint = fingerprint(&(&refund.takes, refund.undo));
        let body = serde_json::to_string(refund).unwrap_or_default();
        let Some(generation) = next_generation(refund, latest.as_ref()) else {
            self.done.duplicates += 1;
            let differs = latest.is_some_and(|latest| {
                is_undo(latest.generation) == refund.undo && latest.fingerprint != fingerprint
            });
            if differs {
                let key = format!("{source}:{external_id}:{refund_id}");
                meta::keep_conflict(self.db, now, "refund", &key, &body)?;
            }
            return Ok(());
        };
        transactions::insert_refund(
            self.db,
            &NewRefund {
                source,
                external_id,
                refund_id,
                generation,
                now,
                at: refund.at,
                body: &body,
                fingerprint,
            },
        )?;
        self.done.transactions += 1;
        self.settle_waiting(source, external_id, now)
    }

    /// Applies the refunds that wait for a sale, when it is there.
    pub(super) fn settle_waiting(
        &mut self,
        source: &str,
        external_id: &str,
        now: i64,
    ) -> Result<()> {
        for waiting in transactions::waiting_refunds(self.db, source, external_id)? {
            let Some(sale) = transactions::sale(self.db, source, external_id)? else {
                return Ok(());
            };
            let refund: Refund<'_> = serde_json::from_str(&waiting.body)
                .map_err(|error| StoreError::Corrupt(format!("refund {}: {error}", waiting.row)))?;
            self.settle(&waiting, &refund, &sale, now)?;
        }
        Ok(())
    }

    fn settle(
        &mut self,
        waiting: &WaitingRefund,
        refund: &Refund<'_>,
        sale: &Sale,
        now: i64,
    ) -> Result<()> {
        // What the sale counted for may still wait to be written.
        self.intake.write(self.db)?;
        let mut lines = transactions::lines(self.db, sale.id)?;
        let taken = if is_undo(waiting.generation) {
            give_again(&transactions::lines_before(self.db, waiting.row)?, &lines)
        } else {
            take(&refund.takes, &lines, sale.units)
        };
        let taken = match taken {
            Ok(taken) => taken,
            Err(reason) => {
                transactions::settle_refund(self.db, waiting.row, "ignored", None, Some(reason))?;
                return Ok(());
            }
        };
        let mut booking = Booking {
            row: waiting.row,
            refund,
            at: instant(refund.at),
            now: instant(now),
            entries: Vec::new(),
            adjustments: Vec::new(),
        };
        let mut total = 0;
        let mut booked = Vec::with_capacity(taken.amounts.len());
        for (index, amount) in &taken.amounts {
            let line = &mut lines[*index];
            line.refunded += amount;
            total += amount;
            transactions::insert_refund_line(self.db, waiting.row, line.id, *amount)?;
            self.unpool(line, *amount, &mut booking)?;
            self.follow_line(line, &booking)?;
            transactions::set_line(self.db, line)?;
            booked.push((line.id, *amount, line.reversed));
        }
        let status = self.set_sale(sale, &lines, total, &booking)?;
        self.settle_clawbacks(&mut booking)?;
        transactions::settle_refund(self.db, waiting.row, "applied", Some(total), taken.reason)?;
        let body = RefundBody {
            refund: waiting.row,
            source: Cow::Borrowed(&refund.source),
            external_id: Cow::Borrowed(&refund.external_id),
            refund_id: Cow::Borrowed(&refund.refund_id),
            generation: waiting.generation,
            recorded_at: waiting.recorded_at,
            occurred_at: refund.at,
            amount: total,
            reason: taken.reason.map(Cow::Borrowed),
            fingerprint: waiting.fingerprint,
            texts: ledger::digest(&[Some(&waiting.body)]),
            transaction: sale.id,
            sale: Cow::Borrowed(status.name()),
            lines: booked,
            entries: booking.entries,
            adjustments: booking.adjustments,
        };
        entries::note(
            self.db,
            booking.now,
            REFUND,
            &waiting.row.to_string(),
            &body,
        )
    }

    /// Takes from every pool that a line filled, in the period the refund belongs to; or claims it
    /// back from those who were paid, where the rules of the closed period say so.
    fn unpool(&mut self, line: &Line, amount: i64, booking: &mut Booking<'_>) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        for pooled in pools::of_detail(self.db, line.id)? {
            if self.claims_back(&pooled, booking.at)? {
                booking
                    .entries
                    .push(self.claim(&pooled, line, amount, booking)?);
                continue;
            }
            let Some((index, placed)) = self.place_refund(pooled.distributor, booking)? else {
                continue;
            };
            let (place, rate) = same_rate(&self.book.tracked[index], &pooled, placed.version);
            booking.entries.push(entries::insert(
                self.db,
                &NewEntry {
                    distribution: placed.distribution,
                    place,
                    rate: &rate,
                    kind: "refund",
                    base: -amount,
                    at: booking.at,
                    late: placed.late,
                    transaction: None,
                    detail: Some(line.id),
                    refund: Some(booking.row),
                    customer: pooled.customer.as_deref(),
                    reason: None,
                },
            )?);
        }
        Ok(())
    }

    /// Points go when the whole line is given back, and come again when it is not any more.
    fn follow_line(&mut self, line: &mut Line, booking: &Booking<'_>) -> Result<()> {
        let Some(event) = line.event else {
            return Ok(());
        };
        let gone = line.left() == 0 && !booking.refund.undo;
        if gone != line.reversed {
            self.turn(event, gone, booking)?;
            line.reversed = gone;
        }
        Ok(())
    }

    fn set_sale(
        &mut self,
        sale: &Sale,
        lines: &[Line],
        total: i64,
        booking: &Booking<'_>,
    ) -> Result<TransactionStatus> {
        let whole = lines.iter().all(|line| line.left() == 0) && !booking.refund.undo;
        let status = match (whole, booking.refund.cancelled) {
            (true, true) => TransactionStatus::Cancelled,
            (true, false) => TransactionStatus::Refunded,
            (false, _) => TransactionStatus::Complete,
        };
        transactions::set_refunded(self.db, sale.id, sale.refunded + total, status)?;
        if whole != (sale.status != TransactionStatus::Complete) {
            for kind in [COUPON_USED, SALE_REFERRED] {
                for event in events::of_transaction(self.db, sale.id, kind)? {
                    self.turn(event, whole, booking)?;
                }
            }
        }
        Ok(status)
    }

    /// Takes back the points an event made, or gives them again, in the period the refund belongs to.
    fn turn(&mut self, event: EventId, gone: bool, booking: &Booking<'_>) -> Result<()> {
        let sign = if gone { -1 } else { 1 };
        for counted in metrics::of_event(self.db, event)? {
            let Some((_, placed)) = self.place_refund(counted.distributor, booking)? else {
                continue;
            };
            self.intake.metric(&NewMetric {
                distribution: placed.distribution,
                collaborator: counted.collaborator,
                event: Some(event),
                kind: &counted.kind,
                status: if gone { "reversed" } else { "restored" },
                points: sign * counted.points,
                parts: counted.parts,
                at: booking.at,
            });
            let key = (placed.distribution, counted.collaborator, counted.parts);
            self.book.add_score(key, sign * counted.points, 0)?;
        }
        Ok(events::note_reversal(self.db, event, booking.at, sign)?)
    }

    fn place_refund(
        &mut self,
        id: DistributorId,
        booking: &Booking<'_>,
    ) -> Result<Option<(usize, Placed)>> {
        let Some(index) = self.book.find(self.db, id)? else {
            return Ok(None);
        };
        let tracked = &mut self.book.tracked[index];
        let placed = place_or_next(self.db, tracked, booking.at, booking.now)?;
        Ok(placed.map(|placed| (index, placed)))
    }
}

/// The source that takes back at the percentage at which the sale was counted: the same one where
/// it has not changed since, else a correction with the old percentage beside it.
pub(super) fn same_rate(tracked: &Tracked, pooled: &Pooled, version: i64) -> (Place, String) {
    let percent = |number: i64| {
        let source = usize::try_from(pooled.place).ok()?;
        match tracked
            .version(number)?
            .definition
            .pool
            .sources
            .get(source)?
        {
            Source::RevenueShare(share) => Some(share.percent),
            Source::Fixed(_) | Source::PerEvent { .. } => None,
        }
    };
    let then = percent(pooled.version);
    if then == percent(version) {
        return (pooled.place, String::new());
    }
    (
        CORRECTION,
        then.map(|percent| percent.normalize().to_string())
            .unwrap_or_default(),
    )
}

fn is_undo(generation: i64) -> bool {
    generation % 2 == 1
}

/// The generation a refund begins; `None` when it says what is so already.
fn next_generation(refund: &Refund<'_>, latest: Option<&Latest>) -> Option<i64> {
    match latest {
        None => Some(i64::from(refund.undo)),
        Some(latest) if is_undo(latest.generation) == refund.undo => None,
        Some(latest) if refund.undo => Some(latest.generation + 1),
        Some(latest) => (refund.at > latest.at).then_some(latest.generation + 1),
    }
}

/// What an undo gives again: all that the generation before it took.
fn give_again(before: &[(i64, i64)], lines: &[Line]) -> std::result::Result<Taken, &'static str> {
    let amounts: Vec<(usize, i64)> = before
        .iter()
        .filter_map(|(detail, amount)| {
            let index = lines.iter().position(|line| line.id == *detail)?;
            Some((index, -amount))
        })
        .collect();
    if amounts.is_empty() {
        Err("nothing_to_undo")
    } else {
        Ok(Taken {
            amounts,
            reason: None,
        })
    }
}

fn take(
    takes: &Takes<'_>,
    lines: &[Line],
    units: Units,
) -> std::result::Result<Taken, &'static str> {
    match takes {
        Takes::Lines(wanted) => take_lines(wanted, lines, units),
        Takes::Amount(text) => {
            let amount =
                money::from_text(text, units).map_err(|_| "more_decimals_than_the_currency")?;
            Ok(take_amount(amount, lines))
        }
        Takes::Rest => Ok(Taken {
            amounts: rest(lines),
            reason: None,
        }),
    }
}

fn rest(lines: &[Line]) -> Vec<(usize, i64)> {
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| (index, line.left()))
        .collect()
}

fn take_lines(
    wanted: &[RefundLine<'_>],
    lines: &[Line],
    units: Units,
) -> std::result::Result<Taken, &'static str> {
    let mut taken = Taken {
        amounts: Vec::with_capacity(wanted.len()),
        reason: None,
    };
    for line in wanted {
        let index = lines.iter().position(|l| l.external_id == line.external_id);
        let index = index.ok_or("unknown_line")?;
        let left = lines[index].left();
        let amount = match &line.amount {
            Some(text) => {
                money::from_text(text, units).map_err(|_| "more_decimals_than_the_currency")?
            }
            None => left,
        };
        if (amount < 0) != (left < 0) && amount != 0 && left != 0 {
            return Err("wrong_sign");
        }
        // More than is left cannot be taken back from a pool: it never went in.
        let held = if amount.abs() > left.abs() {
            left
        } else {
            amount
        };
        if held != amount {
            taken.reason = Some("more_than_was_left");
        }
        taken.amounts.push((index, held));
    }
    Ok(taken)
}

/// Spreads an amount without lines: over what is left of the products, in proportion and exactly;
/// what they cannot hold over the other charges. All that is left of the sale takes its discounts
/// along.
fn take_amount(amount: i64, lines: &[Line]) -> Taken {
    let all: i64 = lines.iter().map(Line::left).sum();
    if amount >= all {
        let reason = (amount > all).then_some("more_than_was_left");
        return Taken {
            amounts: rest(lines),
            reason,
        };
    }
    let products = |line: &Line| line.kind == DetailKind::LineItem;
    let mut amounts = vec![0; lines.len()];
    let first = spread(amount, lines, products, &mut amounts);
    spread(amount - first, lines, |line| !products(line), &mut amounts);
    Taken {
        amounts: amounts
            .into_iter()
            .enumerate()
            .filter(|(_, amount)| *amount != 0)
            .collect(),
        reason: None,
    }
}

/// Spreads at most what the chosen lines have left; answers how much that was.
fn spread(amount: i64, lines: &[Line], chosen: impl Fn(&Line) -> bool, amounts: &mut [i64]) -> i64 {
    let left: Vec<i64> = lines
        .iter()
        .map(|line| if chosen(line) { line.left().max(0) } else { 0 })
        .collect();
    let amount = amount.min(left.iter().sum());
    let weights: Vec<BigUint> = left
        .iter()
        .map(|left| BigUint::from(left.unsigned_abs()))
        .collect();
    let Some(parts) = split(amount, &weights) else {
        return 0;
    };
    for (sum, part) in amounts.iter_mut().zip(parts) {
        *sum += part;
    }
    amount
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(external_id: &str, kind: DetailKind, amount: i64, refunded: i64) -> Line {
        Line {
            id: 1,
            external_id: external_id.into(),
            kind,
            amount,
            refunded,
            event: None,
            reversed: false,
        }
    }

    fn sale() -> Vec<Line> {
        vec![
            line("a", DetailKind::LineItem, 6_000, 0),
            line("b", DetailKind::LineItem, 4_000, 1_000),
            line("s", DetailKind::Shipping, 500, 0),
            line("d", DetailKind::Discount, -900, 0),
        ]
    }

    #[test]
    fn an_amount_is_spread_over_what_is_left_of_the_products() {
        assert_eq!(take_amount(900, &sale()).amounts, [(0, 600), (1, 300)]);
        // 1001 over 6000 and 3000: 667.33 and 333.67.
        assert_eq!(take_amount(1_001, &sale()).amounts, [(0, 667), (1, 334)]);
    }

    #[test]
    fn all_that_is_left_takes_everything_along() {
        let whole = [(0, 6_000), (1, 3_000), (2, 500), (3, -900)];
        assert_eq!(
            take_amount(8_600, &sale()),
            Taken {
                amounts: whole.to_vec(),
                reason: None
            }
        );
        let more = take_amount(9_000, &sale());
        assert_eq!(
            (more.amounts, more.reason),
            (whole.to_vec(), Some("more_than_was_left"))
        );
    }

    #[test]
    fn a_line_gives_back_no_more_than_it_has() {
        let usd = Units::from_code("USD").unwrap();
        let wanted = |id: &'static str, amount: Option<&'static str>| {
            vec![RefundLine {
                external_id: id.into(),
                amount: amount.map(Into::into),
                quantity: None,
            }]
        };
        let take = |id, amount| take_lines(&wanted(id, amount), &sale(), usd);
        assert_eq!(
            take("b", Some("12.00")),
            Ok(Taken {
                amounts: vec![(1, 1_200)],
                reason: None
            })
        );
        assert_eq!(
            take("b", None),
            Ok(Taken {
                amounts: vec![(1, 3_000)],
                reason: None
            })
        );
        assert_eq!(
            take("b", Some("40.00")),
            Ok(Taken {
                amounts: vec![(1, 3_000)],
                reason: Some("more_than_was_left")
            })
        );
        assert_eq!(take("x", None), Err("unknown_line"));
        assert_eq!(take("d", Some("1.00")), Err("wrong_sign"));
        assert_eq!(
            take("a", Some("1.005")),
            Err("more_decimals_than_the_currency")
        );
    }
}
