//! The visitors of a network who count for something on a day (Q37), so that a network that invents visitors gains only a
//! limited number. Visitors and what they visited are stored as hashes: enough to recognise them, nothing to read.
//! Not here: what happens to visitors who do not count (`engine::fold`), or how long a day is kept (`roll_up`).

use rusqlite::params;

use super::Result;
use super::keys::KeyHash;
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::ignored::IgnoredReason;
use crate::domain::instant::Instant;
use crate::domain::network::day;
use crate::domain::person::folded;
use crate::store::{Read, Write};

/// What the visitors of one network visited on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crowd {
    /// Days since 1970, UTC.
    pub day: i64,
    /// A hash of the network, the event type, and the object or the credited collaborator.
    pub number: i64,
}

/// What was visited.
#[derive(Debug, Clone, Copy)]
pub enum Visited<'a> {
    /// The object of the event: a post.
    Object(&'a str),
    /// For an event without an object, the collaborator's link, whichever code led to it.
    Of(CollaboratorId),
}

impl Crowd {
    /// That of an event.
    #[must_use]
    pub fn of(at: i64, network: &str, kind: &str, visited: Visited<'_>) -> Crowd {
        // No name contains a line feed, so input cannot make one crowd look like another.
        let text = match visited {
            Visited::Object(object) => format!("{kind}\n{network}\nto\n{object}"),
            Visited::Of(collaborator) => format!("{kind}\n{network}\nof\n{collaborator}"),
        };
        Crowd {
            day: day(at),
            number: KeyHash::of(&text).0,
        }
    }
}

/// The hash of a visitor. All unnamed visitors of a network are one.
#[must_use]
pub fn visitor(subject: Option<&str>) -> i64 {
    subject.map_or(0, |name| KeyHash::of(&folded(name)).0)
}

/// The visitors who count, ascending.
pub fn visitors(db: &Read<'_>, crowd: Crowd) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached(
        "SELECT visitor FROM crowds WHERE day = ?1 AND crowd = ?2 ORDER BY visitor",
    )?;
    let rows = query.query_map([crowd.day, crowd.number], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds a visitor who counts.
pub fn add(db: &Write<'_>, crowd: Crowd, visitor: i64) -> Result<()> {
    db.prepare_cached("INSERT INTO crowds (day, crowd, visitor) VALUES (?1, ?2, ?3)")?
        .execute([crowd.day, crowd.number, visitor])?;
    Ok(())
}

/// Forgets the days before one.
pub fn forget(db: &Write<'_>, before: i64) -> Result<()> {
    db.execute("DELETE FROM crowds WHERE day < ?1", [before])?;
    Ok(())
}

/// Renames a visitor, who still counts if they did.
pub fn rename(db: &Write<'_>, name: &str, to: &str) -> Result<()> {
    let (old, new) = (visitor(Some(name)), visitor(Some(to)));
    db.execute(
        "UPDATE OR REPLACE crowds SET visitor = ?2 WHERE visitor = ?1",
        [old, new],
    )?;
    Ok(())
}

/// [`day`] of an event in SQL.
pub(super) const DAY: &str =
    "(e.occurred_at - (e.occurred_at % 86400000000 + 86400000000) % 86400000000) / 86400000000";

/// Visits by collaborator, day and network. Rolled-up visits have no network any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromNetwork {
    /// Whom they count for.
    pub collaborator: CollaboratorId,
    /// Days since 1970, UTC.
    pub day: i64,
    /// The network.
    pub network: Option<String>,
    /// How many visits.
    pub visits: i64,
}

/// The visits that a distribution counts, for one collaborator or all, by collaborator, day and network.
pub fn of_distribution(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: Option<CollaboratorId>,
) -> Result<Vec<FromNetwork>> {
    let sql = format!(
        "SELECT m.collaborator_id, {DAY} AS day, e.network, SUM(m.times) FROM metrics m JOIN events e ON e.id = m.event_id \
         WHERE m.distribution_id = ?1 AND m.collaborator_id BETWEEN ?2 AND ?3 \
         AND m.type IN ('post_visited', 'site_visited') AND m.status IN ('counted', 'late') \
         GROUP BY m.collaborator_id, day, e.network ORDER BY m.collaborator_id, day, e.network"
    );
    let mut query = db.prepare_cached(&sql)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query.query_map(params![distribution, first, last], |row| {
        Ok(FromNetwork {
            collaborator: row.get(0)?,
            day: row.get(1)?,
            network: row.get(2)?,
            visits: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Visits of a day that did not count for a collaborator because too many came from their network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub collaborator: CollaboratorId,
    /// Days since 1970, UTC.
    pub day: i64,
    /// Of which type.
    pub kind: String,
    /// How many visits.
    pub visits: i64,
}

/// The visits of an interval that did not count because too many came from their network, for one collaborator or all.
pub fn refused(
    db: &Read<'_>,
    (from, to): (Instant, Instant),
    collaborator: Option<CollaboratorId>,
) -> Result<Vec<Refused>> {
    let crowd = IgnoredReason::Crowd;
    let sql = format!(
        "SELECT c.collaborator_id, {DAY} AS day, e.type, SUM(e.times) \
         FROM credits c CROSS JOIN events e ON e.id = c.event_id \
         WHERE c.reason = '{crowd}' AND c.collaborator_id BETWEEN ?1 AND ?2 AND e.occurred_at >= ?3 AND e.occurred_at < ?4 \
         GROUP BY c.collaborator_id, day, e.type ORDER BY c.collaborator_id, day, e.type"
    );
    let mut query = db.prepare_cached(&sql)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query.query_map(params![first, last, from, to], |row| {
        Ok(Refused {
            collaborator: row.get(0)?,
            day: row.get(1)?,
            kind: row.get(2)?,
            visits: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
