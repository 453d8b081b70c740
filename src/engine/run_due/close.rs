//! Closes one period in the caller's transaction: reads, divides, writes.

use std::collections::BTreeMap;

use super::{ClosedRow, PoolAmount, snapshot};
use crate::domain::allocation::{Allocation, Status};
use crate::domain::distribution::{AllocationStatus, DistributionStatus, PeriodRow};
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::ids::{AllocationId, DistributionId, ObligationId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::obligation::{ObligationKind, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::points::Points;
use crate::domain::verdict::{Verdict, judge};
use crate::engine::bodies::{append, insert_entry};
use crate::engine::clawback::{self, settle_at_close};
use crate::engine::periods::refund_window::is_open;
use crate::engine::periods::{Tracked, planned_at, planned_between};
use crate::engine::preview::{self, Preview};
use crate::engine::{Error, Result, find, repeats};
use crate::store::distributions::{self, AllocationWriter, Closing, NewAllocation, Open};
use crate::store::metrics::{self, Seen};
use crate::store::obligations::{NewObligation, Writer};
use crate::store::outbox::{self, About, NOT_ACTIVE};
use crate::store::pools::{NewEntry, OPENING};
use crate::store::{Connection, Error as StoreError};

/// Closes a period and opens the next. Closing it a second time is an [`Error::Conflict`].
pub fn close(
    db: &Connection,
    open: &Open,
    now: Instant,
) -> Result<(ClosedRow, DistributionStatus)> {
    let definition = preview::definition(db, open.distributor, open.version)?;
    repeats::book(db, open, &definition)?;
    let preview = preview::work_out(
        db,
        open.id,
        definition,
        &BTreeMap::new(),
        &[],
        Seen::AsDivided,
    )?;
    let verdict = judge(
        &preview.definition,
        preview.pool.filled.balance,
        &preview.outcome,
    );
    let head = find::head(db, open.distributor)?
        .ok_or(Error::NotFound("distributor", open.distributor.0))?;
    let mut tracked = Tracked::read(db, open.distributor, head.status)?;
    tracked.open.retain(|other| other.id != open.id);
    let is_last = head.status == DistributorStatus::Archived
        && tracked.open.iter().all(|later| later.start < open.end);
    let verdict = if is_last {
        verdict.of_the_last_period()
    } else {
        verdict
    };
    let terms = Terms {
        payable_at: payable_at(&preview.definition, now),
        now,
    };
    let made = write_allocations(db, open, &preview, &verdict, terms)?;
    let obligations = made.iter().filter(|row| row.obligation.is_some()).count();
    let obligations = i64::try_from(obligations).unwrap_or(i64::MAX);
    let hash = snapshot::write(
        db,
        open,
        &preview,
        &snapshot::Fate {
            verdict: &verdict,
            is_last,
            made: &made,
            payable_at: terms.payable_at,
            replaces: None,
            now,
        },
    )?;
    let Some(hash) = hash else {
        return Err(Error::Conflict(format!(
            "distribution {} is already closed",
            open.id
        )));
    };
    let pool = preview.pool.filled.pool();
    let closed = distributions::close(
        db,
        open.id,
        open.status,
        &Closing {
            status: verdict.status,
            amount: pool,
            obligations,
            closed_at: now,
            reason: verdict.reason,
            hash: &hash,
        },
    )?;
    if !closed {
        return Err(Error::Conflict(format!(
            "distribution {} is already closed",
            open.id
        )));
    }
    let next = if is_last {
        None
    } else {
        Some(open_next(db, open, &tracked, &verdict, &preview, now)?)
    };
    if !is_open(db, open.id)? {
        settle_at_close(db, open.id, next, now)?;
    }
    tell(db, open.id, verdict.status, &made, now)?;
    let units = preview.definition.units;
    let row = ClosedRow {
        distributor: open.distributor,
        distribution: open.id,
        period: PeriodRow {
            start: open.start,
            end: open.end,
        },
        pool: PoolAmount {
            amount: Money { minor: pool, units },
            currency: units,
        },
        obligations,
        reason: verdict.reason.map(str::to_owned),
    };
    Ok((row, verdict.status))
}

/// Tells others about the result through the outbox.
fn tell(
    db: &Connection,
    id: DistributionId,
    status: DistributionStatus,
    made: &[Made<'_>],
    now: Instant,
) -> Result<()> {
    match status {
        DistributionStatus::Complete => {
            let obliged = made.iter().filter_map(|row| row.obligation.as_ref());
            let standing = obliged.map(|row| (row.id, row.status, row.reason));
            outbox::tell_completed(db, now, id, standing)?;
        }
        DistributionStatus::Review => {
            let about = About::distribution(id);
            outbox::tell(db, now, MessageKind::NeedsApproval, about)?;
        }
        _ => {}
    }
    Ok(())
}

/// What was made of an allocation.
pub struct Made<'m> {
    pub allocation: &'m Allocation,
    /// Its row; a skipped distribution has none.
    pub id: Option<AllocationId>,
    pub obligation: Option<Obliged>,
}

/// The obligation that an allocation made.
pub struct Obliged {
    pub id: ObligationId,
    pub status: ObligationStatus,
    pub reason: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub payable_at: Instant,
    pub now: Instant,
}

/// Writes the allocations, and the obligations that they make.
pub fn write_allocations<'p>(
    db: &Connection,
    open: &Open,
    preview: &'p Preview,
    verdict: &Verdict,
    terms: Terms,
) -> Result<Vec<Made<'p>>> {
    let allocations = &preview.outcome.allocations;
    match verdict.status {
        // Nothing is written, but the snapshot needs the participants to prove that nobody could get anything.
        DistributionStatus::Skipped if verdict.is_of_a_division() => {
            let unwritten = |allocation| Made {
                allocation,
                id: None,
                obligation: None,
            };
            Ok(allocations.iter().map(unwritten).collect())
        }
        DistributionStatus::Skipped => Ok(Vec::new()),
        status => {
            let mut made = Vec::with_capacity(allocations.len());
            let mut writer = Writer::new(db);
            let mut shares = AllocationWriter::new(db, open.id)?;
            for allocation in allocations {
                made.push(write_allocation(
                    open,
                    &preview.definition,
                    allocation,
                    (status, terms),
                    &mut shares,
                    &mut writer,
                )?);
            }
            writer.finish()?;
            Ok(made)
        }
    }
}

fn write_allocation<'p>(
    open: &Open,
    definition: &Definition,
    allocation: &'p Allocation,
    (status_of_all, terms): (DistributionStatus, Terms),
    shares: &mut AllocationWriter<'_>,
    writer: &mut Writer<'_>,
) -> Result<Made<'p>> {
    let (status, reason) = shown(allocation);
    let id = shares.insert(&NewAllocation {
        collaborator: allocation.collaborator,
        status,
        rank: allocation.rank,
        score: allocation.score.clone(),
        share: &allocation.share.to_string(),
        amount: allocation.amount,
        reason,
    })?;
    let obligation = match owed(definition, status_of_all, allocation) {
        Some((status, reason)) => {
            let new = NewObligation {
                status,
                kind: ObligationKind::Distribution,
                collaborator: allocation.collaborator,
                distributor: Some(open.distributor),
                distribution: Some(open.id),
                allocation: Some(id),
                amount: allocation.amount,
                units: definition.units,
                reason,
                corrects: None,
                payable_at: terms.payable_at,
            };
            Some(Obliged {
                id: writer.insert(terms.now, &new)?,
                status,
                reason,
            })
        }
        None => None,
    };
    Ok(Made {
        allocation,
        id: Some(id),
        obligation,
    })
}

/// From when the obligations of a distribution closed now can be paid.
pub fn payable_at(definition: &Definition, now: Instant) -> Instant {
    now.plus_days(definition.hold_days)
}

/// Where the obligation of an allocation stands at first, in a distribution of some status, and why; `None` when it
/// makes none.
pub fn owed(
    definition: &Definition,
    distribution: DistributionStatus,
    allocation: &Allocation,
) -> Option<(ObligationStatus, Option<&'static str>)> {
    let inactive = match allocation.status {
        Status::Paid => false,
        Status::Held => true,
        Status::Zero | Status::Ineligible(_) => return None,
    };
    let status = if distribution == DistributionStatus::Review {
        ObligationStatus::Draft
    } else if inactive || definition.hold_days > 0 {
        ObligationStatus::Held
    } else {
        ObligationStatus::Pending
    };
    let reason = match (inactive, status) {
        (true, _) => shown(allocation).1,
        (false, ObligationStatus::Held) => Some("hold_days"),
        (false, _) => None,
    };
    Some((status, reason))
}

/// How an allocation is kept: its status, and why nothing, why held, or that the cap bound it.
pub fn shown(allocation: &Allocation) -> (AllocationStatus, Option<&'static str>) {
    let capped = allocation.capped.then_some("capped");
    match allocation.status {
        Status::Paid => (AllocationStatus::Paid, capped),
        Status::Held => (AllocationStatus::Held, Some(NOT_ACTIVE)),
        Status::Zero => (AllocationStatus::Zero, Some("less_than_one_unit")),
        Status::Ineligible(reason) => (AllocationStatus::Ineligible, Some(reason.as_str())),
    }
}

/// Opens the next period with what this one carries over.
fn open_next(
    db: &Connection,
    open: &Open,
    tracked: &Tracked,
    verdict: &Verdict,
    preview: &Preview,
    now: Instant,
) -> Result<DistributionId> {
    let next = match tracked.open.iter().find(|next| next.start >= open.end) {
        Some(next)
            if next.start == open.end
                || planned_between(tracked, open, open.end, next).is_none() =>
        {
            distributions::advance(
                db,
                next.id,
                DistributionStatus::Scheduled,
                DistributionStatus::Tracking,
                None,
            )?;
            next.id
        }
        _ => {
            let planned = planned_at(tracked, open.end).ok_or_else(|| {
                StoreError::Inconsistent(format!(
                    "distributor {} has no rules in force at {}",
                    open.distributor, open.end
                ))
            })?;
            distributions::insert(
                db,
                now,
                &Open {
                    status: DistributionStatus::Tracking,
                    start: open.end,
                    ..planned
                },
            )?
        }
    };
    carry(db, open, next, verdict, preview, now)?;
    Ok(next)
}

fn carry(
    db: &Connection,
    open: &Open,
    next: DistributionId,
    verdict: &Verdict,
    preview: &Preview,
    now: Instant,
) -> Result<()> {
    if verdict.carried != 0 {
        let entry = insert_entry(
            db,
            &NewEntry {
                distribution: next,
                place: OPENING,
                rate: "",
                kind: "opening",
                base: verdict.carried,
                at: open.end,
                late: false,
                transaction: None,
                detail: None,
                refund: None,
                event: None,
                customer: None,
                reason: verdict.reason,
            },
        )?;
        append(db, now, clawback::CARRY, &open.id.to_string(), &entry)?;
    }
    for entrant in &preview.entrants {
        // A negative score counted as zero, and the next period makes up for it.
        if verdict.scores_too || entrant.score < Points::ZERO {
            metrics::carry(db, open.id, next, entrant.collaborator, open.end)?;
        }
    }
    Ok(())
}
