//! Closes one period in the caller's transaction: reads, divides, writes.

use std::collections::BTreeMap;

use super::{ClosedRow, PoolAmount, snapshot};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::division::{
    Allocation, AllocationReason, ObligationDraft, WrittenAllocation, WrittenObligation, payable_at,
};
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::money::Money;
use crate::domain::obligation::ObligationKind;
use crate::domain::outbox::MessageKind;
use crate::domain::points::Points;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::verdict::{Verdict, judge};
use crate::domain::words::Word;
use crate::engine::bodies::{append, insert_entry};
use crate::engine::clawback::settle_at_close;
use crate::engine::periods::refund_window::is_open;
use crate::engine::periods::{Tracked, planned_at, planned_between};
use crate::engine::preview::{self, Preview};
use crate::engine::{Error, Result, Row, definition, repeats, row};
use crate::store::distributions::{self, AllocationWriter, Closing, NewAllocation, Open};
use crate::store::metrics::{self, Seen};
use crate::store::obligations::{NewObligation, Writer};
use crate::store::outbox::{self, About};
use crate::store::pools::NewEntry;
use crate::store::{Error as StoreError, Write};

messages! {
    distribution_is_closed(id: String) = "distribution {id} is already closed";
}

/// Closes a period and opens the next. Closing it a second time is an [`Error::Conflict`].
pub fn close(db: &Write<'_>, open: &Open, now: Instant) -> Result<(ClosedRow, DistributionStatus)> {
    let definition = definition::read(db, open.distributor, open.version)?;
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
    let head = row::head(db, open.distributor)?
        .ok_or(Error::NotFound(Row::Distributor, open.distributor.0))?;
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
        payable_at: payable_at(preview.definition.hold_days, now),
        now,
    };
    let written = write_allocations(db, open, &preview, &verdict, terms)?;
    let obligations = written
        .iter()
        .filter(|row| row.obligation.is_some())
        .count();
    let obligations = i64::try_from(obligations).unwrap_or(i64::MAX);
    let hash = snapshot::write(
        db,
        open,
        &preview,
        &snapshot::ClosingOutcome {
            verdict: &verdict,
            is_last,
            written: &written,
            payable_at: terms.payable_at,
            replaces: None,
            now,
        },
    )?;
    let Some(hash) = hash else {
        return Err(Error::Conflict(distribution_is_closed(open.id.to_string())));
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
            reason: verdict.reason.map(Word::name),
            hash: &hash,
        },
    )?;
    if !closed {
        return Err(Error::Conflict(distribution_is_closed(open.id.to_string())));
    }
    let next = if is_last {
        None
    } else {
        Some(open_next(db, open, &tracked, &verdict, &preview, now)?)
    };
    if !is_open(db, open.id)? {
        settle_at_close(db, open.id, next, now)?;
    }
    tell(db, open.id, verdict.status, &written, now)?;
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
        reason: verdict.reason.map(|reason| reason.name().to_owned()),
    };
    Ok((row, verdict.status))
}

/// Tells others about the result through the outbox.
fn tell(
    db: &Write<'_>,
    id: DistributionId,
    status: DistributionStatus,
    written: &[WrittenAllocation<'_>],
    now: Instant,
) -> Result<()> {
    match status {
        DistributionStatus::Complete => {
            let obligations = written.iter().filter_map(|row| row.obligation.as_ref());
            let statuses = obligations.map(|row| (row.id, row.draft.status, row.draft.reason));
            outbox::tell_completed(db, now, id, statuses)?;
        }
        DistributionStatus::Review => {
            let about = About::distribution(id);
            outbox::tell(db, now, MessageKind::NeedsApproval, about)?;
        }
        _ => {}
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub payable_at: Instant,
    pub now: Instant,
}

/// Writes the allocations, and the obligations that they make.
pub fn write_allocations<'p>(
    db: &Write<'_>,
    open: &Open,
    preview: &'p Preview,
    verdict: &Verdict,
    terms: Terms,
) -> Result<Vec<WrittenAllocation<'p>>> {
    let allocations = &preview.outcome.allocations;
    match verdict.status {
        // Nothing is written, but the snapshot needs the participants to prove that nobody could get anything.
        DistributionStatus::Skipped if verdict.is_of_a_division() => {
            let unwritten = |allocation| WrittenAllocation {
                allocation,
                id: None,
                obligation: None,
            };
            Ok(allocations.iter().map(unwritten).collect())
        }
        DistributionStatus::Skipped => Ok(Vec::new()),
        status => {
            let mut written = Vec::with_capacity(allocations.len());
            let mut writer = Writer::new(db);
            let mut shares = AllocationWriter::new(db, open.id)?;
            for allocation in allocations {
                written.push(write_allocation(
                    open,
                    &preview.definition,
                    allocation,
                    (status, terms),
                    &mut shares,
                    &mut writer,
                )?);
            }
            writer.finish()?;
            Ok(written)
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
) -> Result<WrittenAllocation<'p>> {
    let (status, reason) = allocation.status_and_reason();
    let id = shares.insert(&NewAllocation {
        collaborator: allocation.collaborator,
        status,
        rank: allocation.rank,
        score: allocation.score.clone(),
        share: &allocation.share.to_string(),
        amount: allocation.amount,
        reason: reason.map(AllocationReason::name),
    })?;
    let obligation = match ObligationDraft::of(allocation, definition.hold_days, status_of_all) {
        Some(draft) => {
            let new = NewObligation {
                status: draft.status,
                kind: ObligationKind::Distribution,
                collaborator: allocation.collaborator,
                distributor: Some(open.distributor),
                distribution: Some(open.id),
                allocation: Some(id),
                amount: allocation.amount,
                units: definition.units,
                reason: draft.reason.map(Word::name),
                corrects: None,
                payable_at: terms.payable_at,
            };
            Some(WrittenObligation {
                id: writer.insert(terms.now, &new)?,
                draft,
            })
        }
        None => None,
    };
    Ok(WrittenAllocation {
        allocation,
        id: Some(id),
        obligation,
    })
}

/// Opens the next period with what this one carries over.
fn open_next(
    db: &Write<'_>,
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
    db: &Write<'_>,
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
                slot: Slot::Opening,
                rate: "",
                kind: EntryKind::Opening,
                base: verdict.carried,
                at: open.end,
                late: false,
                transaction: None,
                detail: None,
                refund: None,
                event: None,
                customer: None,
                reason: verdict.reason.map(Word::name),
            },
        )?;
        append(db, now, LedgerAct::Carry, &open.id.to_string(), &entry)?;
    }
    for entrant in &preview.entrants {
        // A negative score counted as zero, and the next period makes up for it.
        if verdict.scores_too || entrant.score < Points::ZERO {
            metrics::carry(db, open.id, next, entrant.collaborator, open.end)?;
        }
    }
    Ok(())
}
