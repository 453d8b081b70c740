//! The refund window (Q28): a divided distribution is provisional while refunds can still change it. A refund, an undo or an
//! amendment of one of its sales belongs to it, and it is divided again before anything of it can be paid.
//!
//! The window of a distribution with hold days ends so many days after it was due, however late the heartbeat was, so that
//! the date of a refund alone decides where it belongs. The window of one in review ends with the approval, or with the
//! hold days after it. What arrives after a distribution was released is late, like an event of a closed period.
//! Not here: dividing it again (`run_due::redivide`).

use super::find::{FoundPeriod, period_at, period_at_or_next};
use super::tracked::Tracked;
use super::window::Window;
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::Definition;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::period::Period;
use crate::engine::{Result, definition};
use crate::store::distributions::{self, Open};
use crate::store::{Read, Write, ledger, obligations};

/// The end of the refund window of a distribution with hold days.
#[must_use]
pub fn held_until(definition: &Definition, due_at: Instant) -> Option<Instant> {
    (definition.hold_days > 0).then(|| due_at.plus_days(definition.hold_days))
}

/// The window of a distribution, divided or not.
fn of(db: &Read<'_>, open: &Open, definition: &Definition) -> Result<Window> {
    let held = || match held_until(definition, open.due_at) {
        Some(end) => Window::Between(Period {
            start: open.start,
            end,
        }),
        None => Window::Over,
    };
    Ok(match open.status {
        DistributionStatus::Review => Window::InReview(open.start),
        DistributionStatus::Scheduled
        | DistributionStatus::Tracking
        | DistributionStatus::Failed => {
            if definition.review {
                Window::InReview(open.start)
            } else {
                held()
            }
        }
        DistributionStatus::Complete if is_provisional(db, open.id)? => held(),
        DistributionStatus::Complete | DistributionStatus::Skipped => Window::Over,
    })
}

/// Whether refunds may still lead to a divided distribution being divided again.
pub fn is_open(db: &Read<'_>, id: DistributionId) -> Result<bool> {
    let Some(closed) = distributions::any(db, id)? else {
        return Ok(false);
    };
    Ok(match closed.status {
        DistributionStatus::Review => true,
        DistributionStatus::Complete => {
            let rules = definition::read(db, closed.distributor, closed.version)?;
            rules.hold_days > 0 && is_provisional(db, id)?
        }
        DistributionStatus::Scheduled
        | DistributionStatus::Tracking
        | DistributionStatus::Failed
        | DistributionStatus::Skipped => false,
    })
}

/// Whether none of the obligations of a divided distribution was released.
pub fn is_provisional(db: &Read<'_>, id: DistributionId) -> Result<bool> {
    let over = ledger::body(db, LedgerAct::Final, &id.to_string())?.is_some();
    Ok(!over && !obligations::is_released(db, id)?)
}

/// Whether a refund of something that a distribution counted still belongs to it.
pub fn holds(
    db: &Read<'_>,
    tracked: &mut Tracked,
    id: DistributionId,
    at: Instant,
) -> Result<bool> {
    // The window of an open distribution is not cached: its rules and its end may still change.
    if let Some(open) = tracked.open.iter().find(|open| open.id == id) {
        let rules = tracked.version(open.version);
        return Ok(match rules {
            Some(rules) => of(db, open, &rules.definition)?.holds(at),
            None => false,
        });
    }
    if let Some(window) = tracked.windows.get(&id) {
        return Ok(window.holds(at));
    }
    let closed = distributions::any(db, id)?;
    let rules = closed.and_then(|closed| Some((tracked.version(closed.version)?, closed)));
    let window = match rules {
        Some((rules, closed)) => of(db, &closed, &rules.definition)?,
        None => Window::Over,
    };
    tracked.windows.insert(id, window);
    Ok(window.holds(at))
}

/// Finds the period of a refund of something that a distribution counted.
pub fn period_of_refund(
    db: &Write<'_>,
    tracked: &mut Tracked,
    (counted_in, version): (DistributionId, i64),
    at: Instant,
    now: Instant,
) -> Result<Option<FoundPeriod>> {
    if holds(db, tracked, counted_in, at)? {
        return Ok(Some(FoundPeriod {
            distribution: counted_in,
            version,
            late: false,
        }));
    }
    period_at_or_next(db, tracked, at, now)
}

/// Finds the period of what an amendment adds to a sale that was paid at another instant.
pub fn period_of_amendment(
    db: &Write<'_>,
    tracked: &mut Tracked,
    sold_at: Instant,
    at: Instant,
    now: Instant,
) -> Result<Option<FoundPeriod>> {
    if sold_at != at
        && let Some(own) = distributions::covering(db, tracked.id, sold_at)?
        && holds(db, tracked, own.id, at)?
    {
        return Ok(Some(FoundPeriod {
            distribution: own.id,
            version: own.version,
            late: false,
        }));
    }
    period_at(db, tracked, at, now)
}
