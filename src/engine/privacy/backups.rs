//! Which copies of the data still know somebody who was erased.
//!
//! A copy is a file of its own, which nothing that is done here reaches. So it is noted where each was made, and after
//! which erasure: whoever is erased later is still in it. What others copied, such as the host, is known to nobody here.

use std::path::Path;

use crate::engine::Result;
use crate::store::{Connection, disk::snapshots, meta};

/// What the name of a copy's note begins with; its path follows.
const BACKUP: &str = "backup:";

/// How many erasures there were.
const ERASURES: &str = "erasures";

/// Notes that a copy is made now.
pub fn note(db: &Connection, path: &Path) -> Result<()> {
    let Some(path) = path.to_str() else {
        return Ok(());
    };
    let name = format!("{BACKUP}{path}");
    Ok(meta::set(db, &name, &erasures(db)?.to_string())?)
}

/// Takes over the notes of a database that was put aside: the log knows of no copies.
pub fn take_over(db: &Connection, aside: &Path) -> Result<()> {
    for (name, erasures) in snapshots::values_aside(aside, BACKUP) {
        if meta::get(db, &name)?.is_none() {
            meta::set(db, &name, &erasures)?;
        }
    }
    Ok(())
}

/// Notes that somebody was erased.
pub(super) fn note_erasure(db: &Connection) -> Result<()> {
    Ok(meta::set(db, ERASURES, &(erasures(db)? + 1).to_string())?)
}

/// The copies that are older than the last erasure and still there. Those that are not are forgotten.
pub(super) fn older(db: &Connection) -> Result<Vec<String>> {
    let erasures = erasures(db)?;
    let mut found = Vec::new();
    for (name, before) in meta::beginning_with(db, BACKUP)? {
        // Beside a whole copy there is what a killed process left of one.
        let path = &name[BACKUP.len()..];
        let mut files = vec![path.to_owned(), format!("{path}.incomplete")];
        files.retain(|file| Path::new(file).exists());
        if files.is_empty() {
            meta::remove(db, &name)?;
        } else if before.parse::<u64>().is_ok_and(|before| before < erasures) {
            found.append(&mut files);
        }
    }
    Ok(found)
}

fn erasures(db: &Connection) -> Result<u64> {
    let kept = meta::get(db, ERASURES)?;
    Ok(kept.and_then(|kept| kept.parse().ok()).unwrap_or(0))
}
