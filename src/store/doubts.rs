//! Reads what a distribution counts, to be checked for doubts. Not here: the checks (`domain::doubt`).

use rusqlite::{Row, params};

use super::Result;
use super::metrics::points;
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::points::Points;
use crate::store::Read;

/// An event that counts for a collaborator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub collaborator: CollaboratorId,
    pub event: EventId,
    pub kind: String,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    pub subject: Option<String>,
    /// Its points, less what refunds took back.
    pub points: Points,
}

/// Visits everything but visits of pages that a distribution counts, for one collaborator or all, by collaborator and event.
/// Leaves out points that were given by hand or carried over.
pub fn each_counted<E: From<super::Error>>(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: Option<CollaboratorId>,
    mut take: impl FnMut(Counted) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut query = db
        .prepare_cached(
            "SELECT m.collaborator_id, m.event_id, e.type, e.occurred_at, e.subject, SUM(m.points), m.parts \
             FROM metrics m CROSS JOIN events e ON e.id = m.event_id \
             WHERE m.distribution_id = ?1 AND m.collaborator_id BETWEEN ?2 AND ?3 \
             AND m.type NOT IN ('post_visited', 'site_visited', 'manual') \
             AND m.status NOT IN ('clawed_back', 'clawback_undone', 'clawback_counted') \
             GROUP BY m.collaborator_id, m.event_id, m.parts HAVING SUM(m.points) > 0 \
             ORDER BY m.collaborator_id, m.event_id, m.parts",
        )
        .map_err(super::Error::from)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query
        .query_map(params![distribution, first, last], counted)
        .map_err(super::Error::from)?;
    for row in rows {
        take(row.map_err(super::Error::from)?)?;
    }
    Ok(())
}

fn counted(row: &Row<'_>) -> rusqlite::Result<Counted> {
    Ok(Counted {
        collaborator: row.get(0)?,
        event: row.get(1)?,
        kind: row.get(2)?,
        at: row.get(3)?,
        subject: row.get(4)?,
        points: points(row, 5)?,
    })
}

/// The visits for one collaborator from one network on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromNetwork {
    pub collaborator: CollaboratorId,
    /// `None` where the network is not known, or no longer.
    pub network: Option<String>,
    /// Days since 1970, UTC.
    pub day: i64,
    /// How many visits.
    pub visits: i64,
    pub points: Points,
    /// The first of them.
    pub first: EventId,
}

/// The visits that a distribution counts, for one collaborator or all, by collaborator, day and network.
pub fn visits(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: Option<CollaboratorId>,
) -> Result<Vec<FromNetwork>> {
    let sql = format!(
        "SELECT m.collaborator_id, e.network, {} AS day, SUM(m.times), MIN(m.event_id), SUM(m.points), m.parts \
         FROM metrics m CROSS JOIN events e ON e.id = m.event_id \
         WHERE m.distribution_id = ?1 AND m.collaborator_id BETWEEN ?2 AND ?3 \
         AND m.type IN ('post_visited', 'site_visited') AND m.status IN ('counted', 'late') \
         GROUP BY m.collaborator_id, day, e.network, m.parts ORDER BY m.collaborator_id, day, e.network, m.parts",
        super::crowds::DAY
    );
    let mut query = db.prepare_cached(&sql)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query.query_map(params![distribution, first, last], |row| {
        Ok(FromNetwork {
            collaborator: row.get(0)?,
            network: row.get(1)?,
            day: row.get(2)?,
            visits: row.get(3)?,
            first: row.get(4)?,
            points: points(row, 5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The time of the first event of each subject, whether it counts or not. `subjects` is a JSON list. There is no index by
/// subject, so this reads all events once.
pub fn first_records(db: &Read<'_>, subjects: &str) -> Result<Vec<(String, i64)>> {
    let mut query = db.prepare(
        "SELECT subject, MIN(occurred_at) FROM events \
         WHERE subject IN (SELECT value FROM json_each(?1)) GROUP BY subject ORDER BY subject",
    )?;
    let rows = query.query_map([subjects], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The payout details of each collaborator who has any, as JSON.
pub fn payouts(db: &Read<'_>) -> Result<Vec<(CollaboratorId, String)>> {
    let mut query = db.prepare_cached(
        "SELECT id, payout FROM collaborators WHERE payout IS NOT NULL AND status <> 'deleted' ORDER BY id",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
