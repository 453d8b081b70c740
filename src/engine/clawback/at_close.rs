//! What was refunded between a period's end and its close, or the end of its refund window.

use std::collections::BTreeSet;

use super::credited::{DividedWithout, Why};
use super::{Lowered, claim_from, is_divided, lower_carried, numbered};
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::engine::bodies::{PoolChange, PoolEntry, append, append_changes, insert_entry};
use crate::engine::periods::{Tracked, period_at_or_next};
use crate::engine::{Error, Result, Row, definition, get, row};
use crate::store::pools::{self, NewEntry};
use crate::store::{Read, Write, clawed_back, ledger, metrics};

/// Settles it as if the heartbeat had been in time. If the period was divided, it is claimed from those who were paid; else
/// it is taken from the period's own pool.
pub fn settle_at_close(
    db: &Write<'_>,
    id: DistributionId,
    next: Option<DistributionId>,
    now: Instant,
) -> Result<()> {
    if is_nothing_noted(db, id)? {
        return Ok(());
    }
    let closed = get::existing_distribution(db, id)?;
    let rules = definition::read(db, closed.distributor, closed.version)?;
    if is_divided(&closed) && rules.claims_from_credited() {
        let refunds = clawed_back::refunds(db, id)?;
        let why = Why {
            refunds: &refunds,
            at: closed.period.end,
            refund: None,
            now,
        };
        return DividedWithout::read(db, &closed)?.claim(db, &closed, next, why);
    }
    let mut changes = Vec::new();
    if is_divided(&closed) {
        let made = claim_from(db, &closed, now)?;
        // It may have been settled before: claims are also made when a period in review closes.
        let before = ledger::numbered(db, LedgerAct::Clawback, &id.to_string())?.len();
        let subject = numbered(id, i64::try_from(before).unwrap_or(i64::MAX) + 1);
        append(db, now, LedgerAct::Clawback, &subject, &made.adjustments)?;
        if let Some(open) = next.filter(|_| made.from_carried != 0) {
            let lowered = Lowered {
                closed: id,
                open,
                amount: made.from_carried,
                at: closed.period.end,
                refund: None,
            };
            changes.extend(lower_carried(db, lowered)?.map(PoolChange::Added));
        }
        return append_changes(db, closed.distributor, now, &changes);
    }
    if next.is_none() {
        return Ok(());
    }
    let head = row::head(db, closed.distributor)?
        .ok_or(Error::NotFound(Row::Distributor, closed.distributor.0))?;
    let mut tracked = Tracked::read(db, head.id, head.status)?;
    let changes = take_instead(db, &mut tracked, id, now)?;
    append_changes(db, closed.distributor, now, &changes)
}

/// Whether nothing was refunded after the end of a period that is to be claimed.
fn is_nothing_noted(db: &Read<'_>, id: DistributionId) -> Result<bool> {
    Ok(pools::clawbacks(db, id)?.is_empty() && !clawed_back::are_there(db, id)?)
}

/// Takes what was to be claimed from the pools, and the points from the scores, of the periods of the refunds' dates.
fn take_instead(
    db: &Write<'_>,
    tracked: &mut Tracked,
    id: DistributionId,
    now: Instant,
) -> Result<Vec<PoolChange>> {
    let mut changes = Vec::new();
    for moved in pools::take_clawbacks(db, id)? {
        let claimed = PoolEntry::from(moved.entry);
        let at = Instant::from_micros(claimed.occurred_at).unwrap_or(now);
        let Some(period) = period_at_or_next(db, tracked, at, now)? else {
            continue;
        };
        changes.push(PoolChange::removed_from(id, &claimed));
        if let Some(event) = claimed.event
            && period.distribution == id
            && clawed_back::is_own(db, id, event)?
        {
            continue;
        }
        let (slot, kind) = if claimed.slot == Slot::ClawbackOfEvent {
            (Slot::LateEvent, EntryKind::Reversal)
        } else {
            (Slot::Correction, EntryKind::Refund)
        };
        let entry = insert_entry(
            db,
            &NewEntry {
                distribution: period.distribution,
                slot,
                rate: &claimed.rate,
                kind,
                base: claimed.base,
                at,
                late: period.late,
                transaction: None,
                detail: claimed.detail,
                refund: claimed.refund,
                event: claimed.event,
                customer: moved.customer.as_deref(),
                reason: None,
            },
        )?;
        changes.push(PoolChange::Added(entry));
    }
    let mut touched = BTreeSet::new();
    for (metric, at) in clawed_back::dated(db, id)? {
        if let Some(period) = period_at_or_next(db, tracked, at, now)? {
            clawed_back::count_in(db, metric, period.distribution)?;
            touched.insert(period.distribution);
        }
    }
    for distribution in touched {
        metrics::rebuild_scores(db, distribution)?;
    }
    Ok(changes)
}
