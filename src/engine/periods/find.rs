//! The period of a distributor in which something counts.

use super::planned::unopened_at;
use super::tracked::Tracked;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::Write;
use crate::store::distributions::{self, Open};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundPeriod {
    pub distribution: DistributionId,
    /// The version that it counts by: that of the period it belongs to, even if that period was closed already.
    pub version: i64,
    /// Whether its own period was closed already, so that it counts in a later one.
    pub late: bool,
}

/// Finds the period of an instant, and opens it when nobody has yet: what happens after a period's end belongs to the next
/// one however late the heartbeat is.
///
/// `None` when the distributor does not count it: before its start, or during a pause.
pub fn period_at(
    db: &Write<'_>,
    tracked: &mut Tracked,
    at: Instant,
    now: Instant,
) -> Result<Option<FoundPeriod>> {
    let found = |open: &Open| FoundPeriod {
        distribution: open.id,
        version: open.version,
        late: false,
    };
    if let Some(open) = tracked.open.iter().find(|open| open.contains(at)) {
        return Ok(Some(found(open)));
    }
    let Some(first) = tracked.open.first() else {
        return Ok(None);
    };
    if at < first.start {
        let started = tracked.starts_at().is_some_and(|start| at >= start);
        if !started {
            return Ok(None);
        }
        let closed = distributions::version_covering(db, tracked.id, at)?;
        return Ok(closed.map(|version| FoundPeriod {
            distribution: first.id,
            version,
            late: true,
        }));
    }
    let Some(unopened) = unopened_at(tracked, at) else {
        return Ok(None);
    };
    let id = distributions::insert(db, now, &unopened)?;
    let opened = Open { id, ..unopened };
    let answer = found(&opened);
    let index = tracked
        .open
        .partition_point(|open| open.start < opened.start);
    tracked.open.insert(index, opened);
    Ok(Some(answer))
}

/// Finds the period of a refund. Money that went into a pool has to be taken from one: a refund dated in a pause belongs to
/// the period that the pause cut short. If that one is closed, or nothing had begun yet, it belongs to the next one.
pub fn period_at_or_next(
    db: &Write<'_>,
    tracked: &mut Tracked,
    at: Instant,
    now: Instant,
) -> Result<Option<FoundPeriod>> {
    if let Some(found) = period_at(db, tracked, at, now)? {
        return Ok(Some(found));
    }
    let next = || tracked.open.iter().find(|open| open.start > at);
    Ok(cut_by_pause(tracked, at)
        .or_else(next)
        .map(|open| FoundPeriod {
            distribution: open.id,
            version: open.version,
            late: false,
        }))
}

/// The open period that ended with the pause in which an instant lies.
#[must_use]
pub fn cut_by_pause(tracked: &Tracked, at: Instant) -> Option<&Open> {
    let before = tracked.open.iter().rev().find(|open| open.start <= at)?;
    (before.end <= at && unopened_at(tracked, at).is_none()).then_some(before)
}
