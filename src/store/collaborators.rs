//! Collaborators and their aliases.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};

use super::Result;
use super::json;
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, COLLABORATORS};
use crate::domain::collaborator::{Alias, Collaborator, CollaboratorStatus};
use crate::domain::event::AliasKind;
use crate::domain::ids::CollaboratorId;
use crate::domain::instant::Instant;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "collaborators",
    from: "collaborators c",
    columns: "c.id, c.status, c.created_at, c.name, c.email, c.wp_user_id, c.payout, c.groups",
    id: "c.id",
    filters: &[
        Filter {
            name: "id",
            column: "c.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "c.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "email",
            column: "c.email",
            kind: FilterKind::Text,
        },
        Filter {
            name: "wp_user_id",
            column: "c.wp_user_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "created_from",
            column: "c.created_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "created_until",
            column: "c.created_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "c.id"),
        ("created_at", "c.created_at"),
        ("name", "c.name COLLATE NOCASE"),
        ("status", "c.status"),
    ],
    search: &["c.name", "c.email"],
};

/// Reads a listed row; its aliases are read beside it.
pub fn row(row: &Row<'_>) -> rusqlite::Result<(Collaborator, Option<String>)> {
    let collaborator = Collaborator {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        wp_user_id: row.get(5)?,
        aliases: Vec::new(),
        old_aliases: Vec::new(),
        groups: groups(row, 7)?,
        payout: None,
    };
    Ok((collaborator, row.get(6)?))
}

fn groups(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

/// The names of collaborators by id, with one query.
pub fn names(
    db: &Read<'_>,
    ids: &BTreeSet<CollaboratorId>,
) -> Result<HashMap<CollaboratorId, String>> {
    let mut query = db.prepare_cached(
        "SELECT id, name FROM collaborators WHERE id IN (SELECT value FROM json_each(?1))",
    )?;
    let rows = query.query_map([json::text(ids)?], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The columns that saving a collaborator writes.
#[derive(Debug)]
pub struct Saved<'s> {
    pub status: CollaboratorStatus,
    pub name: &'s str,
    /// E-mail, lower-cased.
    pub email: Option<&'s str>,
    pub wp_user_id: Option<i64>,
    /// Groups as JSON.
    pub groups: &'s str,
    /// Payout method as JSON.
    pub payout: Option<&'s str>,
}

pub fn insert(db: &Write<'_>, now: Instant, saved: &Saved<'_>) -> Result<CollaboratorId> {
    db.prepare_cached(
        "INSERT INTO collaborators (status, created_at, name, email, wp_user_id, payout, groups) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        saved.status,
        now,
        saved.name,
        saved.email,
        saved.wp_user_id,
        saved.payout,
        saved.groups
    ])?;
    let id = db.last_insert_rowid();
    seals::renew(db, &COLLABORATORS, id)?;
    Ok(CollaboratorId(id))
}

pub fn update(db: &Write<'_>, id: CollaboratorId, saved: &Saved<'_>) -> Result<()> {
    db.prepare_cached(
        "UPDATE collaborators SET status = ?2, name = ?3, email = ?4, wp_user_id = ?5, payout = ?6, groups = ?7 \
         WHERE id = ?1",
    )?
    .execute(params![id, saved.status, saved.name, saved.email, saved.wp_user_id, saved.payout, saved.groups])?;
    seals::renew(db, &COLLABORATORS, id.0)
}

/// Removes the WordPress user of a collaborator.
pub fn unbind_user(db: &Write<'_>, id: CollaboratorId) -> Result<()> {
    db.prepare_cached("UPDATE collaborators SET wp_user_id = NULL WHERE id = ?1")?
        .execute([id])?;
    seals::renew(db, &COLLABORATORS, id.0)
}

/// Removes an alias from whoever has it. Returns whether anybody had it.
pub fn release_alias(db: &Write<'_>, alias: &Alias) -> Result<bool> {
    let Some(id) = holder(db, alias)? else {
        return Ok(false);
    };
    forget_alias(db, id, alias)?;
    Ok(true)
}

/// The aliases of a collaborator: those in use, or the old ones.
pub fn aliases(db: &Read<'_>, id: CollaboratorId, old: bool) -> Result<Vec<Alias>> {
    let mut query = db.prepare_cached(
        "SELECT kind, code FROM aliases WHERE collaborator_id = ?1 AND old = ?2 ORDER BY kind, folded",
    )?;
    let rows = query.query_map(params![id, old], |row| {
        Ok(Alias {
            kind: row.get(0)?,
            code: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Marks all aliases of a collaborator as old. They still identify the collaborator.
pub fn retire_aliases(db: &Write<'_>, id: CollaboratorId) -> Result<()> {
    db.prepare_cached("UPDATE aliases SET old = 1 WHERE collaborator_id = ?1")?
        .execute([id])?;
    seals::renew(db, &COLLABORATORS, id.0)
}

/// Removes an alias if this collaborator has it.
pub fn forget_alias(db: &Write<'_>, id: CollaboratorId, alias: &Alias) -> Result<()> {
    db.prepare_cached(
        "DELETE FROM aliases WHERE kind = ?1 AND folded = ?2 AND collaborator_id = ?3",
    )?
    .execute(params![alias.kind, alias.kind.folded(&alias.code), id])?;
    seals::renew(db, &COLLABORATORS, id.0)
}

/// Gives an alias to a collaborator, taking it from whoever has it.
pub fn bind_alias(db: &Write<'_>, id: CollaboratorId, alias: &Alias) -> Result<()> {
    let before = holder(db, alias)?;
    db.prepare_cached(
        "INSERT INTO aliases (kind, folded, code, collaborator_id) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (kind, folded) DO UPDATE SET code = excluded.code, collaborator_id = excluded.collaborator_id, old = 0",
    )?
    .execute(params![alias.kind, alias.kind.folded(&alias.code), alias.code, id])?;
    if let Some(before) = before.filter(|before| *before != id) {
        seals::renew(db, &COLLABORATORS, before.0)?;
    }
    seals::renew(db, &COLLABORATORS, id.0)
}

/// Folds all codes again after an older version folded them differently. Where two codes become equal, the one whose folded form
/// did not change keeps its collaborator, otherwise the one of the older collaborator; the other is unassigned until a
/// collaborator is saved with it.
pub fn fold_aliases(db: &Write<'_>) -> Result<()> {
    let mut query = db.prepare(
        "SELECT kind, folded, code FROM aliases ORDER BY old, collaborator_id, kind, folded",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let aliases: Vec<(AliasKind, String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    for (kind, was, code) in aliases {
        let folded = kind.folded(&code);
        if *folded != was {
            db.prepare_cached(
                "UPDATE OR IGNORE aliases SET folded = ?3 WHERE kind = ?1 AND folded = ?2",
            )?
            .execute(params![kind, was, folded])?;
        }
    }
    seals::renew_all(db, &COLLABORATORS)
}

/// The collaborator with an alias, current or old.
pub fn holder(db: &Read<'_>, alias: &Alias) -> Result<Option<CollaboratorId>> {
    let mut query =
        db.prepare_cached("SELECT collaborator_id FROM aliases WHERE kind = ?1 AND folded = ?2")?;
    let code = alias.kind.folded(&alias.code);
    Ok(query
        .query_row(params![alias.kind, code], |row| row.get(0))
        .optional()?)
}

/// The collaborator that a code identifies.
pub fn by_alias(db: &Read<'_>, kind: AliasKind, code: &str) -> Result<Option<CollaboratorId>> {
    if kind == AliasKind::WpUser
        && let Ok(user) = code.parse::<i64>()
        && let Some(id) = by_wp_user(db, user)?
    {
        return Ok(Some(id));
    }
    let mut query =
        db.prepare_cached("SELECT collaborator_id FROM aliases WHERE kind = ?1 AND folded = ?2")?;
    Ok(query
        .query_row(params![kind, kind.folded(code)], |row| row.get(0))
        .optional()?)
}

pub fn by_wp_user(db: &Read<'_>, user: i64) -> Result<Option<CollaboratorId>> {
    let mut query = db.prepare_cached("SELECT id FROM collaborators WHERE wp_user_id = ?1")?;
    Ok(query.query_row([user], |row| row.get(0)).optional()?)
}

/// A collaborator with their WordPress user and their e-mail address.
pub type Account = (CollaboratorId, Option<i64>, Option<String>);

/// Every collaborator who has a WordPress user or an e-mail address.
pub fn accounts(db: &Read<'_>) -> Result<Vec<Account>> {
    let mut query = db.prepare_cached(
        "SELECT id, wp_user_id, email FROM collaborators \
         WHERE wp_user_id IS NOT NULL OR email IS NOT NULL ORDER BY id",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All inactive collaborators, of whom most sites have few. Two ranges of the index by status answer it.
pub fn not_active(db: &Read<'_>) -> Result<HashSet<CollaboratorId>> {
    let mut query = db.prepare_cached(
        "SELECT id FROM collaborators WHERE status < 'active' UNION ALL \
         SELECT id FROM collaborators WHERE status > 'active'",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the fold needs to know of a collaborator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub status: CollaboratorStatus,
    pub wp_user_id: Option<i64>,
    /// E-mail, lower-cased.
    pub email: Option<String>,
    /// The groups it belongs to.
    pub groups: Vec<String>,
}

/// What the fold needs to know of a collaborator, if there is one with this id.
pub fn known(db: &Read<'_>, id: CollaboratorId) -> Result<Option<Known>> {
    let mut query = db.prepare_cached(
        "SELECT status, wp_user_id, email, groups FROM collaborators WHERE id = ?1",
    )?;
    let found = query.query_row([id], |row| {
        Ok(Known {
            status: row.get(0)?,
            wp_user_id: row.get(1)?,
            email: row.get(2)?,
            groups: groups(row, 3)?,
        })
    });
    Ok(found.optional()?)
}
