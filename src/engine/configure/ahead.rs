//! What is dated at or after the instant at which new rules take effect: it counts by them from the start, also where
//! a period was opened ahead of time for it.

use super::stored;
use crate::domain::distributor::DistributorStatus;
use crate::domain::ids::DistributorId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::fold::{Tracked, recount, recount_from, take_away};
use crate::store::Transaction;
use crate::store::distributions::{self, Open};
use crate::store::distributors::Version;

/// Lets the periods that begin when a version is in force follow it, and counts again what is dated in them: what the
/// old rules did not count may have opened none.
pub fn follow(
    db: &Transaction<'_>,
    id: DistributorId,
    status: DistributorStatus,
    version: &Version,
    now: Instant,
) -> Result<()> {
    let mut tracked = Tracked::read(db, id, status)?;
    let from = version.effective_from;
    let ahead: Vec<Open> = tracked
        .open
        .iter()
        .filter(|open| open.start >= from)
        .cloned()
        .collect();
    let rules = stored::definition(&version.definition)?;
    let same_schedule = |open: &Open| {
        let followed = tracked.version(open.version);
        followed.is_some_and(|followed| followed.definition.schedule == rules.schedule)
    };
    if ahead.iter().all(same_schedule) {
        for open in ahead {
            let due_at = open.end.plus_minutes(rules.grace_minutes);
            distributions::follow(db, open.id, version.number, due_at)?;
        }
        return recount_from(db, Tracked::read(db, id, status)?, from, now);
    }
    // Other periods begin then: what these count is counted anew in those.
    tracked.open.retain(|open| open.start < from);
    take_away(db, &mut tracked, &ahead, from, now)?;
    recount(db, Tracked::read(db, id, status)?, from, now)
}
