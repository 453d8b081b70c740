//! Clawback: a refund of a period that was paid claims its part back from those who were paid,
//! instead of lessening the open period's pool. The closed rows stay as they are.
//!
//! What is claimed is the difference between the pool that was divided and the pool as it would have
//! been without all that was taken back so far, less what was claimed before. So many small refunds
//! claim what one large one would, to the unit, and an undone one gives it again.
//!
//! Whether the heartbeat was late is no influence: a refund given after the end of a period that nobody
//! has closed yet is noted, and claimed when it closes.

use super::entries::{self, Entry};
use super::recount::{self, Change, Counts};
use super::refunds::{Booking, same_rate};
use super::{Batch, Tracked};
use crate::domain::clawback::claims;
use crate::domain::distribution::{Distribution, DistributionStatus};
use crate::domain::distributor::DistributorStatus;
use crate::domain::distributor::OnRefundAfterClose;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::obligation::{ObligationKind, ObligationStatus};
use crate::domain::pool::{self, Correction};
use crate::engine::owed::{self, Owed};
use crate::engine::{Result, preview};
use crate::store::counts::Tally;
use crate::store::obligations::{self, NewObligation};
use crate::store::pools::{self, CLAWBACK, NewEntry, Pooled};
use crate::store::transactions::Line;
use crate::store::{Connection, Error as StoreError, distributions, find};

/// The ledger's word for what is claimed when a period closes, of refunds between its end and its close.
pub const ACT: &str = "clawback";

impl Batch<'_> {
    /// Whether what is taken from this pool is claimed back from those who were paid out of it.
    pub(super) fn claims_back(&self, pooled: &Pooled, at: Instant) -> Result<bool> {
        let definition = preview::definition(self.db, pooled.distributor, pooled.version)?;
        if definition.on_refund_after_close != OnRefundAfterClose::Clawback {
            return Ok(false);
        }
        let sold_in = distribution(self.db, pooled.distribution)?;
        Ok(match sold_in.status {
            DistributionStatus::Complete | DistributionStatus::Review => true,
            // What was left of its pool went to the next period, and there it is taken back.
            DistributionStatus::Skipped => false,
            DistributionStatus::Scheduled
            | DistributionStatus::Tracking
            | DistributionStatus::Failed => sold_in.period.end <= at,
        })
    }

    /// Notes what is taken back from a closed pool.
    pub(super) fn claim(
        &self,
        pooled: &Pooled,
        line: &Line,
        amount: i64,
        booking: &Booking,
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
    pub(super) fn settle_clawbacks(&mut self, booking: &mut Booking) -> Result<()> {
        let mut touched: Vec<DistributionId> = Vec::new();
        for entry in booking.entries.iter().filter(|entry| entry.is_clawback()) {
            if !touched.contains(&entry.distribution()) {
                touched.push(entry.distribution());
            }
        }
        for id in touched {
            let sold_in = distribution(self.db, id)?;
            if is_divided(&sold_in) {
                let made = claim_from(self.db, &sold_in, booking.now)?;
                booking.adjustments.extend(made);
            }
        }
        Ok(())
    }
}

fn is_divided(distribution: &Distribution) -> bool {
    matches!(
        distribution.status,
        DistributionStatus::Complete | DistributionStatus::Review
    )
}

/// Settles what was given back between a period's end and its close: where it was divided it is claimed
/// from those who got it, else it is taken from the pool of the next period.
pub fn settle_at_close(
    db: &Connection,
    id: DistributionId,
    next: Option<DistributionId>,
    now: Instant,
) -> Result<()> {
    if pools::clawbacks(db, id)?.is_empty() {
        return Ok(());
    }
    let closed = distribution(db, id)?;
    if is_divided(&closed) {
        let made = claim_from(db, &closed, now)?;
        return entries::note(db, now, ACT, &id.to_string(), &made);
    }
    let Some(next) = next else { return Ok(()) };
    let tracked = Tracked::read(db, closed.distributor, DistributorStatus::Active)?;
    let version = distribution(db, next)?.version;
    let mut changes = Vec::new();
    for moved in pools::take_clawbacks(db, id)? {
        let customer = moved.customer.clone();
        let claimed = Entry::from(moved.entry);
        let pooled = Pooled {
            distributor: closed.distributor,
            distribution: id,
            version: closed.version,
            // The source stands where other entries have their percentage.
            place: claimed.rate.parse().map_err(|_| {
                StoreError::Corrupt(format!("a clawback of source {}", claimed.rate))
            })?,
            customer,
        };
        let (place, rate) = same_rate(&tracked, &pooled, version);
        let entry = entries::insert(
            db,
            &NewEntry {
                distribution: next,
                place,
                rate: &rate,
                kind: "refund",
                base: claimed.base,
                at: Instant::from_micros(claimed.occurred_at).unwrap_or(now),
                late: false,
                transaction: None,
                detail: claimed.detail,
                refund: claimed.refund,
                customer: pooled.customer.as_deref(),
                reason: None,
            },
        )?;
        changes.push(Change::Removed(Counts {
            id: claimed.id,
            distribution: id,
            source: claimed.source,
            rate: claimed.rate,
            base: claimed.base,
        }));
        changes.push(Change::Added(entry));
    }
    recount::note_changes(db, closed.distributor, now, &changes)
}

/// Makes the obligations that claim back what was taken from a divided pool and not claimed yet.
fn claim_from(db: &Connection, closed: &Distribution, now: Instant) -> Result<Vec<Owed>> {
    let id = closed.id;
    let definition = preview::definition(db, closed.distributor, closed.version)?;
    let divided = closed.amount.map_or(0, |amount| amount.minor);
    let pool = preview::fill(db, id, &definition)?;
    let corrections: Vec<Correction> = pools::clawbacks(db, id)?
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
    let paid = distributions::allocations_of(db, id)?;
    let amounts: Vec<i64> = paid.iter().map(|row| row.amount.minor).collect();
    let claimed = -obligations::clawed_back(db, id)?;
    let Some(parts) = claims(divided, without.pool(), &amounts, claimed) else {
        return Ok(Vec::new());
    };
    let status = match closed.status {
        DistributionStatus::Review => ObligationStatus::Draft,
        _ => ObligationStatus::Pending,
    };
    let mut made = Vec::new();
    let mut tally = Tally::default();
    for (row, amount) in paid.iter().zip(parts).filter(|(_, amount)| *amount != 0) {
        made.push(owed::insert(
            db,
            now,
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
                corrects: obligations::of_allocation(db, row.id)?,
                payable_at: now,
            },
            &mut tally,
        )?);
    }
    tally.write(db)?;
    Ok(made)
}

fn distribution(db: &Connection, id: DistributionId) -> Result<Distribution> {
    let found = find::one(db, &distributions::LISTING, id.0, distributions::row)?;
    Ok(found.ok_or_else(|| StoreError::Corrupt(format!("distribution {id} is missing")))?)
}
