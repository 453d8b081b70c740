//! What is dated at or after the instant at which new rules take effect: it counts by them from the start, also where
//! a period was opened ahead of time for it.

use crate::domain::distributor::DistributorStatus;
use crate::domain::ids::DistributorId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::fold::{Tracked, TrackedVersion, recount, recount_from, take_away};
use crate::store::Transaction;
use crate::store::distributions::{self, Open};

/// Lets each period that begins at or after an instant follow the rules in force when it begins, and counts again what
/// is dated in them: what the old rules did not count may have opened none.
pub fn follow(
    db: &Transaction<'_>,
    id: DistributorId,
    status: DistributorStatus,
    from: Instant,
    now: Instant,
) -> Result<()> {
    let mut tracked = Tracked::read(db, id, status)?;
    let begin_later = |open: &&Open| open.start >= from;
    let ahead: Vec<Open> = tracked.open.iter().filter(begin_later).cloned().collect();
    let followed: Option<Vec<(&Open, &TrackedVersion)>> = ahead
        .iter()
        .map(|open| Some((open, with_same_schedule(&tracked, open)?)))
        .collect();
    if let Some(followed) = followed {
        for (open, version) in followed {
            let due_at = open.end.plus_minutes(version.definition.grace_minutes);
            distributions::follow(db, open.id, version.number, due_at)?;
        }
        return recount_from(db, Tracked::read(db, id, status)?, from, now);
    }
    // Other periods begin then: what these count is counted anew in those.
    tracked.open.retain(|open| open.start < from);
    take_away(db, &mut tracked, &ahead, from, now)?;
    recount(db, Tracked::read(db, id, status)?, from, now)
}

/// The version in force when a period begins, where that has the schedule of the one it follows.
fn with_same_schedule<'t>(tracked: &'t Tracked, open: &Open) -> Option<&'t TrackedVersion> {
    let in_force = tracked.version_at(open.start)?;
    let followed = tracked.version(open.version)?;
    (in_force.definition.schedule == followed.definition.schedule).then_some(in_force)
}
