//! Pausing a distributor ends the open period, resuming opens a new one, and archiving ends the last one for good. What was
//! earned until then stays earned.

use super::stored;
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{DistributorStatus, OnEmpty, OnNegative};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::engine::periods::{Tracked, TrackedVersion, period_at};
use crate::engine::recount::{count_from, rebook_refunds, remove_periods};
use crate::engine::{Error, Result, Row};
use crate::store::distributions::{self, Open};
use crate::store::distributors::{self, Version};
use crate::store::{Transaction, Write};

/// Ends the open period now; it is divided at the first heartbeat after the distributor is resumed. Periods that have not begun
/// are removed, and what is dated later does not count unless the distributor is resumed before that date. Until then, refunds
/// dated later lower the period that ends.
pub fn pause(db: &Transaction<'_>, tracked: &Tracked, now: Instant) -> Result<()> {
    let end = end_current(db, tracked.id, now)?;
    let mut stopped = Tracked::read(db, tracked.id, DistributorStatus::Paused)?;
    let ahead = stopped.open.partition_point(|open| open.start <= end);
    let ahead = stopped.open.split_off(ahead);
    remove_periods(db, &mut stopped, &ahead, end, now)?;
    if let Some(cut) = stopped.open.last().map(|cut| cut.id) {
        rebook_refunds(db, &mut stopped, cut, end, now)?;
    }
    Ok(())
}

/// Ends the last period for good. It is divided at the next heartbeat. What nobody earned goes back to the house, and a negative
/// pool is written off, because no period follows that could take either.
pub fn archive(db: &Transaction<'_>, id: DistributorId, now: Instant) -> Result<()> {
    let Some(last) = distributions::open_of(db, id)?.pop() else {
        return Ok(());
    };
    let versions = distributors::versions(db, id)?;
    let (Some(newest), Some(in_force)) = (
        versions.last(),
        versions
            .iter()
            .find(|version| version.number == last.version),
    ) else {
        return Err(Error::NotFound(Row::Distributor, id.0));
    };
    let mut rules = stored::definition(&in_force.definition)?;
    rules.on_empty = OnEmpty::House;
    rules.on_negative = OnNegative::WriteOff;
    let version = Version {
        number: newest.number + 1,
        effective_from: last.start,
        definition: stored::text(&rules)?,
    };
    if version.definition == in_force.definition {
        return Ok(());
    }
    distributors::add_version(db, id, now, &version)?;
    Ok(distributions::follow(
        db,
        last.id,
        version.number,
        last.due_at,
    )?)
}

/// Ends the period that contains now, and answers when it ends. It keeps its grace time for records that arrive late.
///
/// If a late heartbeat has not opened that period, it is opened first, because otherwise the pause would be filled with periods
/// when the heartbeat catches up. Before the first period begins, or if the clock was set back behind a closed period, the next
/// one ends at its start, and keeps what was carried over into it.
fn end_current(db: &Transaction<'_>, id: DistributorId, now: Instant) -> Result<Instant> {
    let mut tracked = Tracked::read(db, id, DistributorStatus::Active)?;
    let first = tracked.open.first().map(|open| open.start);
    let begun = first.map_or(now, |start| start.max(now));
    let end = if period_at(db, &mut tracked, begun, now)?.is_some() {
        begun
    } else {
        let next = tracked.open.iter().find(|open| open.start > begun);
        next.map_or(begun, |next| next.start)
    };
    if let Some(current) = tracked.open.iter().find(|open| open.contains(end)) {
        let rules = tracked.version(current.version);
        let grace = rules.map_or(0, |rules| rules.definition.grace_minutes);
        distributions::set_end(db, current.id, end, end.plus_minutes(grace))?;
    }
    Ok(end)
}

/// Opens a new period from now to the next trigger, with everything that is already recorded in it, including refunds of earlier
/// sales. Rules that were saved during the pause are in force from then on, even if a clock that was set back resumes it before
/// they were saved.
pub fn resume(db: &Transaction<'_>, id: DistributorId, now: Instant) -> Result<()> {
    let paused = Tracked::read(db, id, DistributorStatus::Active)?;
    let last = paused.open.last();
    // A clock that was set back must not make periods overlap.
    let free = last.map(|last| last.end).or(paused.starts_at());
    let start = free.map_or(now, |free| free.max(now));
    // Resumed at the same instant as it was paused: the period continues by its rules.
    if let Some(cut) = last.filter(|last| last.start < last.end && last.end == start) {
        let (end, due_at) = end_of(id, paused.version(cut.version), start)?;
        distributions::set_end(db, cut.id, end, due_at)?;
        bring_forward(db, id, start, end)?;
    } else {
        bring_forward(db, id, free.unwrap_or(start), start)?;
        let tracked = Tracked::read(db, id, DistributorStatus::Active)?;
        begin(db, &tracked, start, now)?;
    }
    let mut tracked = Tracked::read(db, id, DistributorStatus::Active)?;
    if let Some(cut) = last {
        rebook_refunds(db, &mut tracked, cut.id, start, now)?;
    }
    count_from(db, &mut tracked, start, now)
}

/// Lets rules that were saved since a pause take effect at an instant at the latest.
fn bring_forward(db: &Write<'_>, id: DistributorId, paused: Instant, until: Instant) -> Result<()> {
    if distributors::newest_saved_at(db, id)?.is_some_and(|saved| saved >= paused) {
        distributors::bring_forward(db, id, until)?;
    }
    Ok(())
}

fn begin(db: &Write<'_>, tracked: &Tracked, start: Instant, now: Instant) -> Result<()> {
    let version = tracked.version_at(start);
    let (end, due_at) = end_of(tracked.id, version, start)?;
    let begun = Open {
        id: DistributionId(0),
        distributor: tracked.id,
        version: version.map_or(0, |version| version.number),
        status: DistributionStatus::Scheduled,
        start,
        end,
        due_at,
    };
    if let Some(empty) = tracked.open.last().filter(|last| last.start == last.end) {
        // Paused at the instant at which it began, so it begins now instead.
        let moved = Open {
            id: empty.id,
            ..begun
        };
        distributions::move_empty(db, &moved)?;
    } else {
        distributions::insert(db, now, &begun)?;
    }
    Ok(())
}

/// When a period that continues or begins at an instant ends, and when it is due.
fn end_of(
    id: DistributorId,
    version: Option<&TrackedVersion>,
    start: Instant,
) -> Result<(Instant, Instant)> {
    let version = version.ok_or(Error::NotFound(Row::Distributor, id.0))?;
    let schedule = &version.definition.schedule;
    let end = Instant::from(schedule.next_trigger(start.utc(), version.effective_from.utc()));
    Ok((end, end.plus_minutes(version.definition.grace_minutes)))
}
