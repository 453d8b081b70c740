//! The changes of the log that were done.

use rusqlite::params;

use super::Result;
use crate::domain::call::CallId;
use crate::store::Write;

/// Records that a change is done, in the transaction that does it. False when it was done before. `now` is the time of the
/// change in microseconds since 1970.
pub fn is_new(db: &Write<'_>, id: CallId, now: i64) -> Result<bool> {
    let mut insertion = db.prepare_cached(
        "INSERT INTO calls (id, created_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
    )?;
    Ok(insertion.execute(params![id.0, now])? == 1)
}
