//! Points that refunds took back after their distribution was final, where that is claimed from those whose points they
//! were (Q29). They stand with the metrics of their own distribution, and beside the score that was divided.
//! Each query says what the index that finds them is made of (`status < 'clax'`), or SQLite would not take it.
//! Not here: the money that is claimed (`pools`, `obligations`).

use rusqlite::{Connection, params};

use super::Result;
use super::metrics::{ScorePart, points};
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;

/// Points of a period that is final, taken back by a refund that is claimed from those whose points they were. The score
/// that was divided stays as it is: they are summed beside it ([`sums`]).
pub const CLAWED_BACK: &str = "clawed_back";

/// The same points, given again by the undoing of such a refund.
pub const CLAWBACK_UNDONE: &str = "clawback_undone";

/// Points of a customer's next event, which counts since a refund took the one before it (Q30); negative where it does not
/// any more.
pub const CLAWBACK_COUNTED: &str = "clawback_counted";

/// The points that refunds took back after a distribution was final, by collaborator: negative, in parts of each
/// denominator.
pub fn sums(db: &Connection, distribution: DistributionId) -> Result<Vec<ScorePart>> {
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

/// Whether refunds took points back, or gave them again, after a distribution was final.
pub fn are_there(db: &Connection, distribution: DistributionId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM metrics WHERE distribution_id = ?1 \
         AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone', 'clawback_counted'))",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// The metrics of a distribution that refunds took back after it ended, with when that was, in the order they came.
pub fn dated(db: &Connection, distribution: DistributionId) -> Result<Vec<(i64, Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT id, occurred_at FROM metrics WHERE distribution_id = ?1 \
         AND status < 'clax' AND status IN ('clawed_back', 'clawback_undone') ORDER BY id",
    )?;
    let rows = query.query_map([distribution], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Of which events, and whose, refunds took points back or gave them again after a distribution was final, and when last.
pub fn turned(
    db: &Connection,
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

/// Whether a distribution counts an event as one of its own period: then its pool knows how many of them still stand.
pub fn is_own(db: &Connection, distribution: DistributionId, event: EventId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM metrics WHERE event_id = ?2 AND distribution_id = ?1 AND status = 'counted')",
    )?;
    Ok(query.query_row(params![distribution, event], |row| row.get(0))?)
}

/// Lets such a metric count in a distribution, as points that were taken back in it, or given again.
/// [`super::metrics::rebuild_scores`] follows.
pub fn count_in(db: &Connection, metric: i64, distribution: DistributionId) -> Result<()> {
    db.prepare_cached(
        "UPDATE metrics SET distribution_id = ?2, status = IIF(status = 'clawed_back', 'reversed', 'restored') \
         WHERE id = ?1",
    )?
    .execute(params![metric, distribution])?;
    Ok(())
}

/// The rows of the refunds that took money or points back from a distribution after it ended.
pub fn refunds(db: &Connection, distribution: DistributionId) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached(
        "SELECT refund_id FROM pool_entries \
         WHERE distribution_id = ?1 AND source IN (-4, -7) AND refund_id IS NOT NULL \
         UNION SELECT r.id FROM metrics m JOIN events e ON e.id = m.event_id \
         JOIN transactions t ON t.id = e.transaction_id \
         JOIN refunds r ON r.source = t.source AND r.external_id = t.external_id AND r.occurred_at = m.occurred_at \
         WHERE m.distribution_id = ?1 AND m.status < 'clax' AND m.status IN ('clawed_back', 'clawback_undone') ORDER BY 1",
    )?;
    let rows = query.query_map([distribution], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
