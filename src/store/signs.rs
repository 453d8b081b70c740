//! Signs of life: what the data tells about the time without a clock.

use super::{Result, meta};
use crate::domain::clock::{SILENT_DAYS, last_sign};
use crate::domain::instant::Instant;
use crate::store::{Read, Write};

/// The name in `meta` of the newest heartbeat that was acted on.
const NEWEST_RUN: &str = "newest_run";

/// The last sign of life before a heartbeat at `now`. Starts from the newest heartbeat, or before the first one from the newest
/// version of a distributor, and continues along visits, sales and acts on money.
pub fn last(db: &Read<'_>, now: Instant) -> Result<Option<Instant>> {
    let trusted = match newest_run(db)? {
        Some(run) => Some(run),
        None => newest_version(db)?,
    };
    match trusted {
        // Rare: only after a silence are the records searched.
        Some(trusted) if now > trusted.plus_days(SILENT_DAYS) => {
            Ok(Some(last_sign(trusted, recorded_since(db, trusted)?)))
        }
        other => Ok(other),
    }
}

/// Stores a heartbeat that was acted on. A clock that is set back does not lower the newest one.
pub fn note_run(db: &Write<'_>, now: Instant) -> Result<()> {
    meta::set(db, "last_run", &now.to_string())?;
    match newest_run(db)? {
        Some(newest) if newest >= now => Ok(()),
        _ => meta::set(db, NEWEST_RUN, &now.to_string()),
    }
}

fn newest_run(db: &Read<'_>) -> Result<Option<Instant>> {
    let kept = meta::get(db, NEWEST_RUN)?;
    Ok(kept.and_then(|text| Instant::from_rfc3339(&text)))
}

fn newest_version(db: &Read<'_>) -> Result<Option<Instant>> {
    let mut query = db.prepare_cached("SELECT MAX(created_at) FROM distributor_versions")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The times of what was recorded after an instant, newest first, up to the first one that is older.
fn recorded_since(db: &Read<'_>, since: Instant) -> Result<Vec<Instant>> {
    let mut found = Vec::new();
    for sql in [
        "SELECT created_at FROM events ORDER BY id DESC",
        "SELECT at FROM ledger ORDER BY seq DESC",
    ] {
        let mut query = db.prepare_cached(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let at: Instant = row.get(0)?;
            if at <= since {
                break;
            }
            found.push(at);
        }
    }
    Ok(found)
}
