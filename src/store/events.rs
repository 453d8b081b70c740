//! Events as they were recorded, and whom each credits.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::Result;
use super::history::counts::{self, Statuses};
use super::interval::Interval;
use super::keys::Key;
use super::lists::by_id;
use super::lists::find::{self, Filter, FilterKind, Listing, Page, Query, Wanted};
use super::proof::seals::{self, REVERSALS};
use crate::domain::event::EventStatus;
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::network::Network;
use crate::domain::quantity::Quantity;
use crate::domain::words::Word;
use crate::store::{Read, Write};

pub const LISTING: Listing = Listing {
    what: "events",
    from: "events e",
    columns: "e.id, e.status, e.created_at, e.key, e.type, e.occurred_at, e.subject, e.object, e.quantity, e.times, \
              e.value, e.currency, e.transaction_id, e.data, e.reason",
    id: "e.id",
    filters: &[
        Filter {
            name: "id",
            column: "e.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "e.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "type",
            column: "e.type",
            kind: FilterKind::Text,
        },
        Filter {
            name: "key",
            column: "e.id",
            kind: FilterKind::Key,
        },
        Filter {
            name: "reason",
            column: "e.reason",
            kind: FilterKind::Text,
        },
        Filter {
            name: "subject",
            column: "e.subject",
            kind: FilterKind::Text,
        },
        Filter {
            name: "object",
            column: "e.object",
            kind: FilterKind::Text,
        },
        Filter {
            name: "transaction",
            column: "e.transaction_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "collaborator",
            column: "e.id IN (SELECT event_id FROM credits WHERE collaborator_id = ?)",
            kind: FilterKind::IdWhere,
        },
        Filter {
            name: "occurred_from",
            column: "e.occurred_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "occurred_until",
            column: "e.occurred_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "e.id"),
        ("occurred_at", "e.occurred_at"),
        ("type", "e.type"),
    ],
    search: &["e.key", "e.subject", "e.object"],
};

/// An event as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct EventRow {
    /// Its number.
    pub id: EventId,
    /// What became of it.
    pub status: EventStatus,
    /// When it was recorded.
    pub created_at: Instant,
    /// What its producer calls it.
    pub key: String,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub occurred_at: Instant,
    /// Whom it credits.
    pub collaborators: Vec<CreditRow>,
    /// Who did it.
    pub subject: Option<String>,
    /// To what.
    pub object: Option<String>,
    /// How many times over.
    pub quantity: Quantity,
    /// How many old visits it stands for, itself included.
    pub times: i64,
    /// What it was worth.
    pub value: Option<String>,
    /// In which currency.
    pub currency: Option<String>,
    /// The purchase it comes from.
    pub transaction: Option<TransactionId>,
    /// What its producer kept with it.
    pub data: Option<serde_json::Value>,
    /// Why it is ignored.
    pub reason: Option<String>,
}

/// Someone an event credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct CreditRow {
    /// Which collaborator; none where the name meant nobody.
    pub id: Option<CollaboratorId>,
    /// The id or alias that meant nobody.
    pub named: Option<String>,
    /// Part in a split.
    pub weight: i64,
    /// What that comes to.
    pub status: EventStatus,
    /// Why it is ignored.
    pub reason: Option<String>,
}

/// Reads a listed row; its credits are read beside it.
pub fn row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let data: Option<String> = row.get(13)?;
    Ok(EventRow {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        key: row.get(3)?,
        kind: row.get(4)?,
        occurred_at: row.get(5)?,
        collaborators: Vec::new(),
        subject: row.get(6)?,
        object: row.get(7)?,
        quantity: row.get(8)?,
        times: row.get(9)?,
        value: row.get(10)?,
        currency: row.get(11)?,
        transaction: row.get(12)?,
        data: data.and_then(|text| serde_json::from_str(&text).ok()),
        reason: row.get(14)?,
    })
}

/// Lists events. Those of some status, in the order of their numbers, are counted without going through them.
pub fn page(db: &Read<'_>, query: &Query) -> Result<Page<EventRow>> {
    let Some(statuses) = statuses(query).filter(|_| by_id::is_asked(&LISTING, query)) else {
        return find::page(db, &LISTING, query, row);
    };
    let ranges = counts::id_ranges(db, statuses)?;
    Ok(Page {
        items: by_id::page(db, &LISTING, query, &ranges, row)?,
        total: by_id::total(&ranges),
    })
}

/// The statuses that are wanted; `None` where something else matters too.
fn statuses(query: &Query) -> Option<Statuses> {
    let of_status = |(filter, _): &(&Filter, Vec<Wanted>)| filter.name == "status";
    if query.search.is_some() || !query.filters.iter().all(of_status) {
        return None;
    }
    let wants = |status: EventStatus| {
        let named = |value: &Wanted| matches!(value, Wanted::Text(text) if text == status.name());
        let mut filters = query.filters.iter();
        filters.all(|(_, values)| values.iter().any(named))
    };
    Some(Statuses {
        counted: wants(EventStatus::Counted),
        ignored: wants(EventStatus::Ignored),
        history: wants(EventStatus::History),
    })
}

/// Whom an event credits.
pub fn credits(db: &Read<'_>, event: EventId) -> Result<Vec<CreditRow>> {
    let mut query = db.prepare_cached(
        "SELECT collaborator_id, named, weight, status, reason FROM credits WHERE event_id = ?1 ORDER BY position",
    )?;
    let rows = query.query_map([event], |row| {
        Ok(CreditRow {
            id: row.get(0)?,
            named: row.get(1)?,
            weight: row.get(2)?,
            status: row.get(3)?,
            reason: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An event to be kept.
#[derive(Debug)]
pub struct NewEvent<'a> {
    pub key: Key<'a>,
    pub kind: &'a str,
    pub now: i64,
    pub at: i64,
    pub subject: Option<&'a str>,
    pub object: Option<&'a str>,
    pub quantity: Quantity,
    pub value: Option<&'a str>,
    pub currency: Option<&'a str>,
    /// What its producer kept with it.
    pub data: Option<&'a str>,
    /// The purchase it comes from.
    pub transaction: Option<TransactionId>,
    /// Whether that is a repeated payment of a subscription.
    pub renewal: bool,
    /// Where its subject came from, where that decided whether it counts.
    pub network: Option<&'a Network<'a>>,
    /// Tells another body under the same key from this one.
    pub fingerprint: u32,
    /// What becomes of it.
    pub status: EventStatus,
    /// Why it would count for nobody, if it would not.
    pub reason: Option<&'a str>,
}

/// What became of an insertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted<Id> {
    /// It is new.
    New(Id),
    /// It was there already, with the same body or another.
    Known {
        /// Whether the body was the same.
        same: bool,
    },
}

/// Someone an event credits, to be kept.
#[derive(Debug)]
pub struct NewCredit<'a> {
    pub collaborator: Option<CollaboratorId>,
    /// The id or alias that meant nobody.
    pub named: Option<&'a str>,
    /// Part in a split.
    pub weight: i64,
    /// Whether it is the collaborator's own doing.
    pub own: bool,
    /// Why it is ignored, if it is.
    pub reason: Option<&'a str>,
}

/// The type of an event, and its object.
pub fn kind_and_object(db: &Read<'_>, event: EventId) -> Result<(String, Option<String>)> {
    let mut query = db.prepare_cached("SELECT type, object FROM events WHERE id = ?1")?;
    Ok(query.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whose an event is, and what tells its content from another's.
pub fn subject_and_content(db: &Read<'_>, event: EventId) -> Result<(Option<String>, u32)> {
    let mut query = db.prepare_cached("SELECT subject, fingerprint FROM events WHERE id = ?1")?;
    Ok(query.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many there are.
pub fn count(db: &Read<'_>) -> Result<i64> {
    // The newest number, not a scan: events are never deleted one by one.
    let mut query = db.prepare_cached("SELECT COALESCE(MAX(id), 0) FROM events")?;
    Ok(query
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// An event as a recount needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub id: EventId,
    pub kind: String,
    pub at: Instant,
    /// When the sale was paid that an edit brought it to.
    pub sold_at: Option<Instant>,
    pub now: Instant,
    pub quantity: Quantity,
    pub value: Option<String>,
    pub currency: Option<String>,
    /// Whether it follows from a repeated payment of a subscription.
    pub renewal: bool,
    /// When the event happened whose place it took; see [`replaced`].
    pub replaced: Option<Instant>,
}

/// What an edit of a sale adds to the key of an event that it brings.
pub const REVISION: &str = ":revision ";

/// When the event first happened whose place an event of a sale took when the sale was edited: the first of its type and
/// name.
pub fn replaced(
    db: &Read<'_>,
    sale: TransactionId,
    kind: &str,
    key: &str,
) -> Result<Option<Instant>> {
    let Some((first, _)) = key.rsplit_once(REVISION) else {
        return Ok(None);
    };
    let mut query = db.prepare_cached(
        "SELECT MIN(occurred_at) FROM events WHERE transaction_id = ?1 AND type = ?2 \
         AND (key = ?3 OR substr(key, 1, length(?4)) = ?4)",
    )?;
    let later = format!("{first}{REVISION}");
    Ok(query.query_row(params![sale, kind, first, later], |row| row.get(0))?)
}

/// Up to `limit` events of some numbers, the first and the last included, that happened in an interval, by number. History
/// is not among them.
pub fn among(
    db: &Read<'_>,
    (first, last): (i64, i64),
    interval: Interval,
    limit: i64,
) -> Result<Vec<Stored>> {
    let mut query = db.prepare_cached(
        "SELECT id, type, occurred_at, created_at, quantity, value, currency, renewal, \
         IIF(transaction_id IS NULL OR instr(key, ':revision ') = 0, NULL, transaction_id), \
         IIF(transaction_id IS NULL OR instr(key, ':revision ') = 0, NULL, key), \
         IIF(transaction_id IS NULL OR instr(key, ':revision ') = 0, NULL, \
           (SELECT t.occurred_at FROM transactions t WHERE t.id = events.transaction_id)) FROM events \
         WHERE id BETWEEN ?1 AND ?2 AND occurred_at >= ?3 AND occurred_at < ?4 \
         AND status <> 'history' ORDER BY id LIMIT ?5",
    )?;
    let rows = query.query_map(
        params![first, last, interval.from, interval.to, limit],
        |row| {
            let kind: String = row.get(1)?;
            let amended: (Option<TransactionId>, Option<String>) = (row.get(8)?, row.get(9)?);
            let stored = Stored {
                id: row.get(0)?,
                kind,
                at: row.get(2)?,
                sold_at: row.get(10)?,
                now: row.get(3)?,
                quantity: row.get(4)?,
                value: row.get(5)?,
                currency: row.get(6)?,
                renewal: row.get(7)?,
                replaced: None,
            };
            Ok((stored, amended))
        },
    )?;
    rows.map(|row| {
        let (mut stored, amended) = row?;
        if let (Some(sale), Some(key)) = amended {
            stored.replaced = replaced(db, sale, &stored.kind, &key)?;
        }
        Ok(stored)
    })
    .collect()
}

/// Somebody an event credits, as a recount needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCredit {
    /// Who; none where the name meant nobody.
    pub collaborator: Option<CollaboratorId>,
    /// Part in a split.
    pub weight: i64,
    /// Whether it is the collaborator's own doing.
    pub own: bool,
    /// Why it is ignored.
    pub reason: Option<String>,
}

/// Whom an event credits, as a recount needs it.
pub fn stored_credits(db: &Read<'_>, event: EventId) -> Result<Vec<StoredCredit>> {
    let mut query = db.prepare_cached(
        "SELECT collaborator_id, weight, own, reason FROM credits WHERE event_id = ?1 ORDER BY position",
    )?;
    let rows = query.query_map([event], |row| {
        Ok(StoredCredit {
            collaborator: row.get(0)?,
            weight: row.get(1)?,
            own: row.get(2)?,
            reason: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that the points of an event were taken back (-1) or given again (1). Where the opposite was
/// noted of the same instant, neither stays: that refund was placed anew among the others.
pub fn note_reversal(db: &Write<'_>, event: EventId, at: Instant, sign: i64) -> Result<()> {
    let opposite: Option<i64> = db
        .prepare_cached(
            "DELETE FROM reversals WHERE id = (SELECT MAX(id) FROM reversals \
             WHERE event_id = ?1 AND occurred_at = ?2 AND sign = -?3) RETURNING id",
        )?
        .query_row(params![event, at, sign], |row| row.get(0))
        .optional()?;
    if let Some(gone) = opposite {
        return seals::renew(db, &REVERSALS, gone);
    }
    db.prepare_cached("INSERT INTO reversals (event_id, occurred_at, sign) VALUES (?1, ?2, ?3)")?
        .execute(params![event, at, sign])?;
    seals::renew(db, &REVERSALS, db.last_insert_rowid())
}

/// When the points of an event were taken back (-1) or given again (1), in the order it was noted.
pub fn reversals(db: &Read<'_>, event: EventId) -> Result<Vec<(Instant, i64)>> {
    let mut query = db.prepare_cached(
        "SELECT occurred_at, sign FROM reversals WHERE event_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
