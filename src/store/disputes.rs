//! Disputes and their answers. The ledger tells who wrote them.

use rusqlite::{Row, params};

use super::Result;
use super::lists::find::{Filter, FilterKind, Listing};
use super::proof::seals::{self, DISPUTES};
use crate::domain::dispute::{About, Answer, DisputeStatus};
use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::domain::instant::Instant;
use crate::domain::pseudonyms::Pseudonyms;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "disputes",
    from: "disputes d",
    columns: "d.id, d.status, d.created_at, d.collaborator_id, d.obligation_id, d.distribution_id, d.reason, d.text",
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
            name: "collaborator",
            column: "d.collaborator_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "obligation",
            column: "d.obligation_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distribution",
            column: "d.distribution_id",
            kind: FilterKind::Id,
        },
    ],
    always: None,
    orders: &[("id", "d.id"), ("created_at", "d.created_at")],
    search: &["d.text"],
};

/// A stored dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    /// Where it stands.
    pub status: DisputeStatus,
    pub created_at: Instant,
    pub collaborator: CollaboratorId,
    pub obligation: Option<ObligationId>,
    pub distribution: Option<DistributionId>,
    /// The reason for not counting that is disputed.
    pub reason: Option<String>,
    /// What the collaborator wrote; `None` once it is erased.
    pub text: Option<String>,
}

impl Kept {
    #[must_use]
    pub fn is_about(&self, about: &About) -> bool {
        match about {
            About::Obligation(id) => self.obligation == Some(*id),
            About::NotCounted(id, reason) => {
                self.distribution == Some(*id) && self.reason.as_deref() == Some(reason.as_str())
            }
        }
    }
}

pub fn row(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        collaborator: row.get(3)?,
        obligation: row.get(4)?,
        distribution: row.get(5)?,
        reason: row.get(6)?,
        text: row.get(7)?,
    })
}

/// A stored answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// 1 or 2.
    pub number: i64,
    /// The time at which it was given.
    pub created_at: Instant,
    pub answer: Answer,
    /// The explanation; `None` once it is erased.
    pub text: Option<String>,
}

/// How many still need an answer.
pub fn open(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM disputes WHERE status IN ('open', 'answered_once')",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The answers to a dispute, in order.
pub fn answers(db: &Read<'_>, dispute: i64) -> Result<Vec<KeptAnswer>> {
    let mut query = db.prepare_cached(
        "SELECT number, created_at, answer, text FROM dispute_answers WHERE dispute_id = ?1 ORDER BY number",
    )?;
    let rows = query.query_map([dispute], |row| {
        Ok(KeptAnswer {
            number: row.get(0)?,
            created_at: row.get(1)?,
            answer: row.get(2)?,
            text: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The disputes of a collaborator that still need an answer.
pub fn open_of(db: &Read<'_>, collaborator: CollaboratorId) -> Result<Vec<Kept>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE d.collaborator_id = ?1 AND d.status IN ('open', 'answered_once') ORDER BY d.id",
        LISTING.columns, LISTING.from
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([collaborator], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Inserts a dispute and returns its id.
pub fn insert(
    db: &Write<'_>,
    now: Instant,
    collaborator: CollaboratorId,
    about: &About,
    text: &str,
) -> Result<i64> {
    let (obligation, distribution, reason) = columns(about);
    db.prepare_cached(
        "INSERT INTO disputes (status, created_at, collaborator_id, obligation_id, distribution_id, reason, text) \
         VALUES ('open', ?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![now, collaborator, obligation, distribution, reason, text])?;
    let id = db.last_insert_rowid();
    seals::renew(db, &DISPUTES, id)?;
    Ok(id)
}

/// The columns for the subject of a dispute.
#[must_use]
pub fn columns(about: &About) -> (Option<ObligationId>, Option<DistributionId>, Option<&str>) {
    match about {
        About::Obligation(id) => (Some(*id), None, None),
        About::NotCounted(id, reason) => (None, Some(*id), Some(reason)),
    }
}

/// Stores an answer and the status that it leads to.
pub fn answer(db: &Write<'_>, id: i64, answer: &KeptAnswer, status: DisputeStatus) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO dispute_answers (dispute_id, number, created_at, answer, text) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id, answer.number, answer.created_at, answer.answer, answer.text])?;
    db.prepare_cached("UPDATE disputes SET status = ?2 WHERE id = ?1")?
        .execute(params![id, status])?;
    seals::renew(db, &DISPUTES, id)
}

/// Erases the texts in the disputes of a collaborator. Returns how many disputes had any.
pub fn forget(db: &Write<'_>, collaborator: CollaboratorId) -> Result<usize> {
    let mut query = db.prepare(
        "SELECT d.id FROM disputes d WHERE d.collaborator_id = ?1 AND (d.text IS NOT NULL OR EXISTS \
         (SELECT 1 FROM dispute_answers a WHERE a.dispute_id = d.id AND a.text IS NOT NULL)) ORDER BY d.id",
    )?;
    let ids = query.query_map([collaborator], |row| row.get(0))?;
    wipe(db, &ids.collect::<rusqlite::Result<Vec<i64>>>()?)
}

/// Erases the texts of disputes that contain one of a person's names. Returns how many.
pub fn forget_names(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let mut query = db.prepare(
        "SELECT id, text FROM disputes WHERE text IS NOT NULL UNION ALL \
         SELECT dispute_id, text FROM dispute_answers WHERE text IS NOT NULL ORDER BY 1",
    )?;
    let mut rows = query.query([])?;
    let mut about = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if names.are_in(text) {
            about.push(row.get(0)?);
        }
    }
    about.dedup();
    wipe(db, &about)
}

fn wipe(db: &Write<'_>, ids: &[i64]) -> Result<usize> {
    for id in ids {
        db.execute("UPDATE disputes SET text = NULL WHERE id = ?1", [id])?;
        db.execute(
            "UPDATE dispute_answers SET text = NULL WHERE dispute_id = ?1",
            [id],
        )?;
        seals::renew(db, &DISPUTES, *id)?;
    }
    Ok(ids.len())
}
