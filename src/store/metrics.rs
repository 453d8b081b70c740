//! Metrics, and the scores that are their running sums.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, params};
use serde::Serialize;

use super::Result;
use super::history;
use super::interval::Interval;
use super::lists::find::{Filter, FilterKind, Listing};
use crate::domain::collaborator::Name;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::MetricStatus;
use crate::domain::points::Points;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "metrics",
    from: "metrics m JOIN distributions n ON n.id = m.distribution_id",
    columns: "m.id, m.status, m.occurred_at, n.distributor_id, m.distribution_id, m.collaborator_id, m.event_id, \
              m.type, m.points, m.parts",
    id: "m.id",
    filters: &[
        Filter {
            name: "id",
            column: "m.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "m.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "distributor",
            column: "n.distributor_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distribution",
            column: "m.distribution_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "collaborator",
            column: "m.collaborator_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "event",
            column: "m.event_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "type",
            column: "m.type",
            kind: FilterKind::Text,
        },
    ],
    always: None,
    orders: &[("id", "m.id"), ("created_at", "m.occurred_at")],
    search: &["m.type"],
};

/// An event as one distributor counts it for one collaborator.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Metric {
    /// Its number.
    pub id: i64,
    /// Whether and how it counts, or why it does not.
    pub status: MetricStatus,
    /// When its event happened.
    pub created_at: Instant,
    /// Which distributor counts it.
    pub distributor: DistributorId,
    /// In which distribution.
    pub distribution: DistributionId,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// What they are called, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Which event; none for what was carried over.
    pub event: Option<EventId>,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its points.
    pub points: Points,
}

pub fn row(row: &Row<'_>) -> rusqlite::Result<Metric> {
    Ok(Metric {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        distributor: row.get(3)?,
        distribution: row.get(4)?,
        collaborator: row.get(5)?,
        name: None,
        event: row.get(6)?,
        kind: row.get(7)?,
        points: points(row, 8)?,
    })
}

/// Reads points kept as two columns.
pub(super) fn points(row: &Row<'_>, first: usize) -> rusqlite::Result<Points> {
    let (numer, denom): (i64, i64) = (row.get(first)?, row.get(first + 1)?);
    Points::fraction(i128::from(numer), i128::from(denom)).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            first + 1,
            rusqlite::types::Type::Integer,
            Box::new(error),
        )
    })
}

/// One metric to be kept. Points are `points / parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMetric<'a> {
    pub distribution: DistributionId,
    pub collaborator: CollaboratorId,
    pub event: Option<EventId>,
    pub kind: &'a str,
    pub status: MetricStatus,
    /// Numerator.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
    pub at: Instant,
}

pub fn add_score(
    db: &Write<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    parts: i64,
    points: i64,
    events: i64,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO scores (distribution_id, collaborator_id, parts, points, events) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (distribution_id, collaborator_id, parts) \
         DO UPDATE SET points = points + excluded.points, events = events + excluded.events",
    )?
    .execute(params![distribution, collaborator, parts, points, events])?;
    Ok(())
}

/// A part of a score: all its points of one denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorePart {
    pub collaborator: CollaboratorId,
    pub points: Points,
}

/// All parts of all scores of a distribution, by collaborator.
pub fn scores(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<ScorePart>> {
    let mut query = db.prepare_cached(
        "SELECT collaborator_id, points, parts FROM scores WHERE distribution_id = ?1 ORDER BY collaborator_id",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(ScorePart {
            collaborator: row.get(0)?,
            points: points(row, 1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Which of the metrics of a closed distribution are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Those that it was divided by.
    AsDivided,
    /// Those as well that refunds took back since it was final.
    AfterRefunds,
}

/// The metrics of one collaborator in one distribution in the order they happened: for telling when
/// a score was reached. What was taken back and given again of an event at one instant is one step, and so is an event with
/// what was taken from it because its customer counted already.
pub fn steps(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    seen: Seen,
) -> Result<Vec<(Instant, Points)>> {
    let mut query = db.prepare_cached(
        "SELECT occurred_at, SUM(points), parts FROM metrics WHERE distribution_id = ?1 AND collaborator_id = ?2 \
         AND (?3 OR status NOT IN ('clawed_back', 'clawback_undone', 'clawback_counted')) \
         GROUP BY occurred_at, parts, CASE \
           WHEN status IN ('reversed', 'restored', 'clawed_back', 'clawback_undone') THEN 'turn ' || event_id \
           WHEN status IN ('counted', 'late', 'customer_counted', 'clawback_counted') THEN 'event ' || event_id ELSE id END \
         ORDER BY occurred_at, SUM(points) DESC, MIN(id)",
    )?;
    let all = seen == Seen::AfterRefunds;
    let rows = query.query_map(params![distribution, collaborator, all], |row| {
        Ok((row.get(0)?, points(row, 1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A metric that counts an event, as a reversal needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub distributor: DistributorId,
    pub distribution: DistributionId,
    /// By which version that distribution is divided.
    pub version: i64,
    /// Whether the event belongs to a period before it.
    pub late: bool,
    pub collaborator: CollaboratorId,
    pub kind: String,
    /// Numerator.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
}

/// What every distributor made of an event when it counted it.
pub fn of_event(db: &Read<'_>, event: EventId) -> Result<Vec<Counted>> {
    let mut query = db.prepare_cached(
        "SELECT n.distributor_id, n.id, n.version, m.status = 'late', m.collaborator_id, m.type, SUM(m.points), m.parts \
         FROM metrics m JOIN distributions n ON n.id = m.distribution_id \
         WHERE m.event_id = ?1 AND m.status IN ('counted', 'late') \
         GROUP BY n.distributor_id, n.id, m.status, m.collaborator_id, m.type, m.parts \
         ORDER BY n.distributor_id, n.id, m.collaborator_id",
    )?;
    let rows = query.query_map([event], |row| {
        Ok(Counted {
            distributor: row.get(0)?,
            distribution: row.get(1)?,
            version: row.get(2)?,
            late: row.get(3)?,
            collaborator: row.get(4)?,
            kind: row.get(5)?,
            points: row.get(6)?,
            parts: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many events of its own period and of a type a distribution has: one that was taken back in it does not
/// count, one that was given again does. Each owner of an event has the same rows of it, so one owner's tell.
/// Events of other periods, and what happened to them since, are entries of the pool. A use that gave no points because
/// its customer had counted already was real, and counts once.
pub fn events_of_type(db: &Read<'_>, distribution: DistributionId, kind: &str) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(net), 0) FROM ( \
           SELECT SUM(CASE status WHEN 'reversed' THEN -times ELSE times END) / COUNT(DISTINCT collaborator_id) AS net \
           FROM metrics WHERE distribution_id = ?1 AND type = ?2 AND event_id IS NOT NULL \
           AND status NOT IN ('customer_counted', 'clawed_back', 'clawback_undone', 'clawback_counted') \
           GROUP BY event_id HAVING SUM(status = 'counted') > 0)",
    )?;
    Ok(query.query_row(params![distribution, kind], |row| row.get(0))?)
}

/// Carries one collaborator's score over into another distribution, as rows of their own.
pub fn carry(
    db: &Write<'_>,
    from: DistributionId,
    to: DistributionId,
    collaborator: CollaboratorId,
    at: Instant,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO metrics (distribution_id, collaborator_id, event_id, type, status, points, parts, occurred_at) \
         SELECT ?2, s.collaborator_id, NULL, 'carried', 'carried', s.points, s.parts, \
                COALESCE((SELECT MAX(m.occurred_at) FROM metrics m WHERE m.distribution_id = s.distribution_id \
                          AND m.collaborator_id = s.collaborator_id), ?4) \
         FROM scores s WHERE s.distribution_id = ?1 AND s.collaborator_id = ?3 AND s.points <> 0",
    )?
    .execute(params![from, to, collaborator, at])?;
    db.prepare_cached(
        "INSERT INTO scores (distribution_id, collaborator_id, parts, points, events) \
         SELECT ?2, collaborator_id, parts, points, 0 FROM scores \
         WHERE distribution_id = ?1 AND collaborator_id = ?3 AND points <> 0 \
         ON CONFLICT (distribution_id, collaborator_id, parts) DO UPDATE SET points = points + excluded.points",
    )?
    .execute(params![from, to, collaborator])?;
    Ok(())
}

pub fn count(db: &Read<'_>, distribution: DistributionId) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT COUNT(*) FROM metrics WHERE distribution_id = ?1")?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// Carries some points of one collaborator over into another distribution, as a row of their own.
pub fn carry_points(
    db: &Write<'_>,
    from: DistributionId,
    to: DistributionId,
    collaborator: CollaboratorId,
    (points, parts): (i64, i64),
    at: Instant,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO metrics (distribution_id, collaborator_id, event_id, type, status, points, parts, occurred_at) \
         VALUES (?2, ?3, NULL, 'carried', 'carried', ?4, ?5, COALESCE((SELECT MAX(m.occurred_at) FROM metrics m \
           WHERE m.distribution_id = ?1 AND m.collaborator_id = ?3), ?6))",
    )?
    .execute(params![from, to, collaborator, points, parts, at])?;
    add_score(db, to, collaborator, parts, points, 0)
}

/// Forgets what the open distributions of a distributor counted of the events of an interval, but not what was carried
/// over, given by hand, or belongs to other events. Answers which distributions had any of it; [`rebuild_scores`] follows.
pub fn forget(
    db: &Write<'_>,
    distributor: DistributorId,
    interval: Interval,
) -> Result<BTreeSet<DistributionId>> {
    let mut delete = db.prepare_cached(
        "DELETE FROM metrics WHERE id IN (SELECT m.id FROM events v CROSS JOIN metrics m ON m.event_id = v.id \
         CROSS JOIN distributions n ON n.id = m.distribution_id \
         WHERE v.id BETWEEN ?2 AND ?3 AND v.occurred_at >= ?4 AND v.occurred_at < ?5 AND m.type <> 'manual' \
         AND n.distributor_id = ?1 AND n.status IN ('scheduled', 'tracking', 'failed')) RETURNING distribution_id",
    )?;
    let mut touched = BTreeSet::new();
    for (first, last) in history::id_ranges(db, interval)? {
        let rows = delete.query_map(
            params![distributor, first, last, interval.from, interval.to],
            |row| row.get(0),
        )?;
        for distribution in rows {
            touched.insert(distribution?);
        }
    }
    Ok(touched)
}

/// The metrics of a distribution, and when what they count happened, in the order they came.
pub fn dated(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<(i64, Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT id, occurred_at FROM metrics WHERE distribution_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([distribution], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An event whose points were taken back (-1) or given again (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    pub event: EventId,
    /// -1 or 1.
    pub sign: i64,
    pub at: Instant,
}

/// Takes out of a distribution the points that refunds dated from an instant on took back or gave again;
/// answers of which events in the order they came. [`rebuild_scores`] follows.
pub fn take_reversals(
    db: &Write<'_>,
    distribution: DistributionId,
    from: Instant,
) -> Result<Vec<Turned>> {
    let mut delete = db.prepare_cached(
        "DELETE FROM metrics WHERE distribution_id = ?1 AND event_id IS NOT NULL \
         AND status IN ('reversed', 'restored', 'clawed_back', 'clawback_undone') AND occurred_at >= ?2 RETURNING id, collaborator_id, event_id, status, occurred_at",
    )?;
    let rows = delete.query_map(params![distribution, from], |row| {
        let turned = Turned {
            event: row.get(2)?,
            sign: match row.get(3)? {
                MetricStatus::Reversed | MetricStatus::ClawedBack => -1,
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

/// Moves a metric into another distribution. [`rebuild_scores`] follows.
pub fn move_metric(db: &Write<'_>, metric: i64, to: DistributionId) -> Result<()> {
    db.prepare_cached("UPDATE metrics SET distribution_id = ?2 WHERE id = ?1")?
        .execute(params![metric, to])?;
    Ok(())
}

/// Sums the metrics of a distribution anew.
pub fn rebuild_scores(db: &Write<'_>, distribution: DistributionId) -> Result<()> {
    db.prepare_cached("DELETE FROM scores WHERE distribution_id = ?1")?
        .execute([distribution])?;
    db.prepare_cached(
        "INSERT INTO scores (distribution_id, collaborator_id, parts, points, events) \
         SELECT distribution_id, collaborator_id, parts, SUM(points), COUNT(event_id) FROM metrics \
         WHERE distribution_id = ?1 \
         AND status NOT IN ('no_value', 'not_paid', 'below_minimum_amount', 'clawed_back', 'clawback_undone', \
                            'clawback_counted') \
         GROUP BY distribution_id, collaborator_id, parts",
    )?
    .execute([distribution])?;
    Ok(())
}
