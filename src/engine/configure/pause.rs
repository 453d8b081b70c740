//! A distributor stops and goes on. Pausing ends the open period, resuming opens a new one, archiving
//! ends the last one for good. What was earned until then stays earned.

use super::stored;
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{DistributorStatus, OnEmpty, OnNegative};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::engine::fold::{Tracked, TrackedVersion, book_anew, place, recount, take_away};
use crate::engine::{Error, Result};
use crate::store::distributions::{self, Open};
use crate::store::distributors::{self, Version};
use crate::store::{Connection, Transaction};

/// Ends the open period now: it is divided at the first heartbeat after the distributor is resumed.
/// Periods that have not begun go, and what was dated ahead of now does not count until the
/// distributor is resumed before its date; until then refunds so dated lower the period that ends.
pub fn pause(db: &Transaction<'_>, tracked: &Tracked, now: Instant) -> Result<()> {
    let end = end_current(db, tracked.id, now)?;
    let mut stopped = Tracked::read(db, tracked.id, DistributorStatus::Paused)?;
    let ahead = stopped.open.partition_point(|open| open.start <= end);
    let ahead = stopped.open.split_off(ahead);
    take_away(db, &mut stopped, &ahead, end, now)?;
    if let Some(cut) = stopped.open.last().map(|cut| cut.id) {
        book_anew(db, stopped, cut, end, now)?;
    }
    Ok(())
}

/// Ends the last period for good. It is divided at the next heartbeat; what nobody earned of it goes back
/// to the house, and what is owed is forgiven, for no period follows that could take either.
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
        return Err(Error::NotFound("distributor", id.0));
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

/// Ends the period that contains now, and answers when that is. Its grace is kept: what happened before and comes late
/// still counts in it.
///
/// Where a late heartbeat has not opened that period, it is opened to keep that it ended: else the time of the pause
/// would become periods when the heartbeat catches up. Before the first period begins, or where the clock was set back
/// behind a closed one, the next one ends in the instant in which it begins, and keeps what was carried into it.
fn end_current(db: &Transaction<'_>, id: DistributorId, now: Instant) -> Result<Instant> {
    let mut tracked = Tracked::read(db, id, DistributorStatus::Active)?;
    let first = tracked.open.first().map(|open| open.start);
    let begun = first.map_or(now, |start| start.max(now));
    let end = if place(db, &mut tracked, begun, now)?.is_some() {
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

/// Opens a new period from now to the next trigger, with what was recorded of it already, refunds of earlier sales too.
/// Rules that were saved while paused are in force from then on, also where a clock that was set back resumes it before
/// the instant at which they were saved.
pub fn resume(db: &Transaction<'_>, id: DistributorId, now: Instant) -> Result<()> {
    let paused = Tracked::read(db, id, DistributorStatus::Active)?;
    let last = paused.open.last();
    // A clock that was set back begins no instant a second time.
    let free = last.map(|last| last.end).or(paused.begins());
    let start = free.map_or(now, |free| free.max(now));
    // Resumed in the instant it was paused: nothing lies between, and the period goes on by its rules.
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
        tracked = book_anew(db, tracked, cut.id, start, now)?;
    }
    recount(db, tracked, start, now)
}

/// Lets rules that were saved since a pause wait no longer than until an instant.
fn bring_forward(
    db: &Connection,
    id: DistributorId,
    paused: Instant,
    until: Instant,
) -> Result<()> {
    if distributors::newest_saved_at(db, id)?.is_some_and(|saved| saved >= paused) {
        distributors::bring_forward(db, id, until)?;
    }
    Ok(())
}

/// Begins a period at an instant.
fn begin(db: &Connection, tracked: &Tracked, start: Instant, now: Instant) -> Result<()> {
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
        // Paused in the instant it began: it begins now instead.
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

/// When a period that goes on or begins at an instant ends, and when it is due.
fn end_of(
    id: DistributorId,
    version: Option<&TrackedVersion>,
    start: Instant,
) -> Result<(Instant, Instant)> {
    let version = version.ok_or(Error::NotFound("distributor", id.0))?;
    let schedule = &version.definition.schedule;
    let end = Instant::from(schedule.next_trigger(start.utc(), version.effective_from.utc()));
    Ok((end, end.plus_minutes(version.definition.grace_minutes)))
}
