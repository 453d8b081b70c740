//! Customers who count once: what their events are worth, and what was booked because they came again.

use rusqlite::params;

use super::Result;
use super::distributions::Open;
use super::metrics::Seen;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::MetricStatus;
use crate::store::{Read, Write};

/// A customer's event as it counts for one collaborator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfCustomer {
    pub event: EventId,
    pub collaborator: CollaboratorId,
    /// Who the customer is.
    pub subject: String,
    pub at: Instant,
    /// The points minus what was taken back: numerator.
    pub points: i64,
    /// What was booked because the customer came again: numerator.
    pub booked: i64,
    /// Denominator of both.
    pub parts: i64,
}

/// The events of a type with known customers that a distribution counted, with what was booked for them until the period of
/// `until`.
pub fn of_customers(
    db: &Read<'_>,
    home: DistributionId,
    kind: &str,
    until: &Open,
    seen: Seen,
) -> Result<Vec<OfCustomer>> {
    let mut query = db.prepare_cached(
        "SELECT h.event_id, h.collaborator_id, e.subject, MIN(h.occurred_at), \
                SUM(IIF(m.status IN ('customer_counted', 'clawback_counted'), 0, m.points)), \
                SUM(IIF(m.status IN ('customer_counted', 'clawback_counted'), m.points, 0)), m.parts \
         FROM metrics h JOIN events e ON e.id = h.event_id \
         JOIN metrics m ON m.event_id = h.event_id AND m.collaborator_id = h.collaborator_id \
         JOIN distributions n ON n.id = m.distribution_id AND n.distributor_id = ?3 AND n.period_start <= ?4 \
         WHERE h.distribution_id = ?1 AND h.type = ?2 AND h.status IN ('counted', 'late') AND e.subject IS NOT NULL \
         AND (?5 OR m.status NOT IN ('clawed_back', 'clawback_undone', 'clawback_counted')) \
         GROUP BY h.event_id, h.collaborator_id, m.parts ORDER BY h.event_id, h.collaborator_id, m.parts",
    )?;
    let all = seen == Seen::AfterRefunds;
    let of = params![home, kind, until.distributor, until.start, all];
    let rows = query.query_map(of, |row| {
        Ok(OfCustomer {
            event: row.get(0)?,
            collaborator: row.get(1)?,
            subject: row.get(2)?,
            at: row.get(3)?,
            points: row.get(4)?,
            booked: row.get(5)?,
            parts: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An event that another distribution counted and this one took back or restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// Which distribution counted it.
    pub home: DistributionId,
    /// By which version that is divided.
    pub version: i64,
    pub kind: String,
    pub event: EventId,
    pub collaborator: CollaboratorId,
    /// When it was turned last.
    pub at: Instant,
}

/// The events of other periods that were taken back or restored in this one.
pub fn turned(db: &Read<'_>, open: &Open) -> Result<Vec<Turned>> {
    let mut query = db.prepare_cached(
        "SELECT n.id, n.version, h.type, h.event_id, h.collaborator_id, MAX(m.occurred_at) \
         FROM metrics m JOIN metrics h ON h.event_id = m.event_id AND h.collaborator_id = m.collaborator_id \
           AND h.status IN ('counted', 'late') AND h.distribution_id <> m.distribution_id \
         JOIN distributions n ON n.id = h.distribution_id AND n.distributor_id = ?2 \
         WHERE m.distribution_id = ?1 AND m.status IN ('reversed', 'restored') \
         GROUP BY n.id, h.event_id, h.collaborator_id ORDER BY n.id, h.type, h.event_id, h.collaborator_id",
    )?;
    let rows = query.query_map(params![open.id, open.distributor], |row| {
        Ok(Turned {
            home: row.get(0)?,
            version: row.get(1)?,
            kind: row.get(2)?,
            event: row.get(3)?,
            collaborator: row.get(4)?,
            at: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether any version of a distributor counts something once per customer. Asked first, to spare all others a look at their
/// events.
pub fn are_asked_for(db: &Read<'_>, distributor: DistributorId) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM distributor_versions v, json_each(v.definition, '$.metrics') rule \
         WHERE v.distributor_id = ?1 AND rule.value ->> 'once_per' IS NOT NULL)",
    )?;
    Ok(query.query_row([distributor], |row| row.get(0))?)
}

/// A booking because a customer counted already, or no longer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    pub event: EventId,
    pub collaborator: CollaboratorId,
    pub kind: String,
    /// Who the customer is.
    pub subject: String,
    /// Numerator: negative where points are not to count.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
    /// When: with the event, or with what was turned.
    pub at: Instant,
}

/// Books it in a distribution, with the status `customer_counted`; its score is added to by
/// [`super::metrics::add_score`]. What refunds changed since it was final is `clawback_counted` and stands beside its
/// score.
pub fn book(
    db: &Write<'_>,
    distribution: DistributionId,
    repeat: &Repeat,
    status: MetricStatus,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO metrics (distribution_id, collaborator_id, event_id, type, status, points, parts, occurred_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        distribution,
        repeat.collaborator,
        repeat.event,
        repeat.kind,
        status,
        repeat.points,
        repeat.parts,
        repeat.at
    ])?;
    Ok(())
}
