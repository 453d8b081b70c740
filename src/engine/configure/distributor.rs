//! Saving a distributor. Rules are versioned: a change takes effect with the next period, so that
//! nobody's open period is changed under them. Its status opens and cuts periods.

use serde::Serialize;

use super::{ahead, apply_now, pause, stored};
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{Defaults, Definition, DistributorStatus, sentence};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{At, Fields, Problem, Problems, REQUIRED, Value, boolean, int, word};
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::engine::calls::{Settings, Told};
use crate::engine::find::{self, DistributorRow};
use crate::engine::fold::{Tracked, not_opened, recount};
use crate::engine::site::read_now;
use crate::engine::{Error, Result, Site, json};
use crate::store::distributions::{self, Open};
use crate::store::distributors::{self, Head, Version};
use crate::store::{Connection, Transaction};

/// The call's name.
pub const CALL: &str = "save_distributor";

/// What is wrong with a definition, and what it says when nothing is.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// Every problem; empty when good.
    pub problems: Vec<Problem>,
    /// The rule in one plain sentence; null when there are problems.
    pub sentence: Option<String>,
}

/// What was asked to be saved, with everything that stays as it was filled in.
#[derive(Debug)]
struct Asked {
    before: Option<Head>,
    now: Instant,
    status: DistributorStatus,
    definition: Definition,
    /// Whether changed rules apply to the open period as well.
    apply_now: bool,
}

/// Checks a definition without saving it.
pub fn check(site: &Site, input: &Value<'_>, clock: Instant) -> Result<Checked> {
    let asked = if given_id(input) {
        site.read(|db| read(&site.settings, Some(db), input, clock))
    } else {
        read(&site.settings, None, input, clock)
    };
    match asked {
        Ok(asked) => Ok(Checked {
            problems: Vec::new(),
            sentence: Some(sentence(&asked.definition)),
        }),
        Err(Error::InvalidInput(problems)) => Ok(Checked {
            problems: problems.0,
            sentence: None,
        }),
        Err(other) => Err(other),
    }
}

/// Saves a distributor: a new one, or with `id` a change of what is given. Answers the row.
pub fn save(site: &Site, input: &Value<'_>, clock: Instant) -> Result<DistributorRow> {
    // Bad input is refused before it is written into the log; that of a new one before anything is opened or waited for.
    if given_id(input) {
        site.read(|db| read(&site.settings, Some(db), input, clock).map(drop))?;
    } else {
        read(&site.settings, None, input, clock)?;
    }
    site.change(CALL, input, clock, |db| {
        apply(db, &site.settings, input, clock)
    })
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, told.settings, told.input, told.now).map(drop)
}

fn apply(
    db: &Transaction<'_>,
    settings: &Settings,
    input: &Value<'_>,
    clock: Instant,
) -> Result<DistributorRow> {
    let asked = read(settings, Some(db), input, clock)?;
    let id = match &asked.before {
        Some(before) => change(db, before, &asked)?,
        None => create(db, &asked)?,
    };
    find::distributor(db, id)?.ok_or(Error::NotFound("distributor", id.0))
}

/// The rules of a definition that is not saved; with `id`, what is given over the newest rules there are.
pub fn asked_rules(
    site: &Site,
    db: &Connection,
    input: &Value<'_>,
    clock: Instant,
) -> Result<Definition> {
    Ok(read(&site.settings, Some(db), input, clock)?.definition)
}

fn given_id(input: &Value<'_>) -> bool {
    matches!(input, Value::Map(entries) if entries.iter().any(|(key, _)| key == "id"))
}

fn read(
    settings: &Settings,
    db: Option<&Connection>,
    input: &Value<'_>,
    clock: Instant,
) -> Result<Asked> {
    let at = At::root();
    let mut problems = Problems::default();
    let Some(mut fields) = Fields::open(input, &at, &mut problems) else {
        return Err(problems.into());
    };
    let id = fields
        .get("id")
        .map(|v| int(v, 1..=i64::MAX, &at.key("id"), &mut problems));
    let unreadable_id = id == Some(None);
    let now = read_now(&mut fields, clock, &at, &mut problems);
    let status = fields.get("status").map(|v| {
        word(
            v,
            DistributorStatus::WORDS,
            &at.key("status"),
            &mut problems,
        )
    });
    let apply_now = match fields.get("apply_now") {
        Some(v) => boolean(v, &at.key("apply_now"), &mut problems),
        None => Some(false),
    };
    let before = match (id, db) {
        (Some(Some(id)), Some(db)) => Some(existing(db, DistributorId(id))?),
        _ => None,
    };
    let input = overlay(input, before.as_ref().map(|(_, definition)| definition));
    let defaults = Defaults {
        now: now.unwrap_or(clock),
        timezone: settings.timezone.clone(),
    };
    let definition = read_definition(&input, &defaults, &mut problems);
    if unreadable_id {
        // What the distributor has already is not known, so nothing can be said to be missing.
        problems.0.retain(|problem| problem.message != REQUIRED);
    }
    let before = before.map(|(head, _)| head);
    if let (Some(before), Some(definition)) = (&before, &definition)
        && before.units != definition.units
    {
        problems.add(
            &at.key("units"),
            format!("cannot change from {}: sums in two currencies cannot follow each other. Make a new distributor", before.units),
        );
    }
    let status = match status {
        Some(given) => given,
        None => Some(
            before
                .as_ref()
                .map_or(DistributorStatus::Active, |head| head.status),
        ),
    };
    if let (Some(before), Some(next)) = (&before, status)
        && !may_become(before.status, next)
    {
        problems.add(
            &at.key("status"),
            format!(
                "is {next}; from {} it can only become: {}",
                before.status,
                what_may_become(before.status).join(", ")
            ),
        );
    }
    let read = now.zip(status).zip(definition).zip(apply_now);
    let (((now, status), definition), apply_now) = problems.into_result(read)?;
    Ok(Asked {
        before,
        now,
        status,
        definition,
        apply_now,
    })
}

fn existing(db: &Connection, id: DistributorId) -> Result<(Head, Value<'static>)> {
    let head = find::head(db, id)?.ok_or(Error::NotFound("distributor", id.0))?;
    let versions = distributors::versions(db, id)?;
    let newest = versions
        .last()
        .ok_or(Error::NotFound("distributor", id.0))?;
    Ok((head, json::parse(&newest.definition)?))
}

/// What is given over what there was.
fn overlay<'v>(input: &Value<'v>, before: Option<&Value<'v>>) -> Value<'v> {
    let Value::Map(given) = input else {
        return input.clone();
    };
    let mut merged = given.clone();
    if let Some(Value::Map(kept)) = before {
        let missing: Vec<_> = kept
            .iter()
            .filter(|(key, _)| !merged.iter().any(|(given, _)| given == key))
            .cloned()
            .collect();
        merged.extend(missing);
    }
    Value::Map(merged)
}

fn read_definition(
    input: &Value<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Option<Definition> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    for read_already in ["id", "status", "now", "apply_now"] {
        fields.get(read_already);
    }
    let definition = Definition::read(&mut fields, defaults, &at, problems);
    fields.close(&at, problems);
    definition
}

fn may_become(from: DistributorStatus, to: DistributorStatus) -> bool {
    use DistributorStatus::{Active, Archived, Draft, Paused};
    match from {
        Draft => matches!(to, Draft | Active | Archived),
        Active => matches!(to, Active | Paused | Archived),
        Paused => matches!(to, Paused | Active | Archived),
        Archived => to == Archived,
    }
}

/// The statuses that one may become, itself not among them unless there is no other.
fn what_may_become(from: DistributorStatus) -> Vec<&'static str> {
    let words = DistributorStatus::WORDS.iter();
    let others: Vec<&str> = words
        .filter(|(_, to)| *to != from && may_become(from, *to))
        .map(|(name, _)| *name)
        .collect();
    if others.is_empty() {
        vec![from.name()]
    } else {
        others
    }
}

fn create(db: &Transaction<'_>, asked: &Asked) -> Result<DistributorId> {
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
            // It begins in the past: what is recorded of that time counts.
            let tracked = Tracked::read(db, id, asked.status)?;
            recount(db, tracked, definition.starts_at, asked.now)?;
        }
    }
    Ok(id)
}

fn change(db: &Transaction<'_>, before: &Head, asked: &Asked) -> Result<DistributorId> {
    let id = before.id;
    distributors::update(db, id, asked.status, &asked.definition.name)?;
    let begins = add_version(db, before, asked)?;
    match (before.status, asked.status) {
        (DistributorStatus::Draft, DistributorStatus::Active) => {
            let version = find::head(db, id)?.map_or(before.version, |head| head.version);
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

/// Adds a version when the rules changed; answers from when the newest rules are in force.
fn add_version(db: &Transaction<'_>, before: &Head, asked: &Asked) -> Result<Instant> {
    let versions = distributors::versions(db, before.id)?;
    let newest = versions
        .last()
        .ok_or(Error::NotFound("distributor", before.id.0))?;
    let mut definition = asked.definition.clone();
    let never_ran = before.status == DistributorStatus::Draft;
    let first = stored::definition(&newest.definition)?;
    if !never_ran {
        // What has begun has begun.
        definition.starts_at = first.starts_at;
    } else if asked.status == DistributorStatus::Active && definition.starts_at < asked.now {
        // A draft counts from when it is switched on, unless it is to begin later.
        definition.starts_at = asked.now;
    }
    let effective_from = if never_ran {
        definition.starts_at
    } else {
        let next = next_period(&Tracked::read(db, before.id, before.status)?, asked.now);
        // A clock that was set back must not put the newest rules before older ones.
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
    // The newest rules may only wait for the next period: they can be applied at once too.
    if let Some(open) = open.filter(|open| !follows_it(open)) {
        let grace = asked.definition.grace_minutes;
        apply_now::apply(db, before, &open, &next, grace, asked.now)?;
    } else if next.definition != newest.definition {
        distributors::add_version(db, before.id, asked.now, &next)?;
        ahead::follow(db, before.id, before.status, effective_from, asked.now)?;
    }
    Ok(effective_from)
}

/// Where the period that contains now ends, by the rules in force; now itself while paused.
fn next_period(tracked: &Tracked, now: Instant) -> Instant {
    let current = tracked
        .open
        .iter()
        .find(|open| open.start <= now && now < open.end);
    if let Some(current) = current {
        return current.end;
    }
    let begun = tracked.open.first().is_none_or(|first| first.start <= now);
    // The heartbeat is late, and nothing has opened the period that contains now.
    if begun && let Some(current) = not_opened(tracked, now) {
        return current.end;
    }
    // Not begun yet: the first period keeps the rules it was announced with.
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
