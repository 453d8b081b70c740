//! New rules reach the periods that begin once they are in force, including those that were opened ahead of time.

use super::{count_from, recount_from, remove_periods};
use crate::domain::distributor::DistributorStatus;
use crate::domain::ids::DistributorId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::periods::{Tracked, TrackedVersion};
use crate::store::Transaction;
use crate::store::distributions::{self, Open};

/// Lets each period that begins at or after an instant follow the rules in force when it begins, and counts again what is
/// dated in it. Records that the old rules did not count may have opened no period at all.
pub fn follow_new_rules(
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
        return recount_from(db, &mut Tracked::read(db, id, status)?, from, now);
    }
    // The schedule changed, so other periods begin then, and count what these counted.
    tracked.open.retain(|open| open.start < from);
    remove_periods(db, &mut tracked, &ahead, from, now)?;
    count_from(db, &mut Tracked::read(db, id, status)?, from, now)
}

/// The version in force when a period begins, if it has the schedule of the version that the period follows.
fn with_same_schedule<'t>(tracked: &'t Tracked, open: &Open) -> Option<&'t TrackedVersion> {
    let in_force = tracked.version_at(open.start)?;
    let followed = tracked.version(open.version)?;
    (in_force.definition.schedule == followed.definition.schedule).then_some(in_force)
}
