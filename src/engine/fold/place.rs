//! In which period of a distributor something counts.

use super::book::Tracked;
use crate::domain::distribution::DistributionStatus;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::Connection;
use crate::store::distributions::{self, Open};

/// Where something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// In which distribution.
    pub distribution: DistributionId,
    /// By which version it counts: that of the period it belongs to, also where that was closed already.
    pub version: i64,
    /// Whether its own period was closed already.
    pub late: bool,
}

/// Finds the period, and opens it when nobody has yet: a heartbeat may be late, and what happens
/// after a period's end belongs to the next one however late the heartbeat is.
///
/// `None` when the distributor does not count it: before it began, or while it was paused.
pub fn place(
    db: &Connection,
    tracked: &mut Tracked,
    at: Instant,
    now: Instant,
) -> Result<Option<Placed>> {
    let placed = |open: &Open| Placed {
        distribution: open.id,
        version: open.version,
        late: false,
    };
    if let Some(open) = tracked.open.iter().find(|open| open.contains(at)) {
        return Ok(Some(placed(open)));
    }
    let Some(first) = tracked.open.first() else {
        return Ok(None);
    };
    if at < first.start {
        let begun = tracked.begins().is_some_and(|begins| at >= begins);
        if !begun {
            return Ok(None);
        }
        let closed = distributions::version_covering(db, tracked.id, at)?;
        return Ok(closed.map(|version| Placed {
            distribution: first.id,
            version,
            late: true,
        }));
    }
    let next = not_opened(tracked, at);
    let Some(next) = next else {
        return Ok(None);
    };
    let id = distributions::insert(db, now, &next)?;
    let next = Open { id, ..next };
    let answer = placed(&next);
    let index = tracked.open.partition_point(|open| open.start < next.start);
    tracked.open.insert(index, next);
    Ok(Some(answer))
}

/// The period that contains an instant after the oldest open one began, where only nobody has opened it yet. `None`
/// where the distributor was or is paused.
#[must_use]
pub fn not_opened(tracked: &Tracked, at: Instant) -> Option<Open> {
    let last = tracked.open.last()?;
    if at < last.end {
        let later = tracked.open.partition_point(|open| open.start <= at);
        let before = tracked.open.get(later.checked_sub(1)?)?;
        unopened(tracked, before, at, tracked.open.get(later)?)
    } else if tracked.active {
        following_after(tracked, last, at)
    } else {
        None
    }
}

/// Finds the period of a refund. Money that was pooled has to be taken back somewhere: what is dated in a pause belongs
/// to the period that the pause cut, and where that is closed, or nothing had begun yet, to the next one.
pub fn place_or_next(
    db: &Connection,
    tracked: &mut Tracked,
    at: Instant,
    now: Instant,
) -> Result<Option<Placed>> {
    if let Some(placed) = place(db, tracked, at, now)? {
        return Ok(Some(placed));
    }
    let next = || tracked.open.iter().find(|open| open.start > at);
    Ok(cut_before(tracked, at).or_else(next).map(|open| Placed {
        distribution: open.id,
        version: open.version,
        late: false,
    }))
}

/// The open period that ended with the pause in which an instant lies.
#[must_use]
pub fn cut_before(tracked: &Tracked, at: Instant) -> Option<&Open> {
    let before = tracked.open.iter().rev().find(|open| open.start <= at)?;
    (before.end <= at && not_opened(tracked, at).is_none()).then_some(before)
}

/// The period that contains an instant between two known ones, when only nobody has opened it yet:
/// records come in any order while the heartbeat is late. `None` where the distributor was paused: a
/// pause ends one period, and begins the next, elsewhere than the schedule does.
#[must_use]
pub fn unopened(tracked: &Tracked, before: &Open, at: Instant, after: &Open) -> Option<Open> {
    let planned = following_after(tracked, before, at)?;
    let fits = planned.end <= after.start;
    (fits && is_trigger(tracked, before.end) && is_trigger(tracked, after.start)).then_some(planned)
}

/// Whether the schedule ends a period there. Rules that only take effect there make no end.
fn is_trigger(tracked: &Tracked, boundary: Instant) -> bool {
    let before = boundary.just_before();
    let mut in_force = tracked
        .versions
        .iter()
        .filter(|version| version.effective_from <= before);
    in_force.any(|version| {
        let schedule = &version.definition.schedule;
        let anchor = version.effective_from.utc();
        schedule.next_trigger(before.utc(), anchor) == boundary.utc()
    })
}

/// The same after a known period. By other rules than those of that one it begins where that ends.
fn following_after(tracked: &Tracked, before: &Open, at: Instant) -> Option<Open> {
    let mut planned = following(tracked, at)?;
    planned.start = planned.start.max(before.end);
    Some(planned)
}

/// The period of a distributor that contains an instant, not stored yet. It is cut where a newer
/// version of the rules takes effect.
#[must_use]
pub fn following(tracked: &Tracked, at: Instant) -> Option<Open> {
    let version = tracked.version_at(at)?;
    let period = version
        .definition
        .schedule
        .period_containing(version.effective_from.utc(), at.utc())?;
    let (start, end) = (Instant::from(period.start), Instant::from(period.end));
    let cut = tracked
        .versions
        .iter()
        .map(|newer| newer.effective_from)
        .filter(|effective| *effective > at && *effective < end)
        .min();
    let end = cut.unwrap_or(end);
    Some(Open {
        id: DistributionId(0),
        distributor: tracked.id,
        version: version.number,
        status: DistributionStatus::Scheduled,
        start,
        end,
        due_at: end.plus_minutes(version.definition.grace_minutes),
    })
}
