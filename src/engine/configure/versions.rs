//! Creates a distributor or a new version of its rules, and opens or ends periods as its status demands.
//! Not here: reading and checking the input (`distributor`).

use super::{apply_now, pause, stored};
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::engine::periods::{Tracked, unopened_at};
use crate::engine::recount::{count_from, follow_new_rules};
use crate::engine::{Error, Result, Row, row};
use crate::store::Transaction;
use crate::store::distributions::{self, Open};
use crate::store::distributors::{self, Head, Version};

/// What to save, with all fields filled in.
#[derive(Debug)]
pub(super) struct Asked {
    pub before: Option<Head>,
    pub now: Instant,
    pub status: DistributorStatus,
    pub definition: Definition,
    /// Whether changed rules apply to the open period too.
    pub apply_now: bool,
}

pub(super) fn create(db: &Transaction<'_>, asked: &Asked) -> Result<DistributorId> {
    let definition = &asked.definition;
    let id = distributors::insert(
        db,
        asked.now,
        asked.status,
        &definition.name,
        definition.units,
    )?;
    distributors::add_version(
        db,
        id,
        asked.now,
        &Version {
            number: 1,
            effective_from: definition.starts_at,
            definition: stored::text(definition)?,
        },
    )?;
    if asked.status == DistributorStatus::Active {
        open_period(db, id, asked, 1, definition.starts_at)?;
        if definition.starts_at < asked.now {
            // It starts in the past, so what is already recorded counts.
            let mut tracked = Tracked::read(db, id, asked.status)?;
            count_from(db, &mut tracked, definition.starts_at, asked.now)?;
        }
    }
    Ok(id)
}

pub(super) fn change(db: &Transaction<'_>, before: &Head, asked: &Asked) -> Result<DistributorId> {
    let id = before.id;
    distributors::update(db, id, asked.status, &asked.definition.name)?;
    let begins = add_version(db, before, asked)?;
    match (before.status, asked.status) {
        (DistributorStatus::Draft, DistributorStatus::Active) => {
            let version = row::head(db, id)?.map_or(before.version, |head| head.version);
            open_period(db, id, asked, version, begins)?;
        }
        (DistributorStatus::Active, DistributorStatus::Paused | DistributorStatus::Archived) => {
            let tracked = Tracked::read(db, id, before.status)?;
            pause::pause(db, &tracked, asked.now)?;
        }
        (DistributorStatus::Paused, DistributorStatus::Active) => {
            pause::resume(db, id, asked.now)?;
        }
        _ => {}
    }
    if asked.status == DistributorStatus::Archived && before.status != asked.status {
        pause::archive(db, id, asked.now)?;
    }
    Ok(id)
}

/// Adds a version if the rules changed, and answers when the newest rules take effect.
fn add_version(db: &Transaction<'_>, before: &Head, asked: &Asked) -> Result<Instant> {
    let versions = distributors::versions(db, before.id)?;
    let newest = versions
        .last()
        .ok_or(Error::NotFound(Row::Distributor, before.id.0))?;
    let mut definition = asked.definition.clone();
    let never_ran = before.status == DistributorStatus::Draft;
    let first = stored::definition(&newest.definition)?;
    if !never_ran {
        // A distributor that has started keeps its start.
        definition.starts_at = first.starts_at;
    } else if asked.status == DistributorStatus::Active && definition.starts_at < asked.now {
        // A draft counts from its activation, unless it starts later.
        definition.starts_at = asked.now;
    }
    let effective_from = if never_ran {
        definition.starts_at
    } else {
        let next = next_period(&Tracked::read(db, before.id, before.status)?, asked.now);
        // After a clock was set back, the newest rules must not take effect before older ones.
        let begun = versions.iter().map(|version| version.effective_from);
        begun.fold(next, Instant::max)
    };
    let next = Version {
        number: newest.number + 1,
        effective_from,
        definition: stored::text(&definition)?,
    };
    let open = if asked.apply_now && !never_ran {
        apply_now::open_to_change(db, before, asked.status, asked.now)?
    } else {
        None
    };
    let follows_it = |open: &Open| {
        let followed = versions
            .iter()
            .find(|version| version.number == open.version);
        followed.is_some_and(|followed| followed.definition == next.definition)
    };
    // Even unchanged rules may have to be applied now, if they wait for the next period.
    if let Some(open) = open.filter(|open| !follows_it(open)) {
        let grace = asked.definition.grace_minutes;
        apply_now::apply(db, before, &open, &next, grace, asked.now)?;
    } else if next.definition != newest.definition {
        distributors::add_version(db, before.id, asked.now, &next)?;
        follow_new_rules(db, before.id, before.status, effective_from, asked.now)?;
    }
    Ok(effective_from)
}

/// When the period that contains now ends, by the rules in force; now itself during a pause.
fn next_period(tracked: &Tracked, now: Instant) -> Instant {
    let current = tracked.open.iter().find(|open| open.contains(now));
    if let Some(current) = current {
        return current.end;
    }
    let begun = tracked.open.first().is_none_or(|first| first.start <= now);
    // A late heartbeat has not opened the period that contains now.
    if begun && let Some(current) = unopened_at(tracked, now) {
        return current.end;
    }
    // Not started yet: the first period keeps the rules that it was announced with.
    let ahead = tracked.open.iter().find(|open| now < open.start);
    ahead.map_or(now, |ahead| ahead.end)
}

fn open_period(
    db: &Transaction<'_>,
    id: DistributorId,
    asked: &Asked,
    version: i64,
    start: Instant,
) -> Result<()> {
    let definition = &asked.definition;
    let end = Instant::from(definition.schedule.next_trigger(start.utc(), start.utc()));
    let begun = start <= asked.now;
    distributions::insert(
        db,
        asked.now,
        &Open {
            id: DistributionId(0),
            distributor: id,
            version,
            status: if begun {
                DistributionStatus::Tracking
            } else {
                DistributionStatus::Scheduled
            },
            start,
            end,
            due_at: end.plus_minutes(definition.grace_minutes),
        },
    )?;
    Ok(())
}
