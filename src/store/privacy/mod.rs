//! Reads everything that is stored about one person. Not here: what may be erased (`engine::privacy`).
//!
//! These functions read whole tables: an index by person would be written with every event and read once in years.

pub mod replace; // replaces names by pseudonyms
pub mod wipe; // removes erased data from the disk

use std::collections::BTreeSet;

use rusqlite::{Row, params};

use super::lists::find::Listing;
use super::{Result, conflicts, events, transactions};
use crate::domain::event::{AliasKind, Owner, Who};
use crate::domain::ids::{CollaboratorId, DistributorId};
use crate::domain::person::folded;
use crate::domain::points::Points;
use crate::domain::pseudonyms::Pseudonyms;
use crate::store::Read;
use crate::store::conflicts::Conflict;
use crate::store::events::EventRow;
use crate::store::transactions::TransactionRow;

/// All rows of a listing that belong to a collaborator, oldest first.
pub fn rows_of<T>(
    db: &Read<'_>,
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

/// What counted for a collaborator: one event type in one distributor, with one denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub distributor: DistributorId,
    pub kind: String,
    /// How many metrics.
    pub metrics: i64,
    /// Numerator of their points.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
}

impl Counted {
    /// The points; `None` if the columns do not hold a fraction.
    #[must_use]
    pub fn points(&self) -> Option<Points> {
        Points::fraction(i128::from(self.points), i128::from(self.parts)).ok()
    }
}

/// What counted for a collaborator, by distributor and type.
pub fn counted(db: &Read<'_>, collaborator: CollaboratorId) -> Result<Vec<Counted>> {
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

/// All spellings of names in a column, as a JSON list. Names are compared with [`folded`], which SQLite cannot do.
fn spellings(db: &Read<'_>, (table, column): Column, names: &[String]) -> Result<String> {
    let mut spellings: BTreeSet<String> = names.iter().cloned().collect();
    let kinds: BTreeSet<&str> = names
        .iter()
        .filter_map(|name| name.split_inclusive(':').next())
        .collect();
    for kind in kinds {
        let mut query = db.prepare(&format!(
            "SELECT {column} FROM {table} WHERE substr({column}, 1, length(?1)) = ?1"
        ))?;
        let mut rows = query.query([kind])?;
        while let Some(row) = rows.next()? {
            let spelling = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let is_theirs = names.iter().any(|name| *name == folded(spelling));
            if is_theirs && !spellings.contains(spelling) {
                spellings.insert(spelling.to_owned());
            }
        }
    }
    super::json::text(&spellings)
}

/// A table and a column of it.
type Column = (&'static str, &'static str);

/// Which rows are wanted, newest first.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// How many of them go before.
    pub skip: i64,
    /// How many are given at most.
    pub limit: i64,
}

/// A page of the events of a person under any of their names, and how many there are.
pub fn events_by(db: &Read<'_>, names: &[String], part: Part) -> Result<(Vec<EventRow>, i64)> {
    let spellings = spellings(db, ("events", "subject"), names)?;
    let mut found = newest(
        db,
        &events::LISTING,
        "e.subject",
        &spellings,
        part,
        events::row,
    )?;
    for event in &mut found.0 {
        event.collaborators = events::credits(db, event.id)?;
    }
    Ok(found)
}

/// A page of the purchases of a person under any of their names, and how many there are.
pub fn purchases_by(
    db: &Read<'_>,
    names: &[String],
    part: Part,
) -> Result<(Vec<TransactionRow>, i64)> {
    let spellings = spellings(db, ("transactions", "customer"), names)?;
    newest(
        db,
        &transactions::LISTING,
        "t.customer",
        &spellings,
        part,
        transactions::row,
    )
}

fn newest<T>(
    db: &Read<'_>,
    listing: &Listing,
    column: &str,
    spellings: &str,
    part: Part,
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
        "SELECT {} {from} ORDER BY {} DESC LIMIT ?2 OFFSET ?3",
        listing.columns, listing.id
    );
    let mut query = db.prepare(&sql)?;
    let rows = query.query_map(params![spellings, part.limit, part.skip], row)?;
    Ok((rows.collect::<rusqlite::Result<_>>()?, total))
}

/// The conflicts that contain one of a person's names, newest first.
pub fn conflicts_with(db: &Read<'_>, names: &Pseudonyms) -> Result<Vec<Conflict>> {
    let sql = format!(
        "SELECT {} FROM {} ORDER BY c.id DESC",
        conflicts::LISTING.columns,
        conflicts::LISTING.from
    );
    let mut query = db.prepare(&sql)?;
    let mut found = Vec::new();
    for conflict in query.query_map([], conflicts::row)? {
        let conflict = conflict?;
        if names.are_in(&conflict.body) {
            found.push(conflict);
        }
    }
    Ok(found)
}

/// How many entries of the ledger contain one of a person's names.
pub fn ledger_lines_with(db: &Read<'_>, is_in: impl Fn(&str) -> bool) -> Result<usize> {
    let mut query = db.prepare("SELECT body FROM ledger")?;
    let mut rows = query.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        found += usize::from(is_in(body));
    }
    Ok(found)
}

/// How many sales used one of a person's codes, as a coupon or as the referrer.
pub fn sales_by_codes(db: &Read<'_>, is_theirs: impl Fn(AliasKind, &str) -> bool) -> Result<usize> {
    let mut query = db.prepare(
        "SELECT coupons, referrers FROM transactions WHERE coupons <> '[]' OR referrers <> '[]'",
    )?;
    let mut rows = query.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let (coupons, referrers): (String, String) = (row.get(0)?, row.get(1)?);
        // Malformed JSON names nobody; `siren_verify` reports it.
        let coupons: Vec<String> = serde_json::from_str(&coupons).unwrap_or_default();
        let referrers: Vec<Owner<'_>> = serde_json::from_str(&referrers).unwrap_or_default();
        let brought = |owner: &Owner<'_>| match &owner.who {
            Who::Alias(kind, code) => is_theirs(*kind, code),
            Who::Id(_) => false,
        };
        found += usize::from(
            coupons
                .iter()
                .any(|code| is_theirs(AliasKind::Coupon, code))
                || referrers.iter().any(brought),
        );
    }
    Ok(found)
}
