//! Obligations summed by status.

use rusqlite::Row;

use super::Result;
use crate::domain::ids::CollaboratorId;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::Units;
use crate::store::Read;

/// The sum of obligations in one currency and status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// `None` for the sum of everybody.
    pub collaborator: Option<CollaboratorId>,
    pub units: Units,
    /// Where it stands.
    pub status: ObligationStatus,
    /// The amount in minor units.
    pub minor: i64,
}

/// The sums of a collaborator's obligations by currency and status.
pub fn of(db: &Read<'_>, collaborator: CollaboratorId) -> Result<Vec<Owed>> {
    let mut query = db.prepare_cached(
        "SELECT collaborator_id, currency, status, SUM(amount) FROM obligations WHERE collaborator_id = ?1 \
         GROUP BY currency, status ORDER BY currency, status",
    )?;
    let rows = query.query_map([collaborator], owed)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The sums of all obligations by currency and status.
pub fn of_all(db: &Read<'_>) -> Result<Vec<Owed>> {
    let mut query = db.prepare_cached(
        "SELECT NULL, currency, status, SUM(amount) FROM obligations GROUP BY currency, status ORDER BY currency, status",
    )?;
    let rows = query.query_map([], owed)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The part of the pending sums that is owed to inactive collaborators, by currency.
pub fn waiting_of_all(db: &Read<'_>) -> Result<Vec<(Units, i64)>> {
    // Starts from the inactive collaborators, who are few and indexed.
    let mut query = db.prepare_cached(
        "SELECT o.currency, SUM(o.amount) FROM (SELECT id FROM collaborators WHERE status < 'active' \
         UNION ALL SELECT id FROM collaborators WHERE status > 'active') c \
         CROSS JOIN obligations o ON o.collaborator_id = c.id WHERE o.status = 'pending' GROUP BY o.currency",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn owed(row: &Row<'_>) -> rusqlite::Result<Owed> {
    Ok(Owed {
        collaborator: row.get(0)?,
        units: row.get(1)?,
        status: row.get(2)?,
        minor: row.get(3)?,
    })
}
