//! What each customer did for each collaborator, by which a user-centric pool is divided.

use rusqlite::params;

use super::Result;
use super::metrics::{Seen, points};
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::points::Points;
use crate::store::Read;

/// What one subject did for one collaborator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    pub subject: String,
    pub collaborator: CollaboratorId,
    /// For how many points, of one denominator.
    pub points: Points,
}

/// The metrics of a distribution summed by subject and collaborator.
pub fn by_subject(
    db: &Read<'_>,
    distribution: DistributionId,
    seen: Seen,
) -> Result<Vec<Engagement>> {
    let mut query = db.prepare_cached(
        "SELECT e.subject, m.collaborator_id, SUM(m.points), m.parts FROM metrics m JOIN events e ON e.id = m.event_id \
         WHERE m.distribution_id = ?1 AND e.subject IS NOT NULL \
         AND (?2 OR m.status NOT IN ('clawed_back', 'clawback_undone', 'clawback_counted')) \
         GROUP BY e.subject, m.collaborator_id, m.parts ORDER BY e.subject, m.collaborator_id",
    )?;
    let all = seen == Seen::AfterRefunds;
    let rows = query.query_map(params![distribution, all], |row| {
        Ok(Engagement {
            subject: row.get(0)?,
            collaborator: row.get(1)?,
            points: points(row, 2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
