//! Dismissals: what a person looked at and set aside. It is no longer a problem and stays as it is.

use rusqlite::{Row, params};
use serde::Serialize;

use super::Result;
use crate::domain::instant::Instant;
use crate::domain::words::words;
use crate::store::Write;

words! {
    /// What can be dismissed. A refund that waited, was dismissed and turns out not to fit is something new to look at.
    Dismissible {
        /// Another body under a taken key.
        Conflict = "conflict",
        /// A refund whose sale does not come.
        WaitingRefund = "waiting_refund",
        /// A refund that does not fit its sale.
        IgnoredRefund = "ignored_refund",
    }
}

/// That somebody looked at something; all of it null where nobody did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Dismissal {
    /// When it was dismissed.
    pub dismissed_at: Option<Instant>,
    /// Who dismissed it, where that was given.
    pub dismissed_by: Option<String>,
    /// The note given with it.
    pub note: Option<String>,
}

/// Reads the dismissal that is joined to a row, from three columns beginning at `first`.
pub(super) fn joined(row: &Row<'_>, first: usize) -> rusqlite::Result<Dismissal> {
    Ok(Dismissal {
        dismissed_at: row.get(first)?,
        dismissed_by: row.get(first + 1)?,
        note: row.get(first + 2)?,
    })
}

/// Stores a dismissal. A second one changes nothing.
pub fn keep(
    db: &Write<'_>,
    what: Dismissible,
    row: i64,
    now: Instant,
    by: Option<&str>,
    note: Option<&str>,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO dismissals (what, row, created_at, by, note) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (what, row) DO NOTHING",
    )?
    .execute(params![what, row, now, by, note])?;
    Ok(())
}
