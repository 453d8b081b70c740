//! Points that refunds took back or gave again, taken out of a distribution to be booked anew.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::Result;
use super::clawed_back::CLAWED_BACK;
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;

/// An event whose points were taken back (-1) or given again (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// Which.
    pub event: EventId,
    /// -1 or 1.
    pub sign: i64,
    /// When.
    pub at: Instant,
}

/// Takes out of a distribution the points that refunds dated from an instant on took back or gave again;
/// answers of which events in the order they came. [`super::metrics::rebuild_scores`] follows.
pub fn take_reversals(
    db: &Connection,
    distribution: DistributionId,
    from: Instant,
) -> Result<Vec<Turned>> {
    let mut delete = db.prepare_cached(
        "DELETE FROM metrics WHERE distribution_id = ?1 \
         AND status IN ('reversed', 'restored', 'clawed_back', 'clawback_undone') AND event_id IS NOT NULL \
         AND occurred_at >= ?2 RETURNING id, collaborator_id, event_id, status, occurred_at",
    )?;
    let rows = delete.query_map(params![distribution, from], |row| {
        let status: String = row.get(3)?;
        let turned = Turned {
            event: row.get(2)?,
            sign: match status.as_str() {
                "reversed" | CLAWED_BACK => -1,
                _ => 1,
            },
            at: row.get(4)?,
        };
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, CollaboratorId>(1)?,
            turned,
        ))
    })?;
    let mut taken = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    taken.sort_unstable_by_key(|(id, ..)| *id);
    // Each owner of an event has the same rows of it, so one owner's tell.
    let mut owners: BTreeMap<EventId, CollaboratorId> = BTreeMap::new();
    taken.retain(|(_, owner, turned)| owners.entry(turned.event).or_insert(*owner) == owner);
    Ok(taken.into_iter().map(|(.., turned)| turned).collect())
}
