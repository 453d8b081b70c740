//! Which changes of the log were done.

use rusqlite::{Connection, params};

use super::Result;
use crate::domain::call::CallId;

/// Notes that a change is done, in the transaction that does it; false when it was noted before. `now`: when it was asked
/// for, in microseconds since 1970.
pub fn is_new(db: &Connection, id: CallId, now: i64) -> Result<bool> {
    let mut insertion = db.prepare_cached(
        "INSERT INTO calls (id, created_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
    )?;
    Ok(insertion.execute(params![id.0, now])? == 1)
}
