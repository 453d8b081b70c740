//! The refund window (Q28): what was divided but is still provisional. A refund, an undo or an amendment of a sale in it
//! belongs to the distribution of the sale, which is divided again before anything of it can be paid.
//!
//! The window of a distribution that is held for some days ends so long after it was due, however late the heartbeat
//! was: whom a refund concerns follows from its date. The window of one in review ends with the approval, or with the
//! days after it. What is told after a distribution was released is late, like an event of a closed period.
//! Not here: dividing again (`run_due::redivide`).

use super::book::Tracked;
use super::place::{Placed, place, place_or_next};
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::Definition;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::period::Period;
use crate::engine::{Result, preview};
use crate::store::distributions::{self, Open};
use crate::store::{Connection, ledger, obligations};

/// The ledger's word for the end of a refund window at which nothing waits for approval any more.
pub const FINAL: &str = "final";

/// Which refunds still belong to a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// None any more, or there never was a window.
    Over,
    /// All of them, from an instant on, until somebody approves it.
    InReview(Instant),
    /// Those of an interval.
    Between(Period<Instant>),
}

impl Window {
    /// Whether a refund of this date belongs to the distribution.
    #[must_use]
    pub fn holds(self, at: Instant) -> bool {
        match self {
            Window::Over => false,
            Window::InReview(start) => start <= at,
            Window::Between(interval) => interval.contains(at),
        }
    }
}

/// Until when refunds belong to a distribution that is held for some days; `None` where it is not.
#[must_use]
pub fn held_until(definition: &Definition, due_at: Instant) -> Option<Instant> {
    (definition.hold_days > 0).then(|| due_at.plus_days(definition.hold_days))
}

/// The window of a distribution, which may not be divided yet.
fn of(db: &Connection, open: &Open, definition: &Definition) -> Result<Window> {
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

/// Whether a divided distribution may be divided again.
pub fn is_open(db: &Connection, id: DistributionId) -> Result<bool> {
    let Some(closed) = distributions::any(db, id)? else {
        return Ok(false);
    };
    Ok(match closed.status {
        DistributionStatus::Review => true,
        DistributionStatus::Complete => {
            let rules = preview::definition(db, closed.distributor, closed.version)?;
            rules.hold_days > 0 && is_provisional(db, id)?
        }
        DistributionStatus::Scheduled
        | DistributionStatus::Tracking
        | DistributionStatus::Failed
        | DistributionStatus::Skipped => false,
    })
}

/// Whether nothing of a divided distribution was released.
pub fn is_provisional(db: &Connection, id: DistributionId) -> Result<bool> {
    let over = ledger::body(db, FINAL, &id.to_string())?.is_some();
    Ok(!over && !obligations::is_released(db, id)?)
}

/// Whether a refund of something that a distribution counted still belongs to it.
pub fn holds(
    db: &Connection,
    tracked: &mut Tracked,
    id: DistributionId,
    at: Instant,
) -> Result<bool> {
    // An open one may get other rules, or another end.
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
pub fn place_refund(
    db: &Connection,
    tracked: &mut Tracked,
    (counted_in, version): (DistributionId, i64),
    at: Instant,
    now: Instant,
) -> Result<Option<Placed>> {
    if holds(db, tracked, counted_in, at)? {
        return Ok(Some(Placed {
            distribution: counted_in,
            version,
            late: false,
        }));
    }
    place_or_next(db, tracked, at, now)
}

/// Finds the period of what an amendment brings to a sale of another instant.
pub fn place_amended(
    db: &Connection,
    tracked: &mut Tracked,
    sold_at: Instant,
    at: Instant,
    now: Instant,
) -> Result<Option<Placed>> {
    if sold_at != at
        && let Some(own) = distributions::covering(db, tracked.id, sold_at)?
        && holds(db, tracked, own.id, at)?
    {
        return Ok(Some(Placed {
            distribution: own.id,
            version: own.version,
            late: false,
        }));
    }
    place(db, tracked, at, now)
}
