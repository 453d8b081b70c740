//! What is kept about one person: reading all of it, and replacing who they are.
//! Not here: what may be forgotten and what may not (`engine::privacy`).
//!
//! There is no index by person on what was recorded: it would be written with every event and read once
//! in years. So these read whole tables.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::Value as Json;

use super::find::Listing;
use super::{Result, events, seals, transactions};
use crate::domain::ids::{CollaboratorId, DistributorId, EventId};
use crate::domain::person::{email, folded};
use crate::domain::points::Points;
use crate::store::events::EventRow;
use crate::store::transactions::TransactionRow;

/// All rows of a noun that concern a collaborator, oldest first.
pub fn rows_of<T>(
    db: &Connection,
    listing: &Listing,
    collaborator: CollaboratorId,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let filter = listing
        .filters
        .iter()
        .find(|filter| filter.name == "collaborator");
    let Some(filter) = filter else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT {} FROM {} WHERE {} = ?1 ORDER BY {}",
        listing.columns, listing.from, filter.column, listing.id
    );
    let mut query = db.prepare(&sql)?;
    let rows = query.query_map([collaborator], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What counted for a collaborator: one type of event in one distributor, of one denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which distributor.
    pub distributor: DistributorId,
    /// The type.
    pub kind: String,
    /// How many metrics.
    pub metrics: i64,
    /// Numerator of their points.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
}

impl Counted {
    /// The points; `None` where the columns hold no fraction.
    #[must_use]
    pub fn points(&self) -> Option<Points> {
        Points::fraction(i128::from(self.points), i128::from(self.parts)).ok()
    }
}

/// What counted for a collaborator, by distributor and type.
pub fn counted(db: &Connection, collaborator: CollaboratorId) -> Result<Vec<Counted>> {
    // By distribution, because that is how metrics are indexed.
    let mut query = db.prepare(
        "SELECT n.distributor_id, m.type, SUM(m.times), SUM(m.points), m.parts FROM distributions n \
         CROSS JOIN metrics m ON m.distribution_id = n.id AND m.collaborator_id = ?1 \
         GROUP BY n.distributor_id, m.type, m.parts ORDER BY n.distributor_id, m.type, m.parts",
    )?;
    let rows = query.query_map([collaborator], |row| {
        Ok(Counted {
            distributor: row.get(0)?,
            kind: row.get(1)?,
            metrics: row.get(2)?,
            points: row.get(3)?,
            parts: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How a name is spelt in a column, as a list in JSON: names are compared as [`folded`] has them, which SQLite cannot.
fn spellings(db: &Connection, column: Column, name: &str) -> Result<String> {
    let kind = name.split_inclusive(':').next().unwrap_or_default();
    let mut spellings = BTreeSet::from([name.to_owned()]);
    let (table, column) = column;
    let mut query = db.prepare(&format!(
        "SELECT {column} FROM {table} WHERE substr({column}, 1, length(?1)) = ?1"
    ))?;
    let mut rows = query.query([kind])?;
    while let Some(row) = rows.next()? {
        let spelling = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if spelling != name && folded(spelling) == name {
            spellings.insert(spelling.to_owned());
        }
    }
    super::json::text(&spellings)
}

/// A table and a column of it.
type Column = (&'static str, &'static str);

/// The newest events that somebody did, and how many there are.
pub fn events_by(db: &Connection, subject: &str, limit: usize) -> Result<(Vec<EventRow>, i64)> {
    let spellings = spellings(db, ("events", "subject"), subject)?;
    let mut found = newest(
        db,
        &events::LISTING,
        "e.subject",
        &spellings,
        limit,
        events::row,
    )?;
    for event in &mut found.0 {
        event.collaborators = events::credits(db, event.id)?;
    }
    Ok(found)
}

/// The newest purchases of somebody, and how many there are.
pub fn purchases_by(
    db: &Connection,
    customer: &str,
    limit: usize,
) -> Result<(Vec<TransactionRow>, i64)> {
    let spellings = spellings(db, ("transactions", "customer"), customer)?;
    newest(
        db,
        &transactions::LISTING,
        "t.customer",
        &spellings,
        limit,
        transactions::row,
    )
}

fn newest<T>(
    db: &Connection,
    listing: &Listing,
    column: &str,
    spellings: &str,
    limit: usize,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<(Vec<T>, i64)> {
    let from = format!(
        "FROM {} WHERE {column} IN (SELECT value FROM json_each(?1))",
        listing.from
    );
    let total = db.query_row(&format!("SELECT COUNT(*) {from}"), [spellings], |row| {
        row.get(0)
    })?;
    let sql = format!(
        "SELECT {} {from} ORDER BY {} DESC LIMIT ?2",
        listing.columns, listing.id
    );
    let mut query = db.prepare(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = query.query_map(params![spellings, limit], row)?;
    Ok((rows.collect::<rusqlite::Result<_>>()?, total))
}

/// How much was changed, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changed {
    /// Collaborators.
    pub collaborators: usize,
    /// Aliases that were removed.
    pub aliases: usize,
    /// Events that somebody did; what their producer kept with them is removed.
    pub events: usize,
    /// Transactions.
    pub transactions: usize,
    /// Entries of pools.
    pub pool_entries: usize,
    /// Second bodies under a taken key.
    pub conflicts: usize,
    /// Damaged journal lines, whose bytes are removed.
    pub journal_faults: usize,
}

/// From now on what this connection takes away is overwritten on the disk.
pub fn overwrite(db: &Connection) -> Result<()> {
    db.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    Ok(())
}

/// Brings the write-ahead log, which still holds what was, into the database and empties it; as far as
/// those who are reading let it.
pub fn empty_log(db: &Connection) -> Result<()> {
    db.busy_timeout(std::time::Duration::from_secs(1))?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Takes a collaborator's identity away.
pub fn forget(
    db: &Connection,
    collaborator: CollaboratorId,
    name: &str,
    changed: &mut Changed,
) -> Result<()> {
    changed.collaborators += db.execute(
        "UPDATE collaborators SET status = 'deleted', name = ?2, email = NULL, wp_user_id = NULL, groups = '[]', \
         payout = NULL WHERE id = ?1 AND (status <> 'deleted' OR name <> ?2 OR email IS NOT NULL \
         OR wp_user_id IS NOT NULL OR groups <> '[]' OR payout IS NOT NULL)",
        params![collaborator, name],
    )?;
    changed.aliases += db.execute(
        "DELETE FROM aliases WHERE collaborator_id = ?1",
        [collaborator],
    )?;
    seals::renew(db, &seals::COLLABORATORS, collaborator.0)
}

/// Puts a pseudonym in the place of a name, as names are compared, wherever it did or bought something.
pub fn replace(db: &Connection, who: &str, pseudonym: &str, changed: &mut Changed) -> Result<()> {
    for (column, with_it, count) in [
        (("events", "subject"), ", data = NULL", &mut changed.events),
        (("transactions", "customer"), "", &mut changed.transactions),
        (("pool_entries", "customer"), "", &mut changed.pool_entries),
    ] {
        let spellings = spellings(db, column, who)?;
        let (table, column) = column;
        let sql = format!(
            "UPDATE {table} SET {column} = ?2{with_it} WHERE {column} IN (SELECT value FROM json_each(?1))"
        );
        *count += db.execute(&sql, [spellings.as_str(), pseudonym])?;
    }
    seal_anew(db)?;
    changed.conflicts += replace_in_conflicts(db, who, pseudonym)?;
    changed.journal_faults += empty_faults(db, who)?;
    Ok(())
}

/// What is damaged cannot be read, so all of it goes that may be about them.
fn empty_faults(db: &Connection, who: &str) -> Result<usize> {
    let mut query = db.prepare("SELECT id, bytes FROM journal_faults WHERE length(bytes) > 0")?;
    let mut rows = query.query([])?;
    let mut about = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        if mentions(&String::from_utf8_lossy(&bytes), who) {
            about.push(row.get::<_, i64>(0)?);
        }
    }
    let mut changed = 0;
    for id in about {
        changed += db.execute("UPDATE journal_faults SET bytes = X'' WHERE id = ?1", [id])?;
    }
    Ok(changed)
}

/// Whether a name, as names are compared, stands somewhere in a text, however it is spelt there.
fn mentions(text: &str, who: &str) -> bool {
    if text.to_lowercase().contains(who) {
        return true;
    }
    let mut words = text.split(|c: char| c.is_whitespace() || "\"':,;<>[](){}\\".contains(c));
    who.starts_with("email:") && words.any(|word| word.contains('@') && email(word) == who)
}

/// The old seals were made of the name too.
fn seal_anew(db: &Connection) -> Result<()> {
    seals::renew_all(db, &seals::TRANSACTIONS)?;
    let mut query = db.prepare("SELECT MIN(id), MAX(id) FROM events")?;
    let (first, last): (Option<EventId>, Option<EventId>) =
        query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match first.zip(last) {
        Some((first, last)) => seals::renew_events(db, first, last),
        None => Ok(()),
    }
}

fn replace_in_conflicts(db: &Connection, who: &str, pseudonym: &str) -> Result<usize> {
    let mut query = db.prepare("SELECT id, body FROM conflicts ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut renamed = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, body): (i64, String) = (row.get(0)?, row.get(1)?);
        let mut json: Json = serde_json::from_str(&body)
            .map_err(|error| super::Error::Corrupt(format!("conflict {id}: {error}")))?;
        if rename(&mut json, who, pseudonym) {
            renamed.push((id, json.to_string()));
        }
    }
    let mut changed = 0;
    for (id, body) in renamed {
        changed += db.execute(
            "UPDATE OR REPLACE conflicts SET body = ?2 WHERE id = ?1",
            params![id, body],
        )?;
    }
    Ok(changed)
}

/// Renames who did something in the body of an event or a sale, and removes what was kept with it.
fn rename(body: &mut Json, who: &str, pseudonym: &str) -> bool {
    let Json::Object(body) = body else {
        return false;
    };
    let mut renamed = false;
    for member in ["subject", "customer", "also"] {
        let names = match body.get_mut(member) {
            Some(Json::Array(names)) => names.as_mut_slice(),
            Some(name) => std::slice::from_mut(name),
            None => continue,
        };
        for name in names {
            if name.as_str().is_some_and(|name| folded(name) == who) {
                *name = Json::String(pseudonym.to_owned());
                renamed = true;
            }
        }
    }
    if renamed {
        body.remove("data");
    }
    renamed
}
