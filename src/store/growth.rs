//! Limits for what strangers can send without end: unknown codes, visits by links, damaged records.

use rusqlite::{OptionalExtension, params};

use super::{Result, meta};
use crate::domain::event::AliasKind;
use crate::domain::instant::Instant;
use crate::store::{Read, Write};

/// How many unknown codes of one kind have a row of their own.
pub const MOST_CODES: i64 = 1_000;

/// How many visits by links are stored per day: as many as an average site has in a year, some 30 MB.
pub const MOST_LINK_VISITS: i64 = 100_000;

/// How many damaged records are stored.
pub const MOST_FAULTS: i64 = 1_000;

/// The name in `meta` of the count of further damaged records.
const MORE_FAULTS: &str = "journal_faults_more";

/// The row for all codes beyond the limit.
const OTHERS: &str = "";

/// A code that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// Of which kind.
    pub kind: AliasKind,
    /// Folded; empty for all codes beyond the limit.
    pub code: String,
    /// How often it was used.
    pub uses: i64,
    /// The latest time of its events.
    pub last_at: Instant,
}

/// Counts one use of a code that nobody has. Beyond the limit the least used code loses its row.
pub fn unknown_code(db: &Write<'_>, kind: AliasKind, code: &str, at: Instant) -> Result<()> {
    if add_uses(db, kind, code, 1, at)? {
        return Ok(());
    }
    let mut count =
        db.prepare_cached("SELECT COUNT(*) FROM unknown_codes WHERE kind = ?1 AND code <> ?2")?;
    let known: i64 = count.query_row(params![kind, OTHERS], |row| row.get(0))?;
    if known >= MOST_CODES {
        let mut least = db.prepare_cached(
            "DELETE FROM unknown_codes WHERE kind = ?1 AND code = (SELECT code FROM unknown_codes \
             WHERE kind = ?1 AND code <> ?2 ORDER BY uses, last_at, code LIMIT 1) RETURNING uses, last_at",
        )?;
        let gone = least
            .query_row(params![kind, OTHERS], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((uses, last)) = gone
            && !add_uses(db, kind, OTHERS, uses, last)?
        {
            insert(db, kind, OTHERS, uses, last)?;
        }
    }
    insert(db, kind, code, 1, at)
}

fn add_uses(db: &Write<'_>, kind: AliasKind, code: &str, uses: i64, at: Instant) -> Result<bool> {
    let mut query = db.prepare_cached(
        "UPDATE unknown_codes SET uses = uses + ?3, last_at = MAX(last_at, ?4) WHERE kind = ?1 AND code = ?2",
    )?;
    Ok(query.execute(params![kind, code, uses, at])? > 0)
}

fn insert(db: &Write<'_>, kind: AliasKind, code: &str, uses: i64, at: Instant) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO unknown_codes (kind, code, uses, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?4)",
    )?
    .execute(params![kind, code, uses, at])?;
    Ok(())
}

/// The most used unknown codes, in descending order.
pub fn unknown_codes(db: &Read<'_>, most: i64) -> Result<Vec<UnknownCode>> {
    let mut query = db.prepare_cached(
        "SELECT kind, code, uses, last_at FROM unknown_codes ORDER BY uses DESC, kind, code LIMIT ?1",
    )?;
    let rows = query.query_map([most], |row| {
        Ok(UnknownCode {
            kind: row.get(0)?,
            code: row.get(1)?,
            uses: row.get(2)?,
            last_at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many visits by links of a day were stored.
pub fn link_visits(db: &Read<'_>, day: i64) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT kept FROM link_visits WHERE day = ?1")?;
    let kept: Option<i64> = query.query_row([day], |row| row.get(0)).optional()?;
    Ok(kept.unwrap_or(0))
}

/// Counts visits by links of a day, stored and dropped ones.
pub fn add_link_visits(db: &Write<'_>, day: i64, kept: i64, dropped: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO link_visits (day, kept, dropped) VALUES (?1, ?2, ?3) ON CONFLICT (day) DO UPDATE SET \
         kept = kept + excluded.kept, dropped = dropped + excluded.dropped",
    )?
    .execute(params![day, kept, dropped])?;
    Ok(())
}

/// How many visits by links were dropped since a day, and on how many days.
pub fn dropped_link_visits(db: &Read<'_>, since: i64) -> Result<(i64, i64)> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(dropped), 0), COUNT(*) FROM link_visits WHERE day >= ?1 AND dropped > 0",
    )?;
    Ok(query.query_row([since], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether one more damaged record may be stored. If not, it is counted.
pub fn takes_fault(db: &Write<'_>) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT COUNT(*) FROM journal_faults")?;
    let kept: i64 = query.query_row([], |row| row.get(0))?;
    if kept < MOST_FAULTS {
        return Ok(true);
    }
    let more = more_faults(db)?.saturating_add(1);
    meta::set(db, MORE_FAULTS, &more.to_string())?;
    Ok(false)
}

/// How many damaged records were not stored.
pub fn more_faults(db: &Read<'_>) -> Result<i64> {
    let more = meta::get(db, MORE_FAULTS)?;
    Ok(more.and_then(|text| text.parse().ok()).unwrap_or(0))
}
