//! Distributors and the versions of their definitions.

use rusqlite::{OptionalExtension, Row, params};

use super::Result;
use super::interests;
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, DISTRIBUTORS};
use crate::domain::distributor::DistributorStatus;
use crate::domain::ids::DistributorId;
use crate::domain::instant::Instant;
use crate::domain::units::Units;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "distributors",
    from: "distributors d",
    columns: "d.id, d.status, d.created_at, d.version, d.name, d.units",
    id: "d.id",
    filters: &[
        Filter {
            name: "id",
            column: "d.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "d.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "units",
            column: "d.units",
            kind: FilterKind::Text,
        },
    ],
    always: None,
    orders: &[
        ("id", "d.id"),
        ("created_at", "d.created_at"),
        ("name", "d.name COLLATE NOCASE"),
        ("status", "d.status"),
    ],
    search: &["d.name"],
};

/// A distributor without its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: DistributorId,
    /// What it is doing.
    pub status: DistributorStatus,
    /// When it was saved first.
    pub created_at: Instant,
    /// Its newest version, which may not be in force yet.
    pub version: i64,
    /// What the site calls it.
    pub name: String,
    /// What its pool is counted in.
    pub units: Units,
}

pub fn row(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        version: row.get(3)?,
        name: row.get(4)?,
        units: row.get(5)?,
    })
}

/// Inserts a distributor without versions.
pub fn insert(
    db: &Write<'_>,
    now: Instant,
    status: DistributorStatus,
    name: &str,
    units: Units,
) -> Result<DistributorId> {
    db.prepare_cached(
        "INSERT INTO distributors (status, created_at, name, units, version) VALUES (?1, ?2, ?3, ?4, 0)",
    )?
    .execute(params![status, now, name, units])?;
    let id = db.last_insert_rowid();
    seals::renew(db, &DISTRIBUTORS, id)?;
    Ok(DistributorId(id))
}

/// Changes what is not versioned.
pub fn update(
    db: &Write<'_>,
    id: DistributorId,
    status: DistributorStatus,
    name: &str,
) -> Result<()> {
    db.prepare_cached("UPDATE distributors SET status = ?2, name = ?3 WHERE id = ?1")?
        .execute(params![id, status, name])?;
    seals::renew(db, &DISTRIBUTORS, id.0)
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// The first instant it is in force.
    pub effective_from: Instant,
    /// The definition as JSON.
    pub definition: String,
}

/// Adds the next version and makes it the newest.
pub fn add_version(
    db: &Write<'_>,
    id: DistributorId,
    now: Instant,
    version: &Version,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO distributor_versions (distributor_id, version, effective_from, created_at, definition) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id, version.number, version.effective_from, now, version.definition])?;
    db.prepare_cached("UPDATE distributors SET version = ?2 WHERE id = ?1")?
        .execute(params![id, version.number])?;
    interests::add(db, id, version.number)?;
    seals::renew(db, &DISTRIBUTORS, id.0)
}

/// When the newest version was saved.
pub fn newest_saved_at(db: &Read<'_>, id: DistributorId) -> Result<Option<Instant>> {
    let mut query = db.prepare_cached(
        "SELECT created_at FROM distributor_versions WHERE distributor_id = ?1 ORDER BY version DESC LIMIT 1",
    )?;
    Ok(query.query_row([id], |row| row.get(0)).optional()?)
}

/// Lets versions that would be in force later be so from an instant on.
pub fn bring_forward(db: &Write<'_>, id: DistributorId, until: Instant) -> Result<()> {
    db.prepare_cached(
        "UPDATE distributor_versions SET effective_from = ?2 WHERE distributor_id = ?1 AND effective_from > ?2",
    )?
    .execute(params![id, until])?;
    seals::renew(db, &DISTRIBUTORS, id.0)
}

/// The definition of one version, as JSON.
pub fn definition(db: &Read<'_>, id: DistributorId, number: i64) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "SELECT definition FROM distributor_versions WHERE distributor_id = ?1 AND version = ?2",
    )?;
    Ok(query
        .query_row(params![id, number], |row| row.get(0))
        .optional()?)
}

/// The status of one; `None` when there is no such distributor.
pub fn status(db: &Read<'_>, id: DistributorId) -> Result<Option<DistributorStatus>> {
    let mut query = db.prepare_cached("SELECT status FROM distributors WHERE id = ?1")?;
    Ok(query.query_row([id], |row| row.get(0)).optional()?)
}

/// All versions, oldest first.
pub fn versions(db: &Read<'_>, id: DistributorId) -> Result<Vec<Version>> {
    let mut query = db.prepare_cached(
        "SELECT version, effective_from, definition FROM distributor_versions WHERE distributor_id = ?1 ORDER BY version",
    )?;
    let rows = query.query_map([id], |row| {
        Ok(Version {
            number: row.get(0)?,
            effective_from: row.get(1)?,
            definition: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
