//! What did not count for a collaborator, and why.

use rusqlite::params;

use super::Result;
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::store::Read;

/// How many of the newest events that do not count for a collaborator are read, so that a flood of them does not slow a page down.
pub const MOST: i64 = 20_000;

/// Events of one type that did not count for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    pub reason: String,
    pub kind: String,
    pub events: i64,
    /// When the newest of them happened.
    pub newest: Instant,
}

/// The events of an interval that no distributor counts for a collaborator, by reason and type, and whether these are all.
/// Leaves out what the distribution itself refused ([`refused`]).
pub fn ignored(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    (from, to): (Instant, Instant),
) -> Result<(Vec<Ignored>, bool)> {
    let mut query = db.prepare_cached(
        "SELECT c.reason, e.type, SUM(e.times), MAX(e.occurred_at) FROM \
         (SELECT event_id, reason FROM credits WHERE collaborator_id = ?1 AND reason IS NOT NULL \
          ORDER BY event_id DESC LIMIT ?2) c \
         CROSS JOIN events e ON e.id = c.event_id \
         WHERE e.status <> 'history' AND e.occurred_at >= ?3 AND e.occurred_at < ?4 \
         AND NOT EXISTS (SELECT 1 FROM metrics m WHERE m.event_id = e.id AND m.distribution_id = ?5 \
                         AND m.collaborator_id = ?1) \
         GROUP BY c.reason, e.type ORDER BY c.reason, e.type",
    )?;
    let rows = query.query_map(params![collaborator, MOST, from, to, distribution], |row| {
        Ok(Ignored {
            reason: row.get(0)?,
            kind: row.get(1)?,
            events: row.get(2)?,
            newest: row.get(3)?,
        })
    })?;
    let found = rows.collect::<rusqlite::Result<_>>()?;
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM (SELECT 1 FROM credits WHERE collaborator_id = ?1 AND reason IS NOT NULL LIMIT ?2)",
    )?;
    let there: i64 = query.query_row(params![collaborator, MOST + 1], |row| row.get(0))?;
    Ok((found, there <= MOST))
}

/// The metrics of a collaborator that a distribution has and does not count, by reason and type.
pub fn refused(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
) -> Result<Vec<Ignored>> {
    let mut query = db.prepare_cached(
        "SELECT status, type, SUM(IIF(status = 'customer_counted' AND points > 0, -times, times)) AS events, \
         MAX(occurred_at) FROM metrics WHERE distribution_id = ?1 AND collaborator_id = ?2 \
         AND status IN ('no_value', 'not_paid', 'below_minimum_amount', 'customer_counted') \
         GROUP BY status, type HAVING events > 0 ORDER BY status, type",
    )?;
    let rows = query.query_map(params![distribution, collaborator], |row| {
        Ok(Ignored {
            reason: row.get(0)?,
            kind: row.get(1)?,
            events: row.get(2)?,
            newest: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
