//! Periods that follow from a distributor's schedule and rules, and are not stored yet.

use super::tracked::Tracked;
use crate::domain::distribution::DistributionStatus;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::store::distributions::Open;

/// The period that contains an instant after the start of the oldest open one, if it only has not been opened yet. `None`
/// while the distributor is or was paused.
#[must_use]
pub fn unopened_at(tracked: &Tracked, at: Instant) -> Option<Open> {
    let last = tracked.open.last()?;
    if at < last.end {
        let later = tracked.open.partition_point(|open| open.start <= at);
        let before = tracked.open.get(later.checked_sub(1)?)?;
        planned_between(tracked, before, at, tracked.open.get(later)?)
    } else if tracked.active {
        planned_after(tracked, last, at)
    } else {
        None
    }
}

/// The period that contains an instant between two known ones, if it only has not been opened yet: records arrive in any
/// order while the heartbeat is late. `None` where the distributor was paused, because a pause ends one period and begins
/// the next at instants that the schedule does not give.
#[must_use]
pub fn planned_between(
    tracked: &Tracked,
    before: &Open,
    at: Instant,
    after: &Open,
) -> Option<Open> {
    let planned = planned_after(tracked, before, at)?;
    let fits = planned.end <= after.start;
    (fits && is_trigger(tracked, before.end) && is_trigger(tracked, after.start)).then_some(planned)
}

/// Whether the schedule ends a period at this instant. A new version that takes effect does not end one by itself.
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

/// The planned period at an instant, which cannot begin before the known one ends: other rules may plan it to.
fn planned_after(tracked: &Tracked, before: &Open, at: Instant) -> Option<Open> {
    let mut planned = planned_at(tracked, at)?;
    planned.start = planned.start.max(before.end);
    Some(planned)
}

/// The period that the schedule gives for an instant. It ends early where a newer version of the rules takes effect.
#[must_use]
pub fn planned_at(tracked: &Tracked, at: Instant) -> Option<Open> {
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
