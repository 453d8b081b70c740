//! Counting again what is recorded already: for a distributor that starts in the past, and after its rules or its periods
//! changed.
//! Not here: how an event or a sale counts (`counting`), or which rules are in force when (`configure`).

mod events; // points
mod refunds; // refunds after a pause or a resume
mod rules; // rules that changed
mod sales; // money

use std::collections::BTreeSet;

pub use refunds::rebook_refunds;
pub use rules::follow_new_rules;

use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::schedule::LAST_INSTANT;
use crate::engine::Result;
use crate::engine::bodies::{Counts, PoolChange, PoolEntry, append_changes};
use crate::engine::periods::{Tracked, period_at_or_next};
use crate::store::distributions::{self, Open};
use crate::store::interval::Interval;
use crate::store::{Write, metrics, pools};

/// Counts what was recorded at or after an instant, none of which was counted for the distributor before.
pub fn count_from(
    db: &Write<'_>,
    tracked: &mut Tracked,
    from: Instant,
    now: Instant,
) -> Result<()> {
    count(db, tracked, ever_since(from), now, Vec::new())
}

/// Counts again what happened, or is dated, at or after an instant, by the rules in force then.
pub fn recount_from(
    db: &Write<'_>,
    tracked: &mut Tracked,
    from: Instant,
    now: Instant,
) -> Result<()> {
    recount(db, tracked, ever_since(from), now)
}

/// Counts again what happened in one open period, by the rules it follows now. What belongs to other periods, and was booked
/// here because those are closed, stays as it was booked.
pub fn recount_period(
    db: &Write<'_>,
    tracked: &mut Tracked,
    open: &Open,
    now: Instant,
) -> Result<()> {
    let interval = Interval {
        from: open.start,
        to: open.end,
    };
    recount(db, tracked, interval, now)
}

/// Removes periods of a distributor. What is dated from an instant on no longer counts, and what else the periods hold, such
/// as refunds of older sales, moves to the period that its date belongs to now. `tracked` is the distributor without them.
pub fn remove_periods(
    db: &Write<'_>,
    tracked: &mut Tracked,
    periods: &[Open],
    from: Instant,
    now: Instant,
) -> Result<()> {
    let mut changes = forget(db, tracked, ever_since(from))?;
    for period in periods {
        distributions::remove_scheduled(db, period.id)?;
    }
    let mut touched = BTreeSet::new();
    for period in periods {
        for (entry, at) in pools::dated(db, period.id)? {
            let Some(found) = period_at_or_next(db, tracked, at, now)? else {
                continue;
            };
            let entry = PoolEntry::from(pools::move_entry(db, entry, found.distribution)?);
            changes.push(PoolChange::removed_from(period.id, &entry));
            changes.push(PoolChange::Added(entry));
            touched.insert(found.distribution);
        }
        for (metric, at) in metrics::dated(db, period.id)? {
            if let Some(found) = period_at_or_next(db, tracked, at, now)? {
                metrics::move_metric(db, metric, found.distribution)?;
                touched.insert(found.distribution);
            }
        }
        touched.insert(period.id);
    }
    for distribution in touched {
        metrics::rebuild_scores(db, distribution)?;
        pools::rebuild_totals(db, distribution)?;
    }
    append_changes(db, tracked.id, now, &changes)
}

fn ever_since(from: Instant) -> Interval {
    Interval {
        from,
        to: LAST_INSTANT.into(),
    }
}

fn recount(db: &Write<'_>, tracked: &mut Tracked, interval: Interval, now: Instant) -> Result<()> {
    let changes = forget(db, tracked, interval)?;
    count(db, tracked, interval, now, changes)
}

/// Forgets what the open periods of a distributor count of an interval, and the refunds and reversals of it in any period.
fn forget(db: &Write<'_>, tracked: &Tracked, interval: Interval) -> Result<Vec<PoolChange>> {
    for distribution in metrics::forget(db, tracked.id, interval)? {
        metrics::rebuild_scores(db, distribution)?;
    }
    let forgotten = pools::forget(db, tracked.id, interval)?;
    let touched: BTreeSet<DistributionId> = forgotten.iter().map(|one| one.distribution).collect();
    for distribution in touched {
        pools::rebuild_totals(db, distribution)?;
    }
    let removed = |counted| PoolChange::Removed(Counts::from(counted));
    Ok(forgotten.into_iter().map(removed).collect())
}

/// Counts an interval, and writes what changed in pools into the ledger, with the changes that were made before.
fn count(
    db: &Write<'_>,
    tracked: &mut Tracked,
    interval: Interval,
    now: Instant,
    mut changes: Vec<PoolChange>,
) -> Result<()> {
    let entries = events::count(db, tracked, interval)?;
    changes.extend(entries.into_iter().map(PoolChange::Added));
    let entries = sales::count(db, tracked, interval)?;
    changes.extend(entries.into_iter().map(PoolChange::Added));
    append_changes(db, tracked.id, now, &changes)
}
