//! Rolls up old visits: those of one hour to one object, with the same credits and the same result, become one row with
//! their number. Not here: when a visit is old (`engine::roll_up`).

use rusqlite::params;

use super::history::table;
use super::proof::seals;
use super::{Result, crowds, keys, meta};
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::network;
use crate::store::{Read, Write};

/// The event up to which everything old is rolled up.
const CURSOR: &str = "rolled_up_to_event";
/// The instant before which a visit is too old to have a row of its own.
const UNTIL: &str = "rolled_up_until";

/// A visit that can be rolled up: older than an instant, and in no distribution that is still open. `?1` is the
/// instant, `?2` and `?3` are the first event of a page and the first after it.
const OLD: &str = "e.id >= ?2 AND e.id < ?3 AND e.type IN ('post_visited', 'site_visited') AND e.occurred_at < ?1 \
     AND NOT EXISTS (SELECT 1 FROM metrics m JOIN distributions n ON n.id = m.distribution_id \
                     WHERE m.event_id = e.id AND n.status IN ('scheduled', 'tracking', 'failed'))";

/// What rolling up a page did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many visits were merged into other rows.
    pub visits: i64,
    /// The first event after the page; `None` when there is none.
    pub next: Option<EventId>,
}

/// The instant before which visits are rolled up.
pub fn until(db: &Read<'_>) -> Result<Option<Instant>> {
    let kept = meta::get(db, UNTIL)?;
    Ok(kept.and_then(|text| Instant::from_rfc3339(&text)))
}

/// Sets the instant before which visits are rolled up. It never moves back.
pub fn set_until(db: &Write<'_>, until: Instant) -> Result<()> {
    match self::until(db)? {
        Some(before) if before >= until => Ok(()),
        _ => {
            // No visit of those days can count any more, so the visitors can be forgotten.
            crowds::forget(db, network::day(until.micros()))?;
            meta::set(db, UNTIL, &until.to_string())
        }
    }
}

/// Where rolling up continues.
pub fn cursor(db: &Read<'_>) -> Result<EventId> {
    let kept = meta::get(db, CURSOR)?.and_then(|text| text.parse().ok());
    Ok(EventId(kept.unwrap_or(1)))
}

/// Rolls up the old visits in a page of events. The cursor moves along while everything before it is rolled up.
pub fn page(db: &Write<'_>, from: EventId, events: i64, before: Instant) -> Result<Page> {
    let end = EventId(from.0.saturating_add(events));
    db.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS rolling (id INTEGER PRIMARY KEY, keep INTEGER NOT NULL); \
         CREATE TEMP TABLE IF NOT EXISTS merged (id INTEGER PRIMARY KEY, keep INTEGER NOT NULL, points INTEGER NOT NULL, \
             times INTEGER NOT NULL, at INTEGER NOT NULL); \
         DELETE FROM rolling; DELETE FROM merged;",
    )?;
    db.prepare_cached(&format!(
        "INSERT INTO rolling SELECT id, keep FROM ( \
           SELECT id, MIN(id) OVER same AS keep, COUNT(*) OVER same AS of_them FROM ( \
             SELECT e.id, e.type, e.occurred_at / 3600000000 AS hour, e.object, e.status, e.reason, \
               (SELECT group_concat(COALESCE(c.collaborator_id, c.named) || ' ' || c.weight || ' ' || c.own || ' ' \
                       || COALESCE(c.reason, ''), ', ' ORDER BY c.position) FROM credits c WHERE c.event_id = e.id) AS credits \
             FROM events e WHERE {OLD}) \
           WINDOW same AS (PARTITION BY type, hour, object, status, reason, credits)) WHERE of_them > 1"
    ))?
    .execute(params![before, from, end])?;
    let visits = merge(db)?;
    if let Some((first, last)) = rolled(db)? {
        table::renew(db, first, last)?;
        seals::renew_events(db, first, last)?;
    }
    let later = db
        .prepare_cached("SELECT MIN(id) FROM events WHERE id >= ?1")?
        .query_row([end], |row| row.get::<_, Option<EventId>>(0))?;
    if cursor(db)? == from && !holds_visits_to_come(db, from, end, before)? {
        let next = later.unwrap_or(end);
        if later.is_some() {
            meta::set(db, CURSOR, &next.to_string())?;
        }
    }
    Ok(Page {
        visits,
        next: later,
    })
}

/// The first and the last event that was changed or removed.
fn rolled(db: &Read<'_>) -> Result<Option<(EventId, EventId)>> {
    let mut query = db.prepare_cached("SELECT MIN(id), MAX(id) FROM rolling")?;
    let (first, last): (Option<_>, Option<_>) =
        query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// Whether a page holds visits that are not old yet.
fn holds_visits_to_come(
    db: &Read<'_>,
    from: EventId,
    end: EventId,
    before: Instant,
) -> Result<bool> {
    let mut query = db.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM events v WHERE v.id >= ?2 AND v.id < ?3 \
         AND v.type IN ('post_visited', 'site_visited') \
         AND v.id NOT IN (SELECT e.id FROM events e WHERE {OLD}))"
    ))?;
    Ok(query.query_row(params![before, from, end], |row| row.get(0))?)
}

/// Merges each group into one row. Returns how many rows were removed.
fn merge(db: &Write<'_>) -> Result<i64> {
    forget_keys(db)?;
    db.execute_batch(
        "INSERT INTO merged SELECT MIN(m.id), r.keep, SUM(m.points), SUM(m.times), MIN(m.occurred_at) \
           FROM metrics m JOIN rolling r ON r.id = m.event_id \
           GROUP BY r.keep, m.distribution_id, m.collaborator_id, m.status, m.parts; \
         DELETE FROM metrics WHERE event_id IN (SELECT id FROM rolling) AND id NOT IN (SELECT id FROM merged); \
         UPDATE metrics SET event_id = g.keep, points = g.points, times = g.times, occurred_at = g.at \
           FROM merged g WHERE metrics.id = g.id; \
         UPDATE events SET key = 'rolled:' || events.id, quantity = g.quantity, times = g.times, occurred_at = g.at, \
             subject = NULL, value = NULL, currency = NULL, data = NULL, network = NULL, network_limit = NULL, \
             fingerprint = 0 \
           FROM (SELECT r.keep, SUM(e.quantity) AS quantity, SUM(e.times) AS times, MIN(e.occurred_at) AS at \
                 FROM rolling r JOIN events e ON e.id = r.id GROUP BY r.keep) g WHERE events.id = g.keep; \
         DELETE FROM credits WHERE event_id IN (SELECT id FROM rolling WHERE id <> keep); \
         DELETE FROM events WHERE id IN (SELECT id FROM rolling WHERE id <> keep);",
    )?;
    let mut query = db.prepare_cached("SELECT COUNT(*) FROM rolling WHERE id <> keep")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Removes the keys: a visit this old that is recorded again would be rolled up at once.
fn forget_keys(db: &Write<'_>) -> Result<()> {
    let mut query =
        db.prepare_cached("SELECT e.key, e.id FROM rolling r JOIN events e ON e.id = r.id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        keys::forget(db, &key, row.get(1)?)?;
    }
    Ok(())
}
