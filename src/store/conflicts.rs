//! Conflicts: other bodies recorded under a taken key, stored so that somebody can look at them, and never counted.
//! Not here: how they differ from what counts (`engine::conflicts`).

use rusqlite::{Row, params};

use super::Result;
use super::dismissals::{self, Dismissal};
use super::events::{self, EventRow};
use super::lists::find::{self, Filter, FilterKind, Listing, Query, Wanted};
use crate::domain::instant::Instant;
use crate::domain::words::words;
use crate::store::{Read, Write};

words! {
    /// Whether somebody looked at a conflict.
    ConflictStatus {
        /// Nobody has looked at it yet.
        Open = "open",
        /// Somebody looked at it.
        Dismissed = "dismissed",
    }

    /// What came a second time with another content.
    ConflictOf {
        /// An event.
        Event = "event",
        /// A sale.
        Transaction = "transaction",
        /// A refund.
        Refund = "refund",
    }
}

pub const LISTING: Listing = Listing {
    what: "conflicts",
    from: "conflicts c LEFT JOIN dismissals d ON d.what = 'conflict' AND d.row = c.id",
    columns: "c.id, CASE WHEN d.row IS NULL THEN 'open' ELSE 'dismissed' END, c.created_at, c.what, c.key, c.body, \
              d.created_at, d.by, d.note",
    id: "c.id",
    filters: &[
        Filter {
            name: "id",
            column: "c.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "CASE WHEN d.row IS NULL THEN 'open' ELSE 'dismissed' END",
            kind: FilterKind::Text,
        },
        Filter {
            name: "what",
            column: "c.what",
            kind: FilterKind::Text,
        },
        Filter {
            name: "key",
            column: "c.key",
            kind: FilterKind::Text,
        },
        Filter {
            name: "source",
            column: "json_extract(c.body, '$.source')",
            kind: FilterKind::Text,
        },
        Filter {
            name: "external_id",
            column: "json_extract(c.body, '$.external_id')",
            kind: FilterKind::Text,
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
    orders: &[("id", "c.id"), ("created_at", "c.created_at")],
    search: &["c.key"],
};

/// A stored conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub id: i64,
    /// Whether somebody looked at it.
    pub status: ConflictStatus,
    /// When it came.
    pub created_at: Instant,
    pub what: ConflictOf,
    /// The key that was taken.
    pub key: String,
    /// What came, as the journal has it.
    pub body: String,
    /// Who looked at it.
    pub dismissal: Dismissal,
}

pub fn row(row: &Row<'_>) -> rusqlite::Result<Conflict> {
    Ok(Conflict {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        what: row.get(3)?,
        key: row.get(4)?,
        body: row.get(5)?,
        dismissal: dismissals::joined(row, 6)?,
    })
}

/// How many are not dismissed.
pub fn open(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COUNT(*) FROM conflicts WHERE NOT EXISTS \
         (SELECT 1 FROM dismissals d WHERE d.what = 'conflict' AND d.row = conflicts.id)",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The event that counts under a key.
pub fn counted_event(db: &Read<'_>, key: &str) -> Result<Option<EventRow>> {
    let mut filters = events::LISTING.filters.iter();
    let by_key = filters.find(|filter| filter.kind == FilterKind::Key);
    let wanted = vec![Wanted::Text(key.to_owned())];
    let query = Query {
        filters: by_key.map(|filter| (filter, wanted)).into_iter().collect(),
        page: 1,
        per_page: 1,
        ..Query::default()
    };
    Ok(find::page(db, &events::LISTING, &query, events::row)?
        .items
        .pop())
}

/// Stores another body that was recorded under a taken key.
pub fn keep(db: &Write<'_>, now: i64, what: &str, key: &str, body: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO conflicts (created_at, what, key, body) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (what, key, body) DO NOTHING",
    )?
    .execute(params![now, what, key, body])?;
    Ok(())
}
