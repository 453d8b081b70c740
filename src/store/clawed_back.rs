//! Points that refunds took back after their distribution was final, to be claimed from whoever had them (Q29). They are metrics
//! of that distribution, and are summed beside the score that was divided.
//! Each query repeats the condition of the partial index (`status < 'clax'`), because SQLite uses the index only then.
//! Not here: the money that is claimed (`pools`, `obligations`).

use rusqlite::params;

use super::Result;
use super::metrics::{ScorePart, points};
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::pool_entry::Slot;
use crate::store::{Read, Write};

/// The points that refunds took back after a distribution was final, by collaborator: negative, in parts of each
/// denominator.
pub fn sums(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<ScorePart>> {
    let mut query = db.prepare_cached(
        "SELECT collaborator_id, SUM(points), parts FROM metrics \
         WHERE distribution_id = ?1 AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone', 'clawback_counted') \
         GROUP BY collaborator_id, parts HAVING SUM(points) <> 0 ORDER BY collaborator_id, parts",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(ScorePart {
            collaborator: row.get(0)?,
            points: points(row, 1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether refunds took points back, or restored them, after a distribution was final.
pub fn are_there(db: &Read<'_>, distribution: DistributionId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM metrics WHERE distribution_id = ?1 \
         AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone', 'clawback_counted'))",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// The metrics that refunds took back after a distribution ended, with the time, in the order in which they came.
pub fn dated(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<(i64, Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT id, occurred_at FROM metrics WHERE distribution_id = ?1 \
         AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone') ORDER BY id",
    )?;
    let rows = query.query_map([distribution], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The events and collaborators whose points refunds took back or restored after a distribution was final, with the last time.
pub fn turned(
    db: &Read<'_>,
    distribution: DistributionId,
) -> Result<Vec<((EventId, CollaboratorId), Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT event_id, collaborator_id, MAX(occurred_at) FROM metrics \
         WHERE distribution_id = ?1 AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone') GROUP BY event_id, collaborator_id",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether an event belongs to the distribution's own period. Then its pool counts how many of them are left.
pub fn is_own(db: &Read<'_>, distribution: DistributionId, event: EventId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM metrics WHERE event_id = ?2 AND distribution_id = ?1 AND status = 'counted')",
    )?;
    Ok(query.query_row(params![distribution, event], |row| row.get(0))?)
}

/// Moves such a metric into a distribution, as points taken back or restored there. The caller calls
/// [`super::metrics::rebuild_scores`].
pub fn count_in(db: &Write<'_>, metric: i64, distribution: DistributionId) -> Result<()> {
    db.prepare_cached(
        "UPDATE metrics SET distribution_id = ?2, status = IIF(status = 'clawed_back', 'reversed', 'restored') \
         WHERE id = ?1",
    )?
    .execute(params![metric, distribution])?;
    Ok(())
}

/// The row ids of the refunds that took money or points back from a distribution after it ended.
pub fn refunds(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached(
        "SELECT refund_id FROM pool_entries \
         WHERE distribution_id = ?1 AND source IN (?2, ?3) AND refund_id IS NOT NULL \
         UNION SELECT r.id FROM metrics m JOIN events e ON e.id = m.event_id \
         JOIN transactions t ON t.id = e.transaction_id \
         JOIN refunds r ON r.source = t.source AND r.external_id = t.external_id AND r.occurred_at = m.occurred_at \
         WHERE m.distribution_id = ?1 AND m.status < 'clax' AND m.status IN ('clawed_back', 'clawback_undone') ORDER BY 1",
    )?;
    let rows = query.query_map(
        params![distribution, Slot::Clawback, Slot::ClawbackOfEvent],
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
