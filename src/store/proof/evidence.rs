//! The evidence for an obligation: the events behind a score, the refunds behind a claim.
//! Not here: the explanation (`engine::explain`).

use rusqlite::{Row, params};
use serde::Serialize;

use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::pool_entry::Slot;
use crate::domain::units::Units;
use crate::store::metrics::points;
use crate::store::{Read, Result};

/// An event as it stands behind a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Evidence {
    /// Its number; none for what was carried over.
    pub id: Option<EventId>,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened, or was turned.
    pub occurred_at: Instant,
    /// To what.
    pub object: Option<String>,
    /// Its points.
    pub points: Points,
    /// `counted`, `late`, `reversed`, `restored`, `carried`, `customer_counted`, `clawed_back` or `clawback_undone`.
    pub status: String,
}

/// The events behind a collaborator's score in a distribution, newest first, without what refunds took back after it was final.
pub fn events(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    limit: i64,
) -> Result<Vec<Evidence>> {
    pieces(db, (distribution, collaborator), false, limit)
}

/// The points that refunds took back, or restored, after a distribution was final, newest first.
pub fn clawed_back(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    limit: i64,
) -> Result<Vec<Evidence>> {
    pieces(db, (distribution, collaborator), true, limit)
}

/// How many rows [`clawed_back`] would return without a limit.
pub fn count_clawed_back(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM metrics WHERE distribution_id = ?1 AND collaborator_id = ?2 \
         AND status IN ('clawed_back', 'clawback_undone', 'clawback_counted')",
    )?;
    Ok(query.query_row(params![distribution, collaborator], |row| row.get(0))?)
}

/// The events behind a score, or with `clawed_back` what refunds took of it since; newest first.
fn pieces(
    db: &Read<'_>,
    (distribution, collaborator): (DistributionId, CollaboratorId),
    clawed_back: bool,
    limit: i64,
) -> Result<Vec<Evidence>> {
    let mut query = db.prepare_cached(
        "SELECT m.event_id, m.type, m.occurred_at, e.object, m.points, m.parts, m.status \
         FROM metrics m LEFT JOIN events e ON e.id = m.event_id \
         WHERE m.distribution_id = ?1 AND m.collaborator_id = ?2 \
         AND (m.status IN ('clawed_back', 'clawback_undone', 'clawback_counted')) = ?3 \
         ORDER BY m.occurred_at DESC, m.id DESC LIMIT ?4",
    )?;
    let of = params![distribution, collaborator, clawed_back, limit];
    let rows = query.query_map(of, piece)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn piece(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        id: row.get(0)?,
        kind: row.get(1)?,
        occurred_at: row.get(2)?,
        object: row.get(3)?,
        points: points(row, 4)?,
        status: row.get(6)?,
    })
}

/// A group of events behind a score: one type, one denominator, reversed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventGroup {
    pub kind: String,
    /// Whether their points were taken back.
    pub reversed: bool,
    /// Why they do not count, where they do not.
    pub refused: Option<String>,
    /// How many; negative where they count again.
    pub events: i64,
    pub points: Points,
}

/// The events behind a collaborator's score in a distribution, counted by type.
pub fn event_groups(
    db: &Read<'_>,
    distribution: DistributionId,
    collaborator: CollaboratorId,
) -> Result<Vec<EventGroup>> {
    let mut query = db.prepare_cached(
        "SELECT type, status = 'reversed', SUM(IIF(status = 'customer_counted' AND points > 0, -times, times)), SUM(points), \
         parts, IIF(status IN ('no_value', 'not_paid', 'below_minimum_amount', 'customer_counted'), status, NULL) AS refused \
         FROM metrics \
         WHERE distribution_id = ?1 AND collaborator_id = ?2 AND status NOT IN ('clawed_back', 'clawback_undone', 'clawback_counted') \
         GROUP BY type, status = 'reversed', refused, parts \
         ORDER BY MIN(id)",
    )?;
    let rows = query.query_map(params![distribution, collaborator], |row| {
        Ok(EventGroup {
            kind: row.get(0)?,
            reversed: row.get(1)?,
            events: row.get(2)?,
            points: points(row, 3)?,
            refused: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A refund that claimed money back from those who were paid.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Claim {
    /// The shop.
    pub source: String,
    /// The sale's number there.
    pub external_id: String,
    /// The refund's own number; of an amendment, `revision` and which.
    pub refund_id: String,
    /// Whether it undoes the refund of this number that stands before it.
    pub undo: bool,
    /// When it was given.
    pub occurred_at: Instant,
    /// What it took from the sales that the pool had counted; negative where it was undone.
    pub amount: Money,
}

/// The refunds that were claimed back from a distribution at an instant: the instant they were booked, that another refund
/// changed them, or of the close if that came later.
pub fn claims(
    db: &Read<'_>,
    distribution: DistributionId,
    at: Instant,
    units: Units,
) -> Result<Vec<Claim>> {
    // Each source that counted a detail has its own entry for what is taken from it.
    let mut query = db.prepare_cached(
        "WITH sales AS ( \
           SELECT DISTINCT r.source, r.external_id FROM pool_entries e JOIN refunds r ON r.id = e.refund_id \
           WHERE e.distribution_id = ?1 AND e.source = ?3), \
         acts AS ( \
           SELECT l.seq, l.at, l.body FROM sales s \
           JOIN refunds r ON r.source = s.source AND r.external_id = s.external_id \
           JOIN ledger l ON l.act = IIF(r.revision < 0, 'refund', 'amendment') AND l.subject = CAST(r.id AS TEXT)), \
         booked AS ( \
           SELECT entry.value ->> 'id' AS id, acts.seq, acts.at FROM acts, json_each(acts.body, '$.entries') entry \
           WHERE entry.value ->> 'distribution' = ?1 AND entry.value ->> 'source' = ?3), \
         taken AS ( \
           SELECT e.refund_id, SUM(e.base) / MAX(1, (SELECT COUNT(*) FROM pool_entries sold \
             WHERE sold.detail_id = e.detail_id AND sold.kind = 'sale' AND sold.distribution_id = ?1)) AS base \
           FROM pool_entries e LEFT JOIN booked ON booked.id = e.id \
           LEFT JOIN ledger closed ON closed.act = 'clawback' AND closed.subject = CAST(?1 AS TEXT) \
           WHERE e.distribution_id = ?1 AND e.source = ?3 \
           AND IIF(closed.seq IS NULL OR booked.seq > closed.seq, booked.at, closed.at) = ?2 \
           GROUP BY e.refund_id, e.detail_id) \
         SELECT r.source, r.external_id, IIF(r.revision < 0, r.refund_id, 'revision ' || r.revision), r.undo, \
           r.occurred_at, -SUM(taken.base) \
         FROM taken JOIN refunds r ON r.id = taken.refund_id GROUP BY r.id HAVING SUM(taken.base) <> 0 ORDER BY r.id",
    )?;
    let rows = query.query_map(params![distribution, at, Slot::Clawback], |row| {
        claim(row, units)
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Refunds by their row ids, each with what it took in total from the sales that a distribution had counted.
pub fn claims_of(
    db: &Read<'_>,
    distribution: DistributionId,
    refunds: &[i64],
    units: Units,
) -> Result<Vec<Claim>> {
    // Each source that counted a detail has its own entry for what is taken from it.
    let mut query = db.prepare_cached(
        "WITH taken AS ( \
           SELECT e.refund_id, SUM(e.base) / MAX(1, (SELECT COUNT(*) FROM pool_entries sold \
             WHERE sold.detail_id = e.detail_id AND sold.kind = 'sale' AND sold.distribution_id = ?1)) AS base \
           FROM pool_entries e WHERE e.distribution_id = ?1 AND e.source = ?3 GROUP BY e.refund_id, e.detail_id) \
         SELECT r.source, r.external_id, IIF(r.revision < 0, r.refund_id, 'revision ' || r.revision), r.undo, \
           r.occurred_at, COALESCE((SELECT -SUM(base) FROM taken WHERE taken.refund_id = r.id), 0) \
         FROM refunds r WHERE r.id IN (SELECT value FROM json_each(?2)) ORDER BY r.id",
    )?;
    let refunds: Vec<String> = refunds.iter().map(ToString::to_string).collect();
    let refunds = format!("[{}]", refunds.join(","));
    let rows = query.query_map(params![distribution, refunds, Slot::Clawback], |row| {
        claim(row, units)
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn claim(row: &Row<'_>, units: Units) -> rusqlite::Result<Claim> {
    Ok(Claim {
        source: row.get(0)?,
        external_id: row.get(1)?,
        refund_id: row.get(2)?,
        undo: row.get(3)?,
        occurred_at: row.get(4)?,
        amount: Money {
            minor: row.get(5)?,
            units,
        },
    })
}

/// What was claimed back from a distribution at an instant, in minor units and negative: from everybody, and from one
/// collaborator.
pub fn claimed_at(
    db: &Read<'_>,
    distribution: DistributionId,
    at: Instant,
    from: CollaboratorId,
) -> Result<(i64, i64)> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(amount), 0), COALESCE(SUM(IIF(collaborator_id = ?3, amount, 0)), 0) FROM obligations \
         WHERE distribution_id = ?1 AND kind = 'adjustment' AND created_at = ?2 \
         AND id NOT IN (SELECT body ->> '$.result.id' FROM ledger WHERE act = 'adjustment' AND part = 0)",
    )?;
    Ok(query.query_row(params![distribution, at, from], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
