//! Claims of refunds of closed periods, when the refund is folded.

use super::Batch;
use super::refunds::Booking;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::engine::clawback::credited::{DividedWithout, Touched, Why};
use crate::engine::clawback::{Lowered, claim_from, is_divided, lower_carried};
use crate::engine::periods::period_at_or_next;
use crate::engine::periods::refund_window::is_open;
use crate::engine::{Result, definition, get};

impl Batch<'_> {
    /// Makes the obligations that claim back what a refund took from closed pools.
    pub(super) fn settle_clawbacks(&mut self, booking: &mut Booking) -> Result<()> {
        let mut touched: Vec<DistributionId> = Vec::new();
        for entry in booking.entries.iter().filter(|entry| entry.is_clawback()) {
            if !touched.contains(&entry.distribution) {
                touched.push(entry.distribution);
            }
        }
        for id in touched {
            let sold_in = get::existing_distribution(self.db, id)?;
            // A provisional distribution may be divided again; its claims are made when that is over.
            if !is_divided(&sold_in) || is_open(self.db, id)? {
                continue;
            }
            let rules = definition::read(self.db, sold_in.distributor, sold_in.version);
            if rules.is_ok_and(|rules| rules.claims_from_credited()) {
                // Claimed once for everything that is booked together, after the ledger has it.
                booking.touched.insert(id);
                continue;
            }
            let made = match claim_from(self.db, &sold_in, booking.now) {
                // Unreadable rules or entries of one distributor must not stop the refund for the others.
                Err(error) if error.is_local() => continue,
                made => made?,
            };
            booking.adjustments.extend(made.adjustments);
            if made.from_carried == 0 {
                continue;
            }
            let Some(index) = self.book.find_ever(self.db, sold_in.distributor)? else {
                continue;
            };
            let tracked = &mut self.book.tracked[index];
            if let Some(period) = period_at_or_next(self.db, tracked, booking.at, booking.now)? {
                let lowered = Lowered {
                    closed: id,
                    open: period.distribution,
                    amount: made.from_carried,
                    at: booking.at,
                    refund: Some(booking.row),
                };
                booking.entries.extend(lower_carried(self.db, lowered)?);
            }
        }
        Ok(())
    }

    /// Claims from those whose points were taken back, if the rules of the closed period say so. The ledger already has what
    /// took them.
    pub(super) fn claim_from_credited(
        &mut self,
        touched: &Touched,
        at: Instant,
        now: Instant,
    ) -> Result<()> {
        if touched.is_empty() {
            return Ok(());
        }
        // The metrics of the points that are taken back may not be written yet.
        self.loader.write(self.db)?;
        for (id, refunds) in touched {
            let closed = get::existing_distribution(self.db, *id)?;
            // What is provisional, or not closed yet, is claimed when that is over.
            if !is_divided(&closed) || is_open(self.db, *id)? {
                continue;
            }
            let again = match DividedWithout::read(self.db, &closed) {
                // Unreadable rules or entries of one distributor must not stop the refund for the others.
                Err(error) if error.is_local() => continue,
                again => again?,
            };
            let mut open = None;
            if again.lowers_carried()
                && let Some(index) = self.book.find_ever(self.db, closed.distributor)?
            {
                let tracked = &mut self.book.tracked[index];
                let period = period_at_or_next(self.db, tracked, at, now)?;
                open = period.map(|period| period.distribution);
            }
            let why = Why {
                refunds,
                at,
                refund: refunds.first().copied(),
                now,
            };
            again.claim(self.db, &closed, open, why)?;
        }
        Ok(())
    }
}
