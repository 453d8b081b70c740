//! Clawback: a refund of a period that was paid claims its part back from those who were paid,
//! instead of lessening the open period's pool. The closed rows stay as they are.
//!
//! What is claimed is the difference between the pool that was divided and the pool as it would have
//! been without all that was taken back so far, less what was claimed before. So many small refunds
//! claim what one large one would, to the unit, and an undone one gives it again.

use super::Batch;
use super::entries::{self, Entry};
use super::refunds::Booking;
use crate::domain::clawback::claims;
use crate::domain::distribution::{Distribution, DistributionStatus};
use crate::domain::distributor::OnRefundAfterClose;
use crate::domain::ids::DistributionId;
use crate::domain::obligation::{ObligationKind, ObligationStatus};
use crate::domain::pool::{self, Correction};
use crate::engine::owed::{self, Owed};
use crate::engine::{Result, preview};
use crate::store::obligations::{self, NewObligation};
use crate::store::pools::{self, CLAWBACK, NewEntry, Pooled};
use crate::store::transactions::Line;
use crate::store::{Error as StoreError, distributions, find};

impl Batch<'_> {
    /// Whether what is taken from this pool is claimed back from those who were paid out of it.
    pub(super) fn claims_back(&self, pooled: &Pooled) -> Result<bool> {
        let definition = preview::definition(self.db, pooled.distributor, pooled.version)?;
        if definition.on_refund_after_close != OnRefundAfterClose::Clawback {
            return Ok(false);
        }
        let closed = distribution(self, pooled.distribution)?;
        Ok(matches!(
            closed.status,
            DistributionStatus::Complete | DistributionStatus::Review
        ))
    }

    /// Notes what is taken back from a closed pool.
    pub(super) fn claim(
        &self,
        pooled: &Pooled,
        line: &Line,
        amount: i64,
        booking: &Booking<'_>,
    ) -> Result<Entry> {
        // The source stands where other entries have their percentage: the sum is kept for each.
        let source = pooled.place.to_string();
        entries::insert(
            self.db,
            &NewEntry {
                distribution: pooled.distribution,
                place: CLAWBACK,
                rate: &source,
                kind: "clawback",
                base: -amount,
                at: booking.at,
                late: true,
                transaction: None,
                detail: Some(line.id),
                refund: Some(booking.row),
                customer: pooled.customer.as_deref(),
                reason: None,
            },
        )
    }

    /// Makes the obligations that claim back what this refund took from closed pools.
    pub(super) fn settle_clawbacks(&mut self, booking: &mut Booking<'_>) -> Result<()> {
        let mut touched: Vec<DistributionId> = Vec::new();
        for entry in booking.entries.iter().filter(|entry| entry.is_clawback()) {
            if !touched.contains(&entry.distribution()) {
                touched.push(entry.distribution());
            }
        }
        for id in touched {
            let made = self.claim_from(id, booking)?;
            booking.adjustments.extend(made);
        }
        Ok(())
    }

    fn claim_from(&self, id: DistributionId, booking: &Booking<'_>) -> Result<Vec<Owed>> {
        let closed = distribution(self, id)?;
        let definition = preview::definition(self.db, closed.distributor, closed.version)?;
        let divided = closed.amount.map_or(0, |amount| amount.minor);
        let pool = preview::fill(self.db, id, &definition)?;
        let corrections: Vec<Correction> = pools::clawbacks(self.db, id)?
            .into_iter()
            .filter_map(|(source, base)| {
                preview::percent(&definition, source).map(|percent| Correction { percent, base })
            })
            .collect();
        let all = [pool.corrections.clone(), corrections].concat();
        let filled = &pool.filled;
        let without = pool::fill(
            &definition.pool,
            &pool.bases,
            &all,
            filled.opening,
            filled.top_ups,
        )?;
        let paid = distributions::allocations_of(self.db, id)?;
        let amounts: Vec<i64> = paid.iter().map(|row| row.amount.minor).collect();
        let claimed = -obligations::clawed_back(self.db, id)?;
        let Some(parts) = claims(divided, without.pool(), &amounts, claimed) else {
            return Ok(Vec::new());
        };
        let status = match closed.status {
            DistributionStatus::Review => ObligationStatus::Draft,
            _ => ObligationStatus::Pending,
        };
        let mut made = Vec::new();
        for (row, amount) in paid.iter().zip(parts).filter(|(_, amount)| *amount != 0) {
            made.push(owed::insert(
                self.db,
                booking.now,
                &NewObligation {
                    status,
                    kind: ObligationKind::Adjustment,
                    collaborator: row.collaborator,
                    distributor: Some(closed.distributor),
                    distribution: Some(id),
                    allocation: None,
                    amount,
                    units: closed.currency,
                    reason: Some("clawback"),
                    corrects: obligations::of_allocation(self.db, row.id)?,
                    payable_at: booking.now,
                },
            )?);
        }
        Ok(made)
    }
}

fn distribution(batch: &Batch<'_>, id: DistributionId) -> Result<Distribution> {
    let found = find::one(batch.db, &distributions::LISTING, id.0, distributions::row)?;
    Ok(found.ok_or_else(|| StoreError::Corrupt(format!("distribution {id} is missing")))?)
}
