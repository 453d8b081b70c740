//! Periods that were opened ahead of now, because something dated ahead of it was recorded: rules that
//! are saved before they begin are theirs.

use super::stored;
use crate::domain::distributor::DistributorStatus;
use crate::domain::ids::DistributorId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::fold::{Tracked, recount, recount_open, uncount};
use crate::store::Transaction;
use crate::store::distributions::{self, Open};
use crate::store::distributors::Version;

/// Lets the periods that begin when a version is in force follow it.
pub fn follow(
    db: &Transaction<'_>,
    id: DistributorId,
    status: DistributorStatus,
    version: &Version,
    now: Instant,
) -> Result<()> {
    let tracked = Tracked::read(db, id, status)?;
    let from = version.effective_from;
    let ahead: Vec<&Open> = tracked
        .open
        .iter()
        .filter(|open| open.start >= from)
        .collect();
    if ahead.is_empty() {
        return Ok(());
    }
    let rules = stored::definition(&version.definition)?;
    let same_schedule = |open: &&Open| {
        let followed = tracked.version(open.version);
        followed.is_some_and(|followed| followed.definition.schedule == rules.schedule)
    };
    if ahead.iter().all(same_schedule) {
        for open in ahead {
            let due_at = open.end.plus_minutes(rules.grace_minutes);
            distributions::follow(db, open.id, version.number, due_at)?;
            let open = Open {
                version: version.number,
                due_at,
                ..open.clone()
            };
            recount_open(db, Tracked::read(db, id, status)?, &open, now)?;
        }
        return Ok(());
    }
    // Other periods begin then: what these count is counted anew in those.
    let instead = tracked.open.iter().rfind(|open| open.start < from);
    uncount(db, id, &ahead, from, instead.map(|open| open.id))?;
    for open in ahead {
        distributions::remove_scheduled(db, open.id)?;
    }
    recount(db, Tracked::read(db, id, status)?, from, now)
}
