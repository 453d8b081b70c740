//! Applies changed rules to the open period at once, instead of from the next period on.

use std::collections::BTreeSet;

use crate::domain::distributor::DistributorStatus;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::engine::periods::{Tracked, period_at};
use crate::engine::recount::{follow_new_rules, recount_period};
use crate::engine::{Error, Result};
use crate::store::distributions::{self, Open};
use crate::store::distributors::{self, Head, Version};
use crate::store::{Transaction, ledger};

messages! {
    /// Continues the path of a field.
    applies_to_no_period(distributor: String) = "is true, but distributor {distributor} is paused and has no open period; leave it out: the new rules apply as soon as it is resumed";
}

/// The period that changed rules are applied to: the one that contains now, which is opened if a late heartbeat has not opened
/// it yet, or the next one if none contains it. `None` if the distributor starts a new period with the new rules anyway.
pub fn open_to_change(
    db: &Transaction<'_>,
    before: &Head,
    becomes: DistributorStatus,
    now: Instant,
) -> Result<Option<Open>> {
    if before.status == DistributorStatus::Paused {
        if becomes == DistributorStatus::Active {
            return Ok(None);
        }
        return Err(Error::invalid(
            "apply_now",
            applies_to_no_period(before.id.to_string()),
        ));
    }
    let mut tracked = Tracked::read(db, before.id, before.status)?;
    let begun = tracked.open.first().is_none_or(|first| first.start <= now);
    let found = if begun {
        period_at(db, &mut tracked, now, now)?
    } else {
        None
    };
    // If nothing has begun, or the clock was set back into a pause, it is the period that begins next.
    let is_it = |open: &Open| match found {
        Some(found) => open.id == found.distribution,
        None => now < open.start,
    };
    Ok(tracked.open.into_iter().find(is_it))
}

/// Applies changed rules to the open period from its start, and counts again what it counted.
pub fn apply(
    db: &Transaction<'_>,
    before: &Head,
    open: &Open,
    next: &Version,
    grace_minutes: u32,
    now: Instant,
) -> Result<()> {
    let applied = Version {
        effective_from: open.start,
        ..next.clone()
    };
    distributors::add_version(db, before.id, now, &applied)?;
    // Otherwise versions that wait for a later period would replace these rules there.
    let versions = distributors::versions(db, before.id)?;
    let instants = versions.iter().map(|version| version.effective_from);
    let waiting: BTreeSet<Instant> = instants.filter(|from| *from > open.start).collect();
    for (number, effective_from) in (applied.number + 1..).zip(waiting) {
        let again = Version {
            number,
            effective_from,
            ..next.clone()
        };
        distributors::add_version(db, before.id, now, &again)?;
    }
    let due_at = open.end.plus_minutes(grace_minutes);
    distributions::follow(db, open.id, applied.number, due_at)?;
    let open = Open {
        version: applied.number,
        due_at,
        ..open.clone()
    };
    let mut tracked = Tracked::read(db, before.id, before.status)?;
    recount_period(db, &mut tracked, &open, now)?;
    follow_new_rules(db, before.id, before.status, open.end, now)?;
    let body = serde_json::json!({ "distributor": before.id, "distribution": open.id, "version": applied.number });
    let subject = format!("{}:{}", open.id, applied.number);
    ledger::append(
        db,
        now,
        LedgerAct::RulesApplied,
        &subject,
        0,
        &body.to_string(),
    )?;
    Ok(())
}
