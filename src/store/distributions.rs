//! Distributions, open and closed, and the allocations they made.

use rusqlite::{CachedStatement, OptionalExtension, Row, params};

use super::Result;
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, DISTRIBUTIONS};
use crate::domain::distribution::{
    AllocationRow, AllocationStatus, Distribution, DistributionStatus, PeriodRow,
};
use crate::domain::ids::{AllocationId, CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "distributions",
    from: "distributions n JOIN distributors d ON d.id = n.distributor_id",
    columns: "n.id, n.status, n.created_at, n.distributor_id, n.version, n.period_start, n.period_end, \
              n.amount, d.units, n.obligations, n.closed_at, n.reason, n.hash",
    id: "n.id",
    filters: &[
        Filter {
            name: "id",
            column: "n.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "n.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "distributor",
            column: "n.distributor_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "ended_from",
            column: "n.period_end",
            kind: FilterKind::From,
        },
        Filter {
            name: "ended_until",
            column: "n.period_end",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "n.id"),
        ("period", "n.period_start"),
        ("amount", "n.amount"),
        ("closed_at", "n.closed_at"),
        ("distributor", "n.distributor_id"),
        ("status", "n.status"),
    ],
    search: &["d.name"],
};

pub fn row(row: &Row<'_>) -> rusqlite::Result<Distribution> {
    let units: Units = row.get(8)?;
    let amount: Option<i64> = row.get(7)?;
    Ok(Distribution {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        distributor: row.get(3)?,
        version: row.get(4)?,
        period: PeriodRow {
            start: row.get(5)?,
            end: row.get(6)?,
        },
        amount: amount.map(|minor| Money { minor, units }),
        currency: units,
        obligations: row.get(9)?,
        closed_at: row.get(10)?,
        reason: row.get(11)?,
        hash: row.get(12)?,
    })
}

pub const ALLOCATIONS: Listing = Listing {
    what: "allocations",
    from: "allocations a JOIN distributions n ON n.id = a.distribution_id JOIN distributors d ON d.id = n.distributor_id",
    columns: "a.id, a.status, n.closed_at, a.distribution_id, n.distributor_id, a.collaborator_id, a.rank, \
              a.points, a.share, a.amount, d.units, a.reason",
    id: "a.id",
    filters: &[
        Filter {
            name: "id",
            column: "a.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "a.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "distribution",
            column: "a.distribution_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distributor",
            column: "n.distributor_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "collaborator",
            column: "a.collaborator_id",
            kind: FilterKind::Id,
        },
    ],
    always: None,
    orders: &[
        ("id", "a.id"),
        ("rank", "a.rank"),
        ("amount", "a.amount"),
        ("collaborator", "a.collaborator_id"),
    ],
    search: &["a.reason"],
};

pub fn allocation_row(row: &Row<'_>) -> rusqlite::Result<AllocationRow> {
    let units: Units = row.get(10)?;
    Ok(AllocationRow {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        distribution: row.get(3)?,
        distributor: row.get(4)?,
        collaborator: row.get(5)?,
        name: None,
        rank: row.get(6)?,
        score: points(row, 7)?,
        share: row.get(8)?,
        amount: Money {
            minor: row.get(9)?,
            units,
        },
        currency: units,
        reason: row.get(11)?,
    })
}

/// Reads points kept as text, whole or as a fraction.
fn points(row: &Row<'_>, column: usize) -> rusqlite::Result<Points> {
    let text: String = row.get(column)?;
    Points::from_text(&text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            format!("\"{text}\" is no number of points").into(),
        )
    })
}

/// A distribution that still counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub id: DistributionId,
    pub distributor: DistributorId,
    pub version: i64,
    pub status: DistributionStatus,
    pub start: Instant,
    pub end: Instant,
    /// From when it can be closed: its end and the grace time.
    pub due_at: Instant,
}

impl Open {
    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        let (start, end) = (self.start, self.end);
        Period { start, end }.contains(at)
    }
}

const OPEN: &str = "SELECT id, distributor_id, version, status, period_start, period_end, due_at FROM distributions";

fn open_row(row: &Row<'_>) -> rusqlite::Result<Open> {
    Ok(Open {
        id: row.get(0)?,
        distributor: row.get(1)?,
        version: row.get(2)?,
        status: row.get(3)?,
        start: row.get(4)?,
        end: row.get(5)?,
        due_at: row.get(6)?,
    })
}

/// The distributions of a distributor that still count, oldest first.
pub fn open_of(db: &Read<'_>, distributor: DistributorId) -> Result<Vec<Open>> {
    let sql = format!(
        "{OPEN} WHERE distributor_id = ?1 AND status IN ('scheduled', 'tracking', 'failed') ORDER BY period_start"
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([distributor], open_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The distributions whose time has come, at most one for each distributor that is not paused: its oldest open one, or
/// none while that has its grace.
pub fn due(db: &Read<'_>, now: Instant) -> Result<Vec<Open>> {
    let mut query = db.prepare_cached(
        "SELECT n.id, n.distributor_id, n.version, n.status, n.period_start, n.period_end, n.due_at \
         FROM distributions n JOIN distributors d ON d.id = n.distributor_id \
         WHERE n.status IN ('scheduled', 'tracking', 'failed') AND n.due_at <= ?1 \
         AND d.status IN ('active', 'archived') \
         AND NOT EXISTS (SELECT 1 FROM distributions earlier WHERE earlier.distributor_id = n.distributor_id \
           AND earlier.status IN ('scheduled', 'tracking', 'failed') AND earlier.period_start < n.period_start) \
         ORDER BY n.distributor_id, n.period_start",
    )?;
    let mut found = query
        .query_map([now], open_row)?
        .collect::<rusqlite::Result<Vec<Open>>>()?;
    found.dedup_by_key(|open| open.distributor);
    Ok(found)
}

/// The oldest open distribution of a distributor, if its time has come and the distributor is not paused.
pub fn due_of(db: &Read<'_>, distributor: DistributorId, now: Instant) -> Result<Option<Open>> {
    let sql = format!(
        "{OPEN} WHERE distributor_id = ?1 AND status IN ('scheduled', 'tracking', 'failed') \
         AND EXISTS (SELECT 1 FROM distributors d WHERE d.id = ?1 AND d.status IN ('active', 'archived')) \
         ORDER BY period_start LIMIT 1"
    );
    let mut query = db.prepare_cached(&sql)?;
    let oldest = query.query_row([distributor], open_row).optional()?;
    Ok(oldest.filter(|open| open.due_at <= now))
}

/// By which version the distribution that covers an instant counts, open or closed; `None` where none covers it.
pub fn version_covering(
    db: &Read<'_>,
    distributor: DistributorId,
    at: Instant,
) -> Result<Option<i64>> {
    let mut query = db.prepare_cached(
        "SELECT version FROM distributions WHERE distributor_id = ?1 AND period_start <= ?2 AND period_end > ?2",
    )?;
    Ok(query
        .query_row(params![distributor, at], |row| row.get(0))
        .optional()?)
}

/// A distribution, open or closed.
pub fn any(db: &Read<'_>, id: DistributionId) -> Result<Option<Open>> {
    let sql = format!("{OPEN} WHERE id = ?1");
    let mut query = db.prepare_cached(&sql)?;
    Ok(query.query_row([id], open_row).optional()?)
}

/// The distribution that covers an instant, open or closed.
pub fn covering(db: &Read<'_>, distributor: DistributorId, at: Instant) -> Result<Option<Open>> {
    let sql =
        format!("{OPEN} WHERE distributor_id = ?1 AND period_start <= ?2 AND period_end > ?2");
    let mut query = db.prepare_cached(&sql)?;
    Ok(query
        .query_row(params![distributor, at], open_row)
        .optional()?)
}

/// When a distribution was closed.
pub fn closed_at(db: &Read<'_>, id: DistributionId) -> Result<Instant> {
    let mut query = db.prepare_cached("SELECT closed_at FROM distributions WHERE id = ?1")?;
    Ok(query.query_row([id], |row| row.get(0))?)
}

/// When a distribution's row was made.
pub fn created_at(db: &Read<'_>, id: DistributionId) -> Result<Instant> {
    let mut query = db.prepare_cached("SELECT created_at FROM distributions WHERE id = ?1")?;
    Ok(query.query_row([id], |row| row.get(0))?)
}

/// Inserts an open distribution. The unique period is what keeps it one.
pub fn insert(db: &Write<'_>, now: Instant, open: &Open) -> Result<DistributionId> {
    db.prepare_cached(
        "INSERT INTO distributions (distributor_id, version, status, created_at, period_start, period_end, due_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![open.distributor, open.version, open.status, now, open.start, open.end, open.due_at])?;
    let id = db.last_insert_rowid();
    seals::renew(db, &DISTRIBUTIONS, id)?;
    Ok(DistributionId(id))
}

/// Lets an open distribution follow another version.
pub fn follow(db: &Write<'_>, id: DistributionId, version: i64, due_at: Instant) -> Result<()> {
    db.prepare_cached("UPDATE distributions SET version = ?2, due_at = ?3 WHERE id = ?1")?
        .execute(params![id, version, due_at])?;
    seals::renew(db, &DISTRIBUTIONS, id.0)
}

/// Moves the end of an open period.
pub fn set_end(db: &Write<'_>, id: DistributionId, end: Instant, due_at: Instant) -> Result<()> {
    db.prepare_cached("UPDATE distributions SET period_end = ?2, due_at = ?3 WHERE id = ?1")?
        .execute(params![id, end, due_at])?;
    seals::renew(db, &DISTRIBUTIONS, id.0)
}

/// Moves a period that covers no time to another one.
pub fn move_empty(db: &Write<'_>, to: &Open) -> Result<()> {
    db.prepare_cached(
        "UPDATE distributions SET version = ?2, period_start = ?3, period_end = ?4, due_at = ?5 \
         WHERE id = ?1 AND period_start = period_end",
    )?
    .execute(params![to.id, to.version, to.start, to.end, to.due_at])?;
    seals::renew(db, &DISTRIBUTIONS, to.id.0)
}

/// Removes a period that has not begun, together with nothing: the caller knows it is empty.
pub fn remove_scheduled(db: &Write<'_>, id: DistributionId) -> Result<()> {
    db.prepare_cached("DELETE FROM distributions WHERE id = ?1 AND status = 'scheduled'")?
        .execute([id])?;
    seals::renew(db, &DISTRIBUTIONS, id.0)
}

/// Moves a distribution on, if it stands where the caller saw it. False when somebody was faster.
pub fn advance(
    db: &Write<'_>,
    id: DistributionId,
    from: DistributionStatus,
    to: DistributionStatus,
    reason: Option<&str>,
) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE distributions SET status = ?3, reason = ?4 WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![id, from, to, reason])?;
    seals::renew(db, &DISTRIBUTIONS, id.0)?;
    Ok(changed == 1)
}

/// What a distribution came to.
#[derive(Debug)]
pub struct Closing<'c> {
    /// Where it stands now.
    pub status: DistributionStatus,
    /// The pool it divided, in minor units.
    pub amount: i64,
    /// How many obligations it made.
    pub obligations: i64,
    pub closed_at: Instant,
    /// Why it was skipped.
    pub reason: Option<&'c str>,
    /// The hash that ends its snapshot.
    pub hash: &'c str,
}

/// Closes an open distribution. False when somebody was faster.
pub fn close(
    db: &Write<'_>,
    id: DistributionId,
    from: DistributionStatus,
    closing: &Closing<'_>,
) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE distributions SET status = ?3, amount = ?4, obligations = ?5, closed_at = ?6, reason = ?7, hash = ?8 \
             WHERE id = ?1 AND status = ?2",
        )?
        .execute(params![
            id,
            from,
            closing.status,
            closing.amount,
            closing.obligations,
            closing.closed_at,
            closing.reason,
            closing.hash
        ])?;
    seals::renew(db, &DISTRIBUTIONS, id.0)?;
    Ok(changed == 1)
}

/// One allocation to be kept.
#[derive(Debug)]
pub struct NewAllocation<'a> {
    pub collaborator: CollaboratorId,
    /// What it came to.
    pub status: AllocationStatus,
    /// Place by score.
    pub rank: i64,
    /// The points that counted.
    pub score: Points,
    /// Part of the pool.
    pub share: &'a str,
    pub amount: i64,
    /// Why nothing, or why held.
    pub reason: Option<&'a str>,
}

/// Inserts the allocations of one distribution.
pub struct AllocationWriter<'db> {
    db: &'db Write<'db>,
    distribution: DistributionId,
    insertion: CachedStatement<'db>,
}

impl<'db> AllocationWriter<'db> {
    pub fn new(db: &'db Write<'db>, distribution: DistributionId) -> Result<Self> {
        let insertion = db.prepare_cached(
            "INSERT INTO allocations (distribution_id, collaborator_id, status, rank, points, share, amount, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        Ok(Self {
            db,
            distribution,
            insertion,
        })
    }

    pub fn insert(&mut self, new: &NewAllocation<'_>) -> Result<AllocationId> {
        self.insertion.execute(params![
            self.distribution,
            new.collaborator,
            new.status,
            new.rank,
            new.score.to_string(),
            new.share,
            new.amount,
            new.reason
        ])?;
        Ok(AllocationId(self.db.last_insert_rowid()))
    }
}

/// The allocations of a distribution, best first.
pub fn allocations_of(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<AllocationRow>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE a.distribution_id = ?1 ORDER BY a.rank, a.collaborator_id",
        ALLOCATIONS.columns, ALLOCATIONS.from
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([distribution], allocation_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
